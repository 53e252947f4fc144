// Parts of a batch: file stamps, outputs that are copied and put in their places, stored documents, the
// program's own files.
#include <libdeflate.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <memory>

#include "archive/documents.hpp"
#include "archive/file_stamp.hpp"
#include "archive/own_files.hpp"
#include "archive/publish.hpp"
#include "archive/run_lock.hpp"
#include "base/codes.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"
#include "pipeline/file_text.hpp"
#include "pipeline/tests/temporary_folder.hpp"
#include "sheaf/json.hpp"

using namespace sheaf;
using namespace sheaf::testing;

namespace fs = std::filesystem;

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
    fs::rename(folder.path() / "2024/a.pdf.json", folder.path() / "2024/to");
    fs::create_symlink("to", folder.path() / "2024/a.pdf.json");
    CHECK_FALSE(publisher.complete({{"2024/a.pdf.json", "", 2}}));
}

TEST_CASE("An output is removed by its name below the output folder, and by no other") {
    TemporaryFolder folder;
    folder.write("keep.txt", "kept");
    folder.write("out/2024/a.txt", "a");
    Publisher publisher(folder.path() / "out", false);
    for (const std::string& name : {std::string("../keep.txt"), (folder.path() / "keep.txt").string()})
        CHECK_THROWS_AS(publisher.remove(name), StageError);
    publisher.remove("2024/none/b.txt");
    publisher.remove("2024/a.txt");
    CHECK_FALSE(fs::exists(folder.path() / "out/2024"));
    CHECK(fs::exists(folder.path() / "out"));
    CHECK(folder.read("keep.txt") == "kept");
}

TEST_CASE("A folder that became a link is noticed, also after outputs were put there") {
    TemporaryFolder folder;
    folder.write("work/0", "a");
    folder.write("elsewhere/a.txt", "kept");
    const fs::path out = folder.path() / "out";
    Publisher publisher(out, false);
    publisher.put(folder.path() / "work", {{"2024/a.txt", "", 1}});
    fs::rename(out / "2024", folder.path() / "old");
    fs::create_directory_symlink("../elsewhere", out / "2024");
    folder.write("work/0", "b");
    const auto said = Catch::Contains("out/2024` is a symbolic link");
    CHECK_THROWS_WITH(publisher.put(folder.path() / "work", {{"2024/a.txt", "", 1}}), said);
    CHECK_THROWS_WITH(publisher.store(folder.path() / "work/0", out / "2024/a.txt"), said);
    CHECK_THROWS_WITH(publisher.remove("2024/a.txt"), said);
    publisher.take_away(out / "2024/a.txt");
    CHECK(folder.read("elsewhere/a.txt") == "kept");
    CHECK(folder.read("old/a.txt") == "a");
}

TEST_CASE("The output folder itself may be a link, and be named in any way") {
    TemporaryFolder folder;
    fs::create_directory(folder.path() / "real");
    fs::create_directory_symlink("real", folder.path() / "out");
    for (const char* name : {"out", "out/", "real/../out", "./out/."}) {
        folder.write("work/0", "a");
        folder.write("work/1", "b");
        Publisher publisher(folder.path() / name, true);
        publisher.put(folder.path() / "work", {{"2024/a.txt", "", 1}, {"b.txt", "", 1}});
        publisher.settle();
        CHECK(folder.read("real/2024/a.txt") == "a");
        CHECK(folder.read("real/b.txt") == "b");
        publisher.remove("2024/a.txt");
        publisher.remove("b.txt");
        publisher.settle();
        CHECK(fs::is_empty(folder.path() / "real"));
    }
}

TEST_CASE("A lock is a file, and none of somebody else is written to") {
    TemporaryFolder folder;
    const fs::path lock = folder.path() / "lock";
    CHECK(RunLock(lock).taken());
    fs::remove(lock);
    const fs::path mine = folder.write("mine.txt", "kept");
    fs::create_hard_link(mine, lock);
    CHECK(RunLock(lock).taken());
    CHECK(folder.read("mine.txt") == "kept");
    fs::remove(lock);
    fs::create_symlink(mine, lock);
    CHECK_THROWS_WITH(RunLock(lock), Catch::Contains("lock` is a symbolic link"));
    fs::remove(lock);
    REQUIRE(::mkfifo(lock.c_str(), 0600) == 0);
    CHECK_THROWS_WITH(RunLock(lock), Catch::Contains("it is no regular file"));
}

TEST_CASE("What is not the program's in the places of its own files is refused by name") {
    for (const char* name :
         {".sheaf/lock", ".sheaf/journal.sqlite", ".sheaf/journal.sqlite-wal", ".sheaf/journal.sqlite-shm",
          ".sheaf/journal.sqlite.sha256", "_archive/.files", ".sheaf/work", ".sheaf/documents", "_archive"}) {
        TemporaryFolder folder;
        const fs::path file = folder.path() / name;
        fs::create_directories(file.parent_path());
        CHECK_NOTHROW(check_own_files(folder.path()));
        REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
        CHECK_THROWS_WITH(check_own_files(folder.path()), Catch::Contains(std::string(name) + "` is no "));
        fs::remove(file);
        fs::create_symlink("none", file);
        CHECK_THROWS_WITH(check_own_files(folder.path()),
                          Catch::Contains(std::string(name) + "` is a symbolic link"));
    }
}

TEST_CASE("Root uses no private folder of another user") {
    if (::geteuid() != 0) return;
    TemporaryFolder folder;
    const fs::path own = folder.path() / ".sheaf";
    fs::create_directory(own);
    CHECK_NOTHROW(check_own_files(folder.path()));
    REQUIRE(::chown(own.c_str(), 65534, 65534) == 0);
    CHECK_THROWS_WITH(check_own_files(folder.path()),
                      Catch::Contains(".sheaf` belongs to another user, number 65534"));
    CHECK(fs::is_empty(own));
}

TEST_CASE("Only what has a temporary name in the private folder is taken for what was left behind") {
    TemporaryFolder folder;
    for (const char* name : {".sheaf-2024-minutes.txt", "_archive/.sheaf-999999-own.csv",
                             ".sheaf/.sheaf-999999-own.csv", ".sheaf/own.txt"})
        folder.write(name, "kept");
    const std::vector<std::string> before = folder.files();
    folder.write(".sheaf/" + temporary_for("run.json").string(), "left behind");
    folder.write(".sheaf/work/worker-0/1/0", "left behind");
    remove_leftovers(folder.path());
    CHECK(folder.files() == before);
}

TEST_CASE("What is published is a copy that is what was said, which its writer cannot change any more") {
    TemporaryFolder folder;
    const auto scratch = folder.path() / "scratch", copies = folder.path() / "copies";
    const auto written = folder.write("scratch/0", "{}");
    std::filesystem::permissions(written, std::filesystem::perms::all);
    folder.write("scratch/document", "d");
    const std::vector<OutputRow> outputs = {{"2024/a.pdf.json", sha256_hex("{}"), 2}};
    std::fstream kept(written, std::ios::in | std::ios::out);
    for (const bool sync : {false, true}) {
        Publisher publisher(folder.path(), sync);
        REQUIRE(publisher.copy(scratch, outputs, true, copies));
        kept.seekp(0);
        kept << "XX" << std::flush;
        publisher.put(copies, outputs);
        CHECK(folder.read("2024/a.pdf.json") == "{}");
        CHECK(folder.read("copies/document") == "d");
        using std::filesystem::perms;
        CHECK((std::filesystem::status(folder.path() / "2024/a.pdf.json").permissions() &
               perms::others_exec) == perms::none);
        for (const bool document : {false, true})  // other bytes than are said
            CHECK_FALSE(publisher.copy(scratch, outputs, document, copies));
        kept.seekp(0);
        kept << "{}" << std::flush;
    }
    Publisher publisher(folder.path(), false);
    std::filesystem::rename(scratch, folder.path() / "other");
    std::filesystem::create_directory_symlink(folder.path() / "other", scratch);
    CHECK_FALSE(publisher.copy(scratch, outputs, false, copies));
}

TEST_CASE(
    "A stored document that is another letter's is damaged; so is one that is large beyond all letters, "
    "which is not made") {
    TemporaryFolder folder;
    Document document;
    document.blocks.emplace_back().text = "You must sweep the yard.";
    document.ledger.read = document.ledger.blocks = count_text(document).first;
    document.source.sha256 = "c1";
    const auto is_sound = [&](const std::string& bytes, const char* content = "c1") {
        const OwnedFile file = open_to_read(folder.write("document", bytes));
        return is_document_of(file.number(), content);
    };
    CHECK(is_sound(stored_form(document)));
    CHECK_FALSE(is_sound(stored_form(document), "c2"));
    const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
        libdeflate_alloc_compressor(6), libdeflate_free_compressor);
    const auto filled_up = [&](std::size_t size) {
        std::string json = to_json(document);
        json.resize(size, ' ');
        std::string bytes(libdeflate_gzip_compress_bound(compressor.get(), size), '\0');
        bytes.resize(
            libdeflate_gzip_compress(compressor.get(), json.data(), size, bytes.data(), bytes.size()));
        return bytes;
    };
    CHECK(is_sound(filled_up(largest_document)));
    CHECK_FALSE(is_sound(filled_up(largest_document + 1)));
    document.blocks[0].text.assign(largest_document, 'x');
    CHECK(stored_form(document).empty());
}

TEST_CASE("A stored document that is none is not there for whoever shows letters") {
    TemporaryFolder folder;
    LetterKey key;
    key.content = std::string(64, 'a');
    Document document;
    document.blocks.emplace_back().text = "You must sweep the yard.";
    document.ledger.read = document.ledger.blocks = count_text(document).first;
    const auto file = document_file(folder.path() / private_folder / "documents", key);
    const auto store = [&] { write_file(file, stored_form(document), file); };
    make_folders(file.parent_path());
    store();
    CHECK(stored_document(folder.path(), key));
    document.ledger.blocks += 1;
    store();
    CHECK_FALSE(stored_document(folder.path(), key));
}
