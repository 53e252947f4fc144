// What is made of a file once, and kept until somebody puts another file in its place.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

namespace sheaf::review {

/// Used by many threads.
template <class Value>
class Kept {
  public:
    explicit Kept(std::filesystem::path file) : file_(std::move(file)) {}

    /// The value of that key, from `make` when the file is not what it was.
    template <class Make>
    Value get(const std::string& key, const Make& make) {
        const Version now = version();
        {
            const std::lock_guard lock(mutex_);
            if (now != version_) values_.clear();
            version_ = now;
            if (const auto known = values_.find(key); known != values_.end()) return known->second;
        }
        Value made = make();
        const std::lock_guard lock(mutex_);
        if (now == version_) values_.insert_or_assign(key, made);
        return made;
    }

  private:
    /// Which file it is, and when it was written.
    using Version = std::tuple<ino_t, off_t, time_t, long>;

    Version version() const {
        struct stat about {};
        if (::stat(file_.c_str(), &about) != 0) return {};
        return {about.st_ino, about.st_size, about.st_mtim.tv_sec, about.st_mtim.tv_nsec};
    }

    const std::filesystem::path file_;
    std::mutex mutex_;
    Version version_{};
    std::map<std::string, Value> values_;
};

}  // namespace sheaf::review
