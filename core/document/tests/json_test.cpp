#include "sheaf/json.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "random_document.hpp"
#include "sheaf/plugin.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;

namespace {

Document letter() {
    Document document = testing::DocumentBuilder()
                            .furniture("Page 1")
                            .heading(1, "Findings", "4")
                            .paragraph("Leaders know their service.", "4.1")
                            .mark("Leaders", "2")
                            .footnote("In the year before.", "2")
                            .build();
    Span struck;
    struck.range = {8, 12};
    struck.style.strike = true;
    document.blocks[2].spans.push_back(struck);
    Record record;
    record.id = "00112233aabbccdd";
    record.type = "metadata";
    record.fields = {{"title", std::string("Findings"), {{{1}, {0, 8}}}}, {"document_date", {}, {}}};
    record.stage = "metadata";
    record.rule = "title";
    record.confidence = 1;
    document.records = {record};
    document.profile = "example";
    return document;
}

/// The pointer that the message names, and the message.
std::string fault_of(std::string_view json) {
    try {
        from_json(json);
    } catch (const StageError& error) {
        CHECK(error.diagnostic().code == "json-malformed");
        return error.diagnostic().message;
    }
    return "no fault";
}

/// The letter's JSON with one text in it replaced by another.
std::string altered(std::string_view from, std::string_view to) {
    std::string json = to_json(letter());
    const auto at = json.find(from);
    REQUIRE(at != std::string::npos);
    return json.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("what is written reads back as the same document") {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        const Document document = RandomDocument(seed).make();
        INFO("seed " << seed);
        REQUIRE(validate(document).empty());
        const std::string json = to_json(document);
        REQUIRE(from_json(json) == document);
        REQUIRE(to_json(from_json(json)) == json);
    }
}

TEST_CASE("the form is the documented one, with its keys in order and defaults left out") {
    const std::string json = to_json(letter());
    CHECK(json == R"({
  "format": "sheaf-document/1",
  "source": {
    "name": "test",
    "sha256": "0000000000000000000000000000000000000000000000000000000000000000",
    "media_type": "application/x-test",
    "size": 0,
    "pages": 1,
    "producer": "",
    "tagged": false,
    "ocr": false,
    "language": ""
  },
  "metadata": {
    "profile": "example",
    "title": "Findings",
    "document_date": null
  },
  "pages": [
    {"number": 1, "width": 595, "height": 842, "rotation": 0}
  ],
  "sections": [
    {"id": "s1", "parent": null, "level": 1, "number": "4", "title": "Findings", "page": 1, "heading": "b2", "first": "b2", "last": "b4"}
  ],
  "blocks": [
    {"id": "b1", "kind": "furniture", "text": "Page 1", "regions": [{"page": 1, "box": [70, 60, 525, 74]}]},
    {"id": "b2", "kind": "heading", "level": 1, "label": "4", "text": "Findings", "section": "s1", "spans": [{"start": 0, "end": 8, "bold": true, "size": 14}], "regions": [{"page": 1, "box": [70, 80, 525, 94]}]},
    {"id": "b3", "kind": "paragraph", "label": "4.1", "text": "Leaders know their service.", "section": "s1", "spans": [{"start": 7, "end": 7, "superscript": true, "mark": "2"}, {"start": 8, "end": 12, "strike": true}], "regions": [{"page": 1, "box": [70, 100, 525, 114]}]},
    {"id": "b4", "kind": "footnote", "label": "2", "text": "In the year before.", "section": "s1", "regions": [{"page": 1, "box": [70, 120, 525, 134]}]}
  ],
  "records": {
    "metadata": [
      {
        "id": "00112233aabbccdd",
        "title": "Findings",
        "document_date": null,
        "page": null,
        "regions": [],
        "block": null,
        "anchors": [{"field": "title", "block": "b2", "start": 0, "end": 8}],
        "stage": "metadata",
        "rule": "title",
        "confidence": 1
      }
    ]
  },
  "ledger": {"read": 59, "blocks": 54, "furniture": 5, "refused": 0, "unaccounted": 0},
  "diagnostics": []
}
)");
}

TEST_CASE("declared record types have their array without a record, and metadata its fields") {
    const FieldSpec fields[] = {{"title", FieldType::text, ""}, {"addressees", FieldType::texts, ""}};
    const RecordSpec types[] = {{"metadata", "", fields}, {"judgement", "", {}}};
    const std::string json = to_json(Document(), types);
    CHECK(json.find(R"("metadata": {
    "profile": null,
    "title": null,
    "addressees": null
  })") != std::string::npos);
    CHECK(json.find(R"("records": {
    "metadata": [],
    "judgement": []
  })") != std::string::npos);
    CHECK(from_json(json) == Document());
}

TEST_CASE("a format without pages has no number of pages") {
    CHECK(to_json(Document()).find("\"pages\": null,") != std::string::npos);
}

TEST_CASE("coordinates are rounded to a tenth of a point") {
    Document document;
    document.pages = {{1, 595.2756, 841.8898, 0, {}}, {2, 0.04, 99.95, 0, {}}};
    const std::string json = to_json(document);
    CHECK(json.find(R"("width": 595.3, "height": 841.9,)") != std::string::npos);
    CHECK(json.find(R"("width": 0, "height": 100,)") != std::string::npos);
    CHECK(from_json(json).pages[0].width == 595.3);
}

TEST_CASE("the JSON is valid whatever the texts hold") {
    Document document;
    document.source.name = "a\xFF\xC0\xAF\xED\xA0\x80z";
    document.profile = std::string("nul\0tab\t", 8);
    Record record;
    record.type = "made_up";
    record.fields = {{"share", std::nan(""), {}}};
    document.records = {record};
    const Document read = from_json(to_json(document));
    CHECK(read.source.name == "a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDz");
    CHECK(read.profile == document.profile);
    CHECK(read.records[0].fields[0].value == FieldValue());
}

TEST_CASE("ids of a file may be any, and are used before they are given") {
    const Document read = from_json(R"({"format": "sheaf-document/1", "source": {}, "ledger": {},
        "sections": [{"id": "new", "title": "T", "heading": "x", "first": "x", "last": "y"}],
        "blocks": [{"id": "x", "kind": "heading", "level": 1, "text": "T", "section": "new",
                    "spans": [{"start": 0, "end": 1, "link": "#y"}]},
                   {"id": "y", "kind": "paragraph", "text": "p", "section": "new"}],
        "records": {"note": [{"id": "0", "anchors": [{"block": "y", "start": 0, "end": 1}]}]}})");
    CHECK(read.sections[0].last == BlockId{1});
    CHECK(read.blocks[0].section == SectionId{0});
    CHECK(read.blocks[0].spans[0].style.link == "#b2");
    CHECK(read.records[0].anchors[0].block == BlockId{1});
}

TEST_CASE("what is no JSON is refused with the parser's reason") {
    for (const char* json : {"", "{", "[1,", "\xFF", "{\"format\": \"sheaf-document/1\"", "nonsense"})
        CHECK(fault_of(json).find("at \"\": it is no JSON: ") != std::string::npos);
}

TEST_CASE("JSON that goes very deep is refused or read, and harms nobody") {
    const std::string deep(200000, '[');
    CHECK(fault_of(deep) != "no fault");
    CHECK(fault_of(deep + std::string(200000, ']')) != "no fault");
}

TEST_CASE("a value at fault is named by its JSON pointer") {
    const auto names = [](const std::string& message, const std::string& pointer, const std::string& reason) {
        INFO(message);
        CHECK(message == "The document's JSON is malformed at \"" + pointer + "\": " + reason + ".");
    };
    names(fault_of("[]"), "", "an object is wanted");
    names(fault_of("{}"), "", "the key \"format\" is missing");
    names(fault_of(altered("document/1", "document/2")), "/format",
          "this reads the form \"sheaf-document/1\" only");
    names(fault_of(altered("\"Leaders know their service.\"", "7")), "/blocks/2/text", "text is wanted");
    names(fault_of(altered("\"paragraph\"", "\"prose\"")), "/blocks/2/kind",
          "there is no kind of block of this name");
    names(fault_of(altered("\"section\": \"s1\"", "\"section\": \"s9\"")), "/blocks/1/section",
          "there is no section of this id");
    names(fault_of(altered("\"id\": \"b2\"", "\"id\": \"b1\"")), "/blocks/1/id", "the id is used twice");
    names(fault_of(altered("[70, 80, 525, 94]", "[70, 80, 525]")), "/blocks/1/regions/0/box",
          "a box has four edges");
    names(fault_of(altered("\"end\": 7,", "\"end\": -7,")), "/blocks/2/spans/0/end",
          "the number is negative");
    names(fault_of(altered("\"end\": 7,", "\"end\": 4294967296,")), "/blocks/2/spans/0/end",
          "the number is too large");
    names(fault_of(altered("\"end\": 7,", "\"end\": 7.5,")), "/blocks/2/spans/0/end", "an integer is wanted");
    names(fault_of(altered("\"superscript\": true", "\"superscript\": 1")), "/blocks/2/spans/0/superscript",
          "true or false is wanted");
    names(fault_of(altered("\"field\": \"title\"", "\"field\": \"titel\"")),
          "/records/metadata/0/anchors/0/field", "the record has no field of this name");
    names(fault_of(altered("\"title\": \"Findings\",\n        \"document_date\": null",
                           "\"title\": {},\n        \"document_date\": null")),
          "/records/metadata/0/title", "a field is text, a number, true or false, a list of texts, or null");
    names(fault_of(altered("\"refused\": 0", "\"refused\": 0, \"refused_by_reason\": {\"a/b~c\": \"x\"}")),
          "/ledger/refused_by_reason/a~1b~0c", "an integer is wanted");
}

TEST_CASE("a key that the form does not have is refused, not passed over") {
    CHECK(fault_of(altered("\"label\": \"4.1\"", "\"lable\": \"4.1\"")) ==
          "The document's JSON is malformed at \"/blocks/2/lable\": the key is unknown.");
}

TEST_CASE("no cut or damaged form crashes the reader") {
    const std::string json = to_json(letter());
    for (std::size_t size = 0; size + 2 < json.size(); size += 7)
        CHECK(fault_of(json.substr(0, size)) != "no fault");
    std::mt19937_64 random(1);
    for (int i = 0; i < 3000; ++i) {
        std::string damaged = json;
        for (int n = 0; n < 3; ++n)
            damaged[random() % damaged.size()] = "\"{}[]:,09-ex\\ \xFF"[random() % 15];
        try {
            // Whatever reads can be checked and written again.
            const Document read = from_json(damaged);
            validate(read);
            to_json(read);
        } catch (const StageError& error) {
            CHECK(error.diagnostic().code == "json-malformed");
        }
    }
}
