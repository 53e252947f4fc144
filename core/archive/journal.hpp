// The run journal: what a batch knows of every letter, what it did to it, and what changed from run to run.
//
// One SQLite file, `.sheaf/journal.sqlite` below the output folder. Its tables are described in journal.md:
// whoever needs another view of them asks `database()` in SQL. Everything throws `SqliteError`.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "archive/journal_check.hpp"
#include "archive/journal_seal.hpp"
#include "archive/sqlite.hpp"
#include "base/json.hpp"
#include "run/output_files.hpp"
#include "sheaf/diagnostic.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf {

/// What a batch keeps for itself, below its output folder.
inline constexpr const char* private_folder = ".sheaf";

/// What became of a letter. The first three have outputs.
enum class LetterStatus : std::uint8_t {
    converted,
    repaired,     ///< converted; damage in the letter was put right
    doubtful,     ///< converted; a person should look
    failed,       ///< a stage said why it cannot be done; no outputs
    quarantined,  ///< a stage crashed or went past a limit; no outputs
    pending,      ///< a run was killed while outputs were put in place; the next run does it again
};

/// All of them, in the order in which reports list them.
inline constexpr std::array<LetterStatus, 6> letter_statuses = {
    LetterStatus::converted, LetterStatus::repaired,    LetterStatus::doubtful,
    LetterStatus::failed,    LetterStatus::quarantined, LetterStatus::pending};

/// `converted`, `repaired`, ...: as the journal and reports write it.
std::string_view name(LetterStatus status);
LetterStatus letter_status_named(std::string_view name);
inline bool has_outputs(LetterStatus status) {
    return status <= LetterStatus::doubtful;
}

/// How the file system described a letter when it was hashed. While it says the same, the content is the same.
struct FileStamp {
    std::uint64_t size = 0;
    std::int64_t modified = 0, changed = 0;  ///< nanoseconds since 1970
    std::uint64_t inode = 0;
    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// What decides whether a letter is done again: SHA-256 each, in hexadecimal.
struct LetterKey {
    std::string content;  ///< of the letter's bytes
    std::string reading;  ///< of inputs, transforms and profiles, with their plugins' versions
    std::string outputs;  ///< of outputs, with their plugins' versions; behind a `+`, of what people decided
    std::string limits;   ///< of the limits that a worker kept; counts for quarantined letters only
    friend bool operator==(const LetterKey&, const LetterKey&) = default;

    /// The same letter by the same rules to the same outputs, whatever the limits.
    bool same_work(const LetterKey& other) const {
        return content == other.content && reading == other.reading && outputs == other.outputs;
    }
};

/// A letter's row.
struct KnownLetter {
    std::int64_t id = 0;
    std::string name;         ///< below the folder that was given
    std::string output_name;  ///< where outputs go, below the output folder; unique
    std::string file;         ///< the path under which it was last seen
    std::optional<FileStamp> stamp;
    LetterKey key;
    LetterStatus status = LetterStatus::pending;
    bool retry = false;   ///< it failed for a reason outside of it (a full disk): the next run tries again
    bool present = true;  ///< it was among the inputs of the last run
};

struct RecordRow {
    std::string type, id;
    int page = 0;       ///< 0: the format has no pages
    std::string block;  ///< its id in the letter's JSON and HTML: `b12`; may be empty
    double confidence = 0;
    std::string stage, rule;
    std::string fields;  ///< one line of JSON: every declared field in declared order, absent ones `null`
};

struct StageTime {
    std::string stage;
    double seconds = 0;
};

/// What became of a letter in this run: replaces what the journal knew.
struct LetterOutcome {
    std::string name, output_name, file;
    std::optional<FileStamp> stamp;
    LetterKey key;
    LetterStatus status = LetterStatus::failed;
    bool retry = false;
    bool read = true;  ///< false: only the outputs were written anew, from the stored document
    std::string profile, title, document_date, authority, media_type, producer;
    std::size_t pages = 0, sections = 0;
    double seconds = 0;             ///< wall clock, in the worker
    std::uint64_t peak_memory = 0;  ///< bytes of the worker's resident set
    std::vector<StageTime> times;
    std::vector<Diagnostic> diagnostics;
    std::vector<OutputRow> outputs;
    std::vector<RecordRow> records;  ///< in the order of the document
};

/// A file below the output folder, and the SHA-256 of what was written to it.
struct FileHash {
    std::string file, sha256;
};

struct RunStart {
    std::string pipeline, plan_name;
    LetterKey key;  ///< without content
    int jobs = 1;
};

/// What a run did, in letters.
struct RunCounts {
    std::size_t listed = 0;                   ///< inputs found
    std::size_t converted = 0;                ///< read and written
    std::size_t rewritten = 0;                ///< only their outputs, from stored documents
    std::size_t skipped = 0;                  ///< known and unchanged, those known to be bad included
    std::size_t failed = 0, quarantined = 0;  ///< in this run
    std::size_t unreachable = 0;              ///< inputs that could not be read at all
    std::size_t removed = 0;                  ///< known, no longer among the inputs, outputs still there
    std::size_t renamed = 0, pruned = 0;
    std::size_t left = 0;  ///< not begun, since the run was stopped
};

/// Every count with its name: as the journal's columns and reports have it, in the order of reports.
inline constexpr std::pair<const char*, std::size_t RunCounts::*> run_counts[] = {
    {"listed", &RunCounts::listed},
    {"converted", &RunCounts::converted},
    {"rewritten", &RunCounts::rewritten},
    {"skipped", &RunCounts::skipped},
    {"failed", &RunCounts::failed},
    {"quarantined", &RunCounts::quarantined},
    {"unreachable", &RunCounts::unreachable},
    {"removed", &RunCounts::removed},
    {"renamed", &RunCounts::renamed},
    {"pruned", &RunCounts::pruned},
    {"left", &RunCounts::left},
};

/// The journal remembers under this how many things the last run passed over; of many only the first have a row.
inline constexpr const char* passed_over_count = "passed over";

/// SQL: the row of `accepted` is about the row of `letter` as it is now.
inline constexpr const char* is_accepted =
    "(accepted.letter=output_name AND accepted.content=letter.content AND accepted.status=letter.status)";

/// Letters of an archive.
struct LetterTotals {
    std::array<std::size_t, letter_statuses.size()> by_status{};  ///< of those among the inputs
    std::array<std::size_t, letter_statuses.size()> accepted{};   ///< how many of these somebody has accepted
    std::size_t removed = 0;                                      ///< those that are not any more

    /// Letters of this status that nobody has accepted.
    std::size_t open(LetterStatus status) const {
        return by_status[static_cast<std::size_t>(status)] - accepted[static_cast<std::size_t>(status)];
    }

    std::size_t operator[](LetterStatus status) const { return by_status[static_cast<std::size_t>(status)]; }
    std::size_t& operator[](LetterStatus status) { return by_status[static_cast<std::size_t>(status)]; }
};

/// Why the journal of an output folder cannot be read, and what to do.
Diagnostic journal_problem(const std::filesystem::path& out, const SqliteError& error);

/// What the journal holds as a JSON object. Throws `SqliteError` (damaged) when it is none.
Json object_in(std::string_view text);

class Journal {
  public:
    /// Opens the journal of an output folder, or makes it. Its format is checked, and its bytes by the seal of whoever wrote
    /// to it last: `SqliteError::damaged` when they are others. Without a seal, after a run that was killed, all that it holds
    /// is checked before something is written.
    Journal(const std::filesystem::path& file, Database::Access access);

    /// `.sheaf/journal.sqlite` below the output folder.
    static std::filesystem::path file_in(const std::filesystem::path& out);
    /// That of an output folder, to be read. Throws `StageError` (`no-journal`), too.
    static Journal of(const std::filesystem::path& out);

    /// Reads all of it, unless its seal has vouched for it: throws `SqliteError` (damaged) when its structure is not sound, or
    /// what it says of a letter is not what was written.
    void check();

    /// For queries of one's own; see journal.md.
    Database& database() { return database_; }

    // ---- A run ----

    /// A run that never ended is marked as killed; letters whose outputs it was about
    /// to put in place become pending.
    void begin_run(const RunStart& start, std::span<const RecordSpec> types);
    /// `status` is `finished`, `interrupted` or `stopped` (it could not go on).
    void end_run(std::string_view status, const RunCounts& counts, int exit);
    /// What concerns no letter of the journal: an input that does not exist, a lost journal.
    void add_problem(const std::string& subject, const Diagnostic& problem);

    // ---- Letters ----

    std::optional<KnownLetter> find(const std::string& output_name);
    std::vector<KnownLetter> with_content(const std::string& content);
    /// Every letter, in order of output name.
    void each(const std::function<void(const KnownLetter&)>& visit);
    std::vector<OutputRow> outputs(std::int64_t letter);
    /// Those that matter at least so much.
    std::vector<Diagnostic> diagnostics(std::int64_t letter, Severity least = Severity::note);
    /// Whether some letter's document is the one of this content and reading.
    bool uses_document(const std::string& content, const std::string& reading);

    /// To be committed before the first output of the letter gets its name.
    void announce(const LetterOutcome& outcome);
    /// Whether an output file may be of a letter that was about to get it when this was asked or a run was killed.
    bool is_announced(const std::string& file);
    /// To be called when all outputs are in place. Compares with what was known, and notes what changed.
    void settle(const LetterOutcome& outcome);
    /// The same content under another path, or touched.
    void seen_at(std::int64_t letter, const std::string& name, const std::string& file,
                 const std::optional<FileStamp>& stamp);
    void set_present(const KnownLetter& letter, bool present);
    /// Takes the letter out. `change` is `renamed` or `pruned`.
    void forget(const KnownLetter& letter, std::string_view change);

    LetterTotals totals();

    /// Somebody knows that the letter is as it is, and why. Holds while its content and its status stay what they are.
    void accept(const KnownLetter& letter, const std::string& why);
    void accept_no_more(const KnownLetter& letter);

    // ---- Small things to remember ----

    /// The whole-archive files below the output folder, with their SHA-256.
    std::vector<FileHash> archive_files();
    void remember_archive_files(const std::vector<FileHash>& files);

    /// Rises with every change of a letter: whole-archive files of this number need not be written again.
    std::int64_t generation();
    std::optional<std::string> remembered(const std::string& key);
    void remember(const std::string& key, const std::string& value);

  private:
    void open_tables(bool write);
    void prepare();
    void note_changes(const KnownLetter& before, const LetterOutcome& outcome);
    void note_letter(const std::string& output_name, std::string_view change, std::string_view cause);
    void touch();

    const bool sealed_;  ///< when it was opened
    JournalSeal seal_;   ///< is made when the database is closed
    Database database_;
    RowHashes hashes_;  ///< of who writes
    std::int64_t run_ = 0;
    Statement find_, outputs_, diagnostics_, uses_, announce_, put_letter_, put_source_, put_output_,
        put_record_, put_diagnostic_, put_time_, note_letter_, touch_;
};

}  // namespace sheaf
