// The libraries that stand beside the plugin: Poppler, OCR.
#pragma once

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/runtime_symbol_info.hpp>
#include <boost/dll/shared_library.hpp>

namespace sheaf::pdf {

/// A function of such a library, which is loaded and, like plugins, never unloaded. Throws what derives from
/// `std::exception` when that cannot be.
template <class Function>
Function& function_of(const char* library, const char* symbol) {
    auto& loaded = *new boost::dll::shared_library(boost::dll::this_line_location().parent_path() / library,
                                                   boost::dll::load_mode::rtld_now);
    return loaded.get<Function>(symbol);
}

}  // namespace sheaf::pdf
