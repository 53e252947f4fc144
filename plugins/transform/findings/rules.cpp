#include "rules.hpp"

namespace sheaf::findings {

namespace {

std::optional<Pattern> pattern(const Options& table, std::string_view name) {
    if (table.text(name).empty()) return std::nullopt;
    return Pattern(table.text(name), true);
}

}  // namespace

Rules compile(const Options& table) {
    Rules rules;
    rules.paragraph = pattern(table, "paragraph");
    rules.not_findings = pattern(table, "not_findings");
    rules.theme = pattern(table, "theme");
    rules.strengths = pattern(table, "strengths");
    rules.improvements = pattern(table, "improvements");
    rules.positive_practice = pattern(table, "positive_practice");
    if (table.has("at_least")) rules.at_least = static_cast<std::size_t>(table.integer("at_least"));
    return rules;
}

}  // namespace sheaf::findings
