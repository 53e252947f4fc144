// sheaf new-plugin: a folder that builds, passes its tests, and is a plugin.
#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "base/codes.hpp"
#include "base/owned_folder.hpp"
#include "cli/commands.hpp"
#include "cli/version.hpp"
#include "pipeline/file_text.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

/// What stands between `@`s in the template, and what it becomes.
using Words = std::vector<std::pair<std::string, std::string>>;

std::string replaced(std::string text, const Words& words) {
    for (const auto& [word, value] : words)
        for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += value.size())
            text.replace(at, word.size(), value);
    return text;
}

[[noreturn]] void refuse(const DiagnosticSpec& code, std::string message, const fs::path& file,
                         std::string hint = {}) {
    throw StageError(code.code, std::move(message), std::move(hint), in_file(file.string()));
}

std::string reason() {
    return std::error_code(errno, std::generic_category()).message();
}

/// A folder that is gone again unless it is kept.
class Draft {
  public:
    /// Beside the target, so that it can be renamed to it.
    explicit Draft(const fs::path& target)
        : target_(target), folder_(target.parent_path() / ".sheaf-new-XXXXXX") {
        if (!folder_)
            refuse(codes::output_unwritable, "the folder cannot be made: " + reason(), target,
                   "choose another place with --output");
        fs::permissions(folder(), fs::perms(0755));
    }

    const fs::path& folder() const { return folder_.path(); }
    void keep() {
        // Nothing is ever replaced, not even what appeared a moment ago.
        if (::renameat2(AT_FDCWD, folder().c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE) != 0)
            refuse(codes::output_unwritable, "the folder cannot be made: " + reason(), target_);
        folder_.release();
    }

  private:
    fs::path target_;
    OwnedFolder folder_;
};

void copy(const fs::path& from, const fs::path& to, const Words& words) {
    for (const auto& entry : fs::recursive_directory_iterator(from)) {
        fs::path name = fs::relative(entry.path(), from);
        if (name == "gitignore") name = ".gitignore";  // would hide files of the template itself
        if (entry.is_directory()) {
            fs::create_directories(to / name);
            continue;
        }
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        std::ofstream out(to / name, std::ios::binary);
        out << replaced(text, words);
        out.flush();
        if (!in || !out)
            refuse(codes::output_unwritable, "the file cannot be written: " + reason(), to / name);
    }
}

void check_name(const std::string& name, PluginRegistry& plugins) {
    static const Pattern form("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    if (!form.matches_all(name) || name.size() > 40)
        refuse(
            codes::usage, "\"" + name + "\" is no name for a plugin", {},
            "use up to 40 small letters, digits and single hyphens, a letter first, such as \"action-list\"");
    // A stage's plugin file bears its name, so a name is free only if no stage of any kind has it.
    for (const StageKind kind : {StageKind::input, StageKind::transform, StageKind::output})
        if (const auto stage = plugins.find(kind, name))
            refuse(codes::usage,
                   "there is already a stage \"" + name + "\", in " + stage->plugin->file.string(), {},
                   "choose another name");
}

/// Whether `find_package` looks there without being told.
bool is_standard(const fs::path& prefix) {
    return prefix == "/usr" || prefix == "/usr/local" || prefix == "/";
}

}  // namespace

Exit new_plugin(const CommonOptions& common, const NewPluginOptions& options) {
    Console console(common.console());
    return guarded(console, [&] {
        PluginRegistry plugins = open_plugins(common);
        check_name(options.name, plugins);
        const fs::path templates = install_prefix() / "share" / "sheaf" / "template";
        for (const fs::path& part : {templates / "common", templates / options.kind})
            if (!fs::is_directory(part))
                refuse(codes::file_missing, "the template of plugins is not installed", part,
                       "install Sheaf's package for developers, sheaf-dev");
        const fs::path parent = options.out.empty() ? "." : options.out;
        if (!fs::is_directory(parent)) refuse(codes::file_missing, "there is no such folder", parent);
        const fs::path target = (parent / options.name).lexically_normal();
        if (fs::symlink_status(target).type() != fs::file_type::not_found)
            refuse(codes::usage, "it exists already, and nothing in it is touched", target,
                   "choose another name, or another place with --output");

        std::string record = options.name;  // record types are written with underscores
        std::replace(record.begin(), record.end(), '-', '_');
        const Words words = {{"@NAME@", options.name},
                             {"@RECORD@", record},
                             {"@KIND@", options.kind},
                             {"@VERSION@", SHEAF_VERSION},
                             {"@PROFILES@", (install_prefix() / "share/sheaf/pipelines/profiles").string()},
                             {"@API@", std::to_string(api_major)}};
        Draft draft(target);
        copy(templates / "common", draft.folder(), words);
        copy(templates / options.kind, draft.folder(), words);
        draft.keep();

        const std::string folder = shell_word(target.string());
        const std::string prefix = install_prefix().string();
        console.line("Made " + target.string() + ". What is next:");
        console.line("  cmake -S " + folder + " -B " + folder + "/build" +
                     (is_standard(prefix) ? "" : " -DCMAKE_PREFIX_PATH=" + shell_word(prefix)));
        console.line("  cmake --build " + folder + "/build");
        console.line("  ctest --test-dir " + folder + "/build");
        console.line("  cmake --install " + folder + "/build");
        return Exit::success;
    });
}

}  // namespace sheaf
