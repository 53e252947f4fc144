// A TOML text as a tree of nodes that know their line and column.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sheaf {

/// Both count from 1, columns in characters; 0 of what stands in no text.
struct TomlPosition {
    int line = 0, column = 0;
    auto operator<=>(const TomlPosition&) const = default;
};

struct TomlEntry;

/// A value.
struct TomlNode {
    enum class Kind : std::uint8_t { table, list, text, integer, number, flag, date, time, date_time };

    Kind kind = Kind::table;
    TomlPosition at;
    bool flag = false;
    std::int64_t integer = 0;
    double number = 0;
    std::string text;
    std::vector<TomlNode> list;
    std::vector<TomlEntry> table;  ///< in order of the keys' bytes

    bool is(Kind wanted) const { return kind == wanted; }
    /// A table's entry of that key, or null.
    const TomlEntry* find(std::string_view key) const;
    /// The same, added when it was not there; and whether it was not.
    std::pair<TomlEntry*, bool> add(std::string_view key, TomlPosition key_at);
};

/// A key with its value.
struct TomlEntry {
    std::string key;
    TomlPosition at;  ///< of the key
    TomlNode value;
};

}  // namespace sheaf
