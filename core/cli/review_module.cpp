// What the library of `sheaf review` offers to the program.
#include "cli/archive.hpp"

extern "C" SHEAF_API const sheaf::ReviewCommands sheaf_review{sheaf::review_archive, sheaf::export_decisions,
                                                              sheaf::merge_decision_folders};
