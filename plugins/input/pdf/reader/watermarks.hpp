// Words that are printed over or under a page's text: watermarks.
#pragma once

#include "content.hpp"

namespace sheaf::pdf {

/// Makes artifacts of slanted text and of large text that other words are printed over, and notes it in the page's stamps.
void find_watermarks(PageContent& page);

/// The same for pages on which a watermark of other pages stands at its place, and no line of text crosses it.
void find_repeated_watermarks(std::vector<PageContent>& pages);

}  // namespace sheaf::pdf
