// A library that a plugin needs and that is not there when the plugin is loaded.
#include "sheaf/export.hpp"

extern "C" SHEAF_API int from_missing_library();
extern "C" int from_missing_library() {
    return 1;
}
