// Size, weight and baseline of recognised words, and bullets, from the picture itself: Tesseract's LSTM
// models tell letters, not how they are set.
#pragma once

#include "ocr/engine.hpp"
#include "ocr/picture.hpp"

namespace sheaf::pdf::ocr {

void measure(const CleanPage& page, Reading& reading);

}  // namespace sheaf::pdf::ocr
