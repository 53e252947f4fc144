#include "checks.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::metadata_stage {
namespace {

/// The longest that an inspection takes with all its visits, and the longest that a letter follows it, in days.
constexpr int longest_inspection = 120, longest_wait = 550;

int days_between(const Date& from, const Date& to) {
    const auto day = [](const Date& date) {
        return std::chrono::sys_days(std::chrono::year_month_day(
            std::chrono::year(date.year), std::chrono::month(static_cast<unsigned>(date.month)),
            std::chrono::day(static_cast<unsigned>(date.day))));
    };
    return static_cast<int>((day(to) - day(from)).count());
}

bool is_letter_at(const std::string& text, std::size_t at) {
    return at < text.size() && text::is_letter(text::next(text, at));
}

}  // namespace

std::string implausible(const LetterDates& dates) {
    if (dates.start && dates.end) {
        const int days = days_between(*dates.start, *dates.end);
        if (days < 0)
            return "the inspection ends on " + to_iso(*dates.end) + ", before it begins on " +
                   to_iso(*dates.start);
        if (days > longest_inspection)
            return "the inspection lasts from " + to_iso(*dates.start) + " to " + to_iso(*dates.end) + ", " +
                   std::to_string(days) + " days";
    }
    const std::optional<Date>& last = dates.end ? dates.end : dates.start;
    if (!dates.letter || !last) return {};
    const int wait = days_between(*last, *dates.letter);
    if (wait < 0)
        return "the letter of " + to_iso(*dates.letter) + " is dated before the inspection ended on " +
               to_iso(*last);
    if (wait > longest_wait)
        return "the letter of " + to_iso(*dates.letter) + " is dated " + std::to_string(wait) +
               " days after the inspection ended on " + to_iso(*last);
    return {};
}

Mentions mentions_of(const Document& document, const std::string& part, const std::string& name) {
    Mentions mentions;
    const std::string sought = text::fold(name), before = text::fold(part);
    for (const Block& block : document.blocks) {
        if (!text::is_text(block) || block.kind == BlockKind::heading) continue;
        const std::string folded = text::fold(block.text);
        for (std::size_t at = folded.find(sought); at != std::string::npos;
             at = folded.find(sought, at + 1)) {
            if ((at > 0 && is_letter_at(folded, text::boundary(folded, at - 1))) ||
                is_letter_at(folded, at + sought.size()))
                continue;
            const std::string_view lead = std::string_view(folded).substr(0, at);
            const bool with = lead.ends_with(before + ' ');
            ++(with ? mentions.with_part : mentions.alone);
        }
    }
    return mentions;
}

std::string_view called(std::string_view field) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> names = {{
        {"title", "title"},
        {"document_date", "date of the letter or of its publication"},
        {"inspection", "dates of the inspection"},
        {"inspection_start", "date on which the inspection began"},
        {"inspection_end", "date on which the inspection ended"},
        {"authority", "name of the authority"},
        {"lead_inspector", "name of the lead inspector"},
        {"addressees", "addressee"},
        {"signatories", "signature"},
    }};
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.first == field; });
    return found == names.end() ? field : found->second;
}

bool is_not_printed(const Document& document, std::string_view field, const Rules& rules) {
    const auto rule = std::find_if(rules.printed.begin(), rules.printed.end(),
                                   [&](const PrintedRule& one) { return one.field == field; });
    return rule != rules.printed.end() &&
           std::none_of(document.blocks.begin(), document.blocks.end(), [&](const Block& block) {
               return !block.text.empty() && rule->pattern.found_in(text::plain(block.text).text);
           });
}

}  // namespace sheaf::metadata_stage
