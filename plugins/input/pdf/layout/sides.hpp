// Headings that stand in the margin, level with the text that they head.
#pragma once

#include <cstddef>
#include <vector>

#include "layout/segments.hpp"

namespace sheaf::pdf {

/// Of rows that a strip parts, with headings in the narrower of both sides and their text in the other: the first segment
/// of each heading, from the top. Empty when one side does not head the other. Headings are set heavier or larger than
/// the text, each is level with a line that begins a paragraph, and they head more than a value each, as entries of a
/// glossary do.
std::vector<std::size_t> side_headings(const PageContent& page, const Segments& segments, std::size_t first,
                                       std::size_t end, const Strip& strip);

}  // namespace sheaf::pdf
