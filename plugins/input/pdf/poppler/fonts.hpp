// Poppler's fonts.
#pragma once

#include <optional>

#include "reader/file.hpp"

class Object;
class XRef;

namespace sheaf::pdf {

class StreamReader;

/// The font of a dictionary or of a reference to one; nothing when it is none. `streams` must outlive its glyphs.
std::optional<FontFacts> poppler_font(XRef* xref, StreamReader& streams,
                                      const Object& reference_or_dictionary);

}  // namespace sheaf::pdf
