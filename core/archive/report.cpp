#include "archive/report.hpp"

#include <algorithm>

#include "archive/json_report.hpp"
#include "base/atomic_file.hpp"
#include "base/root_folder.hpp"
#include "base/wording.hpp"
#include "sheaf/number.hpp"

namespace sheaf {

namespace {

/// The last run: these columns, and the counts of `run_counts` behind them.
Statement last_run(Database& database) {
    std::string sql =
        "SELECT id, plan_name, pipeline, started, ended, status, exit, jobs, round(seconds, 3), "
        "strftime('%s', ended)";
    for (const auto& [name, count] : run_counts) sql += ", \"" + std::string(name) + "\"";
    return database.prepare(sql + " FROM run ORDER BY id DESC LIMIT 1");
}
constexpr int end_time = 9;
constexpr int first_count = 10;

/// In the order of who should look first.
Statement needing_a_look(Database& database) {
    return database.prepare(
        "SELECT id, output_name, status, retry FROM letter WHERE present AND status IN "
        "('quarantined','failed','pending','doubtful') AND NOT EXISTS (SELECT 1 FROM accepted WHERE " +
        std::string(is_accepted) +
        ") ORDER BY status='doubtful', status='pending', status='failed', output_name");
}
Statement accepted_letters(Database& database) {
    return database.prepare("SELECT output_name, letter.status, why, since FROM letter JOIN accepted ON " +
                            std::string(is_accepted) + " WHERE present ORDER BY output_name");
}
constexpr const char* removed_letters =
    "SELECT output_name FROM letter WHERE NOT present ORDER BY output_name";
constexpr const char* problems_of_run =
    "SELECT subject, severity, code, message, hint FROM problem WHERE run=? ORDER BY rowid";
constexpr const char* changed_letters =
    "SELECT letter, change, cause FROM letter_change WHERE run=? ORDER BY letter, rowid";
constexpr const char* changed_records =
    "SELECT c.type, c.id, c.change, r.page, r.fields FROM record_change c "
    "LEFT JOIN letter l ON l.output_name = c.letter "
    "LEFT JOIN record r ON r.letter = l.id AND r.type = c.type AND r.id = c.id "
    "WHERE c.run=? AND c.letter=? ORDER BY c.type, coalesce(r.seq, -1), c.rowid";

Json letters_by_state(Journal& journal) {
    const LetterTotals totals = journal.totals();
    Json counts = Json::object();
    for (const LetterStatus status : letter_statuses) counts[std::string(name(status))] = totals[status];
    counts["removed"] = totals.removed;
    return counts;
}

Json records_by_type(Database& database) {
    Json counts = Json::object();
    Statement rows = database.prepare(
        "SELECT type, count(*) FROM record JOIN letter ON letter.id=record.letter WHERE present "
        "GROUP BY type ORDER BY type");
    while (rows.step()) counts[std::string(rows.text(0))] = rows.integer(1);
    return counts;
}

/// The counts of a run, whose row is one of `last_run`.
Json counts_of(const Statement& run) {
    Json counts = Json::object();
    int column = first_count;
    for (const auto& [name, count] : run_counts) counts[name] = run.integer(column++);
    return counts;
}

/// What a record says, in few words: its first texts.
std::string gist(std::string_view fields) {
    constexpr std::size_t enough = 24, most = 90;
    std::string text;
    if (fields.empty()) return text;
    const Json values = object_in(fields);
    for (const auto& [name, value] : values.items()) {
        if (!value.is_string() || text.size() >= enough) continue;
        text += (text.empty() ? "" : " ") + value.get<std::string>();
    }
    return shortened(text, most);
}

void add_run(const Statement& run, JsonReport& report) {
    report.member("run", {{"id", run.integer(0)},
                          {"pipeline", run.text(1)},
                          {"pipeline_file", run.text(2)},
                          {"started", run.text(3)},
                          {"ended", or_null(run.text(4))},
                          {"status", run.text(5)},
                          {"exit", run.null(6) ? Json() : Json(run.integer(6))},
                          {"jobs", run.integer(7)},
                          {"seconds", run.null(8) ? Json() : Json(run.number(8))}});
    report.member("counts", counts_of(run));
}

void add_attention(Journal& journal, JsonReport& report) {
    report.open_list("attention");
    Statement letters = needing_a_look(journal.database());
    while (letters.step()) {
        Json diagnostics = Json::array();
        for (const Diagnostic& one : journal.diagnostics(letters.integer(0), Severity::doubtful))
            diagnostics.push_back({{"severity", name(one.severity)},
                                   {"code", one.code},
                                   {"stage", or_null(one.stage)},
                                   {"message", one.message},
                                   {"page", one.place.page == 0 ? Json() : Json(one.place.page)},
                                   {"part", or_null(one.place.part)},
                                   {"hint", or_null(one.hint)}});
        report.item({{"letter", letters.text(1)},
                     {"status", letters.text(2)},
                     {"again", letters.integer(3) != 0},
                     {"diagnostics", diagnostics}});
    }
    report.close_list();
}

void add_changes(Database& database, std::int64_t run, JsonReport& report) {
    report.open_list("changes");
    Statement letters = database.prepare(changed_letters);
    Statement records = database.prepare(changed_records);
    for (letters.with(run); letters.step();) {
        Json list = Json::array();
        for (records.with(run, letters.text(0)); records.step();)
            list.push_back({{"type", records.text(0)},
                            {"id", records.text(1)},
                            {"change", records.text(2)},
                            {"page", records.integer(3) == 0 ? Json() : Json(records.integer(3))},
                            {"says", or_null(gist(records.text(4)))}});
        report.item({{"letter", letters.text(0)},
                     {"change", letters.text(1)},
                     {"cause", letters.text(2)},
                     {"records", list}});
    }
    report.close_list();
}

// ---- Text ----

/// Writes lines, of a list only the first few.
class Lines {
  public:
    Lines(const ReportSink& sink, bool all) : sink_(sink), all_(all) {}
    /// Names and messages come from outside: nothing in them steers a terminal.
    void line(const std::string& text) const { sink_(printable(text) + "\n"); }
    void open_list(const std::string& title) {
        title_ = title;
        count_ = 0;
    }
    /// Whether the item is to be written; the list's title is then there.
    bool item() {
        if (++count_ == 1) line(title_);
        return all_ || count_ <= most;
    }
    /// How many are shown of what an item lists.
    std::size_t most_within() const { return all_ ? std::string::npos : most / 2; }
    /// `in_all`: how many there are, of which perhaps not all were items.
    void close_list(std::size_t in_all = 0) const {
        const std::size_t shown = all_ ? count_ : std::min(count_, most);
        in_all = std::max(in_all, count_);
        if (in_all > shown) line("  and " + std::to_string(in_all - shown) + " more");
    }

  private:
    static constexpr std::size_t most = 20;
    const ReportSink& sink_;
    bool all_;
    std::string title_;
    std::size_t count_ = 0;
};

std::string listed(const Json& counts) {
    std::string text;
    for (const auto& [name, count] : counts.items())
        if (count != 0) text += (text.empty() ? "" : ", ") + dump(count) + " " + name;
    return text.empty() ? "none" : text;
}

std::string run_line(const Statement& run) {
    std::string line = "run " + std::to_string(run.integer(0)) + " of " + std::string(run.text(1)) +
                       ", begun " + std::string(run.text(3)) + ": " + std::string(run.text(5));
    if (!run.null(8)) line += " after " + std::to_string(run.integer(8)) + " s";
    if (!run.null(6)) line += ", exit status " + std::to_string(run.integer(6));
    return line;
}

void text_attention(Journal& journal, Lines& lines) {
    Statement letters = needing_a_look(journal.database());
    lines.open_list("needs a look:");
    while (letters.step()) {
        if (!lines.item()) continue;
        lines.line("  " + std::string(letters.text(1)) + ": " + std::string(letters.text(2)) +
                   (letters.integer(3) != 0 ? ", the next run tries again" : ""));
        for (const Diagnostic& one : journal.diagnostics(letters.integer(0), Severity::doubtful)) {
            std::string line = "    " + std::string(name(one.severity)) + "[" + one.code + "]: ";
            if (!one.stage.empty()) line += one.stage + ": ";
            line += one.message;
            if (one.place.page > 0) line += " (page " + std::to_string(one.place.page) + ")";
            if (!one.hint.empty()) line += "; " + one.hint;
            lines.line(line);
        }
    }
    lines.close_list();
}

void text_passed_over(Journal& journal, std::int64_t run, Lines& lines) {
    Statement passed = journal.database().prepare(
        "SELECT subject, message FROM problem WHERE run=? AND code='passed-over' AND subject>'' ORDER BY "
        "oid");
    lines.open_list("passed over:");
    for (passed.with(run); passed.step();)
        if (lines.item()) lines.line("  " + std::string(passed.text(0)) + ": " + std::string(passed.text(1)));
    lines.close_list(
        text::whole_number<std::size_t>(journal.remembered(passed_over_count).value_or("")).value_or(0));
}

void text_accepted(Database& database, Lines& lines) {
    Statement letters = accepted_letters(database);
    lines.open_list("accepted as they are:");
    while (letters.step())
        if (lines.item())
            lines.line("  " + std::string(letters.text(0)) + ": " + std::string(letters.text(1)) +
                       ", since " + std::string(letters.text(3)) + ": " + std::string(letters.text(2)));
    lines.close_list();
}

void text_removed(Database& database, Lines& lines) {
    Statement letters = database.prepare(removed_letters);
    lines.open_list(
        "no longer among the inputs (outputs that they have are still there; --prune removes them):");
    while (letters.step())
        if (lines.item()) lines.line("  " + std::string(letters.text(0)));
    lines.close_list();
}

std::string reason(std::string_view cause) {
    if (cause == "letter") return "the letter changed";
    if (cause == "rules") return "the rules changed";
    if (cause == "letter and rules") return "the letter and the rules changed";
    if (cause == "outputs") return "the outputs were asked for otherwise";
    if (cause == "again") return "done again";
    return {};
}

void text_changes(Database& database, std::int64_t run, Lines& lines) {
    Statement letters = database.prepare(changed_letters);
    Statement records = database.prepare(changed_records);
    lines.open_list("changed since the run before:");
    bool any = false;
    for (letters.with(run); letters.step(); any = true) {
        if (!lines.item()) continue;
        const std::string change(letters.text(1));
        const std::string why = change == "changed" ? reason(letters.text(2)) : std::string();
        lines.line("  " + std::string(letters.text(0)) + ": " + (why.empty() ? change : why));
        std::size_t count = 0;
        for (records.with(run, letters.text(0)); records.step();) {
            if (++count > lines.most_within()) continue;
            const std::string says = gist(records.text(4));
            lines.line("    " + std::string(records.text(0)) + " " + std::string(records.text(1)) + " " +
                       std::string(records.text(2)) + (says.empty() ? "" : ": " + says));
        }
        if (count > lines.most_within())
            lines.line("    and " + std::to_string(count - lines.most_within()) + " more");
    }
    lines.close_list();
    if (!any) lines.line("nothing changed since the run before");
}

void text_problems(Database& database, std::int64_t run, Lines& lines) {
    Statement problems = database.prepare(problems_of_run);
    lines.open_list("problems of the run:");
    for (problems.with(run); problems.step();) {
        if (problems.text(1) == name(Severity::note) || !lines.item()) continue;
        std::string line = "  ";
        if (!problems.text(0).empty()) line += std::string(problems.text(0)) + ": ";
        line += std::string(problems.text(1)) + "[" + std::string(problems.text(2)) +
                "]: " + std::string(problems.text(3));
        if (!problems.text(4).empty()) line += "; " + std::string(problems.text(4));
        lines.line(line);
    }
    lines.close_list();
}

// ---- Metrics ----

/// A label's value in Prometheus' text format.
std::string label(std::string_view text) {
    std::string escaped = "\"";
    for (const char c : valid_utf8(text)) {
        if (c == '"' || c == '\\') escaped += '\\';
        escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return escaped + '"';
}

class Metrics {
  public:
    Metrics(std::string_view archive, const ReportSink& sink)
        : archive_("archive=" + label(archive)), sink_(sink) {}
    void begin(const std::string& name, const char* help) {
        name_ = name;
        sink_("# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n");
    }
    void value(const Json& number, const char* key = nullptr, std::string_view of = {}) const {
        sink_(name_ + "{" + archive_ + (key ? "," + std::string(key) + "=" + label(of) : "") + "} " +
              dump(number) + "\n");
    }
    void values(const Json& numbers, const char* key) const {
        for (const auto& [of, number] : numbers.items()) value(number, key, of);
    }
    void single(const std::string& name, const char* help, const Json& number) {
        begin(name, help);
        value(number);
    }

  private:
    std::string archive_, name_;
    const ReportSink& sink_;
};

void write_atomically(AtomicFile file, const std::function<void(const ReportSink&)>& write) {
    write([&](std::string_view piece) { file.write(piece); });
    file.commit();
}

}  // namespace

void report_json(Journal& journal, const ReportSink& sink) {
    Database& database = journal.database();
    JsonReport report(sink);
    report.member("format", "sheaf-run/1");
    Statement run = last_run(database);
    const bool any = run.step();
    if (any) add_run(run, report);
    report.member("letters", letters_by_state(journal));
    report.member("records", records_by_type(database));
    add_attention(journal, report);
    report.open_list("accepted");
    Statement accepted = accepted_letters(database);
    while (accepted.step())
        report.item({{"letter", accepted.text(0)},
                     {"status", accepted.text(1)},
                     {"why", accepted.text(2)},
                     {"since", accepted.text(3)}});
    report.close_list();
    report.open_list("removed");
    Statement removed = database.prepare(removed_letters);
    while (removed.step()) report.item(removed.text(0));
    report.close_list();
    report.open_list("problems");
    Statement problems = database.prepare(problems_of_run);
    for (problems.with(any ? run.integer(0) : 0); problems.step();)
        report.item({{"subject", or_null(problems.text(0))},
                     {"severity", problems.text(1)},
                     {"code", problems.text(2)},
                     {"message", problems.text(3)},
                     {"hint", or_null(problems.text(4))}});
    report.close_list();
    add_changes(database, any ? run.integer(0) : 0, report);
    report.open_list("slowest");
    Statement slowest = database.prepare(
        "SELECT output_name, seconds, peak_memory FROM letter WHERE present AND run=? "
        "ORDER BY seconds DESC, output_name LIMIT 10");
    for (slowest.with(any ? run.integer(0) : 0); slowest.step();)
        report.item({{"letter", slowest.text(0)},
                     {"seconds", slowest.number(1)},
                     {"peak_memory", slowest.integer(2)}});
    report.close_list();
    report.end();
}

void report_text(Journal& journal, const ReportSink& sink, bool all) {
    Database& database = journal.database();
    Lines lines(sink, all);
    Statement run = last_run(database);
    if (!run.step()) {
        lines.line("no run yet");
        return;
    }
    lines.line(run_line(run));
    Json counts = counts_of(run);
    const Json all_listed = counts["listed"];
    counts.erase("listed");
    lines.line("this run: " + dump(all_listed) + " letters listed: " + listed(counts));
    lines.line("letters: " + listed(letters_by_state(journal)));
    lines.line("records: " + listed(records_by_type(database)));
    text_problems(database, run.integer(0), lines);
    text_attention(journal, lines);
    text_accepted(database, lines);
    text_passed_over(journal, run.integer(0), lines);
    text_removed(database, lines);
    text_changes(database, run.integer(0), lines);
}

void report_metrics(Journal& journal, std::string_view archive, const ReportSink& sink) {
    Database& database = journal.database();
    Statement run = last_run(database);
    if (!run.step()) return;
    Metrics metrics(archive, sink);
    metrics.begin("sheaf_letters", "Letters of the archive by state.");
    metrics.values(letters_by_state(journal), "state");
    metrics.begin("sheaf_run_letters", "Letters of the last run by what was done.");
    metrics.values(counts_of(run), "outcome");
    metrics.single("sheaf_run_duration_seconds", "How long the last run took.", run.number(8));
    metrics.single("sheaf_run_end_timestamp_seconds", "When the last run ended.",
                   std::stoll("0" + std::string(run.text(end_time))));
    metrics.single("sheaf_run_exit_status", "The exit status of the last run.", run.integer(6));
    // By the order of runs: a clock that once ran ahead would hide for years that runs fail.
    Statement success = database.prepare(
        "SELECT min(strftime('%s', ended) + 0, strftime('%s', 'now') + 0) FROM run "
        "WHERE status='finished' ORDER BY id DESC LIMIT 1");
    metrics.single("sheaf_last_success_timestamp_seconds",
                   "When a run last went through all of its letters, 0 if none did.",
                   success.step() ? success.integer(0) : 0);
    Statement letters = database.prepare(
        "SELECT coalesce(sum(seconds), 0.0), coalesce(max(seconds), 0.0), coalesce(max(peak_memory), 0) "
        "FROM letter WHERE run=?");
    letters.with(run.integer(0)).step();
    metrics.single("sheaf_run_letter_seconds", "Time of the workers for the letters of the last run.",
                   letters.number(0));
    metrics.single("sheaf_run_letter_seconds_max", "Time of the slowest letter of the last run.",
                   letters.number(1));
    metrics.single("sheaf_run_peak_memory_bytes", "The most memory that a worker held in the last run.",
                   letters.integer(2));
    metrics.begin("sheaf_run_stage_seconds", "Time of each stage in the last run.");
    Statement stages = database.prepare(
        "SELECT stage, sum(timing.seconds) FROM timing JOIN letter ON letter.id=timing.letter WHERE run=? "
        "GROUP BY stage ORDER BY stage");
    for (stages.with(run.integer(0)); stages.step();)
        metrics.value(stages.number(1), "stage", stages.text(0));
}

void write_report(Journal& journal, const std::filesystem::path& out, const std::filesystem::path& metrics) {
    const RootFolder root(out);
    const auto write_own = [&](const char* name, const auto& write) {
        write_atomically(AtomicFile(root.make(private_folder), out / private_folder / name), write);
    };
    write_own("run.json", [&](const ReportSink& sink) { report_json(journal, sink); });
    write_own("summary.txt", [&](const ReportSink& sink) { report_text(journal, sink, true); });
    const std::string archive = std::filesystem::weakly_canonical(out).filename().string();
    const auto write_metrics = [&](const ReportSink& sink) { report_metrics(journal, archive, sink); };
    write_own("sheaf.prom", write_metrics);
    if (!metrics.empty()) write_atomically(AtomicFile(metrics), write_metrics);
}

}  // namespace sheaf
