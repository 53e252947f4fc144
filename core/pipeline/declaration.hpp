// What option declarations say, for listings and schemas.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sheaf/options.hpp"

namespace sheaf {

/// The choices of a declaration: `a|b|c`.
std::vector<std::string> choices_of(const OptionSpec& spec);

/// What a value of that type is called in messages: `true or false`, `a list of texts`.
std::string_view described(OptionType type);

/// The declared default, parsed and validated; nothing when there is none or it is not valid.
std::optional<Options::Value> default_of(const OptionSpec& spec);

/// What is wrong with the declared defaults of a table and the tables in it, one sentence each.
std::vector<std::string> faulty_defaults(std::span<const OptionSpec> specs);

}  // namespace sheaf
