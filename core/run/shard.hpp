// A part of an archive, for one of several machines.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sheaf {

/// One of `of` parts of all letters, counted from 1. A letter belongs to the same part whichever other letters there are.
struct Shard {
    unsigned number = 1, of = 1;

    bool whole() const { return of == 1; }
    /// Whether the letter of that name belongs to the part.
    bool has(std::string_view letter) const;
    /// `3/8`
    std::string text() const { return std::to_string(number) + "/" + std::to_string(of); }
};

/// Of what `--shard` says: `I/N` with I from 1 to N; nothing when it is none.
std::optional<Shard> shard_named(std::string_view text);

}  // namespace sheaf
