// sheaf-contract [--pipeline FILE] LIBRARY [LETTER...]
//
// Holds a plugin library to what every plugin promises. Exit status 0: it keeps its promises; 1: it does not;
// 2: wrong usage.
#include <cstdio>
#include <optional>
#include <string_view>

#include "suite.hpp"

namespace {

using namespace contract;
namespace fs = std::filesystem;

constexpr const char* usage =
    "usage: sheaf-contract [--pipeline FILE] LIBRARY [LETTER...]\n"
    "\n"
    "Holds a plugin library to what every plugin promises.\n"
    "FILE is a pipeline file that gives the plugin's stages the options that they need;\n"
    "the letters go through it, and an input of the plugin reads those of its format.\n";

struct CommandLine {
    fs::path library;
    std::string pipeline;
    std::vector<fs::path> letters;
};

std::optional<CommandLine> read(int argc, char** argv) {
    CommandLine line;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--pipeline" && i + 1 < argc)
            line.pipeline = argv[++i];
        else if (word.starts_with("-"))
            return std::nullopt;
        else if (line.library.empty())
            line.library = word;
        else
            line.letters.emplace_back(word);
    }
    if (line.library.empty()) return std::nullopt;
    return line;
}

/// Looks at the plugin in the order in which its author will want to repair it.
void check(Suite& suite, const CommandLine& line) {
    // As in the program: the plugin's own folder first, then the others, so that its pipeline finds all
    // stages.
    std::error_code error;
    const fs::path library = fs::canonical(line.library, error);
    std::vector<sheaf::Diagnostic> problems;
    sheaf::PluginRegistry plugins(sheaf::plugin_folders({line.library.parent_path().string()}, problems));
    plugins.load_all();
    const sheaf::Plugin* plugin = nullptr;
    for (const sheaf::Plugin& loaded : plugins.plugins())
        if (loaded.file == library) plugin = &loaded;
    std::string reason = error ? error.message() : "it is not named sheaf-NAME.so";
    for (const sheaf::Diagnostic& problem : plugins.problems())
        if (problem.place.file == library) reason = problem.code + ": " + problem.message;
    suite.expect(plugin != nullptr, "the program does not load the library: " + reason);
    if (!plugin) return;

    check_declarations(suite, *plugin->descriptor);
    std::optional<sheaf::Plan> pipeline;
    if (!line.pipeline.empty()) {
        auto checked = sheaf::check_pipeline(line.pipeline, plugins);
        pipeline = std::move(checked.plan);
        suite.expect(pipeline.has_value(),
                     "the pipeline " + line.pipeline + " has a mistake: " + first_of(checked.diagnostics));
    }
    check_behaviour(suite, {plugin, pipeline ? &*pipeline : nullptr}, line.letters);
    if (pipeline && !line.letters.empty()) check_pipeline_run(suite, *pipeline, line.letters);
}

}  // namespace

int main(int argc, char** argv) {
    const auto line = read(argc, argv);
    if (!line) {
        std::fputs(usage, stderr);
        return 2;
    }
    Suite suite(line->library);
    try {
        check(suite, *line);
    } catch (const std::exception& error) {
        suite.expect(false, std::string("an exception left the plugin: ") + error.what());
    } catch (...) {
        suite.expect(false, "an exception left the plugin that is no std::exception");
    }
    for (const std::string& remark : suite.remarks())
        std::printf("%s: note: %s\n", line->library.c_str(), remark.c_str());
    for (const std::string& fault : suite.faults())
        std::printf("%s: %s\n", line->library.c_str(), fault.c_str());
    std::printf("%zu promises looked at, %zu broken\n", suite.promises(), suite.faults().size());
    return suite.faults().empty() ? 0 : 1;
}
