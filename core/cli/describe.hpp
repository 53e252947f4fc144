// A stage's declarations for machines: JSON, and the JSON Schema of the files that a user writes.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "plugin/registry.hpp"

namespace sheaf {

/// A text that may be declared; empty when it is not.
inline const char* or_empty(const char* text) {
    return text ? text : "";
}

/// Everything that a stage declares.
nlohmann::ordered_json describe(const StageRef& stage);

/// JSON Schema (2020-12) of pipeline files that use these stages; that of profile files is its `$defs/profile`.
nlohmann::ordered_json pipeline_schema(const std::vector<StageRef>& stages);

/// A reference page in Markdown.
std::string reference_page(const StageRef& stage);

/// The page of the host's own diagnostics.
std::string host_reference_page();

/// The range of a number as listings print it: `10 to 200`; empty when it has none.
std::string range_of(const OptionSpec& spec);

/// The name of a type as listings print it: `text`, `list of patterns`.
std::string_view type_name(OptionType type);
std::string_view type_name(FieldType type);

}  // namespace sheaf
