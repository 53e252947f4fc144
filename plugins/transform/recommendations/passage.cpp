#include "passage.hpp"

#include <algorithm>

#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::recommendations {

namespace {

constexpr char32_t left_single = 0x2018, right_single = 0x2019, left_double = 0x201C, right_double = 0x201D;

bool is_running(const Block& block) {
    return (block.kind == BlockKind::paragraph || block.kind == BlockKind::list_item) && !block.text.empty();
}

bool goes_on(const Document& document, const Passage& passage, const Block& block, const Pattern& open_end) {
    if (block.kind != BlockKind::paragraph || !block.label.empty() || ends_sentence(passage.text, ".?!:;"))
        return false;
    if (document[passage.first()].section != block.section) return false;
    return text::begins_small(block.text) || open_end.found_in(passage.text);
}

bool letter_at(std::string_view text, std::size_t at) {
    return at < text.size() && text::is_letter(text::next(text, at));
}

/// A typewriter's single quotation mark: a space before it, a letter behind it, and another one that closes what it opens,
/// behind the end of a sentence or a clause.
bool opens_plainly(std::string_view text, std::size_t at) {
    if (text[at] != '\'' || (at > 0 && text[at - 1] != ' ' && text[at - 1] != '(') ||
        !letter_at(text, at + 1))
        return false;
    for (std::size_t end = text.find('\'', at + 1); end != std::string_view::npos;
         end = text.find('\'', end + 1))
        if (!letter_at(text, end + 1))
            return std::string_view(".,?!").find(text[end - 1]) != std::string_view::npos;
    return false;
}

}  // namespace

std::vector<Range> quotations(std::string_view text) {
    std::vector<Range> found;
    char32_t closing = 0;  // of the quotation under way
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t c = text::next(text, at);
        // An apostrophe stands behind a letter and mostly before one.
        const bool closes = c == closing && !((c == right_single || c == U'\'') && letter_at(text, at));
        if (closes) {
            found.back().end = static_cast<std::uint32_t>(at);
            closing = 0;
        } else if (!closing && (c == left_double || c == left_single || c == '"')) {
            closing = c == left_double ? right_double : c == left_single ? right_single : U'"';
            found.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(text.size())});
        } else if (!closing && opens_plainly(text, begin)) {
            closing = U'\'';
            found.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(text.size())});
        }
    }
    return found;
}

bool ends_sentence(std::string_view text, std::string_view marks) {
    const std::string plain = text::plain(text).text;
    const std::size_t last = plain.find_last_not_of(")]\"' \n");
    return last != std::string::npos && marks.find(plain[last]) != std::string_view::npos;
}

std::vector<Anchor> Passage::anchors(const Document& document, Range range) const {
    std::vector<Anchor> found;
    for (const Piece& piece : pieces) {
        const auto size = static_cast<std::uint32_t>(document[piece.block].text.size());
        const std::uint32_t start = std::max(range.start, piece.at),
                            end = std::min(range.end, piece.at + size);
        if (start < end) found.push_back({piece.block, {start - piece.at, end - piece.at}});
    }
    return found;
}

bool within(const std::vector<Range>& ranges, std::uint32_t at) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const Range& range) { return range.start <= at && at < range.end; });
}

std::vector<Passage> passages_of(const Document& document, const std::vector<std::uint32_t>& blocks,
                                 const Pattern& open_end) {
    std::vector<Passage> passages;
    for (const std::uint32_t i : blocks) {
        const Block& block = document.blocks[i];
        if (!is_running(block)) continue;
        if (passages.empty() || !goes_on(document, passages.back(), block, open_end))
            passages.emplace_back();
        else
            passages.back().text += ' ';
        Passage& passage = passages.back();
        passage.pieces.push_back({static_cast<std::uint32_t>(passage.text.size()), BlockId{i}});
        passage.text += block.text;
    }
    return passages;
}

}  // namespace sheaf::recommendations
