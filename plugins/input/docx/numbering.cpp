#include "numbering.hpp"

#include <algorithm>

#include "sheaf/text.hpp"
#include "symbols.hpp"

namespace sheaf::docx {
namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);
constexpr std::size_t longest_label = 200;  // bytes; Word's own dialogue takes fewer

int clamp_level(int level) {
    return std::clamp(level, 0, level_count - 1);
}

std::string trimmed(std::string_view text) {
    return text::squeeze(text);
}

}  // namespace

NumberingLevel Numbering::read_level(XmlReader& xml, int& index) const {
    NumberingLevel level;
    level.present = true;
    index = integer(xml, Tag::ilvl).value_or(0);
    xml.children([&] {
        switch (xml.tag()) {
            case Tag::start:
                level.start = integer(xml).value_or(1);
                return;
            case Tag::numFmt:
                level.format = number_format(xml.value());
                return;
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
                    if (xml.tag() != Tag::Fallback) return;
                    xml.children([&] {
                        if (xml.tag() == Tag::numFmt) level.format = number_format(xml.value());
                    });
                });
                return;
            default:
                return;
        }
    });
    return level;
}

void Numbering::read(XmlReader& xml) {
    xml.children([&] {
        if (xml.at(Ns::w, Tag::abstractNum)) {
            Abstract abstract;
            abstract.id = integer(xml, Tag::abstractNumId).value_or(-1);
            xml.children([&] {
                if (xml.tag() == Tag::styleLink) abstract.style_link = xml.value();
                if (xml.tag() == Tag::numStyleLink) abstract.numbering_style_link = xml.value();
                if (xml.tag() != Tag::lvl) return;
                int index = 0;
                NumberingLevel level = read_level(xml, index);
                if (index >= 0 && index < level_count)
                    abstract.levels[static_cast<std::size_t>(index)] = std::move(level);
            });
            if (abstract_by_id_.emplace(abstract.id, abstracts_.size()).second)
                abstracts_.push_back(std::move(abstract));
        } else if (xml.at(Ns::w, Tag::num)) {
            const int id = integer(xml, Tag::numId).value_or(0);
            Instance instance;
            instance.abstract = none;
            xml.children([&] {
                if (xml.tag() == Tag::abstractNumId) {
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
            if (instance.abstract != none) instances_.emplace(id, std::move(instance));
        }
    });
}

void Numbering::read_lists(XmlReader& xml) {
    xml.children([&] {
        if (xml.at(Ns::w, Tag::listDef)) {
            Abstract abstract;
            abstract.id = integer(xml, Tag::listDefId).value_or(-1);
            xml.children([&] {
                if (xml.tag() == Tag::listStyleLink) abstract.numbering_style_link = xml.value();
                if (xml.tag() == Tag::lvl) {
                    int index = 0;
                    NumberingLevel level = read_level(xml, index);
                    if (index >= 0 && index < level_count)
                        abstract.levels[static_cast<std::size_t>(index)] = std::move(level);
                }
            });
            if (abstract_by_id_.emplace(abstract.id, abstracts_.size()).second)
                abstracts_.push_back(std::move(abstract));
        } else if (xml.at(Ns::w, Tag::list)) {
            const int id = integer(xml, Tag::ilfo).value_or(0);
            Instance instance;
            instance.abstract = none;
            xml.children([&] {
                if (xml.tag() == Tag::ilst) {
                    const auto found = abstract_by_id_.find(integer(xml).value_or(-1));
                    if (found != abstract_by_id_.end()) instance.abstract = found->second;
                }
                if (xml.tag() != Tag::lvlOverride) return;
                const int of = integer(xml, Tag::ilvl).value_or(-1);
                xml.children([&] {
                    if (xml.tag() == Tag::startOverride && of >= 0 && of < level_count)
                        instance.starts[static_cast<std::size_t>(of)] = integer(xml);
                });
            });
            if (instance.abstract != none) instances_.emplace(id, std::move(instance));
        }
    });
}

void Numbering::resolve(const Styles& styles) {
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

    Counter& counter = counters_[instance.abstract];
    const auto k = static_cast<std::size_t>(at);
    auto& started = started_[*number];
    // Levels above that have not been used yet count as standing at their start.
    for (std::size_t above = 0; above < k; ++above) {
        if (counter.running[above]) continue;
        counter.value[above] =
            instance.starts[above].value_or(level(instance, static_cast<int>(above)).start);
        counter.running[above] = true;
        started[above] = true;
    }
    if (instance.starts[k] && !started[k]) {
        // A start override begins the list anew where the instance is first used (17.9.26).
        counter.value[k] = *instance.starts[k];
    } else if (!counter.running[k]) {
        counter.value[k] = level(instance, at).start;
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

    const NumberingLevel& here = level(instance, at);
    ListLabel label;
    label.level = at;
    label.instance = *number;
    label.indent = here.indent;
    label.bullet = here.format == NumberFormat::bullet;
    label.text = here.picture && here.format == NumberFormat::bullet && trimmed(here.text).empty()
                     ? std::string("•")
                     : print(instance, counter, at);
    return label;
}

std::string Numbering::print(const Instance& instance, const Counter& counter, int at) const {
    const NumberingLevel& here = level(instance, at);
    std::string label;
    const SymbolFont font = symbol_font(here.run.font.value_or(std::string()));
    for (std::size_t pos = 0; pos < here.text.size() && label.size() < longest_label;) {
        if (here.text[pos] == '%' && pos + 1 < here.text.size() && here.text[pos + 1] >= '1' &&
            here.text[pos + 1] <= '9' && here.format != NumberFormat::bullet) {
            const int of = here.text[pos + 1] - '1';
            pos += 2;
            if (of > at) continue;  // a level below has no number here
            const NumberingLevel& other = level(instance, of);
            const NumberFormat format =
                here.legal && other.format != NumberFormat::none ? NumberFormat::decimal : other.format;
            label += print_number(counter.value[static_cast<std::size_t>(of)], format);
            continue;
        }
        const char32_t c = text::next(here.text, pos);
        if (font != SymbolFont::none)
            text::append(label, symbol(font, c));
        else
            text::append(label, here.format == NumberFormat::bullet ? text::unicode_of_symbol(c) : c);
    }
    return trimmed(text::to_nfc(label));
}

}  // namespace sheaf::docx
