// Poppler's fonts.
#pragma once

#include <optional>

#include "reader/file.hpp"

class Object;
class XRef;

namespace sheaf::pdf {

/// The font of a dictionary or of a reference to one; nothing when it is none.
std::optional<FontFacts> poppler_font(XRef* xref, const Object& reference_or_dictionary);

}  // namespace sheaf::pdf
