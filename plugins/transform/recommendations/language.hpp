// The words of a letter's language that tell demands and the ends of text: the stage's options.
#pragma once

#include "deadline.hpp"
#include "demand.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::recommendations {

struct Language {
    Demand demand;
    Deadlines deadlines;
    Pattern closing;   ///< of a letter's folded closing formula
    Pattern open_end;  ///< of a text that cannot end there: it ends in `to`, `the`, `and`
};

}  // namespace sheaf::recommendations
