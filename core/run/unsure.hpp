// Words that were read from a picture, and perhaps wrongly.
#pragma once

#include "sheaf/document.hpp"

namespace sheaf {

/// Doubts each word of a record that was read with a confidence near 0.
void doubt_unsure_words(Document& document);

}  // namespace sheaf
