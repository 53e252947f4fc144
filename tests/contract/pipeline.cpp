// Letters through a pipeline.
#include <algorithm>
#include <map>
#include <set>

#include "captured_output.hpp"
#include "run/convert.hpp"
#include "sheaf/json.hpp"
#include "suite.hpp"

namespace contract {

using namespace sheaf;

namespace {

/// Codes by which the program says that a plugin has a defect.
bool is_defect(const Diagnostic& diagnostic) {
    static const std::set<std::string_view> defects = {
        "stage-failed", "record-undeclared", "diagnostic-undeclared", "document-invalid", "text-unaccounted"};
    return diagnostic.severity == Severity::error || defects.count(diagnostic.code) == 1;
}

/// Each letter's document as JSON, by file name.
std::map<std::string, std::string> converted(Suite& suite, const Plan& plan,
                                             const std::vector<std::filesystem::path>& letters) {
    std::map<std::string, std::string> texts;
    std::vector<Diagnostic> problems;
    LiveStages stages = create_stages(plan, problems);
    suite.expect(problems.empty(), "a stage of the pipeline cannot be created: " + first_of(problems));
    if (!problems.empty()) return texts;
    RunSettings settings;
    settings.check_stages = true;
    for (const auto& file : letters) {
        Letter letter;
        letter.file = file;
        letter.name = letter.output_name = file.filename();
        std::vector<Diagnostic> diagnostics;
        CapturedOutput captured;
        const auto document = read_letter(letter, plan, stages, settings, diagnostics);
        suite.expect(captured.text().empty(), "a stage writes to standard output with " + letter.name);
        if (document) diagnostics = document->diagnostics;
        suite.expect(document.has_value(), letter.name + " is not converted: " + first_of(diagnostics));
        for (const Diagnostic& diagnostic : diagnostics)
            suite.expect(!is_defect(diagnostic), letter.name + ": stage `" + diagnostic.stage +
                                                     "`: " + diagnostic.code + ": " + diagnostic.message);
        if (!document) continue;
        std::string& text = texts[letter.name];
        text = to_json(*document, plan.record_types);
        suite.expect(to_json(from_json(text), plan.record_types) == text,
                     letter.name + " reads back from JSON as something else");
    }
    return texts;
}

}  // namespace

void check_pipeline_run(Suite& suite, const Plan& pipeline,
                        const std::vector<std::filesystem::path>& letters) {
    // In the second run the letters come in another order, so that nothing may be left over from the letter
    // before.
    const auto once = converted(suite, pipeline, letters);
    std::vector<std::filesystem::path> reversed(letters.rbegin(), letters.rend());
    const auto again = converted(suite, pipeline, reversed);
    for (const auto& [name, text] : once) {
        const auto other = again.find(name);
        suite.expect(other != again.end() && other->second == text,
                     name + " comes out otherwise after another letter");
    }
}

}  // namespace contract
