// The language of a letter, from its words.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sheaf/document.hpp"

namespace sheaf::metadata_stage {

/// By language (BCP 47), words that are frequent in it and rare in the others.
using FrequentWords = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// The language that most frequent words speak for; empty when there are few of them or two languages are
/// near each other.
std::string language_of(const Document& document, const FrequentWords& words);

}  // namespace sheaf::metadata_stage
