// Seeds that a target makes itself, where no file of the samples is one.
#pragma once

#include <filesystem>

/// Writes files to an empty folder. The weak one, of targets that have files of the samples, writes none.
extern "C" void sheaf_write_seeds(const std::filesystem::path& folder);
