// Text layers: the invisible text that scanners and OCR programs put over a page's picture.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/engine.hpp"
#include "reader.hpp"

namespace sheaf::pdf::ocr {

/// Whether pictures cover most of the page.
bool is_picture(const PageContent& page);

/// Whether the page is a picture with invisible text over it, or with text under it.
bool has_text_layer(const PageContent& page);

/// A page whose layer does not say what its picture shows, and why.
struct Unfit {
    int page = 0;
    const char* reason = "";
};

/// A line on which the layer has another word than the picture.
struct Unlike {
    int page = 0;
    Box box;
    std::string seen;  ///< the first word of the picture that is not in the layer, folded; empty when all are
    std::string said;  ///< the first word of the layer that is not in the picture, folded; empty when all are
};

struct Layers {
    std::vector<Unfit> unfit;
    std::vector<Unlike> unlike;  ///< of the other pages
};

/// Looks at the layers of those pages: first whether there is ink where there are words; then, where there is an
/// engine, whether the picture reads as the layer says, line by line. Words that it does not confirm lose confidence.
Layers look_at_layers(Content& content, const std::vector<std::size_t>& pages, const Draw& draw,
                      Engine* engine);

/// Adds the words as they are compared: letters that look alike are the same, and single letters are left out.
void add_words(std::string_view text, std::vector<std::string>& words);

}  // namespace sheaf::pdf::ocr
