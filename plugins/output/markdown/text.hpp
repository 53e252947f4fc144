// A letter as Markdown (CommonMark, with tables and footnotes as GitHub reads them).
#pragma once

#include <string>

#include "sheaf/document.hpp"

namespace sheaf::markdown {

/// The letter's text without its furniture. What a character could mean to Markdown is taken from it.
std::string markdown_of(const Document& document);

}  // namespace sheaf::markdown
