#include "decisions/apply.hpp"

#include <algorithm>

#include "base/codes.hpp"
#include "base/wording.hpp"
#include "decisions/headings.hpp"

namespace sheaf {

namespace {

constexpr std::size_t longest_value = 80;  // bytes of a value in a message

const RecordSpec* type_or_heading(std::span<const RecordSpec> types, std::string_view name) {
    if (name == heading_type.name) return &heading_type;
    for (const RecordSpec& type : types)
        if (type.name == name) return &type;
    return nullptr;
}

const FieldSpec* field_named(const RecordSpec& type, std::string_view name) {
    for (const FieldSpec& field : type.fields)
        if (field.name == name) return &field;
    return nullptr;
}

std::string in_quotes(const std::string& value) {
    return value.empty() ? "nothing" : "\"" + shortened(value, longest_value) + "\"";
}

/// Where records with anchors stand; those without come last.
auto place_of(const Record& record) {
    return record.anchors.empty() ? std::pair(BlockId(), Range())
                                  : std::pair(record.anchors.front().block, record.anchors.front().range);
}

/// One letter's decisions: first each is looked at, then what fits is done, so that none sees what another did.
class Application {
  public:
    Application(Document& document, const LetterDecisions& decisions, std::span<const RecordSpec> types)
        : document_(document), decisions_(decisions), types_(types) {}

    std::vector<Applied> run() {
        for (Record& heading : heading_records(document_)) document_.records.push_back(std::move(heading));
        for (const Decision& one : decisions_.decisions) {
            Applied applied{&one, {}, {}};
            const std::string& seen = one.sha256.empty() ? decisions_.sha256 : one.sha256;
            const bool same_letter = seen == document_.source.sha256;
            if (one.verdict == Verdict::settled) {
                if (same_letter) settle(one);
            } else if (!same_letter) {
                applied.stale = "the letter's file is another one now";
                if (const Record* record = find(one)) applied.now = value_now(one, *record);
            } else {
                look_at(one, applied);
            }
            applied_.push_back(std::move(applied));
        }
        before_.records = document_.records;
        act_on_headings();
        for (const Applied& applied : applied_)
            if (applied.stale.empty() && !is_about_heading(*applied.decision)) act(*applied.decision);
        for (const Applied& applied : applied_)
            if (!applied.stale.empty()) report(applied);
        add_decision_records();
        std::erase_if(document_.records, [](const Record& one) { return one.type == heading_type.name; });
        return std::move(applied_);
    }

  private:
    static bool is_about_heading(const Decision& one) { return one.type == heading_type.name; }

    /// First of all, since records say which section they stand in.
    void act_on_headings() {
        bool changed = false;
        for (const Applied& applied : applied_) {
            const Decision& one = *applied.decision;
            if (!applied.stale.empty() || !is_about_heading(one)) continue;
            act(one);
            changed = changed || one.verdict != Verdict::confirmed;
        }
        if (changed) follow_headings(document_);
    }

    const Record* find(const Decision& one) const {
        for (const Record& record : document_.records)
            if (record.id == one.record && record.type == one.type) return &record;
        return nullptr;
    }
    Record* find(const Decision& one) {
        return const_cast<Record*>(static_cast<const Application*>(this)->find(one));
    }

    static std::string value_now(const Decision& one, const Record& record) {
        const Field* field = record.field(one.field);
        return field ? text_of(field->value) : std::string();
    }

    std::string words_now(const Decision& one, const Record& record) const {
        const Field* field = record.field(one.field);
        return words_of(document_, field && !field->anchors.empty() ? field->anchors : record.anchors);
    }

    /// A doubt that is settled is told, and is none any more.
    void settle(const Decision& one) {
        for (Diagnostic& doubt : document_.diagnostics) {
            if (doubt.severity != Severity::doubtful || doubt.code != one.code ||
                doubt.message != one.message || doubt.place.page != one.page)
                continue;
            doubt.severity = Severity::note;
            doubt.hint = "settled by " + one.by + (one.note.empty() ? "" : ": " + one.note);
        }
    }

    void look_at(const Decision& one, Applied& applied) const {
        const RecordSpec* type = type_or_heading(types_, one.type);
        if (!type) {
            applied.stale = "no stage of the pipeline makes records of type `" + one.type + "`";
            return;
        }
        if (one.verdict == Verdict::added) return look_at_added(one, *type, applied);
        const Record* record = find(one);
        if (!record) {
            applied.stale = "the letter no longer has the record";
            return;
        }
        applied.now = value_now(one, *record);
        if (words_now(one, *record) != one.words)
            applied.stale = "the record is made from other words now";
        else if (one.verdict == Verdict::corrected)
            look_at_corrected(one, *type, applied);
        else
            look_at_seen(one, *record, applied);
        if (applied.stale.empty()) applied.now.clear();
    }

    void look_at_corrected(const Decision& one, const RecordSpec& type, Applied& applied) const {
        const FieldSpec* field = field_named(type, one.field);
        if (!field || !takes(type, *field, one.value))
            applied.stale = "the field `" + one.field + "` takes no such value";
        else if (applied.now != one.was && applied.now != one.value)
            applied.stale = "the letter's value is another one now";
        else if (!marks_found(one))
            applied.stale = "the words that were marked are not in the letter";
    }

    /// Each value that the person saw is what it was.
    static void look_at_seen(const Decision& one, const Record& record, Applied& applied) {
        for (const auto& [name, value] : one.fields) {
            const Field* field = record.field(name);
            const std::string now = field ? text_of(field->value) : std::string();
            if (now == value) continue;
            applied.stale = "`" + name + "` was " + in_quotes(value);
            applied.now = now;
            return;
        }
    }

    void look_at_added(const Decision& one, const RecordSpec& type, Applied& applied) const {
        for (const auto& [name, value] : one.fields) {
            const FieldSpec* field = field_named(type, name);
            if (!field || !takes(type, *field, value)) {
                applied.stale = "the field `" + name + "` takes no such value";
                return;
            }
        }
        if (!marks_found(one)) {
            applied.stale = "the words that were marked are not in the letter";
            return;
        }
        const std::vector<Anchor> anchors = anchors_of(one);
        for (const Record& record : document_.records) {
            const bool same_words = !anchors.empty() && record.anchors == anchors;
            if (record.type != one.type || (record.id != one.record && !same_words)) continue;
            applied.stale = "the letter has a record of these words now";
            applied.now = record.fields.empty() ? std::string() : text_of(record.fields.front().value);
            return;
        }
        const bool whole = one.fields.size() == heading_type.fields.size() && !anchors.empty() &&
                           possible_heading(document_, anchors) == anchors;
        if (is_about_heading(one) && !whole)
            applied.stale = "the words that were marked are no paragraph of their own";
    }

    bool marks_found(const Decision& one) const {
        return std::all_of(one.marks.begin(), one.marks.end(),
                           [&](const MarkedWords& mark) { return find_words(document_, mark).has_value(); });
    }
    std::vector<Anchor> anchors_of(const Decision& one) const {
        std::vector<Anchor> anchors;
        for (const MarkedWords& mark : one.marks)
            if (const auto anchor = find_words(document_, mark)) anchors.push_back(*anchor);
        return anchors;
    }

    void act(const Decision& one) {
        if (one.verdict == Verdict::corrected) correct(one);
        if (one.verdict == Verdict::added) add(one);
        if (one.verdict != Verdict::rejected) return;
        std::erase_if(document_.records, [&](const Record& record) {
            return record.id == one.record && record.type == one.type;
        });
    }

    void correct(const Decision& one) {
        Record* const record = find(one);
        if (!record) return;  // it is rejected as well
        for (Field& field : record->fields) {
            if (field.name != one.field) continue;
            field.value =
                *value_in(one.value, field_named(*type_or_heading(types_, one.type), one.field)->type);
            const bool absent = std::holds_alternative<std::monostate>(field.value);
            field.anchors = absent ? std::vector<Anchor>() : anchors_of(one);
        }
        if (one.value != one.was) correct_code(*record, one);
    }

    /// A code follows from its value: with another value it is that of a record of this letter with the same value, or absent,
    /// unless somebody decided about it, too.
    void correct_code(Record& record, const Decision& one) {
        const std::string name = one.field + "_code";
        for (Field& code : record.fields) {
            if (code.name != name || decided(one.record, name)) continue;
            code.value = FieldValue();
            code.anchors.clear();
            for (const Record& other : before_.records)
                if (other.type == record.type && other.text(one.field) == one.value &&
                    !other.text(name).empty())
                    code.value = std::string(other.text(name));
        }
    }
    bool decided(const std::string& record, const std::string& field) const {
        return std::any_of(applied_.begin(), applied_.end(), [&](const Applied& other) {
            return other.stale.empty() && other.decision->record == record && other.decision->field == field;
        });
    }

    void add(const Decision& one) {
        Record record;
        record.id = one.record;
        record.type = one.type;
        record.anchors = anchors_of(one);
        record.stage = decisions_stage;
        record.rule = "added";
        record.confidence = 1;
        for (const FieldSpec& spec : type_or_heading(types_, one.type)->fields) {
            Field field{spec.name, {}, {}};
            for (const auto& [name, value] : one.fields)
                if (name == spec.name) field.value = *value_in(value, spec.type);
            record.fields.push_back(std::move(field));
        }
        insert(std::move(record));
    }

    /// Within its type in reading order.
    void insert(Record record) {
        auto& records = document_.records;
        const auto first = std::find_if(records.begin(), records.end(),
                                        [&](const Record& one) { return one.type == record.type; });
        if (first == records.end()) {
            records.push_back(std::move(record));
            return;
        }
        const auto behind = std::find_if(first, records.end(), [&](const Record& one) {
            return one.type != record.type ||
                   (!record.anchors.empty() && !one.anchors.empty() && place_of(record) < place_of(one));
        });
        records.insert(behind, std::move(record));
    }

    /// The record as people know it: its first text, or its id.
    std::string called(const Decision& one) const {
        if (const Record* record = find(one))
            for (const Field& field : record->fields)
                if (const auto* text = std::get_if<std::string>(&field.value); text && !text->empty())
                    return in_quotes(*text);
        return one.fields.empty() ? one.record : in_quotes(one.fields.front().second);
    }

    void report(const Applied& applied) {
        const Decision& one = *applied.decision;
        const std::string subject =
            (one.field.empty() ? "the " : "`" + one.field + "` of the ") + one.type + " " + called(one);
        std::string message =
            "what " + one.by + " decided about " + subject + " (" + std::string(name(one.verdict)) +
            (one.value.empty() ? "" : " to " + in_quotes(one.value)) + ") was not applied: " + applied.stale;
        if (!applied.now.empty()) message += "; now it is " + in_quotes(applied.now);
        Place place;
        if (const Record* record = find(one)) place.page = page_of(document_, record->anchors);
        document_.diagnostics.push_back(diagnose(codes::decision_stale, std::move(message), std::move(place),
                                                 "keep or drop the decision in `sheaf review`"));
    }

    void add_decision_records() {
        RecordIds ids(document_);
        std::vector<Record> records;
        for (const Applied& applied : applied_) {
            if (!applied.stale.empty()) continue;
            const Decision& one = *applied.decision;
            Record record;
            record.type = decision_type.name;
            record.id = ids.next(record.type, {one.record, one.field, one.code, one.message});
            record.stage = decisions_stage;
            record.rule = name(one.verdict);
            record.confidence = 1;
            const bool doubt = one.verdict == Verdict::settled;
            const std::string values[] = {one.record, one.type,
                                          one.field,  std::string(name(one.verdict)),
                                          one.was,    doubt ? one.message : one.value,
                                          one.by,     one.on,
                                          one.note};
            for (std::size_t i = 0; i < std::size(values); ++i)
                record.fields.push_back(
                    {decision_type.fields[i].name, *value_in(values[i], FieldType::text), {}});
            if (const Record* subject = find(one)) record.anchors = subject->anchors;
            records.push_back(std::move(record));
        }
        std::stable_sort(records.begin(), records.end(),
                         [](const Record& a, const Record& b) { return place_of(a) < place_of(b); });
        std::move(records.begin(), records.end(), std::back_inserter(document_.records));
    }

    Document& document_;
    Document before_;  ///< its records as they were found
    const LetterDecisions& decisions_;
    std::span<const RecordSpec> types_;
    std::vector<Applied> applied_;
};

}  // namespace

bool takes(const RecordSpec& type, const FieldSpec& field, std::string_view text) {
    const auto value = value_in(text, field.type);
    if (!value || type.name != std::string_view(heading_type.name)) return value.has_value();
    // A heading is nothing without a title and a level.
    const auto* const level = std::get_if<std::int64_t>(&*value);
    return level ? *level >= 1 && *level <= lowest_heading : field.type == FieldType::text && !text.empty();
}

std::vector<Applied> apply_decisions(Document& document, const LetterDecisions& decisions,
                                     std::span<const RecordSpec> types) {
    return Application(document, decisions, types).run();
}

void apply_decisions(Document& document, const DecisionsFile& file, std::span<const RecordSpec> types) {
    if (file.name.empty()) return;
    std::vector<Diagnostic> problems;
    if (const auto decisions = read_decisions(file.text, file.name, problems)) {
        apply_decisions(document, *decisions, types);
        return;
    }
    const Diagnostic& first = problems.front();
    document.diagnostics.push_back(diagnose(
        codes::decision_invalid,
        "the decisions about this letter cannot be understood, and none was applied: " + first.message,
        first.place, "mend the file, or bring back its last version"));
}

}  // namespace sheaf
