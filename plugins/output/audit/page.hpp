// One page of a letter as a drawing: what became of everything on it.
#pragma once

#include <string>

#include "sheaf/document.hpp"

namespace sheaf::audit {

/// The page as SVG, in points: every block with its place in the reading order, its kind and its text, furniture and
/// containers set off, and what diagnostics point to (text that was refused, with the reason) on top.
std::string draw(const Document& document, const Page& page);

}  // namespace sheaf::audit
