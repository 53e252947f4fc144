// Reads plain TOML.
#pragma once

#include <optional>

#include "pipeline/toml_node.hpp"

namespace sheaf {

/// Reads what nearly all of our files consist of: tables, keys that are one word, texts without escapes, whole and decimal
/// numbers, flags, lists and inline tables. Nothing when there is anything else or a mistake: toml++ reads any text and tells
/// what is wrong with it, but takes hundreds of instructions a byte.
std::optional<TomlNode> read_plain_toml(std::string_view text);

}  // namespace sheaf
