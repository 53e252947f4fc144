#include <catch2/catch.hpp>

#include "find.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;
using testing::DocumentBuilder;
using testing::options;

namespace {

const Options table = options({{"paragraph", R"(^\d+\.\d+$)"},
                               {"not_findings", "^what must change$"},
                               {"theme", "^(quays|crews)$"},
                               {"strengths", "^strengths$"},
                               {"improvements", "^areas for improvement$"},
                               {"positive_practice", R"(\bexemplary practice\b)"}});

/// `type label theme: text` of each record of a type.
std::vector<std::string> records(const Document& document, std::string_view type) {
    std::vector<std::string> out;
    for (const Record& record : document.records)
        if (record.type == type)
            out.push_back(std::string(record.text("label")) + " [" + std::string(record.text("theme")) +
                          "] " + std::string(record.text("text")));
    return out;
}

using Texts = std::vector<std::string>;

DocumentBuilder harbour_letter() {
    DocumentBuilder letter;
    letter.heading(1, "Harbour letter")
        .heading(2, "Quays")
        .heading(3, "Strengths")
        .paragraph("Ropes are sound.", "1.1")
        .paragraph("Lamps are lit. This is exemplary practice.", "1.2")
        .heading(3, "Areas for Improvement")
        .paragraph("Steps are worn.", "1.3")
        .heading(2, "Crews")
        .heading(3, "Strengths")
        .paragraph("Crews rest.", "2.1");
    return letter;
}

}  // namespace

TEST_CASE("every numbered paragraph is a finding with its section and theme") {
    testing::TestContext context;
    Document document = harbour_letter();
    findings::find(document, findings::compile(table), context);
    CHECK(records(document, "finding") == Texts{"1.1 [Quays] Ropes are sound.",
                                                "1.2 [Quays] Lamps are lit. This is exemplary practice.",
                                                "1.3 [Quays] Steps are worn.", "2.1 [Crews] Crews rest."});
    const Record& third = document.records[2];
    CHECK(third.text("section") == "Areas for Improvement");
    CHECK(std::get<Texts>(third.field("section_path")->value) ==
          Texts{"Harbour letter", "Quays", "Areas for Improvement"});
    CHECK(third.confidence == 1);
    CHECK(context.diagnostics.empty());
}

TEST_CASE("strengths and improvements are the paragraphs under their headings") {
    testing::TestContext context;
    Document document = harbour_letter();
    findings::find(document, findings::compile(table), context);
    CHECK(records(document, "strength") == Texts{"1.1 [Quays] Ropes are sound.",
                                                 "1.2 [Quays] Lamps are lit. This is exemplary practice.",
                                                 "2.1 [Crews] Crews rest."});
    CHECK(records(document, "improvement") == Texts{"1.3 [Quays] Steps are worn."});
}

TEST_CASE("positive practice is the sentence that says so, not the paragraph") {
    testing::TestContext context;
    Document document =
        harbour_letter()
            .heading(2, "What our words mean")
            .table({{"Exemplary practice", "Exemplary practice is what others could learn from"}});
    findings::find(document, findings::compile(table), context);
    CHECK(records(document, "positive_practice") == Texts{"1.2 [Quays] This is exemplary practice."});
}

TEST_CASE("where paragraphs have no numbers, all text is searched for positive practice") {
    testing::TestContext context;
    Document document = DocumentBuilder()
                            .heading(1, "Letter")
                            .paragraph("The pilot's log is exemplary practice. It is kept daily.")
                            .item("Another example of exemplary practice.");
    findings::find(document, findings::compile(options({{"positive_practice", "exemplary practice"}})),
                   context);
    CHECK(records(document, "positive_practice") ==
          Texts{" [] The pilot's log is exemplary practice.", " [] Another example of exemplary practice."});
}

TEST_CASE("bullets that a numbered paragraph announces belong to it") {
    testing::TestContext context;
    Document document = DocumentBuilder()
                            .heading(1, "Letter")
                            .paragraph("Crews told us of:", "1.1")
                            .item("long watches")
                            .furniture("Page 1")
                            .item("cold")
                            .paragraph("They also have good boats.", "1.2")
                            .item("a bullet that nothing announces")
                            .paragraph("Boats are new.", "1.3")
                            .paragraph("Oars are old.", "1.4");
    findings::find(document, findings::compile(table), context);
    CHECK(records(document, "finding") == Texts{"1.1 [] Crews told us of: long watches cold",
                                                "1.2 [] They also have good boats.", "1.3 [] Boats are new.",
                                                "1.4 [] Oars are old."});
}

TEST_CASE("a jump in the numbers makes the letter doubtful, with its place") {
    testing::TestContext context;
    Document document = DocumentBuilder()
                            .heading(1, "Letter")
                            .paragraph("One.", "1.1")
                            .paragraph("Two.", "1.2")
                            .page()
                            .paragraph("Four.", "1.4")
                            .paragraph("Five.", "1.5");
    findings::find(document, findings::compile(table), context);
    REQUIRE(context.diagnostics.size() == 1);
    CHECK(context.diagnostics[0].code == "findings-gap");
    CHECK(context.diagnostics[0].severity == Severity::doubtful);
    CHECK(context.diagnostics[0].message == "paragraph 1.4 follows paragraph 1.2");
    CHECK(context.diagnostics[0].place.page == 2);
    CHECK(document.records[2].confidence < 1);
    CHECK(document.records[3].confidence == 1);
}

TEST_CASE("a number that stands where it does not belong is reported") {
    testing::TestContext context;
    Document document = DocumentBuilder()
                            .heading(1, "Letter")
                            .paragraph("One.", "1.1")
                            .paragraph("Two.", "1.2")
                            .paragraph("Two again.", "1.2")
                            .paragraph("Three.", "1.3")
                            .paragraph("Four.", "1.4");
    findings::find(document, findings::compile(table), context);
    CHECK(context.reported("findings-repeated"));
    CHECK(records(document, "finding").size() == 4);
}

TEST_CASE("numbered recommendations count in the numbering and are no findings") {
    testing::TestContext context;
    Document document = DocumentBuilder()
                            .heading(1, "Letter")
                            .heading(2, "What must change")
                            .paragraph("Mend the steps.", "1.1")
                            .paragraph("Paint the posts.", "1.2")
                            .heading(2, "Quays")
                            .paragraph("Steps are worn.", "1.3")
                            .paragraph("Posts are bare.", "1.4");
    findings::find(document, findings::compile(table), context);
    CHECK(records(document, "finding") ==
          Texts{"1.3 [Quays] Steps are worn.", "1.4 [Quays] Posts are bare."});
    CHECK(context.diagnostics.empty());
}

TEST_CASE("a letter with fewer numbered paragraphs than its family has is doubtful") {
    testing::TestContext context;
    Document document = DocumentBuilder().heading(1, "Letter").paragraph("One.", "1.1");
    findings::find(
        document, findings::compile(options({{"paragraph", R"(^\d+\.\d+$)"}, {"at_least", std::int64_t(3)}})),
        context);
    CHECK(context.reported("findings-missing"));
    CHECK(document.records.empty());
}
