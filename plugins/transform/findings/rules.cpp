#include "rules.hpp"

#include "sheaf/rules.hpp"

namespace sheaf::findings {

Rules compile(const Options& table) {
    Rules rules;
    rules.paragraph = pattern_in(table, "paragraph");
    rules.not_findings = pattern_in(table, "not_findings");
    rules.findings = pattern_in(table, "findings");
    rules.theme = pattern_in(table, "theme");
    rules.strengths = pattern_in(table, "strengths");
    rules.improvements = pattern_in(table, "improvements");
    rules.positive_practice = pattern_in(table, "positive_practice");
    if (table.has("at_least")) rules.at_least = static_cast<std::size_t>(table.integer("at_least"));
    return rules;
}

}  // namespace sheaf::findings
