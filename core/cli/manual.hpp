// The manual page and the shells' completions, made from what the command line itself declares.
#pragma once

#include <CLI/App.hpp>
#include <string>

namespace sheaf {

/// A page for `man`, in the macros of man(7), of a program whose commands have all of their options.
std::string manual_page(const CLI::App& program, const std::string& version);

/// A completion for `bash`, `zsh` or `fish`.
std::string completion(const CLI::App& program, const std::string& shell);

}  // namespace sheaf
