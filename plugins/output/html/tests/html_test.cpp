#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "../inline.hpp"
#include "../page.hpp"
#include "parsed_page.hpp"
#include "random_document.hpp"
#include "sheaf/html.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;
using html::is_safe_link;
using namespace sheaf::testing;

extern "C" const PluginDescriptor sheaf_plugin;

namespace {

bool links(const std::vector<Node>& nodes, const std::string& href, const std::string& text) {
    return std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) {
        return node.name == "a" && node.attribute("href") == href && node.text == text;
    });
}

Record record(std::string type, std::string id, std::vector<Field> fields, std::vector<Anchor> anchors) {
    Record made;
    made.type = std::move(type);
    made.id = std::move(id);
    made.fields = std::move(fields);
    made.anchors = std::move(anchors);
    made.stage = made.type + "s";
    made.rule = "numbered";
    made.confidence = 0.9;
    return made;
}

/// b1 furniture, b2 heading, b3 numbered paragraph with a footnote mark, b4 footnote, b5 heading, b6 and b7 list items, b8
/// table with rows b9 and b14, b19 paragraph on the second page.
Document letter() {
    testing::DocumentBuilder builder;
    builder.furniture("Crown © 2026")
        .heading(1, "Findings", "4")
        .paragraph("Leaders <know> their service & act.", "4.1");
    builder.mark("service", "2").last().spans[0].style.link = "#b4";
    builder.footnote("In the year before.", "2")
        .heading(2, "People")
        .item("One thing.", "◼")
        .item("A thing within.", "o", 2)
        .table({{"Judgement", "Grade"}, {"Overall", "Good"}}, 1)
        .page()
        .paragraph("The service should write a plan.");
    Document document = builder.build();
    document.records = {
        record("metadata", "0000000000000001",
               {{"title", std::string("Findings"), {{{1}, {0, 8}}}}, {"authority", {}, {}}}, {}),
        record("recommendation", "0000000000000002",
               {{"text", document.blocks[18].text, {}}, {"deadline", {}, {}}}, {{{18}, {0, 32}}}),
        record("judgement", "0000000000000003",
               {{"name", std::string("Overall"), {}}, {"grade", std::string("Good"), {}}}, {{{13}, {0, 0}}}),
    };
    document.source.name = "folder/letter.pdf";
    return document;
}

}  // namespace

TEST_CASE("the output is one file with the page") {
    struct Files : Sink {
        void write(std::string_view suffix, std::string_view bytes) override {
            by_suffix[std::string(suffix)] = bytes;
        }
        std::map<std::string, std::string> by_suffix;
    } files;
    testing::TestContext context;
    const Options options;
    const std::unique_ptr<Output> output(sheaf_plugin.stages[0].create_output({options, {}}));
    output->write(letter(), files, context);
    REQUIRE(files.by_suffix.size() == 1);
    CHECK(files.by_suffix.at(".html") == html::page(letter(), {}));
    CHECK(files.by_suffix.at(".html").starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
}

TEST_CASE("the page asks for nothing, runs nothing, and says so") {
    const auto nodes = parsed(html::page(letter(), {}));
    for (const Node& node : nodes) {
        for (const char* forbidden : {"script", "img", "link", "iframe", "object", "embed", "form", "base"})
            CHECK(node.name != forbidden);
        for (const char* forbidden : {"src", "srcset", "style", "onclick", "background"})
            CHECK(node.attributes.count(forbidden) == 0);
    }
    CHECK(std::any_of(nodes.begin(), nodes.end(), [](const Node& node) {
        return node.attribute("http-equiv") == "Content-Security-Policy" &&
               node.attribute("content") == "default-src 'none'; style-src 'unsafe-inline'";
    }));
    CHECK(std::string(html::style_sheet).find("url(") == std::string::npos);
    CHECK(std::string(html::style_sheet).find("@import") == std::string::npos);
}

TEST_CASE("every id stands once and every link within the page leads somewhere, whatever the document") {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        INFO("seed " << seed);
        const auto nodes = parsed(html::page(RandomDocument(seed).make(), {}));
        std::set<std::string> ids;
        for (const Node& node : nodes)
            if (node.attributes.count("id") != 0) CHECK(ids.insert(node.attribute("id")).second);
        for (const Node& node : nodes) {
            const std::string href = node.attribute("href");
            if (href.starts_with('#')) {
                INFO(href);
                CHECK(ids.count(href.substr(1)) == 1);
            }
            if (node.attributes.count("aria-labelledby") != 0)
                CHECK(ids.count(node.attribute("aria-labelledby")) == 1);
        }
    }
}

TEST_CASE("headings leave out no rank, and the page has one h1") {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        INFO("seed " << seed);
        int last = 0, first_ranks = 0;
        for (const Node& node : parsed(html::page(RandomDocument(seed).make(), {}))) {
            if (node.name.size() != 2 || node.name[0] != 'h' || node.name[1] < '1' || node.name[1] > '6')
                continue;
            const int rank = node.name[1] - '0';
            CHECK(rank <= last + 1);
            first_ranks += rank == 1;
            last = rank;
        }
        CHECK(first_ranks == 1);
    }
}

TEST_CASE("every block but empty containers has its place on the page") {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        INFO("seed " << seed);
        const Document document = RandomDocument(seed).make();
        const auto nodes = parsed(html::page(document, {}));
        for (std::size_t i = 0; i < document.blocks.size(); ++i) {
            INFO("block b" << i + 1);
            CHECK(with_id(nodes, "b" + std::to_string(i + 1)) != nullptr);
        }
    }
}

TEST_CASE("the page holds every block's text, whole and in its place") {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        INFO("seed " << seed);
        const Document document = RandomDocument(seed).make();
        const std::string page = html::page(document, {});
        htmlDocPtr tree = htmlReadMemory(page.data(), static_cast<int>(page.size()), nullptr, "UTF-8",
                                         HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
        std::map<std::string, std::string> texts;
        collect_own_texts(xmlDocGetRootElement(tree), texts);
        xmlFreeDoc(tree);
        for (std::size_t i = 0; i < document.blocks.size(); ++i) {
            const BlockKind kind = document.blocks[i].kind;
            if (kind == BlockKind::table || kind == BlockKind::row || kind == BlockKind::cell) continue;
            INFO("block b" << i + 1);
            CHECK(without_space(texts["b" + std::to_string(i + 1)]) ==
                  without_space(document.blocks[i].text));
        }
    }
}

TEST_CASE("text is shown as it is, never as markup") {
    Document document = letter();
    document.records[0].fields[0].value = std::string("</title><script>alert(1)</script>");
    document.diagnostics = {{Severity::doubtful, "made-up", "<b>look</b> \"here\"", {}, {}, "&amp;"}};
    const std::string page = html::page(document, {});
    CHECK(page.find("<script") == std::string::npos);
    CHECK(page.find("<b>look") == std::string::npos);
    const auto nodes = parsed(page);
    CHECK(with_id(nodes, "b3")->text.find("Leaders <know> their service") != std::string::npos);
    CHECK(named(nodes, "h1").at(0).text == "</title><script>alert(1)</script>");
}

TEST_CASE("characters that HTML does not allow, and bytes that are no text, are replaced") {
    Document document = letter();
    document.blocks[18].text = std::string("a\x01z\xFF") + "\xC2\x85";
    document.records.clear();
    const auto nodes = parsed(html::page(document, {}));
    CHECK(with_id(nodes, "b19")->text.find("a\uFFFDz\uFFFD\uFFFD") != std::string::npos);
    html::Tree tree;
    tree.root().add("p").text("a\tb\nc");
    CHECK(tree.write().find("a\tb\nc") != std::string::npos);
}

TEST_CASE("a link within the letter leads to a block that it has") {
    CHECK(html::linked_block(letter(), "#b1") == BlockId{0});
    CHECK(html::linked_block(letter(), "#b19") == BlockId{18});
    for (const char* link : {"#b0", "#b20", "#b", "#b1x", "#x", ""})
        CHECK_FALSE(html::linked_block(letter(), link));
}

TEST_CASE("a record leads to its words, and the words lead back") {
    const auto nodes = parsed(html::page(letter(), {}));
    CHECK(links(nodes, "#at-r-0000000000000002", "page 2"));
    const Node* words = with_id(nodes, "at-r-0000000000000002");
    REQUIRE(words);
    CHECK(words->name == "mark");
    CHECK(words->text == "The service should write a plan.");
    CHECK(links(nodes, "#r-0000000000000002", "recommendation 1"));
    CHECK(with_id(nodes, "r-0000000000000002")->name == "tr");
}

TEST_CASE("a record that stands on a whole row of a table leads to the row, and its first cell leads back") {
    const auto nodes = parsed(html::page(letter(), {}));
    CHECK(std::any_of(nodes.begin(), nodes.end(),
                      [](const Node& n) { return n.name == "a" && n.attribute("href") == "#b14"; }));
    CHECK(with_id(nodes, "b14")->name == "tr");
    CHECK(links(nodes, "#r-0000000000000003", "judgement 1"));
}

TEST_CASE("metadata lead to their words; what is absent says so") {
    const auto nodes = parsed(html::page(letter(), {}));
    CHECK(with_id(nodes, "m-title")->text == "TitleFindingspage 1");
    CHECK(links(nodes, "#at-m-title", "page 1"));
    CHECK(with_id(nodes, "at-m-title")->text == "Findings");
    CHECK(links(nodes, "#m-title", "title"));
    CHECK(std::any_of(nodes.begin(), nodes.end(),
                      [](const Node& node) { return node.attribute("aria-label") == "absent"; }));
}

TEST_CASE("words of little confidence are marked as unsure, those that OCR read well are not") {
    Document document = letter();
    document.records.clear();
    const auto text = std::string("Well read, badly read, printed.");
    Block& block = document.blocks[18];
    block.text = text;
    block.regions.clear();
    block.spans.clear();
    const auto add = [&](std::uint32_t start, std::uint32_t end, float confidence) {
        Span span;
        span.range = {start, end};
        span.style.confidence = confidence;
        block.spans.push_back(span);
    };
    add(0, 10, 0.8F);
    add(11, 22, 0.79F);
    add(23, 31, 1);
    std::vector<std::string> unsure;
    for (const Node& node : parsed(html::page(document, {})))
        if (node.attribute("class") == "unsure") unsure.push_back(node.text);
    CHECK(unsure == std::vector<std::string>{"badly read,"});
}

TEST_CASE("words of several records that overlap are marked for each, and each leads back") {
    Document document = letter();
    document.records = {record("a", "000000000000000a", {}, {{{18}, {0, 18}}}),
                        record("b", "000000000000000b", {}, {{{18}, {12, 32}}})};
    const auto nodes = parsed(html::page(document, {}));
    CHECK(with_id(nodes, "b19")->text.find("The service should") != std::string::npos);
    CHECK(with_id(nodes, "at-r-000000000000000a")->text.find("The service should") == 0);
    CHECK(with_id(nodes, "at-r-000000000000000b"));
    CHECK(links(nodes, "#r-000000000000000a", "a 1"));
    CHECK(links(nodes, "#r-000000000000000b", "b 1"));
}

TEST_CASE(
    "what all records share is said once, what few have stands below the text, what none has is named") {
    Document document = letter();
    document.records.clear();
    for (int i = 0; i < 5; ++i) {
        const std::string number = std::to_string(i);
        document.records.push_back(
            record("recommendation", "000000000000000" + number,
                   {{"text", "Text " + number, {}},
                    {"section_path", std::vector<std::string>{"Title", "Findings", "People"}, {}},
                    {"kind", std::string("next_step"), {}},
                    {"deadline", i == 2 ? FieldValue("2026-04-07") : FieldValue(), {}},
                    {"theme", {}, {}}},
                   {{{18}, {0, 3}}}));
    }
    const std::string page = html::page(document, {});
    CHECK(page.find("For all: kind <b>next step</b> · basis <b>numbered, <span class=\"confidence\">90 "
                    "%</span></b>") != std::string::npos);
    CHECK(page.find("Absent in all: theme.") != std::string::npos);
    const auto nodes = parsed(page);
    CHECK(with_id(nodes, "r-0000000000000002")->text.find("Findings › PeopleText 2deadline 2026-04-07") !=
          std::string::npos);
    CHECK(with_id(nodes, "r-0000000000000003")->text.find("deadline") == std::string::npos);
}

TEST_CASE("a type that takes in most of the text leads there and back, and colours nothing") {
    Document document = letter();
    document.records = {
        record("finding", "000000000000000d", {{"text", std::string("x"), {}}}, {{{2}, {0, 30}}}),
        record("finding", "000000000000000f", {{"text", std::string("x"), {}}}, {{{18}, {0, 32}}}),
        record("gap", "000000000000000e", {{"text", std::string("x"), {}}}, {{{18}, {4, 11}}}),
    };
    const auto nodes = parsed(html::page(document, {}));
    CHECK(with_id(nodes, "at-r-000000000000000f")->name == "span");
    CHECK(with_id(nodes, "at-r-000000000000000e")->name == "mark");
    CHECK(links(nodes, "#r-000000000000000f", "finding 2"));
}

TEST_CASE("long tables behind the first are folded, and their heading is still one") {
    Document document = letter();
    document.records.clear();
    for (const char* type : {"first", "second", "third"})
        for (int i = 0; i < (type == std::string("third") ? 2 : 20); ++i)
            document.records.push_back(record(type,
                                              type[0] + std::string("0000000000000") + std::to_string(10 + i),
                                              {{"text", std::string("x"), {}}}, {}));
    const auto nodes = parsed(html::page(document, {}));
    const auto folded = [&](const std::string& id) {
        const Node* heading = with_id(nodes, id);
        return std::find(heading->path.begin(), heading->path.end(), "summary") != heading->path.end();
    };
    CHECK_FALSE(folded("records-first"));
    CHECK(folded("records-second"));
    CHECK_FALSE(folded("records-third"));
    // A browser opens what is folded when a link leads into it, and not when it leads to the summary.
    CHECK(std::any_of(nodes.begin(), nodes.end(), [](const Node& node) {
        return node.name == "a" && node.attribute("href") == "#records-second-rows";
    }));
    CHECK(with_id(nodes, "records-second")->name == "h2");
}

TEST_CASE("declared record types without a record are named") {
    const RecordSpec types[] = {
        {"definition", "", {}}, {"judgement", "", {}}, {"gap", "", {}}, {"inquiry", "", {}}};
    const std::string page = html::page(letter(), types);
    CHECK(page.find("No definitions, gaps or inquiries were found.") != std::string::npos);
    CHECK(with_id(parsed(page), "records-judgement")->text == "Judgements (1)");
}

TEST_CASE("the contents list follows the section tree") {
    const auto nodes = parsed(html::page(letter(), {}));
    CHECK(links(nodes, "#s1", "4 Findings"));
    CHECK(links(nodes, "#s2", "People"));
    CHECK(with_id(nodes, "s1")->name == "h2");
    CHECK(with_id(nodes, "s2")->name == "h3");
}

TEST_CASE("labels are printed; bullets are not read out, numbers are") {
    const auto nodes = parsed(html::page(letter(), {}));
    std::map<std::string, std::string> hidden;
    for (const Node& node : nodes)
        if (node.attribute("class") == "label") hidden[node.text] = node.attribute("aria-hidden");
    CHECK(hidden.at("4.1") == "");
    CHECK(hidden.at("◼") == "true");
    CHECK(with_id(nodes, "b7")->path.size() > with_id(nodes, "b6")->path.size());
}

TEST_CASE("a footnote and its mark lead to each other") {
    const auto nodes = parsed(html::page(letter(), {}));
    CHECK(links(nodes, "#b4", "2"));
    CHECK(links(nodes, "#fb3-1", "back to the text"));
    CHECK(with_id(nodes, "fb3-1")->text == "2");
    CHECK(with_id(nodes, "b4")->name == "li");
}

TEST_CASE("header cells say for what") {
    const auto nodes = parsed(html::page(letter(), {}));
    const Node* judgement = with_id(nodes, "b10");
    REQUIRE(judgement);
    CHECK(judgement->name == "th");
    CHECK(judgement->attribute("scope") == "col");
    CHECK(judgement->path.end()[-2] == "thead");
    CHECK(with_id(nodes, "b15")->name == "td");
}

TEST_CASE("page changes stand in the text once, and furniture stands apart but within reach") {
    const auto nodes = parsed(html::page(letter(), {}));
    CHECK(with_id(nodes, "page-1")->text == "page 1");
    CHECK(with_id(nodes, "page-2")->path.end()[-1] == "p");
    const Node* furniture = with_id(nodes, "b1");
    CHECK(furniture->text == "page 1 Crown © 2026");
    CHECK(std::find(furniture->path.begin(), furniture->path.end(), "details") != furniture->path.end());
    CHECK(with_id(nodes, "text")->text.find("Crown") == std::string::npos);
}

TEST_CASE("doubts stand in front of everything, notes in the account") {
    Document document = letter();
    document.diagnostics = {
        {Severity::note, "a-note", "A note.", "pdf", {}, {}},
        {Severity::doubtful, "a-doubt", "A doubt.", "pdf", {{}, 0, 0, 2, {}, {}}, "Look."}};
    const std::string page = html::page(document, {});
    CHECK(page.find("A doubt.") < page.find("About this letter"));
    CHECK(page.find("A note.") > page.find("id=\"account\""));
    const auto nodes = parsed(page);
    CHECK(with_id(nodes, "doubts")->text == "This letter is doubtful: 1 point needs a look");
    CHECK(links(nodes, "#page-2", "page 2"));
}

TEST_CASE("the account says where every character went") {
    Document document = letter();
    document.ledger.refused["line-end hyphen"] = 1234;
    document.ledger.read += 1234;
    const std::string page = html::page(document, {});
    CHECK(page.find("Refused: line-end hyphen</th><td>1,234</td>") != std::string::npos);
    document.ledger.unaccounted = 7;
    CHECK(html::page(document, {}).find("are unaccounted for") != std::string::npos);
}

TEST_CASE("only links of the web and of mail are followed") {
    for (const char* link : {"https://example.org/a", "HTTP://EXAMPLE.ORG", "mailto:a@example.org"})
        CHECK(is_safe_link(link));
    for (const char* link : {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org",
                             "", "a:b", " https://example.org", "java\nscript:alert(1)"})
        CHECK_FALSE(is_safe_link(link));
    Document document = letter();
    document.blocks[18].spans = {{{0, 3}, {}, {}}, {{4, 11}, {}, {}}};
    document.blocks[18].spans[0].style.link = "javascript:alert(1)";
    document.blocks[18].spans[1].style.link = "https://example.org/";
    const std::string page = html::page(document, {});
    CHECK(page.find("javascript:") == std::string::npos);
    CHECK(page.find("<a href=\"https://example.org/\" rel=\"noreferrer\">service</a>") != std::string::npos);
}

TEST_CASE("styles, languages, tracked changes and line breaks are shown") {
    Document document = letter();
    document.records.clear();
    document.blocks[18].text = "bold\nnew old tŷ out";
    document.blocks[18].regions[0].range.end = static_cast<std::uint32_t>(document.blocks[18].text.size());
    Style bold, inserted, deleted, welsh, struck;
    bold.bold = bold.italic = true;
    inserted.change = "inserted A. Writer";
    deleted.change = "deleted";
    welsh.language = "cy";
    struck.strike = true;
    document.blocks[18].spans = {{{0, 4}, bold, {}},
                                 {{5, 8}, inserted, {}},
                                 {{9, 12}, deleted, {}},
                                 {{13, 16}, welsh, {}},
                                 {{17, 20}, struck, {}}};
    const std::string page = html::page(document, {});
    CHECK(page.find("<b><i>bold</i></b><br><ins title=\"inserted A. Writer\">new</ins> <del "
                    "title=\"deleted\">old</del> "
                    "<span lang=\"cy\">tŷ</span> <s>out</s>") != std::string::npos);
}

TEST_CASE("the letter's language is that of the title and the text, not of the page's own words") {
    Document document = letter();
    document.records[0].fields.push_back({"language", std::string("cy"), {}});
    const auto nodes = parsed(html::page(document, {}));
    CHECK(named(nodes, "html").at(0).attribute("lang") == "en");
    CHECK(named(nodes, "h1").at(0).attribute("lang") == "cy");
    CHECK(with_id(nodes, "text")->attribute("lang") == "cy");
}

TEST_CASE("an empty document has a page") {
    const auto nodes = parsed(html::page(Document(), {}));
    CHECK(named(nodes, "h1").at(0).text == "Letter");
}
