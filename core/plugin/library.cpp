#include "plugin/library.hpp"

#include <sys/stat.h>

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>
#include <deque>
#include <string>

#include "plugin/codes.hpp"

namespace sheaf {

namespace {

constexpr const char* descriptor_symbol = "sheaf_plugin";

bool writable_by_all(const std::filesystem::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return false;
    // A sticky folder such as /tmp lets everybody add files, so it is no better.
    return (status.st_mode & S_IWOTH) != 0;
}

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
    if (message.rfind(file + ": ", 0) == 0) message.erase(0, file.size() + 2);
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
    const Place place = in_file(file.string());
    for (const auto& path : {file, file.parent_path()})
        if (writable_by_all(path))
            return diagnose(codes::plugin_writable,
                            "everybody may write to `" + path.string() + "`: the plugin is not loaded", place,
                            "chmod o-w " + path.string());
    boost::dll::shared_library library;
    try {
        library.load(file, boost::dll::load_mode::rtld_now);
    } catch (const std::exception& error) {
        return load_failure(error, file);
    }
    auto& kept = keep_for_ever(std::move(library));
    if (!kept.has(descriptor_symbol))
        return diagnose(codes::plugin_no_descriptor, "the library exports no `sheaf_plugin`", place,
                        "declare the plugin with SHEAF_PLUGIN(...) once, at namespace scope");
    const auto& descriptor = kept.get<const PluginDescriptor>(descriptor_symbol);
    if (auto wrong = check_descriptor(descriptor, file)) return *wrong;
    return Plugin{file, &descriptor};
}

}  // namespace sheaf
