// For tests of outputs that write archives: letters of given rows, and files in a folder of their own.
//
//     sheaf::testing::TestArchive archive({letters, doubts, demands});
//     const auto writer = output.begin(archive);
//     sheaf::testing::TestLetter letter({{0, {"a.pdf"}}, {2, {"a.pdf", "Mend the roof."}}});
//     writer->add(letter);
//     writer->finish();
//     CHECK(archive.content("_archive/demands.csv") == "...");
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sheaf/archive.hpp"

namespace sheaf::testing {

/// A letter of an archive, with these rows.
class TestLetter : public ArchiveLetter {
  public:
    /// Without a document it is a letter that failed, or whose stored document is lost.
    explicit TestLetter(std::vector<ArchiveRow> rows, std::optional<Document> document = {})
        : rows_(std::move(rows)), document_(std::move(document)) {}
    std::span<const ArchiveRow> rows() const override { return rows_; }
    const Document* document() override { return document_ ? &*document_ : nullptr; }

  private:
    std::vector<ArchiveRow> rows_;
    std::optional<Document> document_;
};

/// An archive of these tables, whose files stand in a folder that goes with it.
class TestArchive : public ArchiveContext {
  public:
    /// The tables must outlive it in what they point to.
    explicit TestArchive(std::vector<RecordSpec> tables) : tables_(std::move(tables)) {
        std::string name = (std::filesystem::temp_directory_path() / "sheaf-test-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
    }
    ~TestArchive() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    TestArchive(const TestArchive&) = delete;
    TestArchive& operator=(const TestArchive&) = delete;

    std::span<const RecordSpec> tables() const override { return tables_; }
    std::string file(std::string_view name) override {
        names_.emplace_back(name);
        std::filesystem::create_directories(path(name).parent_path());
        std::ofstream(path(name), std::ios::binary).flush();
        return path(name).string();
    }
    std::vector<std::string> files() const override { return names_; }
    void report(Severity severity, std::string_view code, std::string message, std::string hint) override {
        diagnostics.push_back({severity, std::string(code), std::move(message), {}, {}, std::move(hint)});
    }

    /// Where the file of that name is.
    std::filesystem::path path(std::string_view name) const { return folder_ / name; }
    /// The file's bytes; empty when there is none.
    std::string content(std::string_view name) const {
        std::ifstream file(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    std::vector<Diagnostic> diagnostics;  ///< all that was reported, in order

  private:
    std::vector<RecordSpec> tables_;
    std::vector<std::string> names_;
    std::filesystem::path folder_;
};

}  // namespace sheaf::testing
