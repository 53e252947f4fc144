#include "archive/answer_check.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/codes.hpp"
#include "base/json.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_outputs = 10'000;
constexpr std::size_t longest_text = 1U << 20U;
constexpr std::size_t longest_code = 64;
constexpr std::size_t hash_digits = 64;

bool is_text(std::string_view text) {
    return text.size() <= longest_text && text::is_valid_utf8(text);
}

bool is_hash(std::string_view text) {
    return text.size() == hash_digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_code(std::string_view text) {
    return !text.empty() && text.size() <= longest_code &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

bool is_measure(double number) {
    return std::isfinite(number) && number >= 0;
}

bool is_box(const Box& box) {
    return std::isfinite(box.left) && std::isfinite(box.top) && std::isfinite(box.right) &&
           std::isfinite(box.bottom);
}

/// `b12`, or empty.
bool is_block(std::string_view text) {
    return text.empty() || (text.size() > 1 && text[0] == 'b' &&
                            text.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

bool is_stage(std::string_view name, const Plan& plan) {
    if (name == decisions_stage && !plan.decisions.empty()) return true;
    for (const auto* stages : {&plan.inputs, &plan.transforms, &plan.outputs})
        for (const PlannedStage& stage : *stages)
            if (stage.name() == name) return true;
    return false;
}

/// A file, not a link to one.
bool is_file_of_size(const fs::path& file, std::optional<std::uint64_t> size) {
    struct stat status {};
    return ::lstat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink == 1 &&
           (!size || static_cast<std::uint64_t>(status.st_size) == *size);
}

bool fits(const Json& value, FieldType type) {
    if (value.is_null()) return true;
    switch (type) {
        case FieldType::flag:
            return value.is_boolean();
        case FieldType::integer:
            return value.is_number_integer();
        case FieldType::number:
            return value.is_number();
        case FieldType::texts:
            return value.is_array() &&
                   std::all_of(value.begin(), value.end(), [](const Json& one) { return one.is_string(); });
        default:
            return value.is_string();
    }
}

/// Every declared field in declared order, and no other.
bool has_fields_of(const std::string& fields, const RecordSpec& type) {
    const Json values = Json::parse(fields, nullptr, false);
    if (!values.is_object() || values.size() != type.fields.size()) return false;
    auto field = type.fields.begin();
    for (const auto& [name, value] : values.items()) {
        if (name != field->name || !fits(value, field->type)) return false;
        ++field;
    }
    return true;
}

std::string fault_of_record(const RecordRow& record, const Plan& plan) {
    const auto type = std::find_if(plan.record_types.begin(), plan.record_types.end(),
                                   [&](const RecordSpec& one) { return record.type == one.name; });
    if (type == plan.record_types.end()) return "it has a record of a type that the pipeline does not make";
    if (!is_text(record.fields) || !has_fields_of(record.fields, *type))
        return "the fields of a record are not those of its type";
    const bool sound = is_text(record.id) && is_text(record.rule) && is_block(record.block) &&
                       record.page >= 0 && std::isfinite(record.confidence) && is_stage(record.stage, plan);
    return sound ? "" : "a record does not say where it stands and what made it";
}

std::string fault_of_diagnostic(const Diagnostic& one, const Plan& plan) {
    const bool sound = is_code(one.code) && is_text(one.message) && is_text(one.hint) &&
                       is_text(one.place.part) && is_text(one.place.file) && one.place.page >= 0 &&
                       (one.stage.empty() || is_stage(one.stage, plan));
    return sound ? "" : "a diagnostic is none that a stage could report";
}

std::string fault_of_outputs(const LetterOutcome& outcome, const Job& job) {
    if (outcome.outputs.size() > most_outputs) return "it has too many outputs";
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < outcome.outputs.size(); ++i) {
        const OutputRow& output = outcome.outputs[i];
        const std::string_view file = output.file;
        if (!file.starts_with(job.output_name) || file.size() == job.output_name.size() ||
            file.find_first_of(std::string_view("/\0", 2), job.output_name.size()) !=
                std::string_view::npos ||
            !names.insert(file).second)
            return "the name of an output is not one of this letter";
        if (!is_hash(output.sha256) ||
            !is_file_of_size(fs::path(job.scratch) / std::to_string(i), output.size))
            return "an output is not what the answer says of it";
    }
    return {};
}

/// The failure is not the letter's.
bool from_outside(const Diagnostic& one) {
    for (const DiagnosticSpec& code :
         {codes::file_missing, codes::file_unreadable, codes::not_a_file, codes::output_unwritable})
        if (one.severity == Severity::error && one.code == code.code) return true;
    return false;
}

/// The stage misbehaved, or went past a limit.
bool misbehaved(const Diagnostic& one) {
    return one.severity == Severity::error &&
           (one.code == codes::stage_failed.code || one.code == codes::stage_process.code);
}

}  // namespace

std::string fault_of_answer(const Answer& answer, const Job& job, const Plan& plan) {
    const LetterOutcome& outcome = answer.outcome;
    if (answer.number != job.number) return "nobody asked for it";
    if (!outcome.read && !job.has_document) return "the letter was not read";
    if (job.only_hash && (!outcome.outputs.empty() || !outcome.records.empty() || answer.has_document))
        return "nothing but the hash of the letter was asked for";
    if (!outcome.key.content.empty() && !is_hash(outcome.key.content))
        return "the hash of the letter is none";
    for (const std::string* text : {&outcome.profile, &outcome.title, &outcome.document_date,
                                    &outcome.authority, &outcome.media_type, &outcome.producer})
        if (!is_text(*text)) return "it has a text that is none";
    if (!is_measure(outcome.seconds)) return "it took no time";
    for (const StageTime& time : outcome.times)
        if (!is_stage(time.stage, plan) || !is_measure(time.seconds)) return "it has a time of no stage";
    for (const Diagnostic& one : outcome.diagnostics)
        if (std::string fault = fault_of_diagnostic(one, plan); !fault.empty()) return fault;
    const bool good = has_outputs(outcome.status);
    if (outcome.status != status_of(outcome.diagnostics) ||
        outcome.retry != failed_from_outside(outcome.diagnostics) ||
        (!good && (!outcome.outputs.empty() || !outcome.records.empty())))
        return "its status does not follow from what it reports";
    for (const RecordRow& record : outcome.records)
        if (std::string fault = fault_of_record(record, plan); !fault.empty()) return fault;
    if (good && job.picture.page > 0 && !is_file_of_size(fs::path(job.scratch) / "page", std::nullopt))
        return "the picture of the page is no file";
    for (const PrintedWord& word : answer.words)
        if (!is_text(word.text) || !is_box(word.box)) return "a word on the page stands nowhere";
    if (answer.has_document && !is_file_of_size(fs::path(job.scratch) / "document", std::nullopt))
        return "the document that is to be stored is no file";
    return fault_of_outputs(outcome, job);
}

LetterStatus status_of(const std::vector<Diagnostic>& diagnostics) {
    Severity worst = Severity::note;
    for (const Diagnostic& one : diagnostics) worst = std::max(worst, one.severity);
    switch (worst) {
        case Severity::note:
            return LetterStatus::converted;
        case Severity::repaired:
            return LetterStatus::repaired;
        case Severity::doubtful:
            return LetterStatus::doubtful;
        case Severity::error:
            break;
    }
    return std::any_of(diagnostics.begin(), diagnostics.end(), misbehaved) ? LetterStatus::quarantined
                                                                           : LetterStatus::failed;
}

bool failed_from_outside(const std::vector<Diagnostic>& diagnostics) {
    return std::any_of(diagnostics.begin(), diagnostics.end(), from_outside);
}

bool tells_of_damage(const std::vector<Diagnostic>& diagnostics, const Plan& plan) {
    return std::any_of(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& one) {
        const bool of_input =
            std::any_of(plan.inputs.begin(), plan.inputs.end(),
                        [&](const PlannedStage& input) { return input.name() == one.stage; });
        return one.severity == Severity::repaired || (of_input && one.severity > Severity::note);
    });
}

}  // namespace sheaf
