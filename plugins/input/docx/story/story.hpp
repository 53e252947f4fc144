// A story: the block-level content of one part, or of one element within a part (a note, a text box).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drafts/flow.hpp"
#include "letter.hpp"
#include "package/xml.hpp"

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
    // ---- Where a run stands ----
    struct Surroundings {
        std::string link;          ///< of the hyperlink around
        std::string change;        ///< as in `Style::change`
        bool superscript = false;  ///< raised, in mathematics
        bool subscript = false;    ///< lowered, in mathematics
        std::string_view refused;  ///< when set: text here is refused for this reason
    };

    // ---- Fields (fields.cpp) ----
    enum class FieldKind : std::uint8_t {
        plain,
        contents,
        link,
        changing,  ///< Word computes it anew: today's date, the date of the last printing
        silent,    ///< Word prints nothing of its result
        form,      ///< a box or a list, which shows its state and not its result
    };
    struct FieldState {
        bool in_result = false;
        FieldKind kind = FieldKind::plain;
        std::string shown;    ///< the beginning of what was printed of its result
        std::string name;     ///< in capitals
        std::string changes;  ///< the name of a changing field that its instruction holds
        std::string instruction;
        std::string link;
        std::string form_value;  ///< what a form field prints by its state
        bool has_state = false;  ///< it is a box or a list
    };
    void read_form_field(FieldState& field);
    void end_field(const RunLook& look, const Surroundings& around);
    void report_changing(std::string_view name);
    void report_result(const FieldState& field);
    void read_field_char(const RunLook& look, const Surroundings& around);
    void read_simple_field(const Surroundings& around);
    void understand(FieldState& field) const;
    void print_without_result(const FieldState& field, const RunLook& look, const Surroundings& around);
    void print_number_field(const std::string& name, const std::vector<std::string>& words,
                            const RunLook& look, const Surroundings& around);
    void close_fields();
    bool in_instruction() const { return open_instructions_ > 0; }

    // ---- Paragraphs (paragraphs.cpp) ----
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
    int list_level(int indent, const std::optional<ListLabel>& list, bool item);
    void add_draft(Draft draft);
    void report_private(const Block& block);
    RunLook look_of(const RunProperties& run) const;

    // ---- Blocks and inlines (story.cpp, runs.cpp) ----
    void read_block_children();
    void read_inlines(const Surroundings& around);
    void read_inline(const Surroundings& around);
    void read_hyperlink(const Surroundings& around);
    void read_block_inside();
    void read_math(const Surroundings& around);
    void read_math_children(const Surroundings& around);
    void read_group(const Surroundings& around);
    void read_fraction(const Surroundings& around);
    void read_phantom(const Surroundings& around);
    bool control_dropped();
    void read_delimiters(const Surroundings& around);
    void read_root(const Surroundings& around);
    void read_script(const Surroundings& around, bool raised);
    void read_array(const Surroundings& around, Tag item, std::string_view between);
    void read_nary(const Surroundings& around);
    void read_run(const Surroundings& around);
    void read_run_content(const RunLook& look, const Surroundings& around);
    void read_run_child(const RunLook& look, const Surroundings& around);
    bool read_mark(const RunLook& look, const Surroundings& around);
    void read_instruction();
    void read_note_in_place();
    void read_text(const RunLook& look, const Surroundings& around, bool deleted);
    void read_symbol(const RunLook& look, const Surroundings& around);
    void read_note_reference(NoteKind& kind, const Surroundings& around);
    std::string_view refusal(const RunLook& look, const Surroundings& around) const;
    char32_t ground() const;
    sheaf::Style style_of(const RunLook& look, const Surroundings& around) const;
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

    // ---- Content controls (content_controls.cpp) ----
    struct BoundData {
        std::string value;      ///< what the control shows
        std::size_t at = 0;     ///< so much of it is printed
        bool replaced = false;  ///< the text beside it says something else
        std::string stale;      ///< that text
    };
    void read_content_control(const std::function<void()>& content);
    void report_prompt(std::string_view prompt, const char* hint);
    void refuse_prompt(const std::function<void()>& content);
    void show_data(std::string value, const std::function<void()>& content);
    void put_rest_of_data(const RunLook& look, const Surroundings& around);
    bool agrees_with_data(std::string_view text);

    // ---- Drawings (drawings.cpp) ----
    struct Drawing {
        std::string alternative;  ///< text
        bool picture = false, decorative = false, has_text = false;
        Flow text;
    };
    void read_drawing(const Surroundings& around);
    void read_drawing_children(Drawing& drawing, const Surroundings& around);
    void read_drawing_element(Drawing& drawing, const Surroundings& around);
    void describe(Drawing& drawing) const;
    void read_word_art(Drawing& drawing);
    void report_object();
    void read_diagram(Drawing& drawing);
    void refuse_chart();
    Flow drawing_paragraph();

    // ---- Tables (tables.cpp) ----
    struct TableState;
    void read_table();
    void read_rows(TableState& table);
    void read_row(TableState& table);
    void read_cells(TableState& table);
    void read_cell(TableState& table);
    void read_misplaced(TableState& table);
    struct CellProperties {
        enum Merge : std::uint8_t { separate, restart, goes_on };
        int span = 1;
        Merge vertical = separate, horizontal = separate;
        std::string_view dropped;  ///< why a tracked change takes the cell away, if one does
    };
    void read_table_properties(TableState& table);
    void read_row_properties(TableState& table);
    CellProperties read_cell_properties(TableState& table);
    void place_cell(TableState& table, const CellProperties& cell, std::size_t at);
    void leave_out(TableState& table, int from, int columns);
    void drop_from(std::size_t at, std::string_view reason);
    char32_t table_ground() const;
    /// The style of the table around, and what it says for the first row or column.
    std::pair<const Style*, const RunProperties*> table_look() const;

    // ---- Sections (story.cpp) ----
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
    bool math_group_ = false;      ///< inside `m:oMathPara`
    bool behind_formula_ = false;  ///< what comes next must not become part of a denominator or a root
    bool in_prompt_ = false;       ///< inside a content control that nobody has filled in
    std::string prompt_;           ///< and what it says
    std::optional<BoundData> bound_;
};

}  // namespace sheaf::docx
