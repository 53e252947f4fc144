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

/// A file that a profile extends, unread.
struct ProfileBase {
    std::string file;
    TomlTables tables;
};

/// A profile file, checked.
struct Profile {
    std::string name;
    std::string title;
    std::string file;
    bool fallback = false;                              ///< its rules are for letters that no profile fits
    std::map<std::string, Options, std::less<>> rules;  ///< by stage
    TomlTables tables;                                  ///< the file's, while they are read when asked
    std::vector<RecordSpec> own_types;                  ///< the record types that it declares itself
    std::vector<RecordSpec> record_types;               ///< of its letters: those of the stages, then its own
    std::shared_ptr<const void> declared;               ///< what `own_types` consists of
    std::vector<ProfileBase> bases;  ///< the file that it extends, then what that one extends
};

/// A rule of a profile that makes records, which carry its name. The stage's declaration and the profile own the rest.
struct RecordRule {
    std::string name;
    const StageSpec* stage = nullptr;
    const OptionSpec* table = nullptr;  ///< of the stage's keys, the list in which the rule stands
    const Options* keys = nullptr;
};

struct Plan {
    std::string name;  ///< as the file says
    std::string file;  ///< as the user named it
    std::vector<PlannedStage> inputs, transforms, outputs;
    std::vector<Profile> profiles;  ///< in order of name
    ProfileTables profile_tables = ProfileTables::at_once;
    std::string
        decisions;  ///< the folder of what people decided, relative to the working directory; empty: none
    /// Of all stages, in pipeline order, then of the profiles, each name once.
    std::vector<RecordSpec> record_types;
    std::size_t stage_types = 0;  ///< how many of these the stages declare
    Options batch;                ///< the `[batch]` table; its paths are relative to the working directory
    /// The types of records that a letter of that profile can have: those of the stages, and those that the profile
    /// declares.
    std::span<const RecordSpec> types_of(std::string_view profile) const;
    /// The profile's rules that make records, in the order of stages and of the file.
    std::vector<RecordRule> record_rules(const Profile& profile) const;
    /// The profile of that name as the stage sees it; every profile, in order of name, when the name is empty. A fallback
    /// has no name, as the letters that it is for have no profile, and is left out when it has no rules for the stage.
    /// What is wrong with tables that are read only now is added to `problems`.
    std::vector<ProfileRules> rules_for(const StageSpec& stage, std::string_view profile,
                                        std::vector<Diagnostic>& problems) const;
    /// The fallback as the stage sees it; none when there is none.
    std::vector<ProfileRules> fallback_for(const StageSpec& stage, std::vector<Diagnostic>& problems) const;
};

/// Whether a stage makes records by rules that only profiles have: none of its keys there has a rule as its default.
bool needs_profile(const StageSpec& stage);

struct CheckedPipeline {
    std::optional<Plan> plan;             ///< absent when there is an error
    std::vector<Diagnostic> diagnostics;  ///< the pipeline file's in file order, then each profile's
};

/// Reads and checks a pipeline file and its profiles. Runs no stage code: plugins are loaded, and only their
/// declarations are read.
CheckedPipeline check_pipeline(const std::filesystem::path& file, PluginRegistry& plugins,
                               ProfileTables tables = ProfileTables::at_once);

}  // namespace sheaf
