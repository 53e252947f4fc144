#include "rules.hpp"

#include "sheaf/diagnostic.hpp"
#include "sheaf/rules.hpp"

namespace sheaf::definitions {
std::vector<ListRule> compile(const Options& table) {
    std::vector<ListRule> rules;
    for (const Options& list : table.tables("list")) {
        ListRule rule;
        rule.name = list.text("name");
        rule.section = pattern_in(list, "section", Ends::of_lines);
        rule.term = pattern_in(list, "term", Ends::of_lines);
        rule.meaning = pattern_in(list, "meaning", Ends::of_lines);
        rule.entry = pattern_in(list, "entry", Ends::of_lines);
        rule.expected = list.has("expected") && list.flag("expected");
        if (rule.term.has_value() != rule.meaning.has_value() || (!rule.section && !rule.term))
            throw StageError("definition-rule-invalid",
                             "the list `" + rule.name + "` needs a section, or headers of both columns",
                             "give `section`, or `term` and `meaning`, or all three", list.place());
        if (rule.entry) {
            const auto term = rule.entry->group("term");
            const auto meaning = rule.entry->group("meaning");
            if (!term || !meaning)
                throw StageError(
                    "definition-rule-invalid",
                    "the entry pattern of the list `" + rule.name + "` needs the groups `term` and `meaning`",
                    "write (?P<term>...) and (?P<meaning>...)", list.place());
            rule.term_group = *term;
            rule.meaning_group = *meaning;
        }
        rules.push_back(std::move(rule));
    }
    return rules;
}

}  // namespace sheaf::definitions
