// Styles: what `styles.xml` says (ECMA-376 part 1, 17.7), resolved over `basedOn`.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "package/package.hpp"
#include "properties.hpp"

namespace sheaf::docx {

enum class StyleType : std::uint8_t { paragraph, character, table, numbering };

struct TableStyleCondition {
    RunProperties first_row, first_column;
    bool has_first_row = false;
    bool first_row_shaded = false, first_column_shaded = false;  ///< something coloured is behind it
};

struct Style {
    StyleType type = StyleType::paragraph;
    std::string id, name, based_on, link;
    ParagraphProperties paragraph;  ///< after resolution: its own and what it inherits
    RunProperties run;
    TableStyleCondition condition;
    bool borders = false;  ///< of a table style: some border is drawn
    bool shaded = false;   ///< of a table style: the table is coloured, or parts that are not known here
    int number_level_linked = -1;  ///< of a paragraph style: level of the list that names the style, or -1
    std::vector<std::uint32_t> chain;  ///< positions from the style to its root, the style included
    bool resolved = false;
};

/// The look of text in the end.
struct RunLook {
    std::array<bool, toggle_count> toggles{};
    float size = 10;  ///< points; 10 is Word's value when nobody says (17.3.2.38)
    bool underline = false;
    char32_t colour = automatic, contour = no_ink;  ///< of the text
    char32_t behind = automatic;                    ///< of what is behind it
    VerticalAlign align = VerticalAlign::baseline;
    std::string font, language;

    bool is(Toggle which) const { return toggles[static_cast<std::size_t>(which)]; }
};

class Styles {
  public:
    /// Reads the children of `w:styles`.
    void read(XmlReader& xml);
    /// After reading: resolves every style. A chain of `based on` is followed at most `longest_chain` deep; returns
    /// the id of a style whose chain is longer or goes in a circle, or empty.
    std::string resolve();
    static constexpr int longest_chain = 64;

    const Style* find(std::string_view id) const;
    /// A style by its position, as chains hold them.
    const Style& at(std::uint32_t position) const { return styles_[position]; }
    /// The paragraph's style, or the default paragraph style, or null.
    const Style* paragraph_style(const ParagraphProperties& paragraph) const;
    const RunProperties& defaults() const { return run_defaults_; }

    /// How a run looks: document defaults, table style, paragraph style, character style, then the run itself.
    /// Toggle properties of the styles are combined by exclusive or (17.7.3).
    RunLook look(const Style* table, const RunProperties* condition, const Style* paragraph,
                 const RunProperties& run) const;

    /// A paragraph style's outline level, 0 to 8: stated, or that of a built-in heading style by name; else -1.
    /// `basis` gets the reason.
    int heading_level(const Style& style, std::string* basis = nullptr) const;
    /// `toc 1`, `table of figures`: the style of an entry of a generated list.
    static bool is_contents_entry(const Style& style);

  private:
    void read_style(XmlReader& xml);
    void resolve(std::size_t style, int depth);

    std::deque<Style> styles_;  // they are large: none moves when another comes
    std::unordered_map<std::string, std::size_t> by_id_;
    std::size_t default_paragraph_ = static_cast<std::size_t>(-1);
    RunProperties run_defaults_;
    ParagraphProperties paragraph_defaults_;
    std::string overlong_;
};

/// Whether any edge of a border element (`tblBorders`, `tcBorders`) is drawn (ECMA-376 part 1, 17.18.2). Reads the
/// element to its end.
bool draws_border(XmlReader& xml);
/// Whether properties (`tcPr`, `tblPr`) colour what they are of. Reads the element to its end.
bool has_shading(XmlReader& xml);

}  // namespace sheaf::docx
