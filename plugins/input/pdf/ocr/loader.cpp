#include "ocr/loader.hpp"

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/runtime_symbol_info.hpp>
#include <boost/dll/shared_library.hpp>
#include <cstdlib>
#include <map>

namespace sheaf::pdf::ocr {
namespace {

MakeEngine* find_module(std::string& problem) {
    try {
        // Tesseract starts as many threads as there are processors; letters are read in as many processes.
        // The variable is read when the library is loaded.
        ::setenv("OMP_THREAD_LIMIT", "1", 1);
        // Like plugins, the library is never unloaded.
        static auto& library = *new boost::dll::shared_library(
            boost::dll::this_line_location().parent_path() / "pdf-ocr.so", boost::dll::load_mode::rtld_now);
        return &library.get<MakeEngine>(make_engine_symbol);
    } catch (const std::exception& error) {
        problem = error.what();
        return nullptr;
    }
}

}  // namespace

const Loaded& load(const std::vector<std::string>& languages) {
    static auto& engines = *new std::map<std::vector<std::string>, Loaded>;
    const auto [at, first] = engines.try_emplace(languages);
    if (first) {
        static std::string problem;
        static MakeEngine* const make = find_module(problem);
        at->second.problem = problem;
        if (make) at->second.engine = make(languages, at->second.missing);
    }
    return at->second;
}

}  // namespace sheaf::pdf::ocr
