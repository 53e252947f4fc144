// Pieces of messages: what people read, what a terminal and a shell get.
#include "base/wording.hpp"

#include <utf8proc.h>

#include <catch2/catch.hpp>
#include <set>

#include "sheaf/text.hpp"

using namespace sheaf;

namespace {

std::string utf8(utf8proc_int32_t c) {
    std::string text;
    const auto byte = [&](int value) { text += static_cast<char>(value); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xC0 | (c >> 6));
        byte(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        byte(0xE0 | (c >> 12));
        byte(0x80 | ((c >> 6) & 0x3F));
        byte(0x80 | (c & 0x3F));
    } else {
        byte(0xF0 | (c >> 18));
        byte(0x80 | ((c >> 12) & 0x3F));
        byte(0x80 | ((c >> 6) & 0x3F));
        byte(0x80 | (c & 0x3F));
    }
    return text;
}

}  // namespace

TEST_CASE(
    "Of all of Unicode, what steers a terminal or turns words around is shown as a number, and all else as "
    "it is") {
    const std::set<int> steering = {UTF8PROC_CATEGORY_CC, UTF8PROC_CATEGORY_CF, UTF8PROC_CATEGORY_ZL,
                                    UTF8PROC_CATEGORY_ZP, UTF8PROC_CATEGORY_CO, UTF8PROC_CATEGORY_CN};
    std::size_t wrong = 0;
    for (utf8proc_int32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c < 0xE000) continue;  // no UTF-8
        const std::string text = utf8(c);
        const std::string shown = printable(text), json = json_for_eyes(text);
        if (steering.contains(utf8proc_category(c))) {
            const bool space = c < 0x20 || c == 0x7F;
            wrong += c < 0x20 || json.starts_with("\\u") ? 0 : 1;  // JSON itself escapes those below
            wrong += shown.front() == (space ? ' ' : '\\') && text::is_valid_utf8(shown) ? 0 : 1;
        } else {
            wrong += shown == text && json == text ? 0 : 1;
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("In JSON for people's eyes, what steers is escaped, and the layout stays") {
    CHECK(json_for_eyes("{\n  \"a\": \"\xC2\x9B\xE2\x80\xAE\"}") == "{\n  \"a\": \"\\u009B\\u202E\"}");
    CHECK(json_for_eyes("\"\xF3\xA0\x80\x81\"") ==
          "\"\\uDB40\\uDC01\"");  // a tag character, beyond the first plane
}

TEST_CASE("Escapes, turned words and broken bytes are visible") {
    CHECK(printable("a\x1B[2Jb") == "a [2Jb");
    CHECK(printable("a\xC2\x9B"
                    "2J") == "a\\u{9B}2J");  // CSI as one character
    CHECK(printable("x\xE2\x80\xAE"
                    "fdp.exe") == "x\\u{202E}fdp.exe");  // right-to-left override
    CHECK(printable("one\ntwo\xE2\x80\xA8three") == "one two\\u{2028}three");
    CHECK(printable("\xFF") == "\xEF\xBF\xBD");
    CHECK(printable("T\xC5\xB7 \xE2\x80\x98x\xE2\x80\x99") == "T\xC5\xB7 \xE2\x80\x98x\xE2\x80\x99");
}

TEST_CASE("one thing is singular, none and many are plural") {
    CHECK(plural(0, "letter") == "0 letters");
    CHECK(plural(1, "letter") == "1 letter");
    CHECK(plural(2, "summary") == "2 summaries");
}

TEST_CASE("a text is shortened between characters, and says so") {
    CHECK(shortened("harbour", 7) == "harbour");
    CHECK(shortened("harbour", 4) == "harb…");
    CHECK(shortened("wâl", 2) == "w…");  // the second character has two bytes
    CHECK(beginning("wâl", 3) == "wâ");
}

TEST_CASE("bytes that are no UTF-8 are replaced, each by one character") {
    CHECK(valid_utf8("wâl") == "wâl");
    CHECK(valid_utf8("a\xFF\xC3z") == "a��z");
    CHECK(valid_utf8("a\xFF", "?") == "a?");
}

TEST_CASE("a word for a shell is quoted where it needs it") {
    CHECK(shell_word("letters/2024.pdf") == "letters/2024.pdf");
    CHECK(shell_word("my letter.pdf") == "'my letter.pdf'");
    CHECK(shell_word("it's") == "'it'\\''s'");
    CHECK(shell_word("$HOME") == "'$HOME'");
}
