// What decides whether letters are converted again.
#include "archive/plan_key.hpp"

#include <catch2/catch.hpp>

#include "pipeline/tests/temporary_folder.hpp"

using namespace sheaf;
using namespace sheaf::testing;

TEST_CASE("Letters are converted again when data that a stage reads them by have changed") {
    TemporaryFolder folder;
    const std::string pattern = (folder.path() / "{languages}.words").string();
    const char* const data[] = {pattern.c_str()};
    StageSpec spec{.kind = StageKind::input, .name = "stage", .help = ""};
    const PluginDescriptor descriptor{{}, "test.plugin", "1", "", "", {&spec, 1}};
    const Plugin plugin{{}, &descriptor};
    PlannedStage stage;
    stage.stage = {&plugin, &spec};
    stage.options.set("languages", std::vector<std::string>{"en", "cy"});
    Plan plan;
    plan.inputs.push_back(stage);
    const auto reading = [&] { return key_of(plan, {}).reading; };

    const std::string without_data = reading();
    spec.data = data;
    const std::string absent = reading();
    CHECK(absent != without_data);
    folder.write("en.words", "one two");
    const std::string installed = reading();
    CHECK(installed != absent);
    CHECK(reading() == installed);
    folder.write("en.words", "one two three");
    const std::string newer = reading();
    CHECK(newer != installed);
    folder.write("fr.words", "un deux");  // nobody asked for these
    CHECK(reading() == newer);
    folder.write("cy.words", "un dau");
    CHECK(reading() != newer);
}
