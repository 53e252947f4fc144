#include "demand.hpp"

#include "sheaf/date.hpp"
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

std::string_view part(std::string_view text, Range range) {
    return text.substr(range.start, range.end - range.start);
}

}  // namespace

Demand::Demand(const std::vector<std::pair<std::string, std::string>>& modals,
               const std::vector<std::string>& clause_words, const std::vector<std::string>& not_demands,
               std::string_view deadline)
    : modals_(modals),
      modal_(any_of(verbs(modals)), true),
      clause_(any_of(clause_words), true),
      deadline_(deadline, true) {
    if (!not_demands.empty()) not_demand_.emplace(not_demands, true);
}

std::optional<std::string> Demand::modality(std::string_view text) const {
    if (!modal_.found_in(text)) return std::nullopt;
    for (const Range& sentence : text::sentences(text)) {
        const std::string_view words = part(text, sentence);
        const auto modal = modal_.find(words);
        if (!modal || clause_.found_in(words.substr(0, modal->whole.start))) continue;
        if (not_demand_ && !not_demand_->found_in(words.substr(modal->whole.start)).empty()) continue;
        return counts_as(part(words, modal->whole));
    }
    return std::nullopt;
}

std::string Demand::counts_as(std::string_view modal) const {
    std::string verb = text::fold(modal);
    for (const auto& [word, meaning] : modals_)
        if (word == verb) return meaning;
    return verb;
}

std::optional<Demand::Deadline> Demand::deadline(std::string_view text) const {
    for (const DateMention& mention : find_dates(text))
        if (mention.first == mention.last && deadline_.found_in(text.substr(0, mention.range.start)))
            return Deadline{to_iso(mention.first), mention.range};
    return std::nullopt;
}

}  // namespace sheaf::recommendations
