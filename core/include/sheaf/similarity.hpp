// Texts that say the same again in other words, as a demand that a later letter repeats.
//
//     for (const sheaf::TextPair& pair : sheaf::similar_pairs(earlier, later, sheaf::same_demand))
//         std::cout << earlier[pair.first] << "\n  again: " << later[pair.second] << "\n";
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sheaf/export.hpp"

namespace sheaf {

/// A text of one list and one of another, and how much they say the same.
struct TextPair {
    std::size_t first = 0;   ///< position in the first list
    std::size_t second = 0;  ///< position in the second list
    double score = 0;        ///< 0 to 1; 1: the same words
};

/// The score from which two demands of inspections of one authority are taken for the same. Chosen on consecutive inspections
/// of thirteen authorities, where it is just above the best pair that is none: what is linked is the same demand, and not
/// every demand that is made again is found.
inline constexpr double same_demand = 0.35;

/// Pairs each text with the one of the other list that is most like it, each at most once, those with the highest score
/// first; none with a score below `least`. Of equal scores the first texts are paired. The score is what share of the words
/// two texts have in common, where words that few of all texts have count more (Dice's coefficient, weighted by inverse
/// document frequency). In order of the second list.
SHEAF_API std::vector<TextPair> similar_pairs(const std::vector<std::string>& first,
                                              const std::vector<std::string>& second, double least);

}  // namespace sheaf
