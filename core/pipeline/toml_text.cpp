#include "pipeline/toml_text.hpp"

#include <toml++/toml.h>

#include <algorithm>

#include "base/codes.hpp"

namespace sheaf {

namespace {

using Kind = TomlNode::Kind;

constexpr int most_syntax_errors = 20;

TomlPosition position_of(const toml::source_region& source) {
    return {static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

/// A node of toml++ as one of ours.
TomlNode node_of(const toml::node& node) {
    TomlNode made;
    made.at = position_of(node.source());
    node.visit([&](const auto& value) {
        if constexpr (toml::is_table<decltype(value)>) {
            for (const auto& [key, element] : value)
                made.table.push_back({std::string(key.str()), position_of(key.source()), node_of(element)});
        } else if constexpr (toml::is_array<decltype(value)>) {
            made.kind = Kind::list;
            for (const toml::node& element : value) made.list.push_back(node_of(element));
        } else if constexpr (toml::is_string<decltype(value)>) {
            made.kind = Kind::text;
            made.text = value.get();
        } else if constexpr (toml::is_integer<decltype(value)>) {
            made.kind = Kind::integer;
            made.integer = value.get();
        } else if constexpr (toml::is_floating_point<decltype(value)>) {
            made.kind = Kind::number;
            made.number = value.get();
        } else if constexpr (toml::is_boolean<decltype(value)>) {
            made.kind = Kind::flag;
            made.flag = value.get();
        } else {
            made.kind = toml::is_date<decltype(value)>   ? Kind::date
                        : toml::is_time<decltype(value)> ? Kind::time
                                                         : Kind::date_time;
        }
    });
    return made;
}

/// The bytes of a line, 1-based, without its line break; empty behind the last line.
std::pair<std::size_t, std::size_t> line_bounds(std::string_view text, unsigned line) {
    std::size_t start = 0;
    for (unsigned i = 1; i < line; ++i) {
        const std::size_t end = text.find('\n', start);
        if (end == std::string_view::npos) return {text.size(), text.size()};
        start = end + 1;
    }
    const std::size_t end = text.find('\n', start);
    return {start, end == std::string_view::npos ? text.size() : end};
}

/// The parser's words as part of a sentence.
std::string in_sentence(std::string_view description) {
    std::string text(description);
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

/// The parser guesses from the first letter what a value that is no text might be.
bool guessed_a_word(const std::string& description) {
    for (const char* word : {"'inf'", "'nan'", "'true'", "'false'"})
        if (description.find(std::string("expected ") + word) != std::string::npos) return true;
    return false;
}

/// What most often is the cause. `line` is where the mistake was found.
std::string likely_cause(const std::string& description, std::string_view line) {
    for (const std::string_view key : {"input", "transform", "output"})
        if (line.starts_with("[" + std::string(key) + "]"))
            return "write [[" + std::string(key) + "]] in two brackets: there may be several";
    if (description.find("could not determine value type") != std::string::npos)
        return "put texts in quotes: \"...\", regular expressions in single ones: '...'";
    if (description.find(" escape") != std::string::npos)
        return "in single quotes a backslash stands for itself: '\\d+'";
    if (description.find("redefine") != std::string::npos) return "a key may stand once in a table";
    return {};
}

/// The quotes that begin there: one, or three around a text of many lines.
std::string_view quotes_at(std::string_view toml, std::size_t at) {
    return toml.substr(at, toml.substr(at, 3) == std::string(3, toml[at]) ? 3 : 1);
}

/// Behind the text in quotes that begins there (TOML 1.0, strings); npos when it is never closed.
std::size_t end_of_quoted(std::string_view toml, std::size_t at) {
    const std::string_view quotes = quotes_at(toml, at);
    const char quote = quotes[0];
    const bool many_lines = quotes.size() == 3;
    for (at += quotes.size(); at < toml.size(); ++at) {
        const char c = toml[at];
        if (c == '\n' && !many_lines) break;
        if (c == '\\' && quote == '"') {
            ++at;  // what it stands before is no end
        } else if (c == quote && (!many_lines || toml.substr(at).starts_with(quotes))) {
            at += quotes.size();
            while (many_lines && at < toml.size() && toml[at] == quote) ++at;  // its own last characters
            return at;
        }
    }
    return std::string_view::npos;
}

/// Where the first text begins that is never closed; npos when there is none.
std::size_t unclosed_text(std::string_view toml) {
    for (std::size_t at = 0; (at = toml.find_first_of("#\"'", at)) != std::string_view::npos;) {
        const std::size_t end = toml[at] == '#' ? toml.find('\n', at) : end_of_quoted(toml, at);
        if (end == std::string_view::npos) return toml[at] == '#' ? end : at;
        at = end;
    }
    return std::string_view::npos;
}

Place place_at(const TomlFile& file, std::string_view text, std::size_t at) {
    const std::string_view before = text.substr(0, at);
    const std::string_view line = before.substr(before.rfind('\n') + 1);
    Place place = in_file(file.name);
    place.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
    place.column = 1 + static_cast<int>(std::count_if(line.begin(), line.end(), [](char c) {
                       return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
                   }));
    return place;
}

/// What the parser found, or where the text begins that is not closed. One of many lines holds all that follows, and is
/// taken off.
Diagnostic syntax_error(const TomlFile& file, const toml::parse_error& error, std::string& text) {
    std::string description(error.description());
    if (guessed_a_word(description)) description = "could not determine value type";
    const auto [start, end] = line_bounds(text, error.source().begin.line);
    const std::string_view line = std::string_view(text).substr(start, end - start);
    const Place found = place_of(file, position_of(error.source()));
    const std::size_t unclosed = unclosed_text(text);
    const Place begin = unclosed < text.size() ? place_at(file, text, unclosed) : found;
    if (std::pair(begin.line, begin.column) >= std::pair(found.line, found.column))
        return diagnose(codes::toml_syntax, in_sentence(description), found, likely_cause(description, line));
    const std::string quotes(quotes_at(text, unclosed));
    if (quotes.size() > 1) text.resize(unclosed);
    return diagnose(codes::toml_syntax, "the text that begins here is not closed", begin,
                    "end it with " + quotes + (quotes.size() > 1 ? "" : " on the same line"));
}

/// Empties the line; says whether it held anything. A header is a line that opens a table.
bool blank_line(std::string& text, unsigned line, bool& header) {
    const auto [start, end] = line_bounds(text, line);
    const std::size_t first = text.find_first_not_of(" \t\r", start);
    if (first == std::string::npos || first >= end) return false;
    header = text[first] == '[';
    text.erase(start, end - start);
    return true;
}

/// The first part of a header's name: `metadata` of `[[metadata.field]]`. Empty when it is not written plainly.
std::string_view table_of(std::string_view header) {
    header.remove_prefix(std::min(header.find_first_not_of('['), header.size()));
    const std::size_t end =
        header.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
    if (end == std::string_view::npos || (header[end] != '.' && header[end] != ']')) return {};
    return header.substr(0, end);
}

}  // namespace

TomlTables::TomlTables(std::string text) : text_(std::move(text)) {
    if (!find_parts()) parts_ = {{"", 0, 0, 0}};
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        Part& part = parts_[i];
        part.end = i + 1 < parts_.size() ? parts_[i + 1].begin : text_.size();
        const std::string_view lines = std::string_view(text_).substr(part.begin, part.end - part.begin);
        part.lines = static_cast<std::size_t>(std::count(lines.begin(), lines.end(), '\n'));
    }
}

bool TomlTables::find_parts() {
    parts_.emplace_back();
    int depth = 0;  // of lists and inline tables
    std::size_t line_begin = 0;
    bool line_is_blank = true;
    for (std::size_t at = 0; at < text_.size(); ++at) {
        const char c = text_[at];
        if (c == '\n') {
            line_begin = at + 1;
            line_is_blank = true;
            continue;
        }
        if (c == '[' && line_is_blank && depth == 0) {
            const std::string_view table = table_of(std::string_view(text_).substr(at));
            if (table.empty()) return false;
            if (table != parts_.back().table) parts_.push_back({std::string(table), line_begin});
        }
        if (c == '#')
            at = std::min(text_.find('\n', at), text_.size()) - 1;
        else if (c == '"' || c == '\'')
            at = end_of_quoted(text_, at) - 1;
        else if (c == '[' || c == '{')
            ++depth;
        else if (c == ']' || c == '}')
            --depth;
        if (at >= text_.size()) return false;  // a text that is not closed
        line_is_blank = line_is_blank && (c == ' ' || c == '\t');
    }
    return depth == 0;
}

bool TomlTables::has(std::string_view name) const {
    return parts_.size() == 1 ||
           std::any_of(parts_.begin(), parts_.end(), [&](const Part& part) { return part.table == name; });
}

std::string TomlTables::only(std::string_view name) const {
    std::string kept;
    for (const Part& part : parts_) {
        if (part.table.empty() || part.table == name)
            kept.append(text_, part.begin, part.end - part.begin);
        else
            kept.append(part.lines, '\n');
    }
    return kept;
}

const TomlEntry* TomlNode::find(std::string_view key) const {
    const auto found =
        std::lower_bound(table.begin(), table.end(), key,
                         [](const TomlEntry& one, std::string_view name) { return one.key < name; });
    return found != table.end() && found->key == key ? &*found : nullptr;
}

std::pair<TomlEntry*, bool> TomlNode::add(std::string_view key, TomlPosition key_at) {
    const auto found =
        std::lower_bound(table.begin(), table.end(), key,
                         [](const TomlEntry& one, std::string_view name) { return one.key < name; });
    if (found != table.end() && found->key == key) return {&*found, false};
    return {&*table.insert(found, {std::string(key), key_at, {}}), true};
}

Place place_of(const TomlFile& file, TomlPosition at) {
    Place place;
    place.file = file.name;
    place.line = at.line;
    place.column = at.column;
    return place;
}

TomlFile parse_toml(std::string_view text, const std::string& name, std::vector<Diagnostic>& problems) {
    TomlFile file;
    file.name = name;
    std::string rest(text);
    unsigned last_line = 0;
    for (int errors = 0; errors < most_syntax_errors; ++errors) {
        try {
            file.root = node_of(toml::parse(rest, std::string_view(name)));
            return file;
        } catch (const toml::parse_error& error) {
            Diagnostic problem = syntax_error(file, error, rest);
            const auto line = static_cast<unsigned>(problem.place.line);
            // The line after a damaged one most often fails only because its beginning is gone.
            if (last_line == 0 || line != last_line + 1) problems.push_back(std::move(problem));
            file.damaged = true;
            last_line = line;
            bool header = false;
            if (!blank_line(rest, line, header)) break;
            if (header) file.usable = false;
        }
    }
    file.usable = false;
    return file;
}

}  // namespace sheaf
