// Reads what people filled in: the cells of a workbook's sheets, as texts.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace sheaf::xlsx {

/// What a cell has besides its value: a comment, the formula that gave the value, or the address that it leads to.
struct CellNote {
    std::size_t column = 0;  ///< from 0
    std::string text;
    bool is_link = false;
};

struct FilledSheet {
    struct Row {
        std::vector<std::string>
            cells;  ///< as they are shown; dates in ISO 8601 form, a formula without a value as it is
        std::vector<CellNote> notes;
    };
    std::string name;
    std::vector<Row> rows;
};

/// Every sheet of the file, in order. Takes what Excel, LibreOffice and Google write. Throws `StageError`
/// (`xlsx-unreadable`).
std::vector<FilledSheet> read_workbook(const std::string& file);

}  // namespace sheaf::xlsx
