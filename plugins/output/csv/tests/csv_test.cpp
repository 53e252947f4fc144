#include <catch2/catch.hpp>
#include <map>

#include "sheaf/csv.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;
using csv::defused;

extern "C" const PluginDescriptor sheaf_plugin;

namespace {

const FieldSpec recommendation_fields[] = {
    {"text", FieldType::text, ""}, {"label", FieldType::text, ""}, {"section_path", FieldType::texts, ""}};
const FieldSpec judgement_fields[] = {{"name", FieldType::text, ""}, {"grade", FieldType::text, ""}};
const RecordSpec types[] = {{"recommendation", "", recommendation_fields},
                            {"judgement", "", judgement_fields}};

struct Files : Sink {
    void write(std::string_view suffix, std::string_view bytes) override {
        by_suffix[std::string(suffix)] = bytes;
    }
    std::map<std::string, std::string> by_suffix;
};

std::map<std::string, std::string> written(const Document& document, const Options& options) {
    testing::TestContext context(types);
    Files files;
    const std::unique_ptr<Output> output(sheaf_plugin.stages[0].create_output({options, {}}));
    output->write(document, files, context);
    return files.by_suffix;
}

Options with(std::vector<std::pair<std::string, Options::Value>> values) {
    for (const auto& [name, value] :
         {std::pair("bom", false), std::pair("letters", true), std::pair("archive", true)})
        if (std::none_of(values.begin(), values.end(), [&key = name](auto& one) { return one.first == key; }))
            values.emplace_back(name, value);
    return testing::options(values);
}

Document letter() {
    Document document = testing::DocumentBuilder()
                            .heading(1, "What must improve")
                            .paragraph("The service should keep \"live\" records,\nand share them.", "4.2")
                            .build();
    Record record;
    record.id = "0123456789abcdef";
    record.type = "recommendation";
    record.stage = "recommendations";
    record.rule = "numbered";
    record.confidence = 0.75;
    record.anchors = {{{1}, {0, 11}}};
    record.fields = {{"text", document.blocks[1].text, {}},
                     {"label", std::string("4.2"), {}},
                     {"section_path", std::vector<std::string>{"Findings", "What must improve"}, {}}};
    document.records = {record};
    return document;
}

}  // namespace

TEST_CASE("every record type that has records has a file") {
    const auto files = written(letter(), with({}));
    REQUIRE(files.size() == 1);
    CHECK(files.at(".recommendation.csv") ==
          "letter,id,text,label,section_path,page,block,stage,rule,confidence\r\n"
          "test,0123456789abcdef,\"The service should keep \"\"live\"\" records,\nand share them.\",4.2,"
          "Findings; What must improve,1,b2,recommendations,numbered,0.75\r\n");
    CHECK(written(letter(), with({{"letters", false}})).empty());
}

TEST_CASE("a byte order mark stands in front of the header where it is asked for") {
    const auto files = written(letter(), with({{"bom", true}}));
    CHECK(files.at(".recommendation.csv").substr(0, 9) == "\xEF\xBB\xBFletter");
}

TEST_CASE("record types and columns can be chosen, columns in the order given") {
    const auto files =
        written(letter(), with({{"records", std::vector<std::string>{"recommendation"}},
                                {"columns", std::vector<std::string>{"page", "label", "letter"}}}));
    REQUIRE(files.size() == 1);
    CHECK(files.at(".recommendation.csv") == "page,label,letter\r\n1,4.2,test\r\n");
}

TEST_CASE("a type that lacks a chosen column goes without it") {
    const auto files = written(letter(), with({{"columns", std::vector<std::string>{"id", "grade"}}}));
    CHECK(files.at(".recommendation.csv") == "id\r\n0123456789abcdef\r\n");
}

TEST_CASE("an unknown record type or column is an error that lists the known ones") {
    try {
        written(letter(), with({{"records", std::vector<std::string>{"judgment"}}}));
        FAIL("no error");
    } catch (const StageError& error) {
        CHECK(error.diagnostic().code == "csv-unknown-record");
        CHECK(error.diagnostic().hint == "The types are `recommendation`, `judgement`.");
    }
    try {
        written(letter(), with({{"columns", std::vector<std::string>{"lable"}}}));
        FAIL("no error");
    } catch (const StageError& error) {
        CHECK(error.diagnostic().code == "csv-unknown-column");
        CHECK(error.diagnostic().message.find("`lable`") != std::string::npos);
    }
}

TEST_CASE("records of a type that no stage declares are written too") {
    Document document = letter();
    document.records[0].type = "note";
    CHECK(written(document, with({})).at(".note.csv").substr(0, 14) == "letter,id,text");
}

TEST_CASE("a cell that a spreadsheet would take for a formula is defused") {
    for (const char* text : {"=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
                             " =1", "＝1", "＋1", "－1", "＠SUM(A1)", "-", "+44 20 7946 0000"})
        CHECK(defused(text) == "'" + std::string(text));
}

TEST_CASE("plain numbers and ordinary text stay as they are") {
    for (const char* text : {"-4", "+1.5", "-3%", "-0,5", "4.11", "a=b", "– a dash", "'quoted'", "", " "})
        CHECK(defused(text) == text);
}

TEST_CASE("each text of a list is defused, and the name of the letter too") {
    CHECK(csv::cell_of(std::vector<std::string>{"a", "=b"}) == "a; '=b");
    CHECK(csv::cell_of(std::vector<std::string>{"a; b", "say \"c\"", ""}) ==
          "\"a; b\"; \"say \"\"c\"\"\"; \"\"");
    Document document = letter();
    document.source.name = "=cmd.pdf";
    CHECK(written(document, with({{"columns", std::vector<std::string>{"letter"}}}))
              .at(".recommendation.csv") == "letter\r\n'=cmd.pdf\r\n");
}

TEST_CASE("numbers, truth values and absent values are plain cells") {
    CHECK(csv::cell_of(std::int64_t{-12}) == "-12");
    CHECK(csv::cell_of(0.1) == "0.1");
    CHECK(csv::cell_of(true) == "true");
    CHECK(csv::cell_of(std::monostate()) == "");
}

TEST_CASE("cells with edges of white space, commas, quotation marks and line breaks are quoted") {
    std::string row;
    csv::append_row(row, {"plain", " edge", "a,b", "say \"x\"", "two\r\nlines", ""});
    CHECK(row == "plain,\" edge\",\"a,b\",\"say \"\"x\"\"\",\"two\r\nlines\",\r\n");
}
