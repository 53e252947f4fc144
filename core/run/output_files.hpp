// The output files of one letter: written under temporary names, seen only when all are complete.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sheaf/plugin.hpp"

namespace sheaf {

/// Writes below a folder. Without `commit`, nothing is left behind.
class OutputFiles : public Sink {
  public:
    /// `name` is the letter's output name, with slashes for folders, which are made when needed.
    OutputFiles(std::filesystem::path folder, std::string name);
    ~OutputFiles() override;
    OutputFiles(const OutputFiles&) = delete;
    OutputFiles& operator=(const OutputFiles&) = delete;

    /// Throws `StageError` (`output-unwritable`, `output-collision`).
    void write(std::string_view suffix, std::string_view bytes) override;

    /// Gives every file its name. Throws `StageError` when one cannot be renamed.
    void commit();

    /// The names of the files written, below the folder.
    std::vector<std::string> names() const;

  private:
    struct File {
        std::string name;
        std::filesystem::path temporary, target;
        bool renamed = false;
    };
    void make_folder(const std::filesystem::path& folder);

    std::filesystem::path folder_;
    std::string name_;
    std::vector<File> files_;
    std::vector<std::filesystem::path> made_folders_;
    bool committed_ = false;
};

}  // namespace sheaf
