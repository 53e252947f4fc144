#include "sentence.hpp"

namespace sheaf::quantities {

namespace {

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// The text looks into a compound: `half-term` behind `half`.
bool joins(std::string_view text, std::size_t at) {
    return is_word(text[at]) || (text[at] == '-' && at > 0 && at + 1 < text.size() && is_word(text[at - 1]) &&
                                 is_word(text[at + 1]));
}

}  // namespace

Anchor Sentence::anchor(Range at) const {
    const Range printed = plain.original(at);
    return {block, {range.start + printed.start, range.start + printed.end}};
}

std::string Sentence::printed(const Document& document, Range at) const {
    const Anchor words = anchor(at);
    return text::squeeze(std::string_view(document[block].text)
                             .substr(words.range.start, words.range.end - words.range.start));
}

std::string Sentence::printed(const Document& document) const {
    return text::squeeze(std::string_view(document[block].text).substr(range.start, range.end - range.start));
}

void add_sentences(const Document& document, BlockId block, const std::string& label,
                   std::vector<Sentence>& sentences) {
    const std::string& text = document[block].text;
    for (const Range& range : text::sentences(text))
        sentences.push_back({block, range,
                             text::plain(std::string_view(text).substr(range.start, range.end - range.start)),
                             label});
}

bool inside_word(std::string_view text, std::size_t at) {
    if (at == 0 || at >= text.size()) return false;
    return joins(text, at) && joins(text, at - 1);
}

}  // namespace sheaf::quantities
