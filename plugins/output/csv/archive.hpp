// The archive's tables as CSV files, with what describes them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sheaf/archive.hpp"

namespace sheaf::csv {

/// By which Excel knows UTF-8.
inline constexpr const char* byte_order_mark = "\xEF\xBB\xBF";

/// `records` are the record types to write; all when it is null.
std::unique_ptr<ArchiveWriter> archive_writer(ArchiveContext& context, bool bom,
                                              const std::vector<std::string>* records);

/// A table of which a file was written.
struct WrittenTable {
    const RecordSpec* table = nullptr;
    std::string file;  ///< its name in the folder
};

/// `datapackage.json`: Frictionless Data Package with a Table Schema for each file.
std::string data_package(const std::vector<WrittenTable>& tables);
/// `csv-metadata.json`: the same as CSV on the Web.
std::string csvw_metadata(const std::vector<WrittenTable>& tables);

}  // namespace sheaf::csv
