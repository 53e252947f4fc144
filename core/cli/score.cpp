// sheaf score: converted letters measured against gold.
#include "score/score.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "base/json.hpp"
#include "cli/commands.hpp"

namespace sheaf {

namespace {

using score::Tally;

double rounded(double value) {
    return std::round(value * 10000) / 10000;
}

/// Families in order of name.
std::map<std::string, std::vector<const score::Letter*>> by_family(
    const std::vector<score::Letter>& letters) {
    std::map<std::string, std::vector<const score::Letter*>> families;
    for (const score::Letter& letter : letters) families[letter.family].push_back(&letter);
    return families;
}

std::vector<const score::Letter*> all_of(const std::vector<score::Letter>& letters) {
    std::vector<const score::Letter*> all;
    all.reserve(letters.size());
    for (const score::Letter& letter : letters) all.push_back(&letter);
    return all;
}

void print_table(const std::string& title, const std::vector<const score::Letter*>& letters) {
    const auto doubtful =
        std::count_if(letters.begin(), letters.end(), [](const score::Letter* one) { return one->doubtful; });
    say("%s: %s, %td doubtful", title.c_str(), plural(letters.size(), "letter").c_str(), doubtful);
    say("  %-28s %6s %6s %6s %6s %9s %7s %7s", "field", "gold", "found", "exact", "wrong", "precision",
        "recall", "silent");
    for (const auto& [name, tally] : score::sum(letters))
        say("  %-28s %6zu %6zu %6zu %6zu %9.3f %7.3f %7zu", name.c_str(), tally.gold, tally.found,
            tally.exact, tally.wrong, tally.precision(), tally.recall(), tally.silent);
    std::puts("");
}

/// How many of the values that Sheaf is that sure of are right.
void print_confidence(const std::vector<const score::Letter*>& letters) {
    if (std::all_of(letters.begin(), letters.end(),
                    [](const score::Letter* letter) { return letter->values.empty(); }))
        return;
    say("confidence against truth");
    say("  %-14s %7s %7s %7s %8s", "confidence", "values", "right", "wrong", "share");
    for (const score::Band& band : score::bands(letters)) {
        if (band.values == 0) continue;
        char from[16];
        std::snprintf(from, sizeof from, band.least < 1 ? "%.2f and more" : "%.2f", band.least);
        say("  %-14s %7zu %7zu %7zu %8.4f", from, band.values, band.right, band.values - band.right,
            static_cast<double>(band.right) / static_cast<double>(band.values));
    }
    std::puts("");
}

Json confidence_json(const std::vector<const score::Letter*>& letters) {
    Json bands = Json::array();
    for (const score::Band& band : score::bands(letters))
        bands.push_back({{"least", band.least}, {"values", band.values}, {"right", band.right}});
    return bands;
}

Json fields_json(const std::vector<const score::Letter*>& letters) {
    Json fields = Json::object();
    for (const auto& [name, tally] : score::sum(letters)) {
        const score::Interval interval = tally.precision_interval();
        fields[name] = {{"gold", tally.gold},
                        {"found", tally.found},
                        {"right", rounded(tally.right)},
                        {"exact", tally.exact},
                        {"wrong", tally.wrong},
                        {"silent", tally.silent},
                        {"precision", rounded(tally.precision())},
                        {"precision_interval", {rounded(interval.low), rounded(interval.high)}},
                        {"recall", rounded(tally.recall())},
                        {"f1", rounded(tally.f1())}};
    }
    return fields;
}

/// One figure each for what matters most; null where there is nothing to measure.
Json totals_json(const std::vector<const score::Letter*>& letters) {
    std::map<std::string, Tally> tallies;
    for (const auto& [name, tally] : score::sum(letters)) tallies[name] = tally;
    Json totals = Json::object();
    const auto f1 = [&](const char* as, const char* name) {
        const Tally& tally = tallies[name];
        totals[as] = tally.gold + tally.found ? Json(rounded(tally.f1())) : Json();
    };
    const auto rate = [&](const char* as, const char* name) {
        const Tally& tally = tallies[name];
        totals[as] = tally.gold ? Json(rounded(tally.recall())) : Json();
    };
    f1("recommendation", "recommendation");
    f1("recommendation_exact", "recommendation.text");
    f1("section", "section");
    f1("judgement", "judgement");
    for (const char* name : {"kind", "modality", "label", "section", "page", "responsible"})
        rate(("rec_" + std::string(name)).c_str(), ("recommendation." + std::string(name)).c_str());
    rate("section_parent", "section.parent");
    rate("section_page", "section.page");
    double right = 0;
    std::size_t of = 0, missing = 0, silent = 0;
    for (const score::Letter* letter : letters) {
        right += letter->metadata_right;
        of += letter->metadata_of;
        missing += letter->missing;
    }
    for (const auto& [name, tally] : tallies) silent += tally.silent;
    totals["metadata"] = of ? Json(rounded(right / static_cast<double>(of))) : Json();
    totals["missing"] = missing;
    totals["silent_errors"] = silent;
    return totals;
}

void print_json(const std::vector<score::Letter>& letters) {
    Json families = Json::object();
    for (const auto& [name, members] : by_family(letters))
        families[name] = {{"letters", members.size()}, {"fields", fields_json(members)}};
    Json each = Json::array();
    for (const score::Letter& letter : letters)
        each.push_back({{"id", letter.id},
                        {"family", letter.family},
                        {"missing", letter.missing},
                        {"doubtful", letter.doubtful},
                        {"differences", letter.differences}});
    const Json report = {{"totals", totals_json(all_of(letters))},
                         {"fields", fields_json(all_of(letters))},
                         {"confidence", confidence_json(all_of(letters))},
                         {"families", families},
                         {"letters", each}};
    say_json(report);
}

void print_text(const std::vector<score::Letter>& letters, bool differences) {
    if (differences)
        for (const score::Letter& letter : letters) {
            if (letter.differences.empty()) continue;
            say("%s%s", letter.id.c_str(), letter.doubtful ? " (doubtful)" : "");
            for (const std::string& line : letter.differences) say("  %s", line.c_str());
            std::puts("");
        }
    const auto families = by_family(letters);
    for (const auto& [name, members] : families) print_table(name, members);
    if (families.size() > 1) print_table("all", all_of(letters));
    print_confidence(all_of(letters));
    for (const score::Letter& letter : letters)
        if (letter.missing) say("%s has no output", letter.id.c_str());
}

}  // namespace

Exit score_letters(const CommonOptions& common, const ScoreOptions& options) {
    Console console(common.console());
    return guarded(console, [&] {
        const std::vector<score::Letter> letters = score::score(options.gold, options.out);
        if (options.json)
            print_json(letters);
        else
            print_text(letters, common.verbose);
        return Exit::success;
    });
}

}  // namespace sheaf
