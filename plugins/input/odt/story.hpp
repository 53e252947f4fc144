// A story: the paragraphs, lists and tables of one element (the text, a header, a note, a cell, a text box).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drafts/tables.hpp"
#include "letter.hpp"

namespace sheaf::odt {

enum class StoryKind : std::uint8_t { body, furniture, note, text_box };

/// A paragraph that is being read.
struct Paragraph {
    ParagraphText text;
    const Style* style = nullptr;
    int outline = 0;      ///< of a heading: 1 the highest; 0 for other paragraphs
    std::string label;    ///< as computed
    bool bullet = false;  ///< `label` is one
    int level = -1;       ///< in its list, from 0
    const void* list = nullptr;
    char32_t shade = drafts::automatic;  ///< behind it
    std::vector<Flow> after;             ///< what floats beside it: text boxes, figures
};

class Story {
  public:
    Story(Letter& letter, StoryKind kind) : letter_(letter), kind_(kind) {}

    /// Reads the children of the element.
    void read(const xmlNode* node);
    /// Gives what was read.
    Flow take();

  private:
    /// What holds for text where it stands.
    struct Around {
        TextLook look;
        std::string link;
        std::string field;         ///< as in `Style::field`
        std::string change;        ///< as in `Style::change`
        std::string_view refused;  ///< when set: text here is refused for this reason
    };

    // ---- Blocks (story.cpp)
    void walk(const xmlNode* node);
    void finish();
    void read_block(const xmlNode* node);
    void read_contents(const xmlNode* node);
    void with_refusal(std::string_view reason, const xmlNode* node);
    Styles& styles() const { return kind_ == StoryKind::furniture ? letter_.page_styles : letter_.styles; }

    // ---- Paragraphs and lists (paragraphs.cpp)
    struct ListState {
        std::shared_ptr<Counters> counters;
        std::string style;  ///< of the list; empty: that of its paragraphs
        std::string item_style;
        std::optional<int> start;
        bool pending = false;  ///< the item's first paragraph has not been read
    };
    void read_paragraph(const xmlNode* node);
    void read_list(const xmlNode* node);
    void read_numbered(const xmlNode* node);
    void number_paragraph(Paragraph& paragraph, const xmlNode* node);
    void number_heading(Paragraph& paragraph, const xmlNode* node);
    void set_label(Paragraph& paragraph, const ListStyle& style, int level, const Counters& counters);
    void end_paragraph();
    void put_notes();
    void decide_kind(Draft& draft, const Paragraph& paragraph);
    bool keep_as_heading(Block& block, const Paragraph& paragraph) const;
    int list_level(const Paragraph& paragraph, bool item);
    void add_draft(Draft draft);

    // ---- Inlines (inlines.cpp)
    void read_inlines(const xmlNode* node, const Around& around);
    void read_inline(const xmlNode* node, const Around& around);
    bool read_mark(const xmlNode* node, const std::string& name, const Around& around);
    bool read_field(const xmlNode* node, const std::string& name, const Around& around);
    void report_prompt(const xmlNode* node);
    void read_span(const xmlNode* node, Around around);
    void read_link(const xmlNode* node, Around around);
    void add_text(std::string_view text, const Around& around, bool counted);
    void refuse(const xmlNode* node, std::string_view reason);
    std::string_view refusal(const Around& around) const;
    char32_t shade(std::string_view family, const std::string& style) const;
    char32_t ground() const;
    sheaf::Style style_of(const Around& around) const;

    // ---- Changes, notes, forms (marks.cpp)
    void read_change(const xmlNode* node, const std::string& name, const Around& around);
    void restore(const Change& change, Around around);
    void read_note(const xmlNode* node, const Around& around);
    void read_comment(const xmlNode* node, const Around& around);
    void put_note(const xmlNode* body, const std::string& label, const std::string& basis, Flow& to);
    void read_control(const xmlNode* node, const Around& around);
    void read_form_field(const xmlNode* node, const Around& around);

    // ---- Drawings (drawings.cpp)
    struct Drawing {
        std::string alternative;
        bool picture = false, has_text = false;
        Flow text;
    };
    void read_drawing(const xmlNode* node, const Around& around);
    void read_shape(const xmlNode* node, Drawing& drawing, const Around& around);

    // ---- Tables (tables.cpp)
    struct Table {
        TableShape shape;
        int column = 0;
        std::vector<bool> hidden;  ///< columns
    };
    void read_table(const xmlNode* node);
    void read_columns(const xmlNode* node, Table& table) const;
    void read_rows(const xmlNode* node, Table& table, bool header);
    void read_row(const xmlNode* node, Table& table, bool header);
    void read_cell(const xmlNode* node, Table& table, bool header);
    void read_stray(const xmlNode* node, Table& table);
    BlockId open_container(Draft draft);

    Letter& letter_;
    StoryKind kind_;
    Flow flow_;
    BlockId container_;
    std::optional<Paragraph> open_;
    bool carried_ = false;  ///< `open_` goes on in the next paragraph
    std::vector<std::string> anchors_;
    std::vector<ListState> lists_;
    std::vector<int> places_;              ///< levels of the items before, for their nesting
    Flow notes_;                           ///< footnotes that wait for the end of the block, or of the table
    std::vector<std::string> insertions_;  ///< tracked ones that are open
    bool in_contents_ = false;
    char32_t ground_ = drafts::automatic;  ///< behind the cell that is being read
    std::string_view refused_;             ///< why what is read now is not shown
};

}  // namespace sheaf::odt
