#include "archive/archive.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sys/stat.h>

#include <fstream>

#include "archive/report.hpp"
#include "pipeline/tests/temporary_folder.hpp"
#include "sheaf/archive.hpp"

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

/// Writes every row that it gets: its table, and each cell that is not absent with its column's name.
class Listing : public ArchiveOutput {
    class Writer : public ArchiveWriter {
      public:
        explicit Writer(ArchiveContext& context)
            : context_(context), file_(context.file("_archive/listing.txt")) {}
        void add(ArchiveLetter& letter) override {
            for (const ArchiveRow& row : letter.rows()) {
                const RecordSpec& table = context_.tables()[row.table];
                file_ << table.name;
                for (std::size_t i = 0; i < row.cells.size(); ++i)
                    if (!std::holds_alternative<std::monostate>(row.cells[i]))
                        file_ << " " << table.fields[i].name << "=" << text_of(row.cells[i]);
                file_ << "\n";
            }
            if (!letter.document()) file_ << "no document\n";
        }
        void finish() override { file_.close(); }

      private:
        static std::string text_of(const FieldValue& value) {
            if (const auto* text = std::get_if<std::string>(&value)) return *text;
            if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
                std::string joined;
                for (const std::string& one : *list) joined += "[" + one + "]";
                return joined;
            }
            if (const auto* number = std::get_if<double>(&value)) return nlohmann::json(*number).dump();
            return std::to_string(std::get<std::int64_t>(value));
        }
        ArchiveContext& context_;
        std::ofstream file_;
    };
    std::unique_ptr<ArchiveWriter> begin(ArchiveContext& context) override {
        return std::make_unique<Writer>(context);
    }
};

/// Fails when it is to finish.
class Failing : public ArchiveOutput {
    struct Writer : ArchiveWriter {
        void add(ArchiveLetter&) override {}
        void finish() override { throw std::runtime_error("no ink"); }
    };
    std::unique_ptr<ArchiveWriter> begin(ArchiveContext& context) override {
        context.file("_archive/failing.txt");
        return std::make_unique<Writer>();
    }
};

/// An output that writes letters only.
class OfLetters : public Output {
    void write(const Document&, Sink&, Context&) override {}
};

template <class Made>
constexpr StageSpec output_spec(const char* name) {
    StageSpec spec{.kind = StageKind::output, .name = name, .help = ""};
    spec.create_output = [](const Setup&) -> Output* { return new Made; };
    return spec;
}
constexpr StageSpec listing = output_spec<Listing>("listing"), failing = output_spec<Failing>("failing"),
                    of_letters = output_spec<OfLetters>("of-letters");

Plan plan_of(std::initializer_list<const StageSpec*> outputs) {
    Plan plan;
    plan.record_types.assign(std::begin(types), std::end(types));
    for (const StageSpec* spec : outputs) plan.outputs.emplace_back().stage.spec = spec;
    return plan;
}

void write(Journal& journal, const fs::path& out, const Plan& plan = plan_of({&of_letters, &listing})) {
    ArchiveWriting writing(plan, out, [](const Diagnostic&) {});
    std::vector<FileHash> written;
    journal.remember(archive_state, writing.finish(journal, "o1", written));
}

std::size_t merge(const std::vector<ArchivePart>& parts, const fs::path& out) {
    return merge_archives(plan_of({&listing}), parts, out, [](const Diagnostic&) {});
}

/// A batch's output folder with these letters.
void batch(const fs::path& out, const std::vector<LetterOutcome>& letters) {
    fs::create_directories(out / ".sheaf");
    Journal journal(Journal::file_in(out), Database::Access::write);
    journal.begin_run({"p.toml", "p", {}, 1}, types);
    for (const LetterOutcome& one : letters) journal.settle(one);
    journal.end_run("finished", {.listed = letters.size(), .converted = letters.size()}, 0);
    journal.remember("record stages", "demands others ");
    write(journal, out);
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

TEST_CASE("An output of the archive gets every letter with its rows, in order of name") {
    TemporaryFolder folder;
    LetterOutcome failed = letter("c.pdf");
    failed.status = LetterStatus::failed;
    failed.authority = failed.document_date = failed.profile = "";
    failed.outputs.clear();
    failed.diagnostics = {{Severity::error, "pdf-broken", "It ends early.", "pdf", {}, "Fetch it."}};
    batch(folder.path(),
          {letter("b.pdf", {demand("1", "say \"yes\"")}), failed, letter("a.pdf", {demand("2", "=1+1")})});
    const std::string of_letter = " letter_authority=Harrowmere letter_profile=p letter_state=converted id=";
    const std::string rest =
        " weight=2.0 section_path=[A][=B] page=2 block=b7 stage=demands rule=r confidence=0.5\n";
    const std::string row =
        " state=converted family=p authority=Harrowmere document_date=2026-04-07 pages=0 sections=0 "
        "demand_count=1 ";
    CHECK(folder.read("_archive/listing.txt") ==
          "letters letter=a.pdf source=a.pdf sha256=content of a.pdf" + row +
              "outputs=[a.pdf.demand.csv][a.pdf.html]\n"
              "demand letter=a.pdf" +
              of_letter + "2 text==1+1" + rest +
              "no document\n"
              "letters letter=b.pdf source=b.pdf sha256=content of b.pdf" +
              row +
              "outputs=[b.pdf.demand.csv][b.pdf.html]\n"
              "demand letter=b.pdf" +
              of_letter + "1 text=say \"yes\"" + rest +
              "no document\n"
              "letters letter=c.pdf source=c.pdf sha256=content of c.pdf state=failed doubts=[pdf-broken: It "
              "ends "
              "early.] pages=0 sections=0 demand_count=0\n"
              "doubts letter=c.pdf severity=error code=pdf-broken message=It ends early. hint=Fetch it. "
              "stage=pdf\n"
              "no document\n");
}

TEST_CASE(
    "A record carries the doubts of its stage and of the whole letter, not those of another page or stage") {
    TemporaryFolder folder;
    LetterOutcome doubtful = letter("a.pdf", {demand("1", "mend")});
    doubtful.status = LetterStatus::doubtful;
    const auto doubt = [&](const char* code, const char* stage, int page) {
        Diagnostic one{Severity::doubtful, code, "See.", stage, {}, ""};
        one.place.page = page;
        doubtful.diagnostics.push_back(one);
    };
    doubt("own", "demands", 0);
    doubt("own-page", "demands", 2);
    doubt("own-elsewhere", "demands", 3);
    doubt("reading", "pdf", 2);
    doubt("reading-elsewhere", "pdf", 1);
    doubt("of-others", "others", 0);
    batch(folder.path(), {doubtful});
    CHECK(contains(folder.read("_archive/listing.txt"),
                   "confidence=0.5 doubts=[own: See.][own-page: See. (page 2)][reading: See. (page 2)]\n"));
    CHECK(contains(folder.read("_archive/listing.txt"), "letter_state=doubtful"));
}

TEST_CASE("A letter's date is the best that its metadata has, and says which") {
    static constexpr FieldSpec fields[] = {{"document_date", FieldType::date, ""},
                                           {"inspection_start", FieldType::date, ""},
                                           {"inspection_end", FieldType::date, ""}};
    static constexpr RecordSpec metadata[] = {{"metadata", "", fields}};
    const auto with = [](const std::string& name, const std::string& json) {
        LetterOutcome one = letter(name, {{"metadata", "1", 1, "b1", 1, "metadata", "r", json}});
        one.document_date.clear();
        return one;
    };
    TemporaryFolder folder;
    fs::create_directories(folder.path() / ".sheaf");
    Journal journal(Journal::file_in(folder.path()), Database::Access::write);
    journal.begin_run({}, metadata);
    journal.settle(with(
        "a",
        R"({"document_date":"2024-01-02","inspection_start":"2023-11-01","inspection_end":"2023-11-05"})"));
    journal.settle(
        with("b", R"({"document_date":null,"inspection_start":"2023-11-01","inspection_end":"2023-11-05"})"));
    journal.settle(with("c", R"({"document_date":null,"inspection_start":null,"inspection_end":null})"));
    write(journal, folder.path());
    const std::string rows = folder.read("_archive/listing.txt");
    CHECK(contains(rows, "date=2024-01-02 date_is=printed document_date=2024-01-02"));
    CHECK(contains(rows, "date=2023-11-05 date_is=inspection_end inspection_start=2023-11-01"));
    CHECK_FALSE(contains(rows.substr(rows.find("letters letter=c")), "date"));
}

TEST_CASE("Whole-archive files are written again only after a letter changed, or when one is missing") {
    TemporaryFolder folder;
    batch(folder.path(), {letter("a.pdf", {demand("1", "mend")})});
    Journal journal(Journal::file_in(folder.path()), Database::Access::write);
    folder.write("_archive/listing.txt", "touched");
    write(journal, folder.path());
    CHECK(folder.read("_archive/listing.txt") == "touched");

    fs::remove(folder.path() / "_archive/listing.txt");
    write(journal, folder.path());
    CHECK(contains(folder.read("_archive/listing.txt"), "mend"));

    folder.write("_archive/listing.txt", "touched");
    journal.begin_run({}, types);
    journal.settle(letter("b.pdf"));
    write(journal, folder.path());
    CHECK(folder.read("_archive/listing.txt") != "touched");
}

TEST_CASE("Letters that are no longer among the inputs leave the archive; files of others' hands stay") {
    TemporaryFolder folder;
    batch(folder.path(), {letter("a.pdf", {demand("1", "mend")}), letter("b.pdf", {demand("2", "dust")})});
    folder.write("_archive/my own.csv", "kept");
    Journal journal(Journal::file_in(folder.path()), Database::Access::write);
    journal.begin_run({}, types);
    journal.set_present(*journal.find("a.pdf"), false);
    write(journal, folder.path());
    CHECK_FALSE(contains(folder.read("_archive/listing.txt"), "mend"));

    journal.begin_run({}, types);
    journal.set_present(*journal.find("b.pdf"), false);
    write(journal, folder.path(), plan_of({&of_letters}));
    CHECK_FALSE(fs::exists(folder.path() / "_archive/listing.txt"));
    CHECK(folder.read("_archive/my own.csv") == "kept");
}

TEST_CASE("Without a list of the archive's files, nothing that is there is removed") {
    TemporaryFolder folder;
    folder.write("_archive/my own.csv", "kept");
    folder.write("_archive/minutes.html", "kept");
    batch(folder.path(), {letter("a.pdf", {demand("1", "mend")})});
    CHECK(folder.read("_archive/my own.csv") == "kept");
    CHECK(folder.read("_archive/minutes.html") == "kept");
}

TEST_CASE("The archive's folder is no link, and its list no pipe") {
    TemporaryFolder folder;
    batch(folder.path() / "one", {letter("a.pdf", {demand("1", "mend")})});
    folder.write("elsewhere/own.csv", "kept");
    folder.write("elsewhere/.files", "_archive/own.csv\n");
    fs::create_directory(folder.path() / "joined");
    fs::create_directory_symlink("../elsewhere", folder.path() / "joined/_archive");
    CHECK_THROWS_WITH(merge({{folder.path() / "one", ""}}, folder.path() / "joined"),
                      Catch::Contains("joined/_archive` is a symbolic link"));
    CHECK(folder.read("elsewhere/own.csv") == "kept");
    CHECK_FALSE(fs::exists(folder.path() / "elsewhere/listing.txt"));

    fs::remove(folder.path() / "joined/_archive");
    fs::create_directory(folder.path() / "joined/_archive");
    REQUIRE(::mkfifo((folder.path() / "joined/_archive/.files").c_str(), 0600) == 0);
    CHECK_THROWS_WITH(merge({{folder.path() / "one", ""}}, folder.path() / "joined"),
                      Catch::Contains("_archive/.files` is no regular file"));
}

TEST_CASE("When one output cannot finish, the archive is as it was") {
    TemporaryFolder folder;
    batch(folder.path(), {letter("a.pdf", {demand("1", "mend")})});
    Journal journal(Journal::file_in(folder.path()), Database::Access::write);
    const std::string before = folder.read("_archive/listing.txt");
    journal.begin_run({}, types);
    journal.settle(letter("b.pdf"));
    try {
        write(journal, folder.path(), plan_of({&listing, &failing}));
        FAIL("it finished");
    } catch (const StageError& error) {
        CHECK(contains(error.what(), "`failing`"));
        CHECK(contains(error.what(), "no ink"));
    }
    CHECK(folder.read("_archive/listing.txt") == before);
    for (const auto& entry : fs::directory_iterator(folder.path() / "_archive"))
        CHECK_FALSE(entry.path().filename().string().starts_with(".sheaf-"));
}

TEST_CASE("Two outputs cannot write the same file") {
    TemporaryFolder folder;
    batch(folder.path(), {letter("a.pdf")});
    Journal journal(Journal::file_in(folder.path()), Database::Access::write);
    journal.begin_run({}, types);
    journal.settle(letter("b.pdf"));
    CHECK_THROWS_WITH(write(journal, folder.path(), plan_of({&listing, &listing})),
                      Catch::Contains("`_archive/listing.txt`"));
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
    CHECK(merge({{folder.path() / "one", ""}, {folder.path() / "two", ""}}, joined) == 3);
    const std::string rows = folder.read("joined/_archive/listing.txt");
    CHECK(contains(rows, "outputs=[../two/b.pdf.demand.csv][../two/b.pdf.html]"));
    const auto without_links = [](std::string text) {
        for (const char* link : {"../one/", "../two/"})
            for (std::size_t at = 0; (at = text.find(link)) != std::string::npos;) text.erase(at, 7);
        return text;
    };
    CHECK(without_links(rows) == folder.read("whole/_archive/listing.txt"));
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
        merge({{one, ""}, {two, ""}}, joined);
        FAIL("they were joined");
    } catch (const StageError& error) {
        CHECK(error.diagnostic().code == "merge-conflict");
        CHECK(contains(error.what(), "`a.pdf`"));
    }
    CHECK_FALSE(fs::exists(joined / "_archive/listing.txt"));
    CHECK(merge({{one, "one/"}, {two, "two/"}}, joined) == 2);
    CHECK(contains(folder.read("joined/_archive/listing.txt"), "letter=two/a.pdf "));
}

TEST_CASE("A folder without a journal is no output folder of a batch") {
    TemporaryFolder folder;
    CHECK_THROWS_WITH(merge({{folder.path(), ""}}, folder.path() / "joined"),
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
