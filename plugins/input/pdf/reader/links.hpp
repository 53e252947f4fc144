// The link annotations of a page.
#pragma once

#include <functional>
#include <vector>

#include "content.hpp"
#include "file.hpp"
#include "matrix.hpp"
#include "structure.hpp"

namespace sheaf::pdf {

/// How user space of a page leads to the page as shown; none for a page that cannot be had.
using PageMatrix = std::function<const Matrix*(int page)>;

/// Annotations of a page that are read.
constexpr int max_annotations = 10000;

/// Reads the link annotations of a page's annotation array into `page.links`. Gives the other annotations of the
/// array.
std::vector<Value> read_links(File& file, const Value& annotations, const PageNumbers& pages,
                              const PageMatrix& matrix, PageContent& page);

/// Gives every run the link that it lies in; a run that a link's edge cuts is divided there.
void join_links(PageContent& page);

}  // namespace sheaf::pdf
