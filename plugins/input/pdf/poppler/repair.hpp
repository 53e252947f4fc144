// Files whose end is missing, or whose table of objects is lost: the same bytes with a new table behind them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

class PDFDoc;

namespace sheaf::pdf {

struct Repaired {
    std::string bytes;            ///< empty when no objects were found, or no page among them
    bool pages_by_order = false;  ///< the list of pages is lost: they stand in the order of the file
};

/// Opens a document on bytes that stay where they are for as long as it lives.
using OpenBytes = std::function<std::unique_ptr<PDFDoc>(std::string_view)>;

/// Finds all objects of the file, those in object streams too, and writes a table of them. Poppler's own repair
/// finds only objects that stand plainly in the file, and needs a trailer to know the catalog. Encrypted files are
/// repaired where the encryption dictionary is still there. `open` reads the object streams.
Repaired repair(std::string_view file, const OpenBytes& open);

}  // namespace sheaf::pdf
