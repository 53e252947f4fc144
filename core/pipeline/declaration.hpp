// What declarations say: options for listings and schemas, and the names of field types.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sheaf/options.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf {

/// The choices of a declaration: `a|b|c`.
std::vector<std::string> choices_of(const OptionSpec& spec);

/// What a value of that type is called in messages: `true or false`, `a list of texts`.
std::string_view described(OptionType type);

/// The declared default, parsed and validated; nothing when there is none or it is not valid.
std::optional<Options::Value> default_of(const OptionSpec& spec);

/// What is wrong with the declared defaults of a table and the tables in it, one sentence each.
std::vector<std::string> faulty_defaults(std::span<const OptionSpec> specs);

/// How pipeline files and the journal write the types of fields: as the choices of an option, in the order of
/// `FieldType`.
inline constexpr const char* field_type_names = "text|date|integer|number|flag|texts";

/// `text`, `date`, ...
std::string_view name(FieldType type);
/// The type of that name; `text` when there is none.
FieldType field_type_named(std::string_view name);

}  // namespace sheaf
