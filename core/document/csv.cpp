#include "sheaf/csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace sheaf::csv {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// A sign, digits with at most one decimal point or comma, perhaps a per-cent sign.
bool is_plain_number(std::string_view text) {
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
    if (!text.empty() && text.back() == '%') text.remove_suffix(1);
    if (text.empty() || !is_digit(text.front()) || !is_digit(text.back())) return false;
    const auto other = std::count_if(text.begin(), text.end(), [](char c) { return !is_digit(c); });
    return other == 0 || (other == 1 && text.find_first_of(".,") != std::string_view::npos);
}

template <class Number>
std::string digits_of(Number number) {
    std::array<char, 32> digits{};
    return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr};
}

/// One text of a list: in quotation marks where it could be taken for several, or for one in quotation marks.
void append_item(std::string& out, const std::string& text) {
    if (!text.empty() && text.find_first_of(";\"") == std::string::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += '"';
}

struct CellText {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(bool truth) const { return truth ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return digits_of(number); }
    std::string operator()(double number) const { return digits_of(number); }
    std::string operator()(const std::string& text) const { return defused(text); }
    std::string operator()(const std::vector<std::string>& texts) const {
        std::string joined;
        for (const std::string& text : texts) {
            if (&text != &texts.front()) joined += "; ";
            append_item(joined, defused(text));
        }
        return joined;
    }
};

void append_cell(std::string& out, std::string_view cell) {
    const bool edged = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
    if (!edged && cell.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += cell;
        return;
    }
    out += '"';
    for (char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

}  // namespace

std::string defused(std::string_view text) {
    // Full-width =, +, - and @ as UTF-8: spreadsheets with East Asian settings take them for the plain ones.
    constexpr std::array<std::string_view, 11> begins = {
        "=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    // Some programs drop spaces before they look.
    const auto first = std::min(text.find_first_not_of(' '), text.size());
    const bool formula = std::any_of(begins.begin(), begins.end(), [&](std::string_view begin) {
        return text.substr(first).starts_with(begin);
    });
    return formula && !is_plain_number(text) ? "'" + std::string(text) : std::string(text);
}

std::string cell_of(const FieldValue& value) {
    return std::visit(CellText(), value);
}

void append_row(std::string& out, const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) out += ',';
        append_cell(out, cells[i]);
    }
    out += "\r\n";
}

}  // namespace sheaf::csv
