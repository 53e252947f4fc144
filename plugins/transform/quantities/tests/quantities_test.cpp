#include <catch2/catch.hpp>

#include "counts.hpp"
#include "sheaf/testing.hpp"
#include "uses.hpp"

using namespace sheaf;
using quantities::evidence_in;
using testing::options;

// The stage's own look-alikes are its default options; command tests and real letters cover them.
namespace {

const quantities::Rules rules =
    quantities::compile(options({{"definitions", "words"},
                                 {"counted", "(crews?|sailors|boats|logs|harbour staff|answers)( at sea)?"}}),
                        {{R"(\b(the|at|matters?) most\b)", R"(\bmost [a-z]+ed\b)"},
                         {"and", "a", "in", "was", "so", "for", "nearly"},
                         R"(\b(\w+ed|wrote|who)\b|;)",
                         {{"three", "3"}, {"five", "5"}, {"seven", "7"}}});

const quantities::Terms terms({{"Nearly all", "", {}},
                               {"Most", "", {}},
                               {"Few", "", {}},
                               {"Very few", "", {}},
                               {"A majority", "", {}},
                               {"Half", "", {}}});

/// `term of count` of each use.
std::string uses(std::string_view sentence) {
    std::string out;
    const auto part = [&](const std::optional<Range>& range) {
        return range ? std::string(sentence.substr(range->start, range->end - range->start))
                     : std::string("-");
    };
    for (const quantities::Use& use : terms.uses(rules, sentence))
        out += (out.empty() ? "" : "; ") + use.term->term + ": " + part(use.of) +
               (use.count ? " (" + part(use.count) + ")" : "");
    return out;
}

std::string counts(std::string_view sentence, const quantities::CountRule& rule) {
    std::string out;
    for (const quantities::Evidence& one : evidence_in(rules, rule, sentence)) {
        out += (out.empty() ? "" : "; ") + std::to_string(one.count.value);
        if (one.count.out_of) out += "/" + std::to_string(*one.count.out_of);
        out += " " + std::string(sentence.substr(one.of.start, one.of.end - one.of.start));
        if (one.how)
            out += " <" + std::string(sentence.substr(one.how->start, one.how->end - one.how->start)) + ">";
    }
    return out;
}

const quantities::CountRule in_text = {"fieldwork", {}, Pattern(R"(\b(read|met|answers)\b)", true), false};
const quantities::CountRule ratio = {"ratio", {}, {}, true};

}  // namespace

TEST_CASE("a defined word is used with what it counts") {
    CHECK(uses("Most sailors rest well.") == "Most: sailors");
    CHECK(uses("In few boats, lamps are dim.") == "Few: boats");
    CHECK(uses("In few boats, crews rest.") == "Few: boats");
    CHECK(uses("Most boats, crews and logs were seen.") == "Most: boats, crews and logs");
    CHECK(uses("Most of the older wooden boats and crews were seen.") ==
          "Most: older wooden boats and crews");
    CHECK(uses("The majority of crews agree.") == "A majority: crews");
}

TEST_CASE("the longest term is meant, and each use counts") {
    CHECK(uses("Very few crews and nearly all harbour staff agree.") ==
          "Very few: crews; Nearly all: harbour staff");
}

TEST_CASE("a use without a noun counts what an earlier quantity counts, or nothing") {
    CHECK(uses("All (9/9) sailors reported, with nearly all feeling safe.") == "Nearly all: sailors");
    CHECK(uses("All boats sailed, all crews slept, with nearly all feeling safe.") == "Nearly all: crews");
    CHECK(uses("This helped most.") == "Most: -");
    CHECK(uses("Gulls helped, enabling most to rest.") == "Most: -");
}

TEST_CASE("a count printed beside the word is kept") {
    CHECK(uses("Most (8/9) sailors rest.") == "Most: sailors (8/9)");
    CHECK(uses("Most sailors (8 of 9) rest.") == "Most: sailors (8 of 9)");
    CHECK(uses("Most sailors (see below) rest.") == "Most: sailors");
}

TEST_CASE("words that only look alike are no uses") {
    for (const char* sentence :
         {"The most able sailors rest.", "Help comes where it is most needed.", "What matters most is rest.",
          "They come at half-term.", "Mostly, crews rest.", "Fewer crews rest.",
          "They met at Half-Moon Quay.", "Utmost care is taken."}) {
        INFO(sentence);
        CHECK(uses(sentence).empty());
    }
}

TEST_CASE("numbers count what stands behind them") {
    CHECK(counts("We read 22 logs and met seven sailors at sea.", in_text) ==
          "22 logs <read>; 7 sailors at sea <met>");
    CHECK(counts("We had answers from 1,047 sailors, 68 harbour staff, and 20 crews.", in_text) ==
          "1047 sailors <answers>; 68 harbour staff <answers>; 20 crews <answers>");
}

TEST_CASE("what was done is absent where another verb may be meant") {
    CHECK(counts("We met the crews of 12 boats.", in_text) == "12 boats <met>");
    CHECK(counts("We met leaders and visited 12 boats.", in_text) == "12 boats");
    CHECK(counts("We met leaders, and 12 sailors wrote to us.", in_text) == "12 sailors");
    CHECK(counts("We met leaders who command 12 boats.", in_text) == "12 boats");
}

TEST_CASE("a number at the end of a clause counts what the number before it counts") {
    CHECK(counts("We read 22 logs and met three.", in_text) == "22 logs <read>; 3 logs <met>");
    CHECK(counts("We read 22 logs and met five of them at home.", in_text) == "22 logs <read>; 5 logs <met>");
    CHECK(counts("We met three.", in_text).empty());
}

TEST_CASE("one more in the same breath counts as one") {
    CHECK(counts("We met 43 sailors and a harbour staff.", in_text) ==
          "43 sailors <met>; 1 harbour staff <met>");
    CHECK(counts("We met a crew.", in_text).empty());
}

TEST_CASE("dates, percentages, sums and labels are no counts") {
    for (const char* sentence : {"On 12 May 2030 crews met.", "On 12 May crews met.", "In 2030 crews met.",
                                 "Met on 12/03/2030 crews.", "We read 50% logs.", "It cost £40 boats.",
                                 "In 2.5 boats.", "The 24-7 crews."}) {
        INFO(sentence);
        CHECK(counts(sentence, in_text).empty());
    }
}

TEST_CASE("printed ratios count on either side of the noun") {
    CHECK(counts("All (68/68) sailors rest.", ratio) == "68/68 sailors");
    CHECK(counts("It was so for sailors (12 out of 15).", ratio) == "12/15 sailors");
    CHECK(counts("For 12 sailors (see page 3/4) it rained.", ratio).empty());
    CHECK(counts("All (9/4) sailors rest.", ratio).empty());
}
