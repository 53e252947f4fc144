#include "archive/answer_check.hpp"

#include <algorithm>
#include <climits>
#include <cmath>
#include <set>

#include "archive/scratch_file.hpp"
#include "base/codes.hpp"
#include "base/json.hpp"
#include "pipeline/file_text.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

// What the batch and its journal take of one letter. Those that offices send come to a hundredth of it at
// most.
constexpr std::size_t most_outputs = 10'000;
constexpr std::size_t most_diagnostics = 20'000;
constexpr std::size_t most_records = 50'000;
constexpr std::size_t most_words = 500'000;            // on a page
constexpr std::uint64_t most_pages = 10'000'000;       // and sections
constexpr double longest_time = 1e8;                   // seconds: three years
constexpr double largest_place = 1e7;                  // points: PDF allows pages of 14,400 by default
constexpr std::uint64_t largest_memory = 1ULL << 50U;  // bytes
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

/// Not so of what is no number, either.
bool is_time(double seconds) {
    return seconds >= 0 && seconds <= longest_time;
}

bool is_page(int page) {
    return page >= 0 && static_cast<std::uint64_t>(page) <= most_pages;
}

bool is_box(const Box& box) {
    const auto is_place = [](double points) { return std::abs(points) <= largest_place; };
    return is_place(box.left) && is_place(box.top) && is_place(box.right) && is_place(box.bottom);
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
                       is_page(record.page) && record.confidence >= 0 && record.confidence <= 1 &&
                       is_stage(record.stage, plan);
    return sound ? "" : "a record does not say where it stands and what made it";
}

std::string fault_of_diagnostic(const Diagnostic& one, const Plan& plan) {
    const Place& place = one.place;
    const bool sound = is_code(one.code) && is_text(one.message) && is_text(one.hint) &&
                       is_text(place.part) && is_text(place.file) && is_page(place.page) && place.line >= 0 &&
                       place.column >= 0 && (!place.box || is_box(*place.box)) &&
                       (one.stage.empty() || is_stage(one.stage, plan));
    return sound ? "" : "a diagnostic is none that a stage could report";
}

/// The letter's own name with an end that a stage may give it.
bool is_name_of(const std::string& file, const Job& job) {
    return file.starts_with(job.output_name) && is_name_end(file.substr(job.output_name.size())) &&
           fs::path(file).filename().native().size() <= NAME_MAX;
}

bool is_scratch_file(const Job& job, const std::string& name) {
    return static_cast<bool>(open_scratch_file(job.scratch, name));
}

std::string fault_of_outputs(const LetterOutcome& outcome, const Job& job) {
    if (outcome.outputs.size() > most_outputs) return "it has too many outputs";
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < outcome.outputs.size(); ++i) {
        const OutputRow& output = outcome.outputs[i];
        if (!is_name_of(output.file, job) || !names.insert(output.file).second)
            return "the name of an output is not one of this letter";
        const OwnedFile file = open_scratch_file(job.scratch, std::to_string(i), output.size);
        std::vector<Diagnostic> unread;
        // It is looked at once more when it is copied; a worker whose answer is none is not given another
        // letter.
        const std::uint64_t most = std::max<std::uint64_t>(output.size, 1);
        if (!file || hash_of_file(file.number(), output.file, unread, most) != output.sha256)
            return "an output is not what the answer says of it";
    }
    return {};
}

/// Who had the letter, and which letter it was.
std::string fault_of_letter(const Answer& answer, const Job& job) {
    const LetterOutcome& outcome = answer.outcome;
    const std::string& content = outcome.key.content;
    const bool good = has_outputs(outcome.status);
    if (answer.number != job.number) return "nobody asked for it";
    if (!outcome.read && !job.has_document) return "the letter was not read";
    if (job.only_hash && (!outcome.outputs.empty() || !outcome.records.empty() || answer.has_document))
        return "nothing but the hash of the letter was asked for";
    if (!is_hash(content) && (!content.empty() || (job.only_hash && good)))
        return "the hash of the letter is none";
    if (!job.content.empty() && good && content != job.content) return "it is of another letter";
    if (answer.has_document && !(good && outcome.read))
        return "there is a document of a letter that was not read";
    return {};
}

/// Counts, and what was measured.
std::string fault_of_numbers(const Answer& answer, const Plan& plan) {
    const LetterOutcome& outcome = answer.outcome;
    if (outcome.diagnostics.size() > most_diagnostics) return "it has too many diagnostics";
    if (outcome.records.size() > most_records) return "it has too many records";
    if (answer.words.size() > most_words) return "it has too many words on a page";
    if (outcome.pages > most_pages || outcome.sections > most_pages)
        return "it has more pages or sections than any letter";
    if (outcome.peak_memory > largest_memory || answer.memory > largest_memory)
        return "it took more memory than there is";
    if (!is_time(outcome.seconds)) return "it took no time";
    std::set<std::string_view> timed;
    for (const StageTime& time : outcome.times)
        if (!is_stage(time.stage, plan) || !is_time(time.seconds) || !timed.insert(time.stage).second)
            return "it has a time of no stage";
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
    if (std::string fault = fault_of_letter(answer, job); !fault.empty()) return fault;
    if (std::string fault = fault_of_numbers(answer, plan); !fault.empty()) return fault;
    for (const std::string* text : {&outcome.profile, &outcome.title, &outcome.document_date,
                                    &outcome.authority, &outcome.media_type, &outcome.producer})
        if (!is_text(*text)) return "it has a text that is none";
    for (const Diagnostic& one : outcome.diagnostics)
        if (std::string fault = fault_of_diagnostic(one, plan); !fault.empty()) return fault;
    const bool good = has_outputs(outcome.status);
    if (outcome.status != status_of(outcome.diagnostics) ||
        outcome.retry != failed_from_outside(outcome.diagnostics) ||
        (!good && (!outcome.outputs.empty() || !outcome.records.empty())))
        return "its status does not follow from what it reports";
    for (const RecordRow& record : outcome.records)
        if (std::string fault = fault_of_record(record, plan); !fault.empty()) return fault;
    if (good && job.picture.page > 0 && !is_scratch_file(job, "page"))
        return "the picture of the page is no file";
    for (const PrintedWord& word : answer.words)
        if (!is_text(word.text) || !is_box(word.box)) return "a word on the page stands nowhere";
    if (answer.has_document && !is_scratch_file(job, "document"))
        return "the document that is to be stored is no file";
    return fault_of_outputs(outcome, job);
}

Diagnostic answer_not_believed(const std::string& fault) {
    return diagnose(codes::worker_answer, "the worker process gave an answer that is not believed: " + fault,
                    {}, "this is a defect of a plugin, or the letter attacks the library that reads it");
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
