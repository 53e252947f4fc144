#include <catch2/catch.hpp>

#include "letters.hpp"
#include "values.hpp"

using namespace sheaf;
using namespace sheaf::metadata_stage::testing_letters;
using metadata_stage::Rules;

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
    CHECK(name("Jane Doe CB") == "Jane Doe");
    CHECK(name("Jane Doe OBE QPM") == "Jane Doe");
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

TEST_CASE("of a letter that no profile fits, only one title counts, and all is less sure") {
    Rules any = metadata_stage::compile(options({{"not_title", "^final report$"}}));
    any.known = false;
    testing::TestContext context;
    const auto title = [&](DocumentBuilder letter) {
        return std::string(metadata_of(letter, any, words, context).text("title"));
    };
    CHECK(title(DocumentBuilder().heading(1, "The north quay").paragraph("It leans.")) == "The north quay");
    CHECK(title(DocumentBuilder().heading(1, "North").heading(1, "South")).empty());
    CHECK(title(DocumentBuilder().heading(1, "Final report").paragraph("It leans.")).empty());
    CHECK(metadata_of(DocumentBuilder().heading(1, "North"), any, words, context).confidence == 0.6);
}

TEST_CASE("every field may be looked for in the title, a date also where the title leaves it off") {
    testing::TestContext context;
    const Record record = metadata_of(
        DocumentBuilder().heading(1, "Visit to Anyshire by Jane Doe, 7 April 2026").paragraph("x"),
        rules_with({field("document_date", "title", ", (?P<value>.+)$"),
                    field("lead_inspector", "title", " by (?P<value>.+)$"),
                    field("authority", "title", " to (?P<value>.+?) by")}),
        words, context);
    CHECK(record.text("document_date") == "2026-04-07");
    CHECK(record.text("lead_inspector") == "Jane Doe");
    CHECK(record.text("authority") == "Anyshire");
}

TEST_CASE("a title in which the word processor computes something gives no date") {
    DocumentBuilder letter;
    letter.heading(1, "Visit to Anyshire, 7 April 2026");
    Style computed;
    computed.field = "DATE";
    letter.last().spans = {{{19, 31}, computed, {}}};
    testing::TestContext context;
    CHECK(
        metadata_of(letter, rules_with({field("document_date", "title", ", (?P<value>.+)$")}), words, context)
            .text("document_date")
            .empty());
}

TEST_CASE("several visits are one inspection from the first day to the last") {
    const auto inspection = [](const std::string& line) {
        testing::TestContext context;
        const Record record = metadata_of(
            DocumentBuilder().paragraph("Visits: " + line),
            rules_with({field("inspection", "first_page", "^visits: (?P<value>.+)")}), words, context);
        return std::string(record.text("inspection_start")) + ".." +
               std::string(record.text("inspection_end"));
    };
    CHECK(inspection("8 to 12 September 2025 and 6 to 7 October 2025") == "2025-09-08..2025-10-07");
    CHECK(inspection("8 May 2025, 2 June 2025 and 4 June 2025") == "2025-05-08..2025-06-04");
    CHECK(inspection("28 and 29 September and 1 October 2025") == "2025-09-28..2025-10-01");
    CHECK(inspection("8 to 12 May 2025. The last one was on 3 June 2025") == "2025-05-08..2025-05-12");
    CHECK(inspection("8 to 12 May 2025 (published 3 June 2025)") == "2025-05-08..2025-05-12");
}

TEST_CASE("dates behind those of a visit that may be of another make the letter doubtful") {
    testing::TestContext context;
    const Record record = metadata_of(
        DocumentBuilder().paragraph("Visits: 8 to 12 May 2025, and again with Estyn on 3 June 2025"),
        rules_with({field("inspection", "first_page", "^visits: (?P<value>.+)")}), words, context);
    CHECK(record.text("inspection_end") == "2025-05-12");
    CHECK(context.reported("metadata-implausible"));
}

TEST_CASE("a date without a year takes it from the letter's date, and the reason is said") {
    testing::TestContext context;
    const Record record =
        metadata_of(DocumentBuilder()
                        .paragraph("Date: 23 August 2021")
                        .paragraph("We visited Anyshire on 13 and 14 July."),
                    rules_with({field("document_date", "first_page", "^date: (?P<value>.+)"),
                                field("inspection", "first_page", "visited .* on (?P<value>.+)")}),
                    words, context);
    CHECK(record.text("inspection_start") == "2021-07-13");
    CHECK(record.text("inspection_end") == "2021-07-14");
    CHECK(record.confidence == 0.95);
    CHECK(texts(record, "grounds").find("the year of `13 and 14 July` is that of the letter's date") !=
          std::string::npos);
}

TEST_CASE("dates that cannot be right make the letter doubtful") {
    const auto doubted = [](const std::string& date, const std::string& visit) {
        testing::TestContext context;
        metadata_of(DocumentBuilder().paragraph("Date: " + date).paragraph("Visit: " + visit),
                    rules_with({field("document_date", "first_page", "^date: (?P<value>.+)"),
                                field("inspection", "first_page", "^visit: (?P<value>.+)")}),
                    words, context);
        return context.reported("metadata-implausible");
    };
    CHECK_FALSE(doubted("7 April 2026", "2 to 6 March 2026"));
    CHECK_FALSE(doubted("Tuesday 7 April 2026", "2 to 6 March 2026"));
    CHECK(doubted("7 February 2026", "2 to 6 March 2026"));
    CHECK(doubted("7 April 2029", "2 to 6 March 2026"));
    CHECK(doubted("7 April 2026", "2 March 2025 to 6 March 2026"));
    CHECK(doubted("Monday 7 April 2026", "2 to 6 March 2026"));
}

TEST_CASE("what may be part of an authority's name is left off only where the letter names it without") {
    const auto authority = [](const std::string& title, const std::string& body) {
        testing::TestContext context;
        return std::string(metadata_of(DocumentBuilder().heading(1, "Visit to " + title).paragraph(body),
                                       rules_with({field("authority", "title", "^visit to (?P<value>.+)")}),
                                       words, context)
                               .text("authority"));
    };
    CHECK(authority("City of Anyton", "Children in the City of Anyton live near Anyton.") ==
          "City of Anyton");
    CHECK(authority("City of Anyton", "Anyton is small. Families in Anyton like it.") == "Anyton");
    CHECK(authority("City of Anyton", "Anytonians are many.") == "City of Anyton");
}

TEST_CASE("a field whose word stands nowhere is said to be not printed") {
    Rules rules = rules_with({}, {"lead_inspector"});
    rules.printed.push_back({"lead_inspector", Pattern("lead inspector", true)});
    const auto message = [&](const std::string& text) {
        testing::TestContext context;
        metadata_of(DocumentBuilder().paragraph(text), rules, words, context);
        REQUIRE(context.diagnostics.size() == 1);
        CHECK(context.diagnostics[0].code == "metadata-missing");
        return context.diagnostics[0].message;
    };
    CHECK(message("Inspectors came.") == "the letter prints no name of the lead inspector");
    CHECK(message("The lead inspector came.") == "no name of the lead inspector was found");
}

TEST_CASE("the grounds of the metadata's confidence are named") {
    testing::TestContext context;
    const Document document = DocumentBuilder().heading(1, "Quays").paragraph("x");
    CHECK(texts(metadata_of(document, rules_with({}, {"title"}), words, context), "grounds") ==
          "all that letters of the family print was found");
    CHECK(texts(metadata_of(document, rules_with({}, {"title", "authority"}), words, context), "grounds") ==
          "but no authority was found (x 0.90)");
}
