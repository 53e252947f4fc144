// The pieces of names and grades in tables, and in blocks that stand side by side without one.
#pragma once

#include <functional>
#include <vector>

#include "bind.hpp"

namespace sheaf::judgements {

struct Pieces {
    std::vector<Piece> names, grades;
};

/// Which blocks a rule looks at.
using Wanted = std::function<bool(const Block&)>;

/// Of a table: in each row the cell that holds a grade, and all others. Empty when no cell holds one.
Pieces pieces_of_table(const Document& document, BlockId table, const Grades& allowed);

/// Of blocks that stand in no table: names by their first words, with what follows below them; grades by what
/// they are. `top` and `bottom` are points, pages below one another.
Pieces pieces_of_blocks(const Document& document, const Wanted& wanted, const TableRule& rule,
                        const Grades& allowed);

}  // namespace sheaf::judgements
