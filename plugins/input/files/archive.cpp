#include "archive.hpp"

#include <libdeflate.h>
#include <zip.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace sheaf::files {
namespace {

// An entry of at most so many bytes is inflated at once, with libdeflate, which takes a fraction of zlib's
// time.
constexpr std::uint64_t largest_at_once = 4U << 20;
constexpr std::size_t window = 32U << 10;  // bytes that are read at a time

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

std::string mebibytes(std::uint64_t bytes) {
    return std::to_string(bytes >> 20U) + " MiB";
}

}  // namespace

ByteSource memory_source(std::string_view bytes) {
    return [bytes](char* to, std::size_t room) mutable -> std::size_t {
        const std::size_t count = std::min(room, bytes.size());
        std::memcpy(to, bytes.data(), count);
        bytes.remove_prefix(count);
        return count;
    };
}

ByteSource memory_source(std::string bytes) {
    const auto held = std::make_shared<const std::string>(std::move(bytes));
    return [held, rest = memory_source(std::string_view(*held))](char* to, std::size_t room) {
        return rest(to, room);
    };
}

void Archive::Close::operator()(zip* archive) const {
    zip_discard(archive);
}
void Archive::Close::operator()(libdeflate_decompressor* decompressor) const {
    libdeflate_free_decompressor(decompressor);
}

Archive::Archive(std::string_view bytes, const ArchiveLimits& limits, std::string stage)
    : limits_(limits), stage_(std::move(stage)) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    archive_.reset(source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr);
    const std::string reason = archive_ ? std::string() : zip_error_strerror(&error);
    zip_error_fini(&error);
    if (!archive_) {
        if (source) zip_source_free(source);
        throw StageError(stage_ + "-malformed", "the zip file cannot be opened: " + reason,
                         "the file is damaged or cut off; get it again from where it came from");
    }
    list();
}

Archive::~Archive() = default;

void Archive::list() {
    const zip_int64_t count = zip_get_num_entries(archive_.get(), 0);
    if (static_cast<std::uint64_t>(count) > limits_.entries)
        throw StageError(stage_ + "-limit",
                         "the zip file has " + std::to_string(count) + " entries, more than " +
                             std::to_string(limits_.entries),
                         "raise the option `max_entries` if this letter is to be trusted");
    for (zip_int64_t k = 0; k < count; ++k) {
        zip_stat_t stat;
        zip_stat_init(&stat);
        Entry& entry = entries_.emplace_back();
        if (zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(k), ZIP_FL_ENC_RAW, &stat) == 0) {
            if (stat.valid & ZIP_STAT_NAME) entry.name = stat.name;
            if (stat.valid & ZIP_STAT_SIZE) entry.size = stat.size;
        }
        std::replace(entry.name.begin(), entry.name.end(), '\\', '/');
    }
}

ByteSource Archive::open(std::size_t entry) {
    if (auto whole = inflate_at_once(entry)) return memory_source(std::move(*whole));
    // A large entry is not held in memory: it is inflated once to verify it, and once more to be read.
    const std::uint64_t before = inflated_;
    std::string& damage = entries_[entry].damage;
    std::uint64_t whole = 0;
    try {
        const ByteSource check = inflate(entry);
        std::vector<char> buffer(window);
        while (const std::size_t got = check(buffer.data(), buffer.size())) whole += got;
    } catch (const StageError& error) {
        if (error.diagnostic().code != stage_ + "-malformed" || whole == 0) throw;
        damage = error.diagnostic().message;
    }
    inflated_ = before;
    if (damage.empty()) return inflate(entry);
    return [source = inflate(entry), left = whole](char* to, std::size_t room) mutable -> std::size_t {
        const std::size_t got =
            left == 0 ? 0 : source(to, static_cast<std::size_t>(std::min<std::uint64_t>(room, left)));
        left -= got;
        return got;
    };
}

std::string Archive::bytes(std::size_t entry, std::uint64_t limit) {
    const ByteSource source = open(entry);
    std::string all;
    std::vector<char> buffer(window);
    while (all.size() < limit) {
        const std::size_t got = source(
            buffer.data(), static_cast<std::size_t>(std::min<std::uint64_t>(window, limit - all.size())));
        if (got == 0) break;
        all.append(buffer.data(), got);
    }
    return all;
}

// The entry, if it is small, within the limits and without fault, its checksum included: all else, and every
// refusal, is for `inflate`.
std::optional<std::string> Archive::inflate_at_once(std::size_t entry) {
    constexpr zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_CRC;
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive_.get(), entry, ZIP_FL_ENC_RAW, &stat) != 0 || (stat.valid & needed) != needed)
        return std::nullopt;
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
        return std::nullopt;
    if ((stat.comp_method != ZIP_CM_DEFLATE && stat.comp_method != ZIP_CM_STORE) || stat.size == 0 ||
        stat.size > limits_.part_size || std::max(stat.size, stat.comp_size) > largest_at_once ||
        inflated_ + stat.size > limits_.total_size)
        return std::nullopt;
    const std::unique_ptr<zip_file_t, CloseFile> file(
        zip_fopen_index(archive_.get(), entry, ZIP_FL_COMPRESSED));
    if (!file) return std::nullopt;
    std::string whole(stat.comp_size, '\0');
    if (zip_fread(file.get(), whole.data(), stat.comp_size) != static_cast<zip_int64_t>(stat.comp_size))
        return std::nullopt;
    if (stat.comp_method == ZIP_CM_DEFLATE) {
        const std::string deflated = std::exchange(whole, std::string(stat.size, '\0'));
        if (!decompressor_) decompressor_.reset(libdeflate_alloc_decompressor());
        if (!decompressor_ ||
            libdeflate_deflate_decompress(decompressor_.get(), deflated.data(), deflated.size(), whole.data(),
                                          whole.size(), nullptr) != LIBDEFLATE_SUCCESS)
            return std::nullopt;
    }
    if (whole.size() != stat.size || libdeflate_crc32(0, whole.data(), whole.size()) != stat.crc)
        return std::nullopt;
    inflated_ += stat.size;
    return whole;
}

ByteSource Archive::inflate(std::size_t entry) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive_.get(), entry, ZIP_FL_ENC_RAW, &stat) != 0)
        throw error("malformed", "the zip directory's entry cannot be read", {}, entry);
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
        throw error("encrypted", "the part '" + entries_[entry].name + "' is encrypted inside the zip file",
                    "save the letter without a password", entry);
    if ((stat.valid & ZIP_STAT_SIZE) && stat.size > limits_.part_size) too_large(entry);
    std::shared_ptr<zip_file_t> file(zip_fopen_index(archive_.get(), entry, 0), [](zip_file_t* f) {
        if (f) zip_fclose(f);
    });
    if (!file)
        throw error("malformed", "the part cannot be inflated: " + std::string(zip_strerror(archive_.get())),
                    {}, entry);
    return [this, entry, file, size = std::uint64_t{0}](char* to, std::size_t room) mutable -> std::size_t {
        const zip_int64_t got = zip_fread(file.get(), to, room);
        if (got < 0)
            throw error("malformed",
                        "the part cannot be inflated: " + std::string(zip_file_strerror(file.get())),
                        "the file is damaged; get it again from where it came from", entry);
        size += static_cast<std::uint64_t>(got);
        inflated_ += static_cast<std::uint64_t>(got);
        if (size > limits_.part_size) too_large(entry);
        if (inflated_ > limits_.total_size)
            throw error("limit",
                        "the parts that were read inflate to more than " + mebibytes(limits_.total_size),
                        "raise the option `max_total_size` if this letter is to be trusted", entry);
        return static_cast<std::size_t>(got);
    };
}

StageError Archive::error(const char* code, std::string message, std::string hint, std::size_t entry) const {
    return {stage_ + "-" + code, std::move(message), std::move(hint), {.part = entries_[entry].name}};
}

void Archive::too_large(std::size_t entry) const {
    throw error(
        "limit",
        "the part '" + entries_[entry].name + "' inflates to more than " + mebibytes(limits_.part_size),
        "raise the option `max_part_size` if this letter is to be trusted", entry);
}

}  // namespace sheaf::files
