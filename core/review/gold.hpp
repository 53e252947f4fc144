// Letters that a person has checked, as gold for `sheaf score` and for new profiles.
#pragma once

#include <optional>
#include <string>

#include "review/desk.hpp"

namespace sheaf::review {

/// The gold form of what people checked completely: of each record type whose every record somebody decided about, all
/// records as they were decided. Nothing when there is no such type. `id` is the gold's name.
std::optional<std::string> gold_of(const CheckedLetter& checked, const std::string& id);

}  // namespace sheaf::review
