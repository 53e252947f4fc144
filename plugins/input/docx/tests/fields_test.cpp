// Fields and tracked changes.
#include "fixture.hpp"

using namespace fixture;
using namespace sheaf::docx;

namespace {
std::string character(const std::string& type, const std::string& more = {}) {
    return "<w:r><w:fldChar w:fldCharType=\"" + type + "\">" + more + "</w:fldChar></w:r>";
}
std::string instruction(const std::string& text) {
    return "<w:r><w:instrText xml:space=\"preserve\">" + text + "</w:instrText></w:r>";
}
std::string field(const std::string& code, const std::string& result) {
    return character("begin") + instruction(code) + character("separate") + result + character("end");
}
std::string inserted(const std::string& inlines) {
    return "<w:ins w:id=\"1\" w:author=\"A B\" w:date=\"2020-01-02T03:04:05Z\">" + inlines + "</w:ins>";
}
std::string deleted(const std::string& text) {
    return "<w:del w:id=\"2\" w:author=\"C D\"><w:r><w:delText xml:space=\"preserve\">" + text +
           "</w:delText></w:r></w:del>";
}
Settings with(Changes changes) {
    Settings settings;
    settings.changes = changes;
    return settings;
}
}  // namespace

TEST_CASE("a field's result is text, its instruction is not") {
    const Read result =
        read(Docx(p(run("On ") + field(" DATE \\@ \"d MMMM\" ", run("3 May")) + run(" we met.")) +
                  p("<w:fldSimple w:instr=\" AUTHOR \">" + run("A. Writer") + "</w:fldSimple>")));
    CHECK(lines(result.document) == Lines{"paragraph On 3 May we met.", "paragraph A. Writer"});
    CHECK(result.document.ledger.refused.count("field instruction") == 1);
}

TEST_CASE("fields nest, and a result inside an instruction is no text") {
    const std::string inner = field(" PAGE ", run("7"));
    const Docx package(p(character("begin") + instruction(" IF ") + inner +
                         instruction(" = 1 \"first\" \"other\" ") + character("separate") + run("other") +
                         character("end") + run(" page")));
    CHECK(lines(package) == Lines{"paragraph other page"});
}

TEST_CASE("a table of contents is marked and proposes no headings") {
    const Docx package =
        Docx(para("Contents", styled("TOCHeading")) +
             p(character("begin") + instruction(" TOC \\o ") + character("separate") + run("1 Aims") +
                   "<w:r><w:tab/></w:r>" + run("3"),
               styled("TOC1")) +
             p(run("2 Findings 4"), styled("h1")) + p(character("end")) + para("Aims", styled("h1")) +
             para("3 Left over 5", styled("TOC1")))
            .styles(style("TOCHeading", "<w:pPr><w:outlineLvl w:val=\"9\"/></w:pPr>") +
                    style("h1", "<w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>") +
                    "<w:style w:type=\"paragraph\" w:styleId=\"TOC1\"><w:name w:val=\"toc 1\"/></w:style>");
    const Document document = read(package).document;
    CHECK(lines(document) == Lines{"paragraph Contents", "paragraph 1 Aims 3", "paragraph 2 Findings 4",
                                   "heading/1 Aims", "paragraph 3 Left over 5"});
    CHECK(document.blocks.at(1).basis == "toc: field");
    CHECK(document.blocks.at(2).basis == "toc: field");
    CHECK(document.blocks.at(4).basis == "toc: style toc 1");
}

TEST_CASE("hyperlink and reference fields link their results") {
    const Docx package(p(field(" HYPERLINK \"https://example.org\" ", run("site")) +
                         field(" REF goal \\h ", run("the goal"))) +
                       p("<w:bookmarkStart w:id=\"1\" w:name=\"goal\"/>" + run("Goal.")));
    const Document document = read(package).document;
    CHECK(document.blocks.at(0).spans.at(0).style.link == "https://example.org");
    CHECK(document.blocks.at(0).spans.at(1).style.link == "#b2");
}

TEST_CASE("form fields print what was chosen") {
    const std::string box =
        character("begin",
                  "<w:ffData><w:checkBox><w:default w:val=\"0\"/><w:checked/></w:checkBox></w:ffData>") +
        instruction(" FORMCHECKBOX ") + character("end");
    const std::string list =
        character("begin",
                  "<w:ffData><w:ddList><w:result w:val=\"1\"/><w:listEntry w:val=\"Good\"/>"
                  "<w:listEntry w:val=\"Poor\"/></w:ddList></w:ffData>") +
        instruction(" FORMDROPDOWN ") + character("end");
    CHECK(lines(Docx(p(run("Met: ") + box + run(", grade: ") + list))) ==
          Lines{"paragraph Met: ☒, grade: Poor"});
}

TEST_CASE("fields that print their instruction are printed") {
    CHECK(lines(Docx(p(run("x") + character("begin") + instruction(" MACROBUTTON NoMacro [Name here] ") +
                       character("end") + character("begin") + instruction(" SYMBOL 252 \\f \"Wingdings\" ") +
                       character("end")))) == Lines{"paragraph x[Name here]✓"});
}

TEST_CASE("a field that never ends makes the letter doubtful") {
    const Read result =
        read(Docx(p(character("begin") + instruction(" IF ") + run("lost words")) + para("More.")));
    CHECK(result.reported("docx-field-open"));
}

TEST_CASE("tracked changes are accepted, rejected, or shown with author and date") {
    const Docx package(p(run("The plan was ") + deleted("late") + inserted(run("early")) + run(".")));
    CHECK(lines(package) == Lines{"paragraph The plan was early."});
    CHECK(lines(package, with(Changes::reject)) == Lines{"paragraph The plan was late."});
    const Document both = read(package, with(Changes::both)).document;
    CHECK(lines(both) == Lines{"paragraph The plan was lateearly."});
    CHECK(both.blocks.at(0).spans.at(1).style.change == "deleted C D");
    CHECK(both.blocks.at(0).spans.at(2).style.change == "inserted A B 2020-01-02T03:04:05Z");
    const Read accepted = read(package);
    CHECK(accepted.reported("docx-tracked-changes"));
    CHECK(accepted.document.ledger.refused.at("tracked deletion") == 4);
}

TEST_CASE("moved text stands where the choice of changes puts it") {
    const Docx package(p("<w:moveFrom w:id=\"1\">" + run("First. ") + "</w:moveFrom>" + run("Second. ") +
                         "<w:moveTo w:id=\"2\">" + run("First.") + "</w:moveTo>"));
    CHECK(lines(package) == Lines{"paragraph Second. First."});
    CHECK(lines(package, with(Changes::reject)) == Lines{"paragraph First. Second."});
}

TEST_CASE("a deleted paragraph mark joins two paragraphs, an inserted one is undone by rejecting") {
    const Docx gone(para("One ", "<w:rPr><w:del w:id=\"1\"/></w:rPr>") + para("two."));
    CHECK(lines(gone) == Lines{"paragraph One two."});
    CHECK(lines(gone, with(Changes::reject)) == Lines{"paragraph One", "paragraph two."});
    const Docx made(para("One ", "<w:rPr><w:ins w:id=\"1\"/></w:rPr>") + para("two."));
    CHECK(lines(made) == Lines{"paragraph One", "paragraph two."});
    CHECK(lines(made, with(Changes::reject)) == Lines{"paragraph One two."});
}

TEST_CASE("rejecting brings former formatting back") {
    const Docx package =
        Docx(para("a", "<w:outlineLvl w:val=\"0\"/><w:pPrChange w:id=\"1\"><w:pPr/></w:pPrChange>"));
    CHECK(lines(package) == Lines{"heading/1 a"});
    CHECK(lines(package, with(Changes::reject)) == Lines{"paragraph a"});
}

TEST_CASE("form fields show their state, whether a result stands in the file or not") {
    const auto box = [](const std::string& state) {
        return "<w:ffData><w:checkBox>" + state + "</w:checkBox></w:ffData>";
    };
    const auto without = [](const std::string& data, const std::string& code) {
        return character("begin", data) + instruction(code) + character("end");
    };
    const auto with_empty = [](const std::string& data, const std::string& code,
                               const std::string& result = {}) {
        return character("begin", data) + instruction(code) + character("separate") + result +
               character("end");
    };
    const std::string on = box("<w:default w:val=\"0\"/><w:checked/>"), off = box("<w:default w:val=\"0\"/>");
    CHECK(lines(Docx(p(run("A ") + without(on, " FORMCHECKBOX ") + run(" Yes ") +
                       with_empty(off, " FORMCHECKBOX ") + run(" No ") +
                       with_empty(on, " FORMCHECKBOX ")))) == Lines{"paragraph A ☒ Yes ☐ No ☒"});
    const std::string list =
        "<w:ffData><w:ddList><w:result w:val=\"1\"/><w:default w:val=\"0\"/><w:listEntry w:val=\"Good\"/>"
        "<w:listEntry w:val=\"Requires improvement\"/></w:ddList></w:ffData>";
    CHECK(lines(Docx(p(run("Grade: ") + with_empty(list, " FORMDROPDOWN ")))) ==
          Lines{"paragraph Grade: Requires improvement"});
    const std::string text = "<w:ffData><w:textInput><w:default w:val=\"none\"/></w:textInput></w:ffData>";
    CHECK(lines(Docx(p(with_empty(text, " FORMTEXT ", run("Bryn")) + run("; ") +
                       with_empty(text, " FORMTEXT ")))) == Lines{"paragraph Bryn; none"});
}

TEST_CASE("a date that changes by itself says so in its span, and is a doubt") {
    const Read result =
        read(Docx(p(run("Sent on ") + field(" DATE \\@ \"d MMMM yyyy\" ", run("2 May 2026")))));
    REQUIRE(result.document.blocks.at(0).spans.size() == 2);
    CHECK(result.document.blocks[0].spans[1].style.field == "DATE");
    CHECK(result.reported("docx-date-field"));
    const Read fixed = read(Docx(p(field(" CREATEDATE ", run("2 May 2026")))));
    CHECK(fixed.document.blocks.at(0).spans.at(0).style.field.empty());
    CHECK_FALSE(fixed.reported("docx-date-field"));
    CHECK(read(Docx(p("<w:fldSimple w:instr=\"PRINTDATE\">" + run("2 May 2026") + "</w:fldSimple>")))
              .document.blocks.at(0)
              .spans.at(0)
              .style.field == "PRINTDATE");
}

TEST_CASE("a date that another field computes, or that Word prints without a field, changes, too") {
    const std::string date = field(" DATE \\@ \"d MMMM yyyy\" ", run("3 May 2024"));
    for (const std::string& inlines :
         {character("begin") + instruction(" QUOTE \"") + date + instruction("\" ") + character("separate") +
              run("3 May 2024") + character("end"),
          field(" INFO SaveDate ", run("3 May 2024")),
          field(" DOCPROPERTY \"LastSavedTime\" ", run("3 May 2024")),
          std::string("<w:r><w:dayShort/></w:r><w:r><w:monthLong/></w:r>")})
        CHECK(read(Docx(p(run("On ") + inlines))).reported("docx-date-field"));
    CHECK_FALSE(read(Docx(p(field(" CREATEDATE ", run("3 May 2024"))))).reported("docx-date-field"));
}

TEST_CASE("a merge field that nobody merged is a doubt") {
    CHECK(read(Docx(p(field(" MERGEFIELD Name ", run("«Name»"))))).reported("docx-placeholder"));
    CHECK_FALSE(read(Docx(p(field(" MERGEFIELD Name ", run("Ada Lee"))))).reported("docx-placeholder"));
}

TEST_CASE("the state of a form field counts, not a text beside it") {
    const std::string list =
        "<w:ffData><w:ddList><w:result w:val=\"1\"/><w:listEntry w:val=\"Good\"/><w:listEntry "
        "w:val=\"Poor\"/>"
        "</w:ddList></w:ffData>";
    CHECK(lines(Docx(p(character("begin", list) + instruction(" FORMDROPDOWN ") + character("separate") +
                       run("Good") + character("end")))) == Lines{"paragraph Poor"});
}

TEST_CASE("fields that set a value print nothing of it") {
    const Read result = read(Docx(p(run("We read ") + field(" SET n \"1\" ", run("1")) +
                                    field(" ASK m ", run("2")) + run("30 records."))));
    CHECK(lines(result.document) == Lines{"paragraph We read 30 records."});
    CHECK(result.document.ledger.refused.at("field that prints nothing") == 2);
}

TEST_CASE("an EQ field prints its formula on one line") {
    const auto shown = [](const std::string& before, const std::string& code) {
        const Read result =
            read(Docx(p(run(before) + character("begin") + instruction(code) + character("end"))));
        return result.document.blocks.at(0).text;
    };
    CHECK(shown("of which ", " EQ \\f(3,4) ") == "of which 3/4");
    CHECK(lines(Docx(p(field(" EQ \\f(3;4) ", "")))) == Lines{"paragraph 3/4"});
    CHECK(shown("for 2", " EQ \\f(1,2) ") == "for 2 1/2");
    CHECK(shown("x", " EQ \\f(a+b,2) ") == "x(a+b)/2");
    CHECK(shown("is ", " EQ \\r(3,x) ") == "is ∛x");
    CHECK(shown("is ", " eq \\b\\bc\\[(\\r(a+b)) ") == "is [√(a+b)]");
    CHECK(shown("10", " EQ \\s\\up8(2) ") == "10^2");
    CHECK(shown("is ", " EQ \\f(\\f(1,2),\\f(") == "is (1/2)/");
}

TEST_CASE("a field that a tracked change deletes leaves nothing behind") {
    const std::string code = "<w:r><w:delInstrText> REF a </w:delInstrText></w:r>";
    const Read result = read(
        Docx(p(run("See paragraph ") + "<w:del>" + character("begin") + code + character("separate") +
               "<w:r><w:delText>4.2</w:delText></w:r>" + character("end") + "</w:del>" + run("below."))));
    CHECK(lines(result.document) == Lines{"paragraph See paragraph below."});
}

TEST_CASE("a deletion inside an equation's run is no text") {
    CHECK(
        lines(Docx(p(run("Rate ") +
                     "<m:oMath><m:r><w:del><m:t>2</m:t></w:del></m:r><m:r><m:t>5</m:t></m:r></m:oMath>"))) ==
        Lines{"paragraph Rate 5"});
}
