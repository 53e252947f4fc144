#include "properties.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "sheaf/number.hpp"

namespace sheaf::docx {
namespace {

template <class Value>
void take(std::optional<Value>& value, const std::optional<Value>& over) {
    if (over) value = over;
}

// Twips. Strict documents may write lengths with a unit (part 1, 22.9.2.14).
std::optional<int> twips(const XmlReader& xml, Tag name) {
    const auto text = xml.attribute(name);
    if (!text) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc()) return std::nullopt;
    const std::string_view unit(end, static_cast<std::size_t>(text->data() + text->size() - end));
    const double scale = unit == "pt"   ? 20
                         : unit == "in" ? 1440
                         : unit == "cm" ? 567
                         : unit == "mm" ? 56.7
                                        : 1;
    return static_cast<int>(std::clamp(value * scale, -100000.0, 100000.0));
}

std::optional<float> half_points(const XmlReader& xml) {
    const std::string_view text = xml.value();
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc()) return std::nullopt;
    const bool points =
        std::string_view(end, static_cast<std::size_t>(text.data() + text.size() - end)) == "pt";
    const double size = points ? value : value / 2;
    if (!(size >= 0.5 && size <= 1638)) return std::nullopt;  // what Word allows
    return static_cast<float>(size);
}

// Tracked changes of the run's properties or of a paragraph's mark (17.13.5).
void read_tracked_change(XmlReader& xml, RunProperties& to, bool old) {
    switch (xml.tag()) {
        case Tag::ins:
            to.inserted = true;
            return;
        case Tag::moveTo:
            to.inserted = to.moved = true;
            return;
        case Tag::del:
            to.deleted = true;
            return;
        case Tag::moveFrom:
            to.deleted = to.moved = true;
            return;
        case Tag::annotation:
            if (xml.value(Tag::type) == "Word.Insertion") to.inserted = true;
            if (xml.value(Tag::type) == "Word.Deletion") to.deleted = true;
            return;
        case Tag::rPrChange:
            if (old) {
                const bool inserted = to.inserted, deleted = to.deleted;
                to = {};
                xml.children([&] {
                    if (xml.at(Ns::w, Tag::rPr)) to = read_run_properties(xml);
                });
                to.inserted = inserted;
                to.deleted = deleted;
            }
            return;
        default:
            return;
    }
}

VerticalAlign alignment(std::string_view value) {
    return value == "superscript" ? VerticalAlign::superscript
           : value == "subscript" ? VerticalAlign::subscript
                                  : VerticalAlign::baseline;
}

/// What colours the letters and what is behind them; false for any other property.
bool read_colour(XmlReader& xml, RunProperties& to) {
    switch (xml.tag()) {
        case Tag::color:
            to.colour = text_colour(xml);
            return true;
        case Tag::textFill:
            to.fill = text_effect(xml);
            return true;
        case Tag::textOutline:
            to.contour = text_effect(xml);
            return true;
        case Tag::shd:
            to.shade = shading(xml);
            return true;
        case Tag::highlight:
            to.highlight = highlight(xml.value());
            return true;
        default:
            return false;
    }
}

void read_run_property(XmlReader& xml, RunProperties& to, bool old) {
    const auto toggle = [&](Toggle which) { to.toggles[static_cast<std::size_t>(which)] = on_off(xml); };
    switch (xml.tag()) {
        case Tag::b:
            return toggle(Toggle::bold);
        case Tag::i:
            return toggle(Toggle::italic);
        case Tag::caps:
            return toggle(Toggle::caps);
        case Tag::smallCaps:
            return toggle(Toggle::small_caps);
        case Tag::strike:
        case Tag::dstrike:
            return toggle(Toggle::strike);
        case Tag::vanish:
            return toggle(Toggle::vanish);
        case Tag::specVanish:
            to.spec_vanish = on_off(xml);
            return;
        case Tag::sz:
            to.size = half_points(xml);
            return;
        case Tag::u:
            to.underline = xml.value() != "none";
            return;
        case Tag::vertAlign:
            to.align = alignment(xml.value());
            return;
        case Tag::position:  // half points above the line (17.3.2.24); little ones only align
            if (const int raised = integer(xml).value_or(0); raised >= 4 || raised <= -4)
                to.align = raised > 0 ? VerticalAlign::superscript : VerticalAlign::subscript;
            return;
        case Tag::rFonts:
            if (const auto font = xml.attribute(Tag::ascii))
                to.font = *font;
            else if (const auto other = xml.attribute(Tag::hAnsi))
                to.font = *other;
            return;
        case Tag::font:  // Word 2003's hint
            if (!to.font && xml.ns() == Ns::wx) to.font = xml.value();
            return;
        case Tag::lang:
            if (const auto language = xml.attribute(Tag::val)) to.language = *language;
            return;
        case Tag::rStyle:
            to.style = xml.value();
            return;
        default:
            if (!read_colour(xml, to)) read_tracked_change(xml, to, old);
    }
}

}  // namespace

void RunProperties::override_with(const RunProperties& over) {
    for (std::size_t k = 0; k < toggle_count; ++k) take(toggles[k], over.toggles[k]);
    take(size, over.size);
    take(underline, over.underline);
    take(colour, over.colour);
    take(fill, over.fill);
    take(contour, over.contour);
    take(highlight, over.highlight);
    take(shade, over.shade);
    take(align, over.align);
    take(font, over.font);
    take(language, over.language);
    take(style, over.style);
}

void ParagraphProperties::override_with(const ParagraphProperties& over) {
    take(style, over.style);
    take(outline, over.outline);
    take(number, over.number);
    take(number_level, over.number_level);
    take(indent, over.indent);
    take(shade, over.shade);
    mark.override_with(over.mark);
}

bool on_off(const XmlReader& xml) {
    const auto value = xml.attribute(Tag::val);
    return !value || !(*value == "0" || *value == "false" || *value == "off");
}

std::optional<int> integer(std::string_view text) {
    const std::string_view all = text;
    if (text.starts_with('+')) text.remove_prefix(1);
    long long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range)
        return all.starts_with('-') ? std::numeric_limits<int>::min() : std::numeric_limits<int>::max();
    if (error != std::errc()) return std::nullopt;
    return static_cast<int>(
        std::clamp<long long>(value, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
}

std::optional<char32_t> hexadecimal(std::string_view text) {
    const auto value = text::whole_number<std::uint32_t>(text, 16);
    return value && *value <= 0xFFFFFF ? std::optional(static_cast<char32_t>(*value)) : std::nullopt;
}

std::optional<int> integer(const XmlReader& xml, Tag name) {
    const auto text = xml.attribute(name);
    return text ? integer(*text) : std::nullopt;
}

RunProperties read_run_properties(XmlReader& xml, bool old) {
    RunProperties properties;
    xml.children([&] { read_run_property(xml, properties, old); });
    return properties;
}

ParagraphProperties read_paragraph_properties(XmlReader& xml, bool old,
                                              const std::function<void()>& section) {
    ParagraphProperties p;
    xml.children([&] {
        switch (xml.tag()) {
            case Tag::pStyle:
                p.style = xml.value();
                return;
            case Tag::outlineLvl:
                p.outline = integer(xml);
                return;
            case Tag::ind:
                if (auto left = twips(xml, Tag::start))
                    p.indent = left;
                else if (auto other = twips(xml, Tag::left))
                    p.indent = other;
                return;
            case Tag::shd:
                p.shade = shading(xml);
                return;
            case Tag::numPr:
                xml.children([&] {
                    if (xml.tag() == Tag::ilvl) p.number_level = integer(xml);
                    if (xml.tag() == Tag::numId) p.number = integer(xml);
                });
                return;
            case Tag::listPr:  // Word 2003
                xml.children([&] {
                    if (xml.at(Ns::w, Tag::ilvl)) p.number_level = integer(xml);
                    if (xml.at(Ns::w, Tag::ilfo)) p.number = integer(xml);
                });
                return;
            case Tag::framePr:
                p.drop_cap = xml.value(Tag::dropCap) == "drop" || xml.value(Tag::dropCap) == "margin";
                return;
            case Tag::rPr:
                p.mark = read_run_properties(xml, old);
                return;
            case Tag::sectPr:
                p.section_end = true;
                if (section) section();
                return;
            case Tag::pPrChange:
                if (old) {
                    const bool ends = p.section_end;
                    const RunProperties mark = p.mark;
                    p = {};
                    xml.children([&] {
                        if (xml.at(Ns::w, Tag::pPr)) p = read_paragraph_properties(xml);
                    });
                    p.section_end = ends;
                    p.mark = mark;
                }
                return;
            default:
                return;
        }
    });
    return p;
}

}  // namespace sheaf::docx
