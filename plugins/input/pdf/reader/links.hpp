// The link annotations of a page.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "content.hpp"
#include "file.hpp"
#include "matrix.hpp"
#include "structure.hpp"

namespace sheaf::pdf {

/// How user space of a page leads to the page as shown; none for a page that cannot be had.
using PageMatrix = std::function<const Matrix*(int page)>;

/// Annotations of a page that are read.
constexpr std::size_t max_annotations = 10000;

/// Reads the links among a page's annotations into `page.links`. Gives the other annotations.
std::vector<Value> read_links(File& file, std::span<const Value> annotations, const PageNumbers& pages,
                              const PageMatrix& matrix, PageContent& page);

/// Gives every run the link that it lies in; a run that a link's edge cuts is divided there.
void join_links(PageContent& page);

}  // namespace sheaf::pdf
