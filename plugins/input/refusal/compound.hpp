// The streams of a compound file (MS-CFB), in which Outlook keeps its messages. Every chain is followed
// within the file's own bounds, and no longer than the file is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::refusal {

class Compound {
  public:
    struct Stream {
        std::string path;  ///< UTF-8, the names of storages and of the stream with `/` between them
        std::uint32_t start = 0;
        std::uint64_t size = 0;  ///< bytes, as the directory claims
    };

    /// Reads the directory. The bytes must outlive it. Of a damaged file as many streams as can be found.
    explicit Compound(std::string_view bytes);

    /// In the order of the directory's tree: a storage's own streams stand together.
    const std::vector<Stream>& streams() const { return streams_; }
    /// The stream's bytes, at most `limit` of them; fewer where its chain is broken.
    std::string read(const Stream& stream, std::size_t limit) const;

  private:
    std::string_view sector(std::uint32_t at) const;
    std::uint32_t number(std::size_t at, std::size_t bytes) const;
    void read_tables();
    std::string chain(std::uint32_t start, std::size_t limit) const;
    void walk(const std::string& directory, std::uint32_t entry, const std::string& path, int depth);

    std::string_view bytes_;
    std::size_t sector_size_ = 512;
    std::vector<std::uint32_t> table_;  ///< the sector behind each sector
    std::string small_table_;           ///< the same of small sectors, as it is stored
    std::string small_;                 ///< what small sectors are parts of
    std::vector<bool> visited_;         ///< entries of the directory
    std::vector<Stream> streams_;
};

}  // namespace sheaf::refusal
