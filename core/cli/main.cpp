// The command line.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <new>

#include "base/codes.hpp"
#include "cli/archive.hpp"
#include "cli/commands.hpp"
#include "cli/manual.hpp"
#include "cli/version.hpp"
#include "pipeline/suggest.hpp"

namespace {

struct CommandLine {
    sheaf::CommonOptions common;
    sheaf::ConvertOptions convert;
    sheaf::BatchOptions batch;
    sheaf::ListOptions list;
    sheaf::ExplainOptions explain;
    sheaf::ScoreOptions score;
    sheaf::StatusOptions status;
    sheaf::VerifyOptions verify;
    sheaf::MergeOptions merge;
    sheaf::CompareOptions compare;
    sheaf::AcceptOptions accept;
    sheaf::ReviewOptions review;
    sheaf::DecisionsOptions decisions;
    sheaf::NewPluginOptions new_plugin;
    sheaf::NewProfileOptions new_profile;
    std::string pipeline;
    std::string document;  ///< that `sheaf manual` writes
    sheaf::Exit exit = sheaf::Exit::success;
};

void add_common(CLI::App& app, CommandLine& line) {
    app.add_option("--plugin-dir", line.common.plugin_folders, "Look for plugins in this folder first")
        ->type_name("DIR")
        ->allow_extra_args(false);
    app.add_option("--log-format", line.common.log_format, "How messages are written to standard error")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    auto* quiet = app.add_flag("-q,--quiet", line.common.quiet, "Write errors only");
    app.add_flag("-v,--verbose", line.common.verbose, "Write notes on letters, too")->excludes(quiet);
}

constexpr const char* pipeline_help =
    "The pipeline: a file, or the name of an installed one [inspection-letters]";

/// What must be named, without an option in front of it.
template <class Value>
void add_operand(CLI::App& command, const char* name, Value& value, const char* help) {
    command.add_option(name, value, help)->required()->type_name("");
}

void add_file(CLI::App& command, const char* option, std::string& file, const char* help) {
    command.add_option(option, file, help)->type_name("FILE");
}

/// The option for a key of the `[batch]` table.
void add_batch_key(CLI::App& command, const sheaf::OptionSpec& key, std::vector<sheaf::BatchOverride>& said) {
    const auto given = [&said, name = key.name](const std::vector<std::string>& values) {
        said.emplace_back(name, values);
        return true;
    };
    std::string names = sheaf::option_named(key.name);
    if (names == "--jobs" || names == "--output") names.insert(0, names == "--jobs" ? "-j," : "-o,");
    const std::string help =
        std::string(key.help) +
        (key.default_value && key.type != sheaf::OptionType::flag && key.type != sheaf::OptionType::texts
             ? " [" + std::string(key.default_value) + "]"
             : "");
    if (key.type == sheaf::OptionType::flag) {
        command.add_flag_callback(
            names, [given] { given({"true"}); }, help);
    } else {
        const bool list = key.type == sheaf::OptionType::texts;
        auto* option = command.add_option(names, given, help)->type_name(list ? "GLOB" : "VALUE");
        option->expected(1)->allow_extra_args(false);
        if (list) option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
}

void add_convert(CLI::App& command, CommandLine& line) {
    add_operand(command, "INPUT", line.convert.inputs, "Files, and folders with all that is in them");
    add_file(command, "-p,--pipeline", line.convert.pipeline, pipeline_help);
    command
        .add_option("-o,--output", line.convert.out,
                    "The output folder; - writes one letter's JSON form to standard output")
        ->type_name("DIR")
        ->capture_default_str();
    add_file(command, "--password-file", line.convert.password_file,
             "The first line of this file opens encrypted letters");
    command.add_flag("--check", line.convert.check_stages, "Check the document after every stage");
    command.add_flag("--audit", line.convert.audit, "Draw every page, with what became of all on it, as SVG");
    for (const sheaf::OptionSpec& key : sheaf::batch_keys())
        if (sheaf::is_key_of_convert(key.name)) add_batch_key(command, key, line.convert.values);
    command.callback([&line] { line.exit = sheaf::convert(line.common, line.convert); });
}

void add_batch(CLI::App& command, CommandLine& line) {
    add_operand(command, "PIPELINE", line.batch.pipeline,
                "The pipeline: a file, or the name of an installed one");
    command
        .add_option("INPUT", line.batch.inputs,
                    "Files, folders and globs; without any, `inputs` of the pipeline file's [batch] table")
        ->type_name("");
    add_file(command, "--files-from", line.batch.files_from,
             "Read the inputs from this file, a path a line; - is standard input");
    for (const sheaf::OptionSpec& key : sheaf::batch_keys())
        if (std::string_view(key.name) != "inputs") add_batch_key(command, key, line.batch.values);
    command.add_flag("--again", line.batch.again, "Read every letter again");
    command
        .add_option("--shard", line.batch.shard,
                    "Only the part I of N of the letters, for one of several machines: see `sheaf merge`")
        ->type_name("I/N");
    add_file(command, "--password-file", line.batch.password_file,
             "The first line of this file opens encrypted letters");
    command.callback([&line] { line.exit = sheaf::archive_commands().batch(line.common, line.batch); });
}

void add_check(CLI::App& command, CommandLine& line) {
    add_operand(command, "PIPELINE", line.pipeline, "The pipeline: a file, or the name of an installed one");
    command.callback([&line] { line.exit = sheaf::check(line.common, line.pipeline); });
}

void add_plugins(CLI::App& command, CommandLine& line) {
    command.add_flag("--json", line.list.json, "Write JSON");
    command.callback([&line] { line.exit = sheaf::list_plugins(line.common, line.list); });
}

void add_options(CLI::App& command, CommandLine& line) {
    command.add_option("STAGE", line.list.stage, "The stage's name; all stages when absent")->type_name("");
    auto* json = command.add_flag("--json", line.list.json, "Write JSON");
    auto* markdown = command.add_flag("--markdown", line.list.markdown, "Write a reference page");
    auto* schema = command.add_flag("--schema", line.list.schema, "Write the JSON Schema of pipeline files");
    json->excludes(markdown)->excludes(schema);
    markdown->excludes(schema);
    command.callback([&line] { line.exit = sheaf::list_options(line.common, line.list); });
}

void add_explain(CLI::App& command, CommandLine& line) {
    add_operand(
        command, "LETTER", line.explain.letter,
        "The letter; or the output folder of a batch: how often each rule of its profiles made records");
    add_file(command, "-p,--pipeline", line.explain.pipeline, pipeline_help);
    command.add_option("--record", line.explain.record, "Explain this record, or all of this type, in full")
        ->type_name("ID|TYPE");
    add_file(command, "--password-file", line.explain.password_file,
             "The first line of this file opens an encrypted letter");
    command.callback([&line] { line.exit = sheaf::explain(line.common, line.explain); });
}

void add_score(CLI::App& command, CommandLine& line) {
    add_operand(command, "GOLD", line.score.gold, "A folder of gold files (ID.gold.json), or one");
    add_operand(command, "OUT", line.score.out, "The folder of the JSON outputs");
    command.add_flag("--json", line.score.json, "Write JSON");
    command.callback([&line] { line.exit = sheaf::score_letters(line.common, line.score); });
}

void add_new_plugin(CLI::App& command, CommandLine& line) {
    add_operand(command, "NAME", line.new_plugin.name, "The name of the plugin and of its stage");
    command.add_option("--kind", line.new_plugin.kind, "What it is: input, transform or output")
        ->required()
        ->check(CLI::IsMember({"input", "transform", "output"}))
        ->type_name("KIND");
    command
        .add_option("-o,--output", line.new_plugin.out, "The folder in which to make the plugin's folder [.]")
        ->type_name("DIR");
    command.callback([&line] { line.exit = sheaf::new_plugin(line.common, line.new_plugin); });
}

void add_new_profile(CLI::App& command, CommandLine& line) {
    sheaf::NewProfileOptions& options = line.new_profile;
    add_operand(command, "NAME", options.name, "The name of the family and of its profile");
    add_operand(command, "LETTER", options.letters, "Two to ten letters of the family");
    command
        .add_option("--marks", options.marks,
                    "What is marked in them: CSV, JSON or gold files, or a folder of these or of decisions; "
                    "without it, what could be marked is proposed")
        ->type_name("FILE")
        ->allow_extra_args(false);
    add_file(command, "-o,--output", options.out,
             "The profile to write [NAME.toml], or the proposals [standard output]");
    command.add_option("--try", options.try_folder, "Try the profile on the letters of this folder")
        ->type_name("DIR");
    add_file(command, "-p,--pipeline", options.pipeline, pipeline_help);
    command.callback([&line] { line.exit = sheaf::new_profile(line.common, line.new_profile); });
}

void add_status(CLI::App& command, CommandLine& line) {
    add_operand(command, "DIR", line.status.folder, "The batch's output folder");
    command.add_flag("--json", line.status.json, "Write JSON");
    command.callback([&line] { line.exit = sheaf::archive_commands().status(line.common, line.status); });
}

void add_review(CLI::App& command, CommandLine& line) {
    add_operand(command, "DIR", line.review.folder, "The batch's output folder");
    add_file(command, "-p,--pipeline", line.review.pipeline,
             "The pipeline; without it the one that the batch was given");
    command.add_option("--by", line.review.by, "The name of the person who decides [the login name]")
        ->type_name("NAME");
    command.add_option("--port", line.review.port, "The port [a free one]")
        ->check(CLI::Range(1, 65535))
        ->type_name("N");
    command.add_flag("--read-only", line.review.read_only, "Show everything, let nobody decide");
    command.add_flag("--open", line.review.open, "Open it in the browser");
    add_file(command, "--password-file", line.review.password_file,
             "The first line of this file opens encrypted letters");
    command.callback([&line] { line.exit = sheaf::review_commands().review(line.common, line.review); });
}

void add_decisions(CLI::App& command, CommandLine& line) {
    command.require_subcommand(1);
    CLI::App* gold = command.add_subcommand("export", "Write what was checked as gold, for `sheaf score`");
    add_operand(*gold, "DIR", line.decisions.archive, "The batch's output folder");
    gold->add_flag("--gold")->required()->description("The form: gold files");
    add_file(*gold, "-p,--pipeline", line.decisions.pipeline,
             "The pipeline; without it the one that the batch was given");
    CLI::App* merge = command.add_subcommand("merge", "Join folders of decisions; list what contradicts");
    add_operand(*merge, "DECISIONS", line.decisions.folders, "The folders");
    for (CLI::App* one : {gold, merge})
        one->add_option("-o,--output", line.decisions.out, "The folder to write to")
            ->required()
            ->type_name("DIR");
    gold->callback(
        [&line] { line.exit = sheaf::review_commands().export_gold(line.common, line.decisions); });
    merge->callback(
        [&line] { line.exit = sheaf::review_commands().merge_decisions(line.common, line.decisions); });
}

void add_accept(CLI::App& command, CommandLine& line) {
    add_operand(command, "DIR", line.accept.folder, "The batch's output folder");
    add_operand(command, "LETTER", line.accept.letters, "Letters, as `sheaf status` names them");
    auto* why = command.add_option("--why", line.accept.why, "Why nothing needs to be done about them")
                    ->type_name("TEXT");
    command.add_flag("--undo", line.accept.undo, "They need a look again")->excludes(why);
    command.callback([&line] { line.exit = sheaf::archive_commands().accept(line.common, line.accept); });
}

void add_verify(CLI::App& command, CommandLine& line) {
    add_operand(command, "DIR", line.verify.folder, "The batch's output folder");
    command.callback([&line] { line.exit = sheaf::archive_commands().verify(line.common, line.verify); });
}

void add_merge(CLI::App& command, CommandLine& line) {
    add_operand(command, "OUT", line.merge.folders, "The batches' output folders");
    add_file(command, "-p,--pipeline", line.merge.pipeline, pipeline_help);
    command.add_option("-o,--output", line.merge.out, "Where the whole-archive outputs go")
        ->required()
        ->type_name("DIR");
    auto* prefix =
        command.add_flag("--prefix", line.merge.prefix, "Put the folders' names in front of the letters'");
    command
        .add_flag("--gather", line.merge.gather,
                  "Put the letters' own outputs there, too: what one run would have made of all letters")
        ->excludes(prefix);
    command.callback([&line] { line.exit = sheaf::archive_commands().merge(line.common, line.merge); });
}

void add_compare(CLI::App& command, CommandLine& line) {
    add_operand(command, "BEFORE|DIR", line.compare.first,
                "The JSON file of the earlier letter, or a batch's output folder");
    add_operand(
        command, "AFTER|AUTHORITY", line.compare.second,
        "The JSON file of the later letter, or an authority whose letters are compared in order of date");
    command.add_flag("--json", line.compare.json, "Write JSON");
    command.callback([&line] { line.exit = sheaf::archive_commands().compare(line.common, line.compare); });
}

void add_manual(CLI::App& command, CommandLine& line) {
    command.add_option("FORM", line.document, "man, or a shell: bash, zsh or fish")
        ->check(CLI::IsMember({"man", "bash", "zsh", "fish"}))
        ->required()
        ->type_name("");
}

using AddOptions = void (*)(CLI::App&, CommandLine&);
struct Command {
    const char *name, *help;
    AddOptions add_options;
};
constexpr Command all_commands[] = {
    {"convert", "Convert letters now", add_convert},
    {"batch", "Convert an archive: what is new or changed, in worker processes, with a journal", add_batch},
    {"check", "Report every mistake in a pipeline file and its profiles", add_check},
    {"plugins", "List plugins and their stages, and plugins refused", add_plugins},
    {"options", "Describe a stage: its options, profile keys, record types and diagnostics", add_options},
    {"explain", "Say why a letter's records are what they are, or which rules an archive rests on",
     add_explain},
    {"score", "Measure converted letters against gold", add_score},
    {"status", "Say what a batch did last, and how its letters stand", add_status},
    {"review", "Check a batch's letters in the browser, each beside its pages", add_review},
    {"decisions", "Export or join what people decided about letters", add_decisions},
    {"accept", "Accept letters of a batch that need a look as they are", add_accept},
    {"verify", "Say whether what a batch wrote is still what it wrote", add_verify},
    {"merge", "Join several batches' output folders into one archive", add_merge},
    {"new-profile", "Begin a profile for a family of letters, from marked examples", add_new_profile},
    {"compare", "Say what changed between inspections of one authority", add_compare},
    {"new-plugin", "Begin a plugin: a folder that builds and passes its tests", add_new_plugin},
    {"manual", "Write the manual page, or a completion for a shell", add_manual},
};

/// Writes what `sheaf manual` was asked for.
void write_manual(CLI::App& program, CommandLine& line) {
    for (const Command& command : all_commands)
        if (command.add_options != add_manual)
            command.add_options(*program.get_subcommand(command.name), line);
    const std::string text = line.document == "man" ? sheaf::manual_page(program, SHEAF_VERSION)
                                                    : sheaf::completion(program, line.document);
    std::fwrite(text.data(), 1, text.size(), stdout);
}

using Arguments = std::vector<std::string>;

/// `sheaf help COMMAND` is `sheaf COMMAND --help`.
void understand_help(Arguments& arguments) {
    if (arguments.empty() || arguments.front() != "help") return;
    arguments.erase(arguments.begin());
    arguments.emplace_back("--help");
}

/// How messages are to be written, whatever else is wrong with the command line.
sheaf::ConsoleStyle style_of(const Arguments& arguments) {
    sheaf::ConsoleStyle style;
    for (std::size_t i = 0; i < arguments.size(); ++i)
        if (arguments[i] == "--log-format=json" ||
            (arguments[i] == "--log-format" && i + 1 < arguments.size() && arguments[i + 1] == "json"))
            style.format = sheaf::LogFormat::json;
    return style;
}

sheaf::Diagnostic no_such_command(const CLI::App& app, const std::string& word) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
    std::string hint = sheaf::did_you_mean(word, names);
    if (hint.empty()) hint = "there are " + sheaf::listed(names);
    return sheaf::diagnose(sheaf::codes::usage, "there is no command \"" + word + "\"", {}, std::move(hint));
}

/// The option that was meant, or how the command is called.
std::string usage_hint(const CLI::App& app, const CLI::App& command, const std::string& name,
                       const Arguments& left) {
    std::vector<std::string> names;
    for (const CLI::App* one : {&command, &app})
        for (const CLI::Option* option : one->get_options())
            for (const std::string& word : option->get_lnames()) names.push_back("--" + word);
    for (const std::string& word : left)
        if (std::string hint = sheaf::did_you_mean(word, names); !hint.empty()) return hint;
    std::string usage = CLI::Formatter().make_usage(&command, name);
    usage = usage.substr(usage.find(name));
    return "it is called as `" + usage.substr(0, usage.find('\n')) + "`; `" + name +
           " --help` says what it takes";
}

/// Help and version are asked for and go to standard output; the rest is wrong usage.
int explain(const CLI::App& app, const CLI::ParseError& error, const Arguments& arguments) {
    const Arguments left = app.remaining(true);  // words that nothing takes
    const auto commands = app.get_subcommands();
    const auto word =
        std::find_if(left.begin(), left.end(), [](const std::string& one) { return !one.starts_with('-'); });
    const std::string what = left.empty() ? error.what() : "not expected: " + sheaf::listed(left);
    sheaf::Diagnostic problem;
    if (commands.empty() && word != left.end()) {
        problem = no_such_command(app, *word);
    } else if (error.get_exit_code() == 0) {
        return app.exit(error);
    } else if (commands.empty()) {
        problem = sheaf::diagnose(sheaf::codes::usage, what, {}, "`sheaf --help` lists the commands");
    } else {
        const CLI::App* command = commands.front();
        std::string name = command->get_name();
        for (; !command->get_subcommands().empty(); name += " " + command->get_name())
            command = command->get_subcommands().front();
        problem = sheaf::diagnose(sheaf::codes::usage, name + ": " + what, {},
                                  usage_hint(app, *command, "sheaf " + name, left));
    }
    sheaf::Console(style_of(arguments)).print({}, problem);
    return static_cast<int>(sheaf::Exit::nothing_ran);
}

int run(int argc, char** argv) {
    CommandLine line;
    CLI::App app("Turns official letters into data that can be checked.", "sheaf");
    app.set_version_flag("--version", "sheaf " SHEAF_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Exit status: 0 all letters converted; 1 some failed; 2 nothing ran; 3 all converted, some "
        "doubtful;\n"
        "70 an error of the program; 75 another batch is at work on the output folder");
    app.fallthrough();
    add_common(app, line);
    for (const Command& one : all_commands) {
        // Options cost time: only those of the command that is called are added.
        CLI::App* command = app.add_subcommand(one.name, one.help);
        command->preparse_callback([=, &one, &line](std::size_t) { one.add_options(*command, line); });
    }
    Arguments arguments(argv + 1, argv + argc);
    understand_help(arguments);
    try {
        app.parse(Arguments(arguments.rbegin(), arguments.rend()));  // it takes them from the end
    } catch (const CLI::ParseError& error) {
        return explain(app, error, arguments);
    }
    if (app.got_subcommand("manual")) write_manual(app, line);
    return static_cast<int>(line.exit);
}

}  // namespace

int main(int argc, char** argv) {
    ::signal(SIGXFSZ, SIG_IGN);  // a file past the shell's limit is a failed write, which is told
    try {
        return run(argc, argv);
    } catch (const std::bad_alloc&) {
        std::fprintf(
            stderr,
            "sheaf: out of memory: look for a limit of the shell (`ulimit -v`) and at what else runs\n");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "sheaf: internal error: %s\n", sheaf::printable(error.what()).c_str());
    } catch (...) {
        std::fprintf(stderr, "sheaf: internal error\n");
    }
    return static_cast<int>(sheaf::Exit::internal);
}
