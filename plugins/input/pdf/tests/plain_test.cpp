// Sound files of the common make are read without Poppler. What is read is what Poppler's objects and fonts
// give, and whatever is not sound goes to Poppler.
#include <libdeflate.h>

#include <catch2/catch.hpp>

#include "reader_kit.hpp"
#include "shared_files.hpp"
#include "two_readings.hpp"

using namespace sheaf::pdf;
using Texts = std::vector<std::string>;

namespace {

std::string one_page() {
    PdfBuilder builder;
    builder.add_page(hello);
    return builder.bytes();
}

std::string deflated(const std::string& data) {
    libdeflate_compressor* compressor = libdeflate_alloc_compressor(6);
    std::string out(libdeflate_zlib_compress_bound(compressor, data.size()), '\0');
    out.resize(libdeflate_zlib_compress(compressor, data.data(), data.size(), out.data(), out.size()));
    libdeflate_free_compressor(compressor);
    return out;
}

/// A file as most programs write it: all dictionaries in an object stream, which a packed cross-reference stream with
/// that PNG predictor lists.
std::string modern_file(char predictor, const std::string& count = "4") {
    const std::string page =
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>";
    const std::vector<std::string> objects = {"<</Type/Catalog/Pages 2 0 R>>",
                                              "<</Type/Pages/Kids[3 0 R]/Count 1>>", page,
                                              PdfBuilder::helvetica()};
    std::string head, bodies;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        head += std::to_string(i + 1) + " " + std::to_string(bodies.size()) + " ";
        bodies += objects[i] + " ";
    }
    std::string out = "%PDF-1.7\n";
    std::vector<std::size_t> offsets;
    const auto add = [&](int number, const std::string& entries, const std::string& data) {
        offsets.push_back(out.size());
        out += std::to_string(number) + " 0 obj\n<<" + entries + "/Length " + std::to_string(data.size()) +
               ">>\nstream\r\n" + data + "\nendstream\nendobj\n";
    };
    add(5, "/Filter/FlateDecode", deflated(hello));
    add(6, "/Type/ObjStm/N " + count + "/Filter[/FlateDecode]/First " + std::to_string(head.size()),
        deflated(head + bodies));

    // Type, offset in two bytes, index; a row for each object.
    std::vector<std::string> rows = {{0, 0, 0, 0}};
    const auto row = [](int kind, std::size_t offset, int index) {
        return std::string{static_cast<char>(kind), static_cast<char>(offset >> 8), static_cast<char>(offset),
                           static_cast<char>(index)};
    };
    for (int i = 0; i < 4; ++i) rows.push_back(row(2, 6, i));
    rows.push_back(row(1, offsets[0], 0));
    rows.push_back(row(1, offsets[1], 0));
    rows.push_back(row(1, out.size(), 0));
    std::string table, above(4, '\0');
    for (const std::string& plain : rows) {
        table += predictor;
        for (std::size_t i = 0; i < 4; ++i) {
            const auto byte = [](char c) { return static_cast<unsigned char>(c); };
            const int left = i > 0 ? byte(plain[i - 1]) : 0, up = byte(above[i]),
                      corner = i > 0 ? byte(above[i - 1]) : 0;
            int guess = 0;
            if (predictor == 1) guess = left;
            if (predictor == 2) guess = up;
            if (predictor == 3) guess = (left + up) / 2;
            if (predictor == 4) {
                const int middle = left + up - corner, a = std::abs(middle - left), b = std::abs(middle - up),
                          c = std::abs(middle - corner);
                guess = a <= b && a <= c ? left : b <= c ? up : corner;
            }
            table += static_cast<char>(byte(plain[i]) - guess);
        }
        above = plain;
    }
    const std::size_t start = out.size();
    add(7, "/Type/XRef/Size 8/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 4>>",
        deflated(table));
    return out + "startxref\n" + std::to_string(start) + "\n%%EOF\n";
}

/// One page that shows `codes` in a composite font with these entries and that ToUnicode map.
std::string composite(const std::string& codes, const std::string& widths, const std::string& map) {
    PdfBuilder builder;
    const int descriptor = builder.add(
        "<</Type/FontDescriptor/FontName/ABCDEF+Fern-BoldItalic/Flags 32/Ascent 900/Descent -250/FontWeight "
        "700>>");
    const int descendant =
        builder.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Fern-BoldItalic/FontDescriptor " +
                    builder.ref(descriptor) +
                    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>" + widths + ">>");
    const int unicode = builder.add_stream(
        "", "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n" + map + "\nendcmap end end");
    const int font = builder.add(
        "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Fern-BoldItalic/Encoding/Identity-H/ToUnicode " +
        builder.ref(unicode) + "/DescendantFonts[" + builder.ref(descendant) + "]>>");
    builder.add_page("BT /F2 10 Tf 50 700 Td <" + codes + "> Tj /F1 10 Tf (.) Tj ET", "", "",
                     "/F2 " + builder.ref(font));
    return builder.bytes();
}

/// The text of the file's only run of its second font, where both readings agree.
std::string shown(const std::string& bytes) {
    const auto plain = read_plainly(bytes);
    REQUIRE(plain);
    CHECK(difference(*plain, read_with_poppler(bytes)) == "");
    return text_of(plain->pages.at(0), plain->pages[0].runs.at(0));
}

void compare(const std::vector<std::string>& files, bool all_plain) {
    for (const std::string& file : files) {
        const std::string bytes = read_file(file);
        if (bytes.substr(0, 1024).find("%PDF-") == std::string::npos) continue;
        INFO(file);
        const auto plain = read_plainly(bytes);
        if (all_plain) CHECK(plain);
        if (plain) CHECK(difference(*plain, read_with_poppler(bytes)) == "");
    }
}

}  // namespace

TEST_CASE("the sample letters are read without Poppler, and as with it") {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(SAMPLE_LETTERS))
        if (entry.path().extension() == ".pdf") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    REQUIRE(files.size() >= 14);
    compare(files, true);
}

TEST_CASE("letters are read without Poppler, and as with it", "[letters]") {
    const auto files = shared_files("letters", ".pdf");
    if (files.empty()) WARN("no letters here");
    compare(files, true);
}

TEST_CASE("public files that are read without Poppler are read as with it", "[letters]") {
    const auto files = shared_files("hostile", ".pdf");
    if (files.empty()) WARN("no public files here");
    for (const std::string& file : files) {
        const std::string bytes = read_file(file);
        INFO(file);
        try {
            const auto plain = read_plainly(bytes);
            if (plain) CHECK(difference(*plain, read_with_poppler(bytes)) == "");
        } catch (const sheaf::StageError& e) {
            WARN(file << ": " << e.what());
        }
    }
}

TEST_CASE("cross-reference tables and streams, object streams and every PNG predictor are read") {
    CHECK(texts_of(*read_plainly(one_page())) == Texts{"hello"});
    for (const char predictor : {0, 1, 2, 3, 4}) {
        INFO(int(predictor));
        const std::string bytes = modern_file(predictor);
        const auto plain = read_plainly(bytes);
        REQUIRE(plain);
        CHECK(texts_of(*plain) == Texts{"hello"});
        CHECK(difference(*plain, read_with_poppler(bytes)) == "");
    }
}

TEST_CASE("an object stream that holds what it must be read by is left to Poppler") {
    CHECK_FALSE(read_plainly(modern_file(2, "3 0 R")));
    CHECK_FALSE(read_plainly(modern_file(2, "6 0 R")));
}

TEST_CASE("of two sections that speak of one object the later one counts, and what it hides stays hidden") {
    std::string bytes = one_page();
    const std::size_t first = bytes.rfind("xref\n", bytes.rfind("startxref"));
    const std::size_t page = bytes.find("/Type/Page/");
    const int number = std::stoi(bytes.substr(bytes.rfind("\n", bytes.rfind(" 0 obj", page)) + 1));
    const std::string before =
        bytes.substr(bytes.rfind("\n", bytes.rfind(" 0 obj", page)) + 1,
                     bytes.find("endobj", page) - bytes.rfind("\n", bytes.rfind(" 0 obj", page)));
    const std::size_t offset = bytes.size();
    bytes += replaced(before, "/MediaBox[0 0 600 800]", "/MediaBox[0 0 300 400]/Rotate 90") + "bj\n";
    const std::size_t second = bytes.size();
    std::string digits = std::to_string(offset);
    digits.insert(0, 10 - digits.size(), '0');
    bytes += "xref\n" + std::to_string(number) + " 1\n" + digits +
             " 00000 n \ntrailer\n<</Root 1 0 R/Size 20/Prev " + std::to_string(first) + ">>\nstartxref\n" +
             std::to_string(second) + "\n%%EOF\n";
    const auto plain = read_plainly(bytes);
    REQUIRE(plain);
    CHECK(plain->pages.at(0).width == 400);
    CHECK(difference(*plain, read_with_poppler(bytes)) == "");
}

TEST_CASE("what is not sound, or not common, is left to Poppler") {
    CHECK_FALSE(read_plainly(""));
    CHECK_FALSE(read_plainly("%PDF-1.4\nnothing follows"));
    const std::string sound = one_page();
    CHECK(read_plainly(sound));
    CHECK_FALSE(read_plainly("junk\n" + sound));
    CHECK_FALSE(read_plainly(replaced(sound, "startxref\n", "startxref\n9")));
    CHECK_FALSE(read_plainly(sound.substr(0, sound.rfind("startxref"))));
    CHECK_FALSE(read_plainly(replaced(sound, "00000 n", "00001 n")));
    CHECK_FALSE(read_plainly(replaced(sound, "00000 n", "00000 x")));
    CHECK_FALSE(read_plainly(replaced(sound, "/Count 1", "/Count 2")));
    CHECK_FALSE(read_plainly(replaced(sound, "/Kids[", "/Kids[2 0 R ")));
    CHECK_FALSE(read_plainly(replaced(sound, "/Length 36", "/Length 35")));
    CHECK_FALSE(read_plainly(replaced(sound, "/Contents 4", "/Contents 9")));
    CHECK_FALSE(read_plainly(replaced(sound, "/WinAnsiEncoding", "/MacExpertEncod.")));
    CHECK_FALSE(read_plainly(replaced(sound, "/MediaBox[0 0 600", "/MediaBox(0 0 600")));
    // Numbers with a sign in them, brackets that do not fit, letters in a hexadecimal string, a key without a
    // name.
    CHECK_FALSE(read_plainly(replaced(sound, "0 0 600 800", "0 0 600 8-0")));
    CHECK_FALSE(read_plainly(replaced(sound, "/Flags 32>>", "/Flags 32] ")));
    CHECK_FALSE(read_plainly(replaced(sound, "/Count 1", "/Count 1 2")));
    PdfBuilder title;
    title.add_page(hello);
    title.add_to_trailer("/Info<</Title<FEFF0t41>>>");
    CHECK_FALSE(read_plainly(title.bytes()));
    const std::string folder = std::string(TEST_DATA) + "/";
    CHECK_FALSE(read_plainly(read_file(folder + "encrypted-owner.pdf")));
    PdfBuilder groups;
    groups.add_to_catalog("/OCProperties<</OCGs[]>>");
    groups.add_page(hello);
    CHECK_FALSE(read_plainly(groups.bytes()));
    PdfBuilder prev;
    prev.add_page(hello);
    prev.add_to_trailer("/Prev 9");
    CHECK_FALSE(read_plainly(prev.bytes()));
    // More than may be unpacked: how far such a file is read, the other reading knows.
    Limits limits;
    limits.inflated = 10;
    CHECK_FALSE(read_plainly(sound, limits));
}

TEST_CASE("characters of composite fonts are what their map says, in every form of it") {
    CHECK(shown(composite("000100020003", "",
                          "3 beginbfchar <0001> <0041> <0002> <00660069> <0003> <D83DDE00>\nendbfchar")) ==
          "Afi\U0001F600");
    CHECK(shown(composite("000500060007", "/DW 500", "1 beginbfrange <0005> <0007> <0061> endbfrange")) ==
          "abc");
    CHECK(shown(composite("00050006", "", "1 beginbfrange <0005> <0006> [<0078> <0079007A>] endbfrange")) ==
          "xyz");
    // Of two entries the last counts; a code that the map does not know shows nothing.
    CHECK(shown(composite("000100020001", "", "2 beginbfchar <0001> <0041> <0001> <0042> endbfchar")) ==
          "BB");
    CHECK(shown(composite("0001", "", "1 beginbfchar <0001> <D800> endbfchar")) == "\uFFFD");
    CHECK_FALSE(read_plainly(composite("0001", "", "1 beginbfchar <0001> [ endbfchar")));
    CHECK_FALSE(read_plainly(composite("0001", "", "/Other usecmap 1 beginbfchar <0001> <0041> endbfchar")));
    CHECK_FALSE(read_plainly(composite("0001", "", "")));
}

TEST_CASE("glyphs of composite fonts are as wide as their lists and ranges say") {
    const std::string map = "1 beginbfrange <0001> <0009> <0061> endbfrange";
    const auto width = [&](const std::string& widths) {
        const std::string bytes = composite("000100020005", widths, map);
        CHECK(shown(bytes) == "abe");
        const Run run = read_plainly(bytes)->pages[0].runs.at(0);
        return run.right - run.left;
    };
    CHECK(width("") == Approx(30));
    CHECK(width("/DW 500") == Approx(15));
    CHECK(width("/DW 500/W[1[250 300] 4 6 700]") == Approx(12.5));
    CHECK(width("/W[4 6 700 1[250 300]]") == Approx(12.5));
    CHECK_FALSE(read_plainly(composite("0001", "/W[1[250] 1 1 300]", map)));
    CHECK_FALSE(read_plainly(composite("0001", "/W[1]", map)));
}

TEST_CASE("every code of WinAnsiEncoding shows what Poppler knows it by") {
    PdfBuilder builder;
    std::string codes;
    for (int code = 1; code < 256; ++code) {
        constexpr char digits[] = "0123456789abcdef";
        codes += {digits[code / 16], digits[code % 16]};
    }
    builder.add_page("BT /F1 10 Tf 50 700 Td <" + codes + "> Tj ET");
    shown(builder.bytes());
}
