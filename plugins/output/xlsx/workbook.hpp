// A workbook that is written row by row, through libxlsxwriter.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/plugin.hpp"

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

namespace sheaf::xlsx {

/// How many rows a sheet has room for, its header included; and how many links.
inline constexpr std::uint32_t most_rows = 1'048'576;
inline constexpr std::uint32_t most_links = 65'530;
/// Of the whole workbook: the library keeps links in memory until the end, about a kilobyte each.
inline constexpr std::uint32_t most_links_of_all = 50'000;

struct Column {
    std::string title;
    double width = 12;  ///< in characters
    bool date = false;  ///< its texts are dates in ISO 8601 form
    bool hidden = false;
};

/// A column as wide as its values commonly are.
Column column_of(const FieldSpec& field);

/// What a cell says. A text is always text: `=1` is no formula, `4.10` no number.
struct Cell {
    FieldValue value;
    std::string link;  ///< where it leads: a relative address or one with a scheme; empty: nowhere
};

class Workbook;

class Sheet {
  public:
    /// Writes a row behind those before; false when the sheet is full. Throws `StageError` (`xlsx-failed`).
    bool add(const std::vector<Cell>& cells);
    std::uint32_t rows() const { return row_ - 1; }  ///< without the header
    /// Cells of the column in all rows so far may only be one of these texts.
    void choose(std::uint16_t column, const std::vector<std::string>& choices);
    /// Sets the filter; after the last row.
    void finish();

  private:
    friend class Workbook;
    Sheet(Workbook& book, const std::string& name, std::vector<Column> columns);
    void write(std::uint16_t column, const Cell& cell);

    Workbook& book_;
    lxw_worksheet* sheet_;
    std::vector<Column> columns_;
    std::uint32_t row_ = 1, links_ = 0;
};

/// Everything throws `StageError` (`xlsx-failed`) with the library's reason. Memory does not grow with the rows.
class Workbook {
  public:
    /// `folder` is for what the library keeps of the rows until the workbook is closed.
    Workbook(std::string file, std::string folder);
    ~Workbook();
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;

    /// A sheet of that name, as far as sheets' names may have it: they are short, and no two are the same. It lives as long as
    /// the workbook.
    Sheet& add_sheet(const std::string& name, std::vector<Column> columns);
    /// Completes and closes the file.
    void finish();

  private:
    friend class Sheet;
    lxw_format* format();
    std::string free_name(const std::string& wanted);

    std::string file_, folder_;
    lxw_workbook* book_;
    lxw_format *head_, *text_, *date_, *link_, *number_;
    std::vector<std::unique_ptr<Sheet>> sheets_;
    std::set<std::string> names_;  ///< of sheets, case-folded
    std::uint32_t links_ = 0;
};

}  // namespace sheaf::xlsx
