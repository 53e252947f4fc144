// How every part of the reader says something about the letter.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sheaf/diagnostic.hpp"

namespace sheaf::pdf {

/// Adds a diagnostic about the letter as a whole, about a page of it (1-based), or about a box on that page.
inline void say(std::vector<Diagnostic>& diagnostics, Severity severity, const char* code,
                std::string message, int page = 0, std::optional<Box> box = {}, std::string hint = {}) {
    Diagnostic out;
    out.severity = severity;
    out.code = code;
    out.message = std::move(message);
    out.place.page = page;
    out.place.box = box;
    out.hint = std::move(hint);
    diagnostics.push_back(std::move(out));
}

}  // namespace sheaf::pdf
