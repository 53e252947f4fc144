// Pages as pictures.
#pragma once

#include <optional>

#include "ocr/engine.hpp"

class PDFDoc;

namespace sheaf::pdf {

/// Draws a page as it is shown (crop box, its own rotation), in grey on white. The resolution falls below `dpi`
/// where the page is so large that the picture would not fit in bounded memory. Nothing when a picture in
/// it is larger than can be drawn in bounded memory, or when drawing takes more operators than honest pages have.
std::optional<ocr::Bitmap> draw(PDFDoc& document, int page, double dpi);

}  // namespace sheaf::pdf
