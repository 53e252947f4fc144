#include "pipeline/toml_text.hpp"

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
    if (description.find("escape") != std::string::npos)
        return "in single quotes a backslash stands for itself: '\\d+'";
    if (description.find("redefine") != std::string::npos) return "a key may stand once in a table";
    return {};
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

}  // namespace

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
            const unsigned line = error.source().begin.line;
            // The line after a damaged one most often fails only because its beginning is gone.
            if (last_line == 0 || line != last_line + 1)
                problems.push_back(diagnose(codes::toml_syntax, in_sentence(error.description()),
                                            place_of(file, error.source()),
                                            likely_cause(std::string(error.description()))));
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
