// The custom XML data store of a letter (ECMA-376 part 1, 22.5), and the two parts of document properties
// that content controls may be bound to as well.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "package.hpp"

namespace sheaf::docx {

class DataStore {
  public:
    explicit DataStore(Package& package);
    ~DataStore();
    DataStore(const DataStore&) = delete;
    DataStore& operator=(const DataStore&) = delete;

    /// The text at a place of a store's item (17.5.2.6): `item` is its id, or empty for the first item that has the
    /// place; `xpath` is the place, `prefixes` declares the namespaces that it uses. Nothing when there is no such item
    /// or place, or more than text is there.
    std::optional<std::string> text(std::string_view item, std::string_view xpath, std::string_view prefixes);

  private:
    struct Item;
    void list();
    static std::optional<std::string> text_at(const Item& item, std::string_view xpath,
                                              std::string_view prefixes);
    bool read(Item& item);

    Package& package_;
    bool listed_ = false;
    std::vector<std::unique_ptr<Item>> items_;
};

}  // namespace sheaf::docx
