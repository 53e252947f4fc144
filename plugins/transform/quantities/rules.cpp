#include "rules.hpp"

#include <charconv>

#include "sheaf/rules.hpp"

namespace sheaf::quantities {

namespace {

/// Digits or a number in words, which nothing joins to a longer one; the first group.
Pattern number_pattern(const Words& words) {
    std::string any;
    for (const auto& [word, digits] : words.numbers) any += word + "|";
    return Pattern(
        R"((?:^|[^\w.,/$:-])(()" + any + R"(\d{1,3}(?:,\d{3})+|\d{1,6}))(?:[^\w/%:.,-]|[.,](?:[^\d]|$)|$))",
        true);
}

}  // namespace

Rules compile(const Options& profile, const Words& words) {
    Rules rules;
    rules.definitions = profile.text("definitions");
    const std::string& noun = profile.text("counted");
    if (!noun.empty()) rules.counted.emplace("^((?:" + noun + ")(?: (?:" + noun + "))*)(?:[^\\w'-]|$)", true);
    rules.phrase_ends.insert(words.phrase_ends.begin(), words.phrase_ends.end());
    for (const std::string& one : words.look_alikes) rules.look_alikes.emplace_back(one, true);
    for (const std::string& one : profile.texts("look_alikes")) rules.look_alikes.emplace_back(one, true);
    rules.number.emplace(number_pattern(words));
    for (const auto& [word, digits] : words.numbers)
        std::from_chars(digits.data(), digits.data() + digits.size(), rules.numbers[word]);
    if (!words.how_breaks.empty()) rules.how_breaks.emplace(words.how_breaks, true);
    for (const Options& table : profile.tables("count")) {
        CountRule rule;
        rule.name = table.text("name");
        rule.section = pattern_in(table, "section");
        rule.how = pattern_in(table, "how");
        rule.ratio = table.has("ratio") && table.flag("ratio");
        rules.counts.push_back(std::move(rule));
    }
    return rules;
}

}  // namespace sheaf::quantities
