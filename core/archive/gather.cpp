#include "archive/gather.hpp"

#include <fstream>
#include <functional>

#include "archive/publish.hpp"
#include "base/atomic_file.hpp"
#include "base/codes.hpp"
#include "base/files.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

/// Visits every output of the letters that are among the batch's inputs.
void each_output(Journal& journal, const std::function<void(const std::string&)>& visit) {
    journal.each([&](const KnownLetter& letter) {
        if (!letter.present || !has_outputs(letter.status)) return;
        for (const OutputRow& output : journal.outputs(letter.id)) visit(output.file);
    });
}

/// A link to the same file where the file system allows that, and a copy elsewhere.
void put(const fs::path& from, const fs::path& target) {
    std::error_code error;
    fs::create_hard_link(from, target, error);
    if (!error) return;
    const fs::path temporary = temporary_for(target);
    fs::copy_file(from, temporary, fs::copy_options::overwrite_existing, error);
    if (error) refuse_to_write(target, error.message());
    rename_file(temporary, target);
}

}  // namespace

void gather(const std::vector<ArchiveSource>& sources, const fs::path& out) {
    std::error_code error;
    refuse_link(out / private_folder);
    const fs::path list = out / private_folder / "gathered";
    Publisher publisher(out, false);
    std::ifstream before(list);
    for (std::string name; std::getline(before, name, '\0');) publisher.remove(name);
    AtomicFile names(list);
    for (const ArchiveSource& source : sources)
        each_output(*source.journal, [&](const std::string& name) { names.write(name + '\0'); });
    names.commit();
    for (const ArchiveSource& source : sources)
        each_output(*source.journal, [&](const std::string& name) {
            const fs::path target = out / name;
            publisher.make(target.parent_path());
            // Another batch has the same letter.
            if (!fs::exists(target, error)) put(source.folder / name, target);
        });
}

}  // namespace sheaf
