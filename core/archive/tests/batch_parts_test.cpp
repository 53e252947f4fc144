// Parts of a batch: file stamps, and whether outputs are complete.
#include <catch2/catch.hpp>

#include "archive/file_stamp.hpp"
#include "archive/publish.hpp"
#include "pipeline/tests/temporary_folder.hpp"

using namespace sheaf;
using namespace sheaf::testing;

TEST_CASE(
    "A file that was changed less than two seconds ago is hashed again, whichever of its times says so") {
    const std::int64_t second = 1'000'000'000, now = 1'700'000'000 * second;
    const auto lasts = [&](std::int64_t modified, std::int64_t changed) {
        return lasting(FileStamp{10, modified, changed, 1}, now).has_value();
    };
    CHECK(lasts(now - 2 * second, now - 2 * second));
    CHECK_FALSE(lasts(now - 2 * second + 1, now - 3600 * second));
    CHECK_FALSE(lasts(now - 3600 * second, now - 2 * second + 1));
    CHECK_FALSE(lasts(now + second, now - 3600 * second));  // a clock that ran ahead
    CHECK_FALSE(lasting(std::nullopt, now));
}

TEST_CASE("A stamp tells a file's size, times and identity") {
    TemporaryFolder folder;
    const auto file = folder.write("a.pdf", "four");
    const auto stamp = stamp_of(file);
    REQUIRE(stamp);
    CHECK(stamp->size == 4);
    CHECK(file_clock_now() - stamp->modified < 60'000'000'000);
    CHECK_FALSE(lasting(stamp, file_clock_now()));  // it was just written
    CHECK(stamp_of(file) == stamp);
    folder.write("b.pdf", "four");
    CHECK(stamp_of(folder.path() / "b.pdf")->inode != stamp->inode);
    CHECK_FALSE(stamp_of(folder.path() / "none"));
}

TEST_CASE("Outputs are complete when all are there in the size that is known") {
    TemporaryFolder folder;
    folder.write("2024/a.pdf.json", "{}");
    const Publisher publisher(folder.path(), false);
    CHECK(publisher.complete({{"2024/a.pdf.json", "", 2}}));
    CHECK_FALSE(publisher.complete({{"2024/a.pdf.json", "", 3}}));
    CHECK_FALSE(publisher.complete({{"2024/a.pdf.json", "", 1}}));
    CHECK_FALSE(publisher.complete({{"2024/a.pdf.json", "", 2}, {"2024/a.pdf.html", "", 0}}));
}
