// What the plugins of the build promise together.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "base/codes.hpp"
#include "captured_output.hpp"
#include "pipeline/plan.hpp"
#include "plugin/registry.hpp"
#include "run/convert.hpp"
#include "sheaf/json.hpp"

using namespace sheaf;

namespace {

PluginRegistry& plugins() {
    static PluginRegistry registry = [] {
        PluginRegistry made({SHEAF_TEST_PLUGINS});
        made.load_all();
        return made;
    }();
    return registry;
}

std::string listed(const std::vector<Diagnostic>& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics)
        text += diagnostic.stage + " " + diagnostic.code + ": " + diagnostic.message + "\n";
    return text;
}

std::vector<std::filesystem::path> sample_letters() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(SHEAF_TEST_LETTERS))
        if (entry.path().extension() == ".docx" || entry.path().extension() == ".pdf")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

TEST_CASE("every plugin file of the build is a plugin") {
    INFO(listed(plugins().problems()));
    CHECK(plugins().problems().empty());
    CHECK(plugins().plugins().size() >= 8);
}

TEST_CASE("the licences of the plugins are those of the project") {
    for (const Plugin& plugin : plugins().plugins()) {
        CAPTURE(plugin.file);
        CHECK(std::set<std::string>{"MIT", "GPL-2.0-or-later"}.count(plugin.descriptor->licence) == 1);
    }
}

TEST_CASE("the program's own diagnostic codes are documented, and each is in the list once") {
    std::set<std::string> codes;
    for (const DiagnosticSpec& code : codes::all()) {
        CAPTURE(code.code);
        CHECK(std::string_view(code.help).size() > 5);
        CHECK(codes.insert(code.code).second);
    }
}

TEST_CASE(
    "every sample letter goes through the main pipeline: valid after each stage, the same twice, silently") {
    CheckedPipeline checked = check_pipeline(SHEAF_TEST_PIPELINE, plugins());
    INFO(listed(checked.diagnostics));
    REQUIRE(checked.plan);
    const Plan& plan = *checked.plan;
    RunSettings settings;
    settings.check_stages = true;
    // In the second run every profile's rules are read when a letter asks for them.
    const CheckedPipeline when_asked =
        check_pipeline(SHEAF_TEST_PIPELINE, plugins(), ProfileTables::when_asked);
    REQUIRE(when_asked.plan);
    std::vector<Diagnostic> problems;
    LiveStages first = create_stages(plan, problems);
    LiveStages second = create_stages(*when_asked.plan, problems);
    REQUIRE(problems.empty());
    auto files = sample_letters();
    REQUIRE(files.size() >= 15);
    // In the second run the letters come in another order, so that nothing may be left over from the letter
    // before.
    std::map<std::string, std::string> once, again;
    const auto run = [&](const Plan& used, LiveStages& stages, std::map<std::string, std::string>& into) {
        for (const auto& file : files) {
            CAPTURE(file.filename());
            Letter letter;
            letter.file = file;
            letter.name = letter.output_name = file.filename();
            std::vector<Diagnostic> diagnostics;
            contract::CapturedOutput captured;
            const auto document = read_letter(letter, used, stages, settings, diagnostics);
            CHECK(captured.text() == "");
            INFO(listed(document ? document->diagnostics : diagnostics));
            REQUIRE(document);
            CHECK(worst(*document) < Severity::error);
            CHECK(document->ledger.unaccounted == 0);
            into[letter.name] = to_json(*document, used.record_types);
            CHECK(to_json(from_json(into[letter.name]), used.record_types) == into[letter.name]);
        }
    };
    run(plan, first, once);
    std::reverse(files.begin(), files.end());
    run(*when_asked.plan, second, again);
    CHECK(once == again);
}
