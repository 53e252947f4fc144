#include "pipeline/profile_file.hpp"

#include <algorithm>

#include "pipeline/file_text.hpp"
#include "pipeline/suggest.hpp"
#include "plugin/codes.hpp"

namespace sheaf {

namespace {

constexpr OptionSpec own_keys[] = {
    {.name = "format",
     .type = OptionType::integer,
     .help = "version of the profile format: 1",
     .required = true},
    {.name = "name",
     .type = OptionType::text,
     .help = "short name of the family, unique among the profiles",
     .required = true},
    {.name = "title", .type = OptionType::text, .help = "the family's name for people"},
};

std::vector<std::string> known_names(const std::vector<StageRef>& stages) {
    std::vector<std::string> names;
    for (const OptionSpec& key : own_keys) names.emplace_back(key.name);
    for (const StageRef& stage : stages)
        if (!stage.spec->profile_options.empty()) names.emplace_back(stage.spec->name);
    return names;
}

/// The stage whose rules the table holds: one of the pipeline's, else any that is installed.
const StageSpec* stage_named(std::string_view name, const std::vector<StageRef>& stages,
                             PluginRegistry& plugins) {
    for (const StageRef& stage : stages)
        if (stage.spec->name == name) return stage.spec;
    if (!nearest(name, known_names(stages)).empty()) return nullptr;
    for (StageKind kind : {StageKind::transform, StageKind::input, StageKind::output})
        if (auto found = plugins.find(kind, name)) return found->spec;
    return nullptr;
}

void report_unknown(const TomlFile& file, const TomlEntry& entry, const StageSpec* stage,
                    const std::vector<StageRef>& stages, std::vector<Diagnostic>& problems) {
    const std::string& name = entry.key;
    const Place place = place_of(file, entry.at);
    const std::string hint = did_you_mean(name, known_names(stages));
    if (stage)
        problems.push_back(
            diagnose(codes::unknown_key, "the stage \"" + name + "\" takes no rules from profiles", place));
    else if (entry.value.is(TomlNode::Kind::table) && hint.empty())
        problems.push_back(diagnose(codes::unknown_table,
                                    "no installed stage is named \"" + name + "\": its rules are not checked",
                                    place));
    else
        problems.push_back(diagnose(codes::unknown_key, "unknown key \"" + name + "\"", place, hint));
}

/// A stage's table of rules.
std::optional<Options> read_table(const TomlFile& file, const TomlEntry& entry, const StageSpec& stage,
                                  OptionsReader& reader, std::vector<Diagnostic>& problems) {
    if (entry.value.is(TomlNode::Kind::table))
        return reader.read(file, entry.value, stage.profile_options, place_of(file, entry.at));
    problems.push_back(diagnose(codes::wrong_type, "\"" + entry.key + "\" must be a table of rules",
                                place_of(file, entry.value.at)));
    return std::nullopt;
}

/// The profile's own keys; `tables` stand beside them.
void read_own_keys(const TomlFile& file, const std::vector<std::string>& tables, Profile& profile,
                   OptionsReader& reader, std::vector<Diagnostic>& problems) {
    Place start = in_file(file.name);
    start.line = start.column = 1;
    const Options options = reader.read(file, file.root, own_keys, start, tables);
    if (options.has("format") && options.integer("format") != 1)
        problems.push_back(diagnose(codes::format_unsupported,
                                    "profile format " + std::to_string(options.integer("format")) +
                                        " is not supported: this program reads format 1",
                                    place_of(file, file.root.find("format")->value.at)));
    profile.name = options.text("name");
    profile.title = options.has("title") ? options.text("title") : profile.name;
}

}  // namespace

std::vector<std::filesystem::path> profile_files(const std::filesystem::path& folder,
                                                 std::error_code& error) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (entry.path().extension() == ".toml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::optional<Profile> read_profile(const std::filesystem::path& path, const std::vector<StageRef>& stages,
                                    PluginRegistry& plugins, OptionsReader& reader,
                                    std::vector<Diagnostic>& problems) {
    const auto text = read_file(path, problems);
    if (!text) return std::nullopt;
    const TomlFile file = parse_toml(*text, path.string(), problems);
    if (!file.usable) return std::nullopt;

    std::vector<std::string> tables;
    Profile profile;
    profile.file = path.string();
    for (const TomlEntry& entry : file.root.table) {
        const bool is_own = std::any_of(std::begin(own_keys), std::end(own_keys),
                                        [&](const OptionSpec& spec) { return entry.key == spec.name; });
        if (is_own) continue;
        tables.push_back(entry.key);
        const StageSpec* stage = stage_named(entry.key, stages, plugins);
        if (!stage || stage->profile_options.empty()) {
            report_unknown(file, entry, stage, stages, problems);
            continue;
        }
        if (auto rules = read_table(file, entry, *stage, reader, problems))
            profile.rules.emplace(stage->name, std::move(*rules));
    }
    read_own_keys(file, tables, profile, reader, problems);
    if (profile.name.empty()) return std::nullopt;
    return profile;
}

std::optional<Profile> read_profile_head(const std::filesystem::path& path, OptionsReader& reader,
                                         std::vector<Diagnostic>& problems) {
    auto text = read_file(path, problems);
    if (!text) return std::nullopt;
    Profile profile;
    profile.tables = TomlTables(std::move(*text));
    const TomlFile file = parse_toml(profile.tables.only({}), path.string(), problems);
    if (!file.usable) return std::nullopt;
    std::vector<std::string> tables;
    for (const TomlEntry& entry : file.root.table)
        if (entry.value.is(TomlNode::Kind::table)) tables.push_back(entry.key);
    profile.file = path.string();
    read_own_keys(file, tables, profile, reader, problems);
    if (profile.name.empty()) return std::nullopt;
    return profile;
}

std::optional<Options> read_rules(const Profile& profile, const StageSpec& stage,
                                  std::vector<Diagnostic>& problems) {
    if (stage.profile_options.empty()) return std::nullopt;
    const TomlFile file = parse_toml(profile.tables.only(stage.name), profile.file, problems);
    const TomlEntry* const found = file.root.find(stage.name);
    if (!file.usable || !found) return std::nullopt;
    OptionsReader reader(problems);
    return read_table(file, *found, stage, reader, problems);
}

}  // namespace sheaf
