// What the loader says about libraries that it must not use.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>

#include "base/process.hpp"
#include "pipeline/tests/temporary_folder.hpp"
#include "test_plugins.hpp"

using namespace sheaf;
using namespace sheaf::testing;
using Catch::Contains;

namespace {

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

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
    CHECK(problem.message == "the plugin is built for plugin interface 2.1, this program offers 1.1");
    CHECK(problem.hint == "rebuild the plugin against the headers of this version");
}

TEST_CASE("A plugin that needs a newer minor version of the interface is refused") {
    CHECK(refusal("api-minor").message ==
          "the plugin is built for plugin interface 1.7, this program offers 1.1");
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

TEST_CASE("A plugin with the address sanitizer in a program without it is refused, and the other way round") {
    const Diagnostic problem = refusal("sanitizer");
    CHECK(problem.code == "plugin-abi");
    std::string other = SHEAF_ABI_TAG;
    if (other.ends_with("-asan"))
        other.resize(other.size() - 5);
    else
        other += "-asan";
    CHECK(problem.message == "the plugin is built for `" + other + "`, this program for `" SHEAF_ABI_TAG "`");
}

TEST_CASE("A library whose variables would be those of other plugins, too, is refused with the variable") {
#ifdef __clang__
    WARN("skipped: only GCC makes variables that all libraries share (STB_GNU_UNIQUE)");
    return;
#endif
    const Diagnostic problem = refusal("visible", "clash-1");
    CHECK(problem.code == "plugin-visible");
    CHECK_THAT(problem.message, Contains("the library shares its variable `") && Contains("details::"));
    CHECK(problem.hint == "build it with -fvisibility=hidden, as sheaf_add_plugin does");
}

TEST_CASE("What is no whole library for this machine is refused") {
    TemporaryFolder folder;
    const std::string sound = content_of(plugin_folder("sound") / "sheaf-plain.so");
    const auto refused = [&](const std::string& bytes) {
        const auto loaded = load_plugin(folder.write("sheaf-x.so", bytes));
        REQUIRE(std::holds_alternative<Diagnostic>(loaded));
        const auto& problem = std::get<Diagnostic>(loaded);
        CHECK(problem.code == "plugin-not-loaded");
        return problem.message.substr(problem.message.find(": ") + 2);
    };
    CHECK(refused("") == "it is no ELF file");
    CHECK(refused("This is a text file.\n") == "it is no ELF file");
    for (const std::size_t sixteenths : {1, 4, 8, 12, 15})
        CHECK(refused(sound.substr(0, sound.size() * sixteenths / 16)) == "the file is cut short");
    std::string other = sound;
    other[18] = static_cast<char>(other[18] ^ 0x40);  // e_machine
    CHECK_THAT(refused(other), Contains("it is built for another machine (ELF machine "));
    CHECK(refused(content_of("/proc/self/exe").replace(16, 1, "\x02")) ==
          "it is an ELF file, but no shared library");
    std::filesystem::create_directory(folder.path() / "sheaf-folder.so");
    CHECK(std::get<Diagnostic>(load_plugin(folder.path() / "sheaf-folder.so")).message ==
          "this is no library that can be loaded: Is a directory");
    CHECK(std::get<Diagnostic>(load_plugin(folder.path() / "sheaf-none.so")).message ==
          "this is no library that can be loaded: No such file or directory");
}

TEST_CASE("A library with damaged tables is read without harm") {
    TemporaryFolder folder;
    const std::string sound = content_of(plugin_folder("sound") / "sheaf-plain.so");
    std::mt19937 random(1);
    std::size_t tables = 0;
    std::memcpy(&tables, sound.data() + 40, sizeof tables);  // e_shoff
    for (int round = 0; round < 300; ++round) {
        std::string damaged = sound;
        // In the header and the segments, or in the sections' headers.
        const std::size_t from = round % 2 ? 16 : tables;
        const std::size_t size =
            std::min<std::size_t>(round % 2 ? 600 : damaged.size(), damaged.size() - from);
        for (int i = 0; i < 4; ++i) damaged[from + random() % size] = static_cast<char>(random());
        const auto read = read_library(folder.write("sheaf-x.so", damaged));
        if (const auto* problem = std::get_if<Diagnostic>(&read)) CHECK_FALSE(problem->message.empty());
    }
}

TEST_CASE("A library that may not be read is refused with the reason") {
    TemporaryFolder folder;
    const auto file = folder.write("sheaf-x.so", "x");
    std::filesystem::permissions(file, std::filesystem::perms::none);
    // Root may read everything, so somebody else has to try. Nobody owns nothing here.
    const auto run = run_in_child(
        [&](int out) {
            if (::geteuid() == 0 && ::chown(file.c_str(), 65534, 65534) +
                                            ::chown(folder.path().c_str(), 65534, 65534) + ::seteuid(65534) !=
                                        0)
                return;
            const auto message = std::get<Diagnostic>(load_plugin(file)).message;
            (void)!::write(out, message.data(), message.size());
        },
        {});
    CHECK(run.out == "this is no library that can be loaded: Permission denied");
}

TEST_CASE("A library or a folder that everybody may write to is refused, and so is what a link leads to") {
    namespace fs = std::filesystem;
    TemporaryFolder folder;
    fs::create_directories(folder.path() / "open/inner");
    const auto put = [&](const std::string& name) {
        fs::copy_file(plugin_folder("sound") / "sheaf-plain.so", folder.path() / name);
        return folder.path() / name;
    };
    const auto open_to_all = [](const fs::path& path) {
        fs::permissions(path, fs::perms::others_write, fs::perm_options::add);
    };
    const auto refused = [](const fs::path& file) {
        const auto loaded = load_plugin(file);
        const auto* problem = std::get_if<Diagnostic>(&loaded);
        return problem ? problem->code + ": " + problem->hint : "loaded";
    };
    const auto library = put("sheaf-plain.so");
    CHECK(refused(library) == "loaded");
    open_to_all(library);
    CHECK(refused(library) == "plugin-writable: chmod o-w " + library.string());
    fs::permissions(library, fs::perms::others_write, fs::perm_options::remove);
    const auto inner = put("open/inner/sheaf-plain.so");
    open_to_all(folder.path() / "open");
    CHECK(refused(inner) == "plugin-writable: chmod o-w " + (folder.path() / "open").string());
    fs::create_symlink(inner, folder.path() / "sheaf-link.so");
    CHECK(refused(folder.path() / "sheaf-link.so") ==
          "plugin-writable: chmod o-w " + (folder.path() / "open").string());
}

TEST_CASE("Every stop of a link on the way to a library is looked at") {
    namespace fs = std::filesystem;
    TemporaryFolder folder;
    for (const char* name : {"safe", "open", "start"}) fs::create_directories(folder.path() / name);
    fs::copy_file(plugin_folder("sound") / "sheaf-plain.so", folder.path() / "safe/sheaf-plain.so");
    // start/sheaf-plain.so -> open/sheaf-plain.so -> safe/sheaf-plain.so
    fs::create_symlink("../safe/sheaf-plain.so", folder.path() / "open/sheaf-plain.so");
    fs::create_symlink("../open/sheaf-plain.so", folder.path() / "start/sheaf-plain.so");
    // way/sheaf-plain.so, where `way` is a link to start
    fs::create_symlink("start", folder.path() / "way");
    const auto refused = [&](const std::string& name) {
        const auto distrust = why_distrusted(folder.path() / name);
        return distrust ? distrust->hint : "trusted";
    };
    CHECK(refused("start/sheaf-plain.so") == "trusted");
    fs::permissions(folder.path() / "open", fs::perms::others_write, fs::perm_options::add);
    CHECK(refused("safe/sheaf-plain.so") == "trusted");
    for (const char* name : {"start/sheaf-plain.so", "way/sheaf-plain.so"})
        CHECK(refused(name) == "chmod o-w " + (folder.path() / "open").string());
    // In a sticky folder others may not change the link, but they may add files.
    fs::permissions(folder.path() / "open", fs::perms::sticky_bit, fs::perm_options::add);
    CHECK(refused("start/sheaf-plain.so") == "move the file to a folder that only you may write to");
    CHECK(refused("missing/sheaf-plain.so") == "trusted");
    fs::create_symlink("loop", folder.path() / "loop");
    CHECK(refused("loop") == "trusted");  // whoever opens it will say what is wrong
}

TEST_CASE("What a group of users may write to is refused, what only the owner's own group may is not") {
    if (::geteuid() != 0) {
        WARN("only root can give a folder to another group: skipped");
        return;
    }
    namespace fs = std::filesystem;
    TemporaryFolder folder;
    const auto file = folder.write("plugins/sheaf-x.so", "x");
    const fs::path place = folder.path() / "plugins";
    fs::permissions(place, fs::perms::group_write, fs::perm_options::add);
    REQUIRE(::chown(place.c_str(), 0, 0) == 0);
    CHECK_FALSE(why_distrusted(file));
    REQUIRE(::chown(place.c_str(), 0, 12345) == 0);
    CHECK(why_distrusted(file)->reason == "a group of users may write to `" + place.string() + "`");
    CHECK(why_distrusted(file)->hint == "chmod g-w " + place.string());
}

TEST_CASE("A library of another user who is not root is refused") {
    if (::geteuid() != 0) {
        WARN("skipped: only root can make another user's file");
        return;
    }
    TemporaryFolder folder;
    const auto file = folder.write("sheaf-x.so", "x");
    REQUIRE(::chown(file.c_str(), 12345, 12345) == 0);
    const auto problem = std::get<Diagnostic>(load_plugin(file));
    CHECK(problem.code == "plugin-foreign");
    CHECK(problem.message ==
          "`" + file.string() + "` belongs to another user (12345): the plugin is not loaded");
    CHECK_THAT(problem.hint, Contains("chown 0 " + file.string()));
}

TEST_CASE(
    "A library below another user's folder is refused: whoever owns the folder could put another one there") {
    if (::geteuid() != 0) {
        WARN("skipped: only root can make another user's folder");
        return;
    }
    namespace fs = std::filesystem;
    TemporaryFolder folder;
    const auto file = folder.write("theirs/mine/sheaf-x.so", "x");
    CHECK_FALSE(why_distrusted(file));
    const fs::path theirs = folder.path() / "theirs";
    REQUIRE(::chown(theirs.c_str(), 12345, 12345) == 0);
    const std::string reason = "`" + theirs.string() + "` belongs to another user (12345)";
    CHECK(why_distrusted(file)->reason == reason);
    fs::permissions(theirs, fs::perms::sticky_bit, fs::perm_options::add);
    CHECK(why_distrusted(file)->reason == reason);
    CHECK(why_distrusted(file)->hint == "move the file to a folder that nobody else's folder leads to");
}
