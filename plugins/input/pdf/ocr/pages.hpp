// Which pages are read by OCR, and what was read there as glyph runs.
#pragma once

#include <string>
#include <vector>

#include "content.hpp"
#include "reader.hpp"

namespace sheaf::pdf::ocr {

enum class When : std::uint8_t { never, automatic, always };

struct Settings {
    When when = When::automatic;
    std::vector<std::string> languages;  ///< as Tesseract names them
    int most_pages = 0;                  ///< of a letter
};

/// How the picture of a page was turned to be read. Its runs are placed on the page as turned, so that lines are
/// level; `put_back` brings what was made of them to the page as it is shown.
struct Turned {
    int page = 0;  ///< 1-based
    int quarters = 0;
    double angle = 0;              ///< degrees
    double width = 0, height = 0;  ///< of the page as it is shown, in points
};

struct Outcome {
    std::vector<Turned> turned;
    bool read = false;  ///< something was read by OCR
};

/// Reads the pages that have no text that can be used, and adds runs, rules and diagnostics to the content.
Outcome read_pages(Content& content, const Settings& settings, const Draw& draw);

/// Turns regions, pages and places of diagnostics back.
void put_back(Document& document, const std::vector<Turned>& turned);

}  // namespace sheaf::pdf::ocr
