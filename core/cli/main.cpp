// The command line.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/archive.hpp"
#include "cli/commands.hpp"
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
    sheaf::MergeOptions merge;
    sheaf::NewPluginOptions new_plugin;
    std::string pipeline;
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

/// What must be named, without an option in front of it.
template <class Value>
void add_operand(CLI::App& command, const char* name, Value& value, const char* help) {
    command.add_option(name, value, help)->required()->type_name("");
}

void add_file(CLI::App& command, const char* option, std::string& file, const char* help) {
    command.add_option(option, file, help)->type_name("FILE");
}

void add_convert(CLI::App& command, CommandLine& line) {
    add_operand(command, "INPUT", line.convert.inputs, "Files, and folders with all that is in them");
    add_file(command, "-p,--pipeline", line.convert.pipeline, "The pipeline file [inspection-letters]");
    command
        .add_option("-o,--output", line.convert.out,
                    "The output folder; - writes one letter's JSON form to standard output")
        ->type_name("DIR")
        ->capture_default_str();
    add_file(command, "--password-file", line.convert.password_file,
             "The first line of this file opens encrypted letters");
    command.add_flag("--check", line.convert.check_stages, "Check the document after every stage");
    command.add_flag("--audit", line.convert.audit, "Draw every page, with what became of all on it, as SVG");
    command.callback([&line] { line.exit = sheaf::convert(line.common, line.convert); });
}

/// The option for a key of the `[batch]` table.
void add_batch_key(CLI::App& command, const sheaf::OptionSpec& key, CommandLine& line) {
    const auto given = [&line, name = key.name](const std::vector<std::string>& values) {
        line.batch.values.emplace_back(name, values);
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

void add_batch(CLI::App& command, CommandLine& line) {
    add_operand(command, "PIPELINE", line.batch.pipeline, "The pipeline file");
    command
        .add_option("INPUT", line.batch.inputs,
                    "Files, folders and globs; without any, `inputs` of the pipeline file's [batch] table")
        ->type_name("");
    add_file(command, "--files-from", line.batch.files_from,
             "Read the inputs from this file, a path a line; - is standard input");
    for (const sheaf::OptionSpec& key : sheaf::batch_keys())
        if (std::string_view(key.name) != "inputs") add_batch_key(command, key, line);
    command.add_flag("--again", line.batch.again, "Read every letter again");
    add_file(command, "--password-file", line.batch.password_file,
             "The first line of this file opens encrypted letters");
    command.callback([&line] { line.exit = sheaf::archive_commands().batch(line.common, line.batch); });
}

void add_check(CLI::App& command, CommandLine& line) {
    add_operand(command, "PIPELINE", line.pipeline, "The pipeline file");
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
    add_operand(command, "LETTER", line.explain.letter, "The letter");
    add_file(command, "-p,--pipeline", line.explain.pipeline, "The pipeline file [inspection-letters]");
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

void add_status(CLI::App& command, CommandLine& line) {
    add_operand(command, "DIR", line.status.folder, "The batch's output folder");
    command.add_flag("--json", line.status.json, "Write JSON");
    command.callback([&line] { line.exit = sheaf::archive_commands().status(line.common, line.status); });
}

void add_merge(CLI::App& command, CommandLine& line) {
    add_operand(command, "OUT", line.merge.folders, "The batches' output folders");
    command.add_option("-o,--output", line.merge.out, "Where the whole-archive outputs go")
        ->required()
        ->type_name("DIR");
    command.add_flag("--prefix", line.merge.prefix, "Put the folders' names in front of the letters'");
    command.callback([&line] { line.exit = sheaf::archive_commands().merge(line.common, line.merge); });
}

/// What is written where a command should stand, or empty.
std::string unknown_command(int argc, char** argv) {
    for (int i = 1; i < argc; ++i)
        if (argv[i][0] != '-') return argv[i];
    return {};
}

/// Help and version are asked for and go to standard output; the rest is wrong usage.
int explain(const CLI::App& app, const CLI::ParseError& error, const std::string& unknown) {
    if (error.get_exit_code() == 0 || unknown.empty())
        return app.exit(error) == 0 ? 0 : static_cast<int>(sheaf::Exit::nothing_ran);
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
    std::string hint = sheaf::did_you_mean(unknown, names);
    if (hint.empty()) hint = "there are " + sheaf::listed(names);
    std::fprintf(stderr, "sheaf: error[usage]: there is no command \"%s\"; %s\n", unknown.c_str(),
                 hint.c_str());
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
    const auto add_command = [&](const char* name, const char* help,
                                 void (*add_options)(CLI::App&, CommandLine&)) {
        // Options cost time: only those of the command that is called are added.
        CLI::App* command = app.add_subcommand(name, help);
        command->preparse_callback([=, &line](std::size_t) { add_options(*command, line); });
    };
    add_command("convert", "Convert letters now", add_convert);
    add_command("batch", "Convert an archive: what is new or changed, in worker processes, with a journal",
                add_batch);
    add_command("check", "Report every mistake in a pipeline file and its profiles", add_check);
    add_command("plugins", "List plugins and their stages, and plugins refused", add_plugins);
    add_command("options", "Describe a stage: its options, profile keys, record types and diagnostics",
                add_options);
    add_command("explain", "Say why a letter's records are what they are", add_explain);
    add_command("score", "Measure converted letters against gold", add_score);
    add_command("status", "Say what a batch did last, and how its letters stand", add_status);
    add_command("merge", "Join several batches' output folders into one archive", add_merge);
    add_command("new-plugin", "Begin a plugin: a folder that builds and passes its tests", add_new_plugin);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const bool none = app.get_subcommands().empty();
        return explain(app, error, none ? unknown_command(argc, argv) : std::string());
    }
    return static_cast<int>(line.exit);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "sheaf: internal error: %s\n", error.what());
    } catch (...) {
        std::fprintf(stderr, "sheaf: internal error\n");
    }
    return static_cast<int>(sheaf::Exit::internal);
}
