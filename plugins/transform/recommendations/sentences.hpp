// Items that are sentences of running text, or bullets that such a sentence leads in.
#pragma once

#include "items.hpp"
#include "language.hpp"

namespace sheaf::recommendations {

/// The sentences of the scope that the rule's `sentence` takes. One that ends in a colon, or not at all, above bullets is
/// none: the bullets are items, each with its body and its verb.
Items find_sentences(const Document& document, const Scope& scope, const Language& language);

}  // namespace sheaf::recommendations
