// The output files of one letter: written under temporary names, seen only when all are complete.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/root_folder.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf {

/// An output file, as the journal knows it.
struct OutputRow {
    std::string file;  ///< below the output folder
    std::string sha256;
    std::uint64_t size = 0;
};

/// Whether a stage may end the name of an output so: characters that people can see, and no slash.
bool is_name_end(std::string_view suffix);

/// That more was written for a letter than the limit (bytes) allows.
Diagnostic wrote_too_much(std::uint64_t limit);

/// Writes below a folder, through no link. Without `commit`, nothing is left behind.
class OutputFiles : public Sink {
  public:
    /// `name` is the letter's output name, with slashes for folders, which are made when needed. `limit`: so many bytes may be
    /// written; 0: any number.
    OutputFiles(std::filesystem::path folder, std::string name, std::uint64_t limit = 0);
    ~OutputFiles() override;
    OutputFiles(const OutputFiles&) = delete;
    OutputFiles& operator=(const OutputFiles&) = delete;

    /// Throws `StageError` (`output-unwritable`, `output-link`, `output-collision`, `stage-output`).
    void write(std::string_view suffix, std::string_view bytes) override;

    /// Gives every file its name. Throws `StageError` (`output-unwritable`, `output-link`).
    void commit();

    /// The names of the files written, below the folder.
    std::vector<std::string> names() const;

  private:
    /// Names below the folder.
    struct File {
        std::string file;
        std::filesystem::path temporary;
        bool renamed = false;
    };
    const RootFolder& root();
    void take_back();

    std::filesystem::path folder_;
    std::string name_;
    std::uint64_t limit_, written_ = 0;  ///< bytes
    std::vector<File> files_;
    std::vector<std::filesystem::path> made_above_;  ///< the folder and those above it
    std::vector<std::filesystem::path> made_below_;
    std::optional<RootFolder> root_;
    bool committed_ = false;
};

/// Writes the files of a letter to a scratch folder, as `0`, `1`, `2`, ..., for another process to copy and to
/// put in place.
class StagedFiles : public Sink {
  public:
    StagedFiles(std::filesystem::path scratch, std::string name);

    /// Throws `StageError` (`output-unwritable`, `output-collision`).
    void write(std::string_view suffix, std::string_view bytes) override;

    const std::vector<OutputRow>& files() const { return files_; }

  private:
    std::filesystem::path scratch_;
    std::string name_;
    std::vector<OutputRow> files_;
};

}  // namespace sheaf
