// What the loader says about libraries that it must not use.
#include <catch2/catch.hpp>
#include <filesystem>

#include "test_plugins.hpp"

using namespace sheaf;
using namespace sheaf::testing;
using Catch::Contains;

TEST_CASE("A sound plugin is loaded and its stages can be read") {
    const auto loaded = load_plugin(plugin_folder("sound") / "sheaf-plain.so");
    REQUIRE(std::holds_alternative<Plugin>(loaded));
    const PluginDescriptor& descriptor = *std::get<Plugin>(loaded).descriptor;
    CHECK(std::string(descriptor.id) == "test.plain");
    CHECK(descriptor.stages.size() == 4);
}

TEST_CASE("A refusal names the library's file") {
    CHECK_THAT(refusal("magic").place.file, Contains("/magic/sheaf-descriptor.so"));
    CHECK(refusal("magic").severity == Severity::error);
}

TEST_CASE("A descriptor with a wrong magic number is refused") {
    const Diagnostic problem = refusal("magic");
    CHECK(problem.code == "plugin-magic");
    CHECK(problem.message == "the descriptor begins with 0x0000000000001234 instead of 0x0000004641454853");
}

TEST_CASE("A descriptor of a wrong size is refused with both sizes") {
    const Diagnostic problem = refusal("size");
    CHECK(problem.code == "plugin-struct-size");
    CHECK(problem.message ==
          "the descriptor has 64 bytes instead of " + std::to_string(sizeof(PluginDescriptor)));
}

TEST_CASE("A plugin for another major version of the interface is refused with both versions") {
    const Diagnostic problem = refusal("api-major");
    CHECK(problem.code == "plugin-api");
    CHECK(problem.message == "the plugin is built for plugin interface 2.0, this program offers 1.0");
    CHECK(problem.hint == "rebuild the plugin against the headers of this version");
}

TEST_CASE("A plugin that needs a newer minor version of the interface is refused") {
    CHECK(refusal("api-minor").message ==
          "the plugin is built for plugin interface 1.7, this program offers 1.0");
}

TEST_CASE("A plugin built with another compiler is refused with both tags") {
    const Diagnostic problem = refusal("abi");
    CHECK(problem.code == "plugin-abi");
    CHECK(problem.message == "the plugin is built for `clang-99-libc++`, this program for `" SHEAF_ABI_TAG
                             "`");
}

TEST_CASE("A stage without its create function is refused") {
    const Diagnostic problem = refusal("no-create");
    CHECK(problem.code == "plugin-descriptor");
    CHECK(problem.message == "stage `nothing` has no create function for its kind");
}

TEST_CASE("A record field with a name that the host writes itself is refused") {
    CHECK(refusal("reserved-field").message ==
          "record type `thing` declares the field `anchors`, a name that the host writes itself");
}

TEST_CASE("A library without a descriptor is refused") {
    const Diagnostic problem = refusal("no-descriptor");
    CHECK(problem.code == "plugin-no-descriptor");
    CHECK(problem.message == "the library exports no `sheaf_plugin`");
}

TEST_CASE("A library with an undefined symbol is refused when it is loaded, with the symbol") {
    const Diagnostic problem = refusal("undefined-symbol", "undefined");
    CHECK(problem.code == "plugin-undefined-symbol");
    CHECK(problem.message == "the plugin cannot be linked: undefined symbol: nobody_defines_this");
}

TEST_CASE("A plugin whose library is missing is refused with the library's name") {
    const Diagnostic problem = refusal("dependency", "dependency");
    CHECK(problem.code == "plugin-dependency");
    CHECK_THAT(problem.message, Contains("libtest-missing.so"));
}

TEST_CASE("A text file named like a plugin is refused") {
    const Diagnostic problem = refusal("no-library", "text");
    CHECK(problem.code == "plugin-not-loaded");
    CHECK_THAT(problem.message, Contains("this is no library that can be loaded: "));
}

TEST_CASE("A library that everybody may write to is refused") {
    namespace fs = std::filesystem;
    const fs::path folder = plugin_folder("writable");
    fs::create_directories(folder);
    const fs::path file = folder / "sheaf-descriptor.so";
    fs::copy_file(plugin_folder("sound") / "sheaf-plain.so", file, fs::copy_options::overwrite_existing);
    fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
    const Diagnostic problem = refusal("writable");
    CHECK(problem.code == "plugin-writable");
    CHECK(problem.hint == "chmod o-w " + file.string());
}
