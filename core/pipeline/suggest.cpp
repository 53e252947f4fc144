#include "pipeline/suggest.hpp"

#include <algorithm>

namespace sheaf {

int edit_distance(std::string_view a, std::string_view b) {
    // Optimal string alignment: three rows of the distance matrix are enough for swaps of neighbours.
    std::vector<int> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) above[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int replace = above[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, replace});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above[b.size()];
}

std::string nearest(std::string_view written, const std::vector<std::string>& candidates) {
    // A third of the letters may be wrong, and always one.
    int best = 1 + std::max<int>(1, static_cast<int>(written.size() + 1) / 3);
    std::string found;
    for (const std::string& candidate : candidates) {
        const int distance = edit_distance(written, candidate);
        if (distance < best) {
            best = distance;
            found = candidate;
        }
    }
    return found;
}

std::string did_you_mean(std::string_view written, const std::vector<std::string>& candidates) {
    const std::string found = nearest(written, candidates);
    return found.empty() ? std::string() : "did you mean \"" + found + "\"?";
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
        text += '"' + names[i] + '"';
    }
    return text;
}

}  // namespace sheaf
