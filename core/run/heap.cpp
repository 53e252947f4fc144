#include "run/heap.hpp"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace sheaf {

void prepare_heap() {
    constexpr int step = 16 << 20;
    constexpr std::intptr_t large_page = 2 << 20, before = 256 << 10;
    ::mallopt(M_TOP_PAD, step);
    ::mallopt(M_MMAP_THRESHOLD, 2 * step);
    ::mallopt(M_TRIM_THRESHOLD, 4 * step);
    // The step begins somewhat before a large page, since malloc writes there first, and a page that was
    // touched does not become part of a large one.
    char* const end = static_cast<char*>(::sbrk(0));
    const std::intptr_t gap = -reinterpret_cast<std::intptr_t>(end + before) & (large_page - 1);
    ::sbrk(gap);
    char* const large = end + gap + before;
    void* volatile taken = std::malloc(before / 2 + 1);  // more than is left of the first heap
    std::free(taken);
    const std::intptr_t size = (static_cast<char*>(::sbrk(0)) - large) & -large_page;
    if (size > 0) ::madvise(large, static_cast<std::size_t>(size), MADV_HUGEPAGE);
}

}  // namespace sheaf
