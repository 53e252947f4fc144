#include "sheaf/units.hpp"

#include <algorithm>
#include <optional>

#include "sheaf/text.hpp"

namespace sheaf::text {
namespace {

// Words that say nothing any more are blanks to the patterns: those that are struck out, and those that the
// word processor computes anew, such as today's date.
void blank(Plain& plain, const Block& block) {
    for (const Span& span : block.spans) {
        if (!span.style.strike && span.style.field.empty()) continue;
        for (std::uint32_t k = 0; k < plain.text.size(); ++k)
            if (plain.origin[k] >= span.range.start && plain.origin[k] < span.range.end) plain.text[k] = ' ';
    }
}

// Whether a line is drawn through every letter and digit of that part of the block.
bool is_struck(const Block& block, Range part) {
    std::string rest = block.text.substr(part.start, part.end - part.start);
    bool any = false;
    for (const Span& span : block.spans) {
        if (!span.style.strike) continue;
        const std::uint32_t start = std::max(span.range.start, part.start),
                            end = std::min(span.range.end, part.end);
        if (start >= end) continue;
        any = true;
        rest.replace(start - part.start, end - start, end - start, ' ');
    }
    return any && !has_letter(rest) && rest.find_first_of("0123456789") == std::string::npos;
}

void add(Unit& unit, const Document& document, BlockId id, char separator) {
    const Block& block = document[id];
    const auto end = [&] { return static_cast<std::uint32_t>(unit.text.size()); };
    if (!unit.text.empty()) unit.text += separator;
    if (!block.label.empty()) {
        const std::uint32_t start = end();
        unit.text += plain(block.label).text;
        unit.pieces.push_back({{start, end()}, id, true, 0});
        unit.text += ' ';
    }
    Plain plain = text::plain(block.text);
    blank(plain, block);
    const std::uint32_t start = end();
    unit.text += plain.text;
    unit.origin.add(start, plain.origin);
    unit.pieces.push_back({{start, end()}, id, false, static_cast<std::uint32_t>(block.text.size())});
}

/// The range of the block's text that the part of `range` in `piece` stands for.
std::optional<Range> in_block(const Unit& unit, const Unit::Piece& piece, Range range) {
    const std::uint32_t start = std::max(range.start, piece.range.start);
    const std::uint32_t end = std::min(range.end, piece.range.end);
    if (start >= end) return std::nullopt;
    return Range{unit.origin[start], end < piece.range.end ? unit.origin[end] : piece.size};
}

}  // namespace

void Unit::join(const Unit& other, char separator) {
    text += separator;
    const auto shift = static_cast<std::uint32_t>(text.size());
    text += other.text;
    origin.add(shift, other.origin);
    for (Piece piece : other.pieces) {
        piece.range = {piece.range.start + shift, piece.range.end + shift};
        pieces.push_back(piece);
    }
}

std::vector<Anchor> Unit::anchors(Range range) const {
    std::vector<Anchor> found;
    for (const Piece& piece : pieces)
        if (const auto words = piece.label ? std::nullopt : in_block(*this, piece, range))
            found.push_back({piece.block, *words});
    return found;
}

std::string Unit::printed(const Document& document, Range range) const {
    std::string out;
    for (const Piece& piece : pieces) {
        const auto words = in_block(*this, piece, range);
        if (!words) continue;
        if (!out.empty()) out += ' ';
        if (piece.label)
            out.append(text, piece.range.start, piece.range.end - piece.range.start);
        else
            out.append(document[piece.block].text, words->start, words->end - words->start);
    }
    return squeeze(out);
}

bool is_text(const Block& block) {
    const bool of_text = block.kind == BlockKind::paragraph || block.kind == BlockKind::heading ||
                         block.kind == BlockKind::list_item;
    return of_text && !is_struck(block, {0, static_cast<std::uint32_t>(block.text.size())});
}

BlockId row_of(const Document& document, BlockId block) {
    for (BlockId at = document[block].parent; at; at = document[at].parent)
        if (document[at].kind == BlockKind::row) return at;
    return {};
}

std::vector<Unit> units(const Document& document, const std::function<bool(BlockId, const Block&)>& wanted) {
    std::vector<Unit> found;
    BlockId row;
    BlockId cell;
    for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
        const BlockId id{i};
        const Block& block = document[id];
        if (block.text.empty() || !wanted(id, block)) continue;
        const BlockId in_row = block.parent ? row_of(document, id) : BlockId();
        if (!in_row || in_row != row) {
            found.emplace_back();
            add(found.back(), document, id, ' ');
        } else {
            add(found.back(), document, id, block.parent == cell ? '\n' : '\t');
        }
        row = in_row;
        cell = block.parent;
    }
    return found;
}

std::vector<Line> lines_of(const Document& document, BlockId id) {
    const Block& block = document[id];
    std::vector<Line> found;
    std::size_t start = 0;
    while (start <= block.text.size()) {
        const std::size_t end = std::min(block.text.find('\n', start), block.text.size());
        const Range range{static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
        if (end > start && !is_struck(block, range)) {
            std::string plain = text::plain(std::string_view(block.text).substr(start, end - start)).text;
            if (found.empty() && !block.label.empty()) plain.insert(0, text::plain(block.label).text + ' ');
            found.push_back({id, range, plain});
        }
        start = end + 1;
    }
    return found;
}

bool begins_small(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next(text, at);
        if (is_letter(c)) return is_lower(c);
        if (is_digit(c)) return false;
    }
    return false;
}

}  // namespace sheaf::text
