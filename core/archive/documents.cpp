#include "archive/documents.hpp"

#include <libdeflate.h>

#include <cstring>
#include <memory>

#include "base/sha256.hpp"
#include "pipeline/file_text.hpp"
#include "sheaf/json.hpp"

namespace sheaf {

namespace {

constexpr int compression = 1;                   // the quickest
constexpr std::uint32_t most_compressed = 1100;  // times smaller: DEFLATE cannot do better than 1032

struct Free {
    void operator()(libdeflate_compressor* one) const { libdeflate_free_compressor(one); }
    void operator()(libdeflate_decompressor* one) const { libdeflate_free_decompressor(one); }
};

}  // namespace

std::filesystem::path document_file(const std::filesystem::path& folder, const LetterKey& key) {
    const std::string name = sha256_hex(key.content + key.reading);
    return folder / name.substr(0, 2) / (name + ".json.gz");
}

std::string stored_form(const Document& document) {
    const std::string json = to_json(document);
    if (json.size() > largest_document) return {};
    const std::unique_ptr<libdeflate_compressor, Free> compressor(libdeflate_alloc_compressor(compression));
    std::string bytes(libdeflate_gzip_compress_bound(compressor.get(), json.size()), '\0');
    bytes.resize(
        libdeflate_gzip_compress(compressor.get(), json.data(), json.size(), bytes.data(), bytes.size()));
    return bytes;
}

namespace {

/// The JSON in a stored document; nothing when it is damaged.
std::optional<std::string> unpacked_json(int opened) {
    std::vector<Diagnostic> problems;
    const auto bytes = read_file(opened, {}, problems, largest_document);
    std::uint32_t size = 0;  // the last four bytes of a gzip file, little-endian
    if (!bytes || bytes->size() < sizeof size) return std::nullopt;
    std::memcpy(&size, bytes->data() + bytes->size() - sizeof size, sizeof size);
    if (size > largest_document || size / most_compressed > bytes->size()) return std::nullopt;
    std::string json(size, '\0');
    const std::unique_ptr<libdeflate_decompressor, Free> decompressor(libdeflate_alloc_decompressor());
    std::size_t filled = 0;
    if (libdeflate_gzip_decompress(decompressor.get(), bytes->data(), bytes->size(), json.data(), json.size(),
                                   &filled) != LIBDEFLATE_SUCCESS)
        return std::nullopt;
    return json;
}

}  // namespace

std::optional<Document> stored_document(int opened) {
    const auto json = unpacked_json(opened);
    if (!json) return std::nullopt;
    try {
        return from_json(*json);
    } catch (const StageError&) {
        return std::nullopt;
    }
}

bool is_document_of(int opened, const std::string& content) {
    const auto document = stored_document(opened);
    return document && document->source.sha256 == content;
}

std::optional<Document> stored_document(const std::filesystem::path& out, const LetterKey& key) {
    const OwnedFile file = open_to_read(document_file(out / private_folder / "documents", key));
    auto document = file ? stored_document(file.number()) : std::nullopt;
    if (document && !validate(*document).empty()) return std::nullopt;
    return document;
}

}  // namespace sheaf
