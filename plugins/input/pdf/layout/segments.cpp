#include "layout/segments.hpp"

#include <algorithm>

#include "layout/lines.hpp"
#include "layout/symbols.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// Columns stand at least this many em apart.
constexpr float column_gap = 0.9F;

/// Whether the pieces show nothing but a list label.
bool is_label_part(const Work& work, const PageContent& page, const std::vector<Piece>& pieces) {
    if (pieces.size() == 1 && is_typed_bullet(work.content.fonts[page.runs[pieces[0].run].font],
                                              page.text_of(pieces[0].first, pieces[0].count)))
        return true;
    std::string text;
    for (const Piece& piece : pieces) text += page.text_of(piece.first, piece.count);
    text = text::squeeze(text);
    if (text.empty() || text.size() > 7) return false;
    const auto label = text::leading_label(text + " X");
    return label && label->printed.size() == text.size();
}

/// A figure of a table, which no dot or bracket makes a label.
bool is_figure(const PageContent& page, const Piece& piece) {
    const std::string text = text::squeeze(page.text_of(piece.first, piece.count));
    return !text.empty() && text.find_first_not_of("0123456789,.%") == std::string::npos &&
           text::is_ascii_digit(text.front()) && text.back() != '.';
}

void finish(const Work& work, const PageContent& page, Segment& segment) {
    segment.bold = true;
    segment.size = 0;
    segment.left = 1e9F, segment.right = -1e9F, segment.top = 1e9F, segment.bottom = -1e9F;
    for (const Piece& piece : segment.pieces) {
        const Run& run = page.runs[piece.run];
        segment.left = std::min(segment.left, piece.left);
        segment.right = std::max(segment.right, piece.right);
        segment.top = std::min(segment.top, run.top);
        segment.bottom = std::max(segment.bottom, run.bottom);
        segment.size = std::max(segment.size, run.size);
        segment.bold = segment.bold && work.content.fonts[run.font].bold;
    }
}

/// Blank pieces say nothing about columns.
bool blank(const Work& work, std::uint32_t page_index, const Piece& piece) {
    const PageContent& page = work.content.pages[page_index];
    for (std::uint32_t g = piece.first; g < piece.first + piece.count; ++g) {
        if (!work.repaired.empty() && work.repaired.count(glyph_key(page_index, g))) return false;
        std::size_t at = page.glyphs[g].text;
        const std::size_t end = at + page.glyphs[g].length;
        while (at < end)
            if (!text::is_space(text::next(page.text, at))) return false;
    }
    return true;
}

}  // namespace

Segments segments_of(const Work& work, std::uint32_t page_index, const std::vector<std::uint32_t>& runs) {
    const PageContent& page = work.content.pages[page_index];
    Segments result;
    const Baselines clusters = baselines(page, runs);
    for (std::size_t row = 0; row < clusters.size(); ++row) {
        std::vector<Piece> pieces = pieces_of(page, clusters[row]);
        std::erase_if(pieces, [&](const Piece& piece) { return blank(work, page_index, piece); });
        sort_pieces(pieces);
        Segment segment;
        segment.row = row;
        const auto flush = [&] {
            if (segment.pieces.empty()) return;
            finish(work, page, segment);
            result.push_back(segment);
            segment.pieces.clear();
        };
        float right = 0;
        for (const Piece& piece : pieces) {
            const float size = page.runs[piece.run].size;
            const float gap = piece.left - right;
            if (!segment.pieces.empty() && gap > column_gap * size &&
                !(gap < 5 * size && is_label_part(work, page, segment.pieces) &&
                  !(is_figure(page, segment.pieces.back()) && is_figure(page, piece))))
                flush();
            if (segment.pieces.empty()) right = piece.right;
            segment.pieces.push_back(piece);
            right = std::max(right, piece.right);
        }
        flush();
    }
    return result;
}

Segments labels_apart(const Work& work, const PageContent& page, const Segments& segments, std::size_t first,
                      std::size_t end) {
    Segments result;
    for (std::size_t i = first; i < end; ++i) {
        const Segment& whole = segments[i];
        result.push_back(whole);
        const std::vector<Piece>& pieces = whole.pieces;
        for (std::size_t p = 1; p < pieces.size(); ++p) {
            if (pieces[p].left - pieces[p - 1].right <= column_gap * whole.size) continue;
            Segment rest = whole;
            result.back().pieces.assign(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(p));
            rest.pieces.assign(pieces.begin() + static_cast<std::ptrdiff_t>(p), pieces.end());
            finish(work, page, result.back());
            finish(work, page, rest);
            result.push_back(std::move(rest));
            break;
        }
    }
    return result;
}

void Cover::add(const Segment& segment) {
    size_ = std::max(size_, segment.size);
    const auto first = std::lower_bound(covered_.begin(), covered_.end(), segment.left,
                                        [](const Strip& strip, float left) { return strip.right < left; });
    if (first == covered_.end() || first->left > segment.right) {
        covered_.insert(first, {segment.left, segment.right});
        return;
    }
    // All that it touches becomes one.
    first->left = std::min(first->left, segment.left);
    auto last = first;
    while (last + 1 != covered_.end() && (last + 1)->left <= segment.right) ++last;
    first->right = std::max(last->right, segment.right);
    covered_.erase(first + 1, last + 1);
}

std::vector<Strip> Cover::strips() const {
    std::vector<Strip> result;
    for (std::size_t i = 1; i < covered_.size(); ++i)
        result.push_back({covered_[i - 1].right, covered_[i].left});
    return result;
}

bool begins_lower(const PageContent& page, const Segment& segment) {
    for (const Piece& piece : segment.pieces)
        for (std::uint32_t g = piece.first; g < piece.first + piece.count; ++g) {
            if (page.glyphs[g].length == 0) continue;
            std::size_t at = page.glyphs[g].text;
            const char32_t c = text::next(page.text, at);
            if (text::is_letter(c)) return text::is_lower(c);
            if (text::is_digit(c)) return false;
        }
    return false;
}

}  // namespace sheaf::pdf
