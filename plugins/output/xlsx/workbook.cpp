#include "workbook.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "sheaf/csv.hpp"
#include "sheaf/date.hpp"
#include "sheaf/diagnostic.hpp"
#include "sheaf/text.hpp"

namespace sheaf::xlsx {

namespace {

constexpr std::size_t most_characters = 32767;  // of a cell
constexpr std::size_t longest_name = 31;        // of a sheet
constexpr std::size_t longest_link = 2079;

void must_succeed(lxw_error error) {
    if (error != LXW_NO_ERROR)
        throw StageError("xlsx-failed", std::string("the workbook cannot be written: ") + lxw_strerror(error),
                         "check the output folder, and the space left");
}

/// The text in the room that a cell has.
std::string fitting(const std::string& text) {
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size() && count < most_characters - 1; ++count)
        text::next(text, at);
    return at == text.size() ? text : text.substr(0, at) + "…";
}

/// Lists as people read them: a line each.
std::string lines_of(const std::vector<std::string>& texts) {
    std::string lines;
    for (const std::string& text : texts) lines += (lines.empty() ? "" : "\n") + text;
    return lines;
}

}  // namespace

Column column_of(const FieldSpec& field) {
    constexpr std::array<std::string_view, 7> long_texts = {"text",    "evidence", "sentence",  "meaning",
                                                            "message", "doubts",   "definition"};
    constexpr std::array<std::string_view, 4> short_texts = {"label", "block", "id", "modality"};
    const auto among = [&](const auto& names) {
        return std::find(names.begin(), names.end(), field.name) != names.end();
    };
    Column column{field.name, 20, field.type == FieldType::date};
    if (among(long_texts))
        column.width = 60;
    else if (field.type == FieldType::texts)
        column.width = 40;
    else if (field.type != FieldType::text || among(short_texts))
        column.width = 12;
    return column;
}

Sheet::Sheet(Workbook& book, const std::string& name, std::vector<Column> columns)
    : book_(book), sheet_(workbook_add_worksheet(book.book_, name.c_str())), columns_(std::move(columns)) {
    if (!sheet_)
        throw StageError("xlsx-failed", "the workbook can have no sheet `" + name +
                                            "`: " + std::string(std::strerror(errno)));
    lxw_col_t at = 0;
    for (const Column& column : columns_) {
        lxw_row_col_options options{};
        options.hidden = column.hidden ? LXW_TRUE : LXW_FALSE;
        must_succeed(worksheet_set_column_opt(sheet_, at, at, column.width, nullptr, &options));
        must_succeed(worksheet_write_string(sheet_, 0, at++, column.title.c_str(), book_.head_));
    }
    worksheet_freeze_panes(sheet_, 1, 1);
    worksheet_repeat_rows(sheet_, 0, 0);
    worksheet_set_landscape(sheet_);
    worksheet_fit_to_pages(sheet_, 1, 0);
}

bool Sheet::add(const std::vector<Cell>& cells) {
    if (row_ == most_rows) return false;
    for (std::size_t i = 0; i < cells.size(); ++i) write(static_cast<std::uint16_t>(i), cells[i]);
    ++row_;
    return true;
}

void Sheet::write(std::uint16_t column, const Cell& cell) {
    if (const auto* truth = std::get_if<bool>(&cell.value)) {
        must_succeed(worksheet_write_boolean(sheet_, row_, column, *truth ? 1 : 0, book_.text_));
        return;
    }
    std::optional<double> number;
    if (const auto* whole = std::get_if<std::int64_t>(&cell.value)) number = static_cast<double>(*whole);
    if (const auto* real = std::get_if<double>(&cell.value)) number = *real;
    std::string text;
    if (const auto* one = std::get_if<std::string>(&cell.value)) text = *one;
    if (const auto* list = std::get_if<std::vector<std::string>>(&cell.value)) text = lines_of(*list);
    if (!cell.link.empty() && cell.link.size() <= longest_link && (number || !text.empty()) &&
        links_ < most_links && book_.links_ < most_links_of_all) {
        ++links_;
        ++book_.links_;
        if (number) text = csv::cell_of(cell.value);
        must_succeed(worksheet_write_url_opt(sheet_, row_, column, cell.link.c_str(), book_.link_,
                                             fitting(text).c_str(), nullptr));
        return;
    }
    if (number) {
        must_succeed(worksheet_write_number(sheet_, row_, column, *number, book_.number_));
        return;
    }
    const auto date = columns_[column].date ? date_from_iso(text) : std::nullopt;
    constexpr int first_year = 1900;  // of the dates that a workbook knows
    if (date && date->year >= first_year) {
        lxw_datetime moment{};
        moment.year = date->year;
        moment.month = date->month;
        moment.day = date->day;
        must_succeed(worksheet_write_datetime(sheet_, row_, column, &moment, book_.date_));
    } else if (!text.empty()) {
        must_succeed(worksheet_write_string(sheet_, row_, column, fitting(text).c_str(), book_.text_));
    }
}

void Sheet::choose(std::uint16_t column, const std::vector<std::string>& choices) {
    std::vector<const char*> list;
    list.reserve(choices.size() + 1);
    for (const std::string& choice : choices) list.push_back(choice.c_str());
    list.push_back(nullptr);
    lxw_data_validation rule{};
    rule.validate = LXW_VALIDATION_TYPE_LIST;
    rule.value_list = const_cast<char**>(reinterpret_cast<const char**>(list.data()));  // is only read
    // Another text is asked about, and then taken.
    rule.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
    must_succeed(worksheet_data_validation_range(sheet_, 1, column, std::max(row_, 2U) - 1, column, &rule));
}

void Sheet::finish() {
    if (!columns_.empty())
        must_succeed(worksheet_autofilter(sheet_, 0, 0, std::max(row_, 2U) - 1,
                                          static_cast<lxw_col_t>(columns_.size() - 1)));
}

Workbook::Workbook(std::string file, std::string folder)
    : file_(std::move(file)), folder_(std::move(folder)) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = folder_.data();
    book_ = workbook_new_opt(file_.c_str(), &options);
    if (!book_) throw StageError("xlsx-failed", "libxlsxwriter makes no workbook");
    lxw_doc_properties properties{};
    properties.title = const_cast<char*>("Archive of letters");
    properties.created = 946684800;  // the library would write the present time
    must_succeed(workbook_set_properties(book_, &properties));
    head_ = format();
    format_set_bold(head_);
    format_set_bg_color(head_, 0xDDE6EE);
    format_set_border(head_, LXW_BORDER_THIN);
    text_ = format();
    format_set_text_wrap(text_);
    format_set_num_format(text_, "@");  // what somebody types over a label stays a label
    number_ = format();
    date_ = format();
    format_set_num_format(date_, "yyyy-mm-dd");
    format_set_align(date_, LXW_ALIGN_LEFT);
    link_ = format();
    format_set_font_color(link_, 0x0563C1);
    format_set_underline(link_, LXW_UNDERLINE_SINGLE);
    format_set_text_wrap(link_);
}

Workbook::~Workbook() {
    if (book_) workbook_close(book_);  // which also frees what it keeps
}

lxw_format* Workbook::format() {
    lxw_format* made = workbook_add_format(book_);
    format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
    return made;
}

Sheet& Workbook::add_sheet(const std::string& name, std::vector<Column> columns) {
    sheets_.push_back(std::unique_ptr<Sheet>(new Sheet(*this, free_name(name), std::move(columns))));
    return *sheets_.back();
}

std::string Workbook::free_name(const std::string& wanted) {
    for (int n = 1;; ++n) {
        const std::string behind = n == 1 ? "" : " (" + std::to_string(n) + ")";
        std::size_t end = 0;
        for (std::size_t count = behind.size(); end < wanted.size() && count < longest_name; ++count)
            text::next(wanted, end);
        std::string name = wanted.substr(0, end) + behind;
        if (names_.insert(text::fold(name)).second) return name;
    }
}

void Workbook::finish() {
    for (const auto& sheet : sheets_) sheet->finish();
    must_succeed(workbook_close(std::exchange(book_, nullptr)));
}

}  // namespace sheaf::xlsx
