// What a target may tell of itself: seeds that it makes where no file of the samples is one, and whether it
// reads any.
#pragma once

#include <cstddef>
#include <filesystem>

/// Writes files to an empty folder. The weak one, of targets that have files of the samples, writes none.
extern "C" void sheaf_write_seeds(const std::filesystem::path& folder);

/// How many inputs were read to their end, with something in them. Targets that do not count have none.
extern "C" std::size_t sheaf_count_read();
