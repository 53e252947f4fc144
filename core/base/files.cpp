#include "base/files.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstring>

#include "base/codes.hpp"
#include "base/owned_file.hpp"
#include "base/sha256.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view temporary_mark = ".sheaf-", temporary_end = ".tmp";

/// A file that was not there before. What has the name is left of a process of the same number that was killed, or was put
/// there by somebody: nothing is written through a link.
OwnedFile new_file(const fs::path& file) {
    ::unlink(file.c_str());
    return OwnedFile(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
}

}  // namespace

void refuse_to_write(const fs::path& path, const std::string& reason) {
    throw StageError(codes::output_unwritable.code, "`" + path.string() + "` cannot be written: " + reason,
                     "check the output folder, who may write to it, and the space left");
}

fs::path temporary_for(const fs::path& target) {
    std::uint64_t random = 0;
    // Without it, the name is one that may be taken, which then is an error.
    (void)!::getrandom(&random, sizeof random, 0);
    std::array<char, 64> name{};
    std::snprintf(name.data(), name.size(), "%s%d-%016" PRIx64 "%s", temporary_mark.data(), ::getpid(),
                  random, temporary_end.data());
    return target.parent_path() / name.data();
}

bool is_temporary_name(std::string_view name) {
    if (!name.starts_with(temporary_mark) || !name.ends_with(temporary_end)) return false;
    name.remove_prefix(temporary_mark.size());
    const std::size_t number = name.find_first_not_of("0123456789");
    return number != 0 && number != std::string_view::npos && name[number] == '-' &&
           name.find_first_not_of("0123456789abcdef", number + 1) == number + 17 &&
           name.size() == number + 17 + temporary_end.size();
}

void write_opened(OwnedFile opened, std::string_view bytes, bool sync, const fs::path& meant) {
    const bool written = opened && write_all(opened.number(), bytes) &&
                         (!sync || ::fsync(opened.number()) == 0) && opened.close();
    if (!written) refuse_to_write(meant, std::strerror(errno));
}

void write_file(const fs::path& file, std::string_view bytes, const fs::path& meant) {
    write_opened(new_file(file), bytes, false, meant);
}

std::string copy_to_file(int from, std::uint64_t most, const fs::path& file, const fs::path& meant) {
    OwnedFile opened = new_file(file);
    if (!opened) refuse_to_write(meant, std::strerror(errno));
    Sha256 hash;
    std::vector<char> piece(std::min<std::uint64_t>(most, 256U << 10U));
    while (most > 0) {
        const std::size_t wanted = std::min<std::uint64_t>(most, piece.size());
        const ssize_t got = uninterrupted([&] { return ::read(from, piece.data(), wanted); });
        const std::string_view bytes(piece.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
        if (got < 0 || !write_all(opened.number(), bytes)) refuse_to_write(meant, std::strerror(errno));
        if (got == 0) break;
        hash.add(bytes);
        most -= bytes.size();
    }
    if (!opened.close()) refuse_to_write(meant, std::strerror(errno));
    return hash.hex();
}

void sync_file(const fs::path& file, const fs::path& meant) {
    const OwnedFile opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!opened || ::fsync(opened.number()) != 0) refuse_to_write(meant, std::strerror(errno));
}

void make_folders(const fs::path& folder, std::vector<fs::path>& made) {
    std::error_code error;
    if (folder.empty() || fs::is_directory(folder, error)) return;
    make_folders(folder.parent_path(), made);
    if (fs::create_directory(folder, error))
        made.push_back(folder);
    else if (!fs::is_directory(folder))
        refuse_to_write(folder, fs::exists(folder) ? "it is not a folder" : error.message());
}

std::vector<fs::path> make_folders(const fs::path& folder) {
    std::vector<fs::path> made;
    make_folders(folder, made);
    return made;
}

void sync_folder(const fs::path& folder) {
    const OwnedFile opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened || ::fsync(opened.number()) != 0) refuse_to_write(folder, std::strerror(errno));
}

}  // namespace sheaf
