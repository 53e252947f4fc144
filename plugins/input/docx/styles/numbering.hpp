// List numbers as Word computes them (ECMA-376 part 1, 17.9): abstract numbering definitions, the numbering
// instances that refer to them, and the counters that run through the text.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "number_format.hpp"
#include "properties.hpp"
#include "styles.hpp"

namespace sheaf::docx {

inline constexpr int level_count = 9;

struct NumberingLevel {
    int start = 1;
    NumberFormat format = NumberFormat::decimal;
    std::string format_name;     ///< as the file says it
    std::string text;            ///< `w:lvlText`: `%1.%2`
    std::optional<int> restart;  ///< `w:lvlRestart`, one-based; absent: after any higher level
    bool legal = false;          ///< `w:isLgl`: all numbers as decimal
    bool picture = false;        ///< a picture bullet
    std::string paragraph_style;
    std::optional<int> indent;
    RunProperties run;
    bool present = false;
};

/// A paragraph's place in a list, and what Word prints there.
struct ListLabel {
    std::string text;  ///< empty when nothing is printed
    bool bullet = false;
    int level = 0;  ///< 0 to 8
    int instance = 0;
    std::optional<int> indent;  ///< twips, as the list says
};

class Numbering {
  public:
    /// Reads the children of `w:numbering`, or of Word 2003's `w:lists`, which says the same in other names.
    void read(XmlReader& xml);
    /// After reading, with the styles: follows style links and links styles to their levels. Words are printed in the
    /// language.
    void resolve(const Styles& styles, std::string_view language);
    /// A number format that was printed and that is not known here, or empty.
    const std::string& unknown_format() const { return unknown_format_; }

    /// The label of the next paragraph with these properties: moves the counters. Nothing when the paragraph is not
    /// numbered. `style` is the paragraph's style; `direct` its own properties without those of its style.
    std::optional<ListLabel> advance(const ParagraphProperties& direct, const Style* style,
                                     const Styles& styles);

    /// What a numbering field (17.16.5.5 to 7, 17.16.5.33) prints.
    struct Field {
        std::string name;                    ///< `LISTNUM`, `AUTONUM`, `AUTONUMLGL` or `AUTONUMOUT`
        std::string list;                    ///< `LISTNUM`: the name of its list; may be empty
        std::optional<int> level;            ///< 0 to 8, where the field says it
        std::optional<int> start;            ///< the number, where the field says it
        std::optional<std::string> closing;  ///< what stands behind the number in place of a full stop
    };
    /// The number that the field prints; moves the counters of its list. `paragraph` is the place in a list of the
    /// paragraph around, `outline` its outline level, 0 to 8, or -1.
    std::string field(const Field& field, const std::optional<ListLabel>& paragraph, int outline);

  private:
    struct Abstract {
        int id = 0;
        std::array<NumberingLevel, level_count> levels;
        std::string name, numbering_style_link;
    };
    struct Instance {
        std::size_t abstract = 0;
        std::array<std::optional<int>, level_count> starts;
        std::array<NumberingLevel, level_count> levels;  ///< overrides, where present
    };
    struct Counter {
        std::array<int, level_count> value{};
        std::array<bool, level_count> running{};
    };

    static NumberingLevel read_level(XmlReader& xml, int& index);
    void read_definition(XmlReader& xml);
    void read_instance(XmlReader& xml);
    void add_fields_own_lists();
    int instance_named(const std::string& name);
    void step(int number, const Instance& instance, int at, std::optional<int> to = {});
    const NumberingLevel& level(const Instance& instance, int at) const;
    std::string print(const Instance& instance, const Counter& counter, int at);

    std::string language_, unknown_format_;
    std::vector<Abstract> abstracts_;
    std::unordered_map<int, std::size_t> abstract_by_id_;
    std::unordered_map<int, Instance> instances_;
    std::vector<Counter> counters_;                                   ///< by abstract
    std::unordered_map<int, std::array<bool, level_count>> started_;  ///< start overrides that took effect
    std::optional<int> field_list_;                                   ///< instance of the last LISTNUM field
    int field_level_ = 0;                                             ///< and its level
    int outline_ = -1;  ///< of the last heading with an AUTONUM field
};

}  // namespace sheaf::docx
