#include "learn/marks.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "base/owned_folder.hpp"
#include "sheaf/diagnostic.hpp"

using namespace sheaf;
using namespace sheaf::learn;

namespace {

struct Folder {
    OwnedFolder folder{std::filesystem::temp_directory_path() / "sheaf-marks-XXXXXX"};
    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::ofstream(folder.path() / name) << text;
        return folder.path() / name;
    }
};

}  // namespace

TEST_CASE("marks are rows of a table that a spreadsheet writes") {
    const Folder folder;
    const auto marks =
        read_marks(folder.write("marks.csv",
                                "\xEF\xBB\xBFletter,field,text,page,label\r\n"
                                "a.pdf,recommendation,\"Light, and mend, the \"\"lamp\"\".\",3,4.1\r\n"
                                "a.pdf,title,Visit,,\r\n"));
    REQUIRE(marks.size() == 2);
    CHECK(marks[0].text == "Light, and mend, the \"lamp\".");
    CHECK(marks[0].page == 3);
    CHECK(marks[0].more.at("label") == "4.1");
    CHECK(marks[1].what == "title");
    CHECK(marks[1].more.empty());
    CHECK(is_of(marks[0], "folder/a.pdf"));
    CHECK_FALSE(is_of(marks[0], "folder/b.pdf"));
}

TEST_CASE("semicolons part cells where the first line has no comma") {
    const Folder folder;
    const auto marks = read_marks(folder.write("marks.csv", "letter;field;text\na;title;Visit, twice\n"));
    REQUIRE(marks.size() == 1);
    CHECK(marks[0].text == "Visit, twice");
}

TEST_CASE("gold files are marks, and marks are gold") {
    const Folder folder;
    const auto file =
        folder.write("a.gold.json", R"({"id": "a", "metadata": {"title": "Visit", "document_date": null,
        "signatories": ["Ada", "Bo"]}, "sections": [{"level": 2, "title": "Lamps"}],
        "judgements": [{"name": "Safety", "grade": "Good"}],
        "recommendations": [{"text": "Light it.", "kind": "priority_action", "label": null, "page": 2}]})");
    const auto marks = read_marks(file);
    REQUIRE(marks.size() == 6);
    CHECK(marks[1].what == "signatories");
    CHECK(marks[3].what == "section");
    CHECK(marks[3].more.at("level") == "2");
    CHECK(marks[4].more.at("grade") == "Good");
    CHECK(marks[5].what == "priority_action");
    const auto again = read_marks(folder.write("b.gold.json", gold_of(marks, "a", "f")));
    REQUIRE(again.size() == marks.size());
    CHECK(again[5].text == "Light it.");
    CHECK(read_marks(folder.folder.path()).size() == 12);
}

TEST_CASE("a list of marks is JSON, too, and what is neither is refused") {
    const Folder folder;
    CHECK(read_marks(folder.write("m.json", R"([{"letter": "a", "field": "title", "text": "Visit"}])"))
              .size() == 1);
    CHECK_THROWS_AS(read_marks(folder.write("n.json", R"({"a": 1})")), StageError);
    CHECK_THROWS_AS(read_marks(folder.write("o.csv", "nothing\n")), StageError);
    CHECK_THROWS_AS(read_marks(folder.folder.path() / "none.csv"), StageError);
}
