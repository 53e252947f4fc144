// A word-processing package, whatever holds it: a zip file (ECMA-376 part 2), a Flat OPC file, or a Word 2003
// XML file, which is one document and no package. Parts are found through relationships. Part names are
// compared without regard to case (part 2, 6.2.2.3) and never become file names.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sheaf/plugin.hpp"
#include "styles/settings.hpp"
#include "xml.hpp"

namespace sheaf::docx {

struct Relationship {
    std::string type;    ///< the last segment of the type's URI: `styles`, `officeDocument`, `hyperlink`
    std::string target;  ///< a part's name, or a URI when external
    bool external = false;
};
/// By relationship id.
using Relationships = std::unordered_map<std::string, Relationship>;

struct Part {
    std::string name;        ///< with a slash in front, in the spelling of the package: `/word/document.xml`
    std::string type;        ///< content type; empty when the package declares none
    std::uint64_t size = 0;  ///< inflated bytes as the directory claims; 0 when unknown
    bool used = false;       ///< it was read, or something that was read refers to it
    bool damaged = false;    ///< it was reported that its bytes are damaged
};

/// Where the bytes of parts come from.
class PartStore {
  public:
    virtual ~PartStore() = default;
    /// A reader that stands before the part's root element, or (of a part within a file) at its start.
    virtual XmlReader open(std::size_t part) = 0;
    /// The part's bytes, at most `limit` of them; empty when the store has only XML.
    virtual std::string bytes(std::size_t part, std::size_t limit) = 0;
    /// What is wrong with the bytes of a part that was opened, such as its checksum; empty when nothing is.
    virtual std::string_view damage(std::size_t) const { return {}; }
};

enum class PackageKind : std::uint8_t { zip, flat, word_2003 };

/// What stores share: limits, and what has been spent of them.
struct Spending {
    Limits limits;
    std::uint64_t inflated = 0;
    NodeBudget nodes;
};

/// The refusal of a file that is no Word letter; the message says what it is.
StageError not_word(std::string message);

class Package {
  public:
    /// Opens by content. Throws `StageError`: `docx-encrypted`, `docx-old-format`, `docx-malformed`,
    /// `docx-not-word`, `docx-limit`.
    Package(std::string_view bytes, const Limits& limits, Context& context);
    ~Package();
    Package(const Package&) = delete;
    Package& operator=(const Package&) = delete;

    PackageKind kind() const { return kind_; }
    const std::vector<Part>& parts() const { return parts_; }
    /// Index of the main document part.
    std::size_t main_part() const { return main_; }
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    /// The part of that name, or `none`.
    std::size_t find(std::string_view name) const;
    /// The first part that `part` refers to by a relationship of that type and that is there, or `none`.
    std::size_t related(std::size_t part, std::string_view type);
    /// All such parts, in the order of the package.
    std::vector<std::size_t> all_related(std::size_t part, std::string_view type);
    /// Relationships of a part; of the package itself for `none`. Empty when there are none.
    const Relationships& relationships(std::size_t part);
    /// A reader at the start of the part's root element, or `finished` when there is none; the part counts as used.
    XmlReader open(std::size_t part);
    void mark_used(std::size_t part) { parts_[part].used = true; }
    /// The part's bytes, at most `limit` of them; the part counts as used.
    std::string bytes(std::size_t part, std::size_t limit);

  private:
    void open_zip(std::string_view bytes);
    void open_flat(std::string_view bytes);
    void add_part(std::string name, std::uint64_t size, std::size_t entry);
    void read_content_types();
    void find_main_part();
    void report_damage(std::size_t part);

    Context& context_;
    Spending spending_;
    PackageKind kind_ = PackageKind::zip;
    std::unique_ptr<PartStore> store_;
    std::vector<Part> parts_;
    std::unordered_map<std::string, std::size_t> by_name_;  // lower case
    std::map<std::size_t, Relationships> relationships_;
    std::size_t main_ = none;
};

/// Whether the content type is that of a WordprocessingML main document (document or template, with or without
/// macros).
bool is_word_main_type(std::string_view content_type);

/// Stores; each fills `names` with (name, content type or empty, claimed size) in the order of its parts.
struct StoredPart {
    std::string name, type;
    std::uint64_t size = 0;
};
std::unique_ptr<PartStore> open_zip_store(std::string_view bytes, Spending& spending,
                                          std::vector<StoredPart>& names);
std::unique_ptr<PartStore> open_flat_store(std::string_view bytes, Spending& spending,
                                           std::vector<StoredPart>& names);

}  // namespace sheaf::docx
