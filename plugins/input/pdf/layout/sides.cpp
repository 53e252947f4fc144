#include "layout/sides.hpp"

#include <algorithm>
#include <cmath>

#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// One side of the strip.
struct Side {
    std::vector<std::size_t> lines;  ///< first segment of each row
    float left = 1e9F, right = -1e9F;
    float smallest = 1e9F, largest = 0;
};

struct Sides {
    Side heads, text;
    bool sound = false;
};

/// Both sides, the narrower one as the headings'.
Sides sides_of(const Segments& segments, std::size_t first, std::size_t end, const Strip& strip) {
    Side left, right;
    for (std::size_t i = first; i < end; ++i) {
        const Segment& s = segments[i];
        if (s.table >= 0 || (s.right > strip.left + 0.1F && s.left < strip.right - 0.1F)) return {};
        Side& side = s.right <= strip.left + 0.1F ? left : right;
        if (side.lines.empty() || segments[side.lines.back()].row != s.row) side.lines.push_back(i);
        side.left = std::min(side.left, s.left);
        side.right = std::max(side.right, s.right);
        side.smallest = std::min(side.smallest, s.size);
        side.largest = std::max(side.largest, s.size);
    }
    if (left.lines.empty() || right.lines.empty()) return {};
    const bool left_heads = left.right - left.left < right.right - right.left;
    if (!left_heads) std::swap(left, right);
    Sides sides{std::move(left), std::move(right), true};
    sides.sound = sides.heads.right - sides.heads.left < 0.6F * (sides.text.right - sides.text.left) &&
                  sides.text.lines.size() >= 2;
    return sides;
}

/// The least distance of two lines of a side that follow each other.
float pitch_of(const Segments& segments, const Side& side) {
    float pitch = 1e9F;
    for (std::size_t l = 1; l < side.lines.size(); ++l)
        pitch = std::min(pitch, segments[side.lines[l]].bottom - segments[side.lines[l - 1]].bottom);
    return pitch;
}

/// The first segments of what stands apart in the side.
std::vector<std::size_t> groups_of(const Segments& segments, const Side& side) {
    std::vector<std::size_t> groups{side.lines.front()};
    for (std::size_t l = 1; l < side.lines.size(); ++l) {
        const Segment &above = segments[side.lines[l - 1]], &line = segments[side.lines[l]];
        if (line.bottom - above.bottom > 1.5F * above.size) groups.push_back(side.lines[l]);
    }
    return groups;
}

bool says_label(const PageContent& page, const Segment& segment) {
    std::string text;
    for (const Piece& piece : segment.pieces) text += page.text_of(piece.first, piece.count);
    return text::leading_label(text::squeeze(text) + " X").has_value();
}

}  // namespace

std::vector<std::size_t> side_headings(const PageContent& page, const Segments& segments, std::size_t first,
                                       std::size_t end, const Strip& strip) {
    const Sides sides = sides_of(segments, first, end, strip);
    if (!sides.sound) return {};
    const bool larger = sides.heads.smallest > 1.1F * sides.text.largest;
    const auto bold = [&](std::size_t i) { return segments[i].bold; };
    if (!larger && !(std::all_of(sides.heads.lines.begin(), sides.heads.lines.end(), bold) &&
                     std::none_of(sides.text.lines.begin(), sides.text.lines.end(), bold)))
        return {};
    const float pitch = pitch_of(segments, sides.text);
    std::vector<std::size_t> groups = groups_of(segments, sides.heads);
    std::size_t paragraphs = 0, wrapped = 0;
    std::vector<bool> level(groups.size());
    for (std::size_t l = 0; l < sides.text.lines.size(); ++l) {
        const Segment& line = segments[sides.text.lines[l]];
        const bool begins = l == 0 || says_label(page, line) ||
                            line.bottom - segments[sides.text.lines[l - 1]].bottom > 1.17F * pitch;
        wrapped += begins_lower(page, line) ? 1U : 0U;
        if (!begins) continue;
        ++paragraphs;
        for (std::size_t g = 0; g < groups.size(); ++g) {
            const Segment& head = segments[groups[g]];
            if (std::abs((head.top + head.bottom) - (line.top + line.bottom)) <
                1.4F * std::min(head.size, line.size))
                level[g] = true;
        }
    }
    if (std::find(level.begin(), level.end(), false) != level.end() || wrapped == 0) return {};
    if (!larger && paragraphs < 2 * groups.size()) return {};
    return groups;
}

}  // namespace sheaf::pdf
