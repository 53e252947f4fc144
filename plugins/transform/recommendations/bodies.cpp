#include "bodies.hpp"

#include <algorithm>

#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"

namespace sheaf::recommendations {

namespace {

/// Words with more joints than this are no list of bodies.
constexpr std::size_t most_joints = 12;

/// Every match of the pattern, none of which overlap.
std::vector<Range> all_of(const Pattern& pattern, std::string_view text) {
    std::vector<Range> found;
    for (std::size_t at = 0; at < text.size();) {
        const auto match = pattern.find(text, at);
        if (!match) break;
        found.push_back(match->whole);
        at = std::max<std::size_t>(match->whole.end, at + 1);
    }
    return found;
}

/// The joints that stand in no compound name.
std::vector<Range> joints_in(std::string_view text, const BodyNames& names) {
    std::vector<Range> joints = all_of(*names.joint, text);
    if (names.compound)
        for (const Range& name : all_of(*names.compound, text))
            std::erase_if(
                joints, [&](const Range& joint) { return name.start < joint.end && joint.start < name.end; });
    return joints;
}

/// The name of one body, without what the pattern allows before it: `both the board and ...`.
std::optional<Range> named_body(std::string_view text, const Pattern& one, Range part) {
    const auto match = one.find(text.substr(part.start, part.end - part.start));
    if (!match) return std::nullopt;
    const auto group = one.group("name");
    const auto name = group ? match->groups[*group] : std::nullopt;
    return name ? Range{part.start + name->start, part.start + name->end} : part;
}

/// The names of one body each that the joints from `next` on part in the text from `start` on; none where a part is no
/// name.
std::vector<Range> parted(std::string_view text, const Pattern& one, const std::vector<Range>& joints,
                          std::uint32_t start, std::size_t next) {
    for (std::size_t i = next; i <= joints.size(); ++i) {
        const Range name{start,
                         i < joints.size() ? joints[i].start : static_cast<std::uint32_t>(text.size())};
        const auto body = name.start < name.end ? named_body(text, one, name) : std::nullopt;
        if (!body) continue;
        if (i == joints.size()) return {*body};
        std::vector<Range> rest = parted(text, one, joints, joints[i].end, i + 1);
        if (rest.empty()) continue;
        rest.insert(rest.begin(), *body);
        return rest;
    }
    return {};
}

}  // namespace

bool names_body(const Document& document, std::string_view words, const BodyNames& names) {
    if (!names.body || names.body->found_in(text::plain(words).text)) return true;
    const Record* const record = metadata(document);
    const std::string authority = record ? text::fold(record->text("authority")) : std::string();
    return !authority.empty() && text::fold(words).find(authority) != std::string::npos;
}

std::vector<std::string> bodies_on_lines(const Document& document, const std::vector<Anchor>& words,
                                         const BodyNames& names) {
    std::vector<std::string> bodies;
    for (const Anchor& anchor : words) {
        const std::string_view lines = words_of(document, anchor);
        for (std::size_t start = 0; start < lines.size();) {
            const std::size_t end = std::min(lines.find('\n', start), lines.size());
            const std::string line = text::squeeze(lines.substr(start, end - start));
            start = end + 1;
            if (line.empty()) continue;
            if (!names.one || !names.one->matches_all(text::plain(line).text)) return {};
            bodies.push_back(line);
        }
    }
    return bodies;
}

std::vector<std::string> bodies_in(std::string_view words, const BodyNames& names) {
    if (words.empty()) return {};
    const text::Plain plain = text::plain(words);
    std::vector<Range> parts;
    if (names.one && names.joint) {
        const std::vector<Range> joints = joints_in(plain.text, names);
        if (joints.size() <= most_joints) parts = parted(plain.text, *names.one, joints, 0, 0);
    }
    if (parts.size() < 2) return {std::string(words)};
    std::vector<std::string> bodies;
    for (const Range& part : parts) {
        const Range printed = plain.original(part);
        bodies.push_back(text::squeeze(words.substr(printed.start, printed.end - printed.start)));
    }
    return bodies;
}

}  // namespace sheaf::recommendations
