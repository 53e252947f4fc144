// The letters that the user named, and what their outputs are called.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sheaf/diagnostic.hpp"

namespace sheaf {

/// Small, since a batch holds millions of them: a path that is taken apart already is three times as large as its text.
struct Letter {
    std::string file;         ///< its path
    std::string name;         ///< valid UTF-8: the path below the given folder, or the file's name
    std::string output_name;  ///< `name` made safe and unique: where outputs go, below the output folder
    std::unique_ptr<const Diagnostic>
        problem;         ///< why it cannot even be read; then only file and name are set
    int open_file = -1;  ///< the file, opened by somebody who may; -1: it is to be opened
};

/// Something among the inputs that is no letter, and why.
struct PassedOver {
    std::string path;    ///< valid UTF-8
    std::string reason;  ///< `a symbolic link`, `hidden, since its name begins with a dot`
};

/// Which files of folders are letters.
struct LetterFilter {
    std::filesystem::path leave_out;                 ///< a folder that is passed over: the output folder
    std::vector<std::string> include;                ///< globs; all when empty
    std::vector<std::string> exclude;                ///< globs
    bool follow_symlinks = false;                    ///< within folders
    std::vector<std::string> reserved;               ///< first parts of output names that no letter may have
    std::vector<PassedOver>* passed_over = nullptr;  ///< is told of what nobody chose to leave out
    std::vector<std::string>* dangling = nullptr;    ///< is told of links that are followed and lead nowhere
};

/// What systems and office programs leave among documents, such as `Thumbs.db` and Word's `~$letter.docx`, in folders only:
/// whoever names such a file means it.
bool is_file_of_a_system(std::string_view name);

/// The letters of the given files, folders and globs. Folders are walked in order of name; entries whose name begins
/// with a dot, symbolic links, files of the system and what the filter leaves out are passed over. A glob that is no file's name stands for
/// the files and folders that it matches, named from the first folder of it that is no glob. A file that is named twice
/// under the same name counts once.
std::vector<Letter> find_letters(const std::vector<std::string>& given, const LetterFilter& filter = {});

/// The letters of a list of paths, one a line, empty lines left out; a list without any is a problem. A relative path that does not lead upwards is the
/// letter's name as a whole.
std::vector<Letter> find_listed_letters(const std::string& list, const LetterFilter& filter = {});

}  // namespace sheaf
