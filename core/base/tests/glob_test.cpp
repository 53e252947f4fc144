// Globs: what fnmatch(3) says of them, and where they go beyond it.
#include "base/glob.hpp"

#include <fnmatch.h>
#include <locale.h>

#include <catch2/catch.hpp>
#include <vector>

#include "sheaf/plugin.hpp"

using namespace sheaf;

namespace {

/// A UTF-8 locale for as long as it lives; `there` is false where the system has none.
class Utf8 {
  public:
    Utf8() : locale_(::newlocale(LC_ALL_MASK, "C.UTF-8", nullptr)) {
        if (locale_) before_ = ::uselocale(locale_);
    }
    ~Utf8() {
        if (!locale_) return;
        ::uselocale(before_);
        ::freelocale(locale_);
    }
    Utf8(const Utf8&) = delete;
    Utf8& operator=(const Utf8&) = delete;
    bool there() const { return locale_ != nullptr; }

  private:
    locale_t locale_, before_ = nullptr;
};

const std::vector<std::string> globs = {"a",
                                        "*",
                                        "?",
                                        "a*",
                                        "*.pdf",
                                        "[abc]",
                                        "[a-c]",
                                        "[!a-c]",
                                        "[^a-c]",
                                        "[]b]",
                                        "[!]b]",
                                        "[a-]",
                                        "[-a]",
                                        "[a]",
                                        "[",
                                        "[a",
                                        "[!",
                                        "[!]",
                                        "[]",
                                        "[[:alpha:]]",
                                        "[[:digit:]_]",
                                        "[![:upper:]]",
                                        "[[:punct:]]",
                                        "[[:cntrl:]]",
                                        "\\*",
                                        "\\[a\\]",
                                        "[\\]]",
                                        "[\\-a]",
                                        "a[b/c]d",
                                        "a/b",
                                        "a/*",
                                        "*/b",
                                        "[,-0]",
                                        "?\xC3\xA9*",
                                        "[\xC3\xA0-\xC3\xB6]",
                                        "a.b",
                                        "a+b",
                                        "(a|b)",
                                        "{a}",
                                        "^a$",
                                        "[a\\]b]",
                                        "[[a]",
                                        "[a[]",
                                        "[^]",
                                        "[[:space:]]*",
                                        "[[:xdigit:]]",
                                        "[&&a]",
                                        "[a~~b]"};

const std::vector<std::string> names = {
    "",         "a",   "b",   "c",   "d",     "]",   "[",   "!",       "^",        "-",
    "_",        "0",   "Z",   "*",   "[a]",   "[a",  "[]",  "[!]",     "[!",       "a.pdf",
    ".pdf",     "a/b", "/",   "a/",  ".",     "/b",  "\n",  "\x01",    "\xC3\xA9", "x\xC3\xA9y",
    "\xC3\xB6", "axb", "a.b", "a+b", "(a|b)", "{a}", "^a$", "a[b/c]d", "abd",      " ",
    " a",       "F",   "g",   "~",   "&",     "\\",  "]b",  "ab]"};

}  // namespace

TEST_CASE("A glob matches what fnmatch(3) says in a UTF-8 locale") {
    const Utf8 locale;
    REQUIRE(locale.there());
    for (const std::string& glob : globs)
        for (const std::string& name : names) {
            CAPTURE(glob, name);
            // A glob that matches a folder matches all that is in it, too.
            const bool beyond =
                name.find('/') != std::string::npos &&
                ::fnmatch(glob.c_str(), name.substr(0, name.find('/')).c_str(), FNM_PATHNAME) == 0;
            const bool expected = ::fnmatch(glob.c_str(), name.c_str(), FNM_PATHNAME) == 0;
            CHECK(Glob(glob, true).matches(name) == (expected || beyond));
        }
}

TEST_CASE("Two stars stand for any folders") {
    CHECK(Glob("**/*.pdf").matches("a.pdf"));
    CHECK(Glob("**/*.pdf").matches("2024/more/a.pdf"));
    CHECK(Glob("2024/**").matches("2024/more/a.pdf"));
    CHECK_FALSE(Glob("2024/*.pdf").matches("2024/more/a.pdf"));
    CHECK(Glob("*.pdf").matches("2024/more/a.pdf"));  // no slash: the last name
}

TEST_CASE("A glob that can match nothing is refused with what is wrong with it") {
    CHECK(Glob::check("[z-a]") == "the glob `[z-a]` has the range `z-a`, which ends before it begins");
    CHECK(Glob::check("[[:letter:]]") ==
          "the glob `[[:letter:]]` has the class `[:letter:]`, which does not exist");
    CHECK(Glob::check("a\\") == "the glob `a\\` ends with a `\\` that stands before nothing");
    CHECK(Glob::check("[[.a.]]") ==
          "the glob `[[.a.]]` has a collating element, which would depend on a language");
    CHECK(Glob::check("\xFF") == "the glob is not valid UTF-8");
    CHECK(Glob::check("[]a-z]*").empty());
    CHECK_THROWS_AS(Glob("[z-a]"), StageError);
}
