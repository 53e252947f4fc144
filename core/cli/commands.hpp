// The commands of the program, as functions of what the command line says.
#pragma once

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
    bool audit = false;  ///< draw every page, too
};

struct ListOptions {
    std::string stage;  ///< empty: all
    bool json = false, markdown = false, schema = false;
};

struct ExplainOptions {
    std::string letter;
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

struct StatusOptions {
    std::string folder;  ///< a batch's output folder
    bool json = false;
};

struct MergeOptions {
    std::vector<std::string> folders;  ///< batches' output folders
    std::string out;
    bool prefix = false;  ///< the folders' names go in front of the letters'
};

struct BatchOptions {
    std::string pipeline;
    std::vector<std::string> inputs;    ///< empty: those of the pipeline file
    std::string files_from;             ///< a file with a path a line, or `-`
    std::vector<BatchOverride> values;  ///< of the keys of the `[batch]` table
    std::string password_file;
    bool again = false;  ///< read every letter again
};

Exit convert(const CommonOptions& common, const ConvertOptions& options);
Exit batch(const CommonOptions& common, const BatchOptions& options);
Exit check(const CommonOptions& common, const std::string& pipeline);
Exit list_plugins(const CommonOptions& common, const ListOptions& options);
Exit list_options(const CommonOptions& common, const ListOptions& options);
Exit explain(const CommonOptions& common, const ExplainOptions& options);
Exit score_letters(const CommonOptions& common, const ScoreOptions& options);
Exit show_status(const CommonOptions& common, const StatusOptions& options);
Exit merge(const CommonOptions& common, const MergeOptions& options);
Exit new_plugin(const CommonOptions& common, const NewPluginOptions& options);

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

/// Checks the pipeline file (empty: the installed one) and reads the password file (empty: none). Null when something is
/// wrong, which the console has said.
std::unique_ptr<OpenPipeline> open_pipeline(const CommonOptions& common, const std::string& file,
                                            const std::string& password_file, ProfileTables tables,
                                            Console& console);

/// Creates the stages of the pipeline, which must outlive them. Nothing when that fails, which the console has said.
std::optional<LiveStages> create_stages(const OpenPipeline& pipeline, Console& console);

/// The pipeline that is used when none is named.
std::string default_pipeline();

}  // namespace sheaf
