// Letters that the file does not name, read where they are printed.
#pragma once

#include <cstddef>
#include <vector>

#include "ocr/engine.hpp"
#include "reader.hpp"

namespace sheaf::pdf::ocr {

/// Whether there is a letter on the page that nothing in the file says what it is.
bool has_unknown(const PageContent& page);

/// Reads the lines of those pages that hold such letters, and puts what fits into their places. Each line is a doubt.
void read_unknown(Content& content, const std::vector<std::size_t>& pages, const Draw& draw, Engine& engine);

}  // namespace sheaf::pdf::ocr
