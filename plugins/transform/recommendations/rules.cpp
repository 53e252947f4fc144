#include "rules.hpp"

#include <algorithm>

#include "sheaf/diagnostic.hpp"
#include "sheaf/rules.hpp"

namespace sheaf::recommendations {

namespace {

Unit unit_named(std::string_view name) {
    if (name == "bullets") return Unit::bullets;
    if (name == "numbers") return Unit::numbers;
    if (name == "rows") return Unit::rows;
    if (name == "sentences") return Unit::sentences;
    return Unit::paragraphs;
}

Rule compile_rule(const Options& options) {
    Rule rule;
    rule.name = options.text("name");
    rule.kind = options.text("kind");
    for (const std::string& unit : options.texts("items")) rule.units.push_back(unit_named(unit));
    rule.section = pattern_in(options, "section");
    rule.table = pattern_in(options, "table");
    rule.responsible_column = pattern_in(options, "responsible_column");
    rule.sentence = pattern_in(options, "sentence");
    rule.not_sentence = pattern_in(options, "not_sentence");
    rule.lead_in = pattern_in(options, "lead_in");
    rule.none = pattern_in(options, "none");
    const std::string& theme = options.text("theme");
    rule.theme = theme == "above" ? Theme::above : theme == "below" ? Theme::below : Theme::none;
    return rule;
}

[[noreturn]] void refuse(std::string message, std::string hint, const Options& where) {
    throw StageError("recommendations-rule", std::move(message), std::move(hint), where.place());
}

}  // namespace

void check(const Options& profile) {
    const std::vector<Options>& rules = profile.tables("rule");
    for (const Options& rule : rules) {
        const std::vector<std::string>& units = rule.texts("items");
        if (units.empty()) refuse("rule `" + rule.text("name") + "` says nothing in `items`", {}, rule);
        if (std::find(units.begin(), units.end(), "sentences") != units.end() && !rule.has("sentence"))
            refuse("rule `" + rule.text("name") + "` takes sentences but has no `sentence`",
                   "say what a sentence must look like to be an item", rule);
    }
    for (const Options& expected : profile.tables("expected"))
        for (const std::string& name : expected.texts("rules"))
            if (std::none_of(rules.begin(), rules.end(),
                             [&](const Options& r) { return r.text("name") == name; }))
                refuse("`expected` names a rule `" + name + "` that there is not", {}, expected);
}

Family compile(const Options& profile) {
    Family family;
    for (const Options& rule : profile.tables("rule")) family.rules.push_back(compile_rule(rule));
    if (!profile.texts("decoys").empty()) family.decoys.emplace(profile.texts("decoys"), true);
    for (const Options& options : profile.tables("expected")) {
        Expected expected;
        expected.name = options.text("name");
        expected.rules = options.texts("rules");
        expected.at_least =
            options.has("at_least") ? static_cast<std::size_t>(options.integer("at_least")) : 1;
        expected.at_most = static_cast<std::size_t>(options.integer("at_most"));
        family.expected.push_back(std::move(expected));
    }
    return family;
}

}  // namespace sheaf::recommendations
