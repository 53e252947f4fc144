// What the plugin asks of the library that holds Poppler. It is a library of its own, loaded when the first
// file wants it: Poppler and the twenty libraries behind it cost more to load than most letters cost to read.
#pragma once

#include <cstdint>
#include <string_view>

#include "reader/file.hpp"

namespace sheaf::pdf {

/// The one function that the library exports, as `sheaf_pdf_open`: what `open_with_poppler` promises. Who calls it owns
/// the file.
using OpenFile = File*(std::string_view bytes, std::string_view password, std::uint64_t inflated);
constexpr const char* open_file_symbol = "sheaf_pdf_open";

}  // namespace sheaf::pdf
