#include "run/letters.hpp"

#include <algorithm>
#include <set>

#include "plugin/codes.hpp"
#include "run/output_names.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

Letter without_file(const fs::path& path, const DiagnosticSpec& code, std::string message, std::string hint) {
    Letter letter;
    letter.file = path;
    letter.name = readable_name(path.string());
    letter.problem = diagnose(code, std::move(message), {}, std::move(hint));
    return letter;
}

Letter letter_at(const fs::path& file, const std::string& below) {
    Letter letter;
    letter.file = file;
    letter.name = readable_name(below);
    letter.output_name = safe_name(below);
    return letter;
}

bool same_file(const fs::path& a, const fs::path& b) {
    std::error_code error;
    return !b.empty() && fs::equivalent(a, b, error);
}

void walk(const fs::path& folder, const fs::path& below, const fs::path& leave_out,
          std::vector<Letter>& letters) {
    std::error_code error;
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        entries.push_back(*at);
    if (error)
        letters.push_back(without_file(folder, codes::file_unreadable,
                                       "the folder cannot be read: " + error.message(),
                                       "check who may read it"));
    std::sort(entries.begin(), entries.end(),
              [](const auto& a, const auto& b) { return a.path().native() < b.path().native(); });
    for (const fs::directory_entry& entry : entries) {
        const fs::path name = entry.path().filename();
        if (name.native().front() == '.' || entry.is_symlink(error)) continue;
        if (entry.is_directory(error)) {
            if (!same_file(entry.path(), leave_out)) walk(entry.path(), below / name, leave_out, letters);
        } else if (entry.is_regular_file(error)) {
            letters.push_back(letter_at(entry.path(), (below / name).string()));
        }
    }
}

void add_given(const std::string& given, const fs::path& leave_out, std::vector<Letter>& letters) {
    std::error_code error;
    const fs::file_status status = fs::status(given, error);
    if (!fs::exists(status)) {
        const bool missing = status.type() == fs::file_type::not_found;
        letters.push_back(missing ? without_file(given, codes::file_missing,
                                                 "there is no such file or folder", "check the path")
                                  : without_file(given, codes::file_unreadable,
                                                 "the file cannot be reached: " + error.message(),
                                                 "check who may read it"));
    } else if (fs::is_directory(status)) {
        const std::size_t before = letters.size();
        walk(given, {}, leave_out, letters);
        if (letters.size() == before)
            letters.push_back(
                without_file(given, codes::folder_empty, "the folder holds no file to convert",
                             "entries that begin with a dot and symbolic links are passed over"));
    } else if (fs::is_regular_file(status)) {
        letters.push_back(letter_at(given, fs::path(given).filename().string()));
    } else {
        letters.push_back(
            without_file(given, codes::not_a_file, "this is no regular file", "name a file or a folder"));
    }
}

/// The same file under the same name: named twice on the command line, or by itself and within its folder.
void drop_repeated(std::vector<Letter>& letters) {
    std::set<std::pair<std::string, std::string>> seen;
    const auto repeated = [&](const Letter& letter) {
        std::error_code error;
        const fs::path file = fs::canonical(letter.file, error);
        return !error && !letter.problem && !seen.emplace(file.string(), letter.output_name).second;
    };
    letters.erase(std::remove_if(letters.begin(), letters.end(), repeated), letters.end());
}

}  // namespace

std::vector<Letter> find_letters(const std::vector<std::string>& given, const fs::path& leave_out) {
    std::vector<Letter> letters;
    for (const std::string& path : given) add_given(path, leave_out, letters);
    drop_repeated(letters);
    make_unique(letters);
    return letters;
}

}  // namespace sheaf
