// The `[batch]` table of a pipeline file: inputs, filters and limits of a job, which the command line may
// override.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/options_reader.hpp"
#include "pipeline/toml_text.hpp"
#include "sheaf/diagnostic.hpp"
#include "sheaf/options.hpp"

namespace sheaf {

/// Every key, with its default and its help. The command line has an option for each.
std::span<const OptionSpec> batch_keys();

/// Reports globs of the table that can match nothing.
void check_globs(const TomlFile& file, const TomlNode& batch, std::vector<Diagnostic>& problems);

/// The table of the pipeline file `path`, which was parsed as `file`, with defaults where it says nothing; its paths are
/// relative to the file. Reports what is wrong with it.
Options read_batch_table(const TomlFile& file, const std::filesystem::path& path, OptionsReader& reader,
                         std::vector<Diagnostic>& problems);

/// What the command line says of a key: one value, or several of a list.
using BatchOverride = std::pair<std::string, std::vector<std::string>>;

/// Sets what the command line says. Reports values that the keys do not allow.
void override_batch(Options& batch, const std::vector<BatchOverride>& overrides,
                    std::vector<Diagnostic>& problems);

/// The option of the command line for a key: `cpu_seconds` is `--cpu-seconds`.
std::string option_named(std::string_view key);

}  // namespace sheaf
