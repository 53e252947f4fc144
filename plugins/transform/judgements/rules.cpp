#include "rules.hpp"

#include <algorithm>

#include "sheaf/date.hpp"
#include "sheaf/diagnostic.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"

namespace sheaf::judgements {
namespace {

TableRule table_rule(const Options& table) {
    TableRule rule;
    rule.name = table.text("name");
    rule.first_page = table.text("where") != "text" && table.text("section").empty();
    rule.section = pattern_in(table, "section", Ends::of_lines);
    rule.names = patterns_in(table, "names", Ends::of_lines);
    rule.known = table.texts("known");
    rule.begins = pattern_in(table, "begins", Ends::of_lines);
    return rule;
}

StatementRule statement(const Options& table) {
    const Pattern pattern = *pattern_in(table, "pattern", Ends::of_lines);
    const auto name_group = pattern.group("name");
    const auto grade_group = pattern.group("grade");
    if (!name_group || !grade_group)
        throw StageError(
            "judgement-rule-invalid",
            "the pattern of the statement `" + table.text("name") + "` needs the groups `name` and `grade`",
            "write (?P<name>...) and (?P<grade>...)", table.place());
    const bool first_page = table.text("where") != "text" && table.text("section").empty();
    return {table.text("name"), first_page,  pattern_in(table, "section", Ends::of_lines), pattern,
            *name_group,        *grade_group};
}

RepeatRule repeat(const Options& table) {
    Pattern pattern = *pattern_in(table, "pattern", Ends::of_lines);
    const auto grade_group = pattern.group("grade");
    if (!grade_group)
        throw StageError("judgement-rule-invalid",
                         "the pattern of `repeat` `" + table.text("name") + "` needs the group `grade`",
                         "write (?P<grade>...)", table.place());
    return {table.text("name"), *pattern_in(table, "judgement", Ends::of_lines),
            pattern_in(table, "section", Ends::of_lines), std::move(pattern), *grade_group};
}

Repeats repeats(const std::vector<Options>& tables) {
    Repeats made;
    std::vector<std::string> patterns;
    for (const Options& table : tables) {
        made.rules.push_back(repeat(table));
        patterns.push_back(made.rules.back().pattern.expression());
    }
    if (!patterns.empty()) made.patterns.emplace(patterns, true);
    return made;
}

std::string date(const Options& table, std::string_view name) {
    const std::string& text = table.text(name);
    if (!text.empty() && !date_from_iso(text))
        throw StageError("judgement-rule-invalid", "`" + text + "` is no date", "write it as 2026-04-01",
                         table.place());
    return text;
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

std::string Rules::meaning_of(std::string_view grade) const {
    std::string folded = text::fold(grade);
    for (const auto& [wording, meaning] : wordings)
        if (wording == folded) return meaning;
    return folded;
}

std::string Rules::code_of(std::string_view grade) const {
    const std::string meaning = meaning_of(grade);
    for (const auto& [named, code] : codes)
        if (named == meaning) return code;
    return {};
}

std::string Rules::aspect_of(std::string_view name) const {
    const std::string folded = text::fold(name);
    for (const Aspect& aspect : aspects)
        if (aspect.pattern.found_in(folded)) return aspect.name;
    return {};
}

Rules compile(const Options& table) {
    Rules rules;
    rules.grades = Grades(table.texts("grades"));
    for (const Options& row : table.tables("table")) rules.tables.push_back(table_rule(row));
    for (const Options& row : table.tables("statement")) rules.statements.push_back(statement(row));
    for (const auto& [wording, meaning] : table.text_map("wordings"))
        rules.wordings.emplace_back(text::fold(wording), text::fold(meaning));
    rules.repeats = repeats(table.tables("repeat"));
    for (Pattern& name : patterns_in(table, "expected", Ends::of_lines))
        rules.expected.push_back({std::move(name), {}, {}, {}});
    for (const Options& row : table.tables("dated"))
        rules.expected.push_back({*pattern_in(row, "name", Ends::of_lines), date(row, "from"),
                                  date(row, "until"), pattern_in(row, "title", Ends::of_lines)});
    for (const auto& [grade, code] : table.text_map("codes"))
        rules.codes.emplace_back(rules.meaning_of(grade), code);
    for (const Options& row : table.tables("aspect"))
        rules.aspects.push_back({row.text("name"), *pattern_in(row, "pattern", Ends::of_lines)});
    return rules;
}

}  // namespace sheaf::judgements
