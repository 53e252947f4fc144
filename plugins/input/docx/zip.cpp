// Parts in a zip file, read with libzip. Sizes are checked against the directory before a part is inflated,
// and counted again while it is.
#include <libdeflate.h>
#include <zip.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "package.hpp"
#include "regular.hpp"

namespace sheaf::docx {
namespace {

// A part of at most so many bytes is inflated at once, with libdeflate, which takes a fraction of zlib's
// time.
constexpr std::uint64_t largest_at_once = 4U << 20;

struct FreeDecompressor {
    void operator()(libdeflate_decompressor* decompressor) const {
        libdeflate_free_decompressor(decompressor);
    }
};

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

std::string mebibytes(std::uint64_t bytes) {
    return std::to_string(bytes >> 20) + " MiB";
}

class ZipStore final : public PartStore {
  public:
    ZipStore(zip_t* archive, Spending& spending) : archive_(archive), spending_(spending) {}
    ~ZipStore() override { zip_discard(archive_); }
    ZipStore(const ZipStore&) = delete;
    ZipStore& operator=(const ZipStore&) = delete;

    void list(std::vector<StoredPart>& names) {
        const zip_int64_t count = zip_get_num_entries(archive_, 0);
        if (static_cast<std::uint64_t>(count) > spending_.limits.entries)
            throw StageError("docx-limit",
                             "the zip file has " + std::to_string(count) + " entries, more than " +
                                 std::to_string(spending_.limits.entries),
                             "raise the option `max_entries` if this letter is to be trusted");
        for (zip_int64_t k = 0; k < count; ++k) {
            zip_stat_t stat;
            zip_stat_init(&stat);
            StoredPart part;
            if (zip_stat_index(archive_, static_cast<zip_uint64_t>(k), ZIP_FL_ENC_RAW, &stat) == 0) {
                if (stat.valid & ZIP_STAT_NAME) part.name = stat.name;
                if (stat.valid & ZIP_STAT_SIZE) part.size = stat.size;
            }
            std::replace(part.name.begin(), part.name.end(), '\\', '/');
            names.push_back(std::move(part));
        }
        for (const StoredPart& part : names) entries_.push_back({part.name, part.size});
    }

    XmlReader open(std::size_t part) override {
        if (auto whole = take_at_once(part))
            return XmlReader(std::move(*whole), label(part), spending_.limits, spending_.nodes);
        auto source = inflate(part, spending_.limits.part_size);
        return XmlReader(std::move(source), label(part), spending_.limits, spending_.nodes);
    }

    std::string bytes(std::size_t part, std::size_t limit) override {
        auto source = inflate(part, limit);
        std::string all;
        char buffer[16384];
        while (all.size() < limit) {
            const std::size_t got = source(buffer, std::min(sizeof buffer, limit - all.size()));
            if (got == 0) break;
            all.append(buffer, got);
        }
        return all;
    }

    bool holds_no_text(std::size_t part) override {
        auto whole = inflate_at_once(part);
        if (!whole) return false;
        seen_ = std::move(*whole);
        if (docx::holds_no_text(seen_, spending_.limits.depth, spending_.nodes)) return true;
        seen_part_ = part;
        return false;
    }

  private:
    static constexpr std::size_t none = Package::none;

    struct Entry {
        std::string name;
        std::uint64_t size;
    };

    const std::string& label(std::size_t part) const { return entries_[part].name; }

    std::optional<std::string> take_at_once(std::size_t part) {
        if (std::exchange(seen_part_, none) == part) return std::move(seen_);
        return inflate_at_once(part);
    }

    // The part, if it is small, within the limits and without fault: all else, and every refusal, is for
    // `inflate`.
    std::optional<std::string> inflate_at_once(std::size_t part) {
        constexpr zip_uint64_t needed =
            ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_CRC;
        zip_stat_t stat;
        zip_stat_init(&stat);
        if (zip_stat_index(archive_, part, ZIP_FL_ENC_RAW, &stat) != 0 || (stat.valid & needed) != needed)
            return std::nullopt;
        if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
            return std::nullopt;
        if ((stat.comp_method != ZIP_CM_DEFLATE && stat.comp_method != ZIP_CM_STORE) || stat.size == 0 ||
            stat.size > spending_.limits.part_size || std::max(stat.size, stat.comp_size) > largest_at_once ||
            spending_.inflated + stat.size > spending_.limits.total_size)
            return std::nullopt;
        const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive_, part, ZIP_FL_COMPRESSED));
        if (!file) return std::nullopt;
        std::string whole(stat.comp_size, '\0');
        if (zip_fread(file.get(), whole.data(), stat.comp_size) != static_cast<zip_int64_t>(stat.comp_size))
            return std::nullopt;
        if (stat.comp_method == ZIP_CM_DEFLATE) {
            const std::string deflated = std::exchange(whole, std::string(stat.size, '\0'));
            if (!decompressor_) decompressor_.reset(libdeflate_alloc_decompressor());
            if (!decompressor_ ||
                libdeflate_deflate_decompress(decompressor_.get(), deflated.data(), deflated.size(),
                                              whole.data(), whole.size(), nullptr) != LIBDEFLATE_SUCCESS)
                return std::nullopt;
        }
        if (whole.size() != stat.size || libdeflate_crc32(0, whole.data(), whole.size()) != stat.crc)
            return std::nullopt;
        spending_.inflated += stat.size;
        return whole;
    }

    ByteSource inflate(std::size_t part, std::uint64_t part_limit) {
        const Place place{.part = label(part)};
        zip_stat_t stat;
        zip_stat_init(&stat);
        if (zip_stat_index(archive_, part, ZIP_FL_ENC_RAW, &stat) != 0)
            throw StageError("docx-malformed", "the zip directory's entry cannot be read", {}, place);
        if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
            throw StageError("docx-encrypted",
                             "the part '" + label(part) + "' is encrypted inside the zip file",
                             "save the letter without a password", place);
        if (part_limit == spending_.limits.part_size && (stat.valid & ZIP_STAT_SIZE) &&
            stat.size > part_limit)
            too_large(part);
        std::shared_ptr<zip_file_t> file(zip_fopen_index(archive_, part, 0), [](zip_file_t* f) {
            if (f) zip_fclose(f);
        });
        if (!file)
            throw StageError("docx-malformed",
                             "the part cannot be inflated: " + std::string(zip_strerror(archive_)), {},
                             place);
        return [this, part, file, size = std::uint64_t{0}](char* to,
                                                           std::size_t room) mutable -> std::size_t {
            const zip_int64_t got = zip_fread(file.get(), to, room);
            if (got < 0)
                throw StageError("docx-malformed",
                                 "the part cannot be inflated: " + std::string(zip_file_strerror(file.get())),
                                 "the file is damaged; get it again from where it came from",
                                 {.part = label(part)});
            size += static_cast<std::uint64_t>(got);
            spending_.inflated += static_cast<std::uint64_t>(got);
            if (size > spending_.limits.part_size) too_large(part);
            if (spending_.inflated > spending_.limits.total_size)
                throw StageError(
                    "docx-limit",
                    "the parts that were read inflate to more than " + mebibytes(spending_.limits.total_size),
                    "raise the option `max_total_size` if this letter is to be trusted",
                    {.part = label(part)});
            return static_cast<std::size_t>(got);
        };
    }

    [[noreturn]] void too_large(std::size_t part) const {
        throw StageError(
            "docx-limit",
            "the part '" + label(part) + "' inflates to more than " + mebibytes(spending_.limits.part_size),
            "raise the option `max_part_size` if this letter is to be trusted", {.part = label(part)});
    }

    zip_t* archive_;
    Spending& spending_;
    std::vector<Entry> entries_;
    std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor_;
    std::size_t seen_part_ = none;  // inflated already, for `open`
    std::string seen_;
};

}  // namespace

std::unique_ptr<PartStore> open_zip_store(std::string_view bytes, Spending& spending,
                                          std::vector<StoredPart>& names) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
    if (!archive) {
        const std::string reason = zip_error_strerror(&error);
        zip_error_fini(&error);
        if (source) zip_source_free(source);
        throw StageError("docx-malformed", "the zip file cannot be opened: " + reason,
                         "the file is damaged or cut off; get it again from where it came from");
    }
    zip_error_fini(&error);
    auto store = std::make_unique<ZipStore>(archive, spending);
    store->list(names);
    return store;
}

}  // namespace sheaf::docx
