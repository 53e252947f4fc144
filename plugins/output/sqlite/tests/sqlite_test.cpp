#include <sqlite3.h>

#include <catch2/catch.hpp>

#include "schema.hpp"
#include "sheaf/archive_testing.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;
using sheaf::testing::TestArchive;
using sheaf::testing::TestLetter;

extern "C" const PluginDescriptor sheaf_plugin;

namespace {

const FieldSpec letters_columns[] = {{"letter", FieldType::text, "The name."},
                                     {"source", FieldType::text, ""},
                                     {"sha256", FieldType::text, ""},
                                     {"state", FieldType::text, ""},
                                     {"family", FieldType::text, ""},
                                     {"authority", FieldType::text, ""},
                                     {"authority_code", FieldType::text, ""},
                                     {"region", FieldType::text, ""},
                                     {"date", FieldType::date, ""}};
const FieldSpec doubts_columns[] = {{"letter", FieldType::text, ""}, {"message", FieldType::text, ""}};
const FieldSpec recommendation_columns[] = {
    {"letter", FieldType::text, ""}, {"letter_date", FieldType::date, ""},
    {"id", FieldType::text, ""},     {"text", FieldType::text, ""},
    {"label", FieldType::text, ""},  {"kind", FieldType::text, ""},
    {"parts", FieldType::texts, ""}, {"page", FieldType::integer, ""},
    {"block", FieldType::text, ""},  {"confidence", FieldType::number, ""}};
const FieldSpec judgement_columns[] = {{"letter", FieldType::text, ""},
                                       {"id", FieldType::text, ""},
                                       {"name", FieldType::text, ""},
                                       {"grade", FieldType::text, ""}};
const std::vector<RecordSpec> tables = {{"letters", "", letters_columns},
                                        {"doubts", "", doubts_columns},
                                        {"recommendation", "", recommendation_columns},
                                        {"judgement", "", judgement_columns}};

ArchiveRow letter_row(const std::string& name, const std::string& authority, FieldValue date,
                      const std::string& family = "send") {
    return {0,
            {name, name, std::string(64, 'a'), std::string("converted"), family, authority, FieldValue(),
             FieldValue(), std::move(date)}};
}

ArchiveRow action(const std::string& letter, const std::string& id, const std::string& text) {
    return {2,
            {letter, FieldValue(), id, text, std::string("4.10"), std::string("priority_action"),
             std::vector<std::string>{"A", "B"}, std::int64_t{3}, std::string("b2"), 0.5}};
}

Document text_of(const std::string& text) {
    return testing::DocumentBuilder()
        .furniture("Page 1 of saltmarsh")
        .heading(1, "What we found")
        .paragraph(text, "1.1")
        .page()
        .paragraph("Another page.");
}

void write(TestArchive& archive, bool with_text = true) {
    const Options options = testing::options({{"text", with_text}});
    const std::unique_ptr<Output> output(sheaf_plugin.stages[0].create_output({options, {}}));
    const auto writer = dynamic_cast<ArchiveOutput&>(*output).begin(archive);
    TestLetter old(
        {letter_row("a.pdf", "Harrowmere", std::string("2019-01-31")),
         action("a.pdf", "01", "Mend the lamp."),
         {3, {std::string("a.pdf"), std::string("02"), std::string("Overall"), std::string("Good")}}},
        text_of("Children waited for months."));
    TestLetter recent({letter_row("b.pdf", "Harrowmere", std::string("2024-02-03")),
                       {1, {std::string("b.pdf"), std::string("A number is missing.")}},
                       action("b.pdf", "01", "Répare the lamp again.")},
                      text_of("Nobody waits."));
    TestLetter failed({letter_row("c.pdf", "", FieldValue())});
    for (TestLetter* letter : {&old, &recent, &failed}) writer->add(*letter);
    writer->finish();
}

/// The rows of a query, cells joined by `|`, each row ended by a line break.
std::string answer(const TestArchive& archive, const std::string& sql) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open_v2(archive.path("_archive/archive.sqlite").c_str(), &database, SQLITE_OPEN_READONLY,
                            nullptr) == SQLITE_OK);
    std::string rows;
    const auto add = [](void* to, int count, char** values, char**) {
        for (int i = 0; i < count; ++i)
            *static_cast<std::string*>(to) +=
                std::string(values[i] ? values[i] : "NULL") + (i + 1 < count ? "|" : "\n");
        return 0;
    };
    char* error = nullptr;
    sqlite3_exec(database, sql.c_str(), add, &rows, &error);
    if (error) rows += error;
    sqlite3_free(error);
    sqlite3_close(database);
    return rows;
}

}  // namespace

TEST_CASE("Letters and records are rows with types and keys; a failed letter has a row, too") {
    TestArchive archive(tables);
    write(archive);
    CHECK(answer(archive, "SELECT id, letter, authority, date FROM letters ORDER BY id") ==
          "1|a.pdf|Harrowmere|2019-01-31\n2|b.pdf|Harrowmere|2024-02-03\n3|c.pdf||NULL\n");
    CHECK(
        answer(
            archive,
            "SELECT letter_id, id, label, typeof(label), page, typeof(page), typeof(confidence), parts FROM "
            "recommendation WHERE row_key=1") == "1|01|4.10|text|3|integer|real|[\"A\",\"B\"]\n");
    CHECK(answer(archive, "SELECT value FROM recommendation, json_each(parts) WHERE row_key=1") == "A\nB\n");
    CHECK(answer(archive, "SELECT message FROM doubts_with_letter WHERE letter='b.pdf'") ==
          "A number is missing.\n");
    CHECK(answer(archive, "PRAGMA foreign_key_check") == "");
    CHECK(answer(archive, "PRAGMA integrity_check") == "ok\n");
    CHECK(answer(archive, "PRAGMA user_version") == std::to_string(database::schema_version) + "\n");
}

TEST_CASE("Views answer the usual questions") {
    TestArchive archive(tables);
    write(archive);
    CHECK(answer(archive, "SELECT letter FROM latest_inspection") == "b.pdf\n");
    CHECK(answer(archive, "SELECT letter, text FROM open_priority_actions") ==
          "b.pdf|Répare the lamp again.\n");
    CHECK(answer(archive, "SELECT authority, date, name, grade FROM grades_over_time") ==
          "Harrowmere|2019-01-31|Overall|Good\n");
}

TEST_CASE("A recommendation that the next letter of the authority makes again is linked to the one before") {
    TestArchive archive(tables);
    write(archive);
    CHECK(
        answer(archive,
               "SELECT before_text, after_text, score < 1 AND score >= 0.4 FROM repeated_recommendations") ==
        "Mend the lamp.|Répare the lamp again.|1\n");
}

TEST_CASE("An inspection of another kind in between does not hide that a demand is made again") {
    TestArchive archive(tables);
    const Options options = testing::options({{"text", false}});
    const std::unique_ptr<Output> output(sheaf_plugin.stages[0].create_output({options, {}}));
    const auto writer = dynamic_cast<ArchiveOutput&>(*output).begin(archive);
    const auto add = [&](const char* name, const char* authority, const char* date, const char* family,
                         const char* demand) {
        TestLetter letter(
            {letter_row(name, authority, std::string(date), family), action(name, "01", demand)});
        writer->add(letter);
    };
    add("a.pdf", "Harrowmere", "2019-01-31", "sif", "Mend the lamp.");
    add("b.pdf", "Harrowmere", "2021-01-31", "send", "Sweep the road.");
    add("c.pdf", "Harrowmere", "2024-01-31", "sif", "Mend the lamp again.");
    add("d.pdf", "Saltmarsh Bay", "2025-01-31", "sif", "Mend the lamp again.");
    writer->finish();
    CHECK(answer(archive, "SELECT before_letter, after_letter FROM repeated_recommendations") ==
          "a.pdf|c.pdf\n");
}

TEST_CASE("Texts of letters and of records are found by their words, with a snippet and the page") {
    TestArchive archive(tables);
    write(archive);
    CHECK(
        answer(
            archive,
            "SELECT letter_id, kind, page, passage.section, snippet(search, 0, '[', ']', '…', 5) FROM search "
            "JOIN passage ON passage.id = search.rowid WHERE search MATCH 'waiting' ORDER BY passage.id") ==
        "1|text|1|What we found|…1 Children [waited] for months.\n2|text|1|What we found|…found\n1.1 Nobody "
        "[waits].\n");
    CHECK(
        answer(archive,
               "SELECT letter_id, record_id FROM passage WHERE id IN (SELECT rowid FROM search WHERE search "
               "MATCH 'repare') AND kind='recommendation'") == "2|01\n");
    CHECK(answer(archive, "SELECT count(*) FROM search WHERE search MATCH 'saltmarsh'") == "0\n");
}

TEST_CASE("Without text there is no full-text index") {
    TestArchive archive(tables);
    write(archive, false);
    CHECK(answer(archive, "SELECT count(*) FROM passage") == "0\n");
    CHECK(answer(archive, "SELECT count(*) FROM sqlite_master WHERE name='search'") == "0\n");
}

TEST_CASE("The same letters give the same bytes") {
    TestArchive one(tables), two(tables);
    write(one);
    write(two);
    CHECK(one.content("_archive/archive.sqlite") == two.content("_archive/archive.sqlite"));
}
