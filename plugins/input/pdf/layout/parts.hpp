// What layout works with between glyph runs and blocks: pieces of runs, lines, and items (blocks to be).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "layout.hpp"
#include "sheaf/document.hpp"

namespace sheaf::pdf {

/// What becomes of a run as a whole. Single glyphs of a run that is text may still be refused.
enum class Fate : std::uint8_t { text, furniture, refused };

/// A run of a page, by position.
struct RunRef {
    std::uint32_t page = 0;  ///< in `Content::pages`
    std::uint32_t run = 0;   ///< in `PageContent::runs`
};

/// Consecutive glyphs of one run without a wide gap between them.
struct Piece {
    std::uint32_t run = 0;
    std::uint32_t first = 0, count = 0;  ///< in `PageContent::glyphs`
    float left = 0, right = 0;
};

/// From `start` (a byte of the line's or item's text) to the next stretch, text has one style.
struct Stretch {
    std::uint32_t start = 0;
    std::uint32_t style = 0;  ///< in `Styles`
};

/// White space within a line that is wider than what stands between words.
struct Gap {
    std::uint32_t at = 0;  ///< byte of the text that follows it
    float left = 0, right = 0;
};

/// A footnote mark taken out of the text.
struct Mark {
    std::uint32_t at = 0;  ///< byte of the text before which it stands
    std::string text;
};

/// Text that stands on a line, to see what is printed twice: one character, or those of glyphs that follow each other.
struct Placed {
    std::uint32_t glyph = 0, count = 0;  ///< in `PageContent::glyphs`
    char32_t c = 0;                      ///< 0: what the glyphs say
    float left = 0;
    float height = 0, size = 0;  ///< across the text, as of `across`, and of its run
};

/// Text on one baseline, within one block.
struct Line {
    int page = 0;  ///< 1-based
    Box box;
    float baseline = 0;
    float size = 0;                     ///< of most of its characters, in points
    bool bold = false, italic = false;  ///< all of its letters are
    std::string text;                   ///< single spaces, none at the ends
    std::vector<Stretch> stretches;     ///< ascending; the first at 0
    std::vector<Gap> gaps;
    std::vector<Mark> marks;
    std::vector<Piece> pieces;  ///< what it was made of
    /// Characters of its glyphs that are no text: printed twice, control characters, soft hyphens.
    std::uint32_t twice = 0, control = 0, soft = 0;
    float first_word = 0;     ///< width of the first word, in points
    float edge = 0;           ///< where it wraps, when it makes way for what stands beside it; else 0
    std::uint32_t cap = 0;    ///< bytes of a drop cap that the text behind it goes on with
    std::uint32_t order = 0;  ///< its first run's position in the page's content stream
    std::int16_t direction = 0;
    std::uint16_t fragment = 0;  ///< rises where a block goes on in another column of the page
    bool break_after = false;    ///< the author ended the line here
    bool drawn_bullet = false;   ///< a small filled shape stands before it
    bool tall = false;           ///< reaches over lines around it, as of `tall_runs`
    bool soft_hyphen = false;    ///< ended in a soft hyphen, which has been taken off
};

/// A block to be. Text items have lines, containers have children.
struct Item {
    BlockKind kind = BlockKind::paragraph;
    int level = 0;
    std::string label;
    std::vector<Line> lines;
    std::vector<Item> children;
    std::int32_t node = -1;     ///< structure element, or -1
    std::int32_t group = -1;    ///< marked content that makes it up, until lines are made
    int list_depth = 0;         ///< how many lists it stands in
    float indent = 0;           ///< left edge of the label, once it is split off
    float edge = 0;             ///< right edge of the cell that it stood in, where a layout table was opened
    float margin = 0;           ///< left edge of the column that it stands in, where there are no tags
    bool list_start = false;    ///< tagged as a list item of its own, not as a part of one
    bool tagged_label = false;  ///< the list item has a Lbl element with text
    std::int32_t label_node = -1;  ///< that Lbl element
    bool drawn_label = false;      ///< the Lbl element holds a picture instead of text
    bool header = false;
    bool aside = false;  ///< a frame that the text makes way for
    std::int32_t inline_in =
        -1;  ///< element whose text it is a part of, where no tag makes it a block of its own
    int column_span = 1, row_span = 1;
    std::string alt;  ///< of figures
    Box box;          ///< of figures and cells, where known
    int box_page = 0;
    std::string basis;

    bool is_text() const {
        return kind != BlockKind::table && kind != BlockKind::row && kind != BlockKind::cell &&
               kind != BlockKind::figure;
    }
    int first_page() const;
    int last_page() const;
    std::uint32_t first_order() const;  ///< of its first line in the page's content stream
    const Line* first_line() const;
    const Line* last_line() const;
};

/// The smallest box that holds both.
Box united(const Box& a, const Box& b);

/// A link to a place on a page, until the block that stands there is known: `@page:3:120`, page and points from its top.
std::string page_link(int page, double top);
bool is_page_link(std::string_view link, int& page, double& top);

/// The letter's distinct styles.
class Styles {
  public:
    Styles();
    std::uint32_t intern(const Style& style);
    const Style& operator[](std::uint32_t id) const { return styles_[id]; }

  private:
    std::vector<Style> styles_;
    std::uint32_t last_ = 0;  // the one asked for last
};

inline std::uint64_t glyph_key(std::uint32_t page, std::uint32_t glyph) {
    return (std::uint64_t{page} << 32U) | glyph;
}

/// Text that stands in no block, with its place.
struct Refused {
    std::string_view reason;  ///< a literal
    int page = 0;             ///< 1-based
    Box box;
    std::string text;  ///< may be empty where it is not known by itself
    std::uint64_t count = 0;
};

/// A place where the page decided against the tags.
struct Overruled {
    int page = 0;  ///< 1-based
    Box box;
    std::string_view reason;  ///< a literal
    std::size_t count = 1;    ///< blocks
};

/// A letter under way.
struct Work {
    Work(const Content& content_, Document& document_);
    /// Goes on with the same letter, whose pages have been turned, and takes over what `before` found in it.
    Work(const Content& turned, Work& before);
    const Content& content;
    Document& document;
    Tags tags = Tags::check;
    Styles styles;
    std::vector<std::vector<Fate>> fates;  ///< by page and run
    /// Text that an ActualText repairs, by page and glyph (`glyph_key`).
    std::unordered_map<std::uint64_t, std::string> repaired;
    bool keep_hidden = false;    ///< text that no reader sees is kept, for archivists
    WordLists* words = nullptr;  ///< as `Reading::words`
    float body_size = 0;         ///< size of most of the letter's text
    std::vector<Placed> placed;  ///< on the line that is made; its room is used again
    /// By structure element: the language of its text where that is not the letter's. Empty when no element has one.
    std::vector<std::string_view> node_languages;

    /// The language of a run where it is known and not the letter's, else empty.
    std::string_view foreign_language(const PageContent& page, const Run& run) const;
    /// The last pages of `content` may hold rows that stand sideways on others: these, counted from 1.
    std::vector<int> asides;
    std::size_t pages() const { return content.pages.size() - asides.size(); }
    /// The page on which stands what a page of `content` holds.
    int page_of(int page) const {
        const std::size_t all = pages(), position = static_cast<std::size_t>(std::max(page, 1)) - 1;
        return position < all ? page : asides[position - all];
    }
    /// Says that the page overrules the tags at a place, and why.
    void overrule(int page, const Box& box, const char* reason);
    std::vector<Overruled> overruled;
    std::vector<Refused> refused;  ///< of the ledger's refused text what has a place

    /// Counts characters that stand in no block, with the reason.
    void refuse(const char* reason, std::uint64_t count) {
        if (count) document.ledger.refused[reason] += count;
    }
    /// The same, where it is known where they stand.
    void refuse(const char* reason, std::uint64_t count, int page, const Box& box, std::string text = {}) {
        refuse(reason, count);
        if (count) refused.push_back({reason, page, box, std::move(text), count});
    }
};

}  // namespace sheaf::pdf
