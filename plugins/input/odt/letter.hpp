// One letter while it is converted: what all of its stories (text, headers, notes, comments, text boxes)
// share.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "drafts/flow.hpp"
#include "lists.hpp"
#include "package.hpp"
#include "styles.hpp"

namespace sheaf::odt {

using namespace drafts;

/// A tracked change (ODF 1.3 part 3, 5.5).
struct Change {
    enum Kind : std::uint8_t { insertion, deletion, format } kind = format;
    std::string mark;               ///< as in `Style::change`
    const xmlNode* node = nullptr;  ///< what holds the text that was deleted
    bool met = false;               ///< the text says where it was
};

class Letter {
  public:
    Letter(const Package& package, const Settings& settings, Context& context);

    /// Reads everything. The document has no name, size or hash yet.
    Document convert();

    // What stories use:
    const Settings& settings;
    Context& context;
    Styles styles, page_styles;  ///< of the text; of headers and footers
    Lists lists;
    Tally tally;
    std::string unknown_format;  ///< a form of numbers that is not known
    std::map<std::string, Change> changes;
    std::map<std::string, const xmlNode*> controls;  ///< of forms, by id
    std::set<std::string> masters;                   ///< master pages that paragraphs begin
    std::optional<std::string>
        first_master;  ///< the one that the first paragraph begins; empty: it names none
    char32_t page_colour = drafts::automatic;     ///< `some_colour` where a picture may be behind the text
    std::uint64_t insertions = 0, deletions = 0;  ///< tracked changes met

    /// Notes and comments: their labels by pending link, and those that stand at the end of the letter.
    std::map<std::string, std::string, std::less<>> labels;
    Flow endnotes, comments;
    int comment_count = 0;

    /// Reports once per code.
    void report_once(Severity severity, std::string_view code, std::string message, Place place = {},
                     std::string hint = {});
    static Place place_of(const xmlNode* node) { return {.line = static_cast<int>(xmlGetLineNo(node))}; }

  private:
    void read_properties(Document& document) const;
    void read_changes(const xmlNode* text);
    void read_forms(const xmlNode* node);
    void place_furniture(Document& document, std::map<std::string, BlockId, std::less<>>& places);
    void place_running(Document& document, std::map<std::string, BlockId, std::less<>>& places,
                       const xmlNode* running, bool used, bool first);
    std::set<std::string> used_masters(const xmlNode* masters, std::string& first) const;
    void report_changes();

    const Package& package_;
    std::set<std::string, std::less<>> reported_;
};

}  // namespace sheaf::odt
