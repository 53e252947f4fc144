// What the register is asked for, as SQL over `archive.sqlite`.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "archive/sqlite.hpp"

namespace sheaf::review {

/// A value of a request's query, by name; empty when it has none.
using Query = std::function<std::string(const char* name)>;

/// Something by which letters are left out.
struct Filter {
    const char* name;         ///< in the address
    const char* title;        ///< for people
    const char* condition;    ///< SQL over the table `letters`; `?` is the value
    const char* choices;      ///< SQL that lists what can be chosen; null: free text
    const char* needs_table;  ///< without this table and column, there is no such filter
    const char* needs_column;
};
inline constexpr std::size_t filter_count = 7;
std::span<const Filter> filters();

/// A column that the register shows and sorts by.
struct RegisterColumn {
    const char* name;   ///< in the table `letters`
    const char* title;  ///< for people
};

/// The letters that an address asks for. SQL is put together from constants only; what people type is bound.
class Question {
  public:
    Question(const Query& query, Database& database);

    /// How many letters it asks for, which no order changes.
    std::int64_t count(Database& database) const;
    /// What it asks for, as a key: equal for questions of one count.
    std::string key() const;
    /// The ids of as many of them, in order, from the one behind the `first`.
    std::vector<std::int64_t> letters(Database& database, std::int64_t most, std::int64_t first) const;
    /// Of all of them.
    std::vector<std::int64_t> letters(Database& database) const { return letters(database, -1, 0); }

    /// The columns that this archive has.
    const std::vector<RegisterColumn>& columns() const { return columns_; }
    const std::string& sort() const { return sort_; }
    bool descending() const { return descending_; }
    std::int64_t page() const { return page_; }  ///< from 1

  private:
    std::array<std::optional<std::string>, filter_count> values_;
    std::vector<RegisterColumn> columns_;
    std::string sort_ = "date", from_ = "letters", where_;
    bool descending_ = true;
    std::int64_t page_ = 1;
};

/// The register's address with one thing changed.
std::string address(const char* path, const Query& query, const std::string& name, const std::string& value);

/// Words as a question to FTS5: all of them, in any order; nobody's quotes or operators.
std::string match_of(std::string_view words);

/// The same of single words, for an index without places: what is no letter and no digit parts them.
std::string match_of_words(std::string_view words);

/// Whether the database has that table with that column.
bool has_column(Database& database, const std::string& table, const std::string& column);

/// As a part of an address.
std::string percent_encoded(std::string_view text);

}  // namespace sheaf::review
