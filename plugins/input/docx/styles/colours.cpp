#include "colours.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "properties.hpp"

namespace sheaf::docx {
namespace {

char32_t colour_named(std::string_view written) {
    const auto value = hexadecimal(written);
    return written.size() == 6 && value ? *value : automatic;
}

// How light the theme's colour for paper or for text is, from 0 to 1; nothing for its other colours. Themes
// whose paper is not white are not known here.
std::optional<double> lightness(std::string_view name) {
    if (name == "background1" || name == "light1" || name == "bg1" || name == "lt1") return 1;
    if (name == "text1" || name == "dark1" || name == "tx1" || name == "dk1") return 0;
    return std::nullopt;
}

char32_t grey(double light) {
    const auto level = static_cast<char32_t>(std::lround(255 * std::clamp(light, 0.0, 1.0)));
    return level << 16U | level << 8U | level;
}

// A theme's colour with the tint or shade that is stated beside it (17.3.2.6), or else what is written out.
char32_t themed(const XmlReader& xml, Tag theme, Tag tint, Tag shade, char32_t written) {
    const std::string_view name = xml.value(theme);
    if (name.empty() || name == "none") return written;
    auto light = lightness(name);
    if (!light) return written == automatic ? some_colour : written;
    if (const auto part = hexadecimal(xml.value(tint))) *light = 1 - (1 - *light) * (*part / 255.0);
    if (const auto part = hexadecimal(xml.value(shade))) *light *= *part / 255.0;
    return grey(*light);
}

char32_t themed_ink(const XmlReader& xml, std::string_view written) {
    return themed(xml, Tag::themeColor, Tag::themeTint, Tag::themeShade, colour_named(written));
}

// `w14:srgbClr` and `w14:schemeClr`, with what changes them. `w14:alpha` says how transparent the colour is.
char32_t effect_colour(XmlReader& xml) {
    const bool written = xml.tag() == Tag::srgbClr;
    char32_t colour = written ? colour_named(xml.value()) : some_colour;
    std::optional<double> light = written ? std::nullopt : lightness(xml.value());
    bool clear = false;
    xml.children([&] {
        const double part = integer(xml).value_or(100'000) / 100'000.0;
        if (xml.tag() == Tag::alpha) {
            clear = part > 0.95;
        } else if (light && xml.tag() == Tag::lumMod) {
            *light *= part;
        } else if (light && xml.tag() == Tag::lumOff) {
            *light += part;
        } else if (light && xml.tag() == Tag::tint) {
            *light = 1 - (1 - *light) * part;
        } else if (light && xml.tag() == Tag::shade) {
            *light *= part;
        } else {
            colour = some_colour;
            light.reset();
        }
    });
    return clear ? no_ink : light ? grey(*light) : colour;
}

}  // namespace

char32_t text_colour(const XmlReader& xml) {
    return themed_ink(xml, xml.value());
}

char32_t text_effect(XmlReader& xml) {
    std::optional<char32_t> found;
    const auto add = [&](char32_t colour) {
        found = !found || *found == colour ? colour : some_colour;  // of a gradient: one colour, or several
    };
    xml.children([&] {
        if (xml.tag() == Tag::noFill) return add(no_ink);
        if (xml.tag() == Tag::srgbClr || xml.tag() == Tag::schemeClr) return add(effect_colour(xml));
        if (xml.tag() == Tag::solidFill || xml.tag() == Tag::gradFill || xml.tag() == Tag::gsLst ||
            xml.tag() == Tag::gs)
            add(text_effect(xml));
    });
    return found.value_or(some_colour);
}

char32_t shading(const XmlReader& xml) {
    const std::string_view pattern = xml.value();
    if (pattern == "nil") return automatic;
    if (pattern == "solid") {
        const char32_t ink = themed_ink(xml, xml.value(Tag::color));
        return ink == automatic ? 0 : ink;
    }
    if (!pattern.empty() && pattern != "clear") return some_colour;
    return themed(xml, Tag::themeFill, Tag::themeFillTint, Tag::themeFillShade,
                  colour_named(xml.value(Tag::fill)));
}

char32_t page_background(XmlReader& xml) {
    char32_t colour = themed_ink(xml, xml.value(Tag::color));
    xml.children([&] { colour = some_colour; });
    return colour;
}

char32_t highlight(std::string_view name) {
    constexpr std::pair<std::string_view, char32_t> names[] = {
        {"none", automatic},       {"black", 0},           {"blue", 0x0000FF},       {"cyan", 0x00FFFF},
        {"darkBlue", 0x000080},    {"darkCyan", 0x008080}, {"darkGray", 0x808080},   {"darkGreen", 0x008000},
        {"darkMagenta", 0x800080}, {"darkRed", 0x800000},  {"darkYellow", 0x808000}, {"green", 0x00FF00},
        {"lightGray", 0xC0C0C0},   {"magenta", 0xFF00FF},  {"red", 0xFF0000},        {"white", 0xFFFFFF},
        {"yellow", 0xFFFF00}};
    for (const auto& [known, colour] : names)
        if (known == name) return colour;
    return some_colour;
}

bool is_shading(const XmlReader& xml) {
    const char32_t behind = shading(xml);
    return behind != automatic && !drafts::is_white(behind);
}

}  // namespace sheaf::docx
