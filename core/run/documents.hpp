// Documents as the transforms left them, stored compressed, so that a changed output needs no reading.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "run/journal.hpp"
#include "sheaf/document.hpp"

namespace sheaf {

/// Where the document of that content and reading is stored, below the folder of stored documents.
std::filesystem::path document_file(const std::filesystem::path& folder, const LetterKey& key);

/// The document in stored form.
std::string stored_form(const Document& document);

/// The document in a file; nothing when there is none, or when it is damaged.
std::optional<Document> stored_document(const std::filesystem::path& file);

}  // namespace sheaf
