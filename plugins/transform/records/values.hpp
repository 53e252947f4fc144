// Printed words to values of a field's type.
#pragma once

#include <string_view>

#include "rules.hpp"
#include "sheaf/document.hpp"

namespace sheaf::own_records {

/// The value of the words; absent when they are none of that kind. White space in text is squeezed.
FieldValue value_of(const FieldRule& field, std::string_view printed);

}  // namespace sheaf::own_records
