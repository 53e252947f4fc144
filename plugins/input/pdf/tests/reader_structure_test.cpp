// The structure tree: what tagged files hold, and what damaged ones do to their readers.
#include <catch2/catch.hpp>

#include "reader_kit.hpp"

using namespace sheaf::pdf;

namespace {

/// A letter of one page with marked contents 0 and 1, and a structure tree made by the test.
struct Tagged {
    PdfBuilder builder;
    int page = builder.add_page(
        "/P <</MCID 0>> BDC BT /F1 10 Tf 50 700 Td (first) Tj ET EMC /P <</MCID 1>> BDC BT /F1 10 Tf 50 600 "
        "Td (second) Tj ET EMC");
    int root = builder.reserve();

    std::string at_page() const { return "/Pg " + PdfBuilder::ref(page); }
    Content read(const std::string& root_entries, const Limits& limits = {}) {
        builder.set(root, "<</Type/StructTreeRoot" + root_entries + ">>");
        builder.add_to_catalog("/MarkInfo<</Marked true>>/StructTreeRoot " + PdfBuilder::ref(root));
        return sheaf::pdf::read(builder, limits);
    }
    int add(const std::string& entries) { return builder.add("<<" + entries + ">>"); }
};

std::vector<std::string> roles_of(const Content& content) {
    std::vector<std::string> out;
    for (const StructNode& node : content.structure.nodes) out.push_back(node.role);
    return out;
}

}  // namespace

TEST_CASE("elements stand parents first, with their contents in the tree's order") {
    Tagged letter;
    const int heading = letter.add("/S/H1/K 1" + letter.at_page());
    const int paragraph = letter.add("/S/P/K[0]" + letter.at_page());
    const int sect =
        letter.add("/S/Sect/K[" + PdfBuilder::ref(heading) + " " + PdfBuilder::ref(paragraph) + "]");
    const Content content = letter.read("/K " + PdfBuilder::ref(sect));
    CHECK(content.tagged);
    CHECK(roles_of(content) == std::vector<std::string>{"Sect", "H1", "P"});
    CHECK(content.structure.nodes[1].parent == 0);
    CHECK(content.structure.nodes[1].depth == 1);
    CHECK(role_of(content, "first") == "P");
    CHECK(role_of(content, "second") == "H1");
    const ContentRef* first = content.structure.find({1, 0, 0});
    const ContentRef* second = content.structure.find({1, 0, 1});
    REQUIRE((first && second));
    CHECK(second->order < first->order);
}

TEST_CASE("unknown roles and direct dictionaries keep what is below them") {
    Tagged letter;
    const Content content = letter.read("/K[<</S/Aside/K<</S/Curious/K 0" + letter.at_page() +
                                        ">>>><</S/P/K<</Type/MCR/MCID 1" + letter.at_page() + ">>>>]");
    CHECK(roles_of(content) == std::vector<std::string>{"Aside", "Curious", "P"});
    CHECK(role_of(content, "first") == "Curious");
    CHECK(role_of(content, "second") == "P");
}

TEST_CASE("the role map leads to standard types, over several steps and never round in circles") {
    Tagged letter;
    const Content content =
        letter.read("/RoleMap<</Body/Text/Text/P/A/B/B/A/H1/Artifact>>/K[<</S/Body/K 0" + letter.at_page() +
                    ">><</S/A/K 1" + letter.at_page() + ">><</S/H1>>]");
    CHECK(roles_of(content) == std::vector<std::string>{"P", "A", "H1"});
    CHECK(content.structure.nodes[0].raw_role == "Body");
}

TEST_CASE("a tree that holds itself ends, and each element counts once") {
    Tagged letter;
    const int one = letter.builder.reserve(), two = letter.builder.reserve();
    letter.builder.set(one, "<</S/P/K[0 " + PdfBuilder::ref(two) + " " + PdfBuilder::ref(one) + "]" +
                                letter.at_page() + ">>");
    letter.builder.set(two, "<</S/Span/K[1 " + PdfBuilder::ref(one) + "]" + letter.at_page() + ">>");
    const Content content = letter.read("/K[" + PdfBuilder::ref(one) + " " + PdfBuilder::ref(two) + "]");
    CHECK(roles_of(content) == std::vector<std::string>{"P", "Span"});
    CHECK(has_code(content, "pdf-structure"));
}

TEST_CASE("arrays of kids that are objects may hold themselves, too") {
    Tagged letter;
    const int array = letter.builder.reserve();
    letter.builder.set(array, "[<</S/P/K 0" + letter.at_page() + ">> " + PdfBuilder::ref(array) + " [" +
                                  PdfBuilder::ref(array) + "]]");
    const Content content = letter.read("/K " + PdfBuilder::ref(array));
    CHECK(role_of(content, "first") == "P");
}

TEST_CASE("nesting beyond the limit ends there, and the limit is named") {
    Tagged letter;
    std::string tree;
    // Each element is an object of its own: nothing nests in the file's syntax.
    int below = letter.add("/S/Span/K 1" + letter.at_page());
    for (int i = 0; i < 20000; ++i) below = letter.add("/S/Span/K " + PdfBuilder::ref(below));
    const Content content =
        letter.read("/K[" + PdfBuilder::ref(below) + "<</S/P/K 0" + letter.at_page() + ">>]");
    CHECK(role_of(content, "first") == "P");
    CHECK(role_of(content, "second") == "");
    CHECK(has_code(content, "pdf-limit"));
    CHECK(content.structure.nodes.size() < 1000);
}

TEST_CASE("more elements than the limit end the walk, and the limit is named") {
    Tagged letter;
    std::string kids;
    for (int i = 0; i < 50; ++i) kids += "<</S/P>>";
    Limits limits;
    limits.structure_nodes = 10;
    const Content content = letter.read("/K[" + kids + "]", limits);
    CHECK(content.structure.nodes.size() == 10);
    CHECK(has_code(content, "pdf-limit"));
}

TEST_CASE("ids without a page belong to the parent's page, or to the page that has them") {
    Tagged letter;
    const Content inherited = letter.read("/K<</S/Sect" + letter.at_page() + "/K[<</S/P/K 0>>]>>");
    CHECK(role_of(inherited, "first") == "P");
    Tagged nowhere;
    const Content found = nowhere.read("/K[<</S/P/K 1>>]");
    CHECK(role_of(found, "second") == "P");
    CHECK(role_of(found, "first") == "");
}

TEST_CASE("references to objects are no content, and content keys are never negative") {
    Tagged letter;
    const int annotation = letter.add("/Type/Annot/Subtype/Link/Rect[0 0 9 9]");
    const Content content = letter.read("/K<</S/Link/K[<</Type/OBJR/Obj " + PdfBuilder::ref(annotation) +
                                        letter.at_page() + ">> -5 0]" + letter.at_page() + ">>");
    CHECK(content.structure.refs.size() == 1);
    CHECK(role_of(content, "first") == "Link");
}

TEST_CASE("content of forms is found by its stream, or by the page's id when only that is known") {
    PdfBuilder builder;
    const auto form = [&](const std::string& text) {
        return builder.add_stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]",
                                  "/P <</MCID 0>> BDC BT /F1 10 Tf 50 600 Td (" + text + ") Tj ET EMC");
    };
    const int named = form("named"), loose = form("loose");
    const int page = builder.add_page("/A Do", "/XObject<</A " + builder.ref(named) + ">>");
    const int other = builder.add_page("/B Do", "/XObject<</B " + builder.ref(loose) + ">>");
    builder.add_to_catalog("/StructTreeRoot<</K[<</S/H2/K<</Type/MCR/MCID 0/Stm " + builder.ref(named) +
                           "/Pg " + builder.ref(page) + ">>>><</S/H3/K 0/Pg " + builder.ref(other) + ">>]>>");
    const Content content = read(builder);
    CHECK(role_of(content, "named", 0) == "H2");
    CHECK(role_of(content, "loose", 1) == "H3");
}

TEST_CASE("spans of cells, texts and languages are read from attributes, arrays and classes of attributes") {
    Tagged letter;
    const Content content = letter.read(
        "/ClassMap<</Wide<</O/Table/ColSpan 3>>>>/K[<</S/TD/A<</O/Table/RowSpan 2>>/Lang(cy)/Alt(a "
        "seal)/ActualText(real)>>"
        "<</S/TH/A[<</O/Layout>> 0 <</O/Table/ColSpan 4>>]>><</S/TD/C/Wide>><</S/TD/A<</O/Table/ColSpan "
        "-7>>>>]");
    const auto& nodes = content.structure.nodes;
    REQUIRE(nodes.size() == 4);
    CHECK(nodes[0].row_span == 2);
    CHECK(nodes[0].language == "cy");
    CHECK(nodes[0].alt == "a seal");
    CHECK(nodes[0].actual_text == "real");
    CHECK(nodes[1].column_span == 4);
    CHECK(nodes[2].column_span == 3);
    CHECK(nodes[3].column_span == 1);
}

TEST_CASE("a tree without kids leaves the letter untagged") {
    Tagged letter;
    const Content content = letter.read("");
    CHECK_FALSE(content.tagged);
    CHECK(content.pages[0].runs.size() == 2);
}
