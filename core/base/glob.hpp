// Globs over letters' paths.
#pragma once

#include <string>
#include <string_view>

#include "sheaf/pattern.hpp"

namespace sheaf {

/// A glob means what it means to the C library's fnmatch(3) with FNM_PATHNAME, in UTF-8 whatever the locale: `*` and `?`
/// stand for characters of one name, `[a-z]`, `[!a-z]` and `[[:digit:]]` for one of some characters, and `\` takes the
/// meaning from the next one. Beyond that `**` stands for any folders. (fnmatch itself would depend on the locales that
/// are installed, and takes a set that can match nothing for one that does not match.)
class Glob {
  public:
    /// A glob with a slash is matched with the whole path, one without with its last name, unless `whole_path`.
    /// Throws `StageError` (`glob-invalid`).
    explicit Glob(std::string_view glob, bool whole_path = false);

    /// The path matches, or a folder that it goes through.
    bool matches(std::string_view path) const;

    /// There is a character in it that stands for others.
    static bool is_glob(std::string_view text) { return text.find_first_of("*?[") != std::string_view::npos; }
    /// What is wrong with a glob; empty when it is valid.
    static std::string check(std::string_view glob);

  private:
    bool whole_path_;
    Pattern pattern_;
};

}  // namespace sheaf
