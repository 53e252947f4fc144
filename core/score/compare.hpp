// When two texts are the same for people: the rules by which scores match what was found with what should be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sheaf::score {

/// A text without what typography may change, and without one closing punctuation mark.
std::string key(std::string_view text);

/// The key of a heading, without its printed number.
std::string title_key(std::string_view title);

/// The key of an authority's name, without words for its kind: `Derby City Council` is `derby`.
std::string authority_key(std::string_view name);

/// Whether two values of a field, which is named as reports name it (`metadata.title`), are the same for people.
bool same_value(std::string_view field, const std::string& gold, const std::string& found);

/// Twice the characters of the longest common blocks (the longest first, then on either side of it) over all
/// characters of both; 0 where it is certain to lie below 0.85 or the lengths differ much.
double similarity(const std::string& a, const std::string& b);

/// From here on two texts are similar enough to be one.
inline constexpr double similar_enough = 0.9;

struct Pair {
    std::size_t gold, found;
    double similarity;
};

/// Texts matched one to one: equal ones first, then each gold text with the most similar that is left, if that
/// is similar enough. In order of gold.
std::vector<Pair> match(const std::vector<std::string>& gold, const std::vector<std::string>& found);

}  // namespace sheaf::score
