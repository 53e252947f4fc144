// A page's picture made fit for reading: upright, level, evenly lit, without specks and ruled lines.
#pragma once

#include <memory>
#include <vector>

#include "ocr/engine.hpp"

struct Pix;

namespace sheaf::pdf::ocr {

struct PixDelete {
    void operator()(Pix* pix) const;
};
using Picture = std::unique_ptr<Pix, PixDelete>;

struct CleanPage {
    Picture gray;  ///< 8 bits
    Picture ink;   ///< 1 bit: what is darker than the paper
    int quarters = 0;
    double angle = 0;
    int letter_height = 0;  ///< of most of its letters, in pixels; 0 when it has none
    std::vector<PixelBox> rules;
};

/// Boxes of connected ink.
std::vector<PixelBox> components(Pix* ink);

/// The bitmap as Leptonica holds it.
Picture picture_of(const Bitmap& bitmap);

CleanPage clean(const Bitmap& bitmap);

/// Turned by half.
void turn_over(CleanPage& page);

}  // namespace sheaf::pdf::ocr
