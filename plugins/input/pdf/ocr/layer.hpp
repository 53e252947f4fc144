// Text layers: the invisible text that scanners and OCR programs put over a page's picture.
#pragma once

#include <cstddef>
#include <vector>

#include "ocr/engine.hpp"
#include "reader.hpp"

namespace sheaf::pdf::ocr {

/// Whether the page is a picture with invisible text over it.
bool has_text_layer(const PageContent& page);

/// A page whose layer does not say what its picture shows, and why.
struct Unfit {
    int page = 0;
    const char* reason = "";
};

/// Looks at the layers of those pages: first whether there is ink where there are words; then, where there is an
/// engine, whether a few lines of the picture read as the layer says. Of the first page, all words are compared.
std::vector<Unfit> find_unfit_layers(const Content& content, const std::vector<std::size_t>& pages,
                                     const Draw& draw, Engine* engine);

}  // namespace sheaf::pdf::ocr
