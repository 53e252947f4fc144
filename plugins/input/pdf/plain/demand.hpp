// What the plain reading rests on.
#pragma once

#include "reader/file.hpp"

namespace sheaf::pdf {

/// Leaves the file to Poppler where it is not as the plain reading takes it.
inline void demand(bool is_plain) {
    if (!is_plain) throw NotPlain();
}

}  // namespace sheaf::pdf
