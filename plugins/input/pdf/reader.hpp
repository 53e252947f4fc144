// Reads a PDF's glyph runs and structure tree.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "content.hpp"

namespace sheaf::pdf {

/// Hard limits on what a file may make the reader do; reaching one ends the reading of that page (or of the
/// structure tree) and is reported.
struct Limits {
    int form_depth = 28;                   ///< nested form XObjects
    std::uint64_t operators = 50'000'000;  ///< content operators in a letter
    std::uint64_t glyphs = 20'000'000;     ///< glyphs in a letter
    std::uint64_t inflated = 128'000'000;  ///< bytes of content streams in a letter; the largest seen: 52 MB
    int structure_depth = 512;
    std::uint64_t structure_nodes = 5'000'000;
};

/// Draws a page in grey, as it is shown; nothing where that would take too much.
using Draw = std::function<std::optional<Bitmap>(int page, double dpi)>;

class File;

/// Reads an open file (`reader/file.hpp`).
Content read_file(File& file, const Limits& limits,
                  const std::function<void(Content&, const Draw&)>& then = {});

/// Reads a whole PDF from memory. `password` opens encrypted files whose empty password does not. `then` may add
/// to what was read while pages can still be drawn.
/// Throws `StageError` (`pdf-encrypted`, `pdf-damaged`) when there are no pages to be had.
Content read_content(std::string_view bytes, std::string_view password, const Limits& limits,
                     const std::function<void(Content&, const Draw&)>& then = {});

}  // namespace sheaf::pdf
