#include "run/letters.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "base/codes.hpp"
#include "base/glob.hpp"
#include "base/wording.hpp"
#include "run/output_names.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

constexpr const char* leads_nowhere = "a symbolic link that leads nowhere";

Letter without_file(const fs::path& path, const DiagnosticSpec& code, std::string message, std::string hint) {
    Letter letter;
    letter.file = path.string();
    letter.name = valid_utf8(path.string());
    letter.problem =
        std::make_unique<const Diagnostic>(diagnose(code, std::move(message), {}, std::move(hint)));
    return letter;
}

bool same_file(const fs::path& a, const fs::path& b) {
    std::error_code error;
    return !b.empty() && fs::equivalent(a, b, error);
}

bool any_matches(const std::vector<Glob>& globs, const std::string& name) {
    return std::any_of(globs.begin(), globs.end(), [&](const Glob& glob) { return glob.matches(name); });
}

class Finder {
  public:
    explicit Finder(const LetterFilter& filter)
        : filter_(filter),
          include_(filter.include.begin(), filter.include.end()),
          exclude_(filter.exclude.begin(), filter.exclude.end()) {}

    /// `name` is that of the letter if it is a file.
    void add(const fs::path& given, const std::string& name) {
        std::error_code error;
        const fs::file_status status = fs::status(given, error);
        if (!fs::exists(status)) {
            const bool missing = status.type() == fs::file_type::not_found;
            if (missing && Glob::is_glob(given.native())) return add_matches(given);
            letters_.push_back(missing ? without_file(given, codes::file_missing,
                                                      "there is no such file or folder", "check the path")
                                       : without_file(given, codes::file_unreadable,
                                                      "the file cannot be reached: " + error.message(),
                                                      "check who may read it"));
        } else if (fs::is_directory(status)) {
            const std::size_t before = letters_.size();
            walk(given, {}, [](const std::string&) { return true; });
            if (letters_.size() == before)
                letters_.push_back(
                    without_file(given, codes::folder_empty, "the folder holds no file to convert",
                                 "hidden files, symbolic links and files of the system are skipped"));
        } else if (fs::is_regular_file(status)) {
            add_letter(given, name);
        } else {
            letters_.push_back(
                without_file(given, codes::not_a_file, "this is no regular file", "name a file or a folder"));
        }
    }

    /// Whoever wrote the list found nothing, which is more often a mistake than an archive without letters.
    void add_nothing() {
        letters_.push_back(without_file("the list of inputs", codes::list_empty, "it names no file",
                                        "look at the command that writes the list"));
    }

    std::vector<Letter> take() {
        drop_repeated();
        make_unique(letters_);
        return std::move(letters_);
    }

  private:
    using Wanted = std::function<bool(const std::string&)>;

    void add_letter(const fs::path& file, const std::string& below) {
        Letter letter;
        letter.file = file.string();
        letter.name = valid_utf8(below);
        if ((!include_.empty() && !any_matches(include_, letter.name)) || any_matches(exclude_, letter.name))
            return;
        letter.output_name = safe_name(below);
        const std::string first = text::fold(letter.output_name.substr(0, letter.output_name.find('/')));
        for (const std::string& reserved : filter_.reserved)
            if (first == reserved) letter.output_name.insert(0, "_");
        letters_.push_back(std::move(letter));
    }

    void walk(const fs::path& folder, const fs::path& below, const Wanted& wanted) {
        std::error_code error;
        const fs::path whole = filter_.follow_symlinks ? fs::canonical(folder, error) : fs::path();
        if (std::find(above_.begin(), above_.end(), whole) != above_.end())
            return pass_over(folder, "a symbolic link that leads back to a folder above it");
        if (filter_.follow_symlinks) above_.push_back(whole);
        std::vector<fs::directory_entry> entries;
        for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
            entries.push_back(*at);
        if (error)
            letters_.push_back(without_file(folder, codes::file_unreadable,
                                            "the folder cannot be read: " + error.message(),
                                            "check who may read it"));
        std::sort(entries.begin(), entries.end(),
                  [](const auto& a, const auto& b) { return a.path().native() < b.path().native(); });
        for (const fs::directory_entry& entry : entries) {
            const fs::path name = entry.path().filename();
            if (const std::string reason = why_passed_over(entry); !reason.empty()) {
                pass_over(entry.path(), reason);
                if (filter_.dangling && reason == leads_nowhere)
                    filter_.dangling->push_back(entry.path().string());
            } else if (entry.is_directory(error)) {
                if (!same_file(entry.path(), filter_.leave_out)) walk(entry.path(), below / name, wanted);
            } else if (wanted(valid_utf8((below / name).string()))) {
                add_letter(entry.path(), (below / name).string());
            }
        }
        if (filter_.follow_symlinks) above_.pop_back();
    }

    /// Why an entry of a folder is neither a letter nor a folder of letters; empty when it is one.
    std::string why_passed_over(const fs::directory_entry& entry) const {
        std::error_code error;
        const std::string name = entry.path().filename().string();
        if (name.front() == '.') return "hidden, since its name begins with a dot";
        if (is_file_of_a_system(name)) return "a file of the system or of an office program";
        if (entry.is_symlink(error) && !filter_.follow_symlinks)
            return "a symbolic link, which `follow_symlinks` follows";
        if (entry.is_directory(error) || entry.is_regular_file(error)) return {};
        return entry.is_symlink(error) ? leads_nowhere : "neither a file nor a folder";
    }

    void pass_over(const fs::path& path, std::string reason) const {
        if (filter_.passed_over)
            filter_.passed_over->push_back({valid_utf8(path.string()), std::move(reason)});
    }

    /// The glob's folder up to the first character that stands for others is walked.
    void add_matches(const fs::path& given) {
        fs::path folder, rest;
        for (const fs::path& part : given)
            (!rest.empty() || Glob::is_glob(part.native()) ? rest : folder) /= part;
        const std::size_t before = letters_.size();
        if (folder.empty()) folder = ".";
        if (const std::string problem = Glob::check(rest.string()); !problem.empty())
            return letters_.push_back(without_file(given, codes::glob_invalid, problem, "correct the glob"));
        const Glob glob(rest.string(), true);
        std::error_code error;
        if (fs::is_directory(folder, error))
            walk(folder, {}, [&](const std::string& name) { return glob.matches(name); });
        if (letters_.size() == before)
            letters_.push_back(
                without_file(given, codes::file_missing, "nothing matches it", "check the path"));
    }

    /// The same file under the same name: named twice on the command line, or by itself and within its folder.
    void drop_repeated() {
        const std::set<std::string> twice = names_given_twice();
        std::set<std::pair<std::string, std::string>> seen;
        std::erase_if(letters_, [&](const Letter& letter) {
            if (!twice.contains(letter.output_name))
                return false;  // no need to ask for each folder of its path
            std::error_code error;
            const fs::path file = fs::canonical(letter.file, error);
            return !error && !letter.problem && !seen.emplace(file.string(), letter.output_name).second;
        });
    }

    std::set<std::string> names_given_twice() const {
        std::vector<std::string_view> names;
        names.reserve(letters_.size());
        for (const Letter& letter : letters_) names.push_back(letter.output_name);
        std::sort(names.begin(), names.end());
        std::set<std::string> twice;
        for (auto at = names.begin(); (at = std::adjacent_find(at, names.end())) != names.end(); ++at)
            twice.emplace(*at);
        return twice;
    }

    const LetterFilter& filter_;
    const std::vector<Glob> include_, exclude_;
    std::vector<Letter> letters_;
    std::vector<fs::path> above_;  ///< the folders that are being walked, when links are followed
};

}  // namespace

bool is_file_of_a_system(std::string_view name) {
    const std::string lower = text::lower(name);
    for (const std::string_view known : {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"})
        if (lower == known) return true;
    // Word: who has a document open, and parts of one that is being saved.
    return lower.starts_with("~$") || (lower.starts_with("~wrl") && lower.ends_with(".tmp"));
}

std::vector<Letter> find_letters(const std::vector<std::string>& given, const LetterFilter& filter) {
    Finder finder(filter);
    for (const std::string& path : given) finder.add(path, fs::path(path).filename().string());
    return finder.take();
}

std::vector<Letter> find_listed_letters(const std::string& list, const LetterFilter& filter) {
    Finder finder(filter);
    bool any = false;
    for (std::size_t at = 0; at < list.size();) {
        const std::size_t end = std::min(list.find('\n', at), list.size());
        std::string line = list.substr(at, end - at);
        at = end + 1;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line.empty()) continue;
        const fs::path path = fs::path(line).lexically_normal();
        const bool upwards = path.is_absolute() || *path.begin() == "..";
        finder.add(line, (upwards ? path.filename() : path).string());
        any = true;
    }
    if (!any) finder.add_nothing();
    return finder.take();
}

}  // namespace sheaf
