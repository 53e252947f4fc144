// A TOML table to typed options, by a stage's declared option table.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "pipeline/declaration.hpp"
#include "pipeline/toml_text.hpp"
#include "sheaf/options.hpp"

namespace sheaf {

/// Reads option tables and collects every mistake. Keeps the parsed default values, so use one for many tables.
class OptionsReader {
  public:
    explicit OptionsReader(std::vector<Diagnostic>& problems) : problems_(problems) {}

    /// The table's values by its declaration, defaults filled in. Keys in `others` are known and left alone.
    /// `place` is that of the table, where missing keys are reported.
    Options read(const TomlFile& file, const TomlNode& table, std::span<const OptionSpec> specs,
                 const Place& place, const std::vector<std::string>& others = {});

    /// The declared default; a default that is no valid value is reported once.
    const std::optional<Options::Value>& default_of(const OptionSpec& spec);

  private:
    std::optional<Options::Value> value(const TomlFile& file, const TomlNode& node, const OptionSpec& spec);
    std::optional<Options::Value> number(const TomlFile& file, const TomlNode& node, const OptionSpec& spec);
    std::optional<std::string> text(const TomlFile& file, const TomlNode& node, const OptionSpec& spec);
    std::optional<Options::Value> list(const TomlFile& file, const TomlNode& node, const OptionSpec& spec);
    std::optional<Options::Value> tables(const TomlFile& file, const TomlNode& node, const OptionSpec& spec);
    std::optional<Options::Value> text_map(const TomlFile& file, const TomlNode& node,
                                           const OptionSpec& spec);
    std::optional<std::string> file_content(const TomlFile& file, const TomlNode& node,
                                            const OptionSpec& spec);
    void wrong_type(const TomlFile& file, const TomlNode& node, const OptionSpec& spec);

    std::vector<Diagnostic>& problems_;
    std::map<const OptionSpec*, std::optional<Options::Value>> defaults_;
};

}  // namespace sheaf
