// From a page as it is shown to the picture of it that was turned upright, and back.
#pragma once

#include <vector>

#include "content.hpp"
#include "ocr/engine.hpp"

namespace sheaf::pdf::ocr {

/// How the picture of a page was turned to be read. Its runs are placed on the page as turned, so that lines are
/// level; `put_back` brings what was made of them to the page as it is shown.
struct Turned {
    int page = 0;  ///< 1-based
    int quarters = 0;
    double angle = 0;              ///< degrees
    double width = 0, height = 0;  ///< of the page as it is shown, in points
};

/// The box around what a box of the page's picture becomes when that is turned upright as it was to be read.
PixelBox upright(const PixelBox& box, const Reading& reading, const Bitmap& shown);

/// Turns regions, pages and places of diagnostics back.
void put_back(Document& document, const std::vector<Turned>& turned);

}  // namespace sheaf::pdf::ocr
