// sheaf options: what a stage can be told, what it makes and what it may report.
#include "cli/commands.hpp"

namespace sheaf {

Exit list_options(const CommonOptions&, const ListOptions&) { return Exit::success; }

}  // namespace sheaf
