// The walk over a page's body, which makes blocks of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "drafts/flow.hpp"
#include "elements.hpp"
#include "files/tree.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::web {

using namespace drafts;

struct Look {
    Style style;
    bool raised = false, lowered = false, preformatted = false;
    std::string_view refused;    ///< why text here is not shown
    std::string_view furniture;  ///< what it belongs to, when it is no text of the page
    bool in_part = false;        ///< inside a part of the page (`article`, `main`), whose headers are text
};

class Reader {
  public:
    /// Reports under codes that begin with the stage's name.
    Reader(Context& context, std::string stage) : context_(context), stage_(std::move(stage)) {}

    /// Reads the body. Throws `StageError` at a limit.
    void read(const xmlNode* body);
    Flow take() { return std::move(flow_); }
    Tally& tally() { return tally_; }
    /// What the marks of notes print, by the links that lead to the notes.
    const std::map<std::string, std::string, std::less<>>& marks() const { return marks_; }

  private:
    void walk_children(const xmlNode* node, const Look& look, int depth);
    void walk(const xmlNode* node, Look look, int depth);
    void walk_block(const xmlNode* node, Element element, Look& look, int depth);

    // ---- Notes (notes.cpp)
    bool read_mark(const xmlNode* node, const Look& look);
    bool read_note(const xmlNode* node, const Look& look, int depth);

    // ---- Text (text.cpp)
    ParagraphText& text_of_paragraph();
    void add_text(std::string_view text, const Look& look);
    void add_words(std::string_view text, const Look& look);
    void add_lines(std::string_view text, const Look& look);
    void made_text(std::string_view text, const Look& look);
    void add_input(const xmlNode* node, const Look& look);
    void add_choice(const xmlNode* node, const Look& look);
    void add_image(const xmlNode* node, const Look& look);
    void report_frame(const xmlNode* node, const Look& look);

    // ---- Paragraphs and lists (paragraphs.cpp)
    struct List {
        bool ordered = false;
        int next = 1, step = 1;
        char type = '1';
        std::string bullet = "•";
    };
    void end_paragraph();
    void add(Draft draft);
    void decide_kind(Block& block);
    void read_list(const xmlNode* node, Element element, const Look& look, int depth);
    void read_item(const xmlNode* node, const Look& look, int depth);

    // ---- Tables (tables.cpp)
    struct Table {
        std::size_t first;
        int cells = 0, columns = 0, nested = 0;
        bool laid_out = false;
    };
    void read_table(const xmlNode* node, const Look& look, int depth);
    void read_rows(const xmlNode* node, const Look& look, int depth);
    void refuse_between(const xmlNode* node);
    void read_in_front(const xmlNode* node, const Look& look, int depth);
    BlockId open_container(BlockKind kind);
    void read_row(const xmlNode* node, const Look& look, int depth);

    Context& context_;
    std::string stage_;
    Tally tally_;
    Flow flow_;
    BlockId container_;
    std::optional<ParagraphText> open_;
    std::vector<Draft> after_;  // pictures in the open paragraph
    std::vector<std::string> anchors_;
    std::vector<List> lists_;
    std::string label_;           // of the list item whose first paragraph has not been read
    std::string_view furniture_;  // of the open paragraph
    int heading_ = 0;
    Table* table_ = nullptr;
    bool in_head_ = false;
    std::map<std::string, std::string, std::less<>> marks_;
    std::map<const xmlNode*, std::string> notes_;  ///< what marks lead to; only ever looked up
    bool note_ = false;                            ///< a note is being read
    const xmlNode* main_ = nullptr;
    std::uint64_t text_ = 0;  // visible characters that are no furniture
};

}  // namespace sheaf::web
