#include "archive/journal.hpp"

#include <array>
#include <map>

#include "archive/journal_schema.hpp"
#include "base/clock.hpp"
#include "base/codes.hpp"
#include "pipeline/declaration.hpp"

namespace sheaf {

namespace {

constexpr int runs_kept = 400;

constexpr std::array<std::string_view, 6> status_names = {"converted", "repaired",    "doubtful",
                                                          "failed",    "quarantined", "pending"};

constexpr const char* select_letters =
    "SELECT id, name, output_name, file, size, modified, changed, inode, content, reading, outputs, limits, "
    "status, retry, present FROM letter ";

KnownLetter letter_in(const Statement& row) {
    KnownLetter letter;
    letter.id = row.integer(0);
    letter.name = row.text(1);
    letter.output_name = row.text(2);
    letter.file = row.text(3);
    if (!row.null(4))
        letter.stamp = FileStamp{static_cast<std::uint64_t>(row.integer(4)), row.integer(5), row.integer(6),
                                 static_cast<std::uint64_t>(row.integer(7))};
    letter.key = {std::string(row.text(8)), std::string(row.text(9)), std::string(row.text(10)),
                  std::string(row.text(11))};
    letter.status = letter_status_named(row.text(12));
    letter.retry = row.integer(13) != 0;
    letter.present = row.integer(14) != 0;
    return letter;
}

/// The stamp's four columns.
std::array<std::optional<std::int64_t>, 4> columns_of(const std::optional<FileStamp>& stamp) {
    if (!stamp) return {};
    return {static_cast<std::int64_t>(stamp->size), stamp->modified, stamp->changed,
            static_cast<std::int64_t>(stamp->inode)};
}

/// Why a letter's row is written again.
std::string_view cause_of(const KnownLetter& before, const LetterOutcome& outcome) {
    const bool letter = before.key.content != outcome.key.content;
    const bool rules = before.key.reading != outcome.key.reading;
    if (letter && rules) return "letter and rules";
    if (letter) return "letter";
    if (rules) return "rules";
    const auto rules_of = [](const std::string& outputs) { return outputs.substr(0, outputs.find('+')); };
    if (rules_of(before.key.outputs) != rules_of(outcome.key.outputs)) return "outputs";
    return before.key.outputs != outcome.key.outputs ? "decisions" : "again";
}

/// What a set-up of field types says: `{"text":"text","deadline":"date"}`.
std::string fields_of(const RecordSpec& type) {
    std::string json;
    for (const FieldSpec& field : type.fields)  // names are identifiers: nothing to escape
        json += (json.empty() ? "{\"" : ",\"") + std::string(field.name) + "\":\"" +
                std::string(name(field.type)) + "\"";
    return json.empty() ? "{}" : json + "}";
}

bool is_sealed(const std::filesystem::path& file) {
    const Seal seal = look_at_seal(file);
    if (seal == Seal::broken) throw SqliteError::damage("its bytes are not those that were written");
    return seal == Seal::sound;
}

}  // namespace

std::string_view name(LetterStatus status) {
    return status_names[static_cast<std::size_t>(status)];
}

LetterStatus letter_status_named(std::string_view name) {
    for (const LetterStatus status : letter_statuses)
        if (sheaf::name(status) == name) return status;
    throw SqliteError::damage("it has a letter of unknown status `" + std::string(name) + "`");
}

Diagnostic journal_problem(const std::filesystem::path& out, const SqliteError& error) {
    const std::string hint = error.damaged()
                                 ? "the next run of `sheaf batch` begins a new one"
                                 : "a run that was killed left it half written: the next run of "
                                   "`sheaf batch` puts it right, or whoever may write there reads it";
    Diagnostic problem = diagnose(error.damaged() ? codes::journal_damaged : codes::journal_unwritable,
                                  std::string("the run journal cannot be read: ") + error.what(),
                                  in_file(Journal::file_in(out).string()), hint);
    problem.severity = Severity::error;  // nobody has repaired it yet
    return problem;
}

Json object_in(std::string_view text) {
    Json object = Json::parse(text, nullptr, false);
    if (!object.is_object()) throw SqliteError::damage("it has fields that are no JSON object");
    return object;
}

std::filesystem::path Journal::file_in(const std::filesystem::path& out) {
    return out / private_folder / "journal.sqlite";
}

Journal Journal::of(const std::filesystem::path& out) {
    const std::filesystem::path file = file_in(out);
    std::error_code error;
    const bool known = std::filesystem::exists(file, error);
    if (error)
        throw StageError(codes::file_unreadable.code,
                         "`" + file.string() + "` cannot be read: " + error.message(),
                         "check who may read it");
    if (!known)
        throw StageError(codes::no_journal.code, "`" + out.string() +
                                                     "` is no output folder of `sheaf batch`: it has no `" +
                                                     file_in({}).string() + "`");
    return {file, Database::Access::read};
}

Journal::Journal(const std::filesystem::path& file, Database::Access access)
    : sealed_(is_sealed(file)),
      seal_(access == Database::Access::write ? file : std::filesystem::path()),
      database_(file, access) {
    const bool write = access == Database::Access::write;
    if (write) database_.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON");
    open_tables(write);
    if (write) check();
    prepare();
    if (!write) return;
    hashes_ = RowHashes(database_);
    seal_.arm();
}

void Journal::open_tables(bool write) {
    Statement version = database_.prepare("PRAGMA user_version");
    version.step();
    const std::int64_t found = version.integer(0);
    version.reset();
    Statement known = database_.prepare("SELECT 1 FROM sqlite_master WHERE name=?");
    const auto has_table = [&](std::string_view name) {
        const bool has = known.with(name).step();
        known.reset();
        return has;
    };
    if (found == 0 && write && !has_table("run")) {
        Transaction transaction(database_);
        database_.execute(journal_schema);
        database_.execute("PRAGMA user_version=" + std::to_string(journal_format));
        transaction.commit();
    } else if (found != journal_format) {
        const std::string format = "the journal has format " + std::to_string(found);
        if (!sealed_ && has_own_tables(database_))
            throw SqliteError::damage(format + ", and the tables of another");
        throw SqliteError(0, format + ", and this program reads " + std::to_string(journal_format));
    }
    for (const auto& [name, columns] : later_tables)
        if (!has_table(name))
            database_.execute(std::string(write ? "CREATE TABLE " : "CREATE TEMP TABLE ") + columns);
}

void Journal::check() {
    if (sealed_) return;
    Transaction one_state(database_, Transaction::Kind::reads);
    check_structure(database_);
    check_rows(database_);
    one_state.commit();
}

void Journal::prepare() {
    find_ = database_.prepare(std::string(select_letters) + "WHERE output_name=?");
    outputs_ = database_.prepare("SELECT file, sha256, size FROM output WHERE letter=? ORDER BY file");
    diagnostics_ = database_.prepare(
        "SELECT severity, code, stage, message, page, part, hint FROM diagnostic WHERE letter=? ORDER BY "
        "seq");
    uses_ = database_.prepare("SELECT 1 FROM letter WHERE content=? AND reading=? LIMIT 1");
    announce_ = database_.prepare("INSERT OR REPLACE INTO announced VALUES(?,?)");
    put_letter_ = database_.prepare(
        "INSERT INTO letter VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,1,?15,?16,?17,?18,?19,?20,"
        "?21,?22,?23,?23) ON CONFLICT(id) DO UPDATE SET name=?2, file=?4, size=?5, modified=?6, changed=?7, "
        "inode=?8, content=?9, reading=?10, outputs=?11, limits=?12, status=?13, retry=?14, present=1, "
        "profile=?15, title=?16, document_date=?17, authority=?18, pages=?19, sections=?20, seconds=?21, "
        "peak_memory=?22, run=?23");
    put_source_ = database_.prepare("INSERT OR REPLACE INTO source VALUES(?,?,?)");
    put_output_ = database_.prepare("INSERT INTO output VALUES(?,?,?,?)");
    put_record_ = database_.prepare("INSERT INTO record VALUES(?,?,?,?,?,?,?,?,?,?)");
    put_diagnostic_ = database_.prepare("INSERT INTO diagnostic VALUES(?,?,?,?,?,?,?,?,?)");
    put_time_ = database_.prepare("INSERT INTO timing VALUES(?,?,?,?)");
    note_letter_ = database_.prepare("INSERT INTO letter_change VALUES(?,?,?,?)");
    touch_ = database_.prepare(
        "INSERT INTO remembered VALUES('generation', 1) ON CONFLICT(key) DO UPDATE SET value = value + 1");
}

// ---- A run ----

void Journal::begin_run(const RunStart& start, std::span<const RecordSpec> types) {
    Transaction transaction(database_);
    database_.execute(
        "UPDATE run SET status='killed' WHERE status='running';"
        "UPDATE letter SET status='pending' WHERE output_name IN (SELECT letter FROM announced);"
        "DELETE FROM record_type;");
    database_
        .prepare(
            "INSERT INTO run(started, status, pipeline, plan_name, reading, outputs, limits, jobs) "
            "VALUES(?,'running',?,?,?,?,?,?)")
        .with(utc_now(), start.pipeline, start.plan_name, start.key.reading, start.key.outputs,
              start.key.limits, start.jobs)
        .run();
    run_ = database_.last_row();
    database_.prepare("DELETE FROM run WHERE id <= ?").with(run_ - runs_kept).run();
    Statement put_type = database_.prepare("INSERT INTO record_type VALUES(?,?,?)");
    for (std::size_t i = 0; i < types.size(); ++i)
        put_type.with(i, std::string_view(types[i].name), fields_of(types[i])).run();
    transaction.commit();
}

void Journal::end_run(std::string_view status, const RunCounts& counts, int exit) {
    std::string columns;
    for (const auto& [name, count] : run_counts)
        columns += "\"" + std::string(name) + "\"=" + std::to_string(counts.*count) + ", ";
    database_
        .prepare("UPDATE run SET " + columns +
                 "ended=?1, status=?2, exit=?3, "
                 "seconds=(julianday(?1) - julianday(started)) * 86400 WHERE id=?4")
        .with(utc_now(), status, exit, run_)
        .run();
}

void Journal::add_problem(const std::string& subject, const Diagnostic& problem) {
    database_.prepare("INSERT INTO problem VALUES(?,?,?,?,?,?)")
        .with(run_, subject, sheaf::name(problem.severity), problem.code, problem.message, problem.hint)
        .run();
}

// ---- Letters ----

std::optional<KnownLetter> Journal::find(const std::string& output_name) {
    if (!find_.with(output_name).step()) return std::nullopt;
    KnownLetter letter = letter_in(find_);
    find_.reset();
    return letter;
}

std::vector<KnownLetter> Journal::with_content(const std::string& content) {
    std::vector<KnownLetter> letters;
    Statement rows = database_.prepare(std::string(select_letters) + "WHERE content=? ORDER BY output_name");
    for (rows.with(content); rows.step();) letters.push_back(letter_in(rows));
    return letters;
}

void Journal::each(const std::function<void(const KnownLetter&)>& visit) {
    Statement rows = database_.prepare(std::string(select_letters) + "ORDER BY output_name");
    while (rows.step()) visit(letter_in(rows));
}

std::vector<OutputRow> Journal::outputs(std::int64_t letter) {
    std::vector<OutputRow> rows;
    for (outputs_.with(letter); outputs_.step();)
        rows.push_back({std::string(outputs_.text(0)), std::string(outputs_.text(1)),
                        static_cast<std::uint64_t>(outputs_.integer(2))});
    return rows;
}

std::vector<Diagnostic> Journal::diagnostics(std::int64_t letter, Severity least) {
    std::vector<Diagnostic> list;
    Statement& rows = diagnostics_;
    for (rows.with(letter); rows.step();) {
        Diagnostic one;
        one.severity = severity_named(rows.text(0)).value_or(Severity::error);
        if (one.severity < least) continue;
        one.code = rows.text(1);
        one.stage = rows.text(2);
        one.message = rows.text(3);
        one.place.page = static_cast<int>(rows.integer(4));
        one.place.part = rows.text(5);
        one.hint = rows.text(6);
        list.push_back(std::move(one));
    }
    return list;
}

bool Journal::uses_document(const std::string& content, const std::string& reading) {
    const bool used = uses_.with(content, reading).step();
    uses_.reset();
    return used;
}

void Journal::announce(const LetterOutcome& outcome) {
    for (const OutputRow& output : outcome.outputs) announce_.with(output.file, outcome.output_name).run();
}

void Journal::settle(const LetterOutcome& outcome) {
    const std::optional<KnownLetter> before = find(outcome.output_name);
    const auto stamp = columns_of(outcome.stamp);
    // The record table still holds what was known before.
    if (before) note_changes(*before, outcome);
    put_letter_
        .with(before ? std::optional(before->id) : std::nullopt, outcome.name, outcome.output_name,
              outcome.file, stamp[0], stamp[1], stamp[2], stamp[3], outcome.key.content, outcome.key.reading,
              outcome.key.outputs, outcome.key.limits, sheaf::name(outcome.status), outcome.retry,
              outcome.profile, outcome.title, outcome.document_date, outcome.authority, outcome.pages,
              outcome.sections, outcome.seconds, outcome.peak_memory, run_)
        .run();
    const std::int64_t letter = before ? before->id : database_.last_row();
    put_source_.with(letter, outcome.media_type, outcome.producer).run();
    if (before) {
        for (const char* table : {"output", "record", "diagnostic", "timing"})
            database_.prepare("DELETE FROM " + std::string(table) + " WHERE letter=?").with(letter).run();
        note_letter(outcome.output_name, "changed", cause_of(*before, outcome));
    } else {
        note_letter(outcome.output_name, "new", "letter");
    }
    for (const OutputRow& output : outcome.outputs)
        put_output_.with(letter, output.file, output.sha256, output.size).run();
    for (std::size_t i = 0; i < outcome.records.size(); ++i) {
        const RecordRow& record = outcome.records[i];
        put_record_
            .with(letter, record.type, i, record.id, record.page, record.block, record.confidence,
                  record.stage, record.rule, record.fields)
            .run();
    }
    for (std::size_t i = 0; i < outcome.diagnostics.size(); ++i) {
        const Diagnostic& one = outcome.diagnostics[i];
        put_diagnostic_
            .with(letter, i, sheaf::name(one.severity), one.code, one.stage, one.message, one.place.page,
                  one.place.part, one.hint)
            .run();
    }
    for (std::size_t i = 0; i < outcome.times.size(); ++i)
        put_time_.with(letter, i, outcome.times[i].stage, outcome.times[i].seconds).run();
    hashes_.put(letter);
    database_.prepare("DELETE FROM announced WHERE letter=?").with(outcome.output_name).run();
    touch();
}

void Journal::note_changes(const KnownLetter& before, const LetterOutcome& outcome) {
    std::map<std::pair<std::string, std::string>, std::string> known;
    Statement rows = database_.prepare("SELECT type, id, fields FROM record WHERE letter=?");
    for (rows.with(before.id); rows.step();)
        known.emplace(std::pair(rows.text(0), rows.text(1)), rows.text(2));
    Statement note = database_.prepare("INSERT INTO record_change VALUES(?,?,?,?,?,?)");
    const std::string_view cause = cause_of(before, outcome);
    const auto add = [&](const std::string& type, const std::string& id, std::string_view change) {
        note.with(run_, outcome.output_name, type, id, change, cause).run();
    };
    for (const RecordRow& record : outcome.records) {
        const auto old = known.extract({record.type, record.id});
        if (old.empty())
            add(record.type, record.id, "appeared");
        else if (old.mapped() != record.fields)
            add(record.type, record.id, "changed");
    }
    for (const auto& [key, fields] : known) add(key.first, key.second, "vanished");
}

void Journal::note_letter(const std::string& output_name, std::string_view change, std::string_view cause) {
    note_letter_.with(run_, output_name, change, cause).run();
}

void Journal::seen_at(std::int64_t letter, const std::string& name, const std::string& file,
                      const std::optional<FileStamp>& stamp) {
    const auto columns = columns_of(stamp);
    Transaction whole(database_, Transaction::Kind::part);
    database_.prepare("UPDATE letter SET name=?, file=?, size=?, modified=?, changed=?, inode=? WHERE id=?")
        .with(name, file, columns[0], columns[1], columns[2], columns[3], letter)
        .run();
    hashes_.put(letter);
    whole.commit();
}

void Journal::set_present(const KnownLetter& letter, bool present) {
    if (letter.present == present) return;
    database_.prepare("UPDATE letter SET present=? WHERE id=?").with(present, letter.id).run();
    note_letter(letter.output_name, present ? "returned" : "removed", "inputs");
    touch();
}

void Journal::forget(const KnownLetter& letter, std::string_view change) {
    database_.prepare("DELETE FROM letter WHERE id=?").with(letter.id).run();
    for (const char* table : {"announced", "accepted"})
        database_.prepare("DELETE FROM " + std::string(table) + " WHERE letter=?")
            .with(letter.output_name)
            .run();
    put_hash_of_notes(database_);
    note_letter(letter.output_name, change, "inputs");
    touch();
}

LetterTotals Journal::totals() {
    LetterTotals totals;
    Statement rows = database_.prepare(
        "SELECT present, letter.status, count(*), count(accepted.letter) FROM letter LEFT JOIN accepted ON " +
        std::string(is_accepted) + " GROUP BY present, letter.status");
    while (rows.step()) {
        const auto count = static_cast<std::size_t>(rows.integer(2));
        const LetterStatus status = letter_status_named(rows.text(1));
        if (rows.integer(0) == 0) {
            totals.removed += count;
            continue;
        }
        totals[status] += count;
        totals.accepted[static_cast<std::size_t>(status)] += static_cast<std::size_t>(rows.integer(3));
    }
    return totals;
}

}  // namespace sheaf
