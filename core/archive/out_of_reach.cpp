#include "archive/out_of_reach.hpp"

#include <algorithm>
#include <filesystem>

#include "base/codes.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

std::string absolute(const std::string& file) {
    fs::path path = fs::absolute(file).lexically_normal();
    if (!path.has_filename() && path.has_relative_path()) path = path.parent_path();  // `in/`
    return path.string();
}

/// The folders above a file, the outermost first.
std::vector<std::string> above(const std::string& file) {
    std::vector<std::string> folders;
    for (std::size_t at = file.find('/', 1); at != std::string::npos; at = file.find('/', at + 1))
        folders.push_back(file.substr(0, at));
    return folders;
}

/// The folders from the input that the letter was found in.
std::vector<std::string> folders_of(const KnownLetter& letter) {
    std::vector<std::string> folders = above(letter.file);
    const bool whole = letter.file.ends_with("/" + letter.name);
    const std::size_t input = whole ? letter.file.size() - letter.name.size() - 1 : letter.file.rfind('/');
    std::erase_if(folders, [&](const std::string& folder) { return folder.size() < input; });
    return folders;
}

}  // namespace

void Folders::add(const std::string& file) {
    std::string folder = fs::path(file).parent_path().string();
    if (folder == last_ && !known_.empty()) return;
    last_ = std::move(folder);
    for (std::string& one : above(absolute(file))) known_.insert(std::move(one));
}

OutOfReach::OutOfReach(const BatchSettings& settings, const std::vector<const KnownLetter*>& gone) {
    Folders left = settings.folders_of_others;
    for (const Letter& letter : settings.letters) {
        if (!letter.problem) {
            left.add(letter.file);
        } else if (!settings.prune_emptied || letter.problem->code != codes::folder_empty.code) {
            const std::string input = absolute(letter.file);
            places_[input] = {input, "input", 0};
        }
    }
    for (const std::string& link : settings.dangling) {
        const std::string path = absolute(link);
        places_[path] = {path, "link", 0};
    }
    std::map<std::string, std::size_t> lost;
    if (!settings.prune_emptied)
        for (const KnownLetter* letter : gone)
            for (const std::string& folder : folders_of(*letter))
                if (!left.has(folder)) ++lost[folder];
    // A shard knows only its part of a folder.
    const std::size_t least = settings.shard.whole() ? 2 : 1;
    for (const auto& [folder, letters] : lost)
        if (letters >= least) places_.try_emplace(folder, Place{folder, "folder", 0});
    for (const KnownLetter* letter : gone)
        if (const auto place = place_of(*letter)) ++places_[*place].letters;
    std::erase_if(places_, [](const auto& place) { return place.second.letters == 0; });
}

std::size_t OutOfReach::beside_inputs() const {
    return static_cast<std::size_t>(std::count_if(
        places_.begin(), places_.end(), [](const auto& place) { return place.second.what != "input"; }));
}

/// The outermost.
std::optional<std::string> OutOfReach::place_of(const KnownLetter& letter) const {
    if (places_.empty()) return std::nullopt;
    std::vector<std::string> paths = above(letter.file);
    paths.push_back(letter.file);
    for (std::string& path : paths)
        if (places_.contains(path)) return std::move(path);
    return std::nullopt;
}

}  // namespace sheaf
