#include "pipeline/toml_text.hpp"

#include <algorithm>
#include <optional>

#include "plugin/codes.hpp"

namespace sheaf {

namespace {

constexpr int most_syntax_errors = 20;

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

/// What most often is the cause.
std::string likely_cause(const std::string& description) {
    if (description.find("could not determine value type") != std::string::npos)
        return "texts stand in quotes: \"...\", regular expressions in single ones: '...'";
    if (description.find(" escape") != std::string::npos)
        return "in single quotes a backslash stands for itself: '\\d+'";
    if (description.find("redefine") != std::string::npos) return "a key may stand once in a table";
    return {};
}

/// Where a text in quotes begins, and its quotes.
struct QuotedText {
    std::size_t begin;
    std::string_view quotes;
};

/// The first text that is never closed.
std::optional<QuotedText> unclosed_text(std::string_view toml) {
    for (std::size_t at = 0; (at = toml.find_first_of("#\"'", at)) != std::string_view::npos;) {
        const char quote = toml[at];
        if (quote == '#') {
            at = toml.find('\n', at);
            continue;
        }
        const std::size_t begin = at;
        const bool many_lines = toml.substr(at, 3) == std::string(3, quote);
        const std::string_view quotes = toml.substr(at, many_lines ? 3 : 1);
        const std::string_view room = many_lines ? toml : toml.substr(0, toml.find('\n', at));
        at += quotes.size();
        while (!room.substr(std::min(at, room.size())).starts_with(quotes)) {
            if (at >= room.size()) return QuotedText{begin, quotes};
            at += room[at] == '\\' && quote == '"' ? 2 : 1;
        }
        at += quotes.size();
        while (many_lines && at < toml.size() && toml[at] == quote) ++at;  // its own last characters
    }
    return std::nullopt;
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
    const std::string description(error.description());
    const Place found = place_of(file, error.source());
    const auto unclosed = unclosed_text(text);
    const Place begin = unclosed ? place_at(file, text, unclosed->begin) : found;
    if (std::pair(begin.line, begin.column) >= std::pair(found.line, found.column))
        return diagnose(codes::toml_syntax, in_sentence(description), found, likely_cause(description));
    const std::string quotes(unclosed->quotes);
    if (quotes.size() > 1) text.resize(unclosed->begin);
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

/// Follows values over lines, as far as is needed to know which `[` opens a table (TOML 1.0, strings and arrays).
class ValueScan {
  public:
    /// False when the line ends within a string that must end there.
    bool line(std::string_view text) {
        for (std::size_t at = 0; at < text.size();) {
            if (!until_.empty()) {
                const std::size_t end = find_end(text, at);
                if (end == std::string_view::npos) return until_.size() == 3;
                at = end + until_.size();
                until_ = {};
                continue;
            }
            const char c = text[at];
            if (c == '#') return true;
            if (c == '"' || c == '\'') {
                const bool three = text.substr(at, 3) == (c == '"' ? "\"\"\"" : "'''");
                until_ = text.substr(at, three ? 3 : 1);
                at += until_.size();
                continue;
            }
            if (c == '[' || c == '{') ++depth_;
            if ((c == ']' || c == '}') && depth_ > 0) --depth_;
            ++at;
        }
        return until_.empty() || until_.size() == 3;
    }
    /// Whether the next line begins outside of any value.
    bool outside() const { return until_.empty() && depth_ == 0; }

  private:
    std::size_t find_end(std::string_view text, std::size_t at) const {
        std::size_t end = text.find(until_, at);
        while (end != std::string_view::npos && until_[0] == '"') {
            std::size_t backslashes = 0;
            while (end - backslashes > at && text[end - backslashes - 1] == '\\') ++backslashes;
            if (backslashes % 2 == 0) break;
            end = text.find(until_, end + 1);
        }
        return end;
    }

    std::string_view until_;  ///< the quotation marks that end the string, within one
    int depth_ = 0;
};

/// The first part of a header's name: `metadata` of `[[metadata.field]]`. Empty when it is not written plainly.
std::string_view table_of(std::string_view header) {
    header.remove_prefix(std::min(header.find_first_not_of('['), header.size()));
    const std::size_t end =
        header.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
    if (end == std::string_view::npos || (header[end] != '.' && header[end] != ']')) return {};
    return header.substr(0, end);
}

}  // namespace

std::string only_table(std::string_view text, std::string_view name) {
    std::string kept;
    kept.reserve(text.size());
    ValueScan scan;
    bool wanted = true;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        const std::size_t first = line.find_first_not_of(" \t");
        if (scan.outside() && first != std::string_view::npos && line[first] == '[') {
            const std::string_view table = table_of(line.substr(first));
            if (table.empty()) return std::string(text);
            wanted = table == name;
        }
        if (!scan.line(line)) return std::string(text);
        if (wanted) kept += line;
        kept += '\n';
        at = end + 1;
    }
    return scan.outside() ? kept : std::string(text);
}

Place place_of(const TomlFile& file, const toml::source_region& source) {
    Place place;
    place.file = file.name;
    place.line = static_cast<int>(source.begin.line);
    place.column = static_cast<int>(source.begin.column);
    return place;
}

TomlFile parse_toml(std::string_view text, const std::string& name, std::vector<Diagnostic>& problems) {
    TomlFile file;
    file.name = name;
    std::string rest(text);
    unsigned last_line = 0;
    for (int errors = 0; errors < most_syntax_errors; ++errors) {
        try {
            file.root = toml::parse(rest, std::string_view(name));
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
