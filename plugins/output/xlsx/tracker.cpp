#include "tracker.hpp"

#include <algorithm>

#include "sheaf/csv.hpp"

namespace sheaf::xlsx {

namespace {

const std::vector<std::string> statuses = {"Open", "In progress", "Done", "Not agreed"};

/// The tracker's own columns around people's, then people's.
std::vector<std::string> titles_of(const FilledTracker& filled) {
    using namespace titles;
    std::vector<std::string> list;
    for (const std::string_view title : {reference, origin, date, area, text, modality, deadline})
        list.emplace_back(title);
    list.insert(list.end(), filled.columns().begin(), filled.columns().end());
    for (const std::string_view title : {page, letter, content, id, check}) list.emplace_back(title);
    return list;
}

Column column_titled(const std::string& title) {
    using namespace titles;
    const bool is_date = title == date || title == deadline;
    const bool narrow =
        is_date || title == reference || title == modality || title == page || title == "Status";
    return {title, title == text ? 60.0 : narrow ? 12.0 : 24.0, is_date, title == check};
}

std::vector<Column> columns_of(const std::vector<std::string>& titles) {
    std::vector<Column> columns;
    columns.reserve(titles.size());
    for (const std::string& title : titles) columns.push_back(column_titled(title));
    return columns;
}

CellTexts words_of_demand(const Demand& demand) {
    using namespace titles;
    const std::string shown_page = csv::cell_of(demand.page);
    const std::pair<std::string_view, const std::string&> said[] = {{reference, demand.reference},
                                                                    {origin, demand.origin},
                                                                    {date, demand.date},
                                                                    {area, demand.area},
                                                                    {text, demand.text},
                                                                    {modality, demand.modality},
                                                                    {deadline, demand.deadline},
                                                                    {letter, demand.letter},
                                                                    {content, demand.content},
                                                                    {id, demand.id},
                                                                    {page, shown_page}};
    CellTexts words;
    for (const auto& [title, word] : said)
        if (!word.empty()) words.emplace(title, word);
    words.emplace(check, check_of(words));
    return words;
}

}  // namespace

Tracker::Tracker(Workbook& book, FilledTracker& filled)
    : book_(book),
      filled_(filled),
      titles_(titles_of(filled)),
      sheet_(book.add_sheet(std::string(sheets::tracker), columns_of(titles_))) {}

bool Tracker::add(const Demand& demand) {
    const FilledRow* const row = filled_.find(demand.letter, demand.content, demand.id);
    const CellTexts own = words_of_demand(demand);
    if (row && row->written_over(own)) changed_.push_back(row);
    std::vector<Cell> cells;
    for (const std::string& title : titles_) {
        Cell& cell = cells.emplace_back();
        if (title == titles::page)
            cell.value = demand.page;
        else if (const auto known = own.find(title); known != own.end())
            cell.value = known->second;
        else if (row && !is_own_column(title))
            cell.value = std::string((*row)[title]);
        if (title == titles::reference) cell.link = demand.link;
    }
    return sheet_.add(cells);
}

std::size_t Tracker::finish() {
    const auto status = std::find(titles_.begin(), titles_.end(), "Status") - titles_.begin();
    sheet_.choose(static_cast<std::uint16_t>(status), statuses);
    add_others();
    std::vector<std::pair<const FilledRow*, std::string>> rows;
    for (const FilledRow& row : filled_.rows()) {
        if (row.used) continue;
        if (!row.why.empty() || row[titles::id].empty())
            rows.emplace_back(&row, row.why.empty() ? "a row that somebody added" : row.why);
        else if (row.filled() || row.written_over({}))
            rows.emplace_back(&row, "its record is no longer in the letters");
    }
    for (const FilledRow* row : changed_) rows.emplace_back(row, "the tracker's own words were others");
    if (rows.empty()) return 0;
    std::vector<std::string> titles = titles_;
    titles.insert(titles.begin(), std::string(titles::why));
    Sheet& sheet = book_.add_sheet(std::string(sheets::left_over), columns_of(titles));
    for (const auto& [row, why] : rows) {
        std::vector<Cell> cells;
        cells.reserve(titles.size());
        for (const std::string& title : titles)
            cells.push_back({title == titles::why ? why : std::string((*row)[title]), {}});
        sheet.add(cells);
    }
    return rows.size();
}

/// The sheets that people added, as they are but for their looks.
void Tracker::add_others() {
    for (const FilledSheet& other : filled_.others()) {
        std::size_t width = 0;
        for (const FilledSheet::Row& row : other.rows)
            width = std::max(width, row.cells.size() + (row.notes.empty() ? 0 : 1));
        std::vector<Column> columns(width, {"", 24.0});
        for (std::size_t i = 0; i < other.rows[0].cells.size(); ++i)
            columns[i].title = other.rows[0].cells[i];
        Sheet& sheet = book_.add_sheet(other.name, columns);
        for (std::size_t at = 0; at < other.rows.size(); ++at) {
            std::vector<Cell> cells;
            if (at > 0)
                for (const std::string& text : other.rows[at].cells) cells.push_back({text, {}});
            // What a cell has besides its value, behind the row, once: it is text from then on.
            std::string notes;
            for (const CellNote& note : other.rows[at].notes)
                notes += (notes.empty() ? "" : "\n") + note.text;
            if (!notes.empty()) {
                cells.resize(width);
                cells.back() = {notes, {}};
            }
            if (at > 0 || !notes.empty()) sheet.add(cells);
        }
    }
}

}  // namespace sheaf::xlsx
