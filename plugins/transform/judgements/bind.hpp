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
    std::string known;      ///< the known name that the printed one differs from by a word; else empty

    /// The name by which the profile knows it.
    const std::string& known_name() const { return known.empty() ? name : known; }
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

/// The one known name that the text differs from by one word that is added, left out or another; empty when there is
/// none, or more than one.
std::string nearest_name(std::string_view text, const std::vector<std::string>& known);

/// Joins pieces to whole names and whole grades, and gives each name the grade beside it. `names` and `grades`
/// are each in reading order. A grade beside two names, or two beside one, is bound to none.
Bound bind(const std::vector<Piece>& names, const std::vector<Piece>& grades, const TableRule& rule,
           const Grades& allowed);

}  // namespace sheaf::judgements
