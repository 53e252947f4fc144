// List numbers as Word computes them.
#include "fixture.hpp"
#include "styles/number_format.hpp"

using namespace fixture;
using namespace sheaf::docx;

namespace {
// A field without a result, as Word writes those that number.
std::string numbering_field(const std::string& code) {
    return "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> " +
           code + " </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
}
}  // namespace

TEST_CASE("numbers of several levels run through headings and numbered paragraphs") {
    const Docx package =
        Docx(para("Introduction", in_list(1)) + para("First finding is told here.", in_list(1, 1)) +
             para("Second finding is told here.", in_list(1, 1)) + para("Findings", in_list(1)) +
             para("Third finding is told here.", in_list(1, 1)))
            .numbering(abstract(0, level(0, "decimal", "%1") + level(1, "decimal", "%1.%2")) +
                       instance(1, 0));
    CHECK(lines(package) == Lines{"list_item/1 [1] Introduction",
                                  "paragraph [1.1] First finding is told here.",
                                  "paragraph [1.2] Second finding is told here.", "list_item/1 [2] Findings",
                                  "paragraph [2.1] Third finding is told here."});
}

TEST_CASE("a list goes on after other text, and in another instance of the same definition") {
    const Docx package =
        Docx(para("one", in_list(1)) + para("Between.") + para("two", in_list(1)) + para("three", in_list(2)))
            .numbering(abstract(0, level(0, "decimal", "%1.")) + instance(1, 0) + instance(2, 0));
    CHECK(lines(package) == Lines{"list_item/1 [1.] one", "paragraph Between.", "list_item/1 [2.] two",
                                  "list_item/1 [3.] three"});
}

TEST_CASE("a start override begins the list anew where its instance is first used") {
    const Docx package =
        Docx(para("a", in_list(1)) + para("b", in_list(2)) + para("c", in_list(2)) + para("d", in_list(1)))
            .numbering(
                abstract(0, level(0, "decimal", "%1.")) + instance(1, 0) +
                instance(2, 0, "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"7\"/></w:lvlOverride>"));
    CHECK(lines(package) ==
          Lines{"list_item/1 [1.] a", "list_item/1 [7.] b", "list_item/1 [8.] c", "list_item/1 [9.] d"});
}

TEST_CASE("an instance may replace a level") {
    const Docx package = Docx(para("a", in_list(2)))
                             .numbering(abstract(0, level(0, "decimal", "%1.")) +
                                        instance(2, 0,
                                                 "<w:lvlOverride w:ilvl=\"0\">" +
                                                     level(0, "upperRoman", "Part %1") + "</w:lvlOverride>"));
    CHECK(lines(package) == Lines{"list_item/1 [Part I] a"});
}

TEST_CASE("lvlRestart says after which level a level begins again") {
    const auto labels = [](const std::string& restart) {
        const Docx package = Docx(para("a", in_list(1)) + para("b", in_list(1, 1)) + para("c", in_list(1)) +
                                  para("d", in_list(1, 1)))
                                 .numbering(abstract(0, level(0, "decimal", "%1.") +
                                                            level(1, "lowerLetter", "(%2)", restart)) +
                                            instance(1, 0));
        std::string all;
        for (const Block& block : read(package).document.blocks) all += block.label + " ";
        return all;
    };
    CHECK(labels("") == "1. (a) 2. (a) ");
    CHECK(labels("<w:lvlRestart w:val=\"0\"/>") == "1. (a) 2. (b) ");
    CHECK(labels("<w:lvlRestart w:val=\"1\"/>") == "1. (a) 2. (a) ");
}

TEST_CASE("isLgl prints all numbers of a label as decimal numbers") {
    const Docx package = Docx(para("a", in_list(1)) + para("b", in_list(1, 1)))
                             .numbering(abstract(0, level(0, "upperRoman", "%1") +
                                                        level(1, "decimal", "%1.%2", "<w:isLgl/>")) +
                                        instance(1, 0));
    CHECK(lines(package) == Lines{"list_item/1 [I] a", "paragraph [1.1] b"});
}

TEST_CASE("a level above that was never used stands at its start") {
    const Docx package =
        Docx(para("a", in_list(1, 1)) + para("b", in_list(1, 1)))
            .numbering(abstract(0, level(0, "decimal", "%1") + level(1, "decimal", "%1.%2")) +
                       instance(1, 0));
    CHECK(lines(package) == Lines{"paragraph [1.1] a", "paragraph [1.2] b"});
}

TEST_CASE("a style carries its list and finds its level by the level's link") {
    const Docx package =
        Docx(para("Aims", styled("Head")) + para("We looked.", styled("Numbered")) +
             para("We asked.", styled("Derived")) + para("Not this one.", styled("Numbered") + in_list(0)))
            .styles(
                style("Head",
                      "<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"0\"/></w:pPr>") +
                style("Numbered", "<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>") +
                style("Derived", "<w:basedOn w:val=\"Numbered\"/>"))
            .numbering(abstract(0, level(0, "decimal", "%1", "<w:pStyle w:val=\"Head\"/>") +
                                       level(1, "decimal", "%1.%2", "<w:pStyle w:val=\"Numbered\"/>")) +
                       instance(1, 0));
    CHECK(lines(package) == Lines{"heading/1 [1] Aims", "paragraph [1.1] We looked.",
                                  "paragraph [1.2] We asked.", "paragraph Not this one."});
}

TEST_CASE("a definition may leave its levels to a numbering style") {
    const Docx package =
        Docx(para("a", in_list(5)))
            .styles(style("Outline", "<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>", "numbering"))
            .numbering(abstract(0, "<w:styleLink w:val=\"Outline\"/>" + level(0, "lowerRoman", "%1)")) +
                       abstract(1, "<w:numStyleLink w:val=\"Outline\"/>") + instance(1, 0) + instance(5, 1));
    CHECK(lines(package) == Lines{"list_item/1 [i)] a"});
}

TEST_CASE("a number looks as its level says: hidden, or in capitals") {
    const auto shown = [](const std::string& look) {
        return lines(
            Docx(para("text", in_list(1)))
                .numbering(abstract(0, level(0, "lowerRoman", "part %1", "<w:rPr>" + look + "</w:rPr>")) +
                           instance(1, 0)));
    };
    CHECK(shown("<w:vanish/>") == Lines{"paragraph text"});
    CHECK(shown("<w:caps/>").at(0).find("[PART I]") != std::string::npos);
}

TEST_CASE("bullets of symbol fonts are Unicode characters") {
    const auto bullet = [](const std::string& text, const std::string& font) {
        const Docx package =
            Docx(para("x", in_list(1)))
                .numbering(abstract(0, level(0, "bullet", text,
                                             "<w:rPr><w:rFonts w:ascii=\"" + font + "\"/></w:rPr>")) +
                           instance(1, 0));
        return read(package).document.blocks.at(0).label;
    };
    CHECK(bullet("\xEF\x82\xB7", "Symbol") == "•");
    CHECK(bullet("\xEF\x81\xAE", "Wingdings") == "◼");
    CHECK(bullet("n", "Wingdings") == "◼");
    CHECK(bullet("\xEF\x82\xA7", "Wingdings") == "▪");
    CHECK(bullet("o", "Courier New") == "o");
    CHECK(bullet("–", "Arial") == "–");
}

TEST_CASE("a level without text, and the format none, print nothing but their own words") {
    const Docx package =
        Docx(para("a", in_list(1)) + para("b", in_list(2)))
            .numbering(abstract(0, level(0, "decimal", "")) + abstract(1, level(0, "none", "Annex %1")) +
                       instance(1, 0) + instance(2, 1));
    CHECK(lines(package) == Lines{"paragraph a", "list_item/1 [Annex] b"});
}

TEST_CASE("list items are nested by their indentation and their level") {
    const std::string levels = level(0, "bullet", "•", "<w:pPr><w:ind w:left=\"720\"/></w:pPr>") +
                               level(1, "bullet", "–", "<w:pPr><w:ind w:left=\"1440\"/></w:pPr>");
    const Docx package =
        Docx(para("a", in_list(1)) + para("b", in_list(1, 1)) + para("c", in_list(2)) +
             para("d", in_list(1)) + para("Text.") + para("e", in_list(2)))
            .numbering(abstract(0, levels) +
                       abstract(1, level(0, "bullet", "o", "<w:pPr><w:ind w:left=\"2160\"/></w:pPr>")) +
                       instance(1, 0) + instance(2, 1));
    CHECK(lines(package) == Lines{"list_item/1 [•] a", "list_item/2 [–] b", "list_item/3 [o] c",
                                  "list_item/1 [•] d", "paragraph Text.", "list_item/1 [o] e"});
}

TEST_CASE("hidden and deleted paragraphs take no number") {
    const Docx package = Docx(para("one", in_list(1)) +
                              p(run("gone", "<w:vanish/>"), in_list(1) + "<w:rPr><w:vanish/></w:rPr>") +
                              p("<w:del w:id=\"1\"><w:r><w:delText>old</w:delText></w:r></w:del>",
                                in_list(1) + "<w:rPr><w:del w:id=\"2\"/></w:rPr>") +
                              para("two", in_list(1)))
                             .numbering(abstract(0, level(0, "decimal", "%1.")) + instance(1, 0));
    CHECK(lines(package) == Lines{"list_item/1 [1.] one", "list_item/1 [2.] two"});
}

TEST_CASE("LISTNUM fields count within the text, each list by itself") {
    const std::string named = numbering_field("LISTNUM NumberDefault \\l 6");
    CHECK(lines(Docx(p(run("that ") + named + run(" it is, and ") + named + run(" it was")) +
                     p(run("Then ") + numbering_field("LISTNUM \"LegalDefault\" \\l 2") + run(" and ") +
                       numbering_field("LISTNUM LegalDefault \\l 2 \\s 7") + run(" and ") + named))) ==
          Lines{"paragraph that (i) it is, and (ii) it was", "paragraph Then 1.1. and 1.7. and (iii)"});
    CHECK(lines(Docx(p(run("a ") + numbering_field("LISTNUM") + run(" b ") + numbering_field("LISTNUM")))) ==
          Lines{"paragraph a 1) b 2)"});
    CHECK(lines(Docx(p(run("a ") + numbering_field("LISTNUM Clauses") + run(" b ") +
                       numbering_field("listnum clauses")))) == Lines{"paragraph a 1) b 2)"});
}

TEST_CASE("a LISTNUM field in a numbered paragraph goes on below the paragraph's number") {
    const std::string levels = level(0, "decimal", "%1") + level(1, "decimal", "%1.%2");
    const Docx package =
        Docx(para("One.", in_list(1)) +
             p(run("See ") + numbering_field("LISTNUM") + run(" and ") + numbering_field("LISTNUM"),
               in_list(1)) +
             p(run("Then ") + numbering_field("LISTNUM Ours \\l 2")) + para("Three.", in_list(1)))
            .numbering(abstract(0, "<w:name w:val=\"Ours\"/>" + levels) + instance(1, 0));
    CHECK(lines(package) == Lines{"list_item/1 [1] One.", "list_item/1 [2] See 2.1 and 2.2",
                                  "paragraph Then 2.3", "list_item/1 [3] Three."});
}

TEST_CASE("AUTONUM fields number headings and the text below them") {
    const auto numbered = [](const std::string& code) {
        const auto line = [&](const std::string& text, const std::string& style) {
            return p(numbering_field(code) + "<w:r><w:tab/></w:r>" + run(text), styled(style));
        };
        const Docx package = Docx(line("Aims", "h1") + line("Scope", "h2") + line("We looked.", "") +
                                  line("Findings", "h1") + line("Help", "h2"))
                                 .styles(style("h1", "<w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>") +
                                         style("h2", "<w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr>"));
        std::string all;
        for (const Block& block : read(package).document.blocks) {
            const std::string printed = block.label + (block.label.empty() ? "" : " ") + block.text;
            all += printed.substr(0, printed.find(' ') + 1);
        }
        return all;
    };
    CHECK(numbered("AUTONUM") == "1. 1. 1. 2. 1. ");
    CHECK(numbered("AUTONUM \\s )") == "1) 1) 1) 2) 1) ");
    CHECK(numbered("AUTONUMLGL") == "1. 1.1. 1.1.1. 2. 2.1. ");
    CHECK(numbered("AUTONUMLGL \\e") == "1 1.1 1.1.1 2 2.1 ");
    CHECK(numbered("AUTONUMOUT") == "I. A. 1. II. A. ");
}

TEST_CASE("numbers are printed in every format") {
    CHECK(print_number(9, NumberFormat::decimal) == "9");
    CHECK(print_number(9, NumberFormat::decimal_zero) == "09");
    CHECK(print_number(1994, NumberFormat::upper_roman) == "MCMXCIV");
    CHECK(print_number(4, NumberFormat::lower_roman) == "iv");
    CHECK(print_number(3999, NumberFormat::lower_roman) == "mmmcmxcix");
    CHECK(print_number(28, NumberFormat::lower_letter) == "bb");
    CHECK(print_number(3, NumberFormat::upper_letter) == "C");
    CHECK(print_number(12, NumberFormat::ordinal) == "12th");
    CHECK(print_number(23, NumberFormat::ordinal) == "23rd");
    CHECK(print_number(42, NumberFormat::cardinal_text) == "Forty-two");
    CHECK(print_number(120, NumberFormat::ordinal_text) == "One hundred twentieth");
    CHECK(print_number(255, NumberFormat::hex) == "FF");
    CHECK(print_number(6, NumberFormat::chicago) == "††");
    CHECK(print_number(3, NumberFormat::circled) == "③");
}

TEST_CASE("a number that a format cannot show is decimal, and no label grows without bound") {
    CHECK(print_number(2'147'483'647, NumberFormat::upper_roman) == "2147483647");
    CHECK(print_number(2'000'000, NumberFormat::lower_letter) == "2000000");
    CHECK(print_number(-3, NumberFormat::ordinal) == "-3");
}

TEST_CASE("a level that does not say where it starts starts at 0") {
    const std::string second =
        "<w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.%2\"/></w:lvl>";
    CHECK(lines(Docx(para("Scope", in_list(1)) + para("Aims of it", in_list(1, 1)) +
                     para("Uses of it", in_list(1, 1)))
                    .numbering(abstract(0, level(0, "decimal", "%1") + second) + instance(1, 0))) ==
          Lines{"list_item/1 [1] Scope", "paragraph [1.0] Aims of it", "paragraph [1.1] Uses of it"});
}

TEST_CASE("legal numbering is decimal on every level, and keeps leading zeros") {
    CHECK(lines(Docx(para("One", in_list(1)) + para("Two", in_list(1, 1)))
                    .numbering(abstract(0, level(0, "upperRoman", "Article %1.") +
                                               level(1, "decimalZero", "Section %1.%2", "<w:isLgl/>")) +
                               instance(1, 0))) ==
          Lines{"list_item/1 [Article I.] One", "list_item/2 [Section 1.01] Two"});
}

TEST_CASE("custom formats count with leading zeros, other scripts with their letters and digits") {
    const std::string custom =
        "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><mc:AlternateContent><mc:Choice "
        "Requires=\"w14\"><w:numFmt w:val=\"custom\" "
        "w:format=\"001, 002, 003, ...\"/></mc:Choice><mc:Fallback><w:numFmt "
        "w:val=\"decimal\"/></mc:Fallback>"
        "</mc:AlternateContent><w:lvlText w:val=\"R%1\"/></w:lvl>";
    CHECK(lines(Docx(para("a", in_list(1)) + para("b", in_list(1)))
                    .numbering(abstract(0, custom) + instance(1, 0))) ==
          Lines{"list_item/1 [R001] a", "list_item/1 [R002] b"});
    const auto printed = [](int value, const char* format) {
        return print_number(value, number_format(format));
    };
    CHECK(printed(1, "russianLower") == "а");
    CHECK(printed(10, "russianLower") == "к");
    CHECK(printed(30, "russianUpper") == "АА");
    CHECK(printed(2, "hebrew2") == "ב");
    CHECK(printed(40, "thaiNumbers") == "๔๐");
    CHECK(printed(21, "chineseCounting") == "二十一");
    CHECK(printed(3, "ideographZodiac") == "寅");
    CHECK(print_number(7, number_format("custom", "01, 02, 03, ...")) == "07");
}

TEST_CASE("numbers in words are those of the letter's language") {
    const auto words = [](int value, NumberFormat format, const char* language) {
        return print_number(value, format, language);
    };
    CHECK(words(21, NumberFormat::cardinal_text, "") == "Twenty-one");
    CHECK(words(101, NumberFormat::ordinal_text, "en-GB") == "One hundred first");
    CHECK(words(21, NumberFormat::cardinal_text, "de-DE") == "Einundzwanzig");
    CHECK(words(4, NumberFormat::cardinal_text, "cy-GB") == "Pedwar");
    CHECK(words(2, NumberFormat::ordinal_text, "fr-FR") == "Deuxième");
    CHECK(words(1, NumberFormat::ordinal, "fr") == "1er");
    CHECK(words(22, NumberFormat::ordinal, "en") == "22nd");
}

TEST_CASE("a way of counting that is not known is a doubt where it is used") {
    const std::string definition = abstract(0, level(0, "hindiVowels", "%1.")) + instance(1, 0);
    CHECK(read(Docx(para("a", in_list(1))).numbering(definition)).reported("docx-number-format"));
    CHECK_FALSE(read(Docx(para("a")).numbering(definition)).reported("docx-number-format"));
    const auto ordinal = [&](const std::string& format, const std::string& language) {
        return read(Docx(para("a", in_list(1)))
                        .numbering(abstract(0, level(0, format, "%1.")) + instance(1, 0))
                        .styles("<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val=\"" + language +
                                "\"/></w:rPr></w:rPrDefault></w:docDefaults>"))
            .reported("docx-number-format");
    };
    for (const char* format : {"ordinal", "ordinalText"}) {
        CHECK(ordinal(format, "cy-GB"));
        CHECK_FALSE(ordinal(format, "en-GB"));
        CHECK_FALSE(ordinal(format, "de-DE"));
    }
}

TEST_CASE("a start override holds each time that the level begins anew") {
    const Docx package =
        Docx(para("A", in_list(2)) + para("b", in_list(2, 1)) + para("C", in_list(2)) +
             para("d", in_list(2, 1)))
            .numbering(
                abstract(0, level(0, "decimal", "%1.") + level(1, "decimal", "%2)")) +
                instance(2, 0, "<w:lvlOverride w:ilvl=\"1\"><w:startOverride w:val=\"5\"/></w:lvlOverride>"));
    CHECK(lines(package) ==
          Lines{"list_item/1 [1.] A", "list_item/2 [5)] b", "list_item/1 [2.] C", "list_item/2 [5)] d"});
}
