#include "tables.hpp"

#include <algorithm>

namespace sheaf::drafts {

bool only_arranges(const Flow& flow, std::size_t table, const TableShape& shape) {
    int filled = 0, headings = 0, texts = 0, most = 0, in_cell = 0, nested = 0;
    std::size_t cell = 0;
    for (std::size_t k = table + 1; k < flow.size(); ++k) {
        const Block& block = flow[k].block;
        if (block.kind == BlockKind::table) ++nested;
        if (block.kind == BlockKind::row || block.kind == BlockKind::table) continue;
        if (block.kind == BlockKind::cell) {
            cell = k;
            in_cell = 0;
            continue;
        }
        ++texts;
        if (block.kind == BlockKind::heading && !flow[cell].block.header) ++headings;
        if (++in_cell == 1) ++filled;
        most = std::max(most, in_cell);
    }
    const bool bare = !shape.borders;
    return texts == 0 || shape.cells <= 1 || (bare && shape.columns <= 1) || (bare && filled <= 1) ||
           (headings > 0 && (most >= 3 || nested > 0)) || (bare && shape.rows == 1) || (bare && nested > 0);
}

void open_up(Flow& flow, std::size_t table) {
    std::vector<bool> own(flow.size() - table, false);
    own[0] = true;
    for (std::size_t k = table + 1; k < flow.size(); ++k) {
        const Block& block = flow[k].block;
        const bool structure = block.kind == BlockKind::row || block.kind == BlockKind::cell;
        own[k - table] =
            structure && block.parent && block.parent.value >= table && own[block.parent.value - table];
    }
    dissolve(flow, table, [&](std::size_t k) { return static_cast<bool>(own[k - table]); });
}

}  // namespace sheaf::drafts
