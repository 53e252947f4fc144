// Damaged, encrypted and hostile files: what is there is read, what is wrong is said, and limits hold.
#include <PDFDoc.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>

#include "poppler/repair.hpp"
#include "reader_kit.hpp"
#include "shared_files.hpp"

using namespace sheaf::pdf;
using Texts = std::vector<std::string>;

namespace {

/// The code with which reading the bytes fails; empty when it does not.
std::string failure(std::string_view bytes, std::string_view password = "") {
    try {
        read_content(bytes, password, Limits());
        return "";
    } catch (const sheaf::StageError& e) {
        CHECK_FALSE(e.diagnostic().hint.empty());
        return e.diagnostic().code;
    }
}

/// What was written to standard error meanwhile.
template <class Action>
std::string standard_error_of(Action action) {
    std::fflush(stderr);
    std::FILE* file = std::tmpfile();
    const int saved = dup(2);
    dup2(fileno(file), 2);
    action();
    std::fflush(stderr);
    dup2(saved, 2);
    close(saved);
    std::rewind(file);
    std::string out(1000, '\0');
    out.resize(std::fread(out.data(), 1, out.size(), file));
    std::fclose(file);
    return out;
}

}  // namespace

TEST_CASE("a wrong table of objects is made anew, and the letter says that it was repaired") {
    PdfBuilder builder;
    builder.add_page(hello);
    std::string bytes = builder.bytes();
    bytes = replaced(bytes, "startxref\n", "startxref\n9");
    const Content content = read_content(bytes, "", Limits());
    CHECK(texts_of(content) == Texts{"hello"});
    CHECK(has_code(content, "pdf-repaired"));
}

TEST_CASE("a file whose tail is missing still gives its pages") {
    PdfBuilder builder;
    builder.add_page(hello);
    const std::string bytes = builder.bytes();
    const Content content =
        read_content(std::string_view(bytes).substr(0, bytes.find("xref\n")), "", Limits());
    CHECK(texts_of(content) == Texts{"hello"});
    CHECK(has_code(content, "pdf-repaired"));
}

TEST_CASE("output intents are ignored without touching the document, so that repairs still work") {
    PdfBuilder builder;
    const int profile = builder.add_stream("/N 3", "no profile");
    builder.add_to_catalog("/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/DestOutputProfile " +
                           builder.ref(profile) + ">>]");
    builder.add_page(hello);
    const int lost = builder.add_page("BT /F1 10 Tf 50 700 Td (found again) Tj ET");
    std::string bytes = builder.bytes();
    // The table's entry of the second page points into nothing.
    const std::string entry = "\n" + std::to_string(lost) + " 1\n";
    const auto at = bytes.rfind(entry);
    REQUIRE(at != std::string::npos);
    bytes.replace(at + entry.size(), 10, "0000000011");
    const Content content = read_content(bytes, "", Limits());
    REQUIRE(content.pages.size() == 2);
    CHECK(texts_of(content, 0) == Texts{"hello"});
    CHECK(texts_of(content, 1) == Texts{"found again"});
}

TEST_CASE("what is no PDF, or has no pages, is said to be damaged") {
    CHECK(failure("") == "pdf-damaged");
    CHECK(failure("<html><body>Not found</body></html>") == "pdf-damaged");
    CHECK(failure("%PDF-1.4\nnothing follows") == "pdf-damaged");
    PdfBuilder builder;
    CHECK(failure(builder.bytes()) == "pdf-damaged");
}

TEST_CASE("encrypted files open by the empty password or by the right one, else say so") {
    const std::string folder = std::string(TEST_DATA) + "/";
    const std::string owner = read_file(folder + "encrypted-owner.pdf"),
                      user = read_file(folder + "encrypted-user.pdf");
    REQUIRE(!owner.empty());
    CHECK(texts_of(read_content(owner, "", Limits())) == Texts{"hello"});
    CHECK(texts_of(read_content(owner, "not needed", Limits())) == Texts{"hello"});
    CHECK(failure(user) == "pdf-encrypted");
    CHECK(failure(user, "wrong") == "pdf-encrypted");
    CHECK(texts_of(read_content(user, "secret", Limits())) == Texts{"hello"});
}

TEST_CASE("nothing of what Poppler says reaches standard error, and little of it the letter") {
    PdfBuilder builder;
    std::string resources = "/XObject<<";
    std::string content;
    for (int i = 0; i < 500; ++i) {
        const std::string name = "/X" + std::to_string(i);
        // Streams with a filter that does not exist, each with an error of its own.
        resources += name + " " +
                     builder.ref(builder.add_stream(
                         "/Subtype/Form/BBox[0 0 1 1]/Filter/None" + std::to_string(i), "x"));
        content += name + " Do ";
    }
    builder.add_page(content + hello, resources + ">>");
    Content read_back;
    CHECK(standard_error_of([&] { read_back = read(builder); }) == "");
    CHECK(texts_of(read_back) == Texts{"hello"});
    CHECK(has_code(read_back, "pdf-syntax"));
    CHECK(read_back.diagnostics.size() < 10);
}

TEST_CASE("forms that show themselves, or double at every level, end") {
    PdfBuilder cycle;
    const int self = cycle.reserve();
    const std::string show = "BT /F1 10 Tf 50 700 Td (once) Tj ET /Me Do";
    cycle.set(self, "<</Subtype/Form/BBox[0 0 600 800]/Length " + std::to_string(show.size()) +
                        "/Resources<</XObject<</Me " + cycle.ref(self) + ">>>>>>stream\n" + show +
                        "\nendstream");
    cycle.add_page("/Me Do", "/XObject<</Me " + cycle.ref(self) + ">>");
    const Content once = read(cycle);
    CHECK(texts_of(once) == Texts{"once"});
    CHECK(has_code(once, "pdf-form-cycle"));

    PdfBuilder doubling;
    int inner = doubling.add_stream("/Subtype/Form/BBox[0 0 600 800]", hello);
    for (int i = 0; i < 30; ++i)
        inner = doubling.add_stream(
            "/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F " + doubling.ref(inner) + ">>>>",
            "/F Do /F Do");
    doubling.add_page("/F Do", "/XObject<</F " + doubling.ref(inner) + ">>");
    Limits limits;
    limits.operators = 1'000'000;
    const Content content = read(doubling, limits);
    CHECK(has_code(content, "pdf-limit"));
}

TEST_CASE("limits on operators, glyphs and unpacked bytes are named with their page") {
    const auto limited = [](auto set) {
        Limits limits;
        set(limits);
        PdfBuilder builder;
        std::string content = "BT /F1 10 Tf 50 700 Td ";
        for (int i = 0; i < 100; ++i) content += "(hello) Tj ";
        builder.add_page(content + "ET");
        builder.add_page(hello);
        return read(builder, limits);
    };
    for (const Content& content :
         {limited([](Limits& l) { l.operators = 50; }), limited([](Limits& l) { l.glyphs = 50; }),
          limited([](Limits& l) { l.inflated = 400; })}) {
        REQUIRE(has_code(content, "pdf-limit"));
        CHECK(content.pages.size() == 1);
        CHECK(content.diagnostics.front().place.page == 1);
        CHECK(content.diagnostics.front().severity == sheaf::Severity::doubtful);
    }
}

TEST_CASE("a million saved states and marks cost little and do no harm") {
    std::string content;
    for (int i = 0; i < 200000; ++i) content += "q /P BMC ";
    content += hello;
    for (int i = 0; i < 200000; ++i) content += "EMC Q ";
    const Content read_back = read(content + "/P <</MCID 5>> BDC BT /F1 10 Tf 50 600 Td (behind) Tj ET EMC");
    CHECK(run_with(read_back, "behind").mcid == 5);
}

TEST_CASE("content of brackets, names and numbers alone ends") {
    CHECK(texts_of(read(std::string(100000, '[') + " " + hello)).size() <= 1);
    CHECK(texts_of(read(std::string(100000, '(') + " " + hello)).empty());
    std::string numbers;
    for (int i = 0; i < 300000; ++i) numbers += "1 ";
    CHECK(texts_of(read(numbers + hello)) == Texts{"hello"});
    CHECK(texts_of(read("/F1 10 Tf [ (never closed Tj " + hello)).empty());
}

TEST_CASE("a page that cannot be read is told, and the others are read") {
    PdfBuilder builder;
    builder.add_page(hello);
    const int broken = builder.add_page("");
    builder.set(broken, "null");
    builder.add_page("BT /F1 10 Tf 50 700 Td (third) Tj ET");
    const Content content = read(builder);
    REQUIRE(content.pages.size() == 3);
    CHECK(has_code(content, "pdf-page-lost"));
    Texts all;
    for (std::size_t page = 0; page < 3; ++page)
        for (const std::string& text : texts_of(content, page)) all.push_back(text);
    CHECK(all == Texts{"hello", "third"});
}

TEST_CASE("objects are found in object streams, too, when the end of the file is missing") {
    PdfBuilder builder;
    const int stream = builder.add_stream("", hello);
    // Catalog, list of pages and page stand in an object stream, as most programs write them.
    const std::string catalog = "<</Type/Catalog/Pages 21 0 R>>",
                      pages = "<</Type/Pages/Kids[22 0 R]/Count 1>>",
                      page = "<</Type/Page/Parent 21 0 R/MediaBox[0 0 600 800]/Contents " +
                             builder.ref(stream) + "/Resources<</Font<</F1 3 0 R>>>>>>";
    const std::string head = "20 0 21 " + std::to_string(catalog.size()) + " 22 " +
                             std::to_string(catalog.size() + pages.size()) + " ";
    builder.add_stream("/Type/ObjStm/N 3/First " + std::to_string(head.size()),
                       head + catalog + pages + page);
    std::string bytes = builder.bytes();
    bytes.resize(bytes.find("xref\n"));
    // The builder's own catalog and list of pages have no pages.
    bytes = replaced(bytes, "/Type/Catalog/Pages 2 0 R", "/Nothing");
    const Content content = read_content(bytes, "", Limits());
    CHECK(texts_of(content) == Texts{"hello"});
    CHECK(has_code(content, "pdf-repaired"));
    CHECK_FALSE(has_code(content, "pdf-page-order"));
}

TEST_CASE("a number that damage made large is no object's") {
    // Poppler walks along all numbers below the largest one, for each stream without a length.
    const auto table = [](const std::string& number) {
        const std::string file = "%PDF-1.4\n1 0 obj<</Type/Page>>endobj\n" + number + " 0 obj<<>>endobj\n";
        return repair(file, [](std::string_view) { return std::unique_ptr<PDFDoc>(); }).bytes;
    };
    CHECK(table("90000").find("/Size 90004/") != std::string::npos);
    CHECK(table("8000000").find("/Size 5/") != std::string::npos);
}

TEST_CASE("a damaged file of objects that do not end is told, and growth.py tells what it costs") {
    std::string bytes = "%PDF-1.7\n";
    for (int i = 1; i <= 8000; ++i) bytes += std::to_string(i) + " 0 obj << /A [ /B (c trailer << /D\n";
    CHECK(failure(bytes) == "pdf-damaged");
}

TEST_CASE("an object that does not end keeps what is its own") {
    PdfBuilder builder;
    const int page = builder.add_page(hello);
    const std::string begin = "\n" + std::to_string(page) + " 0 obj\n";
    std::string bytes = builder.bytes();
    bytes.resize(bytes.find("xref\n"));
    const std::size_t at = bytes.find(begin), end = bytes.find(">>\nendobj", at);
    REQUIRE(at != std::string::npos);
    REQUIRE(end != std::string::npos);
    const auto texts_without_end = [&](const std::string& left) {
        return texts_of(read_content(bytes.substr(0, end) + left + bytes.substr(end + 2), "", Limits()));
    };
    CHECK(texts_without_end("") == Texts{"hello"});
    CHECK(texts_without_end("/Note [ /A << /B 3") == Texts{"hello"});
    CHECK(texts_without_end("/Note (an open string") == Texts{"hello"});
}

TEST_CASE("pages whose list is lost stand in the order of the file, and a person should look") {
    PdfBuilder builder;
    builder.add_page(hello);
    builder.add_page("BT /F1 10 Tf 50 700 Td (second) Tj ET");
    std::string bytes = builder.bytes();
    bytes.resize(bytes.find("xref\n"));
    bytes = replaced(replaced(bytes, "/Type/Catalog", "/Nothing"), "/Type/Pages", "/Nothing");
    const Content content = read_content(bytes, "", Limits());
    REQUIRE(content.pages.size() == 2);
    CHECK(texts_of(content, 0) == Texts{"hello"});
    CHECK(texts_of(content, 1) == Texts{"second"});
    CHECK(has_code(content, "pdf-page-order"));
}

TEST_CASE("an encrypted file whose end is missing opens while its encryption dictionary is there") {
    const std::string owner = read_file(std::string(TEST_DATA) + "/encrypted-owner.pdf"),
                      user = read_file(std::string(TEST_DATA) + "/encrypted-user.pdf");
    const auto cut = [](const std::string& bytes) { return bytes.substr(0, bytes.rfind("startxref")); };
    CHECK(texts_of(read_content(cut(owner), "", Limits())) == Texts{"hello"});
    CHECK(failure(cut(user)) == "pdf-encrypted");
    CHECK(texts_of(read_content(cut(user), "secret", Limits())) == Texts{"hello"});
}

TEST_CASE("a page whose content is missing is told") {
    PdfBuilder builder;
    const int page = builder.add_page(hello);
    builder.set(page - 1, "null");  // its content stream
    CHECK(has_code(read(builder), "pdf-page-lost"));
}
