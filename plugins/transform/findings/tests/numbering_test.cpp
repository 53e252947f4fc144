#include <catch2/catch.hpp>

#include "numbering.hpp"

using namespace sheaf::findings;

namespace {

std::vector<Number> numbers(const std::vector<std::string>& labels) {
    std::vector<Number> out;
    for (const std::string& label : labels) out.push_back(number_of(label).value());
    return out;
}

Numbering judged(const std::vector<std::string>& labels) {
    return judge(numbers(labels));
}

}  // namespace

TEST_CASE("a label is a number by its parts") {
    CHECK(number_of("4.11") == Number{4, 11});
    CHECK(number_of("12.") == Number{12});
    CHECK(number_of("(3)") == Number{3});
    CHECK(number_of("4.1.2.") == Number{4, 1, 2});
    for (const char* label : {"(a)", "•", "", ".", "4..1", "iv.", "99999999999999999999"})
        CHECK_FALSE(number_of(label));
}

TEST_CASE("numbers that count on have no breaks") {
    const Numbering found = judged({"1.", "2.", "3.", "4."});
    CHECK(found.paragraphs == std::vector<std::size_t>{0, 1, 2, 3});
    CHECK(found.gaps.empty());
    CHECK(found.repeated.empty());
}

TEST_CASE("numbers begin again in each section, and sections may have none") {
    const Numbering found = judged({"1.1", "1.2", "3.1", "3.2", "4.1"});
    CHECK(found.paragraphs.size() == 5);
    CHECK(found.gaps.empty());
    CHECK(found.repeated.empty());
}

TEST_CASE("a lost paragraph is a gap, at the beginning of a section too") {
    const Numbering inside = judged({"1.1", "1.2", "1.4", "1.5"});
    REQUIRE(inside.gaps.size() == 1);
    CHECK(inside.gaps[0].at == 2);
    CHECK(inside.gaps[0].before == std::optional<std::size_t>(1));

    const Numbering section = judged({"1.1", "1.2", "2.2", "2.3"});
    REQUIRE(section.gaps.size() == 1);
    CHECK(section.gaps[0].at == 2);

    const Numbering first = judged({"3.", "4.", "5."});
    REQUIRE(first.gaps.size() == 1);
    CHECK_FALSE(first.gaps[0].before);
}

TEST_CASE("a list with numbers of its own is no paragraph and no break") {
    const Numbering before = judged({"1.", "2.", "3.", "1.", "2.", "3.", "4.", "5."});
    CHECK(before.paragraphs == std::vector<std::size_t>{3, 4, 5, 6, 7});
    CHECK(before.gaps.empty());
    CHECK(before.repeated.empty());

    const Numbering between = judged({"1.", "2.", "3.", "4.", "1.", "2.", "5.", "6."});
    CHECK(between.paragraphs == std::vector<std::size_t>{0, 1, 2, 3, 6, 7});
    CHECK(between.gaps.empty());
    CHECK(between.repeated.empty());
}

TEST_CASE("a number out of its place is no paragraph, and shows") {
    const Numbering twice = judged({"1.", "2.", "3.", "3.", "4.", "5."});
    CHECK(twice.paragraphs == std::vector<std::size_t>{0, 1, 2, 4, 5});
    REQUIRE(twice.repeated.size() == 1);
    CHECK(twice.repeated[0].at == 3);

    // An age or a sum that a line begins with, above and below the numbers around it.
    for (const char* stray : {"2.", "18."}) {
        const Numbering astray = judged({"1.", "2.", "3.", "4.", stray, "5.", "6."});
        CHECK(astray.gaps.empty());
        REQUIRE(astray.repeated.size() == 1);
        CHECK(astray.repeated[0].at == 4);
        CHECK(astray.repeated[0].before == std::optional<std::size_t>(3));
    }
}

TEST_CASE("a letter without numbers has no paragraphs") {
    CHECK(judged({}).paragraphs.empty());
}
