#include "position.hpp"

#include <algorithm>
#include <string>

#include "values.hpp"

namespace sheaf::metadata_stage {
namespace {

std::string_view words(std::string_view plain, Range range) {
    return plain.substr(range.start, range.end - range.start);
}

/// Where the first word of a role or a body begins; the text's end when there is none.
std::size_t kind_at(std::string_view part, const LetterRules& rules) {
    std::size_t at = part.size();
    for (const std::optional<Pattern>* kind : {&rules.role, &rules.body})
        if (const auto match = *kind ? (*kind)->find(part) : std::nullopt)
            at = std::min<std::size_t>(at, match->whole.start);
    return at;
}

/// `Fire and Crime Commissioner`: the last of several that are joined by `and`, with the word that all of them share.
bool ends_enumeration(std::string_view part, const LetterRules& rules) {
    const std::size_t kind = kind_at(part, rules);
    return kind < part.size() && has(rules.joined, part.substr(0, kind));
}

bool is_one_word(std::string_view part) {
    return part.find(' ') == std::string_view::npos;
}

/// `Fenwick`, `Police` or `NHS Fenwick` before `Harrow and Lowmoor Board`: it may be the first of those that are joined.
bool may_be_joined(std::string_view part, const LetterRules& rules) {
    const std::string_view behind = is_one_word(part) ? std::string_view() : part.substr(part.find(' '));
    return !has(rules.role, part) && !has(rules.body, behind);
}

/// `Nursing and Quality` behind `Director of Safety`: the role goes on.
bool goes_on_role(std::string_view part, const LetterRules& rules) {
    return has(rules.joined, part) && has(rules.whole_role, part);
}

/// The parts with those of one enumeration joined; nothing where a comma may belong to one or not.
std::optional<std::vector<Range>> without_enumerations(std::string_view plain, std::vector<Range> parts,
                                                       const LetterRules& rules) {
    for (std::size_t i = parts.size(); i > 1;) {
        --i;
        if (!ends_enumeration(words(plain, parts[i]), rules)) continue;
        std::size_t first = i;
        while (first > 0 && may_be_joined(words(plain, parts[first - 1]), rules)) --first;
        const std::string_view before = first > 0 ? words(plain, parts[first - 1]) : std::string_view();
        // `Head of Fenwick, Harrow & Lowmoor Service`: where the role ends cannot be told.
        if (first == i && !has(rules.whole_role, before)) return std::nullopt;
        parts[first].end = parts[i].end;
        parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                    parts.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        i = first;
    }
    return parts;
}

}  // namespace

std::vector<Range> comma_parts(std::string_view plain) {
    std::vector<Range> parts;
    int depth = 0;
    std::uint32_t start = 0;
    const auto size = static_cast<std::uint32_t>(plain.size());
    for (std::uint32_t at = 0; at <= size; ++at) {
        if (at < size && plain[at] == '(') ++depth;
        if (at < size && plain[at] == ')' && depth > 0) --depth;
        const bool parts_here =
            at == size || plain[at] == ',' || plain[at] == '\t' || plain.substr(at).starts_with(" - ");
        if (at < size && (!parts_here || depth > 0)) continue;
        Range part{start, at};
        while (part.start < part.end && plain[part.start] == ' ') ++part.start;
        while (part.end > part.start && plain[part.end - 1] == ' ') --part.end;
        if (part.start < part.end) parts.push_back(part);
        start = at < size && plain[at] == ' ' ? at + 2 : at + 1;
    }
    return parts;
}

bool is_body(std::string_view plain, const LetterRules& rules) {
    return has(rules.body, plain) && !has(rules.role, plain) && !has(rules.duty, plain);
}

Position position_in(std::string_view plain, const LetterRules& rules) {
    // `Director of Quays: Ann Quay`: what stands behind the colon is neither.
    if (plain.find(": ") != std::string_view::npos) return {};
    const auto found = without_enumerations(plain, comma_parts(plain), rules);
    if (!found || found->empty()) return {};
    const std::vector<Range>& parts = *found;
    const Range whole{parts.front().start, parts.back().end};
    const auto role = [&](const Range& part) { return has(rules.role, words(plain, part)); };
    const auto body = [&](const Range& part) { return is_body(words(plain, part), rules); };
    const auto last = std::prev(parts.end());
    const auto is_role = [&](const Range& part) {
        return role(part) || (part != parts.front() && goes_on_role(words(plain, part), rules));
    };
    if (parts.size() > 1 && std::all_of(parts.begin(), last, is_role) && body(*last))
        return {Range{whole.start, std::prev(last)->end}, *last};
    if (parts.size() == 2 && body(parts[0]) && role(parts[1])) return {parts[1], parts[0]};
    if (has(rules.role, words(plain, whole)) && (parts.size() == 1 || !has(rules.body, words(plain, whole))))
        return {whole, std::nullopt};
    if (parts.size() == 1 && has(rules.body, words(plain, whole))) return {std::nullopt, whole};
    return {};
}

bool is_no_addressee(std::string_view plain, const LetterRules& rules) {
    return std::any_of(rules.not_addressee.begin(), rules.not_addressee.end(),
                       [&](const Pattern& pattern) { return pattern.found_in(plain); });
}

bool is_person(std::string_view plain, const Rules& rules) {
    const std::vector<Range> parts = comma_parts(plain);
    if (parts.size() < 2) return false;
    const std::string_view first = words(plain, parts[0]);
    return name_in(first, rules) && !has(rules.letter.role, first) && !has(rules.letter.body, first) &&
           has(rules.letter.role, plain.substr(parts[1].start));
}

bool is_unfinished(std::string_view plain, const Rules& rules) {
    if (!is_person(plain, rules)) return false;
    const std::string_view last = words(plain, comma_parts(plain).back());
    return !has(rules.letter.role, last) && !has(rules.letter.body, last);
}

}  // namespace sheaf::metadata_stage
