#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "actions.hpp"
#include "sheaf/testing.hpp"
#include "workbook.hpp"

using namespace sheaf;
using sheaf::testing::DocumentBuilder;

extern "C" const PluginDescriptor sheaf_plugin;

namespace {

Document letter() {
    Document document = DocumentBuilder()
                            .heading(1, "What must improve")
                            .paragraph("The trust should mend the wall by 30 September 2026.", "1.1")
                            .page()
                            .paragraph("=The trust must publish its figures.")
                            .build();
    document.source.name = "letters/mill race.pdf";
    for (std::uint32_t i : {1U, 2U}) {
        Record record;
        record.type = "recommendation";
        record.id = "000000000000000" + std::to_string(i);
        record.anchors = {{{i}, {0, static_cast<std::uint32_t>(document.blocks[i].text.size())}}};
        record.fields = {{"text", document.blocks[i].text, {}}, {"label", document.blocks[i].label, {}}};
        document.records.push_back(record);
    }
    document.records[0].fields.push_back({"kind", std::string("priority_action"), {}});
    document.records[0].fields.push_back({"responsible", std::string("The trust"), {}});
    document.records[0].fields.push_back({"deadline", std::string("2026-09-30"), {}});
    Record other = document.records[0];
    other.type = "judgement";
    document.records.push_back(other);
    return document;
}

Options options(std::vector<std::string> owners) {
    return testing::options({{"records", std::vector<std::string>{"recommendation"}},
                             {"owners", std::move(owners)},
                             {"statuses", std::vector<std::string>{"Open", "Done"}}});
}

std::string written(const Document& document, std::vector<std::string> owners = {}) {
    const Options given = options(std::move(owners));
    const std::unique_ptr<Output> output(sheaf_plugin.stages[0].create_output({given, {}}));
    testing::TestContext context;
    testing::TestSink sink;
    output->write(document, sink, context);
    return sink.files.at(".tracker.xlsx");
}

}  // namespace

TEST_CASE("an action has what its record says, and a link to it in the HTML page") {
    const auto actions = tracker::actions_of(letter(), {"recommendation"});
    REQUIRE(actions.size() == 2);
    CHECK(actions[0].label == "1.1");
    CHECK(actions[0].kind == "priority action");
    CHECK(actions[0].responsible == "The trust");
    CHECK(actions[0].due == Date{2026, 9, 30});
    CHECK(actions[0].page == 1);
    CHECK(actions[0].link == "mill%20race.pdf.html#r-0000000000000001");
    CHECK(actions[1].kind == "recommendation");
    CHECK_FALSE(actions[1].due);
    CHECK(actions[1].page == 2);
}

TEST_CASE("the same letter gives the same bytes, at another time") {
    const std::string once = written(letter());
    // A ZIP file's times have a step of two seconds.
    const timespec pause{2, 100'000'000};
    nanosleep(&pause, nullptr);
    CHECK(written(letter()) == once);
    CHECK(written(letter(), {"A", "B"}) != once);
}

TEST_CASE("a letter without actions, and texts that no cell can hold, give a file") {
    CHECK(written(DocumentBuilder()).substr(0, 2) == "PK");
    Document document = letter();
    document.records[0].fields[0].value = std::string(50000, 'x') + "\x01é";
    CHECK(written(document).substr(0, 2) == "PK");
}

TEST_CASE("choices that a spreadsheet cannot offer are refused before a letter is read") {
    for (const std::string& owner : {std::string("Smith, J."), std::string(), std::string(300, 'x')}) {
        const Options given = options({owner});
        CHECK_THROWS_AS(sheaf_plugin.stages[0].create_output({given, {}}), StageError);
    }
    CHECK(tracker::fault_of({"Children's services", "Finance"}).empty());
}

// tracker_file.py looks into this file as a spreadsheet program does.
TEST_CASE("a file for others to look into", "[.file]") {
    const char* path = std::getenv("TRACKER_FILE");
    REQUIRE(path);
    std::ofstream(path, std::ios::binary) << written(letter(), {"Finance", "Works"});
}
