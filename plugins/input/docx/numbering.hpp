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
    /// Reads the children of `w:numbering`.
    void read(XmlReader& xml);
    /// Reads the children of Word 2003's `w:lists`.
    void read_lists(XmlReader& xml);
    /// After reading, with the styles: follows style links and links styles to their levels.
    void resolve(const Styles& styles);

    /// The label of the next paragraph with these properties: moves the counters. Nothing when the paragraph is not
    /// numbered. `style` is the paragraph's style; `direct` its own properties without those of its style.
    std::optional<ListLabel> advance(const ParagraphProperties& direct, const Style* style,
                                     const Styles& styles);
    /// The label of a `LISTNUM` field is not computed; footnotes have counters of their own.

  private:
    struct Abstract {
        int id = 0;
        std::array<NumberingLevel, level_count> levels;
        std::string style_link, numbering_style_link;
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

    NumberingLevel read_level(XmlReader& xml, int& index) const;
    const NumberingLevel& level(const Instance& instance, int at) const;
    std::string print(const Instance& instance, const Counter& counter, int at) const;

    std::vector<Abstract> abstracts_;
    std::unordered_map<int, std::size_t> abstract_by_id_;
    std::unordered_map<int, Instance> instances_;
    std::vector<Counter> counters_;                                   ///< by abstract
    std::unordered_map<int, std::array<bool, level_count>> started_;  ///< start overrides that took effect
};

}  // namespace sheaf::docx
