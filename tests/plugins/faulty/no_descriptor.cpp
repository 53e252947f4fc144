// A shared library that is no plugin.
#include "sheaf/export.hpp"

extern "C" SHEAF_API int answer();
extern "C" int answer() {
    return 42;
}
