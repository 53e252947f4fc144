// Finds and loads the OCR module, once it is needed.
#pragma once

#include <string>
#include <vector>

#include "ocr/engine.hpp"

namespace sheaf::pdf::ocr {

struct Loaded {
    Engine* engine = nullptr;          ///< lives as long as the program; null when there is none
    std::vector<std::string> missing;  ///< languages without data
    std::string problem;               ///< why the module itself could not be loaded
};

/// The engine for those languages. Loaded on the first call; later calls give the same.
const Loaded& load(const std::vector<std::string>& languages);

}  // namespace sheaf::pdf::ocr
