// Scores of many letters as one.
#include <algorithm>
#include <cmath>

#include "score/score.hpp"

namespace sheaf::score {

Tally& Tally::operator+=(const Tally& other) {
    right += other.right;
    gold += other.gold;
    found += other.found;
    exact += other.exact;
    wrong += other.wrong;
    silent += other.silent;
    return *this;
}

Interval Tally::precision_interval() const {
    if (found == 0) return {};
    constexpr double z = 1.959964;
    const double n = static_cast<double>(found), share = precision();
    const double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

Fields sum(const std::vector<const Letter*>& letters) {
    Fields fields;
    for (const Letter* letter : letters)
        for (const auto& field : letter->fields) {
            const auto known = std::find_if(fields.begin(), fields.end(),
                                            [&](const auto& other) { return other.first == field.first; });
            if (known == fields.end())
                fields.push_back(field);
            else
                known->second += field.second;
        }
    return fields;
}

std::vector<Band> bands(const std::vector<const Letter*>& letters) {
    std::vector<Band> bands;
    for (const double least : {1.0, 0.95, 0.9, 0.75, 0.5, 0.0}) bands.push_back({least, 0, 0});
    for (const Letter* letter : letters)
        for (const Judged& value : letter->values) {
            const auto band = std::find_if(bands.begin(), bands.end(),
                                           [&](const Band& one) { return value.confidence >= one.least; });
            if (band == bands.end()) continue;
            ++band->values;
            band->right += value.right;
        }
    return bands;
}

}  // namespace sheaf::score
