// Globs over letters' paths.
#pragma once

#include <string>
#include <string_view>

#include "sheaf/pattern.hpp"

namespace sheaf {

/// `*` and `?` stand for characters of one name, `[...]` for one of some characters, `**` for any folders.
class Glob {
  public:
    /// A glob with a slash is matched with the whole path, one without with its last name, unless `whole_path`.
    explicit Glob(std::string_view glob, bool whole_path = false);

    /// The path matches, or a folder that it goes through.
    bool matches(std::string_view path) const;

    /// There is a character in it that stands for others.
    static bool is_glob(std::string_view text) { return text.find_first_of("*?[") != std::string_view::npos; }

  private:
    bool whole_path_;
    Pattern pattern_;
};

}  // namespace sheaf
