#include "plugin/library.hpp"

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>
#include <deque>
#include <string>

#include "base/codes.hpp"

namespace sheaf {

namespace {

/// The system's own words from Boost's message: `... (dlerror system message: WORDS)`.
std::string loader_message(const std::exception& error, const std::string& file) {
    std::string message = error.what();
    constexpr std::string_view opening = "dlerror system message: ";
    if (auto at = message.find(opening); at != std::string::npos) {
        message.erase(0, at + opening.size());
        if (auto end = message.rfind("): "); end != std::string::npos)
            message.erase(end);
        else if (!message.empty() && message.back() == ')')
            message.pop_back();
    }
    if (message.starts_with(file + ": ")) message.erase(0, file.size() + 2);
    return message;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

Diagnostic load_failure(const std::exception& error, const std::filesystem::path& file) {
    const std::string reason = loader_message(error, file.string());
    const Place place = in_file(file.string());
    if (contains(reason, "undefined symbol"))
        return diagnose(codes::plugin_undefined_symbol, "the plugin cannot be linked: " + reason, place,
                        "rebuild the plugin with sheaf_add_plugin against the installed version");
    if (contains(reason, "cannot open shared object file") && !contains(reason, file.string() + ":"))
        return diagnose(codes::plugin_dependency, "a library that the plugin needs is missing: " + reason,
                        place, "install the package that holds the library");
    return diagnose(codes::plugin_not_loaded, "this is no library that can be loaded: " + reason, place,
                    "remove the file, or build it for this machine");
}

/// Boost.DLL closes a library with its object; these live as long as the program, and longer than every object
/// that is destroyed at its end.
boost::dll::shared_library& keep_for_ever(boost::dll::shared_library library) {
    static auto& libraries = *new std::deque<boost::dll::shared_library>;
    return libraries.emplace_back(std::move(library));
}

}  // namespace

std::variant<Plugin, Diagnostic> load_plugin(const std::filesystem::path& file) {
    SoundFolders none;
    return load_plugin(file, none);
}

std::variant<Plugin, Diagnostic> load_plugin(const std::filesystem::path& file, SoundFolders& sound) {
    const Place place = in_file(file.string());
    if (auto distrust = why_distrusted(file, sound))
        return diagnose(distrust->foreign ? codes::plugin_foreign : codes::plugin_writable,
                        distrust->reason + ": the plugin is not loaded", place, distrust->hint);
    const auto read = read_library(file);
    if (const auto* problem = std::get_if<Diagnostic>(&read)) return *problem;
    const auto& facts = std::get<LibraryFacts>(read);
    if (auto wrong = check_head(facts.head, file)) return *wrong;
    if (!facts.shared_variable.empty())
        return diagnose(codes::plugin_visible,
                        "the library shares its variable `" + facts.shared_variable +
                            "` with every other library of the program that has one of this name",
                        place, "build it with -fvisibility=hidden, as sheaf_add_plugin does");
    boost::dll::shared_library library;
    try {
        library.load(file, boost::dll::load_mode::rtld_now);
    } catch (const std::exception& error) {
        return load_failure(error, file);
    }
    const auto& descriptor = keep_for_ever(std::move(library)).get<const PluginDescriptor>("sheaf_plugin");
    if (auto wrong = check_content(descriptor, file)) return *wrong;
    return Plugin{file, &descriptor};
}

}  // namespace sheaf
