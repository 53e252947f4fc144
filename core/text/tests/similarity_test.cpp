#include "sheaf/similarity.hpp"

#include <catch2/catch.hpp>

using namespace sheaf;
using Texts = std::vector<std::string>;

TEST_CASE("A demand that is made again in other words is paired with the one before") {
    const Texts before = {"The quality of supervision, so that social workers are supported.",
                          "The timeliness of return home interviews.",
                          "Plans for children who have left care."};
    const Texts after = {"The timeliness with which children are offered return-home interviews.",
                         "The oversight of placements out of the area."};
    const auto pairs = similar_pairs(before, after, same_demand);
    REQUIRE(pairs.size() == 1);
    CHECK(pairs[0].first == 1);
    CHECK(pairs[0].second == 0);
    CHECK(pairs[0].score < 1);
}

TEST_CASE("The same words score 1, none in common 0; typography and endings do not count") {
    const auto pairs =
        similar_pairs({"The council’s improvement – now."}, {"the council's improvements now"}, 0);
    REQUIRE(pairs.size() == 1);
    CHECK(pairs[0].score == Approx(1));
    CHECK(similar_pairs({"Lamps"}, {"Bridges"}, 0).at(0).score == 0);
}

TEST_CASE("Each text is in one pair at most, the best one; the pairs are in order of the second list") {
    const Texts before = {"Mend the northern lamp.", "Mend the northern lamp at the bridge."};
    const Texts after = {"Sweep the road.", "Mend the northern lamp at the bridge.",
                         "Mend the northern lamp."};
    const auto pairs = similar_pairs(before, after, 0.3);
    REQUIRE(pairs.size() == 2);
    CHECK(pairs[0].first == 1);
    CHECK(pairs[0].second == 1);
    CHECK(pairs[1].first == 0);
    CHECK(pairs[1].second == 2);
}

TEST_CASE("Empty lists and empty texts have no pairs above nothing") {
    CHECK(similar_pairs({}, {"Mend."}, 0).empty());
    CHECK(similar_pairs({""}, {""}, same_demand).empty());
}
