// What the library of the commands on archives offers to the program.
#include "cli/archive.hpp"

extern "C" SHEAF_API const sheaf::ArchiveCommands sheaf_archive{sheaf::batch, sheaf::show_status,
                                                                sheaf::merge};
