#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>

#include "random_document.hpp"
#include "sheaf/json.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;

namespace {

const std::vector<std::string> no_violations;
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// b1 furniture; s1: b2 heading, b3 paragraph; s2: b4 heading, b5 item, b6 table, b7 row, b8 cell, b9 paragraph, b10
/// footnote; s3: b11 heading, b12 paragraph. Two records and the metadata.
Document valid_letter() {
    Document document = testing::DocumentBuilder()
                            .furniture("Page 1")
                            .heading(1, "Findings", "4")
                            .paragraph("Leaders know their “service”.", "4.1")
                            .heading(2, "People")
                            .item("One thing.")
                            .table({{"Cell"}})
                            .footnote("In the year before.", "2")
                            .heading(1, "Next steps", "5")
                            .page()
                            .paragraph("Write a plan.")
                            .build();
    const auto record = [](std::string type, std::string id, std::uint32_t block) {
        Record made;
        made.type = std::move(type);
        made.id = std::move(id);
        made.fields = {{"text", std::string("x"), {{{block}, {0, 1}}}}, {"deadline", {}, {}}};
        made.anchors = {{{block}, {0, 4}}};
        made.confidence = 0.5;
        return made;
    };
    document.records = {record("metadata", "0000000000000001", 1),
                        record("recommendation", "0000000000000002", 2),
                        record("recommendation", "0000000000000003", 11)};
    document.diagnostics = {{Severity::note, "made-up", "It is so.", {}, {}, {}}};
    return document;
}

using Change = std::function<void(Document&)>;

/// What `validate` says after the change; the ledger is put right first.
std::vector<std::string> violations(const Change& change) {
    Document document = valid_letter();
    change(document);
    Ledger& ledger = document.ledger;
    std::tie(ledger.blocks, ledger.furniture) = count_text(document);
    ledger.read = ledger.blocks + ledger.furniture;
    return validate(document);
}

/// The change breaks this invariant, and no other.
void breaks(const std::string& sentence, const Change& change) {
    INFO(sentence);
    CHECK(violations(change) == std::vector<std::string>{sentence});
}
/// The change breaks this invariant, and with it perhaps others.
void breaks_among_others(const std::string& sentence, const Change& change) {
    const auto all = violations(change);
    INFO(sentence);
    CAPTURE(all);
    CHECK(std::find(all.begin(), all.end(), sentence) != all.end());
}

}  // namespace

TEST_CASE("a good document and an empty one violate nothing") {
    CHECK(validate(valid_letter()) == no_violations);
    CHECK(validate(Document()) == no_violations);
}

TEST_CASE("source and pages") {
    breaks("Source: the name is not valid UTF-8.", [](auto& d) { d.source.name = "\xFF"; });
    breaks("Source: the name is an absolute path.", [](auto& d) { d.source.name = "/letters/a.pdf"; });
    breaks("Source: the SHA-256 is not 64 lower-case hexadecimal digits.",
           [](auto& d) { d.source.sha256 = std::string(64, 'A'); });
    breaks("Page 2: bears the number 7.", [](auto& d) { d.pages[1].number = 7; });
    breaks("Page 1: the size is no finite number, or negative.",
           [](auto& d) { d.pages[0].width = not_a_number; });
    breaks("Page 1: the rotation is 45 degrees, not 0, 90, 180 or 270.",
           [](auto& d) { d.pages[0].rotation = 45; });
}

TEST_CASE("texts") {
    const auto text = [](const std::string& words) {
        return [=](Document& d) {
            d.blocks[11].text = words;
            d.blocks[11].regions[0].range.end = static_cast<std::uint32_t>(words.size());
            d.records.pop_back();
        };
    };
    breaks("Block b12: the text is not valid UTF-8.", text("a\xC3"));
    breaks("Block b12: the text is not in Unicode normalisation form C.", text("e\u0301"));
    breaks("Block b12: the text has white space other than spaces and line breaks.", text("a\u00A0b"));
    breaks("Block b12: the text has white space other than spaces and line breaks.", text("a\tb"));
    breaks("Block b12: the text begins with white space or has two white space characters in a row.",
           text(" a"));
    breaks("Block b12: the text begins with white space or has two white space characters in a row.",
           text("a  b"));
    breaks("Block b12: the text begins with white space or has two white space characters in a row.",
           text("a\n b"));
    breaks("Block b12: the text ends with white space.", text("a "));
    breaks("Block b12: the label has white space other than spaces.",
           [](auto& d) { d.blocks[11].label = "a\nb"; });
    CHECK(violations(text("a\nb, “c” – d")) == no_violations);
}

TEST_CASE("kinds, levels and cells") {
    breaks("Block b3: the kind is none of the model's.",
           [](auto& d) { d.blocks[2].kind = static_cast<BlockKind>(77); });
    breaks("Block b5: the level of a heading or list item is below 1.",
           [](auto& d) { d.blocks[4].level = 0; });
    breaks("Block b3: a level where there is neither a heading nor a list item.",
           [](auto& d) { d.blocks[2].level = 1; });
    breaks("Block b8: a cell spans less than one column or row.", [](auto& d) { d.blocks[7].row_span = 0; });
    breaks("Block b3: what is no cell spans columns or rows.", [](auto& d) { d.blocks[2].column_span = 2; });
    breaks("Block b3: what is neither a row nor a cell is marked as a header.",
           [](auto& d) { d.blocks[2].header = true; });
    breaks("Block b7: a row has text of its own.", [](auto& d) { d.blocks[6].label = "7"; });
}

TEST_CASE("spans") {
    const auto spans = [](const std::vector<Span>& all) {
        return [=](Document& d) { d.blocks[2].spans = all; };
    };
    const auto styled = [&](const std::function<void(Style&)>& change) {
        Span span{{0, 1}, {}, {}};
        change(span.style);
        return spans({span});
    };
    breaks("Block b3: span 1 ends before it starts.", spans({{{3, 2}, {}, {}}}));
    breaks("Block b3: span 1 ends behind the text.", spans({{{3, 99}, {}, {}}}));
    breaks("Block b3: span 1 cuts a character.", spans({{{0, 20}, {}, {}}}));
    breaks("Block b3: span 2 begins before the one in front of it ends.",
           spans({{{0, 4}, {}, {}}, {{3, 5}, {}, {}}}));
    breaks("Block b3: span 1 bears a footnote mark and covers text.", spans({{{0, 4}, {}, "2"}}));
    breaks("Block b3: span 1: the font size is no finite number, or negative.",
           styled([](Style& s) { s.size = -1; }));
    breaks("Block b3: span 1: the confidence is not within 0 and 1.",
           styled([](Style& s) { s.confidence = static_cast<float>(not_a_number); }));
    breaks("Block b3: span 1: the colour \"red\" is not of the form #rrggbb.",
           styled([](Style& s) { s.color = "red"; }));
    breaks("Block b3: span 1: the tracked change \"moved\" is neither inserted nor deleted.",
           styled([](Style& s) { s.change = "moved"; }));
    breaks("Block b3: span 1: the field \"date\" is not named in capital letters.",
           styled([](Style& s) { s.field = "date"; }));
    for (const char* link : {"#b13", "#b0", "#b", "#b1x", "#s1", "#b01"})
        breaks("Block b3: span 1: the link \"" + std::string(link) + "\" leads to no block.",
               styled([&](Style& s) { s.link = link; }));
    CHECK(violations(styled([](Style& s) { s.link = "#b12"; })) == no_violations);
    CHECK(violations(spans({{{0, 4}, {}, {}}, {{4, 4}, {}, "2"}, {{4, 4}, {}, "3"}})) ==
          std::vector<std::string>());
}

TEST_CASE("regions") {
    const auto region = [](const std::function<void(Region&)>& change) {
        return [=](Document& d) { change(d.blocks[2].regions[0]); };
    };
    breaks("Block b3: region 1 ends behind the text.", region([](Region& r) { r.range.end = 999; }));
    breaks("Block b3: region 1 stands on page 3, which there is not.", region([](Region& r) { r.page = 3; }));
    breaks("Block b3: region 1 stands on page 0, which there is not.", region([](Region& r) { r.page = 0; }));
    breaks("Block b3: region 1: the box has an edge that is no finite number.",
           region([](Region& r) { r.box.top = std::numeric_limits<double>::infinity(); }));
    breaks("Block b3: region 1: the box has its left edge to the right of its right edge.",
           region([](Region& r) { r.box.left = 600; }));
    breaks("Block b3: region 1: the box has its top edge below its bottom edge.",
           region([](Region& r) { r.box.bottom = 0; }));
    breaks("Block b3: region 2 begins before the one in front of it ends.",
           [](auto& d) { d.blocks[2].regions.push_back(d.blocks[2].regions[0]); });
    breaks("Block b3: region 2 stands on a page before that of the one in front of it.", [](auto& d) {
        auto& regions = d.blocks[2].regions;
        regions.push_back({1, regions[0].box, {regions[0].range.end, regions[0].range.end}});
        regions[0].page = 2;
    });
}

TEST_CASE("containers") {
    breaks("Block b7: its container does not stand before it.", [](auto& d) { d.blocks[6].parent = {6}; });
    breaks_among_others("Block b7: a row stands outside a table.", [](auto& d) { d.blocks[6].parent = {}; });
    breaks_among_others("Block b8: a cell stands outside a row.", [](auto& d) { d.blocks[7].parent = {5}; });
    breaks("Block b9: it stands in a table, but not in one of its cells.",
           [](auto& d) { d.blocks[8].parent = {5}; });
    breaks("Block b9: it stands in a row, but not in one of its cells.",
           [](auto& d) { d.blocks[8].parent = {6}; });
    breaks_among_others("Block b9: it stands in a block that is no container.",
                        [](auto& d) { d.blocks[8].parent = {2}; });
    breaks("Block b12: its container is not contiguous: something else stands between.",
           [](auto& d) { d.blocks[11].parent = {7}; });
}

TEST_CASE("sections") {
    breaks("Section s2: the title ends with white space.", [](auto& d) { d.sections[1].title = "People "; });
    breaks("Section s1: the number \"4.\" ends with punctuation.",
           [](auto& d) { d.sections[0].number = "4."; });
    breaks_among_others("Section s1: the level is below 1.", [](auto& d) { d.sections[0].level = 0; });
    breaks("Section s2: its parent does not stand before it.", [](auto& d) { d.sections[1].parent = {1}; });
    breaks("Section s2: its level is not below that of its parent Section s1.",
           [](auto& d) { d.sections[1].level = 1; });
    breaks("Section s2: its heading, first or last block is not there.",
           [](auto& d) { d.sections[1].last = {99}; });
    breaks("Section s2: its heading, first or last block is not there.",
           [](auto& d) { d.sections[1].heading = {}; });
    breaks("Section s1: its heading Block b3 is no heading.",
           [](auto& d) { d.sections[0].heading = d.sections[0].first = {2}, d.blocks[1].section = {}; });
    breaks("Section s3: it does not begin with its heading.", [](auto& d) { d.sections[2].first = {11}; });
    breaks("Section s3: it ends before it begins.", [](auto& d) { d.sections[2].last = {5}; });
    breaks_among_others("Section s2: it goes on behind the end of the section around it.",
                        [](auto& d) { d.sections[1].last = {10}; });
    breaks("Section s2: its parent is not the section around it.",
           [](auto& d) { d.sections[1].parent = {}; });
    breaks_among_others("Section s3: it does not stand in reading order.",
                        [](auto& d) { d.sections[2].heading = d.sections[2].first = {1}; });
}

TEST_CASE("blocks stand in the innermost section around them") {
    breaks("Block b5: its section is not Section s2, the innermost around it.",
           [](auto& d) { d.blocks[4].section = {0}; });
    breaks("Block b5: its section is not Section s2, the innermost around it.",
           [](auto& d) { d.blocks[4].section = {99}; });
    breaks("Block b1: it has a section, though none is around it.",
           [](auto& d) { d.blocks[0].section = {0}; });
    breaks("Block b10: a heading that no section begins with.", [](auto& d) {
        d.blocks[9].kind = BlockKind::heading;
        d.blocks[9].level = 2;
    });
    CHECK(violations([](auto& d) {
              d.blocks[2].kind = BlockKind::furniture;
              d.blocks[2].section = {};
          }) == no_violations);
}

TEST_CASE("a heading that wrapped stands in several blocks of its section") {
    CHECK(violations([](auto& d) {
              d.blocks[4].kind = BlockKind::heading;
              d.blocks[4].level = 2;
          }) == no_violations);
}

TEST_CASE("without sections no block stands in one") {
    const auto all = violations([](auto& d) { d.sections.clear(); });
    REQUIRE(all.size() == 11);
    CHECK(all[0] == "Block b2: its section is not there.");
}

TEST_CASE("records") {
    const auto second = [](const std::function<void(Record&)>& change) {
        return [=](Document& d) { change(d.records[1]); };
    };
    const std::string place = "Record 2 (recommendation): ";
    breaks(place + "the id \"2\" is not 16 lower-case hexadecimal digits.",
           second([](Record& r) { r.id = "2"; }));
    breaks("Record 3 (\"recommendation\"): the id \"0000000000000002\" is used twice.",
           [](auto& d) { d.records[2].id = d.records[1].id; });
    breaks(place + "the confidence is not within 0 and 1.",
           second([](Record& r) { r.confidence = not_a_number; }));
    breaks(place + "an anchor leads to no block.", second([](Record& r) {
               r.anchors.push_back({{99}, {}});
           }));
    breaks(place + "an anchor ends behind the text.",
           second([](Record& r) { r.anchors[0].range.end = 999; }));
    breaks(place + "an anchor of the field \"text\" cuts a character.",
           second([](Record& r) { r.fields[0].anchors[0].range.end = 20; }));
    breaks(place + "the field name \"block\" is not free.",
           second([](Record& r) { r.fields[0].name = "block"; }));
    breaks(place + "the field name \"Text\" is not made of lower-case words joined by underscores.",
           second([](Record& r) { r.fields[0].name = "Text"; }));
    breaks(place + "the field \"deadline\" appears twice.",
           second([](Record& r) { r.fields[0].name = "deadline"; }));
    breaks(place + "the field \"deadline\" is absent and has anchors.",
           second([](Record& r) { r.fields[1].anchors = r.anchors; }));
    breaks(place + "the field \"text\" is no finite number.",
           second([](Record& r) { r.fields[0].value = not_a_number; }));
    breaks(place + "the field \"text\" is not valid UTF-8.", second([](Record& r) {
               r.fields[0].value = std::vector<std::string>{"a", "\xFF"};
           }));
    breaks("Record 1 (metadata): the field name \"profile\" is not free.",
           [](auto& d) { d.records[0].fields[0].name = "profile"; });
    breaks("Record 2: the type \"a b\" is not made of lower-case words joined by underscores.",
           second([](Record& r) { r.type = "a b"; }));
}

TEST_CASE("records stand by type, and within a type in reading order; metadata stand once") {
    breaks("Record 3 (\"recommendation\"): it does not stand in reading order.",
           [](auto& d) { std::swap(d.records[1].anchors, d.records[2].anchors); });
    breaks("Record 3 (\"recommendation\"): it does not stand with the others of its type.",
           [](auto& d) { std::swap(d.records[0], d.records[1]); });
    breaks("Record 2 (\"metadata\"): a second record of metadata.",
           [](auto& d) { d.records[1].type = "metadata"; });
}

TEST_CASE("diagnostics") {
    const auto first = [](const std::function<void(Diagnostic&)>& change) {
        return [=](Document& d) { change(d.diagnostics[0]); };
    };
    breaks("Diagnostic 1: the severity is none of the four.",
           first([](Diagnostic& d) { d.severity = static_cast<Severity>(9); }));
    breaks("Diagnostic 1: the code \"Made Up\" is not made of lower-case words joined by hyphens.",
           first([](Diagnostic& d) { d.code = "Made Up"; }));
    breaks("Diagnostic 1: the message is empty.", first([](Diagnostic& d) { d.message = ""; }));
    breaks("Diagnostic 1: the hint is not valid UTF-8.", first([](Diagnostic& d) { d.hint = "\xFF"; }));
    breaks("Diagnostic 1: the box stands on no page.", first([](Diagnostic& d) { d.place.box = Box(); }));
    breaks("Diagnostic 1: a line, column or page is negative.",
           first([](Diagnostic& d) { d.place.line = -1; }));
}

TEST_CASE("the ledger adds up and counts what the document holds") {
    Document document = valid_letter();
    document.ledger.read += 1;
    const auto held = std::to_string(document.ledger.blocks + document.ledger.furniture);
    CHECK(validate(document) ==
          std::vector<std::string>{"Ledger: it does not add up: " + std::to_string(document.ledger.read) +
                                   " characters were read, " + held +
                                   " have a place, a reason or are unaccounted for."});
    document.ledger.refused["invisible"] = 1;
    CHECK(validate(document) == no_violations);

    document.blocks[2].text += "x";
    const auto all = validate(document);
    REQUIRE(all.size() == 1);
    CHECK(all[0].starts_with("Ledger: it counts "));
    document.blocks[2].text.pop_back();
    document.ledger.blocks += 1;
    document.ledger.read += 1;
    CHECK(validate(document).size() == 1);

    document = valid_letter();
    document.ledger.refused[""] = std::numeric_limits<std::uint64_t>::max();
    const auto overflown = validate(document);
    REQUIRE(overflown.size() == 2);
    CHECK(overflown[0] == "Ledger: characters are refused without a reason.");
    CHECK(overflown[1].find("too many to count") != std::string::npos);
}

TEST_CASE("no garbage crashes the check, the paths or the writer") {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Document document = RandomDocument(seed).make();
        std::mt19937_64 random(seed);
        const auto number = [&] {
            return static_cast<std::uint32_t>(random() % 5 == 0 ? random() : random() % 60);
        };
        for (Block& block : document.blocks) {
            if (random() % 3 != 0) continue;
            block.kind = static_cast<BlockKind>(random() % 12);
            block.parent = {number()};
            block.section = {number()};
            block.level = static_cast<int>(number());
            block.text = block.text.substr(0, random() % (block.text.size() + 1));
            for (Span& span : block.spans) span.range = {number(), number()};
            for (Region& region : block.regions) region.range = {number(), number()};
        }
        for (Section& section : document.sections)
            if (random() % 2 == 0)
                section = {{number()}, static_cast<int>(number()), "\xFF", "\xFF ", {number()}, {number()},
                           {number()}};
        for (Record& record : document.records)
            for (Anchor& anchor : record.anchors) anchor = {{number()}, {number(), number()}};
        validate(document);
        to_json(document);
        for (std::uint32_t i = 0; i < document.sections.size(); ++i) section_path(document, {i});
        for (const Record& record : document.records) {
            regions_of(document, record.anchors);
            page_of(document, record.anchors);
        }
    }
}
