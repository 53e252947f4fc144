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

Mark mark_named(std::string_view name) {
    if (name == "bullets") return Mark::bullets;
    if (name == "bold") return Mark::bold;
    if (name == "rows") return Mark::rows;
    if (name == "sentences") return Mark::sentences;
    if (name == "words") return Mark::words;
    return Mark::numbers;
}

Rule compile_rule(const Options& options) {
    Rule rule;
    rule.name = options.text("name");
    rule.kind = options.text("kind");
    for (const std::string& unit : options.texts("items")) rule.units.push_back(unit_named(unit));
    rule.section = pattern_in(options, "section");
    rule.table = pattern_in(options, "table");
    rule.responsible_column = pattern_in(options, "responsible_column");
    rule.deadline_column = pattern_in(options, "deadline_column");
    rule.item = pattern_in(options, "item");
    rule.response = pattern_in(options, "response");
    rule.accepted = pattern_in(options, "accepted");
    rule.refused = pattern_in(options, "refused");
    rule.sentence = pattern_in(options, "sentence");
    rule.not_sentence = pattern_in(options, "not_sentence");
    rule.follow_on = pattern_in(options, "follow_on");
    rule.other_demand = pattern_in(options, "other_demand");
    rule.evidence = pattern_in(options, "evidence");
    rule.lead_in = pattern_in(options, "lead_in");
    rule.ends = pattern_in(options, "ends");
    rule.none = pattern_in(options, "none");
    rule.whole_sentences = options.flag("whole_sentences");
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
        if (rule.has("response") && !rule.has("item"))
            refuse("rule `" + rule.text("name") + "` takes responses but has no `item`",
                   "say what an item must look like: a response is found below it", rule);
    }
    for (const char* table : {"expected", "witness"})
        for (const Options& options : profile.tables(table))
            for (const std::string& name : options.texts("rules"))
                if (std::none_of(rules.begin(), rules.end(),
                                 [&](const Options& r) { return r.text("name") == name; }))
                    refuse("`" + std::string(table) + "` names a rule `" + name + "` that there is not", {},
                           options);
    for (const Options& witness : profile.tables("witness"))
        if ((witness.text("marks") == "sentences" || witness.text("marks") == "words") &&
            !witness.has("sentence"))
            refuse("witness `" + witness.text("name") + "` counts " + witness.text("marks") +
                       " but has no `sentence`",
                   "say what marks a demand", witness);
}

Family compile(const Options& profile) {
    Family family;
    BodyNames names;
    if (profile.has("bodies")) {
        const Options& bodies = profile.table("bodies");
        names = {pattern_in(bodies, "body"), pattern_in(bodies, "one"), pattern_in(bodies, "joint"),
                 pattern_in(bodies, "compound")};
    }
    for (const Options& rule : profile.tables("rule")) {
        family.rules.push_back(compile_rule(rule));
        family.rules.back().bodies = names;
    }
    if (!profile.texts("decoys").empty()) family.decoys.emplace(profile.texts("decoys"), true);
    if (!profile.texts("elsewhere").empty()) family.elsewhere.emplace(profile.texts("elsewhere"), true);
    if (!profile.texts("usual").empty()) family.usual.emplace(profile.texts("usual"), true);
    for (const Options& options : profile.tables("witness"))
        family.witnesses.push_back({options.text("name"), Pattern(options.text("section"), true),
                                    mark_named(options.text("marks")), pattern_in(options, "sentence"),
                                    pattern_in(options, "not_sentence"), options.texts("rules"),
                                    pattern_in(options, "says_more"), pattern_in(options, "leads_up")});
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
