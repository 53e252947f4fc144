// With the fuzzer, which has a `main` of its own: writes the target's own seeds where SHEAF_FUZZ_SEEDS says.
#include <cstdlib>

#include "seeds.hpp"

extern "C" [[gnu::weak]] void sheaf_write_seeds(const std::filesystem::path&) {}

extern "C" int LLVMFuzzerInitialize(int*, char***) {
    if (const char* folder = std::getenv("SHEAF_FUZZ_SEEDS")) sheaf_write_seeds(folder);
    return 0;
}
