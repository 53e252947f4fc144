#include <catch2/catch.hpp>

#include "sheaf/archive_testing.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;
using sheaf::testing::TestArchive;
using sheaf::testing::TestLetter;

extern "C" const PluginDescriptor sheaf_plugin;

namespace {

const FieldSpec letters_columns[] = {{"letter", FieldType::text, ""},    {"state", FieldType::text, ""},
                                     {"family", FieldType::text, ""},    {"title", FieldType::text, ""},
                                     {"authority", FieldType::text, ""}, {"date", FieldType::date, ""},
                                     {"outputs", FieldType::texts, ""}};
const FieldSpec doubts_columns[] = {{"letter", FieldType::text, ""}, {"message", FieldType::text, ""}};
const FieldSpec demand_columns[] = {{"letter", FieldType::text, ""}};
const std::vector<RecordSpec> tables = {
    {"letters", "", letters_columns}, {"doubts", "", doubts_columns}, {"open_demand", "", demand_columns}};

TestLetter letter(const std::string& name, const std::string& state, std::vector<ArchiveRow> more = {}) {
    FieldValue outputs;
    if (state != "failed") outputs = std::vector<std::string>{name + ".html", name + ".open_demand.csv"};
    more.insert(more.begin(), {0,
                               {name, state, std::string("p"), FieldValue(), std::string("Harrowmere"),
                                std::string("2026-04-07"), outputs}});
    return TestLetter(std::move(more));
}

std::unique_ptr<ArchiveWriter> begin(TestArchive& archive, std::unique_ptr<Output>& output) {
    static const Options none;
    output.reset(sheaf_plugin.stages[0].create_output({none, {}}));
    return dynamic_cast<ArchiveOutput&>(*output).begin(archive);
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("The index leads to the letters' files, and says what needs a look") {
    TestArchive archive(tables);
    std::unique_ptr<Output> output;
    const auto writer = begin(archive, output);
    TestLetter odd = letter("year 1/<b>#1.pdf", "converted", {{2, {std::string("year 1/<b>#1.pdf")}}});
    TestLetter bad =
        letter("bad.pdf", "failed", {{1, {std::string("bad.pdf"), std::string("the file <ends> early")}}});
    writer->add(odd);
    writer->add(bad);
    writer->finish();
    const std::string index = archive.content("index.html");
    CHECK(contains(index, "href=\"year%201/%3Cb%3E%231.pdf.html\""));
    CHECK(contains(index, "href=\"year%201/%3Cb%3E%231.pdf.open_demand.csv\""));
    CHECK(contains(index, "1 open demand<"));
    CHECK(contains(index, "One letter needs a look"));
    CHECK(contains(index, "the file &lt;ends&gt; early"));
    CHECK_FALSE(contains(index, "<b>#1"));
    CHECK_FALSE(contains(index, "//"));  // neither an address of the network nor an absolute one
}

TEST_CASE("An archive of more than a thousand letters has more pages, each leading to the next") {
    TestArchive archive(tables);
    std::unique_ptr<Output> output;
    const auto writer = begin(archive, output);
    for (int i = 1000; i < 3001; ++i) {
        TestLetter one = letter(std::to_string(i) + ".pdf", "converted");
        writer->add(one);
    }
    writer->finish();
    CHECK(contains(archive.content("index.html"), "1999.pdf.html"));
    CHECK_FALSE(contains(archive.content("index.html"), "2000.pdf.html"));
    CHECK(contains(archive.content("index.html"), "href=\"_archive/index-3.html\""));
    const std::string second = archive.content("_archive/index-2.html");
    CHECK(contains(second, "href=\"../2000.pdf.html\""));
    CHECK(contains(second, "href=\"index-3.html\""));
    CHECK(contains(second, "href=\"../index.html\""));
    CHECK(contains(archive.content("_archive/index-3.html"), "3000.pdf.html"));
}

TEST_CASE("The index leads to what outputs before it wrote, and names nothing that is not there") {
    TestArchive archive(tables);
    archive.file("_archive/open_demand.csv");
    archive.file("_archive/open_demand.jsonl");
    archive.file("_archive/archive.sqlite");
    std::unique_ptr<Output> output;
    const auto writer = begin(archive, output);
    TestLetter one = letter("a.pdf", "converted", {{2, {std::string("a.pdf")}}, {2, {std::string("a.pdf")}}});
    writer->add(one);
    writer->finish();
    const std::string index = archive.content("index.html");
    CHECK(contains(index, "<th scope=\"row\">open demand</th><td data-name=\"Rows\">2</td>"));
    CHECK(contains(index, "href=\"_archive/open_demand.csv\""));
    CHECK(contains(index, "href=\"_archive/archive.sqlite\""));
    CHECK_FALSE(contains(index, "_archive/letters"));
    CHECK_FALSE(contains(index, "_archive/doubts"));
}
