#include "styles.hpp"

#include <charconv>
#include <utility>

#include "sheaf/ascii.hpp"
#include "sheaf/number.hpp"

namespace sheaf::odt {
namespace {

template <class Value>
void take(std::optional<Value>& own, const std::optional<Value>& over) {
    if (over) own = over;
}

// `12pt`, `0.4cm`, `1in` in points; nothing for what is no length.
std::optional<float> points(const std::string& text) {
    float value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || !(value > 0 && value < 10000)) return std::nullopt;
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (unit == "pt") return value;
    if (unit == "in") return value * 72;
    if (unit == "cm") return value * 72 / 2.54F;
    if (unit == "mm") return value * 72 / 25.4F;
    return std::nullopt;
}

std::optional<float> per_cent(const std::string& text) {
    float value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end == text.data() + text.size() || *end != '%') return std::nullopt;
    return value / 100;
}

char32_t colour_named(const std::string& written) {
    if (written.size() != 7 || written[0] != '#') return drafts::automatic;
    return text::whole_number<unsigned>(std::string_view(written).substr(1), 16).value_or(drafts::automatic);
}

int raised_by(const std::string& position) {
    if (position.starts_with("super")) return 1;
    if (position.starts_with("sub") || position.starts_with("-")) return -1;
    return position.empty() || position.starts_with("0") ? 0 : 1;
}

bool draws_border(const xmlNode* properties) {
    for (const xmlAttr* a = properties->properties; a; a = a->next) {
        const std::string_view name = view(a->name);
        if (!name.starts_with("border") || name.starts_with("border-line")) continue;
        const std::string_view line = a->children ? view(a->children->content) : std::string_view();
        if (line != "none" && line != "hidden" && !line.empty()) return true;
    }
    return false;
}

}  // namespace

void TextLook::take(const TextLook& over) {
    odt::take(bold, over.bold);
    odt::take(italic, over.italic);
    odt::take(underline, over.underline);
    odt::take(strike, over.strike);
    odt::take(hidden, over.hidden);
    odt::take(upper, over.upper);
    odt::take(colour, over.colour);
    odt::take(behind, over.behind);
    odt::take(clear, over.clear);
    odt::take(raised, over.raised);
    if (over.size) {
        size = over.size;
        share.reset();
    } else if (over.share && size) {
        size = *size * *over.share;
    } else if (over.share) {
        share = share.value_or(1) * *over.share;
    }
    odt::take(font, over.font);
    odt::take(language, over.language);
}

void Styles::read(const xmlNode* root) {
    if (!root) return;
    if (const xmlNode* fonts = child_named(root, "office:font-face-decls"))
        children(fonts, [&](const xmlNode* font) {
            std::string family = value(font, "font-family");
            std::erase(family, '\'');
            fonts_[value(font, "name")] = family;
        });
    for (const char* group : {"office:styles", "office:automatic-styles"})
        if (const xmlNode* found = child_named(root, group)) read_group(found);
}

void Styles::read_group(const xmlNode* group) {
    children(group, [&](const xmlNode* node) {
        const std::string name = name_of(node);
        if (name == "style:style") return read_style(node);
        if (name == "text:list-style") lists_[value(node, "name")] = read_list(node);
        if (name == "text:outline-style") {
            outline_ = read_list(node);
            outline_name_ = value(node, "name");
            lists_[outline_name_] = outline_;
        }
        if (name == "style:default-style" && value(node, "family") == "paragraph")
            if (const xmlNode* text = child_named(node, "style:text-properties")) defaults_ = read_text(text);
    });
}

void Styles::read_style(const xmlNode* node) {
    Style style;
    style.name = value(node, "name");
    style.shown = value(node, "display-name");
    if (style.shown.empty()) style.shown = style.name;
    style.parent = value(node, "parent-style-name");
    style.list = attribute(node, "list-style-name");
    style.master = value(node, "master-page-name");
    children(node, [&](const xmlNode* properties) {
        const std::string name = name_of(properties);
        if (name == "style:text-properties") {
            style.text = read_text(properties);
            return;
        }
        if (!name.ends_with("-properties")) return;
        if (const auto colour = attribute(properties, "background-color"))
            style.shade = colour_named(*colour);
        if (draws_border(properties)) style.ruled = true;
        if (value(properties, "display") == "none") style.hidden = true;
    });
    std::string key = value(node, "family") + "/" + style.name;
    styles_.insert_or_assign(std::move(key), std::move(style));
}

TextLook Styles::read_text(const xmlNode* node) const {
    TextLook look;
    if (const auto weight = attribute(node, "font-weight")) look.bold = *weight == "bold" || *weight >= "600";
    if (look.bold && value(node, "font-weight") == "normal") look.bold = false;
    if (const auto slant = attribute(node, "font-style")) look.italic = *slant != "normal";
    const auto line = [&](const char* style, const char* type) -> std::optional<bool> {
        const auto drawn = attribute(node, style), kind = attribute(node, type);
        if (!drawn && !kind) return std::nullopt;
        return drawn.value_or("solid") != "none" && kind.value_or("single") != "none";
    };
    look.underline = line("text-underline-style", "text-underline-type");
    look.strike = line("text-line-through-style", "text-line-through-type");
    if (const auto shown = attribute(node, "display")) look.hidden = *shown == "none";
    const auto transform = attribute(node, "text-transform"), variant = attribute(node, "font-variant");
    if (transform || variant)
        look.upper = transform.value_or("none") == "uppercase" || variant.value_or("normal") == "small-caps";
    if (const auto colour = attribute(node, "color")) look.colour = colour_named(*colour);
    if (value(node, "use-window-font-color") == "true") look.colour = drafts::automatic;
    if (const auto opacity = attribute(node, "opacity")) look.clear = per_cent(*opacity).value_or(1) < 0.05F;
    if (const auto colour = attribute(node, "background-color")) look.behind = colour_named(*colour);
    if (const auto position = attribute(node, "text-position")) look.raised = raised_by(*position);
    if (const auto size = attribute(node, "font-size")) {
        look.size = points(*size);
        look.share = per_cent(*size);
    }
    const auto font = attribute(node, "font-name");
    if (font) {
        const auto known = fonts_.find(*font);
        look.font = known == fonts_.end() ? *font : known->second;
    }
    const std::string language = value(node, "language"), country = value(node, "country");
    if (!language.empty() && language != "none" && language != "zxx")
        look.language = language + (country.empty() || country == "none" ? "" : "-" + country);
    return look;
}

ListStyle Styles::read_list(const xmlNode* node) {
    ListStyle style;
    children(node, [&](const xmlNode* child) {
        const int at = number(attribute(child, "level"), 0, 0, most_levels) - 1;
        if (at < 0) return;
        ListLevel& level = style[static_cast<std::size_t>(at)];
        const std::string name = name_of(child);
        if (name.ends_with("-level-style-bullet"))
            level.kind = ListLevel::Kind::bullet;
        else if (name.ends_with("-level-style-image"))
            level.kind = ListLevel::Kind::picture;
        else
            level.kind = ListLevel::Kind::number;
        level.format = value(child, "num-format");
        level.prefix = value(child, "num-prefix");
        level.suffix = value(child, "num-suffix");
        level.pattern = value(child, "num-list-format");
        level.bullet = value(child, "bullet-char");
        level.start = number(attribute(child, "start-value"), 1, 0, 1'000'000);
        level.shown_levels = number(attribute(child, "display-levels"), 1, 1, most_levels);
        if (const xmlNode* text = odt::child_named(child, "style:text-properties")) {
            level.font = value(text, "font-name");
            if (const std::string family = value(text, "font-family"); !family.empty()) level.font = family;
        }
    });
    return style;
}

const Style* Styles::find(std::string_view family, const std::string& name) const {
    if (name.empty()) return nullptr;
    const auto found = styles_.find(std::string(family) + "/" + name);
    return found == styles_.end() ? nullptr : &found->second;
}

TextLook Styles::text(std::string_view family, const std::string& name) const {
    std::array<const Style*, longest_chain> chain{};
    std::size_t count = 0;
    for (const Style* style = find(family, name); style && count < chain.size();
         style = find(family, style->parent))
        chain[count++] = style;
    TextLook look = family == "paragraph" ? defaults_ : TextLook();
    while (count > 0) look.take(chain[--count]->text);
    return look;
}

const ListStyle* Styles::list(const std::string& name) const {
    const auto found = lists_.find(name);
    return found == lists_.end() ? nullptr : &found->second;
}

}  // namespace sheaf::odt
