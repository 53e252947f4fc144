// Styles: how text is set and how lists count (ODF 1.3 part 3, 16).
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "drafts/colours.hpp"
#include "names.hpp"

namespace sheaf::odt {

/// What a style says of text; absent where it says nothing.
struct TextLook {
    std::optional<bool> bold, italic, underline, strike, hidden, upper;
    std::optional<char32_t> colour, behind;  ///< of the text and of what is behind it
    std::optional<bool> clear;               ///< the text is transparent
    std::optional<int> raised;               ///< 1 raised, -1 lowered, 0 neither
    std::optional<float> size;               ///< points
    std::optional<float> share;              ///< of the size around, where it is given in per cent
    std::optional<std::string> font, language;

    /// What the other says goes before what this says.
    void take(const TextLook& over);
};

struct Style {
    std::string name, shown, parent;
    std::optional<std::string> list;  ///< list style; empty: none
    std::string master;               ///< master page that begins with a paragraph of this style
    TextLook text;
    std::optional<char32_t> shade;  ///< behind a paragraph, a cell, a row or a table
    std::optional<bool> ruled;      ///< of a cell or a table
    bool hidden = false;            ///< of a section
};

/// One level of a list style.
struct ListLevel {
    enum class Kind : std::uint8_t { none, number, bullet, picture } kind = Kind::none;
    std::string format;  ///< `1`, `a`, `A`, `i`, `I`, another, or empty: not printed
    std::string prefix, suffix, pattern;
    int start = 1, shown_levels = 1;
    std::string bullet, font;
};
constexpr int most_levels = 10;
using ListStyle = std::array<ListLevel, most_levels>;

class Styles {
  public:
    /// Reads `office:font-face-decls`, `office:styles` and `office:automatic-styles` of a part. Of two styles of one name
    /// the one that is read last counts.
    void read(const xmlNode* root);

    /// The style, or null. Families: `paragraph`, `text`, `table-cell`, `table`, `section`.
    const Style* find(std::string_view family, const std::string& name) const;
    /// What the style and those that it is based on say.
    TextLook text(std::string_view family, const std::string& name) const;
    /// The first answer along the chain of styles.
    template <class Get>
    auto along(std::string_view family, const std::string& name, Get&& get) const
        -> decltype(get(std::declval<const Style&>())) {
        const Style* style = find(family, name);
        for (int k = 0; style && k < longest_chain; ++k) {
            if (auto found = get(*style)) return found;
            style = find(family, style->parent);
        }
        return {};
    }
    const ListStyle* list(const std::string& name) const;
    /// How headings are numbered.
    const ListStyle& outline() const { return outline_; }
    const std::string& outline_name() const { return outline_name_; }
    /// The document's own language, BCP 47; empty when it does not say.
    std::string language() const { return defaults_.language.value_or(std::string()); }

  private:
    static constexpr int longest_chain = 64;

    void read_group(const xmlNode* group);
    void read_style(const xmlNode* node);
    TextLook read_text(const xmlNode* properties) const;
    static ListStyle read_list(const xmlNode* node);

    std::map<std::string, Style, std::less<>> styles_;  // by family, a slash and name
    std::map<std::string, ListStyle> lists_;
    std::map<std::string, std::string> fonts_;  // by the name that styles use
    ListStyle outline_;
    std::string outline_name_;
    TextLook defaults_;
};

}  // namespace sheaf::odt
