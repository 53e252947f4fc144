// sheaf convert: letters now, in this process.
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "base/codes.hpp"
#include "base/process.hpp"
#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "run/convert.hpp"
#include "run/output_files.hpp"
#include "sheaf/json.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

struct Totals {
    std::size_t converted = 0, doubtful = 0, failed = 0;
    std::size_t left = 0;  ///< not begun, since the run was interrupted

    void add(const LetterResult& result) {
        if (!result.converted)
            ++failed;
        else if (result.worst() == Severity::doubtful)
            ++doubtful;
        else
            ++converted;
    }
    Exit exit() const {
        return failed + left > 0 ? Exit::some_failed : doubtful > 0 ? Exit::some_doubtful : Exit::success;
    }
    std::string text() const {
        return plural(converted + doubtful + failed, "letter") + ": " + std::to_string(converted + doubtful) +
               " converted" + (doubtful > 0 ? ", " + std::to_string(doubtful) + " of them doubtful" : "") +
               (failed > 0 ? ", " + std::to_string(failed) + " failed" : "") +
               (left > 0 ? "; interrupted, " + std::to_string(left) + " not begun" : "");
    }
    std::string json(const std::string& out) const {
        return "{\"converted\":" + std::to_string(converted + doubtful) +
               ",\"doubtful\":" + std::to_string(doubtful) + ",\"failed\":" + std::to_string(failed) +
               ",\"left\":" + std::to_string(left) + ",\"out\":" + json_text(out) + "}";
    }
};

/// Set by SIGINT and SIGTERM: the letter under way is finished, no other begun. A second signal kills.
volatile std::sig_atomic_t stop_asked = 0;

void stop_after_this_letter() {
    struct sigaction action {};
    action.sa_handler = [](int) { stop_asked = 1; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

/// The limits that batches have, for each letter. Memory that is refused fails one letter; time that is up ends the run,
/// since nothing but the end of the process stops a stage: `batch` has worker processes for that.
class LetterLimits {
  public:
    explicit LetterLimits(const Options& table)
        : seconds_(table.number("seconds")),
          cpu_seconds_(static_cast<std::uint64_t>(table.integer("cpu_seconds"))) {
        const auto memory = static_cast<rlim_t>(table.integer("memory_mib")) << 20U;
        rlimit space{};
        if (!sanitized && memory > 0 && ::getrlimit(RLIMIT_AS, &space) == 0) {
            space.rlim_cur = std::min(memory, space.rlim_max);
            ::setrlimit(RLIMIT_AS, &space);
        }
        ::signal(SIGXCPU, on_time_up);
        ::signal(SIGALRM, on_time_up);
    }
    ~LetterLimits() { end(); }
    LetterLimits(const LetterLimits&) = delete;
    LetterLimits& operator=(const LetterLimits&) = delete;

    void begin(const Letter& letter) const {
        last_words() =
            "\n" +
            diagnostic_text(
                letter.name,
                diagnose(codes::stage_time, "it went past the limit of time, which ended the run", {},
                         "raise --seconds or --cpu-seconds, leave the letter out, or use "
                         "`sheaf batch`, which goes on")) +
            "\n";
        allow_cpu(cpu_seconds_);
        set_clock(seconds_);
    }
    static void end() { set_clock(0); }

  private:
    static std::string& last_words() {
        static std::string words;
        return words;
    }
    static void on_time_up(int) {
        (void)!::write(STDERR_FILENO, last_words().data(), last_words().size());
        ::_exit(static_cast<int>(Exit::some_failed));
    }
    static void set_clock(double seconds) {
        itimerval timer{};
        timer.it_value.tv_sec = static_cast<time_t>(seconds);
        timer.it_value.tv_usec = static_cast<suseconds_t>((seconds - std::floor(seconds)) * 1e6);
        ::setitimer(ITIMER_REAL, &timer, nullptr);
    }

    const double seconds_;
    const std::uint64_t cpu_seconds_;
};

Exit convert_into_folder(const std::vector<Letter>& letters, const Plan& plan, LiveStages& stages,
                         const RunSettings& settings, const LetterLimits& limits, Console& console) {
    Totals totals;
    stop_after_this_letter();
    console.start_progress(letters.size());
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (stop_asked) {
            totals.left = letters.size() - i;
            break;
        }
        console.progress(i, letters[i].name);
        limits.begin(letters[i]);
        const LetterResult result = convert_letter(letters[i], plan, stages, settings);
        console.print(letters[i].name, result.diagnostics);
        console.line(summary_line(letters[i].name, result), result_json(letters[i].name, result));
        totals.add(result);
    }
    console.end_progress();
    std::string last = totals.text();
    if (totals.converted + totals.doubtful > 0) last += "; outputs are in " + settings.out.string();
    console.line(last, totals.json(settings.out.string()));
    return totals.exit();
}

/// The JSON form of one letter on standard output, whatever outputs the pipeline names.
Exit convert_to_output(const std::vector<Letter>& letters, const Plan& plan, LiveStages& stages,
                       const RunSettings& settings, const LetterLimits& limits, Console& console) {
    if (letters.size() != 1) {
        console.print({}, diagnose(codes::usage,
                                   "`-o -` takes one letter, and there are " + std::to_string(letters.size()),
                                   {}, "name one letter, or an output folder"));
        return Exit::nothing_ran;
    }
    Totals totals;
    std::vector<Diagnostic> diagnostics;
    const Letter& letter = letters.front();
    limits.begin(letter);
    const auto document = read_letter(letter, plan, stages, settings, diagnostics);
    LetterResult result;
    if (document) {
        const std::string json = to_json(*document, plan.types_of(document->profile));
        result = summary_of(*document, plan);
        const bool too_much = settings.largest_output > 0 && json.size() > settings.largest_output;
        result.converted = !too_much && std::fwrite(json.data(), 1, json.size(), stdout) == json.size() &&
                           std::fflush(stdout) == 0;
        if (!result.converted)
            result.diagnostics.push_back(
                too_much ? wrote_too_much(settings.largest_output)
                         : diagnose(codes::output_unwritable, "standard output cannot be written"));
    } else {
        result.diagnostics = std::move(diagnostics);
    }
    console.print(letter.name, result.diagnostics);
    console.line(summary_line(letter.name, result), result_json(letter.name, result));
    totals.add(result);
    return totals.exit();
}

/// Ends the process, as a batch's workers end: memory goes with it, and to take pipeline, stages and libraries apart costs
/// 0.7 ms. Sanitizers look for leaks when that is done, so there it is.
Exit left_with(Exit exit) {
    if (sanitized) return exit;
    std::fflush(nullptr);
    ::_exit(static_cast<int>(exit));
}

/// Adds the output that draws pages, where the pipeline does not name it already.
bool add_audit(Plan& plan, PluginRegistry& plugins, Console& console) {
    for (const PlannedStage& output : plan.outputs)
        if (output.name() == "audit") return true;
    const auto found = plugins.find(StageKind::output, "audit");
    if (!found) {
        console.print({}, diagnose(codes::unknown_stage, "no installed plugin has the output \"audit\"", {},
                                   "install it, or leave out --audit"));
        return false;
    }
    PlannedStage stage;
    stage.stage = *found;
    stage.options.declare(found->spec->options);
    plan.outputs.push_back(std::move(stage));
    return true;
}

/// Whether outputs can be written there, before anything is converted for it.
bool can_write(const fs::path& folder, Console& console) {
    std::error_code error;
    fs::path there = fs::absolute(folder);
    while (!fs::exists(there, error) && there.has_relative_path()) there = there.parent_path();
    std::string reason;
    if (!fs::is_directory(there, error))
        reason = there == fs::absolute(folder) ? "it is no folder" : "`" + there.string() + "` is no folder";
    else if (::access(there.c_str(), W_OK | X_OK) != 0)
        reason = std::strerror(errno);
    if (reason.empty()) return true;
    console.print(
        {}, diagnose(codes::output_unwritable, "`" + folder.string() + "` cannot be written: " + reason, {},
                     "name another output folder with -o"));
    return false;
}

}  // namespace

bool is_key_of_convert(std::string_view key) {
    constexpr std::string_view keys[] = {"include",     "exclude",    "follow_symlinks", "seconds",
                                         "cpu_seconds", "memory_mib", "letter_mib",      "output_mib"};
    return std::find(std::begin(keys), std::end(keys), key) != std::end(keys);
}

Exit convert(const CommonOptions& common, const ConvertOptions& options) {
    Console console(common.console());
    const auto pipeline =
        open_pipeline(common, options.pipeline, options.password_file, ProfileTables::when_asked, console);
    if (!pipeline || (options.audit && !add_audit(pipeline->plan, pipeline->plugins, console)))
        return Exit::nothing_ran;
    const bool to_output = options.out == "-";
    Options& table = pipeline->plan.batch;
    std::vector<Diagnostic> problems;
    override_batch(table, options.values, problems);
    console.print({}, problems);
    if (!problems.empty() || (!to_output && !can_write(options.out, console))) return Exit::nothing_ran;
    auto stages = create_stages(*pipeline, console);
    if (!stages) return Exit::nothing_ran;

    RunSettings settings;
    settings.check_stages = options.check_stages;
    settings.out = options.out;
    settings.password = pipeline->password;
    settings.largest_letter = static_cast<std::uint64_t>(table.integer("letter_mib")) << 20U;
    settings.largest_output = static_cast<std::uint64_t>(table.integer("output_mib")) << 20U;
    std::optional<DecisionFolder> decisions;
    if (!pipeline->plan.decisions.empty()) {
        decisions.emplace(pipeline->plan.decisions, problems);
        settings.decisions = &*decisions;
        console.print({}, problems);
    }
    const LetterLimits limits(table);
    const std::vector<Letter> letters =
        find_letters(options.inputs, filter_of(table, to_output ? std::string() : options.out));
    return left_with(to_output
                         ? convert_to_output(letters, pipeline->plan, *stages, settings, limits, console)
                         : convert_into_folder(letters, pipeline->plan, *stages, settings, limits, console));
}

}  // namespace sheaf
