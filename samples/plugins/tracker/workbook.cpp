#include "workbook.hpp"

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <stdexcept>

#include "sheaf/text.hpp"

namespace tracker {

namespace {

constexpr std::size_t most_characters = 32767;  // of a cell
constexpr lxw_row_t rows_to_fill_in = 200;      // below the actions, for those of the reader

struct Column {
    const char* title;
    double width;  ///< in characters
};
constexpr Column columns[] = {{"Label", 8},  {"Action", 70}, {"Kind", 18},   {"Responsible", 24}, {"Page", 8},
                              {"Owner", 22}, {"Due", 12},    {"Status", 14}, {"Notes", 40}};
enum : lxw_col_t {
    label_column,
    text_column,
    kind_column,
    responsible_column,
    page_column,
    owner_column,
    due_column,
    status_column,
    notes_column
};

void check(lxw_error error) {
    if (error != LXW_NO_ERROR) throw std::runtime_error(lxw_strerror(error));
}

/// The text in the room that a cell has.
std::string fitting(const std::string& text) {
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size() && count < most_characters - 1; ++count)
        sheaf::text::next(text, at);
    return at == text.size() ? text : text.substr(0, at) + "…";
}

/// The library writes to a file; this one has no name and is gone with the process.
class MemoryFile {
  public:
    MemoryFile() : file_(::memfd_create("tracker", MFD_CLOEXEC)) {
        if (file_ < 0) throw std::runtime_error("no memory for the file");
    }
    ~MemoryFile() { ::close(file_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }
    std::string bytes() const {
        std::string bytes(static_cast<std::size_t>(::lseek(file_, 0, SEEK_END)), '\0');
        if (::pread(file_, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
            throw std::runtime_error("the file cannot be read back");
        return bytes;
    }

  private:
    int file_;
};

class Sheet {
  public:
    Sheet(lxw_workbook* book, const Choices& choices)
        : book_(book), sheet_(workbook_add_worksheet(book, "Actions")), choices_(choices) {
        head_ = format();
        format_set_bold(head_);
        format_set_bg_color(head_, 0xDDE6EE);
        format_set_border(head_, LXW_BORDER_THIN);
        text_ = format();
        format_set_text_wrap(text_);
        date_ = format();
        format_set_num_format(date_, "yyyy-mm-dd");
        format_set_align(date_, LXW_ALIGN_LEFT);
        link_ = format();
        format_set_font_color(link_, 0x0563C1);
        format_set_underline(link_, LXW_UNDERLINE_SINGLE);
    }

    void write(const std::vector<Action>& actions) {
        for (lxw_col_t i = 0; i <= notes_column; ++i) {
            check(worksheet_set_column(sheet_, i, i, columns[i].width, nullptr));
            check(worksheet_write_string(sheet_, 0, i, columns[i].title, head_));
        }
        lxw_row_t row = 0;
        for (const Action& action : actions) write(++row, action);
        worksheet_freeze_panes(sheet_, 1, 0);
        check(worksheet_autofilter(sheet_, 0, 0, std::max<lxw_row_t>(row, 1), notes_column));
        validate(row + rows_to_fill_in);
        worksheet_repeat_rows(sheet_, 0, 0);
        worksheet_set_landscape(sheet_);
        worksheet_fit_to_pages(sheet_, 1, 0);
    }

  private:
    lxw_format* format() {
        lxw_format* made = workbook_add_format(book_);
        format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
        return made;
    }

    /// Always as text: a cell that begins with `=` is no formula.
    void string(lxw_row_t row, lxw_col_t column, const std::string& text) {
        check(worksheet_write_string(sheet_, row, column, fitting(text).c_str(), text_));
    }

    void write(lxw_row_t row, const Action& action) {
        string(row, label_column, action.label);
        string(row, text_column, action.text);
        string(row, kind_column, action.kind);
        string(row, responsible_column, action.responsible);
        const std::string page = action.page > 0 ? "page " + std::to_string(action.page) : "letter";
        check(worksheet_write_url_opt(sheet_, row, page_column, ("external:" + action.link).c_str(), link_,
                                      page.c_str(), "The words in the letter"));
        string(row, owner_column, "");
        if (action.due) {
            lxw_datetime date{};
            date.year = action.due->year;
            date.month = action.due->month;
            date.day = action.due->day;
            check(worksheet_write_datetime(sheet_, row, due_column, &date, date_));
        } else {
            check(worksheet_write_blank(sheet_, row, due_column, date_));
        }
        string(row, status_column, choices_.statuses.front());
        string(row, notes_column, "");
    }

    void choose(lxw_col_t column, lxw_row_t last, const std::vector<std::string>& choices,
                const char* title) {
        std::vector<const char*> list;
        for (const std::string& choice : choices) list.push_back(choice.c_str());
        list.push_back(nullptr);
        lxw_data_validation rule{};
        rule.validate = LXW_VALIDATION_TYPE_LIST;
        rule.value_list = const_cast<char**>(reinterpret_cast<const char**>(list.data()));  // is only read
        rule.error_title = const_cast<char*>(title);
        rule.error_message = const_cast<char*>("Choose one from the list.");
        check(worksheet_data_validation_range(sheet_, 1, column, last, column, &rule));
    }

    void validate(lxw_row_t last) {
        choose(status_column, last, choices_.statuses, "Status");
        if (!choices_.owners.empty()) {
            choose(owner_column, last, choices_.owners, "Owner");
        } else {
            lxw_data_validation name{};
            name.validate = LXW_VALIDATION_TYPE_LENGTH;
            name.criteria = LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO;
            name.value_number = 100;
            name.error_title = const_cast<char*>("Owner");
            name.error_message = const_cast<char*>("A name of up to 100 characters.");
            check(worksheet_data_validation_range(sheet_, 1, owner_column, last, owner_column, &name));
        }
        lxw_data_validation date{};
        date.validate = LXW_VALIDATION_TYPE_DATE;
        date.criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
        date.value_datetime = {2000, 1, 1, 0, 0, 0};
        date.error_title = const_cast<char*>("Due");
        date.error_message = const_cast<char*>("A date from 2000 on.");
        check(worksheet_data_validation_range(sheet_, 1, due_column, last, due_column, &date));
    }

    lxw_workbook* book_;
    lxw_worksheet* sheet_;
    const Choices& choices_;
    lxw_format *head_, *text_, *date_, *link_;
};

}  // namespace

std::string fault_of(const std::vector<std::string>& choices) {
    std::size_t characters = 0;
    for (const std::string& choice : choices) {
        if (choice.empty() || choice.find(',') != std::string::npos)
            return "\"" + choice + "\" is empty or holds a comma";
        characters += sheaf::text::count_visible(choice) + 1 +
                      static_cast<std::size_t>(std::count(choice.begin(), choice.end(), ' '));
    }
    return characters > 256 ? "the list is longer than 255 characters" : "";
}

std::string workbook(const std::string& title, const std::vector<Action>& actions, const Choices& choices) {
    const MemoryFile file;
    lxw_workbook* book = workbook_new(file.path().c_str());
    if (!book) throw std::runtime_error("libxlsxwriter makes no workbook");
    try {
        const std::string fitted = fitting(title).substr(0, 255);
        lxw_doc_properties properties{};
        properties.title = const_cast<char*>(fitted.c_str());
        // The library would write the present time, and no two runs the same bytes.
        properties.created = 946684800;
        check(workbook_set_properties(book, &properties));
        Sheet(book, choices).write(actions);
    } catch (...) {
        workbook_close(book);
        throw;
    }
    check(workbook_close(book));
    return file.bytes();
}

}  // namespace tracker
