#include "styles.hpp"

#include <algorithm>
#include <array>

#include "sheaf/text.hpp"

namespace sheaf::docx {
namespace {

constexpr std::size_t no_style = static_cast<std::size_t>(-1);

// The built-in heading styles as language versions of word processors name them, folded; a level number
// follows.
constexpr std::array heading_words = {
    std::string_view("heading"),     std::string_view("überschrift"), std::string_view("titre"),
    std::string_view("título"),      std::string_view("titolo"),      std::string_view("rubrik"),
    std::string_view("overskrift"),  std::string_view("otsikko"),     std::string_view("kop"),
    std::string_view("nagłówek"),    std::string_view("nadpis"),      std::string_view("заголовок"),
    std::string_view("pennawd"),     std::string_view("fyrirsögn"),   std::string_view("başlık"),
    std::string_view("címsor"),      std::string_view("naslov"),      std::string_view("titlu"),
    std::string_view("επικεφαλίδα"), std::string_view("標題"),        std::string_view("标题"),
    std::string_view("見出し"),      std::string_view("제목"),        std::string_view("ceannteideal"),
};

int level_by_name(std::string_view name) {
    const std::string folded = text::fold(name);
    const auto digit = folded.find_last_not_of(' ');
    if (digit == std::string::npos || folded[digit] < '1' || folded[digit] > '9') return -1;
    std::string_view word = std::string_view(folded).substr(0, digit);
    while (word.ends_with(' ')) word.remove_suffix(1);
    for (const std::string_view known : heading_words)
        if (word == text::fold(known)) return folded[digit] - '1';
    return -1;
}

}  // namespace

bool has_shading(XmlReader& xml) {
    bool shaded = false;
    xml.children([&] { shaded = shaded || (xml.tag() == Tag::shd && is_shading(xml)); });
    return shaded;
}

bool draws_border(XmlReader& xml) {
    bool draws = false;
    xml.children([&] {
        const std::string_view value = xml.value();
        draws = draws || !(value.empty() || value == "nil" || value == "none");
    });
    return draws;
}

namespace {

// What a table style says for some of its rows or columns (17.7.6.6).
void read_condition(XmlReader& xml, Style& style) {
    const std::string of(xml.value(Tag::type));
    xml.children([&] {
        if (xml.tag() == Tag::tcPr || xml.tag() == Tag::tblPr) {
            bool& shaded = of == "firstRow"   ? style.condition.first_row_shaded
                           : of == "firstCol" ? style.condition.first_column_shaded
                                              : style.shaded;
            shaded = has_shading(xml) || shaded;
        }
        if (xml.tag() != Tag::rPr) return;
        const RunProperties run = read_run_properties(xml);
        if (of == "firstRow") {
            style.condition.first_row = run;
            style.condition.has_first_row = true;
        }
        if (of == "firstCol") style.condition.first_column = run;
    });
}

void read_style_property(XmlReader& xml, Style& style) {
    switch (xml.tag()) {
        case Tag::name:
            style.name = xml.value();
            return;
        case Tag::link:
            style.link = xml.value();
            return;
        case Tag::pPr:
            style.paragraph = read_paragraph_properties(xml);
            return;
        case Tag::rPr:
            style.run = read_run_properties(xml);
            return;
        case Tag::tblPr:
            xml.children([&] {
                if (xml.tag() == Tag::shd) style.shaded = is_shading(xml) || style.shaded;
                if (xml.tag() == Tag::tblBorders) style.borders = draws_border(xml);
            });
            return;
        case Tag::tcPr:
            style.shaded = has_shading(xml) || style.shaded;
            return;
        case Tag::tblStylePr:
            return read_condition(xml, style);
        case Tag::basedOn:
            style.based_on = xml.value();
            return;
        default:
            return;
    }
}

}  // namespace

void Styles::read_style(XmlReader& xml) {
    Style style;
    const std::string_view type = xml.value(Tag::type);
    style.type = type == "character"                     ? StyleType::character
                 : type == "table"                       ? StyleType::table
                 : type == "numbering" || type == "list" ? StyleType::numbering
                                                         : StyleType::paragraph;
    style.id = xml.value(Tag::styleId);
    const std::string_view is_default = xml.value(Tag::default_);
    const bool standard = is_default == "1" || is_default == "true" || is_default == "on";
    xml.children([&] { read_style_property(xml, style); });
    if (style.id.empty()) style.id = style.name;
    if (standard && style.type == StyleType::paragraph && default_paragraph_ == no_style)
        default_paragraph_ = styles_.size();
    if (by_id_.emplace(style.id, styles_.size()).second) styles_.push_back(std::move(style));
}

void Styles::read(XmlReader& xml) {
    xml.children([&] {
        if (xml.at(Ns::w, Tag::style)) return read_style(xml);
        if (!xml.at(Ns::w, Tag::docDefaults)) return;
        xml.children([&] {
            const bool run = xml.at(Ns::w, Tag::rPrDefault);
            if (!run && !xml.at(Ns::w, Tag::pPrDefault)) return;
            xml.children([&] {
                if (run && xml.at(Ns::w, Tag::rPr)) run_defaults_ = read_run_properties(xml);
                if (!run && xml.at(Ns::w, Tag::pPr)) paragraph_defaults_ = read_paragraph_properties(xml);
            });
        });
    });
}

std::string Styles::resolve() {
    for (std::size_t k = 0; k < styles_.size(); ++k) resolve(k, 0);
    return overlong_;
}

void Styles::resolve(std::size_t at, int depth) {
    Style& style = styles_[at];
    if (style.resolved) return;
    style.resolved = true;  // a circle meets a style that is being resolved and stops there
    style.chain = {static_cast<std::uint32_t>(at)};
    const auto base = by_id_.find(style.based_on);
    if (style.based_on.empty() || base == by_id_.end() || styles_[base->second].type != style.type) return;
    if (depth >= longest_chain) {
        if (overlong_.empty()) overlong_ = style.id;
        return;
    }
    resolve(base->second, depth + 1);
    const Style& parent = styles_[base->second];
    ParagraphProperties paragraph = parent.paragraph;
    paragraph.override_with(style.paragraph);
    style.paragraph = paragraph;
    RunProperties run = parent.run;
    run.override_with(style.run);
    style.run = run;
    style.borders = style.borders || parent.borders;
    style.shaded = style.shaded || parent.shaded;
    RunProperties first_row = parent.condition.first_row;
    first_row.override_with(style.condition.first_row);
    style.condition.first_row = first_row;
    style.condition.has_first_row = style.condition.has_first_row || parent.condition.has_first_row;
    style.condition.first_row_shaded = style.condition.first_row_shaded || parent.condition.first_row_shaded;
    style.condition.first_column_shaded =
        style.condition.first_column_shaded || parent.condition.first_column_shaded;
    RunProperties first_column = parent.condition.first_column;
    first_column.override_with(style.condition.first_column);
    style.condition.first_column = first_column;
    if (style.chain.size() + parent.chain.size() <= static_cast<std::size_t>(longest_chain) + 1)
        style.chain.insert(style.chain.end(), parent.chain.begin(), parent.chain.end());
}

const Style* Styles::find(std::string_view id) const {
    const auto found = by_id_.find(std::string(id));
    return found == by_id_.end() ? nullptr : &styles_[found->second];
}

const Style* Styles::paragraph_style(const ParagraphProperties& paragraph) const {
    if (paragraph.style)
        if (const Style* style = find(*paragraph.style); style && style->type == StyleType::paragraph)
            return style;
    return default_paragraph_ == no_style ? nullptr : &styles_[default_paragraph_];
}

RunLook Styles::look(const Style* table, const RunProperties* condition, const Style* paragraph,
                     const RunProperties& run) const {
    const Style* character = nullptr;
    if (run.style)
        if (const Style* style = find(*run.style)) {
            // A paragraph style used on a run means the character style that is linked with it.
            character =
                style->type == StyleType::paragraph && !style->link.empty() ? find(style->link) : style;
        }
    RunProperties all = run_defaults_;
    const RunProperties* levels[] = {table ? &table->run : nullptr, condition,
                                     paragraph ? &paragraph->run : nullptr,
                                     character ? &character->run : nullptr, &run};
    for (const RunProperties* level : levels)
        if (level) all.override_with(*level);

    RunLook look;
    look.size = all.size.value_or(10.0F);
    look.underline = all.underline.value_or(false);
    look.colour = all.fill.value_or(all.colour.value_or(automatic));
    look.contour = all.contour.value_or(no_ink);
    look.behind = all.highlight.value_or(automatic);
    if (look.behind == automatic) look.behind = all.shade.value_or(automatic);
    look.align = all.align.value_or(VerticalAlign::baseline);
    look.font = all.font.value_or(std::string());
    look.language = all.language.value_or(std::string());
    for (std::size_t k = 0; k < toggle_count; ++k) {
        if (run.toggles[k]) {
            look.toggles[k] = *run.toggles[k];
        } else if (run_defaults_.toggles[k].value_or(false)) {
            look.toggles[k] = true;
        } else {
            bool on = false;
            if (condition && condition->toggles[k])
                on ^= *condition->toggles[k];
            else if (table)
                on ^= table->run.toggles[k].value_or(false);
            if (paragraph) on ^= paragraph->run.toggles[k].value_or(false);
            if (character) on ^= character->run.toggles[k].value_or(false);
            look.toggles[k] = on;
        }
    }
    return look;
}

int Styles::heading_level(const Style& style, std::string* basis) const {
    if (style.paragraph.outline) {
        const int level = *style.paragraph.outline;
        if (level >= 0 && level <= 8) {
            if (basis) *basis = "style " + style.name + ", outline level " + std::to_string(level + 1);
            return level;
        }
        return -1;
    }
    for (const std::uint32_t ancestor : style.chain) {
        if (const int level = level_by_name(styles_[ancestor].name); level >= 0) {
            if (basis) *basis = "style " + style.name;
            return level;
        }
    }
    const std::string name = text::fold(style.name);
    if (name == "title" || name == "subtitle") {
        if (basis) *basis = "style " + style.name;
        return name == "title" ? 0 : 1;
    }
    return -1;
}

bool Styles::is_contents_entry(const Style& style) {
    const std::string name = text::fold(style.name);
    return (name.size() == 5 && name.starts_with("toc ") && name[4] >= '1' && name[4] <= '9') ||
           name == "table of figures" || name == "table of authorities";
}

}  // namespace sheaf::docx
