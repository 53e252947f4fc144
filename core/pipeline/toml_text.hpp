// TOML text to nodes, and what is wrong with it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/toml_node.hpp"
#include "sheaf/diagnostic.hpp"

namespace sheaf {

struct TomlFile {
    std::string name;  ///< as diagnostics print it
    TomlNode root;
    bool damaged = false;  ///< lines with syntax errors were left out, so keys may be missing
    bool usable = true;    ///< false when a damaged line was a table's header: keys may stand in wrong tables
};

/// Parses the text. A line with a syntax error is reported, left out, and the rest parsed on, so that one pass
/// finds all mistakes.
TomlFile parse_toml(std::string_view text, const std::string& name, std::vector<Diagnostic>& problems);

/// A TOML text whose tables can be read one at a time.
class TomlTables {
  public:
    explicit TomlTables(std::string text = {});

    /// The text with every table blanked out but the one of that name and the keys above all tables (no table when the
    /// name is empty). Line numbers stay. A text whose tables cannot be told apart by their headers comes whole.
    std::string only(std::string_view name) const;
    /// Whether it may have a table of that name.
    bool has(std::string_view name) const;
    /// All of it.
    const std::string& text() const { return text_; }

  private:
    struct Part {
        std::string table;  ///< empty: the keys above all tables
        std::size_t begin = 0, end = 0, lines = 0;
    };
    /// Whether its headers tell the tables apart.
    bool find_parts();

    std::string text_;
    std::vector<Part> parts_;  ///< in order; one without a name of a text that comes whole
};

/// Where a node or a key begins.
Place place_of(const TomlFile& file, TomlPosition at);

}  // namespace sheaf
