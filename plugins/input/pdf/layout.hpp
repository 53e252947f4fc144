// Turns glyph runs and structure into blocks in reading order, furniture set aside, every glyph accounted
// for.
#pragma once

#include "content.hpp"
#include "sheaf/document.hpp"

namespace sheaf::pdf {

/// Fills `pages`, `blocks`, `ledger` and `diagnostics` of a document from what the reader gave.
void lay_out(const Content& content, Document& document);

}  // namespace sheaf::pdf
