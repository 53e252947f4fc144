#include "run/convert.hpp"

#include <algorithm>

#include "pipeline/file_text.hpp"
#include "pipeline/suggest.hpp"
#include "plugin/codes.hpp"
#include "run/output_files.hpp"
#include "run/records.hpp"
#include "text/sha256.hpp"

namespace sheaf {

namespace {

/// What one stage may ask of the host during one call.
class StageContext : public Context {
  public:
    StageContext(const StageSpec& stage, const Plan& plan, const RunSettings& settings)
        : stage_(stage), plan_(plan), settings_(settings) {}

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
    std::span<const RecordSpec> record_types() const override { return plan_.record_types; }
    std::string_view password() const override { return settings_.password; }

    std::vector<Diagnostic> take_reported() { return std::move(reported_); }

  private:
    const StageSpec& stage_;
    const Plan& plan_;
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

/// After a stage has changed the document: names, fields, declared codes, and the model's rules.
void settle(Document& document, const StageSpec& stage, const Plan& plan, const RunSettings& settings) {
    for (Diagnostic& diagnostic : document.diagnostics)
        if (diagnostic.stage.empty()) diagnostic.stage = stage.name;
    for (std::string& fault : settle_records(document, stage, plan.record_types))
        document.diagnostics.push_back(of_stage(stage, codes::record_undeclared, std::move(fault)));
    if (!settings.check_stages) return;
    check_codes(stage, document.diagnostics);
    for (std::string& fault : validate(document))
        document.diagnostics.push_back(of_stage(stage, codes::document_invalid, std::move(fault)));
}

/// The first line that is not empty, cut short and made printable, for a person who wonders what the file is.
std::string beginning_of(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, 4096);
    const std::size_t start = std::min(head.find_first_not_of(" \t\r\n"), head.size());
    std::string shown;
    for (char c : head.substr(start, 24)) {
        if (c == '\n' || c == '\r') break;
        shown += c >= 0x20 && c < 0x7F ? c : '.';
    }
    return shown;
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

Diagnostic not_recognised(std::string_view bytes, const Plan& plan) {
    std::vector<std::string> names;
    for (const PlannedStage& input : plan.inputs) names.emplace_back(input.name());
    const std::string beginning = beginning_of(bytes);
    return diagnose(codes::not_recognised,
                    "none of the inputs (" + listed(names) + ") recognises the file, which " +
                        (beginning.empty() ? "begins with white space" : "begins with `" + beginning + "`"),
                    {}, "the file is not what its name says, or its format needs another input plugin");
}

std::optional<Document> read_bytes(std::string_view bytes, const Plan& plan, LiveStages& stages,
                                   const RunSettings& settings, std::vector<Diagnostic>& diagnostics) {
    const auto [input, object] = choose_input(bytes, plan, stages, settings, diagnostics);
    if (!input) {
        if (diagnostics.empty()) diagnostics.push_back(not_recognised(bytes, plan));
        return std::nullopt;
    }
    Document document;
    StageContext context(*input->plan->stage.spec, plan, settings);
    auto problem = call(*input, settings, [&, input = object] { document = input->read(bytes, context); });
    append(document.diagnostics, context.take_reported());
    if (problem) document.diagnostics.push_back(std::move(*problem));
    document.source.size = bytes.size();
    document.source.sha256 = sha256_hex(bytes);
    if (!problem) {
        settle(document, *input->plan->stage.spec, plan, settings);
        if (document.ledger.unaccounted > 0 && worst(document) < Severity::doubtful)
            document.diagnostics.push_back(diagnose(
                codes::text_unaccounted,
                std::to_string(document.ledger.unaccounted) + " characters of the letter stand in no block"));
    }
    return document;
}

void apply_transforms(Document& document, const Plan& plan, LiveStages& stages, const RunSettings& settings) {
    for (LiveStage<Transform>& transform : stages.transforms) {
        if (worst(document) == Severity::error) return;
        const StageSpec& spec = *transform.plan->stage.spec;
        Transform* const object = stage_for(transform, plan, document.profile, document.diagnostics);
        if (!object) return;
        StageContext context(spec, plan, settings);
        auto problem = call(transform, settings, [&] { object->apply(document, context); });
        append(document.diagnostics, context.take_reported());
        if (problem)
            document.diagnostics.push_back(std::move(*problem));
        else
            settle(document, spec, plan, settings);
    }
}

}  // namespace

Severity LetterResult::worst() const {
    return worst_of(diagnostics);
}

std::optional<Document> read_letter(const Letter& letter, const Plan& plan, LiveStages& stages,
                                    const RunSettings& settings, std::vector<Diagnostic>& diagnostics) {
    if (letter.problem) {
        diagnostics.push_back(*letter.problem);
        return std::nullopt;
    }
    const auto bytes = read_file(letter.file, diagnostics);
    if (!bytes) return std::nullopt;
    if (bytes->empty()) {
        diagnostics.push_back(diagnose(codes::empty_file, "the file is empty", {},
                                       "fetch the letter again from where it came from"));
        return std::nullopt;
    }
    auto document = read_bytes(*bytes, plan, stages, settings, diagnostics);
    if (!document) return std::nullopt;
    apply_transforms(*document, plan, stages, settings);
    // Not before: what is read from a letter must not depend on what its file is called.
    document->source.name = letter.name;
    if (worst(*document) < Severity::error) return document;
    append(diagnostics, std::move(document->diagnostics));
    return std::nullopt;
}

bool write_outputs(const Document& document, const Plan& plan, LiveStages& stages,
                   const RunSettings& settings, Sink& sink, std::vector<Diagnostic>& diagnostics) {
    for (LiveStage<Output>& output : stages.outputs) {
        const StageSpec& spec = *output.plan->stage.spec;
        Output* const object = stage_for(output, plan, document.profile, diagnostics);
        if (!object) return false;
        StageContext context(spec, plan, settings);
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
    for (const RecordSpec& type : plan.record_types) {
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
    OutputFiles files(settings.out, letter.output_name);
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
