// The document model: what every stage reads and writes.
//
// A document consists of plain values in flat vectors, addressed by typed ids. A block's id is its position
// in `Document::blocks`, a section's its position in `Document::sections`. Blocks are in reading order, and a
// container (table, row, cell) comes before its content, so that a container and its content are one
// contiguous range. To walk over a letter, loop over `blocks`; `parent` and `section` say what a block is
// part of:
//
//     for (const sheaf::Block& block : document.blocks)
//         if (block.kind == sheaf::BlockKind::paragraph) use(block.text, block.page());
//
// An id stays valid until blocks or sections are inserted or removed. `validate` checks every invariant that
// is stated here; the host calls it after each stage with `--check`.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sheaf/diagnostic.hpp"
#include "sheaf/export.hpp"
#include "sheaf/range.hpp"

namespace sheaf {

/// An index into one of the document's vectors, typed by what it addresses.
template <class Of>
struct Id {
    /// The value of an id that leads nowhere.
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t value = none;  ///< position in the vector, from 0

    /// Whether the id leads somewhere.
    constexpr explicit operator bool() const { return value != none; }
    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

struct Block;
struct Section;
using BlockId = Id<Block>;      ///< position in `Document::blocks`
using SectionId = Id<Section>;  ///< position in `Document::sections`

/// Where a stretch of a block's text is printed. A block that crosses a page or a column has several, in
/// reading order; their ranges are ascending and do not overlap.
struct Region {
    int page = 0;  ///< 1-based
    Box box;       ///< on that page, in points
    Range range;   ///< the bytes of the block's text that are printed here
    friend bool operator==(const Region&, const Region&) = default;
};

/// How a stretch of text is set.
struct Style {
    bool bold = false;         ///< bold or heavier
    bool italic = false;       ///< italic or oblique
    bool superscript = false;  ///< raised and smaller
    bool underline = false;    ///< underlined
    bool strike = false;       ///< struck out: what a line is drawn through is shown, but no longer said
    float size = 0;            ///< font size in points as shown; 0 when unknown
    std::string link;          ///< a URI, or `#` and a block's JSON id (`#b12`) for a place in this document
    std::string language;      ///< BCP 47, when it differs from the document's
    std::string color;         ///< `#rrggbb`; only where an option requests it, and not for black
    std::string change;  ///< tracked change: `inserted` or `deleted`, with author and date after a space
    /// The field by which the word processor computes this text, such as `DATE` or `SAVEDATE`; empty for other text.
    /// The file holds what was computed last, and a reader sees something else.
    std::string field;
    std::string font;      ///< of symbols without a Unicode character: the font that gives them their meaning
    float confidence = 1;  ///< of the text itself, 0 to 1; below 1 only for text read by OCR
    friend bool operator==(const Style&, const Style&) = default;
};

/// A styled stretch of a block's text. A block's spans are ascending and do not overlap; text between spans
/// has the default style.
struct Span {
    Range range;  ///< in the block's text
    Style style;  ///< of all of it
    /// A footnote mark that is printed at this place and is no part of the text; `range` is then empty and
    /// `style.link` leads to the footnote's block where it is known. The ledger counts it with its block.
    std::string mark;
    friend bool operator==(const Span&, const Span&) = default;
};

/// What a block is.
enum class BlockKind : std::uint8_t {
    paragraph,
    heading,
    list_item,
    table,      ///< container: holds rows
    row,        ///< container: holds cells
    cell,       ///< container: holds blocks of any kind but row and cell
    figure,     ///< text is the alternative text, if any
    footnote,   ///< label is the printed mark
    furniture,  ///< running header, running footer, page number, watermark: never part of the text
};

/// The kind's name as the JSON form writes it: `paragraph`, `list_item`.
SHEAF_API std::string_view name(BlockKind kind);
/// The kind of that name, or nothing.
SHEAF_API std::optional<BlockKind> block_kind_named(std::string_view name);

/// A paragraph or a container of paragraphs, in reading order.
struct Block {
    BlockKind kind = BlockKind::paragraph;  ///< what it is
    /// Of a heading: its outline level, 1 the highest. Of a list item: its nesting, 1 the outermost. Else 0.
    /// An input plugin's heading level is a proposal (tag, style); the `sections` stage decides.
    int level = 0;
    std::string label;  ///< the printed number, bullet or footnote mark: `4.11`, `◼`, `2`
    /// UTF-8, NFC, without the label; empty in a container. White space is single spaces, none at the ends;
    /// `\n`, with no space next to it, is a line break that the author made inside the paragraph
    /// (addresses, signature blocks).
    std::string text;
    std::vector<Span> spans;      ///< how its text is set; ascending
    std::vector<Region> regions;  ///< empty in formats that have no pages
    /// The section that it is in; a heading is in its own. Furniture, and a table that is a box beside the text, may be
    /// in none.
    SectionId section;
    BlockId parent;       ///< the container that holds it
    int column_span = 1;  ///< of a cell: columns that it covers; at least 1
    int row_span = 1;     ///< of a cell: rows that it covers; at least 1
    bool header = false;  ///< of a row or a cell: it is a header
    /// What decided kind and level, for people and for `explain`: `tag H2, bold 14 pt over 12 pt body`.
    std::string basis;
    friend bool operator==(const Block&, const Block&) = default;

    /// The page on which the block begins, or 0.
    int page() const { return regions.empty() ? 0 : regions.front().page; }
};

/// A heading with everything under it. Sections are in reading order and form a tree.
struct Section {
    SectionId parent;    ///< a section before this one, with a smaller level
    int level = 1;       ///< visible rank, 1 the highest
    std::string number;  ///< the printed number without closing punctuation: `4`, `4.2`
    std::string title;   ///< the heading's text, joined over wrapped lines, without the number
    BlockId heading;     ///< the first heading block
    BlockId first;       ///< the same as `heading`
    BlockId last;        ///< the blocks from the heading to the end of the last sub-section
    friend bool operator==(const Section&, const Section&) = default;
};

/// The words that a value was taken from.
struct Anchor {
    BlockId block;  ///< a block with text
    Range range;    ///< in the block's text
    friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// A field's value. Dates are text in ISO 8601 form (`2026-04-07`). Absent is `std::monostate`.
using FieldValue =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>>;

/// One value of a record.
struct Field {
    std::string name;             ///< as the record's type declares it
    FieldValue value;             ///< of the declared type, or absent
    std::vector<Anchor> anchors;  ///< empty when the value is that of the record's own anchors, or absent
    friend bool operator==(const Field&, const Field&) = default;
};

/// One extracted fact of a declared type.
struct Record {
    std::string id;    ///< 16 hexadecimal digits derived from type and content; unique in the document
    std::string type;  ///< a type that some stage declares
    std::vector<Field> fields;    ///< every declared field once, in declared order
    std::vector<Anchor> anchors;  ///< the words that the record as a whole rests on
    std::string stage;            ///< the stage that made it
    std::string rule;             ///< the rule of that stage (a profile's rule name) that made it
    double confidence = 0;        ///< 0 to 1, from evidence that the stage can name
    friend bool operator==(const Record&, const Record&) = default;

    /// The field of that name, owned by the record; null when there is none.
    const Field* field(std::string_view name) const {
        for (const Field& f : fields)
            if (f.name == name) return &f;
        return nullptr;
    }
    /// The field's text, or empty when the field is absent or no text.
    std::string_view text(std::string_view name) const {
        const Field* f = field(name);
        const auto* value = f ? std::get_if<std::string>(&f->value) : nullptr;
        return value ? std::string_view(*value) : std::string_view();
    }
};

/// A page of the letter.
struct Page {
    int number = 0;     ///< 1-based, in file order
    double width = 0;   ///< points, as shown (after rotation)
    double height = 0;  ///< points, as shown (after rotation)
    int rotation = 0;   ///< degrees clockwise: 0, 90, 180 or 270
    std::string label;  ///< the printed page label where the file declares one
    friend bool operator==(const Page&, const Page&) = default;
};

/// What OCR has to do with a letter's text.
enum class Ocr : std::uint8_t {
    no,     ///< nothing
    read,   ///< some of it was read by OCR now
    layer,  ///< some of it is a scan's text layer, which another program made by OCR; none was read by OCR now
};

/// The file that the letter was read from.
struct Source {
    std::string name;        ///< the input's path below the folder that was given; never an absolute path
    std::string sha256;      ///< of the file's bytes, 64 hexadecimal digits
    std::string media_type;  ///< such as `application/pdf`
    std::uint64_t size = 0;  ///< bytes
    std::string producer;    ///< the program that made the file, as the file says
    bool tagged = false;     ///< the file carries a structure tree
    Ocr ocr = Ocr::no;       ///< whether its text is that of pictures
    std::string language;    ///< BCP 47 as the file declares it; may be empty
    /// What the file says of itself besides its text, unchanged: `title`, `author`, `subject`, `keywords`,
    /// `created`, `modified`, `category`. No page shows it, templates leave it behind: never a letter's title or date.
    std::map<std::string, std::string> properties;
    friend bool operator==(const Source&, const Source&) = default;
};

/// Where every character went. Counted are code points that are not white space (Unicode White_Space), after
/// the input plugin has mapped glyphs to Unicode. Computed list labels count as read.
/// `read == blocks + furniture + sum(refused) + unaccounted`; `blocks` and `furniture` are what `count_text`
/// finds in the document.
struct Ledger {
    std::uint64_t read = 0;       ///< all that the input plugin found
    std::uint64_t blocks = 0;     ///< in blocks other than furniture
    std::uint64_t furniture = 0;  ///< in furniture
    /// By reason, such as `line-end hyphen`, `invisible`, `outside page`.
    std::map<std::string, std::uint64_t> refused;
    std::uint64_t unaccounted = 0;  ///< must be 0, or the letter is doubtful
    friend bool operator==(const Ledger&, const Ledger&) = default;
};

/// A letter as every stage sees it. A value: copying it copies everything.
struct Document {
    Source source;                  ///< the file
    std::string profile;            ///< name of the family's profile; empty when none was chosen
    std::vector<Page> pages;        ///< in file order; empty in formats without pages
    std::vector<Block> blocks;      ///< in reading order
    std::vector<Section> sections;  ///< in reading order
    /// Grouped by type, the types in any order; within a type in reading order. `add_record` keeps them so.
    std::vector<Record> records;
    std::vector<Diagnostic> diagnostics;  ///< what the stages said, in order
    Ledger ledger;                        ///< where every character went
    friend bool operator==(const Document&, const Document&) = default;

    /// The block or section of an id, which must lead somewhere in this document.
    /// @{
    Block& operator[](BlockId id) { return blocks[id.value]; }
    const Block& operator[](BlockId id) const { return blocks[id.value]; }
    Section& operator[](SectionId id) { return sections[id.value]; }
    const Section& operator[](SectionId id) const { return sections[id.value]; }
    /// @}
};

/// Non-white-space code points of labels, texts and footnote marks: first those of all blocks but furniture,
/// then those of furniture.
SHEAF_API std::pair<std::uint64_t, std::uint64_t> count_text(const Document& document);

/// The titles from the root to the section, the section's own included.
SHEAF_API std::vector<std::string> section_path(const Document& document, SectionId section);

/// The regions in which the anchors' words are printed: the parts of the blocks' regions that the ranges touch,
/// each region once, in order.
SHEAF_API std::vector<Region> regions_of(const Document& document, const std::vector<Anchor>& anchors);

/// The anchor's words: a view into its block's text.
SHEAF_API std::string_view words_of(const Document& document, const Anchor& anchor);

/// The page on which the first anchor's first word is printed, 1-based; 0 when it is not known.
SHEAF_API int page_of(const Document& document, const std::vector<Anchor>& anchors);

/// The worst severity among the diagnostics; `note` when there are none.
SHEAF_API Severity worst(const Document& document);

/// The metadata record, or null. There is at most one record of type `metadata`.
SHEAF_API const Record* metadata(const Document& document);

/// Adds the record behind the last one of its type, or at the end, and returns it. The reference is valid until
/// the next record is added. Records of one type must be added in reading order.
SHEAF_API Record& add_record(Document& document, Record record);

/// Makes the ids of records that are added to a document one after the other. An id is 16 hexadecimal digits of a SHA-256
/// over type, the key texts and a number from 0 on: the first that makes an id which no record has.
class SHEAF_API RecordIds {
  public:
    /// The ids of the document's records are taken.
    explicit RecordIds(const Document& document);
    /// The next record's id, which is taken from then on.
    std::string next(std::string_view type, const std::vector<std::string_view>& key_texts);

  private:
    std::set<std::string> taken_;
    std::map<std::string, std::size_t> numbers_;  ///< by type and key texts, the number to try next
};

/// The id of one record alone; see `RecordIds` for many.
SHEAF_API std::string record_id(const Document& document, std::string_view type,
                                const std::vector<std::string_view>& key_texts);

/// Checks every invariant of the model, in time linear in the document's size. Returns each violation as one
/// sentence that names the place; nothing when all hold.
SHEAF_API std::vector<std::string> validate(const Document& document);

}  // namespace sheaf
