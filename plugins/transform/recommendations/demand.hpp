// How binding a demand is, and when it is due.
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
           std::string_view deadline);

    /// The first modal verb of the text that makes a demand: in a main clause, so that no word before it in
    /// its sentence opens another clause, and in none of the forms that are no demands. What it counts as.
    std::optional<std::string> modality(std::string_view text) const;
    /// What a printed modal verb counts as; the verb in lower case where the options do not know it.
    std::string counts_as(std::string_view modal) const;

    /// A date by which the demand is due: its ISO form and where it stands.
    struct Deadline {
        std::string date;
        Range range;
    };
    std::optional<Deadline> deadline(std::string_view text) const;

  private:
    std::vector<std::pair<std::string, std::string>> modals_;
    Pattern modal_, clause_;
    std::optional<PatternSet> not_demand_;
    Pattern deadline_;
};

}  // namespace sheaf::recommendations
