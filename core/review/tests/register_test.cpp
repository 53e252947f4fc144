// The register shows, sorts, filters and searches what the database has, and nothing that somebody types is
// SQL.
#include "review/register.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>

#include "base/owned_folder.hpp"

using namespace sheaf;
using namespace sheaf::review;
namespace fs = std::filesystem;

namespace {

constexpr const char* schema = R"sql(
CREATE TABLE letters(id INTEGER PRIMARY KEY, letter TEXT NOT NULL UNIQUE, title TEXT, authority TEXT, authority_code TEXT,
  region TEXT, date TEXT, family TEXT, state TEXT, pages INTEGER, doubts TEXT, outputs TEXT);
CREATE TABLE judgement(row_key INTEGER PRIMARY KEY, letter_id INTEGER, id TEXT, aspect TEXT, name TEXT, grade TEXT,
  grade_code TEXT);
CREATE TABLE recommendation(row_key INTEGER PRIMARY KEY, letter_id INTEGER, id TEXT, text TEXT, kind TEXT, modality TEXT,
  theme TEXT);
CREATE TABLE doubts(row_key INTEGER PRIMARY KEY, letter_id INTEGER, code TEXT);
CREATE TABLE passage(id INTEGER PRIMARY KEY, letter_id INTEGER, kind TEXT, record_id TEXT, page INTEGER, section TEXT,
  text TEXT);
CREATE TABLE data_dictionary(table_name TEXT, position INTEGER, column_name TEXT, type TEXT, meaning TEXT);
INSERT INTO data_dictionary VALUES('letters', 1, 'letter', 'text', 'its name'), ('letters', 2, 'title', 'text', ''),
  ('letters', 3, 'pages', 'integer', ''), ('letters', 4, 'doubts', 'texts', ''), ('letters', 5, 'outputs', 'texts', '');
INSERT INTO letters VALUES
  (1, 'a.pdf', 'Harbour', 'Kestrelford', 'E1', 'North', '2020-05-01', 'sif', 'converted', 3, '["one","two; three"]', '[]'),
  (2, 'b.pdf', 'Quay', 'Kestrelford', 'E1', 'North', '2023-06-01', 'sif', 'doubtful', 5, NULL, '[]'),
  (3, 'c.pdf', '=1+1', 'Saltmarsh', NULL, NULL, NULL, 'send', 'converted', 1, NULL, '[]');
INSERT INTO judgement VALUES(1, 1, 'a1', 'overall', 'Overall', 'Good', 'good'),
  (2, 2, 'a2', 'overall', 'Overall', 'Poor', 'poor'), (3, 3, 'a3', 'overall', 'Overall', 'Good', 'good');
INSERT INTO recommendation VALUES(1, 1, 'b1', 'Mend the lights.', 'area', 'must', 'Light'),
  (2, 2, 'b2', 'Mend the lights now.', 'area', 'should', 'Light'), (3, 2, 'b3', 'Count the boats.', 'area', 'should', NULL);
INSERT INTO doubts VALUES(1, 2, 'grade-unsure'), (2, 2, 'grade-unsure');
INSERT INTO passage VALUES(1, 1, 'text', NULL, 1, 'Harbour', 'The quays are well-kept.'),
  (2, 2, 'text', NULL, 2, 'Quay', 'The <b>boats</b> are old.'), (3, 2, 'recommendation', 'b3', 2, NULL, 'Count the boats.');
CREATE VIRTUAL TABLE search USING fts5(text, section, content='passage', content_rowid='id',
  tokenize='porter unicode61 remove_diacritics 2');
INSERT INTO search(search) VALUES('rebuild');
CREATE VIRTUAL TABLE letter_search USING fts5(text, content='', detail='none', tokenize='porter unicode61 remove_diacritics 2');
INSERT INTO letter_search(rowid, text) SELECT letter_id, group_concat(text, ' ') FROM passage GROUP BY letter_id;
CREATE VIEW grades_over_time AS SELECT letters.*, aspect, grade FROM judgement JOIN letters ON letters.id = letter_id;
CREATE VIEW repeated_recommendations AS SELECT 'Kestrelford' AS authority, 'E1' AS authority_code, '2020-05-01' AS before_date,
  '2023-06-01' AS after_date, 0.8 AS score, 'Mend the lights.' AS before_text, 'Mend the lights now.' AS after_text,
  'a.pdf' AS before_letter, 'b.pdf' AS after_letter, 1 AS before_key, 2 AS after_key;
)sql";

class Archive {
  public:
    Archive() : folder_(fs::temp_directory_path() / "sheaf-register-XXXXXX") {
        fs::create_directories(file().parent_path());
        write(schema);
    }
    void write(const std::string& sql) const { Database(file(), Database::Access::write).execute(sql); }
    fs::path file() const { return out() / "_archive" / "archive.sqlite"; }
    fs::path out() const { return folder_.path(); }

  private:
    OwnedFolder folder_;
};

Query query(std::map<std::string, std::string> values) {
    return [values = std::move(values)](const char* name) {
        const auto found = values.find(name);
        return found == values.end() ? std::string() : found->second;
    };
}

using Texts = std::vector<std::string>;

/// What the first group of the expression finds, in order.
Texts all(const std::string& page, const std::string& expression) {
    const std::regex wanted(expression);
    Texts found;
    for (auto at = std::sregex_iterator(page.begin(), page.end(), wanted); at != std::sregex_iterator(); ++at)
        found.push_back((*at)[1]);
    return found;
}

Texts letters(const Archive& archive, std::map<std::string, std::string> values) {
    const Plan plan;
    return all(Register(archive.out(), plan, {}).letters_page({}, query(std::move(values))),
               "<th scope=\"row\"><a href=\"/open\\?letter=([^\"]*)\"");
}

std::string charts(const Archive& archive) {
    const Plan plan;
    return Register(archive.out(), plan, {}).charts_page({}, query({}));
}

/// The part of a page from that heading on, up to the next section.
std::string section(const std::string& page, const std::string& title) {
    const std::size_t begin = page.find(">" + title + "<");
    REQUIRE(begin != std::string::npos);
    return page.substr(begin, page.find("</section>", begin) - begin);
}

}  // namespace

TEST_CASE("Letters stand by date, the latest first, or as they are asked for, those without a value last") {
    const Archive archive;
    CHECK(letters(archive, {}) == Texts{"b.pdf", "a.pdf", "c.pdf"});
    CHECK(letters(archive, {{"sort", "date"}}) == Texts{"a.pdf", "b.pdf", "c.pdf"});
    CHECK(letters(archive, {{"sort", "pages"}, {"down", "1"}}) == Texts{"b.pdf", "a.pdf", "c.pdf"});
    CHECK(letters(archive, {{"sort", "title"}}) == Texts{"c.pdf", "a.pdf", "b.pdf"});
    Database database(archive.file(), Database::Access::read);
    const Question question(query({}), database);
    CHECK(question.count(database) == 3);
    const auto all = question.letters(database);
    CHECK(question.letters(database, 1, 1) == std::vector<std::int64_t>{all[1]});
    CHECK(question.letters(database, 2, 2) == std::vector<std::int64_t>{all[2]});
    CHECK(letters(archive, {{"sort", "id; DROP TABLE letters"}}) == Texts{"b.pdf", "a.pdf", "c.pdf"});
}

TEST_CASE("Every filter leaves out what it should, and several of them together") {
    const Archive archive;
    CHECK(letters(archive, {{"state", "doubtful"}}) == Texts{"b.pdf"});
    CHECK(letters(archive, {{"family", "send"}}) == Texts{"c.pdf"});
    CHECK(letters(archive, {{"authority", "Kestrelford"}}) == Texts{"b.pdf", "a.pdf"});
    CHECK(letters(archive, {{"year", "2020"}}) == Texts{"a.pdf"});
    CHECK(letters(archive, {{"grade", "good"}}) == Texts{"a.pdf", "c.pdf"});
    CHECK(letters(archive, {{"modality", "must"}}) == Texts{"a.pdf"});
    CHECK(letters(archive, {{"words", "boat"}}) == Texts{"b.pdf"});
    CHECK(letters(archive, {{"words", "well-kept quays"}}) == Texts{"a.pdf"});
    CHECK(letters(archive, {{"grade", "good"}, {"family", "sif"}}) == Texts{"a.pdf"});
    CHECK(letters(archive, {{"grade", "good"}, {"year", "2023"}}).empty());
    for (const char* filter : {"words", "state", "family", "authority", "year", "grade", "modality"})
        for (const char* evil :
             {"' OR 1=1 --", "\"", "a\" OR \"b", "*", "NEAR(a b)", "\xff\xfe", "text:boats"})
            CHECK(letters(archive, {{filter, evil}}).empty());
}

TEST_CASE("Words are looked for as they are, whatever FTS5 would take them for") {
    CHECK(match_of("well-being  \"now\"") == "\"well-being\" \"now\"");
    CHECK(match_of("a OR b*") == "\"a\" \"OR\" \"b*\"");
    CHECK(match_of("") == "\"\"");
    CHECK(match_of_words("well-being, caf\xC3\xA9 4.2") == "\"well\" \"being\" \"caf\xC3\xA9\" \"4\" \"2\"");
    CHECK(match_of_words("--") == "\"\"");
}

TEST_CASE("The files say what the page shows") {
    const Archive archive;
    const Plan plan;
    const Register one(archive.out(), plan, {});
    CHECK(one.letters_csv(query({{"authority", "Kestrelford"}})) ==
          "\xEF\xBB\xBFletter,title,pages,doubts\r\nb.pdf,Quay,5,\r\na.pdf,Harbour,3,\"one; \"\"two; "
          "three\"\"\"\r\n");
    // What a spreadsheet would take for a formula is text.
    CHECK(one.letters_csv(query({{"family", "send"}})).find("'=1+1") != std::string::npos);
    CHECK(!one.writes_workbooks());
    CHECK(one.letters_page({}, query({})).find("/letters.xlsx") == std::string::npos);
}

TEST_CASE("A search marks what it found, leads to the record, and shows no letter's HTML") {
    const Archive archive;
    const Plan plan;
    const std::string page = Register(archive.out(), plan, {}).search_page({}, query({{"words", "boats"}}));
    CHECK(all(page, "<li><a href=\"([^\"]*)\"").size() == 2);
    CHECK(page.find("href=\"/open?letter=b.pdf&amp;record=b3\"") != std::string::npos);
    CHECK(page.find("&lt;b&gt;<mark>boats</mark>&lt;/b&gt;") != std::string::npos);
    CHECK(page.find("2 passages.") != std::string::npos);
}

TEST_CASE("Each chart's bars are as long as its numbers, which stand in the table below it") {
    const Archive archive;
    const std::string page = charts(archive);
    const std::string grades = section(page, "Grades: overall");
    CHECK(all(grades, "<th scope=\"row\">([^<]*)<") == Texts{"2020", "2023"});
    CHECK(all(grades, "class=\"number\"[^>]*>([^<]*)<") == Texts{"1", "0", "0", "1"});
    const std::string themes = section(page, "Recommendations by theme and year");
    CHECK(all(themes, "<th scope=\"col\">([^<]*)<") == Texts{"Light", "no theme"});
    CHECK(all(themes, "class=\"number\"[^>]*>([^<]*)<") == Texts{"1", "0", "1", "1"});
    const Texts widths = all(themes, "<rect[^>]* width=\"([^\"]*)\"");
    REQUIRE(widths.size() == 3);
    CHECK(widths[0] == widths[1]);
    CHECK(widths[1] == widths[2]);
    // The longest row fills the room, and no bar leaves it.
    CHECK(std::stod(widths[1]) * 2 == Approx(442).margin(0.2));
    CHECK(all(section(page, "Doubts by cause"), "class=\"number\"[^>]*>([^<]*)<") == Texts{"1"});
}

TEST_CASE("Many themes are a few and the rest, and no number is lost") {
    const Archive archive;
    for (int i = 0; i < 12; ++i)
        archive.write(
            "INSERT INTO recommendation SELECT NULL, 1, 'x' || value, 't', 'area', 'must', 'Theme " +
            std::to_string(i) +
            "' FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM "
            "n LIMIT " +
            std::to_string(20 - i) + ") SELECT value FROM n)");
    const std::string themes = section(charts(archive), "Recommendations by theme and year");
    const Texts names = all(themes, "<th scope=\"col\">([^<]*)<");
    REQUIRE(names.size() == 8);
    CHECK(names.front() == "Theme 0");
    CHECK(names.back() == "all others");
    int sum = 0;
    for (const std::string& number : all(themes, "class=\"number\"[^>]*>([^<]*)<")) sum += std::stoi(number);
    CHECK(sum == 3 + 20 + 19 + 18 + 17 + 16 + 15 + 14 + 13 + 12 + 11 + 10 + 9);
}

TEST_CASE("A message of a stage is a sentence with quotations") {
    const auto written = [](const char* message) {
        html::Tree tree;
        write_message(tree.root().add("p"), message);
        const std::string page = tree.write();
        const std::size_t from = page.find("<p>") + 3;
        return page.substr(from, page.find("</p>") - from);
    };
    CHECK(written("two values, `2 May` and `3 May`") == "Two values, <q>2 May</q> and <q>3 May</q>");
    CHECK(written("`glossary` is missing") == "<q>glossary</q> is missing");
    CHECK(written("one ` alone") == "One ` alone");
    CHECK(written("").empty());
}

TEST_CASE("Labels that are too long are cut between characters") {
    const Archive archive;
    archive.write("INSERT INTO doubts VALUES(9, 1, replace(hex(zeroblob(20)), '00', 'ééx'))");
    const std::string page = charts(archive);
    CHECK(page.find("…") != std::string::npos);
    CHECK(page.find("\xEF\xBF\xBD") == std::string::npos);
}

TEST_CASE("An authority's page says what changed between its inspections") {
    const Archive archive;
    const Plan plan;
    const std::string page =
        Register(archive.out(), plan, {}).authority_page({}, query({{"name", "Kestrelford"}}));
    CHECK(all(page, "<th scope=\"col\">(2[^<]*)<") == Texts{"2020-05-01", "2023-06-01"});
    CHECK(page.find("<td data-name=\"2020-05-01\">Good</td>") != std::string::npos);
    CHECK(page.find("<b title=\"before: Good\">Poor</b>") != std::string::npos);
    CHECK(page.find("Demanded again") != std::string::npos);
    CHECK(all(page, "(demanded before: [^<]*)<") == Texts{"demanded before: 2020-05-01"});
    CHECK(all(page, "<h2><a href=\"[^\"]*\">([^<]*)<") == Texts{"2023-06-01: Quay", "2020-05-01: Harbour"});
}

TEST_CASE("What was made of a database is made anew when a batch has put another in its place") {
    const Archive archive;
    const Plan plan;
    const Register one(archive.out(), plan, {});
    CHECK(one.charts_page({}, query({})).find("grade unsure") != std::string::npos);
    const fs::path next = archive.out() / "next";
    fs::copy_file(archive.file(), next);
    Database(next, Database::Access::write).execute("UPDATE doubts SET code = 'date-unsure'");
    fs::rename(next, archive.file());
    CHECK(one.charts_page({}, query({})).find("grade unsure") == std::string::npos);
    CHECK(one.charts_page({}, query({})).find("date unsure") != std::string::npos);
}
