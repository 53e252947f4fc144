// A tracker that people have filled in: what they wrote, by the record that it stands beside.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reader.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::xlsx {

/// Names of the workbook's sheets besides the tables'.
namespace sheets {
inline constexpr std::string_view tracker = "Tracker", left_over = "Tracker, left over",
                                  dictionary = "data dictionary";
}

/// Titles of the columns that the tracker itself fills. Every other column is people's.
namespace titles {
inline constexpr std::string_view reference = "Reference", origin = "Origin", date = "Date", area = "Area",
                                  text = "Recommendation", modality = "Must or should", deadline = "By when",
                                  page = "Page", letter = "Letter", content = "Content", id = "Id",
                                  check = "Check", why = "Why it is here";
}

/// The columns for people that every tracker has, in order; they may add more.
inline constexpr std::string_view columns_for_people[] = {"Owner", "Action", "Status", "Evidence"};
/// The one in which comments, formulas and links of cells are carried on, which is made when there are any.
inline constexpr std::string_view comments_column = "Comments";

using CellTexts =
    std::map<std::string, std::string, std::less<>>;  ///< by title; those without text are absent

/// A hash of the words that the tracker itself says of a record. It stands beside them, so that the next run sees
/// whether somebody wrote over them. White space does not count.
std::string check_of(const CellTexts& cells);

struct FilledRow {
    CellTexts cells;
    std::string why;  ///< why it belongs to no record; empty when it may
    bool used = false;

    std::string_view operator[](std::string_view title) const {
        const auto cell = cells.find(title);
        return cell == cells.end() ? std::string_view() : std::string_view(cell->second);
    }
    /// Somebody has written into it.
    bool filled() const;
    /// Somebody wrote over what the tracker said, which now says `own`.
    bool written_over(const CellTexts& own) const;
};

class FilledTracker {
  public:
    FilledTracker() = default;
    /// Takes the rows of all sheets that have the columns of a tracker, what people wrote on sheets of tables (in columns and
    /// rows that these have not), and the sheets that people added. Throws `StageError` (`xlsx-unreadable`) when no
    /// sheet has the columns of a tracker.
    FilledTracker(std::vector<FilledSheet> all, const std::string& file, std::span<const RecordSpec> tables);

    /// Titles of people's columns, those of every tracker first.
    const std::vector<std::string>& columns() const { return columns_; }
    /// The row that belongs to the record: of the letter's name, or of its content where the letter was renamed. Null when
    /// there is none.
    FilledRow* find(std::string_view letter, std::string_view content, std::string_view id);
    /// In the order of the file.
    const std::vector<FilledRow>& rows() const { return rows_; }
    /// Sheets that are none of the workbook's.
    const std::vector<FilledSheet>& others() const { return others_; }

  private:
    void add_tracker(const FilledSheet& sheet, std::size_t head);
    void add_table(const FilledSheet& sheet, const RecordSpec& table);
    void add_row(FilledRow row);
    void add_column(const std::string& title);
    void add_notes(FilledRow& row, const std::vector<std::string>& titles, const std::vector<CellNote>& notes,
                   bool all_links);

    std::vector<std::string> columns_{std::begin(columns_for_people), std::end(columns_for_people)};
    std::vector<FilledRow> rows_;
    std::map<std::pair<std::string, std::string>, std::size_t> by_letter_, by_content_;  ///< with the id
    std::vector<FilledSheet> others_;
    bool found_ = false;
};

/// Whether the tracker fills the column of that title itself.
bool is_own_column(std::string_view title);

}  // namespace sheaf::xlsx
