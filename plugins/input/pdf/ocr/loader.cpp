#include "ocr/loader.hpp"

#include <cstdlib>
#include <map>

#include "libraries.hpp"

namespace sheaf::pdf::ocr {
namespace {

MakeEngine* find_module(std::string& problem) {
    try {
        // Tesseract starts as many threads as there are processors; letters are read in as many processes.
        // The variable is read when the library is loaded.
        ::setenv("OMP_THREAD_LIMIT", "1", 1);
        return &function_of<MakeEngine>("pdf-ocr.so", make_engine_symbol);
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
