#include "layout/columns.hpp"

#include <algorithm>

#include "layout/lines.hpp"

namespace sheaf::pdf {

std::vector<Item> read_columns(Work& work, const std::vector<std::vector<RunRef>>& loose) {
    std::vector<Item> items;
    for (std::uint32_t p = 0; p < loose.size(); ++p) {
        if (loose[p].empty()) continue;
        std::vector<std::uint32_t> runs;
        for (const RunRef& ref : loose[p]) runs.push_back(ref.run);
        Item item;
        item.lines = make_lines(work, p, runs);
        if (!item.lines.empty()) items.push_back(std::move(item));
    }
    return items;
}

}  // namespace sheaf::pdf
