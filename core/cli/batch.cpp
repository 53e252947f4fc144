// sheaf batch: an archive, incrementally, in worker processes.
#include "archive/batch.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "archive/archive.hpp"
#include "archive/journal.hpp"
#include "archive/rule_use.hpp"
#include "base/codes.hpp"
#include "cli/commands.hpp"
#include "pipeline/file_text.hpp"
#include "pipeline/suggest.hpp"

namespace sheaf {

namespace {

std::size_t processors() {
    cpu_set_t set;
    return ::sched_getaffinity(0, sizeof set, &set) == 0 ? static_cast<std::size_t>(CPU_COUNT(&set)) : 1;
}

/// The outcome as the console shows the results of letters.
LetterResult result_of(const LetterOutcome& outcome, const Plan& plan) {
    LetterResult result;
    result.converted = has_outputs(outcome.status);
    result.diagnostics = outcome.diagnostics;
    result.profile = outcome.profile;
    result.pages = outcome.pages;
    result.sections = outcome.sections;
    for (const RecordSpec& type : plan.types_of(outcome.profile)) {
        const auto count = std::count_if(outcome.records.begin(), outcome.records.end(),
                                         [&](const RecordRow& record) { return record.type == type.name; });
        result.records.emplace_back(type.name, static_cast<std::size_t>(count));
    }
    for (const OutputRow& output : outcome.outputs) result.files.push_back(output.file);
    return result;
}

class ConsoleWatcher : public BatchWatcher {
  public:
    ConsoleWatcher(Console& console, const Plan& plan) : console_(console), plan_(plan) {}

    void problem(const std::string& subject, const Diagnostic& problem) override {
        console_.print(subject, problem);
    }
    void begins(std::size_t letters) override { console_.start_progress(letters, false); }
    void progress(std::size_t done, const std::string& name) override { console_.progress(done, name); }
    bool live() const override { return console_.has_progress(); }
    void done(const LetterOutcome& outcome) override {
        const LetterResult result = result_of(outcome, plan_);
        console_.print(outcome.name, result.diagnostics);
        std::string line = summary_line(outcome.name, result);
        if (outcome.status == LetterStatus::quarantined) line += ", in quarantine";
        if (outcome.retry) line += "; the next run tries again";
        console_.line(line, result_json(outcome.name, result));
    }

  private:
    Console& console_;
    const Plan& plan_;
};

void add(std::string& text, std::size_t count, const char* what) {
    if (count > 0) text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + what;
}

/// `22 letters: 3 converted, 18 unchanged, 1 in quarantine; of all letters 2 are doubtful; outputs are in out; 1.2 s`
std::string totals_line(const BatchResult& result, const BatchSettings& settings) {
    const RunCounts& counts = result.counts;
    std::string done;
    add(done, counts.converted, "converted");
    add(done, counts.rewritten, "written anew");
    add(done, counts.skipped, "unchanged");
    add(done, counts.failed, "failed");
    add(done, counts.quarantined, "put into quarantine");
    add(done, counts.unreachable, "not readable");
    add(done, counts.left, "not begun");
    std::string line = plural(counts.listed, "letter") + ": " + (done.empty() ? "nothing to do" : done);
    if (counts.converted + counts.rewritten + counts.failed + counts.quarantined == 0)
        line += "; nothing was converted";
    if (!settings.passed_over.empty())
        line += "; passed over " + std::to_string(settings.passed_over.size()) +
                " that are no letters (`sheaf status` lists them)";
    std::string gone;
    add(gone, counts.renamed, "renamed");
    add(gone, counts.pruned, "removed with their outputs");
    add(gone, counts.removed, "no longer among the inputs");
    if (!gone.empty()) line += "; " + gone;
    std::string state;
    add(state, result.totals.open(LetterStatus::doubtful), "doubtful");
    add(state, result.totals.open(LetterStatus::failed), "failed");
    add(state, result.totals.open(LetterStatus::quarantined), "in quarantine");
    std::size_t accepted = 0;
    for (const std::size_t count : result.totals.accepted) accepted += count;
    add(state, accepted, "accepted as they are");
    if (!state.empty()) line += "; as things stand " + state;
    if (result.end == BatchResult::End::interrupted) line += "; interrupted, the next run goes on from here";
    std::array<char, 32> seconds{};
    std::snprintf(seconds.data(), seconds.size(), "%.1f s", result.seconds);
    return line + "; outputs are in " + settings.out.string() + "; " + seconds.data();
}

std::string totals_json(const BatchResult& result, const BatchSettings& settings) {
    std::string json = "{";
    const auto add_number = [&](const std::string& name, std::size_t number) {
        json += "\"" + name + "\":" + std::to_string(number) + ",";
    };
    for (const auto& [name, count] : run_counts) add_number(name, result.counts.*count);
    for (const LetterStatus status :
         {LetterStatus::doubtful, LetterStatus::failed, LetterStatus::quarantined})
        add_number("all_" + std::string(name(status)), result.totals[status]);
    std::array<char, 32> seconds{};
    std::snprintf(seconds.data(), seconds.size(), "%.3f", result.seconds);
    return json + "\"interrupted\":" + (result.end == BatchResult::End::interrupted ? "true" : "false") +
           ",\"seconds\":" + seconds.data() + ",\"out\":" + json_text(settings.out.string()) + "}";
}

/// All of standard input.
std::string standard_input() {
    std::string text;
    std::array<char, 65536> buffer;
    for (ssize_t got = 0; (got = ::read(STDIN_FILENO, buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(got));
    return text;
}

BatchSettings settings_of(const Options& table, const BatchOptions& options, const std::string& password) {
    BatchSettings settings;
    settings.out = table.text("output");
    settings.prune_emptied = table.flag("prune_emptied");
    settings.prune = table.flag("prune") || settings.prune_emptied;
    settings.retry_failed = table.flag("retry_failed");
    settings.verify = table.flag("verify");
    settings.sync = table.flag("sync");
    settings.again = options.again;
    settings.metrics = table.text("metrics");
    settings.pool = pool_settings(table, password);
    const auto jobs = static_cast<std::size_t>(table.integer("jobs"));
    settings.pool.workers = jobs > 0 ? jobs : processors();
    return settings;
}

/// Letters are named, and told apart, as if all were converted here. What is no letter is told by the first shard.
void keep_shard(BatchSettings& settings, const Shard& shard) {
    settings.shard = shard;
    std::erase_if(settings.letters, [&](const Letter& letter) {
        const bool of_others = !letter.problem && !shard.has(letter.output_name);
        if (of_others) settings.folders_of_others.add(letter.file);
        return of_others;
    });
    if (shard.number > 1) settings.passed_over.clear();
}

/// Names the rules that found nothing in an archive that is large enough to tell.
void tell_silent_rules(Console& console, const Plan& plan, const std::filesystem::path& out) {
    constexpr std::size_t enough = 20;
    Journal journal = Journal::of(out);
    for (const FamilyUse& family : rule_use(journal.database(), plan)) {
        const std::vector<std::string> silent = family.silent();
        if (silent.empty() || family.letters < enough) continue;
        const std::string which = plural(silent.size(), "rule") + " of the profile " + family.profile +
                                  " found nothing in any of its " + std::to_string(family.letters) +
                                  " letters: " + listed(silent);
        console.line(which, "{\"silent_rules\":" + json_text(which) + "}");
    }
}

Diagnostic usage(std::string message, std::string hint) {
    return diagnose(codes::usage, std::move(message), {}, std::move(hint));
}

}  // namespace

Exit batch(const CommonOptions& common, const BatchOptions& options) {
    Console console(common.console());
    const auto pipeline =
        open_pipeline(common, options.pipeline, options.password_file, ProfileTables::at_once, console);
    if (!pipeline) return Exit::nothing_ran;
    Options& table = pipeline->plan.batch;
    std::vector<Diagnostic> problems;
    override_batch(table, options.values, problems);
    if (table.text("output").empty())
        problems.push_back(
            usage("there is no output folder", "give it with -o, or as `output` in the [batch] table"));
    std::vector<std::string> inputs = options.inputs.empty() ? table.texts("inputs") : options.inputs;
    if (inputs.empty() && options.files_from.empty())
        problems.push_back(
            usage("there are no inputs",
                  "name files or folders, give --files-from, or `inputs` in the [batch] table"));
    if (!options.inputs.empty() && !options.files_from.empty())
        problems.push_back(usage("inputs are named and --files-from is given", "choose one of the two"));
    std::optional<std::string> list;
    if (problems.empty() && !options.files_from.empty())
        list = options.files_from == "-" ? standard_input() : read_file(options.files_from, problems);
    const auto shard = options.shard.empty() ? Shard() : shard_named(options.shard);
    if (!shard)
        problems.push_back(usage("`" + options.shard + "` is no shard",
                                 "write I/N, such as 3/8 for the third of eight parts"));
    console.print({}, problems);
    if (!problems.empty()) return Exit::nothing_ran;

    BatchSettings settings = settings_of(table, options, pipeline->password);
    LetterFilter filter = filter_of(table, settings.out.string());
    filter.reserved = {archive_folder, "index", private_folder};
    filter.passed_over = &settings.passed_over;
    filter.dangling = &settings.dangling;
    settings.letters = list ? find_listed_letters(*list, filter) : find_letters(inputs, filter);
    keep_shard(settings, *shard);
    ConsoleWatcher watcher(console, pipeline->plan);
    const BatchResult result = run_batch(pipeline->plan, settings, watcher);
    console.end_progress();
    if (result.end != BatchResult::End::unable && result.end != BatchResult::End::locked)
        console.line(totals_line(result, settings), totals_json(result, settings));
    if (result.end == BatchResult::End::finished) tell_silent_rules(console, pipeline->plan, settings.out);
    return static_cast<Exit>(result.exit());
}

}  // namespace sheaf
