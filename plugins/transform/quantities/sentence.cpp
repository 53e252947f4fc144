#include "sentence.hpp"

#include <utility>

#include "sheaf/ascii.hpp"

namespace sheaf::quantities {

namespace {

bool is_word(char c) {
    return text::is_ascii_letter(c) || text::is_ascii_digit(c) || static_cast<unsigned char>(c) >= 0x80;
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
    for (const Range& range : text::sentences(text)) {
        text::Plain plain = text::plain(std::string_view(text).substr(range.start, range.end - range.start));
        // What is struck out says nothing any more.
        for (const Span& span : document[block].spans)
            for (std::uint32_t k = 0; span.style.strike && k < plain.text.size(); ++k)
                if (const std::uint32_t at = range.start + plain.origin[k];
                    at >= span.range.start && at < span.range.end)
                    plain.text[k] = ' ';
        sentences.push_back({block, range, std::move(plain), label});
    }
}

bool inside_word(std::string_view text, std::size_t at) {
    if (at == 0 || at >= text.size()) return false;
    return joins(text, at) && joins(text, at - 1);
}

}  // namespace sheaf::quantities
