// What stands beside a quantity: what it counts, and a printed count.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rules.hpp"
#include "sheaf/document.hpp"

namespace sheaf::quantities {

/// A number in running text, in digits or as a word up to twenty and in tens.
struct Count {
    std::int64_t value = 0;
    std::optional<std::int64_t> out_of;  ///< of a ratio such as `(12/15)`
    Range range;                         ///< the number itself, without brackets
    std::size_t end = 0;                 ///< behind it and its brackets
};

/// The count that stands at `at` in brackets: `(68/68)`, `(12 of 15)`, `(7)`.
std::optional<Count> bracketed_count(std::string_view text, std::size_t at);

/// The next number at or behind `from` that is neither part of a date, a percentage, a sum nor a label.
std::optional<Count> next_number(const Rules& rules, std::string_view text, std::size_t from);

/// What is counted, where it stands directly behind `at`.
std::optional<Range> counted_at(const Rules& rules, std::string_view text, std::size_t at);

}  // namespace sheaf::quantities
