// Writing files and folders so that nobody sees one that is half written. What cannot be written is a
// `StageError`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/owned_file.hpp"

namespace sheaf {

/// Throws `StageError` (`output-unwritable`).
[[noreturn]] void refuse_to_write(const std::filesystem::path& path, const std::string& reason);

/// Beside the target, a name under which this process writes it until it is whole: `.sheaf-PID-`, 16 random hexadecimal
/// digits, `.tmp`.
std::filesystem::path temporary_for(const std::filesystem::path& target);

/// Whether `temporary_for` gives names of this form, and nobody else does.
bool is_temporary_name(std::string_view name);

/// Writes a whole file. Throws `StageError` (`output-unwritable`), naming `meant`, the place that it is for.
void write_file(const std::filesystem::path& file, std::string_view bytes,
                const std::filesystem::path& meant);
/// The same to a file that was just made, or could not be, with `errno`. With `sync`, its bytes are on the disk then.
void write_opened(OwnedFile opened, std::string_view bytes, bool sync, const std::filesystem::path& meant);

/// Copies what an open file holds from where it is read, at most so many bytes, to a new file; gives their SHA-256, in
/// hexadecimal. Throws `StageError` (`output-unwritable`), naming `meant`.
std::string copy_to_file(int from, std::uint64_t most, const std::filesystem::path& file,
                         const std::filesystem::path& meant);

/// Makes sure that the file's bytes are on the disk. Throws `StageError` (`output-unwritable`), naming `meant`.
void sync_file(const std::filesystem::path& file, const std::filesystem::path& meant);

/// Makes the folder and those above it; gives those that were made. Throws `StageError` (`output-unwritable`).
std::vector<std::filesystem::path> make_folders(const std::filesystem::path& folder);
/// The same; those that were made are added to `made` also when it throws.
void make_folders(const std::filesystem::path& folder, std::vector<std::filesystem::path>& made);

/// Makes sure that the names in the folder are on the disk. Throws `StageError` (`output-unwritable`).
void sync_folder(const std::filesystem::path& folder);

}  // namespace sheaf
