#include <catch2/catch.hpp>

#include "sheaf/text.hpp"

using namespace sheaf;
using text::LineHyphen;

TEST_CASE("the letter's own words decide first") {
    text::HyphenVocabulary words;
    words.add("The multi-agency team saw children and the co-ordinator.");
    CHECK(words.decide("a strong multi", "agency response").hyphen == LineHyphen::keep);
    CHECK(words.decide("a strong multi", "agency response").basis == "the letter writes multi-agency");
    CHECK(words.decide("all chil", "dren were").hyphen == LineHyphen::remove);
    CHECK(words.decide("all chil", "dren were").basis == "the letter writes children");
    CHECK(words.decide("two co", "ordinators").hyphen == LineHyphen::keep);
}

TEST_CASE("what a line end cuts is no word of the letter") {
    text::HyphenVocabulary words;
    words.add("we saw the de-");
    words.add("cision of the board about the cision-x");
    CHECK(words.decide("by de", "cision").hyphen == LineHyphen::remove);
}

TEST_CASE("capitals, numbers and compounds of several parts keep the hyphen") {
    const text::HyphenVocabulary words;
    CHECK(words.decide("Anna Lloyd", "Price said").hyphen == LineHyphen::keep);
    CHECK(words.decide("Newtown-on", "Sea").hyphen == LineHyphen::keep);
    CHECK(words.decide("an up-to", "date plan").hyphen == LineHyphen::keep);
    CHECK(words.decide("aged 16", "year").hyphen == LineHyphen::keep);
    CHECK(words.decide("the years 2016", "17").hyphen == LineHyphen::keep);
    CHECK(words.decide("some words ", "and more").hyphen == LineHyphen::keep);
    CHECK(words.decide("", "").hyphen == LineHyphen::keep);
}

TEST_CASE("what the letter does not write is not sure, however English spells it") {
    text::HyphenVocabulary words;
    for (int i = 0; i < 10; ++i) {
        words.add("in time many lines end in a hy-");
        words.add("phen here and go on");
    }
    CHECK_FALSE(words.decide("these are time", "bound plans").sure);
    CHECK_FALSE(words.decide("the thresh", "old of help").sure);
    CHECK_FALSE(words.decide("the assess", "ments").sure);
    CHECK(words.decide("in ti", "me").sure);
    words.add("a long-term plan, a long-term aim and a longterm home");
    CHECK(words.decide("the long", "term view").sure);  // twice as many
    CHECK(words.decide("Anna Lloyd", "Price said").sure);
}

TEST_CASE("English spelling decides where the letter has no such word") {
    const text::HyphenVocabulary words;
    CHECK(words.decide("its self", "evaluation").hyphen == LineHyphen::keep);
    CHECK(words.decide("no non", "attendance").hyphen == LineHyphen::keep);
    CHECK(words.decide("their well", "being").hyphen == LineHyphen::keep);
    CHECK(words.decide("good decision", "making").hyphen == LineHyphen::keep);
    CHECK(words.decide("a risk", "based view").hyphen == LineHyphen::keep);
    CHECK(words.decide("the assess", "ments").hyphen == LineHyphen::remove);
    CHECK(words.decide("their informa", "tion").hyphen == LineHyphen::remove);
    CHECK(words.decide("the child", "hood").hyphen == LineHyphen::remove);
    CHECK(words.decide("are step", "ping down").hyphen == LineHyphen::remove);
    CHECK(words.decide("well plan", "ned work").hyphen == LineHyphen::remove);
    CHECK(words.decide("a step", "parent").hyphen == LineHyphen::keep);
}

TEST_CASE("a letter that cuts many lines loses unknown hyphens, any other keeps them") {
    text::HyphenVocabulary cutting;
    text::HyphenVocabulary plain;
    for (int i = 0; i < 10; ++i) {
        cutting.add("many lines end in a hy-");
        cutting.add("phen here and go on");
        plain.add("no line of this letter ends so");
    }
    CHECK(cutting.decide("a bro", "ken word").hyphen == LineHyphen::remove);
    CHECK(plain.decide("a bro", "ken word").hyphen == LineHyphen::keep);
}

TEST_CASE("a letter that writes both forms about equally often is said to, a clear majority decides") {
    text::HyphenVocabulary words;
    words.add("this letter cuts its li-");
    words.add("nes");
    words.add("a harbour-master and a harbourmaster met a harbourmaster and a harbour-master");
    CHECK(words.decide("the harbour", "master said").hyphen == LineHyphen::keep);
    CHECK(words.decide("the harbour", "master said").basis ==
          "the letter writes both harbour-master (2) and harbourmaster (2)");
    CHECK_FALSE(words.decide("the harbour", "master said").sure);
    words.add("one more harbourmaster came");
    CHECK(words.decide("the harbour", "master said").hyphen == LineHyphen::remove);
    CHECK(words.decide("the harbour", "master said").basis ==
          "the letter writes both harbour-master (2) and harbourmaster (3)");
    words.add("every harbourmaster came");
    CHECK(words.decide("the harbour", "master said").hyphen == LineHyphen::remove);
    CHECK(words.decide("the harbour", "master said").basis == "the letter writes harbourmaster");
    CHECK(words.decide("the harbour", "master said").sure);
}

TEST_CASE("ill-formed text is survived") {
    text::HyphenVocabulary words;
    words.add("\xFF\xC3-");
    words.add("\x80 a\xE2\x80");
    CHECK_NOTHROW(words.decide("\xC3", "\xFF\xFE"));
}
