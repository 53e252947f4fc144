// Declared options, and the typed values that the host parses and validates for a stage.
//
// A stage declares its options in a table. From it the host reads the pipeline file, refuses unknown keys,
// wrong types and values out of range with line and column, fills in defaults, and makes the help of
// `sheaf options`:
//
//     const sheaf::OptionSpec options[] = {{
//         .name = "minimum",
//         .type = sheaf::OptionType::integer,
//         .help = "Fewest words of a sentence.",
//         .default_value = "3",
//         .minimum = 1,
//         .maximum = 1000,
//     }};
//
// The stage then reads values by name: `setup.options.integer("minimum")`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sheaf/diagnostic.hpp"
#include "sheaf/export.hpp"

namespace sheaf {

/// What an option's values are, and with which function of `Options` they are read.
enum class OptionType : std::uint8_t {
    flag,     ///< true or false
    integer,  ///< 64-bit
    number,   ///< double
    text,
    choice,    ///< one of `choices`
    pattern,   ///< an RE2 regular expression; it has been compiled once, so it is known to be valid
    texts,     ///< a list of texts
    patterns,  ///< a list of patterns
    choices,   ///< a list of texts, each one of `choices`
    table,     ///< a table whose keys are declared in `keys`
    tables,    ///< an array of such tables
    text_map,  ///< a table with free keys and text values
    file,  ///< the path of a file, relative to the file that names it; the value is the file's content, UTF-8
};

/// One row of a declared option table. Plain data: it may be read before any code of the plugin runs.
struct OptionSpec {
    const char* name;  ///< the key in the pipeline file
    OptionType type;   ///< what its values are
    const char* help;  ///< one sentence: meaning, unit, range
    const char* default_value =
        nullptr;                    ///< as TOML, such as `true`, `"auto"` or `[]`; null: absent unless given
    const char* choices = nullptr;  ///< `a|b|c`
    double minimum = 0;             ///< of integer and number, inclusive
    double maximum = 0;             ///< of integer and number, inclusive; equal to `minimum`: no limit
    bool required = false;          ///< a file without it is refused
    std::span<const OptionSpec> keys = {};  ///< of table and tables
};

/// The validated values of one option table. The host has checked types, ranges and choices before a stage sees them. To
/// request a name that is not declared, or another type than the declared one, is a programming error and throws
/// `std::logic_error`. What is returned by reference lives as long as the options.
class SHEAF_API Options {
  public:
    Options();
    ~Options();
    Options(const Options&);
    Options(Options&&) noexcept;
    Options& operator=(const Options&);
    Options& operator=(Options&&) noexcept;

    /// Whether the option was given or has a default.
    bool has(std::string_view name) const;

    bool flag(std::string_view name) const;             ///< false when absent
    std::int64_t integer(std::string_view name) const;  ///< 0 when absent
    double number(std::string_view name) const;         ///< 0 when absent
    /// Of text, choice and pattern, and the content of a file; empty when absent.
    const std::string& text(std::string_view name) const;
    /// Of texts, patterns and choices; empty when absent.
    const std::vector<std::string>& texts(std::string_view name) const;
    /// Of table; a table without values when absent.
    const Options& table(std::string_view name) const;
    /// Of tables, in file order; empty when absent.
    const std::vector<Options>& tables(std::string_view name) const;
    /// Of text_map, in file order; empty when absent.
    const std::vector<std::pair<std::string, std::string>>& text_map(std::string_view name) const;

    /// Where the table itself begins (file, line, column), for messages.
    const Place& place() const;

    /// A value of any type.
    using Value = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>, Options,
                               std::vector<Options>, std::vector<std::pair<std::string, std::string>>>;
    /// For the host: the names and types that may be requested. Without a declaration (in tests) every name
    /// that was not set is absent.
    void declare(std::span<const OptionSpec> specs);
    /// For the host and for tests: sets a value.
    void set(std::string name, Value value);
    /// For the host: where the table begins.
    void set_place(Place place);

  private:
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace sheaf
