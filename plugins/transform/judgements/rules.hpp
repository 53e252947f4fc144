// A profile's `[judgements]` table, its patterns compiled.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sheaf/options.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::judgements {

/// The grades of a family, as a list: what is printed is a grade, the beginning of one, or none.
class Grades {
  public:
    Grades() = default;
    explicit Grades(const std::vector<std::string>& names);
    bool empty() const { return folded_.empty(); }
    /// The whole text is a grade, its letter case and typography aside.
    bool is_grade(std::string_view text) const;
    /// The text is the beginning of a grade, or all of it.
    bool begins_grade(std::string_view text) const;
    /// The text is made of words that stand in a row in some grade: `improvement to`.
    bool is_part(std::string_view text) const;

  private:
    std::vector<std::string> folded_;
};

/// Tables with a row for each judgement: its name, its grade.
struct TableRule {
    std::string name;
    bool first_page = true;
    std::optional<Pattern> section;
    std::vector<Pattern> names;      ///< what the names are, whole
    std::vector<std::string> known;  ///< names as they are printed: another may differ from one by a word
    std::optional<Pattern> begins;   ///< the first words of every name
};

/// A line that says name and grade in one.
struct StatementRule {
    std::string name;
    bool first_page = true;
    std::optional<Pattern> section;
    Pattern pattern;
    std::size_t name_group = 0, grade_group = 0;
};

/// Where a letter says a judgement's grade again, as in the heading above what was found: it must be the same.
struct RepeatRule {
    std::string name;
    Pattern judgement;  ///< of the names of the judgements that it says again
    std::optional<Pattern> section;
    Pattern pattern;  ///< of a block or a table's row
    std::size_t grade_group = 0;
};

struct Repeats {
    std::vector<RepeatRule> rules;
    std::optional<PatternSet> patterns;  ///< those of the rules; nothing where there are none
};

/// A judgement that every letter of the family has.
struct Expected {
    Pattern pattern;
    std::string from,
        until;  ///< in inspections that began on or after the one and before the other; empty: always
    std::optional<Pattern> title;  ///< in letters whose title it is found in
};

/// What a judgement is about, by a word that all families share.
struct Aspect {
    std::string name;
    Pattern pattern;  ///< of the judgement's name
};

struct Rules {
    Grades grades;
    std::vector<TableRule> tables;
    std::vector<StatementRule> statements;
    Repeats repeats;
    /// Folded wordings of grades that mean another one of the list when two places are compared.
    std::vector<std::pair<std::string, std::string>> wordings;
    std::vector<Expected> expected;
    std::vector<std::pair<std::string, std::string>> codes;  ///< of folded grades
    std::vector<Aspect> aspects;

    /// The folded grade that a wording stands for.
    std::string meaning_of(std::string_view grade) const;
    /// The grade's code, whatever its wording; empty when the profile has none.
    std::string code_of(std::string_view grade) const;
    /// What a judgement of that name is about; empty when the profile does not say.
    std::string aspect_of(std::string_view name) const;
};

Rules compile(const Options& table);

}  // namespace sheaf::judgements
