// Finds and loads the library that holds Poppler, once it is needed.
#define BOOST_DLL_USE_STD_FS
#include <boost/dll/runtime_symbol_info.hpp>
#include <boost/dll/shared_library.hpp>
#include <string>

#include "poppler/module.hpp"

namespace sheaf::pdf {
namespace {

/// Beside the plugin. Its name does not begin as the names of plugins do, so nobody takes it for one.
constexpr const char* module_name = "pdf-poppler.so";

OpenFile& load() {
    try {
        // Like plugins, the library is never unloaded.
        static auto& library = *new boost::dll::shared_library(
            boost::dll::this_line_location().parent_path() / module_name, boost::dll::load_mode::rtld_now);
        return library.get<OpenFile>(open_file_symbol);
    } catch (const std::exception& error) {
        throw StageError(
            "pdf-poppler",
            std::string("this file wants Poppler, and its library cannot be loaded: ") + error.what(),
            "install Sheaf anew");
    }
}

}  // namespace

std::unique_ptr<File> open_with_poppler(std::string_view bytes, std::string_view password,
                                        std::uint64_t inflated) {
    static OpenFile& open = load();
    return std::unique_ptr<File>(open(bytes, password, inflated));
}

}  // namespace sheaf::pdf
