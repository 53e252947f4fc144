// What codes of a font show: by its table of characters, by its encoding, by its program.
#include <ft2build.h>
#include FT_FREETYPE_H

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>

#include "reader_kit.hpp"
#include "shared_files.hpp"

using namespace sheaf::pdf;

namespace {

std::string unicode_table(const std::string& entries) {
    return "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> "
           "endcodespacerange " +
           entries + " endcmap end end";
}

/// What `shown` says in a font with those entries, `/ToUnicode` among them where `table` has entries.
Content in_font(const std::string& shown, const std::string& entries, const std::string& table = "") {
    PdfBuilder builder;
    std::string font = "<</Type/Font" + entries;
    if (!table.empty()) font += "/ToUnicode " + builder.ref(builder.add_stream("", unicode_table(table)));
    builder.add_page("BT /F2 10 Tf 50 700 Td " + shown + " Tj ET", "", "",
                     "/F2 " + builder.ref(builder.add(font + ">>")));
    return read(builder);
}

std::string composite(const std::string& widths = "") {
    return "/Subtype/Type0/BaseFont/ABCDEF+Fern/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/"
           "CIDFontType2"
           "/BaseFont/ABCDEF+Fern/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>" +
           widths + ">>]";
}

const std::string times =
    "/Subtype/Type1/BaseFont/Times-Roman/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[1/fi 2/fl]>>";

/// `may19` in a composite font whose program is whole, and whose table gives each character from 0 up to `last` as the next
/// one. Nothing where the font is not installed.
std::optional<Content> in_shifted_font(char32_t last) {
    const std::string path = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", program = read_file(path);
    if (program.empty()) {
        WARN("skipped: there is no " << path);
        return std::nullopt;
    }
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    REQUIRE(FT_Init_FreeType(&library) == 0);
    REQUIRE(FT_New_Face(library, path.c_str(), 0, &face) == 0);
    const auto code = [&](char32_t c) {
        std::array<char, 5> hex{};
        std::snprintf(hex.data(), hex.size(), "%04X", FT_Get_Char_Index(face, c));
        return std::string(hex.data());
    };
    std::string table, shown;
    std::array<char, 5> hex{};
    for (char32_t c : std::u32string(U"abcdefghijklmnopqrstuvwxyz0123456789")) {
        const char32_t said = c <= last ? c + 1 : c;
        std::snprintf(hex.data(), hex.size(), "%04X", static_cast<unsigned>(said));
        table += "<" + code(c) + "> <" + hex.data() + "> ";
    }
    for (char32_t c : std::u32string(U"may19")) shown += code(c);
    FT_Done_Face(face);
    FT_Done_FreeType(library);
    PdfBuilder builder;
    const std::string file =
        PdfBuilder::ref(builder.add_stream("/Length1 " + std::to_string(program.size()), program));
    const std::string unicode =
        PdfBuilder::ref(builder.add_stream("", unicode_table("36 beginbfchar " + table + "endbfchar")));
    const int font = builder.add(
        "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+DejaVu/Encoding/Identity-H/ToUnicode " + unicode +
        "/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+DejaVu/CIDToGIDMap/Identity"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement "
        "0>>/FontDescriptor<</Type/FontDescriptor"
        "/FontName/ABCDEF+DejaVu/Flags 4/FontFile2 " +
        file + ">>>>]>>");
    builder.add_page("BT /F2 10 Tf 50 700 Td <" + shown + "> Tj ET", "", "", "/F2 " + PdfBuilder::ref(font));
    return read(builder);
}

}  // namespace

TEST_CASE("characters of composite fonts are what their table says, in every form of it") {
    const auto says = [](const std::string& codes, const std::string& table) {
        return texts_of(in_font("<" + codes + ">", composite(), table)).at(0);
    };
    CHECK(says("000100020003", "3 beginbfchar <0001> <0041> <0002> <00660069> <0003> <D83DDE00> endbfchar") ==
          "Afi\U0001F600");
    CHECK(says("000500060007", "1 beginbfrange <0005> <0007> <0061> endbfrange") == "abc");
    CHECK(says("00050006", "1 beginbfrange <0005> <0006> [<0078> <0079007A>] endbfrange") == "xyz");
    CHECK(says("00010001", "2 beginbfchar <0001> <0041> <0001> <0042> endbfchar") == "BB");
}

TEST_CASE("glyphs of composite fonts are as wide as their lists and ranges say") {
    const auto width = [](const std::string& widths) {
        const Content content =
            in_font("<000100020005>", composite(widths), "1 beginbfrange <0001> <0009> <0061> endbfrange");
        const Run& run = run_with(content, "abe");
        return run.right - run.left;
    };
    CHECK(width("") == Approx(30));
    CHECK(width("/DW 500") == Approx(15));
    CHECK(width("/DW 500/W[1[250 300] 4 6 700]") == Approx(12.5));
    CHECK(width("/W[4 6 700 1[250 300]]") == Approx(12.5));
}

TEST_CASE("of two equal keys the last counts, as it does for other readers") {
    PdfBuilder builder;
    builder.add_page(hello);
    builder.add_to_catalog("/Lang(en)/Lang(cy)");
    CHECK(read(builder).language == "cy");
}

TEST_CASE(
    "a table of characters that contradicts the names of the glyphs is not believed, and that is noted") {
    const Content figures =
        in_font("(8 to 19)", times,
                "1 beginbfrange <30> <39> <0031> endbfrange 1 beginbfrange <61> <7A> <0061> endbfrange");
    CHECK(texts_of(figures).at(0) == "8 to 19");
    CHECK(has_code(figures, "pdf-glyph-corrected"));
    const Content ligatures =
        in_font("<01202002>", times, "3 beginbfchar <01> <0020> <02> <0020> <20> <0020> endbfchar");
    CHECK(texts_of(ligatures).at(0) == "fi  fl");
}

TEST_CASE("small capitals that are named as small letters are no contradiction") {
    const Content content = in_font("(ab)", times, "1 beginbfrange <61> <7A> <0041> endbfrange");
    CHECK(texts_of(content).at(0) == "AB");
    CHECK_FALSE(has_code(content, "pdf-glyph-corrected"));
}

TEST_CASE("a small letter for a glyph that is named as a capital contradicts it") {
    const Content content = in_font("(Ab)", times, "2 beginbfchar <41> <0061> <62> <0062> endbfchar");
    CHECK(texts_of(content).at(0) == "Ab");
    CHECK(has_code(content, "pdf-glyph-corrected"));
}

TEST_CASE("numbers of glyphs without a table of characters say nothing, and the letter is doubtful") {
    const Content content = in_font("<00370048>", composite());
    CHECK(texts_of(content).at(0) == "\uFFFD\uFFFD");
    REQUIRE(has_code(content, "pdf-glyph-unknown"));
    CHECK(content.diagnostics.back().place.page == 1);
    CHECK(content.diagnostics.back().place.box);
}

TEST_CASE("characters of private use say nothing, but in fonts of symbols") {
    const auto shown = [](const std::string& character) {
        return texts_of(in_font("<0001>", composite(), "1 beginbfchar <0001> <" + character + "> endbfchar"))
            .at(0);
    };
    CHECK(shown("E001") == "\uFFFD");
    CHECK(shown("F0B7") == "\uF0B7");
}

namespace {

/// A Type 3 font with a procedure for each of its names; the first name is that of code `first`.
Content in_drawn_font(int first, const std::vector<std::string>& names, const std::string& procedure,
                      const std::string& shown) {
    PdfBuilder builder;
    const std::string glyph = PdfBuilder::ref(builder.add_stream("", "600 0 0 0 600 800 d1 " + procedure));
    std::string differences, procedures, widths;
    for (const std::string& name : names) {
        differences += "/" + name;
        procedures += "/" + name + " " + glyph;
        widths += "600 ";
    }
    const int font = builder.add(
        "<</Type/Font/Subtype/Type3/FontBBox[0 -200 600 800]/FontMatrix[.001 0 0 .001 0 0]/FirstChar " +
        std::to_string(first) + "/LastChar " + std::to_string(first + static_cast<int>(names.size()) - 1) +
        "/Widths[" + widths + "]/Encoding<</Differences[" + std::to_string(first) + differences +
        "]>>/CharProcs<<" + procedures + ">>>>");
    builder.add_page("BT /F2 10 Tf 50 700 Td " + shown + " Tj ET", "", "", "/F2 " + PdfBuilder::ref(font));
    return read(builder);
}

}  // namespace

TEST_CASE("numbers in the names of glyphs are characters where the codes are those of ASCII, and else none") {
    CHECK(texts_of(in_drawn_font(97, {"a97", "a98"}, "0 0 500 700 re f", "(ab)")).at(0) == "ab");
    const std::vector<std::string> counted = {"g60", "g61", "g62", "g63", "g64", "g65"};
    const Content content = in_drawn_font(1, counted, "0 0 500 700 re f", "<0506>");
    CHECK(texts_of(content).at(0) == "\uFFFD\uFFFD");
    CHECK(has_code(content, "pdf-glyph-unknown"));
    // Glyph after glyph, and code after code: they are in the order in which somebody used them.
    CHECK(texts_of(in_drawn_font(65, {"g1", "g2", "g3", "g4"}, "0 0 500 700 re f", "(ABCD)")).at(0) ==
          "\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("a glyph without a character that paints nothing is no letter") {
    const std::vector<std::string> counted = {"g60", "g61", "g62", "g63", "g64", "g65"};
    CHECK(texts_of(in_drawn_font(1, counted, "", "<0506>")).at(0).empty());
}

TEST_CASE("a table of characters that contradicts the embedded program of a composite font is not believed") {
    const auto figures = in_shifted_font('9');
    if (!figures) return;
    CHECK(texts_of(*figures).at(0) == "may19");
    CHECK(has_code(*figures, "pdf-glyph-corrected"));
    CHECK_FALSE(has_code(*figures, "pdf-glyph-disputed"));
}

TEST_CASE("a composite font of which table and program differ throughout is disputed") {
    const auto all = in_shifted_font('z');
    if (!all) return;
    CHECK(texts_of(*all).at(0) == "nbz2:");
    CHECK(has_code(*all, "pdf-glyph-disputed"));
    CHECK_FALSE(has_code(*all, "pdf-glyph-corrected"));
}

TEST_CASE("ornaments are known by the names that they have in their own font, and in no other") {
    const std::string names = "/Encoding<</Differences[52/a20]>>/FirstChar 52/LastChar 52/Widths[760]";
    CHECK(texts_of(in_font("(4)", "/Subtype/Type1/BaseFont/ZapfDingbats")).at(0) == "\u2714");
    CHECK(texts_of(in_font("(4)", "/Subtype/Type1/BaseFont/ZapfDingbats" + names)).at(0) == "\u2714");
    const Content other = in_font(
        "<01>",
        "/Subtype/Type1/BaseFont/Other/Encoding<</Differences[1/a20]>>/FirstChar 1/LastChar 1/Widths[760]");
    CHECK(texts_of(other).at(0) == "\uFFFD");
    CHECK(has_code(other, "pdf-glyph-unknown"));
}

TEST_CASE("a ligature that its table takes for other letters is what its name says") {
    const auto shown = [](const std::string& characters) {
        return texts_of(in_font("<01>", times,
                                "2 beginbfchar <01> <" + characters +
                                    "> <41> <0041> endbfchar 1 beginbfrange <61> <7A> <0061> endbfrange"))
            .at(0);
    };
    CHECK(shown("0066") == "fi");
    CHECK(shown("0066006C") == "fi");
    CHECK(shown("F001") == "fi");
    CHECK(shown("00660069") == "fi");
}
