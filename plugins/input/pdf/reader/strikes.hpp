// Lines through words.
#pragma once

#include <cstdint>
#include <vector>

#include "painted.hpp"

namespace sheaf::pdf {

/// The glyphs that are struck out, by a ruled line, by a line drawn by hand or by an annotation; in no order.
std::vector<std::uint32_t> find_struck(const PageContent& page, const Painted& painted);

}  // namespace sheaf::pdf
