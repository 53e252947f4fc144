// The archive as `archive.sqlite` has it: the register of all letters, searches, authorities, charts.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "archive/sqlite.hpp"
#include "pipeline/plan.hpp"
#include "review/kept.hpp"
#include "review/page.hpp"
#include "review/register_query.hpp"

namespace sheaf::review {

/// Used by many threads.
class Register {
  public:
    /// The archive's database in a batch's output folder. `workbook` is the output that writes workbooks, if there is one.
    Register(const std::filesystem::path& out, const Plan& plan, std::optional<StageRef> workbook);

    /// Whether the archive has a database that can be read.
    bool exists() const;
    bool writes_workbooks() const { return workbook_.has_value(); }

    /// The pages, and the letters that the first shows, as files. Throw `SqliteError`, `letters_xlsx` also `StageError`.
    std::string letters_page(const Site& site, const Query& query) const;
    std::string letters_csv(const Query& query) const;
    std::string letters_xlsx(const Query& query) const;
    std::string search_page(const Site& site, const Query& query) const;
    std::string authorities_page(const Site& site, const Query& query) const;
    std::string authority_page(const Site& site, const Query& query) const;
    std::string charts_page(const Site& site, const Query& query) const;

  private:
    Database open() const;
    std::vector<std::string> choices(const Filter& filter, Database& database) const;
    void write_filters(const Element& main, Database& database, const Query& query) const;

    const std::filesystem::path file_;
    const Plan& plan_;
    const std::optional<StageRef> workbook_;
    mutable Kept<std::vector<std::string>> choices_;  ///< by filter
    mutable Kept<std::string> pages_;                 ///< by path
    mutable Kept<std::int64_t> counts_;               ///< of letters, by question
};

/// Where the letter of that name is opened.
std::string link_to(std::string_view letter, std::string_view record = {});

}  // namespace sheaf::review
