#include "archive/register.hpp"

#include <algorithm>

#include "base/codes.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Words in small letters, parted by single spaces; `&` is a word.
std::string folded_name(std::string_view name) {
    std::string words;
    for (const char c : text::fold(name)) {
        const bool part =
            static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (part)
            words += c;
        else if (c == '&')
            words += " and ";
        else if (c != '\'')
            words += ' ';
    }
    std::string folded;
    for (const char c : words)
        if (c != ' ' || (!folded.empty() && folded.back() != ' ')) folded += c;
    if (!folded.empty() && folded.back() == ' ') folded.pop_back();
    return folded;
}

}  // namespace

std::vector<std::vector<std::string>> csv_rows(std::string_view text) {
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    std::vector<std::vector<std::string>> rows;
    bool quoted = false, at_start = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (at_start) rows.push_back({""});
        at_start = false;
        const char c = text[i];
        if (c == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"')
            rows.back().back() += text[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (quoted || (c != ',' && c != '\n' && c != '\r'))
            rows.back().back() += c;
        else if (c == ',')
            rows.back().emplace_back();
        else if (c == '\n')
            at_start = true;
    }
    return rows;
}

Register::Register(std::string_view text, const std::string& file) {
    const auto rows = csv_rows(text);
    const auto column = [&](std::string_view name) {
        const auto& names = rows.front();
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    };
    for (const char* needed : {"code", "name"})
        if (rows.empty() || column(needed) == rows.front().size())
            throw StageError(codes::file_unreadable.code,
                             "the register `" + file + "` has no column `" + needed + "` in its first row",
                             "pipelines/registers/README.md says what a register is", in_file(file));
    const auto cell = [&](const std::vector<std::string>& row, std::string_view name) {
        const std::size_t at = column(name);
        return at < row.size() ? row[at] : std::string();
    };
    for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
        const Entry entry{cell(*row, "code"), cell(*row, "region")};
        if (entry.code.empty()) continue;
        add(cell(*row, "name"), entry);
        const std::string others = cell(*row, "other_names");
        for (std::size_t at = 0; at <= others.size();) {
            const std::size_t end = std::min(others.find('|', at), others.size());
            add(std::string_view(others).substr(at, end - at), entry);
            at = end + 1;
        }
    }
}

void Register::add(std::string_view name, const Entry& entry) {
    const std::string folded = folded_name(name);
    if (folded.empty()) return;
    const auto [known, fresh] = entries_.emplace(folded, entry);
    if (!fresh && known->second != entry) known->second.reset();
}

const Register::Entry* Register::find(std::string_view name) const {
    const auto known = entries_.find(folded_name(name));
    return known == entries_.end() || !known->second ? nullptr : &*known->second;
}

}  // namespace sheaf
