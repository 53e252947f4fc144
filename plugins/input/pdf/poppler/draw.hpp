// Pages as pictures.
#pragma once

#include <optional>

#include "content.hpp"
#include "reader/file.hpp"
#include "sheaf/drawing.hpp"

class PDFDoc;

namespace sheaf::pdf {

/// Draws a page as it is shown (crop box, its own rotation), in grey on white. The resolution falls below `dpi`
/// where the page is so large that the picture would not fit in bounded memory. Nothing when a picture in
/// it is larger than can be drawn in bounded memory, or when drawing takes more operators than honest pages have.
std::optional<Bitmap> draw(PDFDoc& document, int page, double dpi);

/// Whether the page looks different without each of the glyphs; nothing where it cannot be drawn.
std::optional<std::vector<bool>> find_seen(PDFDoc& document, int page, const std::vector<GlyphPlace>& glyphs);

/// The same as `draw` in colour, with the words that the page's content shows.
std::optional<DrawnPage> draw_page(PDFDoc& document, int page, double dpi);

/// The same from a file's bytes. Throws `StageError` when it cannot be opened, as `open_file` does.
std::optional<DrawnPage> draw_page(std::string_view bytes, std::string_view password, int page, double dpi);

}  // namespace sheaf::pdf
