#include "filled.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>

#include "sheaf/ascii.hpp"
#include "sheaf/diagnostic.hpp"

namespace sheaf::xlsx {

namespace {

using Titles = std::vector<std::string>;

/// What the tracker says of a record.
constexpr std::array own_words = {titles::reference, titles::origin,   titles::date,     titles::area,
                                  titles::text,      titles::modality, titles::deadline, titles::page};
/// How a row is known.
constexpr std::array own_keys = {titles::letter, titles::content, titles::id, titles::check, titles::why};

bool contains(const Titles& list, std::string_view title) {
    return std::find(list.begin(), list.end(), title) != list.end();
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? ""
                                           : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// The tracker's own title that somebody may have written in other letters: `ID` is `Id`. Others as they are.
std::string known_title(const std::string& title) {
    const std::string small = text::lower(trimmed(title));
    for (const auto own : own_words)
        if (small == text::lower(own)) return std::string(own);
    for (const auto own : own_keys)
        if (small == text::lower(own)) return std::string(own);
    return title;
}

std::string column_title(std::size_t column) {
    return "Column " + std::to_string(column + 1);
}

/// A title for each column. Of two that are the same the second is people's.
Titles titles_in(const std::vector<std::string>& head) {
    Titles list;
    for (std::size_t i = 0; i < head.size(); ++i) {
        const std::string title = trimmed(head[i]).empty() ? column_title(i) : known_title(head[i]);
        std::string unique = title;
        for (int n = 2; contains(list, unique); ++n) unique = title + " (" + std::to_string(n) + ")";
        list.push_back(std::move(unique));
    }
    return list;
}

/// The position of the row with a tracker's titles.
std::optional<std::size_t> head_of(const FilledSheet& sheet) {
    for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
        const Titles list = titles_in(sheet.rows[i].cells);
        if (contains(list, titles::letter) && contains(list, titles::id) &&
            (contains(list, titles::text) || contains(list, titles::content)))
            return i;
    }
    return std::nullopt;
}

std::string title_at(const Titles& list, std::size_t column) {
    return column < list.size() ? list[column] : column_title(column);
}

bool is_word(std::string_view title) {
    return std::find(own_words.begin(), own_words.end(), title) != own_words.end();
}

/// The tracker's own words in a row, whatever titles they stand under.
std::multiset<std::string_view> words_in(const CellTexts& cells) {
    std::multiset<std::string_view> words;
    for (const auto& [title, text] : cells)
        if (is_word(title) && !text.empty()) words.insert(text);
    return words;
}

bool has_text(const FilledSheet& sheet) {
    return std::any_of(sheet.rows.begin(), sheet.rows.end(), [](const FilledSheet::Row& row) {
        return !row.notes.empty() || std::any_of(row.cells.begin(), row.cells.end(),
                                                 [](const std::string& text) { return !text.empty(); });
    });
}

}  // namespace

bool is_own_column(std::string_view title) {
    return is_word(title) || std::find(own_keys.begin(), own_keys.end(), title) != own_keys.end();
}

std::string check_of(const CellTexts& cells) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a
    const auto add = [&](unsigned char byte) { hash = (hash ^ byte) * 0x100000001b3ULL; };
    for (const auto title : own_words) {
        const auto cell = cells.find(title);
        if (cell != cells.end())
            for (const char c : cell->second)
                if (std::string_view(" \t\r\n").find(c) == std::string_view::npos)
                    add(static_cast<unsigned char>(c));
        add('\n');
    }
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[(hash >> shift) & 0xF];
    return digits;
}

bool FilledRow::filled() const {
    return std::any_of(cells.begin(), cells.end(),
                       [](const auto& cell) { return !is_own_column(cell.first); });
}

bool FilledRow::written_over(const CellTexts& own) const {
    const auto words = words_in(own);
    if (const std::string_view check = (*this)[titles::check]; !check.empty())
        return check_of(cells) != check && words_in(cells) != words;
    // Somebody has removed or renamed a column, perhaps to the title of another one.
    return std::any_of(own.begin(), own.end(), [&](const auto& word) {
        const std::string_view there = (*this)[word.first];
        return is_word(word.first) && !there.empty() && !words.contains(there);
    });
}

FilledTracker::FilledTracker(std::vector<FilledSheet> all, const std::string& file,
                             std::span<const RecordSpec> tables) {
    for (FilledSheet& sheet : all) {
        const auto table = std::find_if(tables.begin(), tables.end(),
                                        [&](const RecordSpec& one) { return sheet.name == one.name; });
        const bool of_table = table != tables.end() && !sheet.rows.empty() && !sheet.rows[0].cells.empty() &&
                              sheet.rows[0].cells[0] == table->fields[0].name;
        if (of_table)
            add_table(sheet, *table);
        else if (const auto head = head_of(sheet))
            add_tracker(sheet, *head);
        else if (sheet.name != sheets::dictionary && has_text(sheet))
            others_.push_back(std::move(sheet));
    }
    if (!found_)
        throw StageError("xlsx-unreadable",
                         "`" + file + "` has no sheet with the columns `" + std::string(titles::letter) +
                             "` and `" + std::string(titles::id) + "`, by which a tracker's rows are known",
                         "name a copy of `archive.xlsx` in which people filled in the tracker");
}

void FilledTracker::add_column(const std::string& title) {
    if (!is_own_column(title) && !contains(columns_, title)) columns_.push_back(title);
}

/// What a cell has besides its value stands in a column of its own, since the cell's value is written anew.
void FilledTracker::add_notes(FilledRow& row, const Titles& list, const std::vector<CellNote>& notes,
                              bool all_links) {
    for (const CellNote& note : notes) {
        const std::string title = title_at(list, note.column);
        const std::string_view value = row[title];
        // The tracker's own links, and addresses that are shown as they are.
        const std::string_view id = row[titles::id];
        if (note.is_link && (!all_links || is_own_column(title) || note.text == value ||
                             note.text == "mailto:" + std::string(value) ||
                             (!id.empty() && note.text.ends_with("#r-" + std::string(id)))))
            continue;
        const std::string text = title + ": " + note.text;
        std::string& cell = row.cells[std::string(comments_column)];
        if (cell.find(text) == std::string::npos) cell += (cell.empty() ? "" : "\n") + text;
        add_column(std::string(comments_column));
    }
}

void FilledTracker::add_tracker(const FilledSheet& sheet, std::size_t head) {
    found_ = true;
    const Titles list = titles_in(sheet.rows[head].cells);
    for (std::size_t i = 0; i < list.size(); ++i)
        if (!sheet.rows[head].cells[i].empty()) add_column(list[i]);
    const bool is_whole = std::all_of(own_words.begin(), own_words.end(),
                                      [&](std::string_view title) { return contains(list, title); });
    for (std::size_t at = 0; at < sheet.rows.size(); ++at) {
        if (at == head) continue;
        const auto& [cells, notes] = sheet.rows[at];
        FilledRow row;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cells[i].empty()) continue;
            const std::string title = at < head ? column_title(i) : title_at(list, i);
            add_column(title);
            row.cells.emplace(title, cells[i]);
        }
        // The check is one of all the words: where a column of them is gone, they are compared one by one.
        if (!is_whole) row.cells.erase(std::string(titles::check));
        add_notes(row, list, notes, true);
        row.why = row[titles::why];
        if (at < head && row.filled()) row.why = "it stood above the tracker";
        if (!row.cells.empty()) add_row(std::move(row));
    }
    FilledRow of_head;
    add_notes(of_head, list, sheet.rows[head].notes, false);
    of_head.why = "it was written beside a title";
    if (of_head.filled()) add_row(std::move(of_head));
}

void FilledTracker::add_table(const FilledSheet& sheet, const RecordSpec& table) {
    const Titles& list = sheet.rows[0].cells;
    const auto is_column = [&](const std::string& title) {
        return std::any_of(table.fields.begin(), table.fields.end(),
                           [&](const FieldSpec& one) { return title == one.name; });
    };
    for (std::size_t at = 1; at < sheet.rows.size(); ++at) {
        const auto& [cells, notes] = sheet.rows[at];
        const bool of_table = !cells.empty() && !cells[0].empty();  // the letter's name
        FilledRow row;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            std::string title = title_at(list, i);
            if (title.empty()) title = column_title(i);
            if (cells[i].empty() || (of_table && is_column(title))) continue;
            add_column(title);
            row.cells.emplace(title, cells[i]);
        }
        add_notes(row, list, notes, false);
        if (row.cells.empty()) continue;
        row.why = "it was written on the sheet `" + sheet.name + "`";
        for (std::size_t i = 0; of_table && i < cells.size(); ++i)
            for (const auto key : {titles::letter, titles::id})
                if (title_at(list, i) == text::lower(key)) row.cells.emplace(key, cells[i]);
        rows_.push_back(std::move(row));
    }
}

void FilledTracker::add_row(FilledRow row) {
    const std::string letter(row[titles::letter]), content(row[titles::content]), id(row[titles::id]);
    const std::size_t at = rows_.size();
    if (!id.empty()) {
        const auto [known, is_new] = by_letter_.emplace(std::pair(letter, id), at);
        if (!is_new) {
            FilledRow& first = rows_[known->second];
            if (row.cells == first.cells) return;
            if (first.filled() || !row.filled()) {
                if (row.why.empty()) row.why = "another row stands beside the same record";
            } else {  // the row that somebody filled in is the one
                known->second = at;
                first.why = "another row stands beside the same record";
            }
        }
        if (!content.empty() && row.filled() && row.why.empty())
            by_content_.emplace(std::pair(content, id), at);
    }
    rows_.push_back(std::move(row));
}

FilledRow* FilledTracker::find(std::string_view letter, std::string_view content, std::string_view id) {
    auto found = by_letter_.find({std::string(letter), std::string(id)});
    if (found == by_letter_.end()) {
        found = by_content_.find({std::string(content), std::string(id)});
        if (found == by_content_.end()) return nullptr;
    }
    FilledRow& row = rows_[found->second];
    row.used = true;
    return &row;
}

}  // namespace sheaf::xlsx
