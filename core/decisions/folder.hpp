// A folder of decisions: one file for each letter about which somebody decided something.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "decisions/decision.hpp"

namespace sheaf {

/// What every file of decisions is called behind its letter's name.
inline constexpr const char* decisions_suffix = ".decisions.toml";

/// Which file holds which letter's decisions.
class DecisionFolder {
  public:
    /// Looks into every file below the folder. One that does not exist is empty. Files that cannot be understood are added
    /// to `problems`; they are found by their letter's name.
    DecisionFolder(std::filesystem::path folder, std::vector<Diagnostic>& problems);

    /// The file for a letter: the one about these bytes, whatever it is called; else the one with the letter's name, which
    /// is about other bytes, or cannot be understood. Nothing when there is none.
    std::optional<std::filesystem::path> find(const std::string& sha256,
                                              const std::string& output_name) const;

    /// Where decisions about a letter of that name belong that has no file yet.
    std::filesystem::path file_named(const std::string& output_name) const;

    const std::filesystem::path& folder() const { return folder_; }
    /// Every file, in order of its path.
    const std::vector<std::filesystem::path>& files() const { return files_; }

  private:
    std::filesystem::path folder_;
    std::vector<std::filesystem::path> files_;
    std::map<std::string, std::filesystem::path> by_sha256_, by_name_;  ///< the names are below the folder
};

/// The text of a letter's file of decisions, with its name as messages print it. Both empty when there is none.
struct DecisionsFile {
    std::string name, text;
};

/// The file for a letter; one that cannot be read has a text that is no TOML, so that the letter is doubtful.
DecisionsFile decisions_for(const DecisionFolder& folder, const std::string& sha256,
                            const std::string& output_name);

/// Writes a letter's file, at once as a whole. Throws `StageError` (`output-unwritable`).
void write_decisions(const std::filesystem::path& file, const LetterDecisions& decisions);

}  // namespace sheaf
