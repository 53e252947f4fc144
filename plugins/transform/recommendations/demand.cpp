#include "demand.hpp"

#include <algorithm>

#include "passage.hpp"
#include "sheaf/text.hpp"

namespace sheaf::recommendations {

namespace {

/// Any of the words, as whole words.
std::string any_of(const std::vector<std::string>& words) {
    std::string expression = R"(\b(?:)";
    for (std::size_t i = 0; i < words.size(); ++i) expression += (i ? "|" : "") + words[i];
    return expression + R"()\b)";
}

std::vector<std::string> verbs(const std::vector<std::pair<std::string, std::string>>& modals) {
    std::vector<std::string> words;
    words.reserve(modals.size());
    for (const auto& [verb, meaning] : modals) words.push_back(verb);
    return words;
}

}  // namespace

Demand::Demand(const std::vector<std::pair<std::string, std::string>>& modals,
               const std::vector<std::string>& clause_words, const std::vector<std::string>& not_demands,
               const std::vector<std::string>& forecasts, std::string_view condition,
               std::string_view pronoun, std::string_view concession)
    : modals_(modals),
      modal_(any_of(verbs(modals)), true),
      clause_(any_of(clause_words), true),
      condition_(condition, true),
      pronoun_(pronoun, true),
      concession_(concession, true) {
    if (!not_demands.empty()) not_demand_.emplace(not_demands, true);
    if (!forecasts.empty()) forecast_.emplace(forecasts, true);
}

bool Demand::is_quoted(std::string_view text) const {
    const std::vector<Range> quoted = quotations(text);
    std::size_t at = 0;
    bool any = false;
    while (const auto modal = modal_.find(text, at)) {
        if (!within(quoted, modal->whole.start)) return false;
        any = true;
        at = modal->whole.end;
    }
    return any;
}

std::optional<std::string> Demand::modality(std::string_view text) const {
    if (!modal_.found_in(text)) return std::nullopt;
    const std::vector<Range> quoted = quotations(text);
    for (const Range& sentence : text::sentences(text)) {
        const std::string_view words = part(text, sentence);
        // Only the first: a second modal verb says more of the same demand, or stands in another clause.
        const auto modal = modal_.find(words);
        if (!modal || refuses(words, modal->whole.start)) continue;
        if (within(quoted, sentence.start + modal->whole.start)) continue;
        if (in_main_clause(words.substr(0, modal->whole.start), sentence.start == 0))
            return counts_as(part(words, modal->whole));
    }
    return std::nullopt;
}

bool Demand::in_main_clause(std::string_view before, bool first) const {
    // The clause that opens with a condition ends with its comma or with the subject of the main clause.
    if (first) before = behind_concession(before);
    if (first)
        if (const auto opening = condition_.find(before)) before.remove_prefix(opening->whole.end);
    before.remove_prefix(std::min(before.find_first_not_of(' '), before.size()));
    if (const auto subject = pronoun_.find(before)) before.remove_prefix(subject->whole.end);
    // `The board, and those who steer it, should`: what stands between commas up to the verb opens no clause
    // for it.
    const std::size_t end = before.find_last_not_of(' '), comma = before.find(',');
    if (end != std::string_view::npos && before[end] == ',' && comma < end) before = before.substr(0, comma);
    return !clause_.found_in(before);
}

std::string_view Demand::behind_concession(std::string_view sentence) const {
    const auto opening = concession_.find(sentence);
    return opening ? sentence.substr(opening->whole.end) : sentence;
}

bool Demand::refuses(std::string_view sentence, std::size_t verb) const {
    return (not_demand_ && !not_demand_->found_in(sentence.substr(verb)).empty()) ||
           (forecast_ && !forecast_->found_in(sentence).empty());
}

std::optional<std::string> Demand::counts_as(std::string_view printed) const {
    const std::string verb = text::fold(printed);
    for (const auto& [word, meaning] : modals_)
        if (word == verb) return meaning;
    return std::nullopt;
}

}  // namespace sheaf::recommendations
