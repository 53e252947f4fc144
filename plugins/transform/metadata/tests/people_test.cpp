#include <catch2/catch.hpp>

#include "letters.hpp"

using namespace sheaf;
using namespace sheaf::metadata_stage::testing_letters;
using metadata_stage::Rules;

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

TEST_CASE("where one person is addressed over several lines, these are one addressee") {
    Options table = options({});
    table.set(
        "letter",
        options({{"salutation", "^dear "}, {"address", R"(^\d+ |\bhouse\b)"}, {"one_addressee", true}}));
    const Document document =
        DocumentBuilder()
            .paragraph("Jane Doe\nDirector of Quays and\nboats\nAnyshire Council\n4 Market Lane")
            .paragraph("Dear Director");
    testing::TestContext context;
    const Record record = metadata_of(document, metadata_stage::compile(table), words, context);
    CHECK(texts(record, "addressees") == "Jane Doe, Director of Quays and boats, Anyshire Council");
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

TEST_CASE("people parted by semicolons, and a name above its role, are people each") {
    Options table = options({});
    table.set("letter", options({{"salutation", "^dear "},
                                 {"role", R"(\b(director|chair|head|officer)\b)"},
                                 {"address", R"(^\d+ |\b(house|[a-z]+ lane)\b)"},
                                 {"goes_on", R"( of$)"}}));
    const Document document = DocumentBuilder()
                                  .paragraph("Jane Doe, Director of Quays; Amy Rowe, Head of Boats")
                                  .paragraph("Richard Roe, Chair, Harbour Board of\nRos Lane\nHead of Ropes")
                                  .paragraph("Dear Director");
    testing::TestContext context;
    const Record record = metadata_of(document, metadata_stage::compile(table), words, context);
    CHECK(texts(record, "addressees") ==
          "Jane Doe, Director of Quays | Amy Rowe, Head of Boats | Richard Roe, "
          "Chair, Harbour Board of | Ros Lane | Head of Ropes");
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

TEST_CASE("several people in one line sign each, and no address does") {
    const Document document = DocumentBuilder()
                                  .paragraph("Yours sincerely")
                                  .paragraph("Ann Quay and Bo Mole\nHeads of Boats")
                                  .paragraph("Cy Pier, Head of Boats, Port Council; Di Lock, Chief Keeper")
                                  .paragraph("Ed Buoy, Head of Boats and Fire Nets")
                                  .paragraph("Quay House\nAny Town")
                                  .build();
    CHECK(people(document, letter_rules(), "signatory") ==
          "Ann Quay |  | \n"
          "Bo Mole |  | \n"
          "Cy Pier | Head of Boats | Port Council\n"
          "Di Lock | Chief Keeper | \n"
          "Ed Buoy | Head of Boats and Fire Nets | \n");
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

TEST_CASE("a comma inside an enumeration, or in brackets, parts no role from a body") {
    const Document document = DocumentBuilder()
                                  .paragraph(
                                      "Ann Quay, Pilots, Boats and Nets Warden\n"
                                      "Bo Mole, Harbour Director, Eastport, Westport and Northport Trust\n"
                                      "Cy Pier, Head of Eastport, Westport & Northport Trust\n"
                                      "Di Lock, Head of the East Unit (West & North, Harbour Trust)\n"
                                      "Ed Buoy, OBE, QPM, Director of Harbours, North and South Council")
                                  .paragraph("Dear all")
                                  .build();
    CHECK(people(document, letter_rules(), "addressee") ==
          "Ann Quay | Pilots, Boats and Nets Warden | \n"
          "Bo Mole | Harbour Director | Eastport, Westport and Northport Trust\n"
          "Cy Pier |  | \n"
          "Di Lock | Head of the East Unit (West & North, Harbour Trust) | \n"
          "Ed Buoy | Director of Harbours | North and South Council\n");
}

TEST_CASE("printed lines tell people apart, and a body's name may go on below its person") {
    const Document document =
        DocumentBuilder()
            .paragraph("Ann Quay, Director of Nets, Port Council,\nBo Mole, Chief Keeper")
            .paragraph("Cy Pier, Head of Boats, Greater Eastport")
            .paragraph("Lighthouse Trust")
            .paragraph("Harbour Board")
            .paragraph("Dear all")
            .build();
    testing::TestContext context;
    CHECK(texts(metadata_of(document, letter_rules(), words, context), "addressees") ==
          "Ann Quay, Director of Nets, Port Council, | Bo Mole, Chief Keeper | "
          "Cy Pier, Head of Boats, Greater Eastport Lighthouse Trust | Harbour Board");
}

TEST_CASE("a part of a template that nobody filled in is nobody, and the letter is doubtful") {
    const Document document = DocumentBuilder()
                                  .paragraph("Click or tap to enter a date.")
                                  .paragraph("Jane Doe, Director, Anyshire Council")
                                  .paragraph("{{ name }}")
                                  .paragraph("Dear all");
    testing::TestContext context;
    const Record record = metadata_of(document, rules_with({}), words, context);
    CHECK(texts(record, "addressees") == "Jane Doe, Director, Anyshire Council");
    CHECK(context.reported("metadata-placeholder"));
}

TEST_CASE("an addressee's role and body may stand on lines of their own") {
    const Document document = DocumentBuilder()
                                  .paragraph("Ann Quay\nDirector of Harbours\nPort Council")
                                  .paragraph("Dear Ann")
                                  .build();
    CHECK(people(document, letter_rules(), "addressee") ==
          "Ann Quay | Director of Harbours | Port Council\n");
}

TEST_CASE("of two bodies below a name the one on its own line is the addressee's") {
    const Document document = DocumentBuilder()
                                  .paragraph("Ann Quay\nHarbour Director, Boats Services\nPort Council")
                                  .paragraph("Dear Ann")
                                  .build();
    CHECK(people(document, letter_rules(), "addressee") ==
          "Ann Quay | Harbour Director, Boats Services | Port Council\n");
}

TEST_CASE("an office without a person has a role and a body") {
    const Document document = DocumentBuilder()
                                  .paragraph("Harbour Director, Port Council\nSimon Free Accountable Keeper")
                                  .paragraph("Dear Director")
                                  .build();
    CHECK(people(document, letter_rules(), "addressee") == " | Harbour Director | Port Council\n |  | \n");
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

TEST_CASE("dashes part name, role and body as commas do; a colon does not") {
    const Document document = DocumentBuilder()
                                  .paragraph("Jane Doe – Director of Boats – Anyshire Council")
                                  .paragraph("Omar al-Rashid, Head of Ropes")
                                  .paragraph("Warden of Lamps: Amy Rowe")
                                  .paragraph("Dear partners");
    CHECK(people(document, letter_rules(), "addressee") ==
          "Jane Doe | Director of Boats | Anyshire Council\nOmar al-Rashid | Head of Ropes | \n |  | \n");
}

TEST_CASE("what stands before an entry is no part of it, and bodies below each other are two") {
    const Document document = DocumentBuilder()
                                  .paragraph("To: Jane Doe, Director of Boats\ncc: Amy Rowe, Head of Ropes")
                                  .paragraph("Anyshire Council\nPilots Board")
                                  .paragraph("Dear partners");
    CHECK(
        people(document, letter_rules(), "addressee") ==
        "Jane Doe | Director of Boats | \nAmy Rowe | Head of Ropes | \n |  | Anyshire Council\n |  | Pilots "
        "Board\n");
}

TEST_CASE("who gets a copy of the letter has not signed it") {
    const Document document = DocumentBuilder()
                                  .paragraph("Yours sincerely")
                                  .paragraph("Jane Doe\nHead of Boats")
                                  .paragraph("Copies: Amy Rowe, Director of Lamps\nBo Mole, Warden of Piers");
    CHECK(people(document, letter_rules(), "signatory") == "Jane Doe | Head of Boats | \n");
}

TEST_CASE("people over several paragraphs each are people each, whatever the lines of addressees look like") {
    const Document document = DocumentBuilder()
                                  .paragraph("Ann Quay")
                                  .paragraph("Harbour Director")
                                  .paragraph("Port Council")
                                  .paragraph("Bo Mole\nChief Keeper\nLighthouse Trust")
                                  .paragraph("Dear all")
                                  .build();
    CHECK(people(document, letter_rules(), "addressee") ==
          "Ann Quay | Harbour Director | Port Council\n"
          "Bo Mole | Chief Keeper | Lighthouse Trust\n");
}

TEST_CASE("a place behind the role is no body, where another addressee is of it, too") {
    const Document document = DocumentBuilder()
                                  .paragraph(
                                      "Ann Quay, Director of Pilots, Eastport\n"
                                      "Bo Mole, Chief Keeper, Eastport Lighthouse Trust\n"
                                      "Cy Pier, Keeper of Pilots, Westport")
                                  .paragraph("Dear all")
                                  .build();
    CHECK(people(document, letter_rules(), "addressee") ==
          "Ann Quay | Director of Pilots | \n"
          "Bo Mole | Chief Keeper | Eastport Lighthouse Trust\n"
          "Cy Pier |  | \n");
}

TEST_CASE("a role may go on behind a comma, stand in brackets, or share its line with a telephone number") {
    const Document document =
        DocumentBuilder()
            .paragraph(
                "Ann Quay, Harbour Director of Tides, Boats and Harbours, Port Council\n"
                "Bo Mole (Chief Keeper, Lighthouse Trust)\n"
                "Cy Pier, Chief Keeper, 01632 960123")
            .paragraph("Dear all")
            .build();
    CHECK(people(document, letter_rules(), "addressee") ==
          "Ann Quay | Harbour Director of Tides, Boats and Harbours | Port Council\n"
          "Bo Mole | Chief Keeper | Lighthouse Trust\n"
          "Cy Pier |  | \n");
}

TEST_CASE("two people who share what is said of them are looked at, and so is a title that begins no name") {
    const Document document = DocumentBuilder()
                                  .paragraph("Ann Quay and Bo Mole, Harbour Directors, Port Council")
                                  .paragraph("Dear all")
                                  .paragraph("Yours sincerely")
                                  .paragraph("Dr Quay of Eastport")
                                  .build();
    testing::TestContext context;
    metadata_of(document, letter_rules(), words, context);
    CHECK(std::count_if(context.diagnostics.begin(), context.diagnostics.end(),
                        [](const Diagnostic& one) { return one.code == "metadata-unclear"; }) == 2);
}

TEST_CASE("below a name that stands alone, what a postcode follows is an address, and a copy is another's") {
    const Document document =
        DocumentBuilder()
            .paragraph(
                "Ann Quay\nDirector of Harbours, Boats and Pilots\nPort Council\nNet Hall\nEastport\n12345")
            .paragraph("cc: Bo Mole, Chief Keeper")
            .paragraph("Dear Ann")
            .build();
    CHECK(people(document, letter_rules(), "addressee") ==
          "Ann Quay | Director of Harbours, Boats and Pilots | Port Council\n"
          "Bo Mole | Chief Keeper | \n");
}

TEST_CASE("the body that signs parts the role from itself on the name's own line") {
    const Document document = DocumentBuilder()
                                  .paragraph("Dear all")
                                  .paragraph("Yours sincerely")
                                  .paragraph("Ann Quay, Head of Board Inspection, Office of Quays")
                                  .build();
    CHECK(people(document, letter_rules(), "signatory") ==
          "Ann Quay | Head of Board Inspection | Office of Quays\n");
}
