#include "cli/archive.hpp"

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>

namespace sheaf {

namespace {

/// Like plugins, it is never unloaded. Its name does not begin as theirs do, so nobody takes it for one.
boost::dll::shared_library& library(const char* name) {
    return *new boost::dll::shared_library(installed_plugins() / name, boost::dll::load_mode::rtld_now);
}

}  // namespace

const ArchiveCommands& archive_commands() {
    static auto& archive = library("archive.so");
    return archive.get<const ArchiveCommands>(archive_symbol);
}

const ReviewCommands& review_commands() {
    static auto& review = library("review.so");
    return review.get<const ReviewCommands>(review_symbol);
}

}  // namespace sheaf
