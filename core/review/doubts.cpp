#include "review/doubts.hpp"

#include <algorithm>

#include "base/codes.hpp"
#include "review/record_card.hpp"

namespace sheaf::review {

namespace {

const PlannedStage* stage_of(const Diagnostic& diagnostic, const Plan& plan) {
    for (const auto* stages : {&plan.inputs, &plan.transforms, &plan.outputs})
        for (const PlannedStage& stage : *stages)
            if (stage.name() == diagnostic.stage) return &stage;
    return nullptr;
}

const Decision* settled(const Diagnostic& doubt, const CheckedLetter& checked) {
    for (const Decision& one : checked.decisions.decisions)
        if (one.verdict == Verdict::settled && one.code == doubt.code && one.message == doubt.message &&
            one.page == doubt.place.page)
            return &one;
    return nullptr;
}

void write_doubt(const Element& list, const Site& site, const Diagnostic& doubt, const CheckedLetter& checked,
                 const Plan& plan) {
    const Decision* const decision = settled(doubt, checked);
    const std::string page = std::to_string(doubt.place.page);
    const Element item = list.newline().add("li", {{"class", decision ? "doubt settled" : "doubt"},
                                                   {"tabindex", "-1"},
                                                   {"data-code", doubt.code},
                                                   {"data-message", doubt.message},
                                                   {"data-page", page},
                                                   {"data-base", mark_of(decision)}});
    if (doubt.place.box) {
        const Box& box = *doubt.place.box;
        item.attribute("data-boxes", page + ":" + coordinate(box.left) + "," + coordinate(box.top) + "," +
                                         coordinate(box.right) + "," + coordinate(box.bottom));
    }
    write_message(item.add("b"), doubt.message);
    if (doubt.place.page > 0)
        item.text(" ").add("a", {{"href", "#p" + page}, {"data-goto", page}}, "page " + page);
    if (const std::string meaning = meaning_of(doubt, plan); !meaning.empty())
        write_message(item.add("p", {{"class", "quiet"}}), meaning);
    if (decision)
        item.add("p", {{"class", "state settled"}},
                 "settled by " + decision->by + (decision->note.empty() ? "" : ": " + decision->note));
    if (site.read_only) return;
    item.add("button", {{"type", "button"}, {"data-do", decision ? "unsettle" : "settle"}},
             decision ? "Open again" : "Settle")
        .attribute("aria-label", (decision ? "Open again: " : "Settle: ") + doubt.message);
    if (!decision)
        item.text(" ")
            .add("button", {{"type", "button"}, {"data-do", "note"}}, "Note")
            .attribute("aria-label", "Settle with a note: " + doubt.message);
}

/// The record's values, one a line.
std::string values_of(const Record& record) {
    std::string lines;
    for (const Field& field : record.fields)
        if (const std::string value = text_of(field.value); !value.empty() && is_value(field.name))
            lines += (lines.empty() ? "" : "\n") + html::in_words(field.name) + ": " + value;
    return lines;
}

void write_stale(const Element& list, const Site& site, const Applied& applied,
                 const CheckedLetter& checked) {
    const Decision& one = *applied.decision;
    const Element item = list.newline().add("li", {{"class", "stale"},
                                                   {"tabindex", "-1"},
                                                   {"data-record", one.record},
                                                   {"data-type", one.type},
                                                   {"data-field", one.field},
                                                   {"data-base", mark_of(&one)}});
    item.add("b", {}, html::in_words(one.type) + (one.field.empty() ? "" : ", " + html::in_words(one.field)));
    item.text(": " + applied.stale);
    const Element table = item.add("table", {{"class", "both"}});
    const auto row = [&](const std::string& title, const std::string& value) {
        const Element line = table.add("tr");
        line.add("th", {{"scope", "row"}}, title);
        line.add("td").lines(value.empty() ? "–" : value);
    };
    std::string decided = one.value;
    if (one.verdict != Verdict::corrected)
        for (const auto& [field, value] : one.fields)
            decided += (decided.empty() ? "" : "\n") + html::in_words(field) + ": " + value;
    row(one.by + " " + std::string(name(one.verdict)), decided);
    const auto record =
        std::find_if(checked.found.records.begin(), checked.found.records.end(),
                     [&](const Record& known) { return known.id == one.record && known.type == one.type; });
    const bool there = record != checked.found.records.end();
    std::string now = applied.now;
    if (there && one.field.empty()) now = values_of(*record);
    const bool added = one.verdict == Verdict::added;
    row("the letter now", there ? now : added ? "no such record" : "the record is gone, or stands elsewhere");
    if (site.read_only) return;
    // What was added stands in the letter as long as its words do.
    const bool words = std::all_of(one.marks.begin(), one.marks.end(), [&](const MarkedWords& mark) {
        return find_words(checked.found, mark).has_value();
    });
    if (added ? words && !there : there)
        item.add("button", {{"type", "button"}, {"data-do", "keep"}}, "Keep").text(" ");
    item.add("button", {{"type", "button"}, {"data-do", "drop"}}, "Drop");
}

}  // namespace

std::string meaning_of(const Diagnostic& diagnostic, const Plan& plan) {
    const PlannedStage* const stage = stage_of(diagnostic, plan);
    for (const DiagnosticSpec& spec : stage ? stage->stage.spec->diagnostics : codes::all())
        if (diagnostic.code == spec.code) return spec.help;
    return diagnostic.hint;
}

int harm_of(const Diagnostic& diagnostic, const Plan& plan) {
    if (diagnostic.severity == Severity::error) return 0;
    if (diagnostic.code == codes::decision_stale.code || diagnostic.code == codes::decision_invalid.code)
        return 1;
    for (const PlannedStage& input : plan.inputs)
        if (input.name() == diagnostic.stage) return 2;
    return diagnostic.stage.empty() ? 2 : 3;
}

void write_doubts(const Element& values, const Site& site, const CheckedLetter& checked, const Plan& plan) {
    std::vector<const Diagnostic*> doubts;
    for (const Diagnostic& one : checked.found.diagnostics)
        if (one.severity >= Severity::doubtful) doubts.push_back(&one);
    std::stable_sort(doubts.begin(), doubts.end(), [&](const Diagnostic* a, const Diagnostic* b) {
        return harm_of(*a, plan) < harm_of(*b, plan);
    });
    if (checked.invalid)
        values.newline().add("p", {{"class", "banner"}, {"role", "alert"}}, checked.invalid->message);
    const bool stale = std::any_of(checked.applied.begin(), checked.applied.end(),
                                   [](const Applied& one) { return !one.stale.empty(); });
    if (stale) {
        const Element section =
            values.newline().add("section", {{"class", "stales"}, {"aria-labelledby", "stale-title"}});
        section.add("h2", {{"id", "stale-title"}}, "Decisions that no longer fit");
        const Element list = section.add("ul", {{"role", "list"}});
        for (const Applied& one : checked.applied)
            if (!one.stale.empty()) write_stale(list, site, one, checked);
    }
    if (doubts.empty()) return;
    const Element section =
        values.newline().add("section", {{"class", "doubts"}, {"aria-labelledby", "doubts-title"}});
    section.add("h2", {{"id", "doubts-title"}}, "Doubts");
    const Element list = section.add("ul", {{"role", "list"}});
    for (const Diagnostic* one : doubts) write_doubt(list, site, *one, checked, plan);
}

}  // namespace sheaf::review
