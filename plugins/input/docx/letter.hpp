// One letter while it is converted: what all of its stories (body, headers, notes, comments, text boxes) share.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "flow.hpp"
#include "numbering.hpp"
#include "package.hpp"
#include "settings.hpp"
#include "sheaf/plugin.hpp"
#include "styles.hpp"

namespace sheaf::docx {

/// Footnotes, endnotes or comments: how they are numbered, and those that were read.
struct NoteKind {
    std::string_view name;       ///< `footnote`, `endnote`, `comment`
    std::string_view part_type;  ///< relationship type of their part
    NumberFormat format = NumberFormat::decimal;
    int next = 1;
    bool listed = false, loaded = false;  ///< their ids are known; their bodies are read
    std::map<std::string, Flow> bodies;               ///< by id; moved from when placed
    std::map<std::string, std::string> labels;        ///< by id, once referred to
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
};

class Letter {
  public:
    Letter(Package& package, const Settings& settings, Context& context);

    /// Reads everything. The document has no name, size or hash yet.
    Document convert();

    // What stories use:
    Package& package;
    const Settings& settings;
    Context& context;
    Styles styles;
    Numbering numbering;
    Tally tally;
    std::string language;  ///< of the document, BCP 47
    std::map<std::string, Flow> inline_headers;  ///< Word 2003 writes headers into the section's properties
    std::vector<SectionSetup> sections;
    std::uint64_t insertions = 0, deletions = 0;  ///< tracked changes met

    NoteKind footnotes{"footnote", "footnotes"};
    NoteKind endnotes{"endnote", "endnotes", NumberFormat::lower_roman};
    NoteKind comments{"comment", "comments"};
    /// The mark of a note that is referred to here, and remembers that the note must follow. Empty when there is
    /// no such note.
    std::string refer(NoteKind& kind, const std::string& id, std::string_view own_mark);
    /// A note whose text stands where its mark is (Word 2003); returns the id that it gets.
    std::string add_inline_note(NoteKind& kind, Flow&& body);
    /// Notes that were referred to since the last call, as blocks.
    Flow take_notes(NoteKind& kind);

    /// Reports once per code and part.
    void report_once(Severity severity, std::string_view code, std::string message, Place place, std::string hint = {});
    /// Says what the reader found broken, when it has found something.
    void report_trouble(const XmlReader& xml);

  private:
    void read_settings();
    void read_styles();
    void read_numbering();
    void read_properties(Document& document);
    /// Visits every note of the part that is no separator.
    void each_note(NoteKind& kind, const std::function<void(XmlReader&, const std::string& id)>& visit);
    void list(NoteKind& kind);
    void load(NoteKind& kind);
    Flow read_body();
    void place_furniture(Document& document, std::map<std::string, BlockId, std::less<>>& places);
    void refuse_unreferenced();
    void close_ledger(Document& document);

    bool even_and_odd_ = false;
    std::map<std::string_view, std::vector<std::string>> referred_;  ///< by kind: ids not yet placed
    std::set<std::string> reported_;
};

/// A relationship's target when it is external and has a scheme that a reader may follow.
std::string external_target(Letter& letter, std::size_t part, std::string_view id);

}  // namespace sheaf::docx
