// One letter while it is converted: what all of its stories (body, headers, notes, comments, text boxes)
// share.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "drafts/flow.hpp"
#include "package/data_store.hpp"
#include "package/package.hpp"
#include "sheaf/plugin.hpp"
#include "styles/numbering.hpp"
#include "styles/settings.hpp"
#include "styles/styles.hpp"

namespace sheaf::docx {

using namespace drafts;

/// Where the numbers of notes begin anew (17.18.59, ST_RestartNumber).
enum class Restart : std::uint8_t { never, each_section, each_page };

/// How notes are numbered (17.11.11, 17.11.4); absent: as the settings of the letter say.
struct NoteNumbering {
    std::optional<NumberFormat> format;
    std::optional<int> start;
    std::optional<Restart> restart;
};

/// Page breaks that were met in the text.
struct PageBreaks {
    int rendered = 0;  ///< where Word's pages ended when it last saved the letter (17.3.3.13)
    int made = 0;      ///< by the author
};

/// Footnotes, endnotes or comments: how they are numbered, and those that were read.
struct NoteKind {
    std::string_view name;       ///< `footnote`, `endnote`, `comment`
    std::string_view part_type;  ///< relationship type of their part
    NoteNumbering numbering;
    bool listed = false, loaded = false;  ///< their ids are known; their bodies are read
    std::map<std::string, Flow> bodies;   ///< by id; moved from when placed
    struct Use {
        std::string id, own_mark;
        std::size_t section = 0;
        PageBreaks before;
    };
    std::vector<Use> uses;                             ///< first references, in the order of the text
    std::map<std::string, std::string> labels;         ///< by id; known when the whole text has been read
    std::map<std::string, std::string> comment_basis;  ///< by id: author and date
    std::map<std::string, std::string> initials;
};

/// A header or footer that a section refers to.
struct HeaderReference {
    std::string id;    ///< relationship id, or a key of `Letter::inline_headers`
    std::string type;  ///< `default`, `first`, `even`
    bool header = true;
};
struct SectionSetup {
    std::vector<HeaderReference> headers;
    bool title_page = false;
    NoteNumbering footnotes, endnotes;
};

class Letter {
  public:
    Letter(Package& package, const Settings& settings, Context& context);

    /// Reads everything. The document has no name, size or hash yet.
    Document convert();

    // What stories use:
    Package& package;
    DataStore data;
    const Settings& settings;
    Context& context;
    Styles styles;
    Numbering numbering;
    Tally tally;
    std::string language;                        ///< of the document, BCP 47
    std::map<std::string, Flow> inline_headers;  ///< Word 2003 writes headers into the section's properties
    std::vector<SectionSetup> sections;
    PageBreaks page_breaks;
    char32_t page_colour = automatic;             ///< `some_colour` where a picture may be behind the text
    std::uint64_t insertions = 0, deletions = 0;  ///< tracked changes met

    NoteKind footnotes{"footnote", "footnotes"};
    NoteKind endnotes{"endnote", "endnotes", {NumberFormat::lower_roman, {}, {}}};
    NoteKind comments{"comment", "comments"};
    /// Remembers that the note is referred to here and must follow; false when there is no such note. `own_mark` is
    /// what the text prints in place of a number.
    bool refer(NoteKind& kind, const std::string& id, std::string_view own_mark);
    /// A note whose text stands where its mark is (Word 2003); returns the id that it gets.
    std::string add_inline_note(NoteKind& kind, Flow&& body);
    /// Notes that were referred to since the last call, as blocks.
    Flow take_notes(NoteKind& kind);

    /// A reader of a part whose text belongs to the letter: it is counted as read.
    XmlReader open_story(std::size_t part);

    /// Reports once per code and part.
    void report_once(Severity severity, std::string_view code, std::string message, Place place,
                     std::string hint = {});
    /// Says what the reader found broken, when it has found something.
    void report_trouble(const XmlReader& xml);

  private:
    void read_settings();
    void read_styles();
    void read_numbering();
    void read_properties(Document& document);
    /// Visits every note of the part that is no separator.
    void each_note(NoteKind& kind, bool counted,
                   const std::function<void(XmlReader&, const std::string& id)>& visit);
    void list(NoteKind& kind);
    void load(NoteKind& kind);
    /// Numbers the notes of a kind, now that all sections are known.
    void number(NoteKind& kind);
    /// Puts the numbers at the marks and on the notes' blocks.
    void label_notes(Document& document, const std::map<std::string, BlockId, std::less<>>& places);
    Flow read_body();
    void place_furniture(Document& document, std::map<std::string, BlockId, std::less<>>& places);
    void report_missing_parts();
    void refuse_unreferenced();
    void close_ledger(Document& document);

    bool even_and_odd_ = false;
    bool broken_ = false;                                            ///< some part is broken XML
    std::map<std::string_view, std::vector<std::string>> referred_;  ///< by kind: ids not yet placed
    std::set<std::string> reported_;
};

/// Reads the children of `w:footnotePr` or `w:endnotePr`.
NoteNumbering read_note_numbering(XmlReader& xml, NoteNumbering numbering = {});

/// A relationship's target when it is external and has a scheme that a reader may follow.
std::string external_target(Letter& letter, std::size_t part, std::string_view id);

}  // namespace sheaf::docx
