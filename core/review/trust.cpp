// How far values can be trusted, by what people decided about them.
#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <optional>

#include "review/queue.hpp"
#include "score/compare.hpp"
#include "score/score.hpp"

namespace sheaf::review {

namespace {

/// What decisions say of a field, counted as `sheaf score` counts.
struct Trust {
    score::Tally tally;
    std::size_t corrected = 0;  ///< values that people gave, where there was another one or none
    std::size_t rejected = 0;   ///< values of records that are none

    std::size_t checked() const { return static_cast<std::size_t>(tally.right) + corrected + rejected; }
};

using Fields = std::map<std::pair<std::string, std::string>, Trust>;  // by family and `type.field`

std::string percent(double share) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%.1f %%", share * 100);
    return text.data();
}

/// The decisions about one letter.
class Counting {
  public:
    Counting(Fields& fields, const std::string& family, const LetterDecisions& decisions)
        : fields_(fields), family_(family), all_(decisions.decisions) {}

    void run() {
        for (const Decision& one : all_) {
            if (one.verdict == Verdict::corrected) correct(one);
            if (one.verdict == Verdict::added)
                for (const auto& [field, value] : one.fields) give(of(one, field));
            // What was looked at as a whole counts once, and what was corrected counts as that.
            const bool seen = one.verdict == Verdict::rejected || one.verdict == Verdict::confirmed;
            if (!seen || (!one.field.empty() && has(one, {}))) continue;
            for (const auto& [field, value] : one.fields)
                if (!has(one, field, Verdict::corrected)) see(one, field);
        }
    }

  private:
    Trust& of(const Decision& one, const std::string& field) {
        return fields_[{family_, one.type + "." + field}];
    }
    bool has(const Decision& one, const std::string& field, std::optional<Verdict> verdict = {}) const {
        return std::any_of(all_.begin(), all_.end(), [&](const Decision& other) {
            return other.verdict != Verdict::settled && other.record == one.record && other.field == field &&
                   (!verdict || other.verdict == *verdict);
        });
    }
    static void give(Trust& trust) {
        ++trust.tally.gold;
        ++trust.corrected;
    }
    void see(const Decision& one, const std::string& field) {
        Trust& trust = of(one, field);
        ++trust.tally.found;
        const bool right = one.verdict == Verdict::confirmed;
        trust.tally.gold += right;
        trust.tally.right += right;
        trust.tally.wrong += !right;
        trust.rejected += !right;
    }
    void correct(const Decision& one) {
        Trust& trust = of(one, one.field);
        trust.tally.found += !one.was.empty();
        const bool right = !one.was.empty() && !one.value.empty() &&
                           score::same_value(one.type + "." + one.field, one.value, one.was);
        if (!right && !one.was.empty()) ++trust.tally.wrong;
        if (right) {
            ++trust.tally.gold;
            ++trust.tally.right;
        } else {
            trust.tally.gold += !one.value.empty();
            ++trust.corrected;
        }
    }

    Fields& fields_;
    const std::string& family_;
    const std::vector<Decision>& all_;
};

void write_row(const Element& body, const std::string& family, const std::string& field, const Trust& trust) {
    const Element row = body.newline().add("tr");
    row.add("th", {{"scope", "row"}}, field);
    const auto cell = [&](const char* column, const std::string& text) {
        row.add("td", {{"data-name", column}, {"class", "number"}}, text);
    };
    row.add("td", {{"data-name", "Family"}}, family);
    cell("Checked", std::to_string(trust.checked()));
    cell("Right", std::to_string(static_cast<std::size_t>(trust.tally.right)));
    cell("Corrected", std::to_string(trust.corrected));
    cell("Rejected", std::to_string(trust.rejected));
    const bool found = trust.tally.found > 0;
    const score::Interval interval = trust.tally.precision_interval();
    cell("Precision", found ? percent(trust.tally.precision()) : "–");
    cell("95 % interval", found ? percent(interval.low) + " to " + percent(interval.high) : "–");
    cell("Recall", trust.tally.gold > 0 ? percent(trust.tally.recall()) : "–");
}

}  // namespace

std::string trust_page(const Site& site, const ArchiveView& archive, const Desk& desk) {
    const std::vector<LetterDecisions> all = desk.all();
    std::set<std::string> contents;
    for (const LetterDecisions& one : all) contents.insert(one.sha256);
    const auto families = archive.families(contents);
    Fields fields;
    for (const LetterDecisions& one : all) {
        const auto known = families.find(one.sha256);
        const std::string family = known == families.end() ? "not in the archive"
                                   : known->second.empty() ? "no family"
                                                           : known->second;
        Counting(fields, family, one).run();
    }
    return page(site, "Trust", "/trust", [&](const Element& body) {
        const Element main = body.add("main", {{"id", "main"}, {"class", "plain"}});
        main.add("h1", {{"id", "trust"}}, "How far values can be trusted");
        write_message(
            main.add("p"),
            fields.empty()
                ? "Nobody has decided anything yet."
                : "From decisions about " + count(all.size(), "letter") +
                      ". Precision is the share of the values found that are right, recall the share of the "
                      "values there are that were found, both as `sheaf score` counts; the interval is "
                      "Wilson's. Letters that people look at are the doubtful ones, so this says less of the "
                      "others.");
        if (fields.empty()) return;
        const Element table =
            main.newline().add("table", {{"class", "facts trust"}, {"aria-labelledby", "trust"}});
        const Element head = table.add("thead").add("tr");
        for (const char* column : {"Field", "Family", "Checked", "Right", "Corrected", "Rejected",
                                   "Precision", "95 % interval", "Recall"})
            head.add("th", {{"scope", "col"}}, column);
        const Element rows = table.add("tbody");
        for (const auto& [key, trust] : fields) write_row(rows, key.first, key.second, trust);
    });
}

}  // namespace sheaf::review
