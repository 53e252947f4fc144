#include "numbering.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "drafts/capitals.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf::docx {
namespace {

constexpr std::size_t no_abstract = static_cast<std::size_t>(-1);
constexpr std::size_t longest_label = 200;  // bytes; Word's own dialogue takes fewer

int clamp_level(int level) {
    return std::clamp(level, 0, level_count - 1);
}

std::string trimmed(std::string_view text) {
    return text::squeeze(text);
}

// In legal numbering every number is decimal (17.9.4); Word keeps leading zeros, which are decimal, too.
NumberFormat legal(NumberFormat format) {
    return format >= NumberFormat::upper_roman && format != NumberFormat::none ? NumberFormat::decimal
                                                                               : format;
}

// Lists that numbering fields have without a definition in the file: names that no file's instances bear.
enum FieldList : int {
    number_default = std::numeric_limits<int>::min(),
    outline_default,
    legal_default,
    automatic_number,
    automatic_outline,
    automatic_legal,
    first_named,  // and all behind it: lists that a field names and the file does not define
};

NumberingLevel field_level(NumberFormat format, std::string text) {
    NumberingLevel level;
    level.format = format;
    level.text = std::move(text);
    level.present = true;
    return level;
}

// A level of a field's own list; `of` is one of the first four of `FieldList`.
NumberingLevel field_level(FieldList of, int at) {
    constexpr NumberFormat decimal = NumberFormat::decimal, letter = NumberFormat::lower_letter,
                           roman = NumberFormat::lower_roman;
    const std::string place = "%" + std::to_string(at + 1);
    switch (of) {
        case number_default: {  // 1) a) i) (1) (a) (i) 1. a. i.
            constexpr NumberFormat formats[] = {decimal, letter, roman};
            return field_level(formats[at % 3], at < 3   ? place + ")"
                                                : at < 6 ? "(" + place + ")"
                                                         : place + ".");
        }
        case outline_default: {  // I. A. 1. a) (1) (a) (i) (a) (i)
            constexpr NumberFormat formats[level_count] = {NumberFormat::upper_roman,
                                                           NumberFormat::upper_letter,
                                                           decimal,
                                                           letter,
                                                           decimal,
                                                           letter,
                                                           roman,
                                                           letter,
                                                           roman};
            return field_level(formats[at], at < 3 ? place + "." : at == 3 ? place + ")" : "(" + place + ")");
        }
        case legal_default: {  // 1. 1.1. 1.1.1.
            std::string text;
            for (int k = 0; k <= at; ++k) text += "%" + std::to_string(k + 1) + ".";
            return field_level(decimal, std::move(text));
        }
        default:
            return field_level(decimal, place + ".");
    }
}

}  // namespace

NumberingLevel Numbering::read_level(XmlReader& xml, int& index) {
    NumberingLevel level;
    level.present = true;
    level.start = 0;  // where it does not say (17.9.25)
    level.format = NumberFormat::unknown;
    index = integer(xml, Tag::ilvl).value_or(0);
    const auto format = [&] {
        level.format = number_format(xml.value(), xml.value(Tag::format));
        level.format_name = xml.value() == "custom" ? xml.value(Tag::format) : xml.value();
    };
    xml.children([&] {
        switch (xml.tag()) {
            case Tag::start:
                level.start = integer(xml).value_or(1);
                return;
            case Tag::numFmt:
                return format();
            case Tag::nfc:
                level.format = number_format(integer(xml).value_or(0));
                return;
            case Tag::lvlText:
                level.text = xml.value();
                return;
            case Tag::lvlRestart:
                level.restart = integer(xml);
                return;
            case Tag::isLgl:
                level.legal = on_off(xml);
                return;
            case Tag::lvlPicBulletId:
                level.picture = true;
                return;
            case Tag::pStyle:
                level.paragraph_style = xml.value();
                return;
            case Tag::pPr:
                level.indent = read_paragraph_properties(xml).indent;
                return;
            case Tag::rPr:
                level.run = read_run_properties(xml);
                return;
            case Tag::AlternateContent:
                // Word 2010's number formats stand in an alternative; the fallback names a format of 2007.
                xml.children([&] {
                    xml.children([&] {
                        if (xml.tag() == Tag::numFmt && level.format == NumberFormat::unknown) format();
                    });
                });
                return;
            default:
                return;
        }
    });
    // A level without a format counts in decimal numbers (17.9.17).
    if (level.format_name.empty() && level.format == NumberFormat::unknown)
        level.format = NumberFormat::decimal;
    return level;
}

void Numbering::read(XmlReader& xml) {
    xml.children([&] {
        if (xml.at(Ns::w, Tag::abstractNum) || xml.at(Ns::w, Tag::listDef)) read_definition(xml);
        if (xml.at(Ns::w, Tag::num) || xml.at(Ns::w, Tag::list)) read_instance(xml);
    });
}

void Numbering::read_definition(XmlReader& xml) {
    Abstract abstract;
    abstract.id = integer(xml, xml.tag() == Tag::listDef ? Tag::listDefId : Tag::abstractNumId).value_or(-1);
    xml.children([&] {
        if (xml.tag() == Tag::name) abstract.name = xml.value();
        if (xml.tag() == Tag::numStyleLink || xml.tag() == Tag::listStyleLink)
            abstract.numbering_style_link = xml.value();
        if (xml.tag() != Tag::lvl) return;
        int index = 0;
        NumberingLevel level = read_level(xml, index);
        if (index >= 0 && index < level_count)
            abstract.levels[static_cast<std::size_t>(index)] = std::move(level);
    });
    if (abstract_by_id_.emplace(abstract.id, abstracts_.size()).second)
        abstracts_.push_back(std::move(abstract));
}

void Numbering::read_instance(XmlReader& xml) {
    const int id = integer(xml, xml.tag() == Tag::list ? Tag::ilfo : Tag::numId).value_or(0);
    Instance instance;
    instance.abstract = no_abstract;
    xml.children([&] {
        if (xml.tag() == Tag::abstractNumId || xml.tag() == Tag::ilst) {
            const auto found = abstract_by_id_.find(integer(xml).value_or(-1));
            if (found != abstract_by_id_.end()) instance.abstract = found->second;
        }
        if (xml.tag() != Tag::lvlOverride) return;
        const int of = integer(xml, Tag::ilvl).value_or(-1);
        xml.children([&] {
            if (xml.tag() == Tag::startOverride && of >= 0 && of < level_count)
                instance.starts[static_cast<std::size_t>(of)] = integer(xml);
            if (xml.tag() != Tag::lvl) return;
            int index = 0;
            NumberingLevel level = read_level(xml, index);
            index = of >= 0 ? of : index;
            if (index >= 0 && index < level_count)
                instance.levels[static_cast<std::size_t>(index)] = std::move(level);
        });
    });
    if (instance.abstract != no_abstract) instances_.emplace(id, std::move(instance));
}

void Numbering::resolve(const Styles& styles, std::string_view language) {
    language_ = language;
    add_fields_own_lists();
    counters_.resize(abstracts_.size());
    for (auto& [id, instance] : instances_) {
        // An abstract definition may only name a numbering style, whose own instance holds the levels
        // (17.9.21).
        for (int guard = 0; guard < 8; ++guard) {
            const std::string& link = abstracts_[instance.abstract].numbering_style_link;
            if (link.empty()) break;
            const Style* style = styles.find(link);
            if (!style || !style->paragraph.number) break;
            const auto found = instances_.find(*style->paragraph.number);
            if (found == instances_.end() || found->second.abstract == instance.abstract) break;
            instance.abstract = found->second.abstract;
        }
    }
}

const NumberingLevel& Numbering::level(const Instance& instance, int at) const {
    const auto k = static_cast<std::size_t>(at);
    return instance.levels[k].present ? instance.levels[k] : abstracts_[instance.abstract].levels[k];
}

std::optional<ListLabel> Numbering::advance(const ParagraphProperties& direct, const Style* style,
                                            const Styles& styles) {
    const bool own = direct.number.has_value();
    const std::optional<int> number = own ? direct.number : style ? style->paragraph.number : std::nullopt;
    if (!number || *number == 0) return std::nullopt;
    const auto found = instances_.find(*number);
    if (found == instances_.end()) return std::nullopt;
    const Instance& instance = found->second;

    int at = 0;
    if (direct.number_level) {
        at = *direct.number_level;
    } else if (!own && style) {
        // A style stands at the level that names it (17.9.23), or a style that it is based on; else at its
        // own.
        int linked = -1;
        for (const std::uint32_t ancestor : style->chain) {
            for (int k = 0; k < level_count && linked < 0; ++k)
                if (level(instance, k).paragraph_style == styles.at(ancestor).id) linked = k;
            if (linked >= 0) break;
        }
        at = linked >= 0 ? linked : style->paragraph.number_level.value_or(0);
    }
    at = clamp_level(at);

    step(*number, instance, at);
    const NumberingLevel& here = level(instance, at);
    ListLabel label;
    label.level = at;
    label.instance = *number;
    label.indent = here.indent;
    label.bullet = here.format == NumberFormat::bullet;
    label.text = here.picture && here.format == NumberFormat::bullet && trimmed(here.text).empty()
                     ? std::string("•")
                     : print(instance, counters_[instance.abstract], at);
    return label;
}

void Numbering::add_fields_own_lists() {
    const auto add = [&](int number, FieldList format, std::string name) {
        Abstract abstract;
        abstract.name = std::move(name);
        for (int k = 0; k < level_count; ++k)
            abstract.levels[static_cast<std::size_t>(k)] = field_level(format, k);
        Instance instance;
        instance.abstract = abstracts_.size();
        abstracts_.push_back(std::move(abstract));
        instances_.insert_or_assign(number, std::move(instance));
    };
    abstracts_.reserve(abstracts_.size() + 6);
    add(number_default, number_default, "NumberDefault");
    add(outline_default, outline_default, "OutlineDefault");
    add(legal_default, legal_default, "LegalDefault");
    add(automatic_number, automatic_number, {});
    add(automatic_outline, outline_default, {});
    add(automatic_legal, legal_default, {});
}

int Numbering::instance_named(const std::string& name) {
    const auto same = [&](const std::string& other) { return text::lower(name) == text::lower(other); };
    // Of several instances of one definition, the first: hash order must not decide.
    std::optional<int> found;
    for (const auto& [number, instance] : instances_)
        if (same(abstracts_[instance.abstract].name) && (!found || number < *found)) found = number;
    if (found) return *found;
    // A list of that name begins here, and looks like the default.
    Abstract abstract = abstracts_[instances_.at(number_default).abstract];
    abstract.name = name;
    Instance instance;
    instance.abstract = abstracts_.size();
    abstracts_.push_back(std::move(abstract));
    counters_.emplace_back();
    const int number = first_named + static_cast<int>(instance.abstract);
    instances_.insert_or_assign(number, std::move(instance));
    return number;
}

std::string Numbering::field(const Field& field, const std::optional<ListLabel>& paragraph, int outline) {
    int number = automatic_number, at = 0;
    if (field.name == "LISTNUM") {
        number = !field.list.empty() ? instance_named(field.list)
                 : paragraph         ? paragraph->instance
                                     : field_list_.value_or(number_default);
        // Below the number of its own paragraph, or where the field before stood.
        at = clamp_level(field.level                                  ? *field.level
                         : paragraph && paragraph->instance == number ? paragraph->level + 1
                         : field_list_ == number                      ? field_level_
                                                                      : 0);
        field_list_ = number;
        field_level_ = at;
    } else {
        number = field.name == "AUTONUMLGL"   ? automatic_legal
                 : field.name == "AUTONUMOUT" ? automatic_outline
                                              : automatic_number;
        // Text stands one level below its heading.
        at = clamp_level(outline >= 0 ? outline : outline_ + 1);
        if (outline >= 0) outline_ = outline;
    }
    const Instance& instance = instances_.at(number);
    step(number, instance, at, field.start);
    std::string printed = print(instance, counters_[instance.abstract], at);
    if (field.closing && printed.ends_with('.')) {
        printed.pop_back();
        printed += *field.closing;
    }
    return printed;
}

// Moves the counters to the next number of a level, or to the one that is given.
void Numbering::step(int number, const Instance& instance, int at, std::optional<int> to) {
    Counter& counter = counters_[instance.abstract];
    const auto k = static_cast<std::size_t>(at);
    auto& started = started_[number];
    // Levels above that have not been used yet count as standing at their start.
    for (std::size_t above = 0; above < k; ++above) {
        if (counter.running[above]) continue;
        counter.value[above] =
            instance.starts[above].value_or(level(instance, static_cast<int>(above)).start);
        counter.running[above] = true;
        started[above] = true;
    }
    if (to) {
        counter.value[k] = *to;
    } else if (instance.starts[k] && !started[k]) {
        // A start override begins the list anew where the instance is first used (17.9.26).
        counter.value[k] = *instance.starts[k];
    } else if (!counter.running[k]) {
        counter.value[k] = instance.starts[k].value_or(level(instance, at).start);
    } else if (counter.value[k] < 2'000'000'000) {
        ++counter.value[k];
    }
    started[k] = true;
    counter.running[k] = true;
    for (std::size_t below = k + 1; below < level_count; ++below) {
        const int restart =
            level(instance, static_cast<int>(below)).restart.value_or(static_cast<int>(below));
        if (restart > 0 && at + 1 <= restart) counter.running[below] = false;
    }
}

std::string Numbering::print(const Instance& instance, const Counter& counter, int at) {
    const NumberingLevel& here = level(instance, at);
    if (here.run.toggle(Toggle::vanish).value_or(false)) return {};  // a hidden number counts all the same
    std::string label;
    const text::SymbolFont font = text::symbol_font(here.run.font.value_or(std::string()));
    for (std::size_t pos = 0; pos < here.text.size() && label.size() < longest_label;) {
        if (here.text[pos] == '%' && pos + 1 < here.text.size() && here.text[pos + 1] >= '1' &&
            here.text[pos + 1] <= '9' && here.format != NumberFormat::bullet) {
            const int of = here.text[pos + 1] - '1';
            pos += 2;
            if (of > at) continue;  // a level below has no number here
            const NumberingLevel& other = level(instance, of);
            if (!is_known(other.format, language_)) unknown_format_ = other.format_name;
            const NumberFormat format = here.legal ? legal(other.format) : other.format;
            label += print_number(counter.value[static_cast<std::size_t>(of)], format, language_);
            continue;
        }
        const char32_t c = text::next(here.text, pos);
        if (font != text::SymbolFont::none)
            text::append(label, text::symbol(font, c));
        else
            text::append(label, here.format == NumberFormat::bullet ? text::unicode_of_symbol(c) : c);
    }
    if (here.run.toggle(Toggle::caps).value_or(false) || here.run.toggle(Toggle::small_caps).value_or(false))
        label = drafts::capitals(label);
    return trimmed(text::to_nfc(label));
}

}  // namespace sheaf::docx
