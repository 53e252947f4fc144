// Columns of running text: where they begin, and what goes on from one to the next.
#include <array>
#include <catch2/catch.hpp>

#include "letter_builder.hpp"

using namespace sheaf;
using namespace sheaf::pdf::test;
using Texts = std::vector<std::string>;

namespace {

constexpr const char* title =
    "A title that runs over both of the columns of the page as titles do, all of it";

/// A page that begins with the title.
LetterBuilder below_title() {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 60, title, {.size = 12, .bold = true});
    return letter;
}

}  // namespace

TEST_CASE("Columns are read one after the other, and sentences go on from one to the next") {
    LetterBuilder letter = below_title();
    letter.lines(50, 100,
                 {"Help for families in the town is", "good and comes early, which they",
                  "value. Leaders know where it is"});
    letter.lines(320, 100,
                 {"still weak, and they have plans", "that are clear and can be done.",
                  "Staff support these plans well."});
    const Document document = letter.lay_out();
    CHECK(texts(document) ==
          Texts{title,
                "Help for families in the town is good and comes early, which they value. Leaders know where "
                "it is still weak, and they "
                "have plans that are clear and can be done. Staff support these plans well."});
    CHECK(block_with(document, "Leaders")->regions.size() == 2);
    CHECK(sound(document));
}

TEST_CASE("A larger heading between the lines of the next column leaves them apart") {
    LetterBuilder letter = below_title();
    letter.lines(50, 100,
                 {"Help for families in the town is", "good and comes early, which they",
                  "value for what it does for them."});
    letter.text(50, 142.5F, "What must be done next", {.size = 14, .bold = true});
    letter.lines(50, 164, {"Leaders have to plan this work."});
    letter.lines(
        320, 100,
        {"Staff support these plans, and", "partners do so, too. They want", "to see that children stay safe",
         "and gain in skill and in resili-", "ence over the years to come."});
    pdf::WordLists lists({"en_GB"});
    const Document document = letter.lay_out(pdf::Tags::check, &lists);
    CHECK(texts(document) ==
          Texts{title,
                "Help for families in the town is good and comes early, which they value for what it does "
                "for them.",
                "What must be done next", "Leaders have to plan this work.",
                "Staff support these plans, and partners do so, too. They want to see that children stay "
                "safe and "
                "gain in skill and in resilience over the years to come."});
    CHECK((sound(document) || !lists.installed()));  // which is a doubt of its own
}

TEST_CASE(
    "Cells of a table without lines may begin with small letters, lines of columns go on with sentences") {
    LetterBuilder letter;
    letter.page();
    float baseline = 100;
    for (const auto& [area, found, grade] :
         {std::array{"Area", "Found", "Grade"}, std::array{"Cranes", "clear plans", "Good"},
          std::array{"Ropes", "worn", "Weak"}, std::array{"Crew", "sound rules", "Good"}}) {
        letter.text(50, baseline, area).text(250, baseline, found).text(450, baseline, grade);
        baseline += 20;
    }
    const Document document = letter.lay_out();
    CHECK(texts_of(document, BlockKind::row).size() == 4);
    CHECK(texts(document)[4] == "clear plans");
    LetterBuilder columns;
    columns.page();
    columns.lines(50, 100,
                  {"Cranes are tested twice, on the", "first day of every month and on", "the last one."});
    columns.lines(320, 100,
                  {"Ropes are looked at by the crew", "before every watch, and once", "more behind it."});
    CHECK(texts(columns.lay_out()) ==
          Texts{"Cranes are tested twice, on the first day of every month and on the last one.",
                "Ropes are looked at by the crew before every watch, and once more behind it."});
}

TEST_CASE("A heading takes no label of the next column onto its line") {
    LetterBuilder letter = below_title();
    letter.lines(50, 100,
                 {"Help for families in the town is", "good and comes early, which they",
                  "value for what it does for them."});
    letter.text(50, 142.5F, "Plans", {.size = 14, .bold = true});
    letter.lines(50, 164, {"Leaders have to plan this work."});
    letter.text(320, 100, "2.1").lines(350, 100, {"Staff support these plans,", "and partners do so, too."});
    letter.text(320, 146, "2.2").lines(350, 146, {"They want to see that all", "the children stay safe."});
    const Document document = letter.lay_out();
    CHECK(texts(document) ==
          Texts{title,
                "Help for families in the town is good and comes early, which they value for what it does "
                "for them.",
                "Plans", "Leaders have to plan this work.",
                "2.1|Staff support these plans, and partners do so, too.",
                "2.2|They want to see that all the children stay safe."});
    CHECK(sound(document));
}
