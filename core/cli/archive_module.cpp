// What the library of the commands on archives offers to the program.
#include "cli/archive.hpp"

extern "C" SHEAF_API const sheaf::ArchiveCommands sheaf_archive{
    sheaf::batch, sheaf::show_status,     sheaf::accept,       sheaf::verify,
    sheaf::merge, sheaf::compare_letters, sheaf::explain_rules};
