// Parts of a batch: file stamps, outputs that are copied and complete, stored documents.
#include <libdeflate.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <memory>

#include "archive/documents.hpp"
#include "archive/file_stamp.hpp"
#include "archive/publish.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"
#include "pipeline/file_text.hpp"
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
        CHECK_FALSE(publisher.copy(scratch, outputs, true, copies));  // other bytes than are said
        kept.seekp(0);
        kept << "{}" << std::flush;
    }
    Publisher publisher(folder.path(), false);
    std::filesystem::rename(scratch, folder.path() / "other");
    std::filesystem::create_directory_symlink(folder.path() / "other", scratch);
    CHECK_FALSE(publisher.copy(scratch, outputs, false, copies));
}

TEST_CASE("A stored document that is large beyond all letters is damaged, and is not made") {
    TemporaryFolder folder;
    Document document;
    document.blocks.emplace_back().text = "You must sweep the yard.";
    document.ledger.read = document.ledger.blocks = count_text(document).first;
    const auto is_sound = [&](const std::string& bytes) {
        const OwnedFile file = open_to_read(folder.write("document", bytes));
        return is_sound_document(file.number());
    };
    CHECK(is_sound(stored_form(document)));
    document.blocks[0].text.assign(largest_document, 'x');
    CHECK(stored_form(document).empty());
    std::string bomb;
    bomb.reserve(largest_document / 900);
    const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
        libdeflate_alloc_compressor(6), libdeflate_free_compressor);
    const std::string blanks(largest_document + 1, ' ');
    bomb.resize(libdeflate_gzip_compress_bound(compressor.get(), blanks.size()));
    bomb.resize(
        libdeflate_gzip_compress(compressor.get(), blanks.data(), blanks.size(), bomb.data(), bomb.size()));
    CHECK_FALSE(is_sound(bomb));
}

TEST_CASE("A stored document that is none is not there for whoever shows letters") {
    TemporaryFolder folder;
    LetterKey key;
    key.content = std::string(64, 'a');
    Document document;
    document.blocks.emplace_back().text = "You must sweep the yard.";
    document.ledger.read = document.ledger.blocks = count_text(document).first;
    const auto file = document_file(folder.path() / private_folder / "documents", key);
    const auto store = [&] { write_file(file, stored_form(document), false, file); };
    make_folders(file.parent_path());
    store();
    CHECK(stored_document(folder.path(), key));
    document.ledger.blocks += 1;
    store();
    CHECK_FALSE(stored_document(folder.path(), key));
}
