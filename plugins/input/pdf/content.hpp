// What one reading of a PDF gives: glyph runs with their place and their marked-content id, rules and images,
// and the structure tree. Plain values; no Poppler type appears here. `reader.hpp` makes it, `layout.hpp`
// turns it into blocks.
//
// Coordinates are points, origin at the top left of the page as it is shown (crop box, after rotation), y
// downwards.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/diagnostic.hpp"
#include "sheaf/document.hpp"

namespace sheaf::pdf {

struct Font {
    std::string name;  ///< without the subset prefix
    bool bold = false, italic = false;
    bool symbolic = false;  ///< a symbol font (Wingdings, Symbol): private code points mean pictures
    bool fixed_pitch = false;
    float ascent = 0.75F, descent = -0.25F;  ///< of 1 em
};

/// One glyph of a run, in the order of the content stream.
struct Glyph {
    std::uint32_t text = 0;   ///< where its UTF-8 begins in `PageContent::text`
    std::uint8_t length = 0;  ///< bytes of it; 0 when the glyph has no Unicode
    /// Where it begins and ends (character spacing left out) on the page's axis that the run follows: x of
    /// runs in direction 0 and 180, y of 90 and 270; `left > right` in direction 180 and 270.
    float left = 0, right = 0;
};

enum class Artifact : std::uint8_t { none, header, footer, page_number, watermark, other };

/// Why no reader takes for text what is on the page.
enum class Hidden : std::uint8_t {
    no,
    covered,      ///< something was painted over it
    redacted,     ///< the same, to hide it; or it is marked to be removed and never was
    same_colour,  ///< as its ground
    transparent,
    too_small,
    cut_off,        ///< by a clip of some shape
    under_picture,  ///< the picture of the whole page lies over it: it is a scan's text layer
    mark,           ///< it strikes out or underlines the words that it is printed over
};

/// Glyphs shown one after the other on one baseline with one font, size, colour and marked-content id.
struct Run {
    std::uint32_t first = 0, count = 0;              ///< in `PageContent::glyphs`
    std::uint32_t font = 0;                          ///< in `Content::fonts`
    float size = 0;                                  ///< font size as shown
    float left = 0, right = 0, top = 0, bottom = 0;  ///< box of the run: advance widths by ascent and descent
    float baseline = 0;                              ///< y of the baseline (of horizontal text)
    std::int16_t direction = 0;  ///< degrees clockwise in which the text runs: 0, 90, 180, 270
    bool oblique = false;        ///< the text runs more than two degrees off that direction
    bool slanted = false;        ///< more than ten: no page is scanned so badly, so it was meant
    std::int32_t mcid = -1;      ///< marked-content id, or -1
    /// Object number of the form XObject whose content opened the marked content (that shows the run, where
    /// there is no id); 0: the page.
    std::uint32_t stream = 0;
    Artifact artifact = Artifact::none;
    bool is_artifact = false;       ///< inside any /Artifact marked content
    std::uint8_t render_mode = 0;   ///< ISO 32000-1, 9.3.6: 3 is invisible
    std::uint32_t color = 0;        ///< fill colour as 0xRRGGBB, device colours converted plainly
    std::int32_t actual_text = -1;  ///< in `PageContent::actual_texts`: the marked content that replaces it
    std::int32_t language = -1;     ///< in `PageContent::languages`: what its marked content says
    std::int32_t link = -1;         ///< in `PageContent::links`
    bool clipped = false;           ///< wholly outside the crop box or the current clip rectangle
    bool optional_hidden = false;   ///< in an optional-content group that is off
    bool annotation = false;  ///< shown by an annotation (a form field, a comment), not by the page itself
    Hidden hidden = Hidden::no;
    bool outlined = false;  ///< its letters are filled and stroked in one colour, which makes them bold
    bool struck = false;    ///< a line goes through its words
    bool replaced = false;  ///< OCR has read the page's picture instead
    float confidence = 1;   ///< of the text, 0 to 1; below 1 only for text read by OCR, or contradicted by it
};

/// A ruled line or a filled or stroked rectangle; thin ones are lines.
struct Rule {
    Box box;
    bool filled = false;
    std::uint32_t color = 0;
};

struct Image {
    Box box;
    std::int32_t mcid = -1;
    std::uint32_t object = 0;  ///< its number; 0 where it stands in the content itself
};

struct Link {
    Box box;
    std::string uri;  ///< a URI action's target; empty for a destination in the document
    int page = 0;     ///< destination page, 1-based
    double top = 0;   ///< destination's y on that page
};

/// Text of a form field or an annotation that the file gives no look: programs that show the page set it as they
/// like.
struct UnsetText {
    Box box;  ///< the annotation's rectangle
    std::string text;
    const char* reason = "";  ///< as in the ledger; a literal
};

/// What was printed over a page, or under it, and is no part of its text: a stamp, a watermark.
struct Stamp {
    Box box;
    std::string words;
    bool is_annotation = false;
};

/// A comment on the page, which stands in a window of its own and is no part of the text.
struct Comment {
    Box box;  ///< of what it is about
    std::string words;
};

/// A page's picture, row by row, 0 black to 255 white.
struct Bitmap {
    int width = 0, height = 0;  ///< pixels
    double dpi = 0;
    std::vector<std::uint8_t> gray;  ///< width * height
};

struct PageContent {
    int number = 0;
    double width = 0, height = 0;
    int rotation = 0;
    bool looked_at = false;  ///< by OCR: where it has no text, nothing that can be read is to be seen on it
    std::string label;
    std::string text;  ///< of all glyphs in their order, NFC left alone, ligatures resolved (U+FB00..U+FB06)
    std::vector<Glyph> glyphs;
    std::vector<Run> runs;
    std::vector<Rule> rules;
    std::vector<Image> images;
    std::vector<Box> shapes;  ///< filled shapes of the size of letters, boxes left out
    std::vector<Link> links;
    std::vector<UnsetText> unset;
    std::vector<Stamp> stamps;
    std::vector<Comment> comments;
    std::vector<std::string> actual_texts;
    std::vector<std::string> languages;  ///< BCP 47

    /// The text of glyphs that follow each other.
    std::string_view text_of(std::uint32_t first, std::uint32_t count) const {
        if (count == 0) return {};
        const Glyph& last = glyphs[first + count - 1];
        return std::string_view(text).substr(glyphs[first].text,
                                             last.text + last.length - glyphs[first].text);
    }
    std::string_view text_of(const Run& run) const { return text_of(run.first, run.count); }
};

/// An element of the structure tree (ISO 32000-1, 14.7). Nodes stand in document order, parents first.
struct StructNode {
    std::string
        role;  ///< standard type after the role map: `P`, `H1`, `L`, `LI`, `Lbl`, `LBody`, `Table`, ...
    std::string raw_role;
    std::int32_t parent = -1;
    std::int32_t depth = 0;
    std::string alt, actual_text, language;
    int column_span = 1, row_span = 1;
};

/// Marked content joined to its element.
struct ContentKey {
    std::int32_t page = 0;  ///< 1-based
    std::uint32_t stream = 0;
    std::int32_t mcid = 0;
    friend auto operator<=>(const ContentKey&, const ContentKey&) = default;
};
struct ContentRef {
    ContentKey key;
    std::int32_t node = -1;
    std::int32_t order = 0;  ///< position among all references in the tree's own order
};

struct Structure {
    std::vector<StructNode> nodes;
    std::vector<ContentRef> refs;  ///< ascending by key
    /// The reference of that marked content, or null.
    const ContentRef* find(const ContentKey& key) const;
};

struct Content {
    std::vector<Font> fonts;
    std::vector<PageContent> pages;
    Structure structure;
    bool tagged = false;
    std::string producer, language;
    std::map<std::string, std::string> properties;  ///< as `Source::properties`
    std::vector<Diagnostic> diagnostics;            ///< repairs, limits, Poppler's capped messages
};

}  // namespace sheaf::pdf
