#include "lists.hpp"

#include <algorithm>

#include "drafts/labels.hpp"
#include "sheaf/text.hpp"

namespace sheaf::odt {
namespace {

constexpr int highest = 1'000'000;

const ListLevel& at(const ListStyle& style, int level) {
    return style[static_cast<std::size_t>(level)];
}

std::string printed(int value, const std::string& format, std::string& unknown) {
    const bool known = format == "1" || format == "a" || format == "A" || format == "i" || format == "I";
    if (!known) unknown = format;
    return drafts::print_number(value, known ? format[0] : '1');
}

// What stands before and behind numbers does not stand at bullets: LibreOffice writes it there, and shows it
// not.
std::string bullet(const ListLevel& level) {
    std::string shown;
    const text::SymbolFont font = text::symbol_font(level.font);
    for (std::size_t k = 0; k < level.bullet.size();) {
        const char32_t c = text::next(level.bullet, k);
        text::append(shown,
                     font == text::SymbolFont::none ? text::unicode_of_symbol(c) : text::symbol(font, c));
    }
    return shown;
}

}  // namespace

void Counters::advance(const ListStyle& style, int level, std::optional<int> start) {
    // A paragraph below a level that has no paragraph yet stands below its first one.
    for (int k = 0; k < level; ++k) {
        const auto upper = static_cast<std::size_t>(k);
        if (!counted_[upper]) counts_[upper] = at(style, k).start;
        counted_[upper] = true;
    }
    const auto own = static_cast<std::size_t>(level);
    if (start)
        counts_[own] = std::clamp(*start, 0, highest);
    else
        counts_[own] = counted_[own] ? std::min(counts_[own] + 1, highest) : at(style, level).start;
    counted_[own] = true;
    std::fill(counted_.begin() + level + 1, counted_.end(), false);
}

std::string Counters::label(const ListStyle& style, int level, std::string& unknown) const {
    const ListLevel& of = at(style, level);
    if (of.kind == ListLevel::Kind::none) return {};
    if (of.kind == ListLevel::Kind::picture) return "•";
    if (of.kind == ListLevel::Kind::bullet) return bullet(of);
    const auto number = [&](int k) {
        const std::string& format = at(style, k).format;
        return format.empty() ? std::string()
                              : printed(counts_[static_cast<std::size_t>(k)], format, unknown);
    };
    if (!of.pattern.empty()) {  // `%1%.%2%)`
        std::string label = of.pattern;
        for (int k = most_levels; k-- > 0;) {
            const std::string place = "%" + std::to_string(k + 1) + "%";
            if (const auto found = label.find(place); found != std::string::npos)
                label.replace(found, place.size(), k <= level ? number(k) : std::string());
        }
        return label;
    }
    if (of.format.empty()) return {};
    std::string label;
    for (int k = std::max(0, level - of.shown_levels + 1); k <= level; ++k) {
        const std::string one = number(k);
        if (!label.empty() && !one.empty()) label += '.';
        label += one;
    }
    return of.prefix + label + of.suffix;
}

std::shared_ptr<Counters> Lists::begin(const xmlNode* list, const std::string& style) {
    std::shared_ptr<Counters> counters;
    if (const auto before = attribute(list, "continue-list")) {
        const auto found = by_id_.find(*before);
        if (found != by_id_.end()) counters = found->second;
    } else if (value(list, "continue-numbering") == "true") {
        const auto found = last_of_style_.find(style);
        if (found != last_of_style_.end()) counters = found->second;
    }
    if (!counters) counters = std::make_shared<Counters>();
    if (const auto id = attribute(list, "id")) by_id_[*id] = counters;
    last_of_style_[style] = counters;
    return counters;
}

std::shared_ptr<Counters> Lists::numbered(const std::string& key) {
    std::shared_ptr<Counters>& counters = by_id_["numbered " + key];
    if (!counters) counters = std::make_shared<Counters>();
    return counters;
}

}  // namespace sheaf::odt
