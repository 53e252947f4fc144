#include "run/convert.hpp"

#include <algorithm>

#include "base/codes.hpp"
#include "base/sha256.hpp"
#include "decisions/apply.hpp"
#include "pipeline/file_text.hpp"
#include "pipeline/suggest.hpp"
#include "run/output_files.hpp"
#include "run/records.hpp"
#include "run/struck.hpp"
#include "run/unrecognised.hpp"
#include "run/unsure.hpp"

namespace sheaf {

namespace {

/// What one stage may ask of the host during one call.
class StageContext : public Context {
  public:
    StageContext(const StageSpec& stage, std::span<const RecordSpec> types, const RunSettings& settings)
        : stage_(stage), types_(types), settings_(settings) {}

    void report(Severity severity, std::string_view code, std::string message, Place place,
                std::string hint) override {
        Diagnostic diagnostic;
        diagnostic.severity = severity;
        diagnostic.code = code;
        diagnostic.message = std::move(message);
        diagnostic.stage = stage_.name;
        diagnostic.place = std::move(place);
        diagnostic.hint = std::move(hint);
        reported_.push_back(std::move(diagnostic));
    }
    std::span<const RecordSpec> record_types() const override { return types_; }
    std::string_view password() const override { return settings_.password; }

    std::vector<Diagnostic> take_reported() { return std::move(reported_); }

  private:
    const StageSpec& stage_;
    const std::span<const RecordSpec> types_;
    const RunSettings& settings_;
    std::vector<Diagnostic> reported_;
};

void append(std::vector<Diagnostic>& list, std::vector<Diagnostic> more) {
    std::move(more.begin(), more.end(), std::back_inserter(list));
}

Severity worst_of(const std::vector<Diagnostic>& diagnostics) {
    Severity worst = Severity::note;
    for (const Diagnostic& diagnostic : diagnostics) worst = std::max(worst, diagnostic.severity);
    return worst;
}

Diagnostic of_stage(const StageSpec& stage, const DiagnosticSpec& code, std::string message) {
    Diagnostic diagnostic = diagnose(code, std::move(message), {}, "this is a defect of the plugin");
    diagnostic.stage = stage.name;
    return diagnostic;
}

/// Diagnostics of the stage that it does not declare, each code once.
void check_codes(const StageSpec& stage, std::vector<Diagnostic>& diagnostics) {
    std::vector<std::string> undeclared;
    for (const Diagnostic& diagnostic : diagnostics) {
        const bool declared =
            diagnostic.stage != stage.name ||
            std::any_of(stage.diagnostics.begin(), stage.diagnostics.end(),
                        [&](const DiagnosticSpec& spec) { return diagnostic.code == spec.code; });
        if (!declared && std::find(undeclared.begin(), undeclared.end(), diagnostic.code) == undeclared.end())
            undeclared.push_back(diagnostic.code);
    }
    for (const std::string& code : undeclared)
        diagnostics.push_back(
            of_stage(stage, codes::diagnostic_undeclared,
                     "the stage reports the code `" + code + "`, which it does not declare"));
}

/// After a stage has changed the document: names, fields, declared codes, and the model's rules. The first `earlier`
/// diagnostics were there before it.
void settle(Document& document, std::size_t earlier, const StageSpec& stage, const Plan& plan,
            const RunSettings& settings) {
    for (std::size_t i = earlier; i < document.diagnostics.size(); ++i)
        if (document.diagnostics[i].stage.empty()) document.diagnostics[i].stage = stage.name;
    const std::span<const RecordSpec> types = plan.types_of(document.profile);
    for (std::string& fault : settle_records(document, stage, types, types.subspan(plan.stage_types)))
        document.diagnostics.push_back(of_stage(stage, codes::record_undeclared, std::move(fault)));
    if (!settings.check_stages) return;
    check_codes(stage, document.diagnostics);
    for (std::string& fault : validate(document))
        document.diagnostics.push_back(of_stage(stage, codes::document_invalid, std::move(fault)));
}

/// One call of a stage.
template <class Interface>
std::optional<Diagnostic> call(const LiveStage<Interface>& stage, const RunSettings& settings,
                               const std::function<void()>& work) {
    if (!settings.watch) return guarded(stage.name(), work);
    settings.watch->begins(*stage.plan->stage.spec);
    auto problem = guarded(stage.name(), work);
    auto left = settings.watch->ended();
    if (problem || !left) return problem;
    left->stage = stage.name();
    return left;
}

struct ChosenInput {
    LiveStage<Input>* stage = nullptr;
    Input* object = nullptr;
};

/// The input that is surest of the bytes; of equals the first. Nulls when none is.
ChosenInput choose_input(std::string_view bytes, const Plan& plan, LiveStages& stages,
                         const RunSettings& settings, std::vector<Diagnostic>& diagnostics) {
    ChosenInput chosen;
    int surest = 0;
    for (LiveStage<Input>& input : stages.inputs) {
        Input* const object = stage_for(input, plan, {}, diagnostics);
        if (!object) continue;
        int sure = 0;
        if (auto problem = call(input, settings, [&] { sure = object->sniff(bytes); }))
            diagnostics.push_back(std::move(*problem));
        if (sure > surest) {
            surest = sure;
            chosen = {&input, object};
        }
    }
    return chosen;
}

/// From a quarter on, whoever reads the letter sees another one than its outputs show, or much is wrong with it: of the letters
/// that offices send, none that was measured reaches a fiftieth. What is less stands in the ledger.
void weigh_refused(Document& document) {
    constexpr std::uint64_t much = 4;  // a quarter
    const Ledger& ledger = document.ledger;
    std::uint64_t refused = 0;
    std::vector<std::string> reasons;
    for (const auto& [reason, count] : ledger.refused) {
        refused += count;
        reasons.push_back(reason);
    }
    if (refused == 0 || refused < (ledger.read + much - 1) / much) return;
    document.diagnostics.push_back(
        diagnose(codes::text_refused,
                 std::to_string(refused * 100 / std::max<std::uint64_t>(1, ledger.read)) +
                     " % of the letter's text was refused (" + listed(reasons) + ") and stands in no block",
                 {}, "look at the letter itself"));
}

/// What the input says of the text that is in no block.
void weigh(Document& document) {
    const Ledger& ledger = document.ledger;
    if (ledger.unaccounted > 0 && worst(document) < Severity::doubtful)
        document.diagnostics.push_back(
            diagnose(codes::text_unaccounted,
                     std::to_string(ledger.unaccounted) + " characters of the letter stand in no block", {},
                     "look at the letter itself: its HTML page shows what was read"));
    weigh_refused(document);
}

std::optional<std::string> bytes_of(const Letter& letter, const RunSettings& settings,
                                    std::vector<Diagnostic>& diagnostics) {
    return letter.open_file < 0
               ? read_file(letter.file, diagnostics, settings.largest_letter)
               : read_file(letter.open_file, letter.file, diagnostics, settings.largest_letter);
}

std::optional<Document> read_bytes(std::string_view bytes, const Plan& plan, LiveStages& stages,
                                   const RunSettings& settings, std::vector<Diagnostic>& diagnostics) {
    const auto [input, object] = choose_input(bytes, plan, stages, settings, diagnostics);
    if (!input) return std::nullopt;
    Document document;
    StageContext context(*input->plan->stage.spec, plan.types_of({}), settings);
    auto problem = call(*input, settings, [&, input = object] { document = input->read(bytes, context); });
    append(document.diagnostics, context.take_reported());
    if (problem) document.diagnostics.push_back(std::move(*problem));
    document.source.size = bytes.size();
    document.source.sha256 = sha256_hex(bytes);
    if (!problem) {
        settle(document, 0, *input->plan->stage.spec, plan, settings);
        weigh(document);
    }
    return document;
}

void apply_transforms(Document& document, const Plan& plan, LiveStages& stages, const RunSettings& settings) {
    for (LiveStage<Transform>& transform : stages.transforms) {
        if (worst(document) == Severity::error) return;
        const StageSpec& spec = *transform.plan->stage.spec;
        Transform* const object = stage_for(transform, plan, document.profile, document.diagnostics);
        if (!object) return;
        StageContext context(spec, plan.types_of(document.profile), settings);
        const std::size_t earlier = document.diagnostics.size();
        auto problem = call(transform, settings, [&] { object->apply(document, context); });
        append(document.diagnostics, context.take_reported());
        if (problem)
            document.diagnostics.push_back(std::move(*problem));
        else
            settle(document, earlier, spec, plan, settings);
    }
}

/// Stages that make records by the rules of a profile made none of a letter without one, which somebody has to know.
void doubt_missing_profile(Document& document, const Plan& plan) {
    if (!document.profile.empty() || worst(document) >= Severity::doubtful) return;
    for (const PlannedStage& stage : plan.transforms) {
        const StageSpec& spec = *stage.stage.spec;
        if (!needs_profile(spec)) continue;
        document.diagnostics.push_back(diagnose(
            codes::no_profile,
            "the letter got no profile, and \"" + std::string(stage.name()) + "\" has its rules there", {},
            "the stage \"profile\" chooses a profile: see `sheaf options profile`"));
        return;
    }
}

}  // namespace

Severity LetterResult::worst() const {
    return worst_of(diagnostics);
}

std::optional<Diagnostic> too_large(const std::filesystem::path& letter, std::uint64_t limit) {
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(letter, error);
    if (error || limit == 0 || size <= limit) return std::nullopt;
    return diagnose(codes::letter_too_large,
                    "the letter has " + std::to_string(size >> 20U) + " MiB, and the limit is " +
                        std::to_string(limit >> 20U) + " MiB",
                    {}, "raise the limit `letter_mib`, or leave the letter out");
}

Diagnostic letter_changed() {
    return diagnose(codes::letter_changed, "the letter's file is another one now", {}, "run the batch again");
}

std::optional<Document> open_letter(const Letter& letter, const Plan& plan, LiveStages& stages,
                                    const RunSettings& settings, std::vector<Diagnostic>& diagnostics) {
    if (letter.problem) {
        diagnostics.push_back(*letter.problem);
        return std::nullopt;
    }
    if (auto large = too_large(letter.file, settings.largest_letter)) {
        diagnostics.push_back(std::move(*large));
        return std::nullopt;
    }
    const auto bytes = bytes_of(letter, settings, diagnostics);
    if (!bytes) return std::nullopt;
    if (bytes->empty()) {
        diagnostics.push_back(diagnose(codes::empty_file, "the file is empty", {},
                                       "fetch the letter again from where it came from"));
        return std::nullopt;
    }
    auto document = read_bytes(*bytes, plan, stages, settings, diagnostics);
    if (!document && diagnostics.empty()) diagnostics.push_back(not_recognised(*bytes, letter, plan));
    return document;
}

std::optional<Document> finish_letter(Document document, const Letter& letter, const Plan& plan,
                                      LiveStages& stages, const RunSettings& settings,
                                      std::vector<Diagnostic>& diagnostics) {
    // Which letter it is, is not for a stage to say: the archive keeps documents by this hash.
    const std::string sha256 = document.source.sha256;
    apply_transforms(document, plan, stages, settings);
    document.source.sha256 = sha256;
    leave_struck_out(document);
    doubt_unsure_words(document);
    doubt_missing_profile(document, plan);
    // Not before: what is read from a letter must not depend on what its file is called.
    document.source.name = letter.name;
    if (auto doubt = page_in_place(document, letter)) document.diagnostics.push_back(std::move(*doubt));
    if (worst(document) < Severity::error) {
        if (settings.decisions)
            apply_decisions(document,
                            decisions_for(*settings.decisions, document.source.sha256, letter.output_name),
                            plan.types_of(document.profile));
        return document;
    }
    append(diagnostics, std::move(document.diagnostics));
    return std::nullopt;
}

std::optional<Document> read_letter(const Letter& letter, const Plan& plan, LiveStages& stages,
                                    const RunSettings& settings, std::vector<Diagnostic>& diagnostics) {
    auto opened = open_letter(letter, plan, stages, settings, diagnostics);
    return opened ? finish_letter(std::move(*opened), letter, plan, stages, settings, diagnostics)
                  : std::nullopt;
}

std::optional<DrawnPage> draw_page(const Letter& letter, const std::string& sha256, int page, double dpi,
                                   const Plan& plan, LiveStages& stages, const RunSettings& settings,
                                   std::vector<Diagnostic>& diagnostics) {
    const auto bytes = bytes_of(letter, settings, diagnostics);
    if (!bytes) return std::nullopt;
    if (sha256_hex(*bytes) != sha256) {
        diagnostics.push_back(letter_changed());
        return std::nullopt;
    }
    const auto [input, object] = choose_input(*bytes, plan, stages, settings, diagnostics);
    auto* const drawing = dynamic_cast<DrawingInput*>(object);
    if (!drawing) {
        if (diagnostics.empty())
            diagnostics.push_back(
                diagnose(codes::page_not_drawn, "letters of this format have no pictures of their pages"));
        return std::nullopt;
    }
    DrawnPage drawn;
    StageContext context(*input->plan->stage.spec, plan.types_of({}), settings);
    auto problem =
        call(*input, settings, [&, drawing = drawing] { drawn = drawing->draw(*bytes, page, dpi, context); });
    if (!problem) return drawn;
    diagnostics.push_back(std::move(*problem));
    return std::nullopt;
}

bool write_outputs(const Document& document, const Plan& plan, LiveStages& stages,
                   const RunSettings& settings, Sink& sink, std::vector<Diagnostic>& diagnostics) {
    for (LiveStage<Output>& output : stages.outputs) {
        const StageSpec& spec = *output.plan->stage.spec;
        Output* const object = stage_for(output, plan, document.profile, diagnostics);
        if (!object) return false;
        StageContext context(spec, plan.types_of(document.profile), settings);
        auto problem = call(output, settings, [&] { object->write(document, sink, context); });
        append(diagnostics, context.take_reported());
        if (settings.check_stages) check_codes(spec, diagnostics);
        if (problem) diagnostics.push_back(std::move(*problem));
        if (worst_of(diagnostics) == Severity::error) return false;
    }
    return true;
}

LetterResult summary_of(const Document& document, const Plan& plan) {
    LetterResult result;
    result.diagnostics = document.diagnostics;
    result.profile = document.profile;
    result.pages = document.pages.size();
    result.sections = document.sections.size();
    for (const RecordSpec& type : plan.types_of(document.profile)) {
        const auto count = std::count_if(document.records.begin(), document.records.end(),
                                         [&](const Record& record) { return record.type == type.name; });
        result.records.emplace_back(type.name, static_cast<std::size_t>(count));
    }
    return result;
}

LetterResult convert_letter(const Letter& letter, const Plan& plan, LiveStages& stages,
                            const RunSettings& settings) {
    std::vector<Diagnostic> diagnostics;
    const auto document = read_letter(letter, plan, stages, settings, diagnostics);
    if (!document) {
        LetterResult failed;
        failed.diagnostics = std::move(diagnostics);
        return failed;
    }
    LetterResult result = summary_of(*document, plan);
    OutputFiles files(settings.out, letter.output_name, settings.largest_output);
    if (!write_outputs(*document, plan, stages, settings, files, result.diagnostics)) return result;
    if (auto problem = guarded("", [&] { files.commit(); })) {
        result.diagnostics.push_back(std::move(*problem));
        return result;
    }
    result.files = files.names();
    result.converted = true;
    return result;
}

}  // namespace sheaf
