#include "archive/journal.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <fstream>

#include "archive/rule_use.hpp"
#include "pipeline/tests/temporary_folder.hpp"

using namespace sheaf;
using sheaf::testing::TemporaryFolder;

namespace {

constexpr FieldSpec dated_fields[] = {{"text", FieldType::text, "what"}, {"due", FieldType::date, "when"}};
constexpr RecordSpec dated_types[] = {{"demand", "what must be done", dated_fields}};

LetterOutcome outcome(const std::string& name, const std::string& content, const std::string& reading) {
    LetterOutcome letter;
    letter.name = letter.output_name = letter.file = name;
    letter.stamp = FileStamp{10, 1, 2, 3};
    letter.key = {content, reading, "o1", "l1"};
    letter.status = LetterStatus::converted;
    letter.outputs = {{name + ".json", "aa", 5}};
    letter.times = {{"pdf", 0.25}};
    return letter;
}

RecordRow dated_demand(const std::string& id, const std::string& text) {
    return {"demand", id, 1, "b1", 0.5, "demands", "", R"({"text":")" + text + R"(","due":null})"};
}

std::vector<std::string> rows(Journal& journal, const std::string& query) {
    std::vector<std::string> found;
    Statement statement = journal.database().prepare(query);
    while (statement.step()) found.emplace_back(statement.text(0));
    return found;
}

}  // namespace

TEST_CASE("Letters that were converted have outputs, doubtful ones included, and others have none") {
    for (const LetterStatus status : letter_statuses) {
        const bool converted = status == LetterStatus::converted || status == LetterStatus::repaired ||
                               status == LetterStatus::doubtful;
        CHECK(has_outputs(status) == converted);
        CHECK(letter_status_named(name(status)) == status);
    }
}

TEST_CASE("A letter's diagnostics are those of a severity and above") {
    TemporaryFolder folder;
    Journal journal(folder.path() / "journal.sqlite", Database::Access::write);
    journal.begin_run({"p.toml", "p", {"", "r1", "o1", "l1"}, 2}, dated_types);
    LetterOutcome letter = outcome("a.pdf", "c1", "r1");
    for (const Severity severity : {Severity::note, Severity::repaired, Severity::doubtful})
        letter.diagnostics.push_back({severity, "test-code", "said", "stage", {}, {}});
    journal.settle(letter);
    const auto known = journal.find("a.pdf");
    REQUIRE(known);
    CHECK(journal.diagnostics(known->id, Severity::note).size() == 3);
    CHECK(journal.diagnostics(known->id, Severity::repaired).size() == 2);
    CHECK(journal.diagnostics(known->id, Severity::doubtful).size() == 1);
}

TEST_CASE("The journal knows a letter again as it was settled") {
    TemporaryFolder folder;
    const auto file = folder.path() / "journal.sqlite";
    {
        Journal journal(file, Database::Access::write);
        journal.begin_run({"p.toml", "p", {"", "r1", "o1", "l1"}, 2}, dated_types);
        journal.settle(outcome("a.pdf", "c1", "r1"));
        journal.end_run("finished", {.listed = 1, .converted = 1}, 0);
    }
    Journal journal(file, Database::Access::write);
    const auto known = journal.find("a.pdf");
    REQUIRE(known);
    CHECK(known->key == LetterKey{"c1", "r1", "o1", "l1"});
    CHECK(known->stamp == FileStamp{10, 1, 2, 3});
    CHECK(known->status == LetterStatus::converted);
    CHECK(journal.outputs(known->id).at(0).file == "a.pdf.json");
    CHECK_FALSE(journal.find("b.pdf"));
    CHECK(journal.uses_document("c1", "r1"));
    CHECK(rows(journal, "SELECT status FROM run") == std::vector<std::string>{"finished"});
    CHECK(rows(journal, "SELECT fields FROM record_type") ==
          std::vector<std::string>{R"({"text":"text","due":"date"})"});
}

TEST_CASE("Records that appear, vanish or change are noted with what caused it") {
    TemporaryFolder folder;
    Journal journal(folder.path() / "journal.sqlite", Database::Access::write);
    LetterOutcome letter = outcome("a.pdf", "c1", "r1");
    letter.records = {dated_demand("1", "mend"), dated_demand("2", "paint"), dated_demand("3", "sweep")};
    journal.begin_run({}, dated_types);
    journal.settle(letter);
    CHECK(rows(journal, "SELECT id FROM record_change").empty());

    letter.key.reading = "r2";
    letter.records = {dated_demand("2", "paint blue"), dated_demand("3", "sweep"), dated_demand("4", "dust")};
    journal.begin_run({}, dated_types);
    journal.settle(letter);
    CHECK(rows(journal, "SELECT change || ' ' || id || ' ' || cause FROM record_change ORDER BY id") ==
          std::vector<std::string>{"vanished 1 rules", "changed 2 rules", "appeared 4 rules"});

    letter.key.content = "c2";
    letter.records.clear();
    journal.begin_run({}, dated_types);
    journal.settle(letter);
    CHECK(rows(journal, "SELECT DISTINCT cause FROM record_change WHERE run=3") ==
          std::vector<std::string>{"letter"});
}

TEST_CASE("A run that was killed is known as such, and the letters that it was about to write are pending") {
    TemporaryFolder folder;
    Journal journal(folder.path() / "journal.sqlite", Database::Access::write);
    journal.begin_run({}, dated_types);
    journal.settle(outcome("a.pdf", "c1", "r1"));
    journal.settle(outcome("b.pdf", "c2", "r1"));
    journal.announce(outcome("b.pdf", "c3", "r1"));
    journal.begin_run({}, dated_types);
    CHECK(rows(journal, "SELECT status FROM run ORDER BY id") ==
          std::vector<std::string>{"killed", "running"});
    CHECK(journal.find("a.pdf")->status == LetterStatus::converted);
    CHECK(journal.find("b.pdf")->status == LetterStatus::pending);
    CHECK(journal.totals()[LetterStatus::pending] == 1);
}

TEST_CASE("Every change of a letter gives the journal a new generation, a look at it does not") {
    TemporaryFolder folder;
    Journal journal(folder.path() / "journal.sqlite", Database::Access::write);
    journal.begin_run({}, dated_types);
    const auto first = journal.generation();
    journal.settle(outcome("a.pdf", "c1", "r1"));
    const auto second = journal.generation();
    CHECK(second > first);
    journal.set_present(*journal.find("a.pdf"), true);
    journal.seen_at(journal.find("a.pdf")->id, "a.pdf", "elsewhere/a.pdf", std::nullopt);
    CHECK(journal.generation() == second);
    CHECK_FALSE(journal.find("a.pdf")->stamp);
    journal.set_present(*journal.find("a.pdf"), false);
    const auto third = journal.generation();
    CHECK(third > second);
    CHECK(journal.totals()[LetterStatus::converted] == 0);
    journal.forget(*journal.find("a.pdf"), "pruned");
    CHECK(journal.generation() > third);
    CHECK(rows(journal, "SELECT file FROM output").empty());
}

TEST_CASE("What is no journal is refused, a damaged one as damaged") {
    TemporaryFolder folder;
    const auto file = folder.path() / "journal.sqlite";
    std::ofstream(file) << std::string(4096, 'x');
    try {
        Journal journal(file, Database::Access::write);
        FAIL("it was opened");
    } catch (const SqliteError& error) {
        CHECK(error.damaged());
    }
    const auto later = folder.path() / "later.sqlite";
    Database(later, Database::Access::write).execute("PRAGMA user_version=9");
    CHECK_THROWS_WITH(Journal(later, Database::Access::write), Catch::Contains("format 9"));
    CHECK_THROWS_AS(Journal(folder.path() / "none.sqlite", Database::Access::read), SqliteError);
}

TEST_CASE("After a run that was killed, everything that was changed since is damage") {
    TemporaryFolder folder;
    const auto file = folder.path() / "journal.sqlite";
    LetterOutcome letter = outcome("a.pdf", "c1", "r1");
    letter.records = {dated_demand("1", "mend")};
    letter.diagnostics = {{Severity::note, "test-code", "said", "stage", {}, {}}};
    {
        Journal journal(file, Database::Access::write);
        journal.begin_run({}, dated_types);
        journal.settle(letter);
        journal.remember("shard", "1/2");
        journal.accept(*journal.find(letter.output_name), "known");
    }
    const auto open_after = [&](const std::string& change) {
        const auto changed = folder.path() / "changed.sqlite";
        std::filesystem::copy_file(file, changed, std::filesystem::copy_options::overwrite_existing);
        std::filesystem::remove(changed.string() + ".sha256");
        Database(changed, Database::Access::write).execute(change);
        Journal(changed, Database::Access::write);
    };
    const auto damaged = Catch::Matchers::Predicate<SqliteError>(
        [](const SqliteError& error) { return error.damaged(); }, "is damage");
    for (const char* change :
         {"UPDATE record SET fields=replace(fields, 'mend', 'lend')", "UPDATE record SET page=3",
          "UPDATE letter SET content='c3'", "UPDATE letter SET document_date='2020'",
          "UPDATE source SET producer='x'", "UPDATE output SET sha256='bb'",
          "UPDATE diagnostic SET message='sais'", "UPDATE timing SET stage='pdg'", "DELETE FROM record",
          "UPDATE letter SET id=7", "UPDATE letter SET file='b.pdf'", "UPDATE letter SET name='b.pdf'",
          "UPDATE remembered SET value='1/3' WHERE key='shard'", "UPDATE accepted SET why='knowm'",
          "DELETE FROM accepted", "PRAGMA user_version=0", "PRAGMA user_version=9",
          "PRAGMA writable_schema=1; UPDATE sqlite_master SET sql=replace(sql, 'authority', 'buthority')",
          "PRAGMA writable_schema=1; UPDATE sqlite_master SET sql=replace(sql, 'why', 'whz')"}) {
        INFO(change);
        CHECK_THROWS_MATCHES(open_after(change), SqliteError, damaged);
    }
    // What a look at the letter changes, or was there before there were hashes, is none.
    for (const char* change : {"UPDATE letter SET present=0", "UPDATE letter SET inode=8",
                               "DROP TABLE row_hash", "DELETE FROM remembered WHERE key='hash'",
                               "UPDATE remembered SET value=value+1 WHERE key='generation'"}) {
        INFO(change);
        CHECK_NOTHROW(open_after(change));
    }
}

TEST_CASE("A journal that is a pipe, or whose log is a link, is refused by name") {
    TemporaryFolder folder;
    const std::filesystem::path file = Journal::file_in(folder.path());
    std::filesystem::create_directories(file.parent_path());
    Journal(file, Database::Access::write).begin_run({}, dated_types);
    std::filesystem::create_symlink("none", file.string() + "-wal");
    CHECK_THROWS_WITH(Journal::of(folder.path()), Catch::Contains("journal.sqlite-wal` is no regular file"));
    std::filesystem::remove(file.string() + "-wal");
    std::filesystem::remove(file.string() + ".sha256");
    std::filesystem::remove(file);
    REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
    CHECK_THROWS_WITH(Journal::of(folder.path()), Catch::Contains("journal.sqlite` is no regular file"));
}

TEST_CASE("A journal of another program is no damage") {
    TemporaryFolder folder;
    const auto file = folder.path() / "journal.sqlite";
    Database(file, Database::Access::write).execute("CREATE TABLE letters(id); PRAGMA user_version=9");
    CHECK_THROWS_MATCHES(Journal(file, Database::Access::write), SqliteError,
                         Catch::Matchers::Predicate<SqliteError>(
                             [](const SqliteError& error) { return !error.damaged(); }, "is no damage"));
}

TEST_CASE("What should be a JSON object in the journal and is none is damage") {
    CHECK(object_in(R"({"text":"x"})").size() == 1);
    for (const char* text : {"", "[]", "null", R"({"text":"x)"})
        CHECK_THROWS_AS(object_in(text), SqliteError);
}

TEST_CASE("how often the rules of a family made records, and those that never did") {
    static constexpr OptionSpec name_key[] = {{.name = "name", .type = OptionType::text, .help = "h"}};
    static constexpr OptionSpec keys[] = {
        {.name = "rule", .type = OptionType::tables, .help = "h", .keys = name_key}};
    static constexpr StageSpec spec = {
        .kind = StageKind::transform, .name = "demands", .help = "h", .profile_options = keys};
    const auto rule = [](const char* name) {
        Options options;
        options.set("name", std::string(name));
        return options;
    };
    Plan plan;
    plan.transforms.resize(1);
    plan.transforms[0].stage.spec = &spec;
    plan.profiles.resize(1);
    plan.profiles[0].name = "harbour";
    Options rules;
    rules.set("rule", std::vector{rule("lamps"), rule("ropes")});
    plan.profiles[0].rules.emplace("demands", rules);

    TemporaryFolder folder;
    Journal journal(folder.path() / "journal.sqlite", Database::Access::write);
    journal.begin_run({"p.toml", "p", {"", "r1", "o1", "l1"}, 2}, dated_types);
    for (const char* name : {"a.pdf", "b.pdf"}) {
        LetterOutcome letter = outcome(name, name, "r1");
        letter.profile = "harbour";
        letter.records = {dated_demand("1", "Light it.")};
        if (letter.name == "a.pdf") letter.records.push_back(dated_demand("2", "Lift it."));
        for (RecordRow& record : letter.records) {
            record.stage = "demands";
            record.rule = "lamps";
        }
        journal.settle(letter);
    }
    const auto families = rule_use(journal.database(), plan);
    REQUIRE(families.size() == 1);
    CHECK(families[0].profile == "harbour");
    CHECK(families[0].letters == 2);
    REQUIRE(families[0].rules.size() == 2);
    CHECK(families[0].rules[0].rule.name == "lamps");
    CHECK(families[0].rules[0].records == 3);
    CHECK(families[0].rules[0].letters == 2);
    CHECK(families[0].silent() == std::vector<std::string>{"ropes"});
}
