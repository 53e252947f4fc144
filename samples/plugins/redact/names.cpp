#include "names.hpp"

#include <algorithm>
#include <cctype>

#include "sheaf/text.hpp"

namespace redact {

using sheaf::Range;

namespace {

/// The name as a regular expression: its words as they are, any white space between them.
std::string expression(std::string_view name) {
    std::string made;
    for (char c : name) {
        if (c == ' ') {
            made += "\\s+";
            continue;
        }
        const bool ascii_mark =
            static_cast<unsigned char>(c) < 0x80 && !std::isalnum(static_cast<unsigned char>(c));
        if (ascii_mark) made += '\\';
        made += c;
    }
    return made;
}

bool is_word_part(char32_t c) {
    return sheaf::text::is_letter(c) || sheaf::text::is_digit(c);
}

/// The code point before `at`, or 0.
char32_t before(std::string_view text, std::size_t at) {
    if (at == 0) return 0;
    do --at;
    while (at > 0 && (text[at] & 0xC0) == 0x80);
    return sheaf::text::next(text, at);
}

/// Whether no letter goes on at either end: `Ann` is not in `Annual`.
bool is_whole(std::string_view text, Range range) {
    std::size_t end = range.end;
    return !is_word_part(before(text, range.start)) &&
           (end >= text.size() || !is_word_part(sheaf::text::next(text, end)));
}

}  // namespace

Names::Names(std::string_view list) {
    int line = 0;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find('\n'), list.size());
        const std::string name =
            sheaf::text::squeeze(sheaf::text::plain(sheaf::text::to_nfc(list.substr(0, end))).text);
        list.remove_prefix(std::min(end + 1, list.size()));
        ++line;
        if (!name.empty() && name[0] != '#') names_.push_back({sheaf::Pattern(expression(name), true), line});
    }
}

std::vector<Mention> Names::in(std::string_view text) const {
    std::vector<Mention> found;
    const sheaf::text::Plain plain = sheaf::text::plain(text);
    for (const Name& name : names_)
        for (std::size_t from = 0; from <= plain.text.size();) {
            const auto match = name.pattern.find(plain.text, from);
            if (!match || match->whole.start == match->whole.end) break;
            if (is_whole(plain.text, match->whole)) {
                found.push_back({plain.original(match->whole), name.line});
                from = match->whole.end;
            } else {
                // Not a whole word, but one may begin within it.
                from = match->whole.start;
                sheaf::text::next(plain.text, from);
            }
        }
    std::sort(found.begin(), found.end(), [](const Mention& a, const Mention& b) {
        if (a.range.start != b.range.start) return a.range.start < b.range.start;
        return a.range.end != b.range.end ? a.range.end > b.range.end : a.line < b.line;
    });
    // What overlaps is one mention that covers all of it: no part of a name may stay.
    std::vector<Mention> mentions;
    for (const Mention& mention : found)
        if (!mentions.empty() && mention.range.start < mentions.back().range.end)
            mentions.back().range.end = std::max(mentions.back().range.end, mention.range.end);
        else
            mentions.push_back(mention);
    return mentions;
}

}  // namespace redact
