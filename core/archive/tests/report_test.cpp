#include "archive/report.hpp"

#include <catch2/catch.hpp>
#include <ctime>
#include <string>

#include "archive/journal.hpp"
#include "pipeline/tests/temporary_folder.hpp"

using namespace sheaf;
using sheaf::testing::TemporaryFolder;

TEST_CASE("A clock that once ran ahead does not say that runs succeed") {
    TemporaryFolder folder;
    Journal journal(folder.path() / "journal.sqlite", Database::Access::write);
    const auto run = [&](const std::string& ended, const std::string& status) {
        journal.begin_run({"p.toml", "p", {"", "r", "o", "l"}, 1}, {});
        journal.end_run(status, {}, 0);
        journal.database().execute("UPDATE run SET ended='" + ended + "' WHERE id=(SELECT max(id) FROM run)");
    };
    const auto last_success = [&] {
        std::string all;
        report_metrics(journal, "a", [&](std::string_view piece) { all += piece; });
        const std::string name = "sheaf_last_success_timestamp_seconds{archive=\"a\"} ";
        const std::size_t at = all.find(name);
        REQUIRE(at != std::string::npos);
        return std::stoll(all.substr(at + name.size()));
    };
    run("2099-01-01T00:00:00Z", "finished");
    CHECK(last_success() <= std::time(nullptr));
    run("2020-01-01T00:00:00Z", "finished");
    run("2020-02-01T00:00:00Z", "stopped");
    CHECK(last_success() == 1577836800);
}
