#include "cli/archive.hpp"

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>

namespace sheaf {

const ArchiveCommands& archive_commands() {
    // Like plugins, it is never unloaded. Its name does not begin as theirs do, so nobody takes it for one.
    static auto& library =
        *new boost::dll::shared_library(installed_plugins() / "archive.so", boost::dll::load_mode::rtld_now);
    return library.get<const ArchiveCommands>(archive_symbol);
}

}  // namespace sheaf
