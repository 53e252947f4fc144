// Parts in a zip file.
#include <memory>
#include <string>

#include "files/archive.hpp"
#include "package.hpp"

namespace sheaf::docx {
namespace {

class ZipStore final : public PartStore {
  public:
    ZipStore(std::string_view bytes, Spending& spending)
        : archive_(bytes, spending.limits.archive, "docx"), spending_(spending) {}

    const std::vector<files::Archive::Entry>& entries() const { return archive_.entries(); }

    XmlReader open(std::size_t part) override {
        return XmlReader(archive_.open(part), entries()[part].name, spending_.limits, spending_.nodes);
    }
    std::string_view damage(std::size_t part) const override { return entries()[part].damage; }
    std::string bytes(std::size_t part, std::size_t limit) override { return archive_.bytes(part, limit); }

  private:
    files::Archive archive_;
    Spending& spending_;
};

}  // namespace

std::unique_ptr<PartStore> open_zip_store(std::string_view bytes, Spending& spending,
                                          std::vector<StoredPart>& names) {
    auto store = std::make_unique<ZipStore>(bytes, spending);
    for (const files::Archive::Entry& entry : store->entries()) names.push_back({entry.name, {}, entry.size});
    return store;
}

}  // namespace sheaf::docx
