// A zip file, read with libzip. Sizes are checked against the directory before an entry is inflated, and
// counted again while it is. The checksum of an entry is verified before its bytes are handed out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/diagnostic.hpp"

struct zip;
struct libdeflate_decompressor;

namespace sheaf::files {

/// Gives the next bytes: writes at most `room` of them and says how many; 0 at the end. May throw `StageError`.
using ByteSource = std::function<std::size_t(char* to, std::size_t room)>;

/// Reads bytes that are in memory: those of the caller, which must outlive the source, or its own.
ByteSource memory_source(std::string_view bytes);
ByteSource memory_source(std::string bytes);

/// Bounds on what an archive may cost. The diagnostic of a letter that runs into one names the option.
struct ArchiveLimits {
    std::uint64_t entries = 20'000;            ///< of the directory
    std::uint64_t part_size = 256ULL << 20;    ///< bytes of one inflated entry
    std::uint64_t total_size = 1024ULL << 20;  ///< bytes of all entries that are inflated
};

class Archive {
  public:
    struct Entry {
        std::string name;        ///< with `/` between folders
        std::uint64_t size = 0;  ///< bytes, as the directory claims; 0 when it does not say
        std::string damage;      ///< what is wrong with its bytes, once they were verified
    };

    /// Opens an archive in memory, which must outlive it. Every function may throw `StageError` with the codes
    /// `STAGE-malformed`, `STAGE-encrypted` and `STAGE-limit`.
    Archive(std::string_view bytes, const ArchiveLimits& limits, std::string stage);
    ~Archive();
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;

    const std::vector<Entry>& entries() const { return entries_; }
    /// The entry's bytes, verified. Of a damaged entry as many as can be inflated: its `damage` then says what is wrong.
    ByteSource open(std::size_t entry);
    /// The same, at most `limit` of them.
    std::string bytes(std::size_t entry, std::uint64_t limit);

  private:
    struct Close {
        void operator()(zip* archive) const;
        void operator()(libdeflate_decompressor* decompressor) const;
    };

    void list();
    std::optional<std::string> inflate_at_once(std::size_t entry);
    ByteSource inflate(std::size_t entry);
    StageError error(const char* code, std::string message, std::string hint, std::size_t entry) const;
    [[noreturn]] void too_large(std::size_t entry) const;

    std::unique_ptr<zip, Close> archive_;
    std::unique_ptr<libdeflate_decompressor, Close> decompressor_;
    ArchiveLimits limits_;
    std::string stage_;
    std::vector<Entry> entries_;
    std::uint64_t inflated_ = 0;  ///< bytes so far
};

}  // namespace sheaf::files
