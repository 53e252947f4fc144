#include <catch2/catch.hpp>

#include "score/compare.hpp"

using namespace sheaf::score;

TEST_CASE("texts are the same whatever typography did to them") {
    CHECK(key("The  Harbour’s “steps” – worn.") == key("the harbour's \"steps\" - worn"));
    CHECK(key("Steps ;") == "steps");
    CHECK(key("Steps..") == "steps.");
    CHECK(key("") == "");
}

TEST_CASE("a heading is the same with and without its number") {
    CHECK(title_key("4.2 Crews") == "crews");
    CHECK(title_key("4. Crews") == "crews");
    CHECK(title_key("Crews:") == "crews");
    CHECK(title_key("2030") == "2030");
    CHECK(title_key("4th crew") == "4th crew");
}

TEST_CASE("an authority is the same with and without the words for its kind") {
    CHECK(authority_key("Harrow Quay City Council") == authority_key("Harrow Quay"));
    CHECK(authority_key("Quay & Strand") == authority_key("Quay and Strand Borough Council"));
    CHECK(authority_key("Quay") != authority_key("Strand"));
}

TEST_CASE("similarity is the share of common blocks") {
    CHECK(similarity("abcd", "abcd") == 1);
    CHECK(similarity("", "") == 1);
    CHECK(similarity("abcd", "") == 0);
    // 9 of 10 characters stand in common blocks on either side of the one that differs.
    CHECK(similarity("abcdexghij", "abcdeyghij") == Approx(0.9));
    CHECK(similarity("grün grün grün", "grün grün grü") == Approx(26.0 / 27));
    // Below 0.85 nothing is counted, nor where one is much longer.
    CHECK(similarity("abcdefghij", "klmnopqrst") == 0);
    CHECK(similarity("abcde", "abcdefghijkl") == 0);
}

TEST_CASE("each text has one partner: its equal, else the nearest that is left") {
    const auto pairs = match({"mend the worn steps", "paint the bare posts", "rest"},
                             {"paint the bare posts", "mend the worn step", "mend the worn steps", "sleep"});
    REQUIRE(pairs.size() == 2);
    CHECK(pairs[0].gold == 0);
    CHECK(pairs[0].found == 2);
    CHECK(pairs[1].gold == 1);
    CHECK(pairs[1].found == 0);
    CHECK(match({"mend the worn steps"}, {"mend the worn step"}).size() == 1);
    CHECK(match({"a", "a"}, {"a"}).size() == 1);
}

TEST_CASE("Values are the same as their field's values are for people") {
    CHECK(same_value("metadata.authority", "Derby City Council", "Derby"));
    CHECK(!same_value("metadata.lead_inspector", "Derby City Council", "Derby"));
    CHECK(same_value("recommendation.section", "4. Next steps", "Next steps"));
    CHECK(!same_value("recommendation.label", "4", "5"));
    CHECK(same_value("judgement.grade", "Good.", "good"));
    CHECK(same_value("metadata.title", "Inspection of the harbour at Otter",
                     "Inspection of the harbour, at Otter"));
}
