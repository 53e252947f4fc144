// A pipeline file, checked: what a run needs to know, as a value.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/toml_text.hpp"
#include "plugin/registry.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf {

/// A stage of the pipeline with its validated options.
struct PlannedStage {
    StageRef stage;
    Options options;
    Place place;  ///< of its `use`
    /// Of a stage that is a command: hashes of the files that it is made of. Part of what decides whether a letter is
    /// converted again.
    std::string identity;
    std::shared_ptr<const void>
        declared;  ///< what `stage.spec` consists of, when the pipeline file declares it

    std::string_view name() const { return stage.spec->name; }
};

/// When a profile file's tables of rules are read and checked: all of them with the pipeline, or each when a letter
/// first asks for it, which spares a run over a few letters the rules of all other families.
enum class ProfileTables { at_once, when_asked };

/// A profile file, checked.
struct Profile {
    std::string name;
    std::string title;
    std::string file;
    std::map<std::string, Options, std::less<>> rules;  ///< by stage
    TomlTables tables;                                  ///< the file's, while they are read when asked
};

struct Plan {
    std::string name;  ///< as the file says
    std::string file;  ///< as the user named it
    std::vector<PlannedStage> inputs, transforms, outputs;
    std::vector<Profile> profiles;  ///< in order of name
    ProfileTables profile_tables = ProfileTables::at_once;
    std::vector<RecordSpec> record_types;  ///< of all stages, in pipeline order, each name once
    Options batch;  ///< the `[batch]` table; its paths are relative to the working directory
    /// The profile of that name as the stage sees it; every profile, in order of name, when the name is empty. What is
    /// wrong with tables that are read only now is added to `problems`.
    std::vector<ProfileRules> rules_for(const StageSpec& stage, std::string_view profile,
                                        std::vector<Diagnostic>& problems) const;
};

struct CheckedPipeline {
    std::optional<Plan> plan;             ///< absent when there is an error
    std::vector<Diagnostic> diagnostics;  ///< the pipeline file's in file order, then each profile's
};

/// Reads and checks a pipeline file and its profiles. Runs no stage code: plugins are loaded, and only their
/// declarations are read.
CheckedPipeline check_pipeline(const std::filesystem::path& file, PluginRegistry& plugins,
                               ProfileTables tables = ProfileTables::at_once);

}  // namespace sheaf
