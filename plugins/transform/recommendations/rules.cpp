#include "rules.hpp"

#include <algorithm>

#include "sheaf/diagnostic.hpp"

namespace sheaf::recommendations {

namespace {

std::optional<Pattern> pattern(const Options& options, std::string_view name) {
    if (!options.has(name)) return std::nullopt;
    return Pattern(options.text(name), true);
}

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
    rule.section = pattern(options, "section");
    rule.table = pattern(options, "table");
    rule.responsible_column = pattern(options, "responsible_column");
    rule.sentence = pattern(options, "sentence");
    rule.not_sentence = pattern(options, "not_sentence");
    rule.lead_in = pattern(options, "lead_in");
    rule.none = pattern(options, "none");
    const std::string& theme = options.text("theme");
    rule.theme = theme == "above" ? Theme::above : theme == "below" ? Theme::below : Theme::none;
    if (rule.units.empty())
        throw StageError("recommendations-rule", "rule `" + rule.name + "` says nothing in `items`", {},
                         options.place());
    const bool sentences =
        std::find(rule.units.begin(), rule.units.end(), Unit::sentences) != rule.units.end();
    if (sentences && !rule.sentence)
        throw StageError("recommendations-rule",
                         "rule `" + rule.name + "` takes sentences but has no `sentence`",
                         "say what a sentence must look like to be an item", options.place());
    return rule;
}

}  // namespace

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
        for (const std::string& name : expected.rules)
            if (std::none_of(family.rules.begin(), family.rules.end(),
                             [&](const Rule& r) { return r.name == name; }))
                throw StageError("recommendations-rule",
                                 "`expected` names a rule `" + name + "` that there is not", {},
                                 options.place());
        family.expected.push_back(std::move(expected));
    }
    return family;
}

}  // namespace sheaf::recommendations
