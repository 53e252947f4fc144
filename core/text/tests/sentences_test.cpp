#include <catch2/catch.hpp>

#include "sheaf/text.hpp"

using namespace sheaf;

static std::vector<std::string> split(const std::string& s) {
    std::vector<std::string> out;
    for (const Range r : text::sentences(s)) out.push_back(s.substr(r.start, r.end - r.start));
    return out;
}
using Sentences = std::vector<std::string>;

TEST_CASE("sentences end at full stops, question marks and exclamation marks") {
    CHECK(split("Staff listen. Do they act? They do!") ==
          Sentences{"Staff listen.", "Do they act?", "They do!"});
    CHECK(split("  One sentence without an end  ") == Sentences{"One sentence without an end"});
    CHECK(split("").empty());
    CHECK(split(" \n ").empty());
}

TEST_CASE("closing quotation marks and brackets stay with their sentence") {
    CHECK(split("A child said, ‘I was heard.’ Staff agreed.") ==
          Sentences{"A child said, ‘I was heard.’", "Staff agreed."});
    CHECK(split("Visits were late (see annex.) Plans were not.") ==
          Sentences{"Visits were late (see annex.)", "Plans were not."});
    CHECK(split("“Why?” she asked. “Because.”") == Sentences{"“Why?” she asked.", "“Because.”"});
}

TEST_CASE("a full stop without a space behind it ends a sentence, but not an address or a name") {
    CHECK(split("Oversee the plan by 30 March 2025.This will be read.") ==
          Sentences{"Oversee the plan by 30 March 2025.", "This will be read."});
    CHECK(split("Records are thin.They must be kept.").size() == 2);
    CHECK(split("Write to ann.Hughes@council.Example by Friday.").size() == 1);
    CHECK(split("See https://council.Example/a.Page today.").size() == 1);
    CHECK(split("Support, e.g.Respite, helps.").size() == 1);
    CHECK(split("A visit to St.Davids by J.Hughes.").size() == 1);
}

TEST_CASE("abbreviations do not end a sentence") {
    CHECK(split("Dr Jones and Mr. Smith met Cllr. Evans today.").size() == 1);
    CHECK(split("Support, e.g. Respite, helps. It is valued.") ==
          Sentences{"Support, e.g. Respite, helps.", "It is valued."});
    CHECK(split("St. Davids is small.").size() == 1);
    CHECK(split("See No. 12 and para. 4.2 for details.").size() == 1);
    CHECK(split("The answer was no. Managers knew.").size() == 2);
    CHECK(split("Gwelir h.y. Adran 3 isod.").size() == 1);
}

TEST_CASE("initials do not end a sentence, a letter that names a thing does") {
    CHECK(split("J. R. Hughes signed it. Then it was sent.").size() == 2);
    CHECK(split("The letter was signed by P.J. Hughes.").size() == 1);
    CHECK(split("They chose Plan B. The plan failed.").size() == 2);
}

TEST_CASE("decimal numbers, times and labels do not end a sentence") {
    CHECK(split("It rose by 1.5 points to 4.11 in all. It fell later.").size() == 2);
    CHECK(split("1. Ensure that plans are reviewed. 2. Act.").front() ==
          "1. Ensure that plans are reviewed.");
    CHECK(split("Meet at 9.30 a.m. on Monday.").size() == 1);
}

TEST_CASE("a footnote mark stays with the sentence that it follows") {
    CHECK(split("This was true of most agencies.2 The others differed.") ==
          Sentences{"This was true of most agencies.2", "The others differed."});
    CHECK(split("It was so.³ It is not now.").size() == 2);
}

TEST_CASE("a line break that the author made ends a sentence unless the next line goes on in lower case") {
    CHECK(split("Chief Executive\nAny Council") == Sentences{"Chief Executive", "Any Council"});
    CHECK(split("The council and\nits partners agree.").size() == 1);
}

TEST_CASE("ranges cover everything but the white space between sentences") {
    const std::string s = "A first one.  And a second… 3 more! (Some.)";
    std::size_t covered = 0;
    std::uint32_t last = 0;
    for (const Range r : text::sentences(s)) {
        CHECK(r.start >= last);
        CHECK(r.start < r.end);
        covered += text::count_visible(std::string_view(s).substr(r.start, r.end - r.start));
        last = r.end;
    }
    CHECK(covered == text::count_visible(s));
}

TEST_CASE("a long text of nothing but full stops is done in linear time") {
    CHECK(split(std::string(1 << 20, '.')).size() == 1);
    std::string spaced;
    for (int i = 0; i < 100000; ++i) spaced += "a.a. ";
    CHECK_FALSE(split(spaced).empty());
}
