// Registers: which code and region an authority has, whatever spelling of its name a letter prints.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf {

/// The rows of a CSV text (RFC 4180, either line end, perhaps a byte order mark in front).
std::vector<std::vector<std::string>> csv_rows(std::string_view text);

class Register {
  public:
    struct Entry {
        std::string code, region;  ///< the region may be empty
        friend bool operator==(const Entry&, const Entry&) = default;
    };

    Register() = default;
    /// `file` is what the text was read from. Throws `StageError` (`file-unreadable`) when a column that is needed is
    /// missing; pipelines/registers/README.md says which.
    Register(std::string_view text, const std::string& file);

    /// The authority of that name; null when none has it, or several have.
    const Entry* find(std::string_view name) const;

  private:
    void add(std::string_view name, const Entry& entry);

    std::map<std::string, std::optional<Entry>, std::less<>> entries_;  ///< by folded name; empty: of several
};

}  // namespace sheaf
