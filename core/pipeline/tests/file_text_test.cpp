#include "pipeline/file_text.hpp"

#include <catch2/catch.hpp>

#include "base/sha256.hpp"
#include "pipeline/tests/temporary_folder.hpp"

using namespace sheaf;
using sheaf::testing::TemporaryFolder;

TEST_CASE("A file's hash is that of its bytes, whatever its size") {
    const TemporaryFolder folder;
    std::vector<Diagnostic> problems;
    for (const std::size_t size : {0, 1, 65535, 65536, 65537, 200000}) {
        std::string bytes;
        for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(i * i % 251);
        const auto file = folder.write("letter", bytes);
        CHECK(read_file(file, problems) == bytes);
        CHECK(hash_of_file(file, problems) == sha256_hex(bytes));
    }
    CHECK(problems.empty());
}

TEST_CASE("What is no file that can be read is neither read nor hashed, and it is said why") {
    const TemporaryFolder folder;
    const std::pair<std::filesystem::path, std::string> cases[] = {
        {folder.path() / "none", "file-missing"},
        {folder.path(), "not-a-file"},
        {"/dev/null", "not-a-file"},
    };
    for (const auto& [file, code] : cases) {
        std::vector<Diagnostic> problems;
        CHECK_FALSE(read_file(file, problems));
        CHECK_FALSE(hash_of_file(file, problems));
        REQUIRE(problems.size() == 2);
        CHECK(problems[0].code == code);
        CHECK(problems[0] == problems[1]);
    }
}

TEST_CASE("No more is read of a letter than the limit, whatever its size is said to be") {
    const TemporaryFolder folder;
    std::vector<Diagnostic> problems;
    const auto file = folder.write("letter", std::string(1000, 'x'));
    CHECK(read_file(file, problems, 1000));
    CHECK(hash_of_file(file, problems, 1000) == hash_of_file(file, problems));
    CHECK(problems.empty());
    // The system makes the second as it is read, and says that it has no bytes.
    for (const std::filesystem::path& large : {file, std::filesystem::path("/proc/cpuinfo")}) {
        if (!std::filesystem::exists(large)) continue;
        problems.clear();
        CHECK_FALSE(read_file(large, problems, 100));
        CHECK_FALSE(hash_of_file(large, problems, 100));
        REQUIRE(problems.size() == 2);
        CHECK(problems[0].code == "letter-too-large");
        CHECK(problems[0] == problems[1]);
    }
}
