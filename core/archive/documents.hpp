// Documents as the transforms left them, stored compressed, so that a changed output needs no reading.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "archive/journal.hpp"
#include "sheaf/document.hpp"

namespace sheaf {

/// Where the document of that content and reading is stored, below the folder of stored documents.
std::filesystem::path document_file(const std::filesystem::path& folder, const LetterKey& key);

/// The most that a stored document has, unpacked: a hundred times the largest of those that offices' letters become. Whoever
/// reads one, the supervisor of a batch among them, holds a few times as much in memory.
inline constexpr std::size_t largest_document = 64U << 20U;  // bytes

/// The document in stored form; empty when it is larger than `largest_document`.
std::string stored_form(const Document& document);

/// Whether an open file is the stored document of a letter with this SHA-256: none that is damaged, and not another letter's.
bool is_document_of(int opened, const std::string& content);

/// The document in an open file; nothing when it is damaged.
std::optional<Document> stored_document(int opened);
/// That of this content and reading in a batch's output folder; nothing when it is missing, damaged or no valid document: a
/// worker wrote it.
std::optional<Document> stored_document(const std::filesystem::path& out, const LetterKey& key);

}  // namespace sheaf
