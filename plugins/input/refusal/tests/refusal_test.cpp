// Files that are no letters are refused by their names.
#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "files/tests/zipped.hpp"
#include "known.hpp"

using namespace std::string_literals;
using sheaf::refusal::inside;
using sheaf::refusal::known;

namespace {

std::string code(const std::string& bytes) {
    const auto found = known(bytes);
    return found ? found->code : "";
}

std::string zip_of(const std::vector<std::string>& names) {
    std::vector<std::pair<std::string, std::string>> entries;
    for (const std::string& name : names) entries.emplace_back(name, "x");
    return files::zipped(entries);
}

std::string wide(const std::string& text) {
    std::string result;
    for (const char c : text) (result += c) += '\0';
    return result;
}

// A compound file (MS-CFB). Each entry: its name, its bytes, and how many of the entries behind it it holds.
struct Entry {
    std::string name, bytes;
    std::size_t holds;
};
std::string number(std::uint32_t value, int bytes = 4) {
    std::string text;
    for (int k = 0; k < bytes; ++k) text += static_cast<char>(value >> (8 * k));
    return text;
}
std::string compound_file(const std::vector<Entry>& entries) {
    constexpr std::uint32_t end = 0xFFFFFFFE, none = 0xFFFFFFFF;
    const auto padded = [](std::string text, std::size_t to) {
        text.resize((text.size() + to - 1) / to * to);
        return text;
    };
    std::string small, small_table, directory;
    const auto entry = [&](const std::string& name, int type, std::uint32_t next, std::uint32_t child,
                           std::uint32_t start, std::size_t size) {
        std::string one = wide(name);
        one.resize(64);
        one += number(static_cast<std::uint32_t>(2 * name.size() + 2), 2) + static_cast<char>(type) + '\1';
        one += number(none) + number(next) + number(child) + std::string(36, '\0') + number(start);
        directory += one + number(static_cast<std::uint32_t>(size)) + number(0);
    };
    const auto sibling = [&](std::size_t k, std::size_t last) {
        const std::size_t next = k + 1 + entries[k].holds;
        return next < last ? static_cast<std::uint32_t>(next + 1) : none;
    };
    std::string children;
    std::size_t last = 0;  // of the entries that the open storage holds
    for (std::size_t k = 0; k < entries.size(); ++k) {
        const Entry& one = entries[k];
        const bool storage = one.holds > 0;
        const auto start = static_cast<std::uint32_t>(small.size() / 64);
        small += padded(one.bytes, 64);
        for (std::size_t at = start; at < small.size() / 64; ++at)
            small_table += number(at + 1 < small.size() / 64 ? static_cast<std::uint32_t>(at + 1) : end);
        entry(one.name, storage ? 1 : 2, sibling(k, k < last ? last : entries.size()),
              storage ? static_cast<std::uint32_t>(k + 2) : none, start, one.bytes.size());
        if (storage) last = k + 1 + one.holds;
    }
    children = std::exchange(directory, {});
    const auto sectors = [&](std::size_t bytes) { return static_cast<std::uint32_t>((bytes + 511) / 512); };
    const std::uint32_t first_table = 1 + sectors(children.size() + 128),
                        first_small = first_table + sectors(small_table.size());
    entry("Root Entry", 5, none, 1, first_small, small.size());
    directory += children;
    std::string table = number(0xFFFFFFFD);
    for (const std::uint32_t count :
         {sectors(directory.size()), sectors(small_table.size()), sectors(small.size())})
        for (std::uint32_t k = 1; k <= count; ++k)
            table += number(k == count ? end : static_cast<std::uint32_t>(table.size() / 4 + 1));
    std::string header =
        "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(22, '\0') + number(9, 2) + number(6, 2);
    header.resize(48);
    header += number(1) + number(0) + number(4096) + number(first_table) + number(1) + number(end) +
              number(0) + number(0);
    while (header.size() < 512) header += number(none);
    while (table.size() < 512) table += number(none);
    return header + table + padded(directory, 512) + padded(small_table, 512) + padded(small, 512);
}

}  // namespace

TEST_CASE("formats are told by their marks") {
    CHECK(code("{\\rtf1 Dear") == "refusal-word");
    CHECK(code("\x89PNG\r\n\x1A\n....") == "refusal-picture");
    CHECK(code("\x1F\x8B\x08"s) == "refusal-archive");
    CHECK(code("%!PS-Adobe") == "refusal-pages");
    CHECK(code("\0\0\0\x18"
               "ftypheic...."s) == "refusal-picture");
    CHECK(code("RIFF....WEBPVP8 ") == "refusal-picture");
    CHECK(code(std::string(60, '.') + "BOOKMOBI") == "refusal-book");
    CHECK(code(zip_of({"Index/Document.iwa", "preview.jpg"})) == "refusal-word");
    CHECK(code("Dear Sir") == "");
    CHECK(code("") == "");
}

TEST_CASE("a zip archive names what is inside, a package is for others") {
    const std::string archive = zip_of({"letters/a.pdf", "b\tc.docx"});
    CHECK(code(archive) == "refusal-archive");
    CHECK(inside(archive) == "`letters/a.pdf`, `b c.docx`");
    CHECK(code(zip_of({"[Content_Types].xml", "word/document.xml"})) == "");
    std::vector<std::string> many;
    for (int k = 0; k < 10; ++k) many.push_back(std::to_string(k));
    CHECK(inside(zip_of(many)) == "`0`, `1`, `2`, `3`, `4`, `5`, `6`, `7` and 2 more");
    CHECK(code("PK\x03\x04 cut off") == "");
}

TEST_CASE("an e-mail names what is attached") {
    const std::string mail =
        "From: a@example.org\r\nTo: b@example.org\r\nSubject: Letter\r\nMIME-Version: 1.0\r\nContent-Type: "
        "multipart/mixed; "
        "boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSee\r\n--x\r\nContent-Type: "
        "application/pdf; "
        "name=\"=?utf-8?Q?Adroddiad_=C5=B5.pdf?=\"\r\n\r\n%PDF\r\n--x\r\nContent-Disposition: attachment; "
        "filename*=utf-8''second%20one.docx\r\n\r\nPK\r\n--x--\r\n";
    CHECK(code(mail) == "refusal-message");
    CHECK(inside(mail) == "`Adroddiad ŵ.pdf`, `second one.docx`");
}

TEST_CASE("an archive in an e-mail names what is inside, too") {
    const std::string mail =
        "From: a@example.org\r\nSubject: Letter\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
        "boundary=x\r\n\r\n--x\r\nContent-Type: application/zip; name=all.zip\r\n\r\n" +
        zip_of({"one.pdf", "two.docx"}) +
        "\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@example.org\r\nSubject: Before\r\n"
        "MIME-Version: 1.0\r\nContent-Type: application/pdf; name=old.pdf\r\n\r\n%PDF\r\n--x--\r\n";
    CHECK(inside(mail) == "`all.zip/one.pdf`, `all.zip/two.docx`, `message.eml/old.pdf`");
    CHECK(inside(zip_of({"empty.zip"})) == "`empty.zip`");
}

TEST_CASE("an e-mail of Outlook names what is attached, an old workbook is none") {
    const std::string mail =
        compound_file({{"__properties_version1.0", "x", 0},
                       {"__attach_version1.0_#00000000", "", 2},
                       {"__substg1.0_3704001F", wide("LLYTHY~1.PDF"), 0},
                       {"__substg1.0_3707001F", wide("Llythyr M") + "\xF4\0"s + wide("n.pdf"), 0},
                       {"__attach_version1.0_#00000001", "", 2},
                       {"__substg1.0_3707001E", "all.zip", 0},
                       {"__substg1.0_37010102", zip_of({"one.pdf"}), 0}});
    CHECK(code(mail) == "refusal-message");
    CHECK(inside(mail) == "`Llythyr Môn.pdf`, `all.zip/one.pdf`");
    const std::string start = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    CHECK(code(start + wide("Workbook")) == "refusal-office");
    CHECK(code(start + wide("WordDocument")) == "");
}

TEST_CASE("a damaged e-mail of Outlook ends, whatever its chains say") {
    const std::string mail = compound_file({{"__properties_version1.0", "x", 0},
                                            {"__attach_version1.0_#00000000", "", 1},
                                            {"__substg1.0_3707001F", "x", 0}});
    for (std::size_t cut = 0; cut < mail.size(); cut += 37) inside(mail.substr(0, cut));
    for (std::size_t at = 8; at < mail.size(); at += 3) {
        std::string damaged = mail;
        damaged[at] = static_cast<char>(at * 7);
        inside(damaged);
    }
}
