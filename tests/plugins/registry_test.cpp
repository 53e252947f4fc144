// Which plugins are found, and in what order.
#include <catch2/catch.hpp>

#include "pipeline/tests/temporary_folder.hpp"
#include "test_plugins.hpp"

using namespace sheaf;
using namespace sheaf::testing;
using Catch::Contains;

TEST_CASE("Only the library named after a stage is loaded for it") {
    PluginRegistry plugins({plugin_folder("sound")});
    REQUIRE(plugins.find(StageKind::input, "plain"));
    REQUIRE(plugins.plugins().size() == 1);
    CHECK(std::string(plugins.plugins().front().descriptor->id) == "test.plain");
}

TEST_CASE("A stage in a library of another name is found, and a broken neighbour does not matter") {
    PluginRegistry plugins({plugin_folder("hidden")});
    const auto stage = plugins.find(StageKind::transform, "elsewhere");
    REQUIRE(stage);
    CHECK(std::string(stage->plugin->descriptor->id) == "test.hidden");
    REQUIRE(plugins.problems().size() == 1);
    CHECK(plugins.problems().front().code == "plugin-magic");
}

TEST_CASE("A stage name is looked for by kind") {
    PluginRegistry plugins({plugin_folder("sound")});
    CHECK_FALSE(plugins.find(StageKind::output, "plain"));
    CHECK(plugins.find(StageKind::input, "plain"));
}

TEST_CASE("Only shared libraries are taken for plugins, whatever else is in their folder") {
    namespace fs = std::filesystem;
    TemporaryFolder folder;
    fs::copy_file(plugin_folder("sound") / "sheaf-plain.so", folder.path() / "sheaf-plain.so");
    folder.write("sheaf-plain.txt", "notes");
    folder.write("libother.so", "no plugin by its name");
    PluginRegistry plugins({folder.path()});
    plugins.load_all();
    CHECK(plugins.plugins().size() == 1);
    CHECK(plugins.problems().empty());
}

TEST_CASE("A stage name cannot lead out of the plugin folders") {
    PluginRegistry plugins({plugin_folder("sound")});
    CHECK_FALSE(plugins.find(StageKind::transform, "x/../../same-id/sheaf-one"));
    CHECK(plugins.plugins().empty());
}

TEST_CASE("Two plugins with one id are an error that names both files") {
    PluginRegistry plugins({plugin_folder("same-id")});
    plugins.load_all();
    REQUIRE(plugins.plugins().size() == 1);
    REQUIRE(plugins.problems().size() == 1);
    const Diagnostic& problem = plugins.problems().front();
    CHECK(problem.code == "plugin-duplicate");
    CHECK_THAT(problem.place.file, Contains("sheaf-two.so"));
    CHECK(problem.message == "the plugin id `test.same` is also that of `" +
                                 (plugin_folder("same-id") / "sheaf-one.so").string() + "`");
}

TEST_CASE("Two plugins that offer a stage of one name are an error that names both files") {
    PluginRegistry plugins({plugin_folder("same-stage")});
    plugins.load_all();
    REQUIRE(plugins.problems().size() == 1);
    CHECK(plugins.problems().front().message == "the transform stage name `same` is also that of `" +
                                                    (plugin_folder("same-stage") / "sheaf-one.so").string() +
                                                    "`");
}

TEST_CASE("The same plugin in two folders is an error, found without loading all plugins") {
    namespace fs = std::filesystem;
    const fs::path copy = plugin_folder("copy");
    fs::create_directories(copy);
    fs::copy_file(plugin_folder("sound") / "sheaf-plain.so", copy / "sheaf-plain.so",
                  fs::copy_options::overwrite_existing);
    PluginRegistry plugins({plugin_folder("sound"), copy});
    CHECK(plugins.find(StageKind::input, "plain"));
    REQUIRE(plugins.problems().size() == 1);
    CHECK(plugins.problems().front().code == "plugin-duplicate");
}

TEST_CASE(
    "Plugins are looked for in given folders first, then in SHEAF_PLUGIN_PATH, never relative to the "
    "working directory") {
    std::vector<Diagnostic> problems;
    const std::string path = plugin_folder("magic").string() + ":plugins::" + plugin_folder("size").string();
    ::setenv("SHEAF_PLUGIN_PATH", path.c_str(), 1);
    const auto folders = plugin_folders({plugin_folder("abi").string()}, problems);
    ::unsetenv("SHEAF_PLUGIN_PATH");
    REQUIRE(folders.size() >= 3);
    CHECK(folders[0].filename() == "abi");
    CHECK(folders[1].filename() == "magic");
    CHECK(folders[2].filename() == "size");
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().code == "plugin-folder-relative");
    CHECK(problems.front().place.file == "plugins");
}

TEST_CASE("A plugin folder that is not there is an error") {
    std::vector<Diagnostic> problems;
    plugin_folders({"/no/such/folder"}, problems);
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().code == "plugin-folder-missing");
}

TEST_CASE("Plugins are listed in order of file name, whatever the order on disk") {
    PluginRegistry plugins({plugin_folder("sound")});
    plugins.load_all();
    REQUIRE(plugins.plugins().size() == 2);
    CHECK(plugins.plugins()[0].file.filename() == "sheaf-faulty.so");
    CHECK(plugins.plugins()[1].file.filename() == "sheaf-plain.so");
}
