#include <catch2/catch.hpp>

#include "letters.hpp"

using namespace sheaf;
using namespace sheaf::testing::demands;
using sheaf::testing::options;

namespace {

Options board_sentences() {
    return rule("sentences", "recommendation", {"sentences"},
                {{"sentence", std::string("^the board (?P<modality>must|should)\\b")}});
}

Options witness(std::string marks, std::string name, std::string sentence = {}) {
    Values values = {{"name", std::string("marks")},
                     {"section", std::string("^areas for improvement$")},
                     {"marks", std::move(marks)},
                     {"rules", Strings{std::move(name)}}};
    if (!sentence.empty()) values.push_back({"sentence", std::move(sentence)});
    return options(values);
}

Result heard(const sheaf::testing::DocumentBuilder& built, Options one, Options rule) {
    return run(built, {std::move(rule)}, {}, {}, {{"witness", std::vector<Options>{std::move(one)}}});
}

/// What the witness reports; empty when it agrees.
std::string contradiction(const Result& result) {
    for (const Diagnostic& diagnostic : result.context.diagnostics)
        if (diagnostic.code == "recommendations-witness") return diagnostic.message;
    return {};
}

}  // namespace

TEST_CASE("a numbered paragraph without an item makes the letter doubtful, and both are named") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .paragraph("Lamps fail. The board must act.", "4.1")
        .paragraph("The pier is old.", "4.2");
    built.heading(2, "Strengths").paragraph("The crew is kind.", "4.3");
    const Result result = heard(built, witness("numbers", "sentences"), board_sentences());
    CHECK(
        contradiction(result) ==
        "under `Areas for improvement` stand 2 numbered paragraphs; no item was recorded of `4.2 The pier is "
        "old.`; items were recorded of `4.1 Lamps fail. The board must act.`");
    CHECK(result.records().front().confidence < 0.9);
}

TEST_CASE("a sentence with a verb of demand that no rule took makes the letter doubtful") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .paragraph("The board must act. Everybody should help. They should have been there.", "4.1");
    const Result result =
        heard(built, witness("sentences", "sentences", "\\b(must|should)\\b"), board_sentences());
    CHECK(contradiction(result).find("`Everybody should help.`") != std::string::npos);
    CHECK(contradiction(result).find("have been") == std::string::npos);
}

TEST_CASE("what says more of an item, or leads up to one, needs none of its own") {
    auto one = witness("sentences", "sentences", "\\b(must|should|is needed)\\b");
    one.set("says_more", std::string("^this should be done\\b"));
    one.set("leads_up", std::string("^more work is needed"));
    const auto said = [&](const char* text) {
        auto built = letter();
        built.heading(2, "Areas for improvement").paragraph(text, "4.1");
        return contradiction(heard(built, one, board_sentences()));
    };
    CHECK(said("More work is needed. The board must act. This should be done by June.").empty());
    CHECK(said("The board must act. More work is needed.").find("`More work is needed.`") !=
          std::string::npos);
    CHECK(said("The board must act. It rains. This should be done.").find("`This") != std::string::npos);
}

TEST_CASE("what somebody said in the clause against which a demand stands does not take it back") {
    Options one = board_sentences();
    one.set("sentence", std::string("(?P<responsible>the board) (?P<modality>must|should)\\b"));
    one.set("not_sentence", std::string("\\btold\\b"));
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .paragraph("Although sailors told us that they rest, the board must act.", "4.1")
        .paragraph("Sailors told us that the board should act.", "4.2");
    CHECK(run(built, {one}).texts() ==
          Strings{"Although sailors told us that they rest, the board must act."});
}

TEST_CASE("a sentence that leads in a list is held by the list's items") {
    auto built = letter();
    built.heading(2, "Areas for improvement").paragraph("The board must:", "4.1");
    built.item("renew the lamps; and").item("light them.");
    const Result result =
        heard(built, witness("sentences", "sentences", "\\b(must|should)\\b"), board_sentences());
    CHECK(result.records().size() == 2);
    CHECK(contradiction(result).empty());
    CHECK_FALSE(result.context.reported("recommendations-shape"));
}

TEST_CASE("where the counts agree nothing is said and nothing loses confidence") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .item("The lamp.")
        .item("The pier, with:")
        .item("its ladder.", "-", 2);
    const Result result = heard(built, witness("bullets", "improvements"), improvements({"bullets"}));
    CHECK(result.records().size() == 2);
    CHECK(contradiction(result).empty());
    CHECK(result.records().front().confidence > 0.9);
}

TEST_CASE("of bullets and numbers those count that come first") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .item("The lamp.")
        .item("The pier.")
        .paragraph("The crew met us.", "89.");
    const Result result = run(built, {improvements({"numbers", "bullets"})});
    CHECK(result.texts() == Strings{"The lamp.", "The pier."});
}

TEST_CASE("an item's evidence is the paragraphs that it names") {
    auto built = letter();
    built.heading(2, "Findings")
        .paragraph("Lamps fail.", "33.")
        .paragraph("Piers rot.", "34.")
        .paragraph("So be it.", "36.");
    built.heading(2, "Areas for improvement")
        .item("Renew both. (paragraphs 33 and 34. Page 2, paragraph 36)");
    const Result result =
        run(built, {improvements({"bullets"},
                                 {{"evidence", std::string("\\bparagraphs? (?P<labels>\\d[\\d, and-]*)")}})});
    CHECK(result.texts("evidence") == Strings{"Lamps fail. Piers rot. So be it."});
}

TEST_CASE("letters of nested items are kept in the text of their item") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .item("See that:", "1.")
        .item("lamps burn", "(i)", 2)
        .item("piers stand.", "(ii)", 2);
    const Result result = run(built, {improvements({"numbers"})});
    CHECK(result.texts() == Strings{"See that:\n(i) lamps burn\n(ii) piers stand."});
}

TEST_CASE("an item that ends in the middle of its sentence is looked at; one without its full stop is not") {
    auto cut = letter();
    cut.heading(2, "Areas for improvement").item("A lamp.").item("A boat and");
    CHECK(run(cut, {improvements({"bullets"})}).context.reported("recommendations-shape"));
    auto bare = letter();
    bare.heading(2, "Areas for improvement").item("A lamp.").item("A pier.").item("A rope.").item("A boat");
    CHECK_FALSE(run(bare, {improvements({"bullets"})}).context.reported("recommendations-shape"));
}

TEST_CASE("paragraphs of whole sentences are items where there are no bullets; lines are looked at") {
    auto whole = letter();
    whole.heading(2, "Areas for improvement").paragraph("The lamp is dim.").paragraph("Ropes fray.");
    CHECK_FALSE(
        run(whole, {improvements({"bullets", "paragraphs"})}).context.reported("recommendations-unusual"));
    auto lines = letter();
    lines.heading(2, "Areas for improvement").paragraph("the lamp").paragraph("the ropes");
    CHECK(run(lines, {improvements({"bullets", "paragraphs"})}).context.reported("recommendations-unusual"));
}

TEST_CASE("every sentence of an item is held by it") {
    auto built = letter();
    built.heading(2, "Areas for improvement").item("Light the lamps. Mend the pier. The board must help.");
    const Result result =
        heard(built, witness("sentences", "improvements", "^(light|mend)\\b"), improvements({"bullets"}));
    CHECK(result.records().size() == 1);
    CHECK(contradiction(result).empty());
}
