// What is painted on a page, in its order: areas, and the inks of its text. `sight.hpp` tells from it what a
// reader sees.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "content.hpp"
#include "matrix.hpp"

namespace sheaf::pdf {

/// How paint mixes with what lies below it (ISO 32000-1, 11.3.5), as far as that matters here. What inverts white paper in one
/// program is white itself in another, for which the page is a group of its own (11.4.7).
enum class Blend : std::uint8_t { normal, multiply, inverting, other };
/// What is seen through paint can be told from the colours alone.
inline bool is_plain(Blend blend) {
    return blend == Blend::normal || blend == Blend::multiply;
}

/// So dark that nobody tells it from black.
inline bool is_black(std::uint32_t rgb) {
    constexpr std::uint32_t darkest = 48;  // of 255
    return (rgb >> 16U & 0xFFU) <= darkest && (rgb >> 8U & 0xFFU) <= darkest && (rgb & 0xFFU) <= darkest;
}

/// Paint of one colour. `known` is false where it has not one, or where that cannot be told: patterns, images.
struct Ink {
    std::uint32_t rgb = 0;
    bool known = true;
    float opacity = 1;  ///< 0 to 1
    Blend blend = Blend::normal;
    friend bool operator==(const Ink&, const Ink&) = default;
};

/// What a run is painted with; text that is only filled has no stroke.
struct TextInk {
    std::optional<Ink> fill, stroke;
    bool clip_exact = true;  ///< its clip is a box; of other shapes nobody knows which letters they leave
    friend bool operator==(const TextInk&, const TextInk&) = default;
};

struct Corner {
    Point at;
    bool begins = false;  ///< a subpath
};

/// Something painted that is large enough to lie under a letter, or over it.
struct Area {
    Rect box;  ///< within its clip
    Ink ink;
    std::uint32_t glyphs = 0;            ///< how many of the page's glyphs were painted before it
    std::uint32_t first = 0, count = 0;  ///< of its corners; without corners the box is painted
    bool even_odd = false;               ///< the rule by which corners have an inside (ISO 32000-1, 8.5.3.3)
    bool image = false;
    bool exact = true;  ///< it is painted wherever its box or its corners say
    bool hides() const { return exact && ink.opacity > 0.95F && ink.blend == Blend::normal; }
};

/// A line drawn more or less level, as by hand, or aslant: its points from one end to the other.
struct Stroke {
    Rect box;
    std::vector<Point> points;
    std::uint32_t rgb = 0;
    bool aslant = false;  ///< straight, and higher than a line of text
    bool wild = false;    ///< higher than that, to and fro, as somebody scribbles
};

class Painted {
  public:
    /// An upright box. Nothing that is outside `clip` is painted.
    void add_box(const Rect& box, const Rect& clip, Area area);
    void add_corners(const std::vector<Corner>& corners, const Rect& clip, Area area);

    const std::vector<Area>& areas() const { return areas_; }
    /// Kept where it is long and low enough to go through words, or straight and aslant as across a block; level lines are
    /// rules.
    void add_stroke(Stroke stroke);
    const std::vector<Stroke>& strokes() const { return strokes_; }
    /// Whether the area is painted at that point.
    bool is_at(const Area& area, double x, double y) const;
    /// There were more areas than are kept.
    bool is_full() const { return full_; }

    std::vector<TextInk> texts;   ///< by run of the page
    std::vector<Box> redactions;  ///< places that an annotation marks to be removed
    std::vector<Box> struck;      ///< places of words that an annotation strikes out

  private:
    std::vector<Area> areas_;
    std::vector<Corner> corners_;
    std::vector<Stroke> strokes_;
    bool full_ = false;
};

}  // namespace sheaf::pdf
