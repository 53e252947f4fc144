#include "archive/gather.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>

#include "archive/archive.hpp"
#include "archive/publish.hpp"
#include "base/atomic_file.hpp"
#include "base/codes.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"
#include "pipeline/file_text.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

/// Visits every output of the letters that are among the batch's inputs.
void each_output(Journal& journal, const std::function<void(const OutputRow&)>& visit) {
    journal.each([&](const KnownLetter& letter) {
        if (!letter.present || !has_outputs(letter.status)) return;
        for (const OutputRow& output : journal.outputs(letter.id)) visit(output);
    });
}

/// No letter's output has the name of the program's own files and folders.
void refuse_own_name(const std::string& name, const fs::path& said_by) {
    const std::string first = fs::path(name).begin()->string();
    if (first != private_folder && first != archive_folder && name != archive_index) return;
    throw StageError(
        codes::output_unwritable.code,
        "`" + said_by.string() + "` has the output `" + name + "`, which is no name of a letter's output",
        "the program gives no output such a name: somebody changed that file");
}

/// What an earlier merge put there.
std::vector<std::string> gathered_before(const RootFolder& root, const fs::path& list) {
    const OwnedFile opened = root.open_file(list);
    if (!opened) return {};
    std::vector<Diagnostic> problems;
    const auto text = read_file(opened.number(), root.path() / list, problems);
    if (!text) refuse_to_write(root.path() / list, problems.front().message);
    std::vector<std::string> names;
    for (std::size_t begin = 0, end = 0; begin < text->size(); begin = end + 1) {
        end = std::min(text->find('\0', begin), text->size());
        names.push_back(text->substr(begin, end - begin));
        (void)root.has(names.back());  // refuses a name that leads out
        refuse_own_name(names.back(), root.path() / list);
    }
    return names;
}

/// A file that no list names was put there by somebody else.
[[noreturn]] void refuse_file_of_others(const fs::path& file) {
    throw StageError(
        codes::output_collision.code,
        "`" + file.string() + "` is there already, and no merge has put it there: it is not replaced",
        "move it away, or choose another folder");
}

[[noreturn]] void refuse_damaged(const fs::path& output, const std::string& reason) {
    throw StageError(codes::output_damaged.code, "`" + output.string() + "` cannot be gathered: " + reason,
                     "`sheaf batch --verify` over the letters of this folder makes it again");
}

/// The bytes of an output, which are those that the part's journal knows.
std::string sound_bytes(const OwnedFile& opened, const fs::path& name, const OutputRow& output) {
    if (!opened) refuse_damaged(name, "there is no such file");
    std::vector<Diagnostic> problems;
    std::optional<std::string> bytes;
    struct stat status {};
    const bool sized =
        ::fstat(opened.number(), &status) == 0 && static_cast<std::uint64_t>(status.st_size) == output.size;
    if (sized) bytes = read_file(opened.number(), name, problems);
    if (!problems.empty()) refuse_damaged(name, problems.front().message);
    if (!bytes || sha256_hex(*bytes) != output.sha256)
        refuse_damaged(name, "its bytes are not those that were written");
    return std::move(*bytes);
}

bool same_file(const OwnedFile& opened, const OwnedFile& folder, const fs::path& name) {
    struct stat a {
    }, b{};
    return ::fstat(opened.number(), &a) == 0 &&
           ::fstatat(folder.number(), name.c_str(), &b, AT_SYMLINK_NOFOLLOW) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

/// A link to the same file where the file system allows that, and a copy elsewhere.
void put(const RootFolder& part, const OutputRow& output, OwnedFile folder, const fs::path& target) {
    const fs::path name = fs::path(output.file).filename();
    const OwnedFile opened = part.open_file(output.file);
    const std::string bytes = sound_bytes(opened, part.path() / output.file, output);
    const OwnedFile from = part.open(fs::path(output.file).parent_path());
    if (::linkat(from.number(), name.c_str(), folder.number(), name.c_str(), 0) == 0) {
        if (same_file(opened, folder, name)) return;
        ::unlinkat(folder.number(), name.c_str(), 0);
        refuse_damaged(part.path() / output.file, "it was replaced while it was read");
    }
    if (errno == EEXIST) return;  // another batch has the same letter
    AtomicFile copy(std::move(folder), target, false);
    copy.write(bytes);
    copy.commit();
}

}  // namespace

void gather(const std::vector<ArchiveSource>& sources, const fs::path& out) {
    const RootFolder root(out);
    const fs::path list = fs::path(private_folder) / "gathered";
    OwnedFile own = root.make(private_folder);
    Publisher publisher(out, false);
    for (const std::string& name : gathered_before(root, list)) publisher.remove(name);
    AtomicFile names(std::move(own), out / list);
    for (const ArchiveSource& source : sources)
        each_output(*source.journal, [&](const OutputRow& output) {
            const bool taken = root.has(output.file);  // refuses a name that leads out
            refuse_own_name(output.file, Journal::file_in(source.folder));
            if (taken) refuse_file_of_others(out / output.file);
            names.write(output.file + '\0');
        });
    names.commit();
    for (const ArchiveSource& source : sources) {
        const RootFolder part(source.folder);
        each_output(*source.journal, [&](const OutputRow& output) {
            const fs::path target = out / output.file;
            put(part, output, publisher.make(target.parent_path()), target);
        });
    }
}

}  // namespace sheaf
