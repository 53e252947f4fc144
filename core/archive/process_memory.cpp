#include "archive/process_memory.hpp"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <string>

namespace sheaf {

std::uint64_t ProcessMemory::field(std::string_view name) const {
    std::array<char, 4096> text{};  // more than the file has, the last byte stays 0
    const ssize_t size = ::pread(status_.number(), text.data(), text.size() - 1, 0);
    if (size <= 0) return 0;
    const char* const at = std::strstr(text.data(), std::string(name).c_str());
    constexpr std::uint64_t kibibyte = 1024;
    return at ? std::strtoull(at + name.size(), nullptr, 10) * kibibyte : 0;
}

void ProcessMemory::forget_peak() const {
    (void)!::write(forget_.number(), "5", 1);
}

}  // namespace sheaf
