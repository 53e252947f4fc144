// Files that hold letters, or stand for them, and cannot be read: what each is, what is inside, what to do.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sheaf::refusal {

struct Known {
    const char* code;     ///< of the diagnostic
    std::string message;  ///< what the file is
    std::string hint;     ///< what to do about it
    bool outer = false;   ///< files are inside: `inside` names them
};

/// What the file is, by its first bytes and marks inside; nothing where it is not known here.
std::optional<Known> known(std::string_view bytes);

/// The names of the files inside, at most a few of them and how many more there are, for a message; empty when none can be told.
/// What is in an archive or an e-mail inside stands behind its name: `letters.zip/letter.pdf`.
std::string inside(std::string_view bytes);

}  // namespace sheaf::refusal
