// Grades: which there are, and where they stand beside the names of what was judged.
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "learn/draft.hpp"
#include "learn/phrases.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::learn {

namespace {

/// A judgement's place: one block with name and grade, or else a table's row.
struct Printed {
    bool line = false;
    bool first_page = true;
    bool begins = true;  ///< the name begins its block
    bool ends = true;    ///< the grade ends its line or a clause
};

Printed place_of(const Example& example, const Mark& mark, const std::string& grade) {
    const std::string name = text::fold(mark.text), folded_grade = text::fold(grade);
    std::optional<Printed> other;  // where the grade ends nothing
    for (const text::Unit& unit :
         text::units(example.document, [](BlockId, const Block& block) { return text::is_text(block); })) {
        const std::string folded = text::fold(unit.text);
        const std::size_t at = folded.find(name);
        const std::size_t found = at == std::string::npos ? at : folded.find(folded_grade, at + name.size());
        if (found == std::string::npos) continue;
        const std::size_t behind = found + folded_grade.size();
        const bool ends = behind == folded.size() ||
                          std::string_view(".,;:)\n\t").find(folded[behind]) != std::string_view::npos;
        const Printed printed = {unit.text.find('\t') == std::string::npos, unit.page(example.document) <= 1,
                                 at == 0, ends};
        if (ends || !printed.line) return printed;
        if (!other) other = printed;
    }
    return other.value_or(Printed());
}

/// A name of several words with capitals, as authorities have one.
constexpr const char* some_name =
    R"((?-i:[A-Z])[\w'.-]*(?: (?:(?:of|and|upon|the|with|in|on|&) )*(?-i:[A-Z])[\w'.-]*)*)";

/// A judgement's name as a pattern: the authority in it is another one in every letter.
std::string name_pattern(const Example& example, const std::string& name) {
    const std::string plain = text::plain(name).text;
    const auto authority = example.of("authority");
    const std::string of = authority.empty() ? std::string() : text::plain(authority.front()->text).text;
    const std::size_t at = of.empty() ? std::string::npos : plain.find(of);
    if (at == std::string::npos) return escaped(plain);
    return escaped(plain.substr(0, at)) + some_name + escaped(plain.substr(at + of.size()));
}

std::string grade_of(const Mark& mark) {
    const auto grade = mark.more.find("grade");
    return grade == mark.more.end() ? std::string() : grade->second;
}

}  // namespace

namespace {

/// What is marked of judgements, in all examples.
struct Graded {
    std::vector<std::string> grades;
    std::vector<std::string> names;        ///< of rows, as printed
    std::map<std::string, Printed> lines;  ///< by the pattern of a name that stands in a line with the grade
    std::map<std::string, std::set<const Example*>> seen;  ///< by the pattern of a name
    std::vector<const Example*> examples;
    bool rows_first = true;  ///< the rows stand on the first page
};

/// Adds what is not there, letter case aside.
void add(std::vector<std::string>& list, const std::string& one) {
    const bool known = std::any_of(list.begin(), list.end(), [&](const std::string& other) {
        return text::fold(other) == text::fold(one);
    });
    if (!one.empty() && !known) list.push_back(one);
}

Graded graded_in(const Examples& examples) {
    Graded all;
    for (const Example* example : examples)
        for (const Mark* mark : example->of("judgement")) {
            const std::string grade = grade_of(*mark);
            if (grade.empty()) continue;
            all.examples.push_back(example);
            add(all.grades, grade);
            const Printed printed = place_of(*example, *mark, grade);
            const std::string pattern = name_pattern(*example, mark->text);
            all.seen[pattern].insert(example);
            if (!printed.line) {
                add(all.names, mark->text);
                all.rows_first = all.rows_first && printed.first_page;
                continue;
            }
            Printed& line = all.lines.emplace(pattern, printed).first->second;
            line = {true, line.first_page && printed.first_page, line.begins && printed.begins,
                    line.ends && printed.ends};
        }
    // A grade must not be taken for the beginning of a longer one.
    std::stable_sort(all.grades.begin(), all.grades.end(),
                     [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
    return all;
}

/// A rule for each name: of what a rule finds the first line counts.
void write_statements(const Graded& all, Draft& draft) {
    std::string grade;
    for (const std::string& one : all.grades) grade += (grade.empty() ? "" : "|") + escaped(one);
    std::size_t number = 0;
    for (const auto& [name, printed] : all.lines) {
        // It may be the beginning of a longer one.
        if (!printed.ends) {
            draft.left.push_back("judgement `" + name + "`: other words follow its grade in an example");
            continue;
        }
        draft.table("[[judgements.statement]]");
        draft.word("name", number++ ? "statement, " + std::to_string(number) : "statement");
        if (!printed.first_page) draft.word("where", "text");
        std::string pattern = printed.begins ? "^(?P<name>" : "(?P<name>";
        pattern.append(name).append(")[: ]+(?:is |are )?(?P<grade>").append(grade);
        draft.pattern("pattern", pattern + ")(?:[.,;:)\\n\\t]|$)");
    }
}

}  // namespace

void learn_judgements(const Examples& examples, Draft& draft) {
    const Graded all = graded_in(examples);
    if (all.grades.empty()) return;
    draft.table("[judgements]",
                examples_of(all.examples, all.names.empty() ? all.lines.begin()->first : all.names.front()));
    std::string list;
    for (const std::string& grade : all.grades) list += (list.empty() ? "\"" : ", \"") + grade + "\"";
    draft.line("grades", "[" + list + "]");
    Draft expected;
    for (const auto& [pattern, where] : all.seen)
        if (const auto line = all.lines.find(pattern);
            where.size() == examples.size() && (line == all.lines.end() || line->second.ends))
            expected.text += "    " + toml_literal("^" + pattern + "$") + ",\n";
    if (!expected.text.empty())
        draft.text += "# Every example has them.\nexpected = [\n" + expected.text + "]\n";
    if (!all.names.empty()) {
        draft.table("[[judgements.table]]");
        draft.word("name", "table of judgements");
        if (!all.rows_first) draft.word("where", "text");
        draft.text += "names = [\n";
        for (const std::string& name : all.names)
            draft.text += "    " + toml_literal(escaped(text::fold(name))) + ",\n";
        draft.text += "]\n";
    }
    write_statements(all, draft);
}

}  // namespace sheaf::learn
