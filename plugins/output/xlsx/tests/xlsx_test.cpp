#include <catch2/catch.hpp>

#include "reader.hpp"
#include "sheaf/archive_testing.hpp"
#include "sheaf/testing.hpp"
#include "values.hpp"
#include "workbook.hpp"

using namespace sheaf;
using sheaf::testing::TestArchive;
using sheaf::testing::TestLetter;
using Rows = std::vector<std::vector<std::string>>;

extern "C" const PluginDescriptor sheaf_plugin;

namespace {

const FieldSpec letters_columns[] = {
    {"letter", FieldType::text, "The name."}, {"source", FieldType::text, ""},
    {"sha256", FieldType::text, ""},          {"title", FieldType::text, ""},
    {"date", FieldType::date, "The date."},   {"pages", FieldType::integer, ""},
    {"outputs", FieldType::texts, ""}};
const FieldSpec doubts_columns[] = {{"letter", FieldType::text, ""}, {"message", FieldType::text, ""}};
const FieldSpec recommendation_columns[] = {
    {"letter", FieldType::text, ""}, {"id", FieldType::text, ""},       {"text", FieldType::text, ""},
    {"label", FieldType::text, ""},  {"modality", FieldType::text, ""}, {"deadline", FieldType::date, ""},
    {"theme", FieldType::text, ""},  {"met", FieldType::flag, ""},      {"page", FieldType::integer, ""}};
const std::vector<RecordSpec> tables = {{"letters", "A letter.", letters_columns},
                                        {"doubts", "", doubts_columns},
                                        {"recommendation", "A demand.", recommendation_columns}};

struct Asked {
    std::string id, label, text;
};

TestLetter letter(const std::string& name, char content, const std::vector<Asked>& demands) {
    std::vector<ArchiveRow> rows = {
        {0,
         {name, "in/" + name, std::string(64, content), "Report on " + name, std::string("2024-02-03"),
          std::int64_t{3}, std::vector<std::string>{name + ".html", name + ".json"}}}};
    for (const Asked& one : demands)
        rows.push_back({2,
                        {name, one.id, one.text, one.label, std::string("must"), std::string("2024-06-30"),
                         std::string("Lamps"), true, std::int64_t{2}}});
    return TestLetter(std::move(rows));
}

void write(TestArchive& archive, std::vector<TestLetter> letters,
           std::vector<std::pair<std::string, Options::Value>> values = {}) {
    const Options options = testing::options(values);
    const std::unique_ptr<Output> output(sheaf_plugin.stages[0].create_output({options, {}}));
    const auto writer = dynamic_cast<ArchiveOutput&>(*output).begin(archive);
    for (TestLetter& one : letters) writer->add(one);
    writer->finish();
}

Rows rows_of(const TestArchive& archive, const std::string& sheet) {
    for (const xlsx::FilledSheet& one : xlsx::read_workbook(archive.path("_archive/archive.xlsx").string()))
        if (one.name == sheet) {
            Rows rows;
            for (const auto& row : one.rows) rows.push_back(row.cells);
            return rows;
        }
    return {};
}

/// The cell under the title, in that row behind the header.
std::string cell(const Rows& rows, const std::string& title, std::size_t row) {
    for (std::size_t i = 0; i < rows.at(0).size(); ++i)
        if (rows[0][i] == title) return i < rows.at(row).size() ? rows[row][i] : std::string();
    return "no such column";
}

/// A tracker as somebody saves it: what stands on the sheet, with more in the given cells.
void fill(const TestArchive& archive, const std::filesystem::path& file,
          const std::vector<std::tuple<std::size_t, std::string, std::string>>& typed,
          const std::vector<std::string>& more_titles = {}, const Rows& more_rows = {}) {
    Rows rows = rows_of(archive, "Tracker");
    rows[0].insert(rows[0].end(), more_titles.begin(), more_titles.end());
    for (const auto& [row, title, text] : typed)
        for (std::size_t i = 0; i < rows[0].size(); ++i) {
            if (rows[0][i] != title) continue;
            if (rows[row].size() <= i) rows[row].resize(i + 1);
            rows[row][i] = text;
        }
    rows.insert(rows.end(), more_rows.begin(), more_rows.end());
    xlsx::Workbook book(file.string(), file.parent_path().string());
    std::vector<xlsx::Column> columns;
    for (const std::string& title : rows[0]) columns.push_back({title, 10, title == "Seen"});
    xlsx::Sheet& sheet = book.add_sheet("My tracker", columns);
    for (std::size_t i = 1; i < rows.size(); ++i) {
        std::vector<xlsx::Cell> cells;
        for (const std::string& text : rows[i]) cells.push_back({text, {}});
        sheet.add(cells);
    }
    book.finish();
}

}  // namespace

TEST_CASE("Each table is a sheet; labels are texts, dates are dates, no cell is a formula") {
    TestArchive archive(tables);
    write(archive, {letter("a.pdf", 'a', {{"01", "4.10", "=1+1"}})});
    CHECK(rows_of(archive, "letters") ==
          Rows{{"letter", "source", "sha256", "title", "date", "pages", "outputs"},
               {"a.pdf", "in/a.pdf", std::string(64, 'a'), "Report on a.pdf", "2024-02-03", "3",
                "a.pdf.html\na.pdf.json"}});
    const Rows demands = rows_of(archive, "recommendation");
    CHECK(cell(demands, "label", 1) == "4.10");
    CHECK(cell(demands, "text", 1) == "=1+1");
    CHECK(cell(demands, "met", 1) == "true");
    CHECK(rows_of(archive, "doubts").size() == 1);
    CHECK(rows_of(archive, "data dictionary").at(2) ==
          std::vector<std::string>{"letters", "letter", "text", "The name."});
}

TEST_CASE("The tracker has a row for each recommendation, with columns for people") {
    TestArchive archive(tables);
    write(archive,
          {letter("a.pdf", 'a', {{"01", "4.10", "Mend the lamp."}, {"0123456789", "", "Paint it."}})});
    const Rows rows = rows_of(archive, "Tracker");
    REQUIRE(rows.size() == 3);
    CHECK(rows[0] == std::vector<std::string>{"Reference", "Origin", "Date", "Area", "Recommendation",
                                              "Must or should", "By when", "Owner", "Action", "Status",
                                              "Evidence", "Page", "Letter", "Content", "Id", "Check"});
    CHECK(rows[1].back().size() == 16);
    CHECK(std::vector<std::string>(rows[1].begin(), rows[1].end() - 1) ==
          std::vector<std::string>{"4.10", "Report on a.pdf", "2024-02-03", "Lamps", "Mend the lamp.", "must",
                                   "2024-06-30", "", "", "", "", "2", "a.pdf", "aaaaaaaaaaaaaaaa", "01"});
    CHECK(cell(rows, "Reference", 2) == "01234567");
}

TEST_CASE("What people wrote is carried into the next workbook, into their own columns, too") {
    TestArchive first(tables);
    const std::vector<Asked> asked = {{"01", "1", "Mend the lamp."}, {"02", "2", "Paint it."}};
    write(first, {letter("a.pdf", 'a', asked)});
    const auto filled = first.path("filled.xlsx");
    fill(first, filled,
         {{1, "Owner", "Ann Mere"},
          {1, "Status", "Done"},
          {2, "Seen", "2024-05-06"},
          {2, "Evidence", "=see <file> & more"}},
         {"Seen"});
    TestArchive next(tables);
    // The second letter has the same content under another name.
    write(next, {letter("a.pdf", 'a', asked), letter("b.pdf", 'b', {{"09", "1", "Sweep."}})},
          {{"tracker", filled.string()}});
    const Rows rows = rows_of(next, "Tracker");
    REQUIRE(rows.size() == 4);
    CHECK(cell(rows, "Owner", 1) == "Ann Mere");
    CHECK(cell(rows, "Status", 1) == "Done");
    CHECK(cell(rows, "Seen", 2) == "2024-05-06");
    CHECK(cell(rows, "Evidence", 2) == "=see <file> & more");
    CHECK(cell(rows, "Owner", 3).empty());
    CHECK(rows_of(next, "Tracker, left over").empty());
    CHECK(next.diagnostics.empty());
}

TEST_CASE("A renamed letter keeps what people wrote") {
    TestArchive first(tables);
    const std::vector<Asked> asked = {{"01", "1", "Mend the lamp."}};
    write(first, {letter("a.pdf", 'a', asked)});
    fill(first, first.path("filled.xlsx"), {{1, "Owner", "Ann Mere"}});
    TestArchive next(tables);
    write(next, {letter("renamed.pdf", 'a', asked)}, {{"tracker", first.path("filled.xlsx").string()}});
    CHECK(cell(rows_of(next, "Tracker"), "Owner", 1) == "Ann Mere");
    CHECK(next.diagnostics.empty());
}

TEST_CASE("What belongs to no record stands on a sheet of its own, and comes back when the record does") {
    TestArchive first(tables);
    const std::vector<Asked> asked = {{"01", "1", "Mend the lamp."}, {"02", "2", "Paint it."}};
    write(first, {letter("a.pdf", 'a', asked)});
    fill(first, first.path("filled.xlsx"),
         {{1, "Owner", "Ann Mere"}, {2, "Recommendation", "Paint it blue."}, {2, "Owner", "Bo"}}, {},
         {{"", "", "", "", "A row of my own"}});
    TestArchive next(tables);
    write(next, {letter("a.pdf", 'a', {{"02", "2", "Paint it."}})},
          {{"tracker", first.path("filled.xlsx").string()}});
    const Rows left = rows_of(next, "Tracker, left over");
    REQUIRE(left.size() == 4);
    CHECK(cell(left, "Owner", 1) == "Ann Mere");
    CHECK(cell(left, "Recommendation", 1) == "Mend the lamp.");
    CHECK(cell(left, "Recommendation", 2) == "A row of my own");
    CHECK(cell(left, "Recommendation", 3) == "Paint it blue.");
    CHECK(cell(rows_of(next, "Tracker"), "Recommendation", 1) == "Paint it.");
    CHECK(cell(rows_of(next, "Tracker"), "Owner", 1) == "Bo");
    REQUIRE(next.diagnostics.size() == 1);
    CHECK(next.diagnostics[0].code == "xlsx-left-over");

    // The workbook itself is what is filled in next; the record is there again.
    TestArchive third(tables);
    write(third, {letter("a.pdf", 'a', asked)}, {{"tracker", next.path("_archive/archive.xlsx").string()}});
    CHECK(cell(rows_of(third, "Tracker"), "Owner", 1) == "Ann Mere");
    CHECK(cell(rows_of(third, "Tracker"), "Owner", 2) == "Bo");
}

TEST_CASE("A number in a cell is read as its format shows it") {
    using xlsx::Shown;
    constexpr int first_day = -25569;
    for (const auto& [format, shown] :
         std::vector<std::pair<const char*, Shown>>{{"yyyy-mm-dd", Shown::date},
                                                    {"[$-809]dd mmmm yyyy;@", Shown::date},
                                                    {"h:mm AM/PM", Shown::time},
                                                    {"[h]:mm:ss", Shown::time},
                                                    {"0.0%", Shown::percent},
                                                    {"#,##0.00_);[Red](#,##0.00)", Shown::number},
                                                    {"\"day\" 0", Shown::number},
                                                    {"General", Shown::number},
                                                    {"\\d0", Shown::number}})
        CHECK((xlsx::shown_by(format) == shown));
    CHECK(xlsx::value_text("45325", Shown::date, first_day) == "2024-02-03");
    CHECK(xlsx::value_text("45325.604166666664", Shown::date, first_day) == "2024-02-03T14:30");
    CHECK(xlsx::value_text("45325.999999999", Shown::date, first_day) == "2024-02-04");
    CHECK(xlsx::value_text("43863", Shown::date, -24107) == "2024-02-03");
    CHECK(xlsx::value_text("0.60422453703703705", Shown::time, first_day) == "14:30:05");
    CHECK(xlsx::value_text("1.5", Shown::time, first_day) == "36:00");
    CHECK(xlsx::value_text("7.0000000000000007E-2", Shown::percent, first_day) == "7%");
    CHECK(xlsx::value_text("0.10000000000000001", Shown::number, first_day) == "0.1");
    CHECK(xlsx::value_text("1E3", Shown::number, first_day) == "1000");
    CHECK(xlsx::value_text("#REF!", Shown::date, first_day) == "#REF!");
}

TEST_CASE("Nobody is told of words that nobody wrote over") {
    TestArchive first(tables);
    write(first, {letter("a.pdf", 'a', {{"01", "1", "Mend the lamp."}, {"02", "2", "Paint it."}})});
    fill(first, first.path("filled.xlsx"), {{1, "Owner", "Ann Mere"}});
    TestArchive next(tables);
    // The letter is read by other rules: its label and its title are others, and a record is gone.
    TestLetter other = letter("a.pdf", 'a', {{"01", "1.1", "Mend the lamp."}});
    write(next, {other}, {{"tracker", first.path("filled.xlsx").string()}});
    CHECK(cell(rows_of(next, "Tracker"), "Owner", 1) == "Ann Mere");
    CHECK(cell(rows_of(next, "Tracker"), "Reference", 1) == "1.1");
    CHECK(rows_of(next, "Tracker, left over").empty());
    CHECK(next.diagnostics.empty());
}

TEST_CASE("Sheets' names are cut between characters, and no two are the same") {
    TestArchive archive(tables);
    const auto file = archive.path("names.xlsx");
    const std::string name = "éééééééééééééééééééééééééééééééé";
    xlsx::Workbook book(file.string(), file.parent_path().string());
    for (const std::string& one : {name, name, std::string("Notes"), std::string("notes")})
        book.add_sheet(one, {{"A"}});
    book.finish();
    std::vector<std::string> names;
    for (const xlsx::FilledSheet& sheet : xlsx::read_workbook(file.string())) names.push_back(sheet.name);
    CHECK(names ==
          std::vector<std::string>{name.substr(0, 62), name.substr(0, 54) + " (2)", "Notes", "notes (2)"});
}

TEST_CASE("A tracker that cannot be read is an error that says so") {
    TestArchive archive(tables);
    const auto file = archive.path("broken.xlsx");
    std::ofstream(file) << "no workbook";
    for (const auto& one : {file, archive.path("missing.xlsx")}) {
        try {
            write(archive, {}, {{"tracker", one.string()}});
            FAIL("it was read");
        } catch (const StageError& error) {
            CHECK(error.diagnostic().code == "xlsx-unreadable");
            CHECK(std::string(error.what()).find(one.filename().string()) != std::string::npos);
        }
    }
    xlsx::Workbook book(file.string(), file.parent_path().string());
    book.add_sheet("Other", {{"A"}});
    book.finish();
    CHECK_THROWS_WITH(write(archive, {}, {{"tracker", file.string()}}), Catch::Contains("`Letter`"));
}

TEST_CASE("The same letters give the same workbook") {
    TestArchive one(tables), two(tables);
    for (TestArchive* archive : {&one, &two}) write(*archive, {letter("a.pdf", 'a', {{"01", "1", "Mend."}})});
    CHECK(one.content("_archive/archive.xlsx") == two.content("_archive/archive.xlsx"));
}
