// A learned profile tried on letters: on those that it was learned from, and on others.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "decisions/folder.hpp"
#include "learn/draft.hpp"
#include "pipeline/plan.hpp"
#include "run/letters.hpp"
#include "score/score.hpp"

namespace sheaf::learn {

/// Converts letters with a pipeline whose profiles are replaced.
class Workshop {
  public:
    /// The plan must outlive the workshop.
    Workshop(const Plan& plan, PluginRegistry& plugins);
    ~Workshop();

    /// The letter as it is read without any profile. Nothing, and diagnostics, when it cannot be read.
    std::optional<Document> without_profile(const Letter& letter, std::vector<Diagnostic>& problems);
    /// The letter by a profile of that text alone, which was checked before.
    std::optional<Document> with_profile(const Letter& letter, const std::string& profile,
                                         std::vector<Diagnostic>& problems);
    /// The letter by the pipeline's profiles, and by a further one when its text is not empty.
    std::optional<Document> with_all(const Letter& letter, const std::string& profile,
                                     std::vector<Diagnostic>& problems);
    /// The letter by the pipeline's profiles, as people decided about it.
    std::optional<Document> decided(const Letter& letter, const DecisionFolder& decisions,
                                    std::vector<Diagnostic>& problems);
    /// What is wrong with the text of a profile.
    std::vector<Diagnostic> check(const std::string& profile);
    /// The names of the rules of that profile that make records.
    std::vector<std::string> rule_names(const std::string& profile);
    /// Expanded words and the patterns of the pipeline's families.
    /// The profile of that name, which a new one would replace, is left out.
    Surroundings surroundings(const std::string& name) const;

  private:
    struct Data;
    std::unique_ptr<Data> data_;
};

/// How well rules do, by field, summed over letters.
struct Trial {
    score::Fields same;                    ///< on the letters that they were learned from
    score::Fields left_out;                ///< each letter by rules that were learned from the others
    std::vector<std::string> doubts;       ///< of the letters that they were learned from, one line each
    std::vector<std::string> differences;  ///< of the letters left out, one line each
};

/// Measures the rules that the examples' marks lead to. `letters` are those of `examples`, in the same order.
Trial measure(Workshop& workshop, const std::vector<Letter>& letters, const Examples& examples,
              const Surroundings& known, const std::string& name);

}  // namespace sheaf::learn
