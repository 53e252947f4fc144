#include "rules.hpp"

#include <algorithm>

#include "sheaf/diagnostic.hpp"
#include "sheaf/text.hpp"

namespace sheaf::judgements {
namespace {

Pattern compiled(const std::string& expression) {
    return Pattern("(?m)" + expression, true);
}

std::optional<Pattern> pattern(const Options& table, std::string_view name) {
    if (table.text(name).empty()) return std::nullopt;
    return compiled(table.text(name));
}

std::vector<Pattern> patterns(const Options& table, std::string_view name) {
    std::vector<Pattern> found;
    for (const std::string& expression : table.texts(name)) found.push_back(compiled(expression));
    return found;
}

StatementRule statement(const Options& table) {
    const Pattern pattern = compiled(table.text("pattern"));
    const auto name_group = pattern.group("name");
    const auto grade_group = pattern.group("grade");
    if (!name_group || !grade_group)
        throw StageError(
            "judgement-rule-invalid",
            "the pattern of the statement `" + table.text("name") + "` needs the groups `name` and `grade`",
            "write (?P<name>...) and (?P<grade>...)", table.place());
    const bool first_page = table.text("where") != "text" && table.text("section").empty();
    auto section =
        table.text("section").empty() ? std::nullopt : std::optional(compiled(table.text("section")));
    return {table.text("name"), first_page, std::move(section), pattern, *name_group, *grade_group};
}

}  // namespace

Grades::Grades(const std::vector<std::string>& names) {
    for (const std::string& name : names) folded_.push_back(text::fold(name));
}

bool Grades::is_grade(std::string_view words) const {
    const std::string folded = text::fold(words);
    return std::find(folded_.begin(), folded_.end(), folded) != folded_.end();
}

bool Grades::begins_grade(std::string_view words) const {
    const std::string folded = text::fold(words);
    if (folded.empty()) return false;
    return std::any_of(folded_.begin(), folded_.end(), [&](const std::string& grade) {
        return grade.starts_with(folded) && (grade.size() == folded.size() || grade[folded.size()] == ' ');
    });
}

bool Grades::is_part(std::string_view words) const {
    const std::string folded = text::fold(words);
    if (folded.empty()) return false;
    const std::string padded = ' ' + folded + ' ';
    return std::any_of(folded_.begin(), folded_.end(), [&](const std::string& grade) {
        return (' ' + grade + ' ').find(padded) != std::string::npos;
    });
}

Rules compile(const Options& table) {
    Rules rules;
    rules.grades = Grades(table.texts("grades"));
    for (const Options& row : table.tables("table"))
        rules.tables.push_back({row.text("name"), row.text("where") != "text" && row.text("section").empty(),
                                pattern(row, "section"), patterns(row, "names"), pattern(row, "begins")});
    for (const Options& row : table.tables("statement")) rules.statements.push_back(statement(row));
    for (const std::string& expression : table.texts("expected"))
        rules.expected.push_back({expression, compiled(expression)});
    return rules;
}

}  // namespace sheaf::judgements
