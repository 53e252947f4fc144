#include "captured_output.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>

namespace contract {

CapturedOutput::CapturedOutput() {
    std::fflush(stdout);
    kept_ = dup(STDOUT_FILENO);
    file_ = memfd_create("captured", MFD_CLOEXEC);
    dup2(file_, STDOUT_FILENO);
}

CapturedOutput::~CapturedOutput() {
    restore();
    close(file_);
}

void CapturedOutput::restore() {
    if (kept_ < 0) return;
    std::fflush(stdout);
    dup2(kept_, STDOUT_FILENO);
    close(kept_);
    kept_ = -1;
}

std::string CapturedOutput::text() {
    restore();
    std::string text(static_cast<std::size_t>(lseek(file_, 0, SEEK_END)), '\0');
    const auto got = pread(file_, text.data(), text.size(), 0);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}

}  // namespace contract
