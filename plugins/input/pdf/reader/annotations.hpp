// What annotations show on a page: form fields, comments, stamps.
#pragma once

#include "interpreter.hpp"

namespace sheaf::pdf {

/// Runs the normal appearance of the annotations that are shown on the screen, pop-ups aside. Text that
/// is to be seen and has no appearance goes to `page.unset`: values of fields, free text, captions. So does the
/// value of a field that its appearance does not show, where the file wants appearances made anew
/// (`need_appearances`; ISO 32000-1, 12.7.2 and 12.7.3.3).
void run_appearances(const std::vector<Value>& annotations, const Objects& objects,
                     const Resources& page_resources, const Matrix& to_page, bool need_appearances,
                     PageContent& page, Painted& painted, Interpreter& interpreter);

}  // namespace sheaf::pdf
