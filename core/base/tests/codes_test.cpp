// The host's diagnostic codes are a list that can be relied on.
#include "base/codes.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace sheaf;

TEST_CASE("Codes are lower-case words joined by hyphens, each once, each explained") {
    std::set<std::string> seen;
    for (const DiagnosticSpec& spec : codes::all()) {
        const std::string code = spec.code;
        INFO(code);
        CHECK(code.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos);
        CHECK(seen.insert(code).second);
        CHECK(std::string(spec.help).size() > 20);
        CHECK(std::string(spec.help).back() == '.');
    }
    CHECK(seen.size() > 30);
}

TEST_CASE("A diagnostic carries its code's severity") {
    const Diagnostic diagnostic =
        diagnose(codes::empty_file, "the file is empty", in_file("a.pdf"), "try again");
    CHECK(diagnostic.severity == Severity::error);
    CHECK(diagnostic.code == "empty-file");
    CHECK(diagnostic.place.file == "a.pdf");
    CHECK(diagnostic.hint == "try again");
}
