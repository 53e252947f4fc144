#include "archive/rule_use.hpp"

#include <map>

namespace sheaf {

std::vector<std::string> FamilyUse::silent() const {
    std::vector<std::string> names;
    for (const RuleUse& use : rules)
        if (use.records == 0) names.push_back(use.rule.name);
    return names;
}

std::vector<FamilyUse> rule_use(Database& journal, const Plan& plan) {
    std::vector<FamilyUse> families;
    Statement count = journal.prepare("SELECT count(*) FROM letter WHERE profile=?");
    Statement made = journal.prepare(
        "SELECT record.stage, record.rule, count(*), count(DISTINCT record.letter) FROM record JOIN letter "
        "ON letter.id=record.letter WHERE letter.profile=? GROUP BY record.stage, record.rule");
    for (const Profile& profile : plan.profiles) {
        if (profile.fallback) continue;
        count.with(profile.name).step();
        FamilyUse family{profile.name, static_cast<std::size_t>(count.integer(0)), {}};
        count.reset();
        if (family.letters == 0) continue;
        std::map<std::pair<std::string, std::string>, std::pair<std::size_t, std::size_t>> by_rule;
        made.with(profile.name);
        while (made.step())
            by_rule[{std::string(made.text(0)), std::string(made.text(1))}] = {
                static_cast<std::size_t>(made.integer(2)), static_cast<std::size_t>(made.integer(3))};
        for (RecordRule& rule : plan.record_rules(profile)) {
            const auto [records, letters] = by_rule[{rule.stage->name, rule.name}];
            family.rules.push_back({std::move(rule), records, letters});
        }
        families.push_back(std::move(family));
    }
    return families;
}

}  // namespace sheaf
