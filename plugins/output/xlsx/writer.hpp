// The archive as a workbook: a sheet for each table, the tracker, and what the columns mean.
#pragma once

#include <memory>
#include <string>

#include "filled.hpp"
#include "sheaf/archive.hpp"

namespace sheaf::xlsx {

struct WriterSettings {
    std::string originals;  ///< address of the folder of the letters; empty: there are no links to them
};

std::unique_ptr<ArchiveWriter> archive_writer(ArchiveContext& context, FilledTracker filled,
                                              const WriterSettings& settings);

}  // namespace sheaf::xlsx
