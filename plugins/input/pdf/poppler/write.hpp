// Poppler's objects as bytes, which is how the reader takes values.
#pragma once

#include <string>

class Object;

namespace sheaf::pdf {

/// Writes an object as it would stand in a file; of a stream its dictionary and the word `stream`.
void write_object(const Object& object, std::string& out);

}  // namespace sheaf::pdf
