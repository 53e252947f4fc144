// What annotations show on a page: form fields, comments, stamps.
#pragma once

#include "interpreter.hpp"

class Object;

namespace sheaf::pdf {

/// Runs the normal appearance of every annotation that is shown on the screen, links and pop-ups aside.
void run_appearances(const Object& annotations, const Objects& objects, const Resources& page_resources,
                     Interpreter& interpreter);

}  // namespace sheaf::pdf
