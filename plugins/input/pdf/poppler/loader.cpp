// Finds and loads the library that holds Poppler, once it is needed.
#include "libraries.hpp"

#include <string>

#include "poppler/module.hpp"

namespace sheaf::pdf {
namespace {

OpenFile& load() {
    try {
        return function_of<OpenFile>("pdf-poppler.so", open_file_symbol);
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
