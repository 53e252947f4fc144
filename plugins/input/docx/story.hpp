// A story: the block-level content of one part, or of one element within a part (a note, a text box).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flow.hpp"
#include "letter.hpp"
#include "xml.hpp"

namespace sheaf::docx {

enum class StoryKind : std::uint8_t { body, furniture, note, text_box };

class Story {
  public:
    Story(Letter& letter, XmlReader& xml, std::size_t part, StoryKind kind)
        : letter_(letter), xml_(xml), part_(part), kind_(kind) {}

    /// Reads the children of the element at whose start the reader stands.
    void read();
    /// Reads the element at whose start the reader stands.
    void read_block();
    /// Ends what is open (fields, merged paragraphs) and gives what was read.
    Flow take();
    /// Called after every block that stands in no table.
    std::function<void(Flow&)> after_block;

  private:
    // ---- Where a run stands
    // --------------------------------------------------------------------------------
    struct Surroundings {
        std::string link;          ///< of the hyperlink around
        std::string change;        ///< as in `Style::change`
        bool superscript = false;  ///< raised, in mathematics
        std::string_view refused;  ///< when set: text here is refused for this reason
    };

    // ---- Fields (fields.cpp)
    // -------------------------------------------------------------------------------
    enum class FieldKind : std::uint8_t { plain, contents, link };
    struct FieldState {
        bool in_result = false;
        FieldKind kind = FieldKind::plain;
        std::string instruction;
        std::string link;
        std::string form_value;  ///< what a form field without a result prints
    };
    void read_field_char(const RunLook& look, const Surroundings& around);
    void read_simple_field(const Surroundings& around);
    void understand(FieldState& field) const;
    void print_without_result(const FieldState& field, const RunLook& look, const Surroundings& around);
    void print_number_field(const std::string& name, const std::vector<std::string>& words,
                            const RunLook& look, const Surroundings& around);
    void close_fields();
    bool in_instruction() const { return open_instructions_ > 0; }

    // ---- Paragraphs (paragraphs.cpp)
    // -----------------------------------------------------------------------
    struct Paragraph {
        ParagraphText text;
        ParagraphProperties properties;  ///< direct ones
        const Style* style = nullptr;
        std::vector<Flow> after;  ///< what floats beside it: text boxes, figures
        bool in_contents = false;
        bool numbered = false;          ///< `list` is known
        std::optional<ListLabel> list;  ///< its place in a list, if it has one
    };
    void read_paragraph();
    void finish_paragraph();
    void emit_paragraph(Paragraph& paragraph);
    void decide_kind(Draft& draft, const Paragraph& paragraph);
    const std::optional<ListLabel>& number(Paragraph& paragraph);
    int outline_of(const Paragraph& paragraph, std::string* basis) const;
    void split_typed_label(Block& block, const Paragraph& paragraph);
    int list_level(int indent, const std::optional<ListLabel>& list, bool item);
    void add_draft(Draft draft);
    RunLook look_of(const RunProperties& run) const;

    // ---- Blocks and inlines (story.cpp, runs.cpp)
    // ----------------------------------------------------------
    void read_block_children();
    void read_inlines(const Surroundings& around);
    void read_inline(const Surroundings& around);
    void read_math(const Surroundings& around);
    void read_math_children(const Surroundings& around);
    void read_run(const Surroundings& around);
    void read_run_content(const RunLook& look, const Surroundings& around);
    void read_run_child(const RunLook& look, const Surroundings& around);
    void read_text(const RunLook& look, const Surroundings& around, bool deleted);
    void read_symbol(const RunLook& look, const Surroundings& around);
    void read_note_reference(NoteKind& kind, const Surroundings& around);
    void read_content_control(const std::function<void()>& content);
    template <class Visit>
    void read_alternatives(Visit&& visit);
    std::optional<Surroundings> inside_change(const Surroundings& around);
    enum class Origin : std::uint8_t { text_element, made };  ///< made: by the plugin, for something else
    void add_text(std::string_view text, const RunLook& look, const Surroundings& around,
                  Origin origin = Origin::made);
    void refuse_element(std::string_view reason);
    void note_altchunk();
    void note_subdocument();
    bool change_drops_block();
    std::string change_mark(std::string_view what) const;

    // ---- Drawings (drawings.cpp)
    // ---------------------------------------------------------------------------
    struct Drawing {
        std::string alternative;  ///< text
        bool picture = false, decorative = false, has_text = false;
        Flow text;
    };
    void read_drawing(const Surroundings& around);
    void read_drawing_children(Drawing& drawing, const Surroundings& around);
    void read_drawing_element(Drawing& drawing, const Surroundings& around);
    void read_diagram(Drawing& drawing);
    void refuse_chart();
    Flow drawing_paragraph();

    // ---- Tables (tables.cpp)
    // -------------------------------------------------------------------------------
    struct TableState;
    void read_table();
    void read_rows(TableState& table);
    void read_row(TableState& table);
    void read_cells(TableState& table);
    void read_cell(TableState& table);
    void read_misplaced(TableState& table);
    void open_if_layout(TableState& table);
    /// The style of the table around, and what it says for the first row or column.
    std::pair<const Style*, const RunProperties*> table_look() const;

    // ---- Sections (story.cpp)
    // ------------------------------------------------------------------------------
    SectionSetup read_section_properties();

    Letter& letter_;
    XmlReader& xml_;
    std::size_t part_;
    StoryKind kind_;

    Flow flow_;
    BlockId container_;
    std::optional<Paragraph> open_;     ///< the paragraph that is being read, or that goes on in the next
    bool carried_ = false;              ///< `open_` goes on in the next paragraph
    std::vector<std::string> anchors_;  ///< bookmarks that wait for a block
    std::vector<FieldState> fields_;
    std::size_t open_instructions_ = 0, open_contents_ = 0;
    std::uint64_t instruction_text_ =
        0;  ///< visible characters refused in field instructions that are still open
    struct ListPlace {
        int indent, instance, level;
    };
    std::vector<ListPlace> list_;
    TableState* table_ = nullptr;
    bool math_group_ = false;  ///< inside `m:oMathPara`
};

}  // namespace sheaf::docx
