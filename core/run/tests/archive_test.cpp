#include "run/archive.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "pipeline/tests/temporary_folder.hpp"
#include "run/report.hpp"

using namespace sheaf;
using sheaf::testing::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

constexpr FieldSpec demand_fields[] = {{"text", FieldType::text, "what"},
                                       {"weight", FieldType::number, "how much"},
                                       {"section_path", FieldType::texts, "where"}};
constexpr RecordSpec types[] = {{"demand", "what must be done", demand_fields}};

RecordRow demand(const std::string& id, const std::string& text) {
    return {"demand",
            id,
            2,
            "b7",
            0.5,
            "demands",
            "r",
            R"({"text":)" + nlohmann::json(text).dump() + R"(,"weight":2.0,"section_path":["A","=B"]})"};
}

LetterOutcome letter(const std::string& name, const std::vector<RecordRow>& records = {}) {
    LetterOutcome letter;
    letter.name = letter.output_name = letter.file = name;
    letter.key = {"content of " + name, "r1", "o1", "l1"};
    letter.status = LetterStatus::converted;
    letter.authority = "Harrowmere";
    letter.document_date = "2026-04-07";
    letter.profile = "p";
    letter.outputs = {{name + ".demand.csv", "aa", 5}, {name + ".html", "aa", 5}};
    letter.records = records;
    letter.times = {{"demands", 0.5}};
    letter.seconds = 0.75;
    return letter;
}

/// A batch's output folder with these letters.
void batch(const fs::path& out, const std::vector<LetterOutcome>& letters) {
    fs::create_directories(out / ".sheaf");
    Journal journal(Journal::file_in(out), Database::Access::write);
    journal.begin_run({"p.toml", "p", {}, 1}, types);
    for (const LetterOutcome& one : letters) journal.settle(one);
    journal.end_run("finished", {.listed = letters.size(), .converted = letters.size()}, 0);
    write_archive(journal, out);
    write_report(journal, out, {});
}

std::string text_of(Journal& journal) {
    std::string text;
    report_text(
        journal, [&](std::string_view piece) { text += piece; }, false);
    return text;
}

nlohmann::json json_of(Journal& journal) {
    std::string text;
    report_json(journal, [&](std::string_view piece) { text += piece; });
    return nlohmann::json::parse(text);
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Every record of a type stands in one CSV and one JSON Lines file, letters in order of name") {
    TemporaryFolder folder;
    batch(folder.path(),
          {letter("b.pdf", {demand("1", "say \"yes\", twice")}), letter("a.pdf", {demand("2", "=1+1")})});
    CHECK(folder.read("_archive/demand.csv") ==
          "letter,letter_authority,letter_date,letter_profile,id,text,weight,section_path,page,block,stage,"
          "rule,"
          "confidence\r\n"
          "a.pdf,Harrowmere,2026-04-07,p,2,'=1+1,2,A; '=B,2,b7,demands,r,0.5\r\n"
          "b.pdf,Harrowmere,2026-04-07,p,1,\"say \"\"yes\"\", twice\",2,A; '=B,2,b7,demands,r,0.5\r\n");
    CHECK(
        folder.read("_archive/demand.jsonl") ==
        R"({"letter":"a.pdf","letter_authority":"Harrowmere","letter_date":"2026-04-07","letter_profile":"p",)"
        R"("id":"2","text":"=1+1","weight":2.0,"section_path":["A","=B"],"page":2,"block":"b7",)"
        R"("stage":"demands","rule":"r","confidence":0.5})"
        "\n"
        R"({"letter":"b.pdf","letter_authority":"Harrowmere","letter_date":"2026-04-07","letter_profile":"p",)"
        R"("id":"1","text":"say \"yes\", twice","weight":2.0,"section_path":["A","=B"],"page":2,"block":"b7",)"
        R"("stage":"demands","rule":"r","confidence":0.5})"
        "\n");
}

TEST_CASE("Whole-archive files are written again only after a letter changed, or when one is missing") {
    TemporaryFolder folder;
    batch(folder.path(), {letter("a.pdf", {demand("1", "mend")})});
    Journal journal(Journal::file_in(folder.path()), Database::Access::write);
    folder.write("_archive/demand.csv", "touched");
    write_archive(journal, folder.path());
    CHECK(folder.read("_archive/demand.csv") == "touched");

    fs::remove(folder.path() / "index.html");
    write_archive(journal, folder.path());
    CHECK(fs::exists(folder.path() / "index.html"));
    CHECK(folder.read("_archive/demand.csv") != "touched");

    folder.write("_archive/demand.csv", "touched");
    journal.begin_run({}, types);
    journal.settle(letter("b.pdf"));
    write_archive(journal, folder.path());
    CHECK(folder.read("_archive/demand.csv") != "touched");
}

TEST_CASE(
    "Letters that are no longer among the inputs, and types that nobody makes, leave the archive's files") {
    TemporaryFolder folder;
    batch(folder.path(), {letter("a.pdf", {demand("1", "mend")}), letter("b.pdf", {demand("2", "dust")})});
    folder.write("_archive/older.csv", "");
    folder.write("_archive/index-2.html", "");
    Journal journal(Journal::file_in(folder.path()), Database::Access::write);
    journal.begin_run({}, types);
    journal.set_present(*journal.find("a.pdf"), false);
    write_archive(journal, folder.path());
    CHECK_FALSE(contains(folder.read("_archive/demand.csv"), "mend"));
    CHECK_FALSE(contains(folder.read("index.html"), "a.pdf"));
    CHECK_FALSE(fs::exists(folder.path() / "_archive/older.csv"));
    CHECK_FALSE(fs::exists(folder.path() / "_archive/index-2.html"));
}

TEST_CASE("The index leads to the letters' files, and says what needs a look") {
    TemporaryFolder folder;
    LetterOutcome odd = letter("year 1/<b>#1.pdf", {demand("1", "mend")});
    LetterOutcome bad = letter("bad.pdf");
    bad.status = LetterStatus::failed;
    bad.outputs.clear();
    bad.diagnostics = {{Severity::error, "pdf-broken", "the file <ends> early", "pdf", {}, ""}};
    batch(folder.path(), {odd, bad});
    const std::string index = folder.read("index.html");
    CHECK(contains(index, "href=\"year%201/%3Cb%3E%231.pdf.html\""));
    CHECK(contains(index, "href=\"year%201/%3Cb%3E%231.pdf.demand.csv\""));
    CHECK(contains(index, "One letter needs a look"));
    CHECK(contains(index, "the file &lt;ends&gt; early"));
    CHECK_FALSE(contains(index, "<b>#1"));
    CHECK_FALSE(contains(index, "//"));  // neither an address of the network nor an absolute one
}

TEST_CASE("An archive of more than a thousand letters has more pages, each leading to the next") {
    TemporaryFolder folder;
    std::vector<LetterOutcome> letters;
    for (int i = 1000; i < 3001; ++i) letters.push_back(letter(std::to_string(i) + ".pdf"));
    batch(folder.path(), letters);
    CHECK(contains(folder.read("index.html"), "1999.pdf.html"));
    CHECK_FALSE(contains(folder.read("index.html"), "2000.pdf.html"));
    CHECK(contains(folder.read("index.html"), "href=\"_archive/index-3.html\""));
    const std::string second = folder.read("_archive/index-2.html");
    CHECK(contains(second, "href=\"../2000.pdf.html\""));
    CHECK(contains(second, "href=\"index-3.html\""));
    CHECK(contains(second, "href=\"../index.html\""));
    CHECK(contains(folder.read("_archive/index-3.html"), "3000.pdf.html"));
}

TEST_CASE("Joined folders give what one batch over all their letters gives") {
    TemporaryFolder folder;
    const auto a = letter("a.pdf", {demand("1", "mend")});
    const auto b = letter("b.pdf", {demand("2", "dust")});
    const auto c = letter("c.pdf", {demand("3", "sweep")});
    batch(folder.path() / "whole", {a, b, c});
    batch(folder.path() / "one", {a, c});
    batch(folder.path() / "two", {b, c});
    const fs::path joined = folder.path() / "joined";
    CHECK(merge_archives({{folder.path() / "one", ""}, {folder.path() / "two", ""}}, joined) == 3);
    CHECK(folder.read("joined/_archive/demand.csv") == folder.read("whole/_archive/demand.csv"));
    CHECK(folder.read("joined/_archive/demand.jsonl") == folder.read("whole/_archive/demand.jsonl"));
    CHECK(contains(folder.read("joined/index.html"), "href=\"../two/b.pdf.html\""));
}

TEST_CASE("Different letters of one name are not joined unless their folders' names tell them apart") {
    TemporaryFolder folder;
    LetterOutcome other = letter("a.pdf", {demand("2", "dust")});
    other.key.content = "something else";
    batch(folder.path() / "one", {letter("a.pdf", {demand("1", "mend")})});
    batch(folder.path() / "two", {other});
    const fs::path one = folder.path() / "one", two = folder.path() / "two",
                   joined = folder.path() / "joined";
    try {
        merge_archives({{one, ""}, {two, ""}}, joined);
        FAIL("they were joined");
    } catch (const StageError& error) {
        CHECK(error.diagnostic().code == "merge-conflict");
        CHECK(contains(error.what(), "`a.pdf`"));
    }
    CHECK_FALSE(fs::exists(joined / "index.html"));
    CHECK(merge_archives({{one, "one/"}, {two, "two/"}}, joined) == 2);
    CHECK(contains(folder.read("joined/_archive/demand.csv"), "two/a.pdf,"));
}

TEST_CASE("A folder without a journal is no output folder of a batch") {
    TemporaryFolder folder;
    CHECK_THROWS_WITH(merge_archives({{folder.path(), ""}}, folder.path() / "joined"),
                      Catch::Contains("no output folder of `sheaf batch`"));
}

TEST_CASE(
    "The report says which records appeared, vanished or changed, and whether the letter or the rules did") {
    TemporaryFolder folder;
    batch(folder.path(), {letter("a.pdf", {demand("1", "mend"), demand("2", "paint")}), letter("b.pdf")});
    Journal journal(Journal::file_in(folder.path()), Database::Access::write);
    CHECK(contains(text_of(journal), "  a.pdf: new\n"));

    LetterOutcome again = letter("a.pdf", {demand("2", "paint it blue"), demand("3", "sweep")});
    again.key.reading = "r2";
    LetterOutcome rewritten = letter("b.pdf", {demand("9", "dust")});
    rewritten.key.content = "another content";
    journal.begin_run({"p.toml", "p", {}, 1}, types);
    journal.settle(again);
    journal.settle(rewritten);
    journal.end_run("finished", {.listed = 2, .converted = 2}, 0);
    const std::string text = text_of(journal);
    CHECK(contains(text,
                   "  a.pdf: the rules changed\n"
                   "    demand 1 vanished\n"
                   "    demand 2 changed: paint it blue\n"
                   "    demand 3 appeared: sweep\n"
                   "  b.pdf: the letter changed\n"
                   "    demand 9 appeared: dust\n"));
    const auto changes = json_of(journal)["changes"];
    CHECK(changes[0]["cause"] == "rules");
    CHECK(changes[0]["records"][0] ==
          nlohmann::json{
              {"type", "demand"}, {"id", "1"}, {"change", "vanished"}, {"page", nullptr}, {"says", nullptr}});
    CHECK(changes[1]["cause"] == "letter");

    journal.begin_run({"p.toml", "p", {}, 1}, types);
    journal.end_run("finished", {.listed = 2, .skipped = 2}, 0);
    CHECK(contains(text_of(journal), "nothing changed since the run before\n"));
}

TEST_CASE("The report names the letters that need a look, with cause and place") {
    TemporaryFolder folder;
    LetterOutcome bad = letter("bad\n.pdf");
    bad.status = LetterStatus::quarantined;
    bad.diagnostics = {{Severity::note, "n", "unimportant", "", {}, ""},
                       {Severity::error, "stage-crashed", "it crashed", "pdf", {}, "report it"}};
    batch(folder.path(), {letter("good.pdf"), bad});
    Journal journal(Journal::file_in(folder.path()), Database::Access::read);
    CHECK(contains(text_of(journal),
                   "needs a look:\n"
                   "  bad .pdf: quarantined\n"
                   "    error[stage-crashed]: pdf: it crashed; report it\n"));
    const auto report = json_of(journal);
    CHECK(report["letters"]["quarantined"] == 1);
    CHECK(report["attention"][0]["diagnostics"].size() == 1);
}

TEST_CASE("The metrics file has letters by state, durations and the time of the last success") {
    TemporaryFolder folder;
    batch(folder.path() / "my \"archive\"", {letter("a.pdf")});
    const std::string metrics = folder.read("my \"archive\"/.sheaf/sheaf.prom");
    CHECK(contains(metrics, "sheaf_letters{archive=\"my \\\"archive\\\"\",state=\"converted\"} 1\n"));
    CHECK(contains(metrics, "sheaf_letters{archive=\"my \\\"archive\\\"\",state=\"failed\"} 0\n"));
    CHECK(
        contains(metrics, "sheaf_run_stage_seconds{archive=\"my \\\"archive\\\"\",stage=\"demands\"} 0.5\n"));
    CHECK(contains(metrics, "# TYPE sheaf_run_duration_seconds gauge\n"));
    CHECK(contains(metrics, "sheaf_last_success_timestamp_seconds{archive=\"my \\\"archive\\\"\"} 1"));
}
