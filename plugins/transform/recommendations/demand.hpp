// How binding a demand is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::recommendations {

/// The words by which demands are told from other uses of the same verbs; the stage's options.
class Demand {
  public:
    /// `modals` gives for each verb, in lower case, what it counts as: `rhaid` as `must`.
    Demand(const std::vector<std::pair<std::string, std::string>>& modals,
           const std::vector<std::string>& clause_words, const std::vector<std::string>& not_demands,
           const std::vector<std::string>& forecasts, std::string_view condition, std::string_view pronoun,
           std::string_view concession);

    /// The first modal verb of the text that makes a demand: in a main clause, so that no word before it in
    /// its sentence opens another clause; in none of the forms that are no demands; not in a quotation. What it counts
    /// as.
    std::optional<std::string> modality(std::string_view text) const;
    /// The verbs of demand in the text stand in quotations, all of them.
    bool is_quoted(std::string_view text) const;
    /// What a printed verb counts as; nothing where it is none of the modal verbs: `needs to`.
    std::optional<std::string> counts_as(std::string_view verb) const;
    /// The sentence, whose verb stands at `verb`, has a form that is no demand: `should have told`.
    bool refuses(std::string_view sentence, std::size_t verb) const;

    /// The sentence without the clause that opens it and says against what the demand stands: `Although staff told us that
    /// they are supported, `.
    std::string_view behind_concession(std::string_view sentence) const;

    /// A verb stands in the main clause of its sentence, of which the text is what comes before it. A condition that opens
    /// the first sentence belongs to the demand, and so does a concession; further down it tells what is done in some case.
    bool in_main_clause(std::string_view before, bool first) const;

  private:
    std::vector<std::pair<std::string, std::string>> modals_;
    Pattern modal_, clause_, condition_, pronoun_, concession_;
    std::optional<PatternSet> not_demand_, forecast_;
};

}  // namespace sheaf::recommendations
