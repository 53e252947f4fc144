// What the plain reader takes is what toml++ reads.
#include "pipeline/plain_toml.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <random>

#include "pipeline/file_text.hpp"
#include "pipeline/toml_text.hpp"

using namespace sheaf;

namespace {

std::string written(TomlPosition at) {
    return "@" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

/// Every value with its kind and places.
std::string written(const TomlNode& node) {
    std::string all = std::to_string(static_cast<int>(node.kind)) + written(node.at) + " " + node.text + " " +
                      std::to_string(node.integer) + " " + std::to_string(node.number) +
                      (node.flag ? " true" : "");
    for (const TomlNode& element : node.list) all += "[" + written(element) + "]";
    for (const TomlEntry& entry : node.table)
        all += "{" + entry.key + written(entry.at) + "=" + written(entry.value) + "}";
    return all;
}

/// The same of what toml++ reads, which a last table that is not plain makes sure of.
std::string by_toml(const std::string& text) {
    std::vector<Diagnostic> problems;
    TomlFile file = parse_toml(text + "\n[zz]\nzz = \"\\t\"\n", "", problems);
    for (const Diagnostic& problem : problems) return problem.message;
    std::erase_if(file.root.table, [](const TomlEntry& entry) { return entry.key == "zz"; });
    return written(file.root);
}

std::vector<std::string> our_files() {
    std::vector<std::string> texts;
    std::vector<Diagnostic> problems;
    for (const auto& file : std::filesystem::recursive_directory_iterator(SHEAF_PIPELINES))
        if (file.path().extension() == ".toml") texts.push_back(*read_file(file.path(), problems));
    return texts;
}

}  // namespace

TEST_CASE("Our pipelines and profiles are plain, and are read as toml++ reads them") {
    const auto texts = our_files();
    REQUIRE(texts.size() > 7);
    for (const std::string& text : texts) {
        const auto plain = read_plain_toml(text);
        REQUIRE(plain);
        CHECK(written(*plain) == by_toml(text));
    }
}

TEST_CASE("What is not plain, or wrong, is left to toml++") {
    for (const char* text : {"a",
                             "a =",
                             "a = 1 b = 2",
                             R"(a = "\n")",
                             R"(a = "open)",
                             "a = 'open\n'",
                             R"(a = """x""")",
                             "a = '''\nx'''",
                             "a = ''''x''''",
                             "a.b = 1",
                             "a = 1\na = 2",
                             "[a]\n[a]",
                             "[a.b]\n[a]",
                             "a = {}\n[a]",
                             "a = {}\n[a.b]",
                             "a = []\n[[a]]",
                             "a = []\n[a.b]",
                             "a = [{}]\n[a.b]",
                             "[[a]]\n[a]",
                             "[a]\n[[a]]",
                             "[ a ]",
                             "[a",
                             "[[a]",
                             "[]",
                             "a = [1",
                             "a = [1 2]",
                             "a = [,]",
                             "a = {b = 1,}",
                             "a = {\nb = 1}",
                             "a = {b = 1, b = 2}",
                             "a = 1_0",
                             "a = 01",
                             "a = +1",
                             "a = 1.",
                             "a = .5",
                             "a = 1e3",
                             "a = 1.5e3",
                             "a = 0x1",
                             "a = inf",
                             "a = -",
                             "a = 99999999999999999999",
                             "a = 2020-01-01",
                             "a = 10:00:00",
                             "a = truely",
                             "a = 1\r\n",
                             "a = '\x01'",
                             "# \x7F",
                             "a = '\xC3'",
                             "\xEF\xBB\xBF ="}) {
        CAPTURE(text);
        CHECK_FALSE(read_plain_toml(text));
    }
}

TEST_CASE("Whatever is changed in our files, what is read as plain is what toml++ reads") {
    std::mt19937 random(1);
    std::vector<std::string> lines = {"",       "[a]",    "[[a]]",     "[a.b]", "[[a.b]]",
                                      "a = {}", "a = []", "[profile]", "é = 1", "a = 'é' #"};
    for (const std::string& text : our_files())
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            lines.push_back(text.substr(at, end - at));
            at = end + 1;
        }
    const std::string_view marks = "[]{}'\"\n#=.,-019 ae\t\\\xC3";
    std::size_t plain = 0;
    for (int n = 0; n < 20000; ++n) {
        std::string text;
        for (std::size_t left = 1 + random() % 12; left > 0; --left)
            text += lines[random() % lines.size()] + "\n";
        for (std::size_t left = random() % 4; left > 0; --left) {
            const std::size_t at = random() % text.size();
            if (random() % 2 == 0) text.erase(at, 1 + random() % 3);
            text.insert(std::min(at, text.size()), 1, marks[random() % marks.size()]);
        }
        const auto read = read_plain_toml(text);
        if (!read) continue;
        ++plain;
        CAPTURE(text);
        REQUIRE(written(*read) == by_toml(text));
    }
    CHECK(plain > 2000);
}
