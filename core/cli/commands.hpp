// The commands of the program, as functions of what the command line says.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/console.hpp"
#include "pipeline/batch_table.hpp"
#include "plugin/registry.hpp"

namespace sheaf {

/// What every command takes.
struct CommonOptions {
    std::vector<std::string> plugin_folders;
    std::string log_format = "text";
    bool quiet = false, verbose = false;

    /// The console that these options ask for.
    ConsoleStyle console() const;
};

struct ConvertOptions {
    std::vector<std::string> inputs;
    std::string pipeline;     ///< empty: the installed one
    std::string out = "out";  ///< a folder, or `-`
    std::string password_file;
    bool check_stages = false;
    bool audit = false;                 ///< draw every page, too
    std::vector<BatchOverride> values;  ///< of the keys of the `[batch]` table that `convert` takes
};

/// Whether `convert` takes this key of the `[batch]` table: filters and limits.
bool is_key_of_convert(std::string_view key);

struct ListOptions {
    std::string stage;  ///< empty: all
    bool json = false, markdown = false, schema = false;
};

struct ExplainOptions {
    std::string letter;    ///< or a batch's output folder
    std::string pipeline;  ///< empty: the installed one
    std::string record;    ///< a record's id, or a record type; empty: the whole letter
    std::string password_file;
};

struct ScoreOptions {
    std::string gold;  ///< a folder of gold files, or one
    std::string out;   ///< the folder of the JSON outputs
    bool json = false;
};

struct NewPluginOptions {
    std::string name;
    std::string kind;  ///< `input`, `transform` or `output`
    std::string out;   ///< the folder in which the plugin's folder is made; empty: the working directory
};

struct NewProfileOptions {
    std::string name;
    std::vector<std::string> letters;
    /// Files, or folders of gold files or decisions; none: what could be marked is proposed.
    std::vector<std::string> marks;
    std::string out;         ///< the profile, or the proposals; empty: NAME.toml, or standard output
    std::string try_folder;  ///< letters to try the profile on; empty: none
    std::string pipeline;    ///< empty: the installed one
};

struct StatusOptions {
    std::string folder;  ///< a batch's output folder
    bool json = false;
};

struct VerifyOptions {
    std::string folder;  ///< a batch's output folder
};

struct MergeOptions {
    std::vector<std::string> folders;  ///< batches' output folders
    std::string pipeline;              ///< whose outputs write the archive; empty: the installed one
    std::string out;
    bool prefix = false;  ///< the folders' names go in front of the letters'
    bool gather = false;  ///< the letters' outputs go there, too
};

struct AcceptOptions {
    std::string folder;  ///< a batch's output folder
    std::vector<std::string> letters;
    std::string why;
    bool undo = false;
};

struct ReviewOptions {
    std::string folder;    ///< a batch's output folder
    std::string pipeline;  ///< empty: that of the batch
    std::string by;        ///< who decides; empty: the user's login name
    std::string password_file;
    int port = 0;  ///< 0: a free one
    bool read_only = false;
    bool open = false;  ///< show it in the browser
};

struct DecisionsOptions {
    std::string archive;               ///< a batch's output folder, to export from
    std::vector<std::string> folders;  ///< of decisions, to be joined
    std::string pipeline;              ///< empty: that of the batch
    std::string out;
};

struct BatchOptions {
    std::string pipeline;
    std::vector<std::string> inputs;    ///< empty: those of the pipeline file
    std::string files_from;             ///< a file with a path a line, or `-`
    std::vector<BatchOverride> values;  ///< of the keys of the `[batch]` table
    std::string password_file;
    bool again = false;  ///< read every letter again
    std::string shard;   ///< `I/N`; empty: all letters
};

Exit convert(const CommonOptions& common, const ConvertOptions& options);
Exit batch(const CommonOptions& common, const BatchOptions& options);
Exit check(const CommonOptions& common, const std::string& pipeline);
Exit list_plugins(const CommonOptions& common, const ListOptions& options);
Exit list_options(const CommonOptions& common, const ListOptions& options);
Exit explain(const CommonOptions& common, const ExplainOptions& options);
/// The same of a batch's output folder: how often each rule made records.
Exit explain_rules(const CommonOptions& common, const ExplainOptions& options);
Exit score_letters(const CommonOptions& common, const ScoreOptions& options);
Exit show_status(const CommonOptions& common, const StatusOptions& options);
Exit accept(const CommonOptions& common, const AcceptOptions& options);
Exit verify(const CommonOptions& common, const VerifyOptions& options);
Exit merge(const CommonOptions& common, const MergeOptions& options);
Exit export_decisions(const CommonOptions& common, const DecisionsOptions& options);
Exit merge_decision_folders(const CommonOptions& common, const DecisionsOptions& options);
Exit review_archive(const CommonOptions& common, const ReviewOptions& options);
Exit new_plugin(const CommonOptions& common, const NewPluginOptions& options);
Exit new_profile(const CommonOptions& common, const NewProfileOptions& options);

/// Runs a command's work. What it throws that its user can put right (a `StageError`, an error of a file or folder) is
/// printed, and gives `nothing_ran`.
Exit guarded(Console& console, const std::function<Exit()>& work);

/// The registry over the folders that the user and the environment name.
PluginRegistry open_plugins(const CommonOptions& common);

/// The first line of the file, without its line break; empty when no file is named. Nothing when it cannot be read,
/// which the console has said.
std::optional<std::string> password_in(const std::string& file, Console& console);

/// A pipeline that was checked, and the plugins that its stages are of.
struct OpenPipeline {
    PluginRegistry plugins;
    Plan plan;
    std::string password;  ///< for encrypted letters; empty when none
};

/// The filters that the `[batch]` table says.
LetterFilter filter_of(const Options& batch, const std::string& out);

/// Checks the pipeline file (empty: the installed one) and reads the password file (empty: none). Null when something is
/// wrong, which the console has said.
std::unique_ptr<OpenPipeline> open_pipeline(const CommonOptions& common, const std::string& file,
                                            const std::string& password_file, ProfileTables tables,
                                            Console& console);

/// Creates the stages of the pipeline, which must outlive them. Nothing when that fails, which the console has said.
std::optional<LiveStages> create_stages(const OpenPipeline& pipeline, Console& console);

/// The pipeline that is used when none is named.
inline constexpr const char* default_pipeline = "inspection-letters";

}  // namespace sheaf
