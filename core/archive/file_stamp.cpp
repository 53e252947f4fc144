#include "archive/file_stamp.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <ctime>

#include "base/sha256.hpp"

namespace sheaf {

namespace {

std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

std::optional<FileStamp> stamp_of(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return std::nullopt;
    return FileStamp{static_cast<std::uint64_t>(status.st_size), nanoseconds(status.st_mtim),
                     nanoseconds(status.st_ctim), status.st_ino};
}

std::string content_of_unread(const std::filesystem::path& file) {
    const auto stamp = stamp_of(file);
    return sha256_hex("unread " + std::to_string(stamp ? stamp->size : 0) + ' ' +
                      std::to_string(stamp ? stamp->modified : 0));
}

std::int64_t file_clock_now() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return nanoseconds(now);
}

std::optional<FileStamp> lasting(const std::optional<FileStamp>& stamp, std::int64_t now) {
    if (!stamp || now - std::max(stamp->modified, stamp->changed) < settling_time) return std::nullopt;
    return stamp;
}

}  // namespace sheaf
