// Parts of an archive.
#include "run/shard.hpp"

#include <catch2/catch.hpp>
#include <map>

using namespace sheaf;

TEST_CASE("A shard is a number of a number") {
    CHECK(shard_named("3/8")->text() == "3/8");
    CHECK(shard_named("1/1")->whole());
    for (const char* wrong :
         {"", "3", "/", "0/8", "9/8", "3/0", "-1/8", "3/8/9", "3 /8", "a/b", "1/99999999999"})
        CHECK_FALSE(shard_named(wrong));
}

TEST_CASE("Every letter belongs to one shard, the same on every machine, and shards are of about one size") {
    std::map<unsigned, int> letters;
    for (int i = 0; i < 8000; ++i) {
        const std::string name = "2024/letter " + std::to_string(i) + ".pdf";
        int owners = 0;
        for (unsigned number = 1; number <= 8; ++number)
            if (Shard{number, 8}.has(name)) {
                ++owners;
                ++letters[number];
            }
        CHECK(owners == 1);
    }
    for (const auto& [number, count] : letters) CHECK(std::abs(count - 1000) < 120);
    CHECK(Shard{1, 1}.has("a.pdf"));
    // Archives that were converted in shards must be found again by every later version.
    CHECK(Shard{3, 8}.has("a.pdf"));
}
