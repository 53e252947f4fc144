#include <catch2/catch.hpp>

#include "extract.hpp"
#include "sheaf/testing.hpp"
#include "values.hpp"

using namespace sheaf;
using metadata_stage::Rules;
using testing::DocumentBuilder;
using testing::options;

namespace {

const metadata_stage::FrequentWords words = {{"en", {"the", "of", "and"}}, {"cy", {"yn", "y", "ac"}}};

Options field(const std::string& name, const std::string& where, const std::string& pattern) {
    return options({{"name", name}, {"where", where}, {"pattern", pattern}});
}

Rules rules_with(std::vector<Options> fields, std::vector<std::string> expected = {}) {
    Options table =
        options({{"field", std::move(fields)},
                 {"document_type", "Report"},
                 {"expected", std::move(expected)},
                 {"authority_strip",
                  std::vector<std::string>{"^(the )?(london )?borough of ", " (county )?council$", "'s$"}},
                 {"name_end", R"((^|,? )(hmi|obe|her majesty|director|inspector|chief|services)\b)"}});
    table.set("letter", options({{"salutation", "^dear "},
                                 {"closing", "^yours sincerely"},
                                 {"not_addressee", std::vector<std::string>{"^by e-mail"}}}));
    return metadata_stage::compile(table);
}

std::string texts(const Record& record, std::string_view name) {
    const auto* list = std::get_if<std::vector<std::string>>(&record.field(name)->value);
    std::string out;
    if (list)
        for (const std::string& text : *list) out += (out.empty() ? "" : " | ") + text;
    return out;
}

Record metadata_of(Document document, const Rules& rules, const metadata_stage::FrequentWords& frequent,
                   Context& context) {
    metadata_stage::extract(document, rules, frequent, context);
    return *metadata(document);
}

/// `name, role, body` of each record of the type, a line each.
std::string people(Document document, const Rules& rules, const std::string& type) {
    testing::TestContext context;
    metadata_stage::extract(document, rules, words, context);
    std::string out;
    for (const Record& record : document.records)
        if (record.type == type)
            out += std::string(record.text("name")) + " | " + std::string(record.text("role")) + " | " +
                   std::string(record.text("body")) + "\n";
    return out;
}

Rules letter_rules() {
    Options table = options({{"name_end", R"((^|,? )(obe|director|inspector|head|chief|chair)\b)"}});
    table.set("letter", options({{"salutation", "^dear "},
                                 {"closing", "^yours sincerely"},
                                 {"role", R"(\b(director|inspector|head|chief|chair|keeper)\b)"},
                                 {"body", R"(\b(council|trust|board|services?)\b)"},
                                 {"signing_body", "^(office of quays|harbour watch)$"}}));
    return metadata_stage::compile(table);
}

std::string words_of(const Document& document, const Record& record, std::string_view name) {
    std::string out;
    for (const Anchor& anchor : record.field(name)->anchors)
        out += document[anchor.block].text.substr(anchor.range.start, anchor.range.end - anchor.range.start);
    return out;
}

}  // namespace

TEST_CASE("the title is the heading of the first level, without a date at its end") {
    const Document document =
        DocumentBuilder().heading(1, "Review of services in Anyshire – 7 April 2026").paragraph("x");
    testing::TestContext context;
    const Record record = metadata_of(document, rules_with({}), words, context);
    CHECK(record.text("title") == "Review of services in Anyshire");
    CHECK(record.text("document_type") == "Report");
    CHECK(words_of(document, record, "title") == "Review of services in Anyshire – 7 April 2026");
}

TEST_CASE("a subtitle that the profile knows is part of the title") {
    const Document document =
        DocumentBuilder().heading(1, "Anyshire County Council").heading(2, "Inspection of services");
    Options table = options({{"subtitle", "^inspection of"}});
    testing::TestContext context;
    CHECK(metadata_of(document, metadata_stage::compile(table), words, context).text("title") ==
          "Anyshire County Council Inspection of services");
}

TEST_CASE("a labelled line gives both ends of a range, with the words that it came from") {
    const Document document = DocumentBuilder()
                                  .paragraph("Inspection dates: 27 September to 8 October 2021")
                                  .paragraph("Dates of previous inspection: 3 May 2016");
    testing::TestContext context;
    const Record record = metadata_of(
        document, rules_with({field("inspection", "first_page", "^inspection dates?:(?P<value>.+)")}), words,
        context);
    CHECK(record.text("inspection_start") == "2021-09-27");
    CHECK(record.text("inspection_end") == "2021-10-08");
    CHECK(words_of(document, record, "inspection_start") == "27 September to 8 October 2021");
}

TEST_CASE("a label in one cell and its value in the next are one row") {
    const Document document =
        DocumentBuilder().table({{"Inspection dates:", "4 to 8 December 2023"}, {"Lead:", "x"}});
    testing::TestContext context;
    const Record record = metadata_of(
        document, rules_with({field("inspection", "first_page", R"(^inspection dates?:\s*(?P<value>.+))")}),
        words, context);
    CHECK(record.text("inspection_start") == "2023-12-04");
}

TEST_CASE("a label and the value in the block behind it are read together, a heading is no value") {
    const Rules rules =
        rules_with({field("lead_inspector", "first_page", R"(^lead inspector:\s*(?P<value>.+))")});
    testing::TestContext context;
    const Document value =
        DocumentBuilder().paragraph("Lead inspector:").paragraph("Jane Doe").paragraph("Inspector");
    const Record record = metadata_of(value, rules, words, context);
    CHECK(record.text("lead_inspector") == "Jane Doe");
    CHECK(words_of(value, record, "lead_inspector") == "Jane Doe");
    const Document heading = DocumentBuilder().paragraph("Lead inspector:").heading(2, "Main Findings");
    CHECK(metadata_of(heading, rules, words, context).text("lead_inspector").empty());
}

TEST_CASE("a range in a sentence is read with the words before it") {
    const Document document =
        DocumentBuilder().paragraph("Between 26 and 30 June 2017, inspectors looked at the partnership.");
    testing::TestContext context;
    const Record record = metadata_of(
        document,
        rules_with({field("inspection", "first_page", R"(^(?P<value>between \d.{5,60}), inspectors)")}),
        words, context);
    CHECK(record.text("inspection_start") == "2017-06-26");
    CHECK(record.text("inspection_end") == "2017-06-30");
}

TEST_CASE("rules of a field are tried in order and the first value wins") {
    const Document document =
        DocumentBuilder().paragraph("Published: 1 May 2020").paragraph("Date: 2 May 2020");
    testing::TestContext context;
    const Record record =
        metadata_of(document,
                    rules_with({field("document_date", "first_page", "^issued: (?P<value>.+)"),
                                field("document_date", "first_page", "^date: (?P<value>.+)"),
                                field("document_date", "first_page", "^published: (?P<value>.+)")}),
                    words, context);
    CHECK(record.text("document_date") == "2020-05-02");
    CHECK(context.diagnostics.empty());
}

TEST_CASE("the first page wins over a footer that disagrees, and the letter is doubtful") {
    const Document document = DocumentBuilder()
                                  .paragraph("Inspection dates: 4 to 8 December 2023")
                                  .furniture("Report on Anyshire 4 to 9 December 2023");
    Options check = field("inspection", "furniture", R"((?P<value>\d+ to .+))");
    check.set("check", true);
    testing::TestContext context;
    const Record record = metadata_of(
        document, rules_with({field("inspection", "first_page", "^inspection dates?:(?P<value>.+)"), check}),
        words, context);
    CHECK(record.text("inspection_end") == "2023-12-08");
    REQUIRE(context.reported("metadata-disagreement"));
    CHECK(context.diagnostics[0].severity == Severity::doubtful);
    CHECK(record.confidence < 1);
}

TEST_CASE("what is not printed is absent, and said so where the family prints it") {
    const Document document = DocumentBuilder().paragraph("Inspection dates: to be confirmed");
    testing::TestContext context;
    const Record record =
        metadata_of(document,
                    rules_with({field("inspection", "first_page", "^inspection dates?:(?P<value>.+)")},
                               {"inspection_start", "lead_inspector"}),
                    words, context);
    CHECK(std::holds_alternative<std::monostate>(record.field("inspection_start")->value));
    CHECK(std::holds_alternative<std::monostate>(record.field("addressees")->value));
    CHECK(context.diagnostics.size() == 2);
    CHECK(context.reported("metadata-missing"));
    CHECK(record.fields.size() == 12);
}

TEST_CASE("an authority is named by its short form") {
    const Rules rules = rules_with({});
    const auto short_form = [&](const std::string& text) {
        const auto range = metadata_stage::authority_in(text, rules);
        return range ? text.substr(range->start, range->end - range->start) : std::string("absent");
    };
    CHECK(short_form("London Borough of Anyham") == "Anyham");
    CHECK(short_form("the Borough of Anyham Council's") == "Anyham");
    CHECK(short_form("Anyshire County Council.") == "Anyshire");
    CHECK(short_form("Anyshire") == "Anyshire");
    CHECK(short_form(" , ") == "absent");
}

TEST_CASE("a name ends before post-nominals and roles, and what is no name is none") {
    const Rules rules = rules_with({});
    const auto name = [&](const std::string& text) {
        const auto range = metadata_stage::name_in(text, rules);
        return range ? text.substr(range->start, range->end - range->start) : std::string("absent");
    };
    CHECK(name("Jane Doe, Her Majesty's Inspector") == "Jane Doe");
    CHECK(name("Jane Doe HMI") == "Jane Doe");
    CHECK(name("Dr Siân O'Neill-Pugh OBE\tRichard Roe") == "Dr Siân O'Neill-Pugh");
    CHECK(name("Jan van der Berg Director") == "Jan van der Berg");
    CHECK(name("Director of Services") == "absent");
    CHECK(name("Medical Services") == "absent");
    CHECK(name("Jane") == "absent");
    CHECK(name("JaneyDoe") == "JaneyDoe");
    CHECK(name("McDonald") == "absent");
    CHECK(name("Jane Doe Richard Roe") == "absent");
    CHECK(metadata_stage::may_be_two_names("Jane Doe Richard Roe", rules));
    CHECK_FALSE(metadata_stage::may_be_two_names("Dr Jane A. van der Doe Roe", rules));
    CHECK(name("the lead for this inspection") == "absent");
    CHECK(name("Appendix 1") == "absent");
    CHECK(name("") == "absent");
}

TEST_CASE("addressees stand before the salutation, joined where a line wraps") {
    const Document document = DocumentBuilder()
                                  .paragraph("7 April 2026")
                                  .paragraph("By e-mail")
                                  .paragraph("Jane Doe, Director,\nAnyshire Council")
                                  .paragraph("Richard Roe, Chief of the police and")
                                  .paragraph("fire services")
                                  .paragraph("Dear partners")
                                  .paragraph("Not an addressee");
    testing::TestContext context;
    const Record record = metadata_of(document, rules_with({}), words, context);
    CHECK(texts(record, "addressees") ==
          "Jane Doe, Director, Anyshire Council | Richard Roe, Chief of the police and fire services");
}

TEST_CASE("a postal address below an addressee is none, whatever its lines say") {
    Options table = options({});
    table.set("letter", options({{"salutation", "^dear "}, {"address", R"(^\d+ |\bhouse\b)"}}));
    const Document document =
        DocumentBuilder().paragraph("Jane Doe\nDirector\n4 Market Lane\nAnytown").paragraph("Dear Director");
    testing::TestContext context;
    const Record record = metadata_of(document, metadata_stage::compile(table), words, context);
    CHECK(texts(record, "addressees") == "Jane Doe | Director");
}

TEST_CASE("a line in which one entry ends and another begins is two addressees") {
    Options table = options({});
    table.set("letter", options({{"salutation", "^dear "}, {"addressee", "^[A-Z][a-z]+ [A-Z][a-z]+, "}}));
    const Document document =
        DocumentBuilder()
            .paragraph("Jane Doe, Director, Anyshire. Richard Roe, Chief Constable.\nPolice")
            .paragraph("Dear all");
    testing::TestContext context;
    const Record record = metadata_of(document, metadata_stage::compile(table), words, context);
    CHECK(texts(record, "addressees") ==
          "Jane Doe, Director, Anyshire. | Richard Roe, Chief Constable. Police");
}

TEST_CASE("signatories are the names below the closing, from both columns of a table") {
    const Document document = DocumentBuilder()
                                  .paragraph("Dear partners")
                                  .paragraph("Jane Smith wrote before.")
                                  .paragraph("Yours sincerely")
                                  .table({{"Inspectorate", "Director of Health"},
                                          {"Jane Doe\nDirector, Care", "Dr Richard Roe OBE\nChief Inspector"},
                                          {"Medical Services", ""}})
                                  .heading(2, "Appendix 1")
                                  .paragraph("Quantity Table");
    testing::TestContext context;
    const Record record = metadata_of(document, rules_with({}), words, context);
    CHECK(texts(record, "signatories") == "Jane Doe | Dr Richard Roe");
    CHECK(words_of(document, record, "signatories") == "Jane DoeDr Richard Roe");
}

TEST_CASE("signatures in two columns are read across") {
    DocumentBuilder builder;
    builder.paragraph("Yours sincerely");
    const auto at = [&](const std::string& text, double left, double top) {
        builder.paragraph(text);
        builder.last().regions.front().box = {left, top, left + 150, top + 12};
    };
    at("Jane Doe", 70, 300);
    at("Anne Other", 70, 400);
    at("Richard Roe", 300, 302);
    at("Sam Coe", 300, 399);
    testing::TestContext context;
    const Record record = metadata_of(builder, rules_with({}), words, context);
    CHECK(texts(record, "signatories") == "Jane Doe | Richard Roe | Anne Other | Sam Coe");
}

TEST_CASE("the language is that of the words, not of a declaration") {
    std::string english;
    std::string welsh;
    for (int i = 0; i < 20; ++i)
        english += "the plan of the board and staff ", welsh += "mae plant yn y sir ac eraill ";
    testing::TestContext context;
    const auto language = [&](const std::string& text) {
        const Document document = DocumentBuilder().paragraph(text);
        return std::string(metadata_of(document, rules_with({}), words, context).text("language"));
    };
    CHECK(language(english) == "en");
    CHECK(language(welsh) == "cy");
    CHECK(language(english + welsh) == "");
    CHECK(language("a few words") == "");
}

TEST_CASE("a format without pages has a first page by length") {
    const Document document = DocumentBuilder()
                                  .without_pages()
                                  .paragraph("Inspection dates: 4 to 8 December 2023")
                                  .paragraph(std::string(4000, 'x'));
    testing::TestContext context;
    const Record record = metadata_of(
        document, rules_with({field("inspection", "first_page", "^inspection dates?:(?P<value>.+)")}), words,
        context);
    CHECK(record.text("inspection_start") == "2023-12-04");
}

TEST_CASE("an empty letter has a record of absences") {
    testing::TestContext context;
    const Record record = metadata_of(DocumentBuilder().build(), rules_with({}), words, context);
    CHECK(record.anchors.empty());
    CHECK(record.text("title").empty());
}

TEST_CASE("an addressee's role and body are parted where one comma stands between their words") {
    const Document document = DocumentBuilder()
                                  .paragraph(
                                      "Ann Quay, Director of Harbours, Port Council\n"
                                      "Bo Mole OBE, Lighthouse Trust, Chief Keeper\n"
                                      "Cy Pier, Chair of the Harbour Board\n"
                                      "Di Lock, Head of Boats, Nets, Port Council\n"
                                      "Ed Buoy, Head of Boats, Tides for the Port Council\n"
                                      "Fay Wharf Harbour Director, Port Council")
                                  .paragraph("Dear all")
                                  .build();
    CHECK(people(document, letter_rules(), "addressee") ==
          "Ann Quay | Director of Harbours | Port Council\n"
          "Bo Mole | Chief Keeper | Lighthouse Trust\n"
          "Cy Pier | Chair of the Harbour Board | \n"
          "Di Lock |  | \n"
          "Ed Buoy |  | \n"
          " |  | \n");
}

TEST_CASE("an addressee's role and body may stand on lines of their own") {
    const Document document = DocumentBuilder()
                                  .paragraph("Ann Quay\nDirector of Harbours\nPort Council")
                                  .paragraph("Dear Ann")
                                  .build();
    CHECK(people(document, letter_rules(), "addressee") ==
          "Ann Quay | Director of Harbours | Port Council\n");
}

TEST_CASE("a signature's role stands below the name, its body below the role or behind its comma") {
    const Document document = DocumentBuilder()
                                  .paragraph("Yours sincerely")
                                  .paragraph("Ann Quay\nHead of Boats\nOffice of Quays")
                                  .paragraph("Bo Mole OBE")
                                  .paragraph("Chief Inspector, Harbour Watch")
                                  .paragraph("Cy Pier")
                                  .paragraph("Inspector of Lamps Harbour Watch")
                                  .build();
    CHECK(people(document, letter_rules(), "signatory") ==
          "Ann Quay | Head of Boats | Office of Quays\n"
          "Bo Mole | Chief Inspector | Harbour Watch\n"
          "Cy Pier | Inspector of Lamps | Harbour Watch\n");
}

TEST_CASE("bodies above the names of a signature table belong to the names below them, column by column") {
    const std::vector<std::vector<std::string>> rows = {
        {"Office of Quays", "Harbour Watch"}, {"Ann Quay", "Bo Mole"}, {"Head of Boats", "Chief Inspector"},
        {"Harbour Watch", "Office of Quays"}, {"Cy Pier", "Di Lock"},  {"Inspector", "Painter of boats"}};
    const std::string expected =
        "Ann Quay | Head of Boats | Office of Quays\n"
        "Bo Mole | Chief Inspector | Harbour Watch\n"
        "Cy Pier | Inspector | Harbour Watch\n"
        "Di Lock |  | Office of Quays\n";
    CHECK(people(DocumentBuilder().paragraph("Yours sincerely").table(rows).build(), letter_rules(),
                 "signatory") == expected);
    CHECK(people(DocumentBuilder().without_pages().paragraph("Yours sincerely").table(rows).build(),
                 letter_rules(), "signatory") == expected);
}

TEST_CASE("every reference number that is printed counts, once") {
    const Document document = DocumentBuilder()
                                  .paragraph("Our ref: HW/2031-04")
                                  .paragraph("Your ref: 77-B")
                                  .paragraph("In your letter (ref: 77-B) you ask for quays.")
                                  .build();
    testing::TestContext context;
    const Record record = metadata_of(
        document,
        rules_with({field("reference_numbers", "first_page", R"(\bref: *(?P<value>[\w./-]*\d[\w./-]*))")}),
        words, context);
    CHECK(texts(record, "reference_numbers") == "HW/2031-04 | 77-B");
    CHECK(words_of(document, record, "reference_numbers") == "HW/2031-0477-B");
}

TEST_CASE(
    "of a letter that no profile fits, the title and the date are said where nothing speaks against them") {
    const Rules any =
        metadata_stage::for_any_letter(options({{"date_line", R"(^(?P<value>\d{1,2} .{3,12} \d{4})$)"}}));
    testing::TestContext context;
    const auto letter = [] {
        return DocumentBuilder().paragraph("4 May 2031").heading(1, "The north quay").paragraph("It leans.");
    };
    Record record = metadata_of(letter(), any, words, context);
    CHECK(record.text("title") == "The north quay");
    CHECK(record.text("document_date") == "2031-05-04");
    CHECK(record.confidence == 0.6);
    record = metadata_of(letter().heading(1, "The south quay").paragraph("6 May 2031"), any, words, context);
    CHECK(record.text("title").empty());
    CHECK(record.text("document_date").empty());
}

TEST_CASE("the grounds of the metadata's confidence are named") {
    testing::TestContext context;
    const Document document = DocumentBuilder().heading(1, "Quays").paragraph("x");
    CHECK(texts(metadata_of(document, rules_with({}, {"title"}), words, context), "grounds") ==
          "all that letters of the family print was found");
    CHECK(texts(metadata_of(document, rules_with({}, {"title", "authority"}), words, context), "grounds") ==
          "but no authority was found (x 0.90)");
}
