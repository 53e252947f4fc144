#include "decisions/folder.hpp"

#include <algorithm>

#include "base/atomic_file.hpp"
#include "base/codes.hpp"
#include "pipeline/file_text.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

}  // namespace

DecisionFolder::DecisionFolder(fs::path folder, std::vector<Diagnostic>& problems)
    : folder_(std::move(folder)) {
    std::error_code error;
    if (!fs::exists(folder_, error)) return;
    auto entry = fs::recursive_directory_iterator(folder_, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        // Hidden ones are on their way to their names, or somebody's own.
        const std::string name = entry->path().filename().string();
        if (!name.starts_with('.') && name.ends_with(decisions_suffix)) files_.push_back(entry->path());
    }
    if (error)
        problems.push_back(diagnose(codes::file_unreadable, "the folder of decisions `" + folder_.string() +
                                                                "` cannot be read: " + error.message()));
    std::sort(files_.begin(), files_.end());
    for (const fs::path& file : files_) {
        by_name_.emplace(file.lexically_relative(folder_).generic_string(), file);
        const auto text = read_file(file, problems);
        const auto read = text ? read_decisions(*text, file.string(), problems) : std::nullopt;
        if (!read) continue;
        const auto [known, added] = by_sha256_.emplace(read->sha256, file);
        if (!added)
            problems.push_back(
                diagnose(codes::decision_invalid,
                         "there are decisions about the same letter in `" + known->second.string() + "`",
                         in_file(file.string()), "`sheaf decisions merge` joins them"));
    }
}

std::optional<fs::path> DecisionFolder::find(const std::string& sha256,
                                             const std::string& output_name) const {
    if (const auto found = by_sha256_.find(sha256); found != by_sha256_.end()) return found->second;
    const auto named = by_name_.find(output_name + decisions_suffix);
    if (named == by_name_.end()) return std::nullopt;
    return named->second;
}

fs::path DecisionFolder::file_named(const std::string& output_name) const {
    return folder_ / (output_name + decisions_suffix);
}

DecisionsFile decisions_for(const DecisionFolder& folder, const std::string& sha256,
                            const std::string& output_name) {
    const auto file = folder.find(sha256, output_name);
    if (!file) return {};
    std::vector<Diagnostic> problems;
    auto text = read_file(*file, problems);
    return {file->lexically_relative(folder.folder()).string(), text ? std::move(*text) : "unreadable"};
}

void write_decisions(const fs::path& file, const LetterDecisions& decisions) {
    AtomicFile out(file);
    out.write(decisions_text(decisions));
    out.commit();
}

}  // namespace sheaf
