// JSON that reports, whole-archive outputs and the console write.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace sheaf {

using Json = nlohmann::ordered_json;

/// The text of a value, on one line unless it is to be indented. Bytes that are no UTF-8 become U+FFFD.
inline std::string dump(const Json& json, int indent = -1) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

inline Json or_null(std::string_view text) {
    return text.empty() ? Json() : Json(text);
}

}  // namespace sheaf
