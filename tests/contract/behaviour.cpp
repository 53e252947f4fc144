// What a plugin does: with nothing, with nonsense, with the sample letters, and twice.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include "every_plugin.hpp"
#include "run/convert.hpp"
#include "run/stages.hpp"
#include "sheaf/json.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;
using sheaf::testing::DocumentBuilder;
using sheaf::testing::TestContext;

namespace {

class Files : public Sink {
  public:
    void write(std::string_view suffix, std::string_view bytes) override {
        INFO("suffix " << suffix);
        CHECK(suffix.substr(0, 1) == ".");
        CHECK(files.emplace(suffix, bytes).second);
    }
    std::map<std::string, std::string> files;
};

Document empty_letter() {
    return DocumentBuilder().build();
}

Document short_letter() {
    return DocumentBuilder()
        .furniture("A running header")
        .heading(1, "A letter about a bridge")
        .paragraph("The bridge is closed on Sundays and = open otherwise.", "1.1")
        .heading(2, "What needs to improve?")
        .item("=The lamp at the northern end.")
        .table({{"Term", "Meaning"}, {"Bridge", "A way, \"over\" water"}, {"Lamp", ""}}, 1)
        .footnote("Since 1904.", "1");
}

std::vector<StageRef> stages_of(StageKind kind) {
    std::vector<StageRef> found;
    for (const StageRef& stage : contract::plugins().stages())
        if (stage.spec->kind == kind) found.push_back(stage);
    return found;
}

bool declares(const StageSpec& stage, std::string_view code) {
    return std::any_of(stage.diagnostics.begin(), stage.diagnostics.end(),
                       [&](const DiagnosticSpec& spec) { return spec.code == code; });
}

void check_reported(const StageSpec& stage, const std::vector<Diagnostic>& reported) {
    for (const Diagnostic& diagnostic : reported) {
        CAPTURE(diagnostic.code, diagnostic.message);
        CHECK(declares(stage, diagnostic.code));
        CHECK_FALSE(diagnostic.message.empty());
    }
}

/// Calls a stage, and checks that it writes nothing to standard output.
template <class Call>
void silently(Call call) {
    contract::CapturedOutput captured;
    call();
    CHECK(captured.text() == "");
}

/// Applies a fresh transform to the document; the result as JSON.
std::string applied(const StageRef& stage, Document document) {
    const Plan plan = contract::alone(stage);
    std::vector<Diagnostic> problems;
    LiveStages live = create_stages(plan, problems);
    INFO(contract::listed(problems));
    REQUIRE(live.transforms.size() == 1);
    TestContext context(plan.record_types);
    silently([&] { live.transforms[0].object->apply(document, context); });
    check_reported(*stage.spec, context.diagnostics);
    for (const std::string& fault : validate(document)) FAIL_CHECK(fault);
    return to_json(document, plan.record_types);
}

std::map<std::string, std::string> written(const StageRef& stage, const Document& document) {
    const Plan plan = contract::alone(stage);
    std::vector<Diagnostic> problems;
    LiveStages live = create_stages(plan, problems);
    INFO(contract::listed(problems));
    REQUIRE(live.outputs.size() == 1);
    const RecordSpec& types = contract::main_pipeline().record_types.front();
    TestContext context({&types, contract::main_pipeline().record_types.size()});
    Files files;
    silently([&] { live.outputs[0].object->write(document, files, context); });
    check_reported(*stage.spec, context.diagnostics);
    return files.files;
}

/// The input's reading of the bytes as JSON, or the code with which it refuses them.
std::string reading(const StageRef& stage, Input& input, std::string_view bytes) {
    TestContext context;
    try {
        Document document;
        silently([&] { document = input.read(bytes, context); });
        for (const std::string& fault : validate(document)) FAIL_CHECK(fault);
        check_reported(*stage.spec, context.diagnostics);
        return to_json(document);
    } catch (const StageError& error) {
        CHECK(declares(*stage.spec, error.diagnostic().code));
        return error.diagnostic().code;
    }
}

std::string content(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
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

TEST_CASE("an input recognises its format by content, and refuses nonsense with a declared code") {
    for (const StageRef& stage : stages_of(StageKind::input)) {
        CAPTURE(stage.spec->name);
        const Plan plan = contract::alone(stage);
        std::vector<Diagnostic> problems;
        LiveStages live = create_stages(plan, problems);
        REQUIRE(live.inputs.size() == 1);
        Input& input = *live.inputs[0].object;
        const std::string noise = "\xff\xfe nothing in particular \x01\x02" + std::string(5000, 'x');
        for (const std::string& bytes : {std::string(), std::string(1, '\0'), noise}) {
            CHECK(input.sniff(bytes) == 0);
            CHECK_FALSE(reading(stage, input, bytes).empty());
        }
        int recognised = 0;
        for (const auto& file : sample_letters()) {
            const int sure = input.sniff(content(file));
            CHECK(sure >= 0);
            CHECK(sure <= 100);
            recognised += sure > 0;
        }
        CHECK(recognised > 0);
    }
}

TEST_CASE("an input survives letters that end too early") {
    for (const StageRef& stage : stages_of(StageKind::input)) {
        CAPTURE(stage.spec->name);
        const Plan plan = contract::alone(stage);
        std::vector<Diagnostic> problems;
        LiveStages live = create_stages(plan, problems);
        Input& input = *live.inputs[0].object;
        for (const auto& file : sample_letters()) {
            const std::string whole = content(file);
            if (input.sniff(whole) == 0) continue;
            CAPTURE(file.filename());
            for (const std::size_t part : {8, 3, 2}) {
                const std::string cut = whole.substr(0, whole.size() - whole.size() / part);
                CHECK(reading(stage, input, cut) == reading(stage, input, cut));
            }
            break;
        }
    }
}

TEST_CASE("a transform takes an empty letter and a short one, leaves them valid, and does the same again") {
    for (const StageRef& stage : stages_of(StageKind::transform)) {
        if (contract::needs_company(*stage.spec)) continue;
        CAPTURE(stage.spec->name);
        CHECK(applied(stage, empty_letter()) == applied(stage, empty_letter()));
        CHECK(applied(stage, Document{}) == applied(stage, Document{}));
        CHECK(applied(stage, short_letter()) == applied(stage, short_letter()));
    }
}

TEST_CASE("an output writes an empty letter and a short one, and the same bytes again") {
    for (const StageRef& stage : stages_of(StageKind::output)) {
        CAPTURE(stage.spec->name);
        if (contract::needs_company(*stage.spec)) continue;
        CHECK(written(stage, empty_letter()) == written(stage, empty_letter()));
        CHECK_FALSE(written(stage, short_letter()).empty());
        CHECK(written(stage, short_letter()) == written(stage, short_letter()));
    }
}

TEST_CASE(
    "every sample letter goes through the main pipeline: valid after each stage, the same twice, silently") {
    const Plan& plan = contract::main_pipeline();
    RunSettings settings;
    settings.check_stages = true;
    std::vector<Diagnostic> problems;
    LiveStages first = create_stages(plan, problems);
    LiveStages second = create_stages(plan, problems);
    INFO(contract::listed(problems));
    REQUIRE(problems.empty());
    auto files = sample_letters();
    REQUIRE(files.size() >= 15);
    // In the second run the letters come in another order, so that nothing may be left over from the letter
    // before.
    std::map<std::string, std::string> once, again;
    const auto run = [&](LiveStages& stages, std::map<std::string, std::string>& into) {
        for (const auto& file : files) {
            CAPTURE(file.filename());
            Letter letter;
            letter.file = file;
            letter.name = letter.output_name = file.filename();
            std::vector<Diagnostic> diagnostics;
            std::optional<Document> document;
            silently([&] { document = read_letter(letter, plan, stages, settings, diagnostics); });
            INFO(contract::listed(document ? document->diagnostics : diagnostics));
            REQUIRE(document);
            CHECK(worst(*document) < Severity::error);
            CHECK(document->ledger.unaccounted == 0);
            into[letter.name] = to_json(*document, plan.record_types);
            CHECK(to_json(from_json(into[letter.name]), plan.record_types) == into[letter.name]);
        }
    };
    run(first, once);
    std::reverse(files.begin(), files.end());
    run(second, again);
    CHECK(once == again);
}
