// The words of a page's picture as glyph runs.
#pragma once

#include <vector>

#include "content.hpp"
#include "ocr/engine.hpp"

namespace sheaf::pdf::ocr {

/// A page that was read: where it stands in `Content::pages`, its words, and how many points a pixel is.
struct ReadPage {
    std::size_t page = 0;
    Reading reading;
    double point = 1;
    bool keeps_text =
        false;  ///< the page's own words stay: they are more certain than what is read of their picture
};

/// Makes sizes equal that a reader sees as equal, over all pages that were read; sizes and weights that a line is
/// too short to tell are taken from its neighbours.
void settle_sizes(std::vector<ReadPage>& pages);

/// Adds the fonts that OCR text is set in, the runs and the rules. Earlier runs of these pages are marked as
/// replaced.
void add_runs(Content& content, const std::vector<ReadPage>& pages);

}  // namespace sheaf::pdf::ocr
