// Which pages are read by OCR, and what was read there as glyph runs.
#pragma once

#include <string>
#include <vector>

#include "content.hpp"
#include "ocr/turn.hpp"
#include "reader.hpp"

namespace sheaf::pdf::ocr {

enum class When : std::uint8_t { never, automatic, always };

struct Settings {
    When when = When::automatic;
    std::vector<std::string> languages;  ///< as Tesseract names them
    int most_pages = 0;                  ///< of a letter
};

struct Outcome {
    std::vector<Turned> turned;
    Ocr ocr = Ocr::no;  ///< as in `Source`
};

/// Reads the pages that have no text that can be used, and adds runs, rules and diagnostics to the content.
Outcome read_pages(Content& content, const Settings& settings, const Draw& draw);

}  // namespace sheaf::pdf::ocr
