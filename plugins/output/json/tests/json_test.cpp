#include <catch2/catch.hpp>
#include <map>
#include <memory>

#include "sheaf/json.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;

extern "C" const PluginDescriptor sheaf_plugin;

TEST_CASE("the output is one file with the JSON form, every declared type with its array") {
    struct Files : Sink {
        void write(std::string_view suffix, std::string_view bytes) override {
            by_suffix[std::string(suffix)] = bytes;
        }
        std::map<std::string, std::string> by_suffix;
    } files;
    const RecordSpec types[] = {{"judgement", "", {}}};
    testing::TestContext context(types);
    const Document document =
        testing::DocumentBuilder().heading(1, "Findings").paragraph("All is well.").build();
    const Options options;
    const std::unique_ptr<Output> output(sheaf_plugin.stages[0].create_output({options, {}}));
    output->write(document, files, context);

    REQUIRE(files.by_suffix.size() == 1);
    const std::string& json = files.by_suffix.at(".json");
    CHECK(json == to_json(document, types));
    CHECK(json.find("\"judgement\": []") != std::string::npos);
    CHECK(from_json(json) == document);
    CHECK(context.diagnostics.empty());
}
