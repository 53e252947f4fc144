// What the parts of OCR ask of pictures and words.
#pragma once

#include <optional>
#include <string>

#include "content.hpp"
#include "ocr/engine.hpp"
#include "say.hpp"

namespace sheaf::pdf::ocr {

/// Words that were read with less confidence are not said to be those of a picture.
constexpr float sure_reading = 0.8F;

/// Dots an inch at which it is seen whether a picture looks like print, and at which it is read.
constexpr double look_dpi = 60, read_dpi = 300;

std::string text_of(const Word& word);

/// A box in points, in pixels of a picture of the page; inside the picture.
PixelBox pixels(const Bitmap& bitmap, const Box& box);

Box box_of(const Run& run);

/// Whether somebody who looks at the page sees the run's words.
bool is_seen(const Run& run);

/// Whether that part of a picture looks like print: mostly of one tone, with some ink, and little between them.
bool is_print(const Bitmap& bitmap, const PixelBox& box);

/// A part of a picture, with that many pixels around it as far as there are any.
Bitmap cut(const Bitmap& bitmap, PixelBox box, int margin);

}  // namespace sheaf::pdf::ocr
