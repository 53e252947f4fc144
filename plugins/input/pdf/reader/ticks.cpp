#include "ticks.hpp"

#include <algorithm>
#include <cmath>

#include "places.hpp"

namespace sheaf::pdf {
namespace {

constexpr double smallest_box = 5, largest_box = 16;  // points: a box's side
constexpr std::size_t most_boxes = 500;               // a drawing has more

bool is_check_box(const Rule& rule) {
    const double width = rule.box.right - rule.box.left, height = rule.box.bottom - rule.box.top;
    return !rule.filled && std::min(width, height) >= smallest_box &&
           std::max(width, height) <= largest_box && std::abs(width - height) < 0.25 * width;
}

/// A small shape that was drawn within the box, and is not the box itself.
bool is_within(const Rule& mark, const Box& box) {
    const double x = (mark.box.left + mark.box.right) / 2, y = (mark.box.top + mark.box.bottom) / 2;
    return mark.filled && !alike(mark.color, 0xFFFFFF) && x > box.left && x < box.right && y > box.top &&
           y < box.bottom && mark.box.right - mark.box.left < 1.3 * (box.right - box.left);
}

/// Words begin right behind the box, or end right before it.
bool is_beside_words(const PageContent& page, const Box& box) {
    constexpr double most_room = 24;  // points
    const double middle = (box.top + box.bottom) / 2;
    return std::any_of(page.runs.begin(), page.runs.end(), [&](const Run& run) {
        const double left = static_cast<double>(run.left), right = static_cast<double>(run.right);
        return middle > static_cast<double>(run.top) && middle < static_cast<double>(run.bottom) &&
               ((left > box.right - 2 && left < box.right + most_room) ||
                (right < box.left + 2 && right > box.left - most_room));
    });
}

}  // namespace

std::vector<Box> drawn_ticks(const PageContent& page) {
    std::vector<Box> ticked;
    std::size_t looked_at = 0;
    for (const Rule& rule : page.rules) {
        if (!is_check_box(rule)) continue;
        if (++looked_at > most_boxes) return {};
        const bool marked = std::any_of(page.rules.begin(), page.rules.end(),
                                        [&](const Rule& mark) { return is_within(mark, rule.box); });
        if (marked && is_beside_words(page, rule.box)) ticked.push_back(rule.box);
    }
    return ticked;
}

}  // namespace sheaf::pdf
