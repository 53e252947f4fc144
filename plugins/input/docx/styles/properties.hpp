// Run and paragraph properties as a file states them, and how they inherit (ECMA-376 part 1, 17.7.2).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "colours.hpp"
#include "package/xml.hpp"

namespace sheaf::docx {

/// Toggle properties (17.7.3): in styles they flip what the style below says, in a run they set it.
enum class Toggle : std::uint8_t { bold, italic, caps, small_caps, strike, vanish };
inline constexpr std::size_t toggle_count = 6;

enum class VerticalAlign : std::uint8_t { baseline, superscript, subscript };

/// Absent means: not stated here.
struct RunProperties {
    std::array<std::optional<bool>, toggle_count> toggles;
    std::optional<float> size;  ///< points
    std::optional<bool> underline;
    std::optional<char32_t> colour, fill, contour;  ///< of the text; `fill` goes before `colour`
    std::optional<char32_t> highlight, shade;       ///< behind it
    std::optional<VerticalAlign> align;
    std::optional<std::string> font;  ///< the font of Latin text
    std::optional<std::string> language;
    std::optional<std::string> style;  ///< character style id
    bool spec_vanish = false;
    bool inserted = false, deleted = false;  ///< of a paragraph mark: it is a tracked change (17.13.5)
    bool moved = false;                      ///< the tracked change is a move

    const std::optional<bool>& toggle(Toggle which) const { return toggles[static_cast<std::size_t>(which)]; }
    /// What `over` states wins.
    void override_with(const RunProperties& over);
};

struct ParagraphProperties {
    std::optional<std::string> style;
    std::optional<int> outline;  ///< 0 to 8, 9 for body text
    std::optional<int> number;   ///< numId; 0 takes numbering away
    std::optional<int> number_level;
    std::optional<int> indent;      ///< twips from the leading edge
    std::optional<char32_t> shade;  ///< behind the text
    bool drop_cap = false;
    bool section_end = false;  ///< the paragraph ends a section
    RunProperties mark;        ///< of the paragraph mark

    /// What `over` states wins.
    void override_with(const ParagraphProperties& over);
};

/// Reads the children of `w:rPr` (or of what has the same content). `old` takes the properties before a tracked
/// formatting change instead, where there is one.
RunProperties read_run_properties(XmlReader& xml, bool old = false);
/// Reads the children of `w:pPr`. `section` is called at a `w:sectPr`.
ParagraphProperties read_paragraph_properties(XmlReader& xml, bool old = false,
                                              const std::function<void()>& section = {});

/// `w:val` as ST_OnOff: true when absent.
bool on_off(const XmlReader& xml);
/// The attribute as a whole number, or nothing when it is none; out-of-range values are clamped to 32 bits.
std::optional<int> integer(const XmlReader& xml, Tag name = Tag::val);
std::optional<int> integer(std::string_view text);
/// A code point or a colour in hexadecimal digits, at most 0xFFFFFF.
std::optional<char32_t> hexadecimal(std::string_view text);

}  // namespace sheaf::docx
