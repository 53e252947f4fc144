// Binds grades to names: by the row that both stand in, never by their order.
#pragma once

#include <string>
#include <vector>

#include "rules.hpp"
#include "sheaf/document.hpp"
#include "sheaf/rules.hpp"

namespace sheaf::judgements {

/// A piece of a name or of a grade: the text of a cell or of a block, and how far it reaches down the page.
/// In a table the unit is the row, else the point.
struct Piece {
    std::string text;  ///< as printed, its label first, white space squeezed
    std::vector<Anchor> anchors;
    double top = 0, bottom = 0;
};

/// Puts `part` behind `whole`.
void join(Piece& whole, const Piece& part);

struct Judgement {
    std::string name, grade;
    std::vector<Anchor> name_anchors, grade_anchors;
    std::string rule;
    Confidence confidence;  ///< by what binds the two, and what says the same again
};

/// What could not be bound without a guess.
struct Doubt {
    enum class What { no_grade, no_name, two_grades };
    What what;
    std::string text;
    std::vector<Anchor> anchors;
};

struct Bound {
    std::vector<Judgement> judgements;  ///< in order of their names
    std::vector<Doubt> doubts;
};

/// Joins pieces to whole names and whole grades, and gives each name the grade beside it. `names` and `grades`
/// are each in reading order. A grade beside two names, or two beside one, is bound to none.
Bound bind(const std::vector<Piece>& names, const std::vector<Piece>& grades, const TableRule& rule,
           const Grades& allowed);

}  // namespace sheaf::judgements
