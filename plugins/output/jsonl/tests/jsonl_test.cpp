#include <catch2/catch.hpp>

#include "sheaf/archive_testing.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;
using sheaf::testing::TestArchive;
using sheaf::testing::TestLetter;

extern "C" const PluginDescriptor sheaf_plugin;

TEST_CASE("A row is a line with every column, absent values null; a table without rows has no file") {
    const FieldSpec letters[] = {{"letter", FieldType::text, ""}, {"pages", FieldType::integer, ""}};
    const FieldSpec demands[] = {{"letter", FieldType::text, ""},
                                 {"text", FieldType::text, ""},
                                 {"parts", FieldType::texts, ""},
                                 {"weight", FieldType::number, ""},
                                 {"met", FieldType::flag, ""}};
    TestArchive archive({{"letters", "", letters}, {"doubts", "", letters}, {"demand", "", demands}});
    const Options none;
    const std::unique_ptr<Output> output(sheaf_plugin.stages[0].create_output({none, {}}));
    const auto writer = dynamic_cast<ArchiveOutput&>(*output).begin(archive);
    TestLetter letter({{0, {std::string("a.pdf"), FieldValue()}},
                       {2,
                        {std::string("a.pdf"), std::string("say \"=1\"\n"),
                         std::vector<std::string>{"A", "B; C"}, 0.5, false}}});
    writer->add(letter);
    writer->finish();
    CHECK(archive.content("_archive/letters.jsonl") == "{\"letter\":\"a.pdf\",\"pages\":null}\n");
    CHECK(archive.content("_archive/demand.jsonl") ==
          R"({"letter":"a.pdf","text":"say \"=1\"\n","parts":["A","B; C"],"weight":0.5,"met":false})"
          "\n");
    CHECK(archive.files() == std::vector<std::string>{"_archive/letters.jsonl", "_archive/demand.jsonl"});
}
