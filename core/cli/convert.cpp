// sheaf convert: letters now, in this process.
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "plugin/codes.hpp"
#include "run/convert.hpp"
#include "run/heap.hpp"
#include "sheaf/json.hpp"

namespace sheaf {

namespace {

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

Exit convert_into_folder(const std::vector<Letter>& letters, const Plan& plan, LiveStages& stages,
                         const RunSettings& settings, Console& console) {
    Totals totals;
    stop_after_this_letter();
    console.start_progress(letters.size());
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (stop_asked) {
            totals.left = letters.size() - i;
            break;
        }
        console.progress(i, letters[i].name);
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
                       const RunSettings& settings, Console& console) {
    if (letters.size() != 1) {
        console.print({}, diagnose(codes::usage,
                                   "`-o -` takes one letter, and there are " + std::to_string(letters.size()),
                                   {}, "name one letter, or an output folder"));
        return Exit::nothing_ran;
    }
    Totals totals;
    std::vector<Diagnostic> diagnostics;
    const Letter& letter = letters.front();
    const auto document = read_letter(letter, plan, stages, settings, diagnostics);
    LetterResult result;
    if (document) {
        const std::string json = to_json(*document, plan.record_types);
        result = summary_of(*document, plan);
        result.converted =
            std::fwrite(json.data(), 1, json.size(), stdout) == json.size() && std::fflush(stdout) == 0;
        if (!result.converted)
            result.diagnostics.push_back(
                diagnose(codes::output_unwritable, "standard output cannot be written"));
    } else {
        result.diagnostics = std::move(diagnostics);
    }
    console.print(letter.name, result.diagnostics);
    console.line(summary_line(letter.name, result), result_json(letter.name, result));
    totals.add(result);
    return totals.exit();
}

/// Ends the process, as a batch's workers end: memory goes with it, and to take pipeline, stages and libraries apart costs
/// 0.7 ms. The address sanitizer looks for leaks when that is done, so there it is.
Exit left_with(Exit exit) {
#ifndef __SANITIZE_ADDRESS__
    std::fflush(nullptr);
    ::_exit(static_cast<int>(exit));
#endif
    return exit;
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

}  // namespace

Exit convert(const CommonOptions& common, const ConvertOptions& options) {
    prepare_heap();
    Console console(common.console());
    const auto pipeline =
        open_pipeline(common, options.pipeline, options.password_file, ProfileTables::when_asked, console);
    if (!pipeline || (options.audit && !add_audit(pipeline->plan, pipeline->plugins, console)))
        return Exit::nothing_ran;
    auto stages = create_stages(*pipeline, console);
    if (!stages) return Exit::nothing_ran;

    RunSettings settings;
    settings.check_stages = options.check_stages;
    settings.out = options.out;
    settings.password = pipeline->password;

    const bool to_output = options.out == "-";
    LetterFilter filter;
    if (!to_output) filter.leave_out = options.out;
    const std::vector<Letter> letters = find_letters(options.inputs, filter);
    return left_with(to_output ? convert_to_output(letters, pipeline->plan, *stages, settings, console)
                               : convert_into_folder(letters, pipeline->plan, *stages, settings, console));
}

}  // namespace sheaf
