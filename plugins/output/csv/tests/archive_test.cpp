#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "archive.hpp"
#include "sheaf/archive_testing.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;
using sheaf::testing::TestArchive;
using sheaf::testing::TestLetter;

extern "C" const PluginDescriptor sheaf_plugin;

namespace {

const FieldSpec letters_columns[] = {{"letter", FieldType::text, "The name."},
                                     {"date", FieldType::date, "The date."},
                                     {"pages", FieldType::integer, "How many."}};
const FieldSpec doubts_columns[] = {{"letter", FieldType::text, "The name."}};
const FieldSpec demand_columns[] = {{"letter", FieldType::text, "The name."},
                                    {"id", FieldType::text, "The id."},
                                    {"label", FieldType::text, "The number."},
                                    {"parts", FieldType::texts, "Its parts."},
                                    {"met", FieldType::flag, "Whether it is met."}};
const std::vector<RecordSpec> tables = {{"letters", "A letter.", letters_columns},
                                        {"doubts", "A doubt.", doubts_columns},
                                        {"open_demand", "A demand.", demand_columns}};

/// Writes an archive of two letters.
void write(TestArchive& archive, std::vector<std::pair<std::string, Options::Value>> options) {
    for (const auto& [name, value] :
         {std::pair("bom", true), std::pair("letters", true), std::pair("archive", true)})
        if (std::none_of(options.begin(), options.end(),
                         [&key = name](const auto& one) { return one.first == key; }))
            options.emplace_back(name, value);
    const Options values = testing::options(options);
    const std::unique_ptr<Output> output(sheaf_plugin.stages[0].create_output({values, {}}));
    const auto writer = dynamic_cast<ArchiveOutput&>(*output).begin(archive);
    if (!writer) return;
    TestLetter first({{0, {std::string("a.pdf"), std::string("2024-02-03"), std::int64_t{3}}},
                      {2,
                       {std::string("a.pdf"), std::string("01"), std::string("4.10"),
                        std::vector<std::string>{"A; B", "say \"C\"", "=D", ""}, true}}});
    TestLetter second({{0, {std::string("b.pdf"), FieldValue(), std::int64_t{0}}}});
    writer->add(first);
    writer->add(second);
    writer->finish();
}

}  // namespace

TEST_CASE("A table of the archive is a file, with the mark by which spreadsheets know UTF-8") {
    TestArchive archive(tables);
    write(archive, {});
    CHECK(archive.content("_archive/letters.csv") ==
          "\xEF\xBB\xBFletter,date,pages\r\na.pdf,2024-02-03,3\r\nb.pdf,,0\r\n");
}

TEST_CASE("Lists can be parted again, and no cell is a formula") {
    TestArchive archive(tables);
    write(archive, {{"bom", false}});
    CHECK(archive.content("_archive/open_demand.csv") ==
          "letter,id,label,parts,met\r\n"
          "a.pdf,01,4.10,\"\"\"A; B\"\"; \"\"say \"\"\"\"C\"\"\"\"\"\"; '=D; \"\"\"\"\",true\r\n");
}

TEST_CASE("A table without rows, or of a type that is not wanted, has no file") {
    TestArchive archive(tables);
    write(archive, {});
    CHECK_FALSE(std::filesystem::exists(archive.path("_archive/doubts.csv")));
    TestArchive without(tables);
    write(without, {{"records", std::vector<std::string>{"other"}}});
    CHECK(std::filesystem::exists(without.path("_archive/letters.csv")));
    CHECK_FALSE(std::filesystem::exists(without.path("_archive/open_demand.csv")));
    TestArchive none(tables);
    write(none, {{"archive", false}});
    CHECK(none.files().empty());
}

TEST_CASE("The data package names each file that was written, with every column's type and meaning") {
    TestArchive archive(tables);
    write(archive, {});
    const auto package = nlohmann::json::parse(archive.content("_archive/datapackage.json"));
    REQUIRE(package["resources"].size() == 2);
    const auto& demands = package["resources"][1];
    CHECK(demands["name"] == "open-demand");
    CHECK(demands["path"] == "open_demand.csv");
    CHECK(demands["schema"]["primaryKey"] == nlohmann::json({"letter", "id"}));
    CHECK(demands["schema"]["foreignKeys"][0]["reference"]["resource"] == "letters");
    CHECK(demands["schema"]["fields"][4]["type"] == "boolean");
    CHECK(package["resources"][0]["schema"]["fields"][1] ==
          nlohmann::json({{"name", "date"}, {"type", "date"}, {"description", "The date."}}));
    const auto web = nlohmann::json::parse(archive.content("_archive/csv-metadata.json"));
    CHECK(web["tables"][1]["url"] == "open_demand.csv");
    CHECK(web["tables"][1]["tableSchema"]["columns"].size() == 5);
}
