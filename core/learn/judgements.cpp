// Grades: which there are, and where they stand beside the names of what was judged.
#include <algorithm>
#include <set>

#include "learn/draft.hpp"
#include "learn/phrases.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::learn {

namespace {

/// A judgement's place: a table's row, or one block with name and grade.
enum class Printed { nowhere, row, line };

Printed place_of(const Example& example, const Mark& mark, const std::string& grade, bool& first_page) {
    const std::string name = text::fold(mark.text), folded_grade = text::fold(grade);
    for (const text::Unit& unit :
         text::units(example.document, [](BlockId, const Block& block) { return text::is_text(block); })) {
        const std::string folded = text::fold(unit.text);
        const std::size_t at = folded.find(name);
        if (at == std::string::npos || folded.find(folded_grade, at + name.size()) == std::string::npos)
            continue;
        first_page = unit.page(example.document) <= 1;
        return unit.text.find('\t') != std::string::npos ? Printed::row : Printed::line;
    }
    return Printed::nowhere;
}

/// A judgement's name as a pattern: the authority in it is another one in every letter.
std::string name_pattern(const Example& example, const std::string& name) {
    const std::string plain = text::plain(name).text;
    const auto authority = example.of("authority");
    const std::string of = authority.empty() ? std::string() : text::plain(authority.front()->text).text;
    const std::size_t at = of.empty() ? std::string::npos : plain.find(of);
    if (at == std::string::npos) return escaped(plain);
    return escaped(plain.substr(0, at)) + "[^.\\n]+?" + escaped(plain.substr(at + of.size()));
}

std::string grade_of(const Mark& mark) {
    const auto grade = mark.more.find("grade");
    return grade == mark.more.end() ? std::string() : grade->second;
}

}  // namespace

void learn_judgements(const Examples& examples, Draft& draft) {
    std::vector<std::string> grades, names, known, lines;
    std::vector<const Example*> from;
    bool first_page = true, lines_first = true;
    const auto add = [](std::vector<std::string>& list, const std::string& one) {
        const bool known_already = std::any_of(list.begin(), list.end(), [&](const std::string& other) {
            return text::fold(other) == text::fold(one);  // case does not matter
        });
        if (!one.empty() && !known_already) list.push_back(one);
    };
    for (const Example* example : examples)
        for (const Mark* mark : example->of("judgement")) {
            const std::string grade = grade_of(*mark);
            if (grade.empty()) continue;
            from.push_back(example);
            add(grades, grade);
            bool first = true;
            const Printed printed = place_of(*example, *mark, grade, first);
            if (printed == Printed::line) {
                add(lines, name_pattern(*example, mark->text));
                lines_first = lines_first && first;
                continue;
            }
            first_page = first_page && first;
            add(names, text::fold(mark->text));
            add(known, mark->text);
        }
    if (grades.empty()) return;
    draft.table("[judgements]", examples_of(from, names.empty() ? lines.front() : known.front()));
    std::string list;
    for (const std::string& grade : grades) list += (list.empty() ? "\"" : ", \"") + grade + "\"";
    draft.line("grades", "[" + list + "]");
    if (!names.empty()) {
        draft.table("[[judgements.table]]");
        draft.word("name", "table of judgements");
        if (!first_page) draft.word("where", "text");
        draft.text += "names = [\n";
        for (const std::string& name : names) draft.text += "    " + toml_literal(escaped(name)) + ",\n";
        draft.text += "]\n";
    }
    if (!lines.empty()) {
        std::string any, grade;
        for (const std::string& name : lines) any += (any.empty() ? "" : "|") + name;
        for (const std::string& one : grades) grade += (grade.empty() ? "" : "|") + escaped(one);
        draft.table("[[judgements.statement]]");
        draft.word("name", "statement");
        if (!lines_first) draft.word("where", "text");
        draft.pattern("pattern", "(?P<name>" + any + ")[: ]+(?:is |are )?(?P<grade>" + grade + ")\\b");
    }
}

}  // namespace sheaf::learn
