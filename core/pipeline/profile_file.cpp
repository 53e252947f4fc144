#include "pipeline/profile_file.hpp"

#include <algorithm>

#include "base/codes.hpp"
#include "pipeline/file_text.hpp"
#include "pipeline/lookup.hpp"
#include "pipeline/suggest.hpp"
#include "pipeline/vocabulary.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

constexpr OptionSpec profile_keys[] = {
    {.name = "format",
     .type = OptionType::integer,
     .help = "version of the profile format: 1",
     .required = true},
    {.name = "name",
     .type = OptionType::text,
     .help = "short name of the family, unique among the profiles",
     .required = true},
    {.name = "title", .type = OptionType::text, .help = "the family's name for people"},
    {.name = "extends",
     .type = OptionType::text,
     .help =
         "a file, beside this one or among the installed profiles, whose tables give the values that this "
         "file's lack; it may extend another"},
    {.name = "fallback", .type = OptionType::flag, .help = "the rules are for letters that no profile fits"},
};

/// The table whose words stand for their names in rules.
constexpr std::string_view words_table = "words";

std::vector<std::string> known_names(const std::vector<StageRef>& stages) {
    std::vector<std::string> names;
    for (const OptionSpec& key : profile_keys) names.emplace_back(key.name);
    names.emplace_back(words_table);
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
std::optional<Options> read_own_table(const TomlFile& file, const TomlEntry& entry, const StageSpec& stage,
                                      OptionsReader& reader, std::vector<Diagnostic>& problems) {
    if (entry.value.is(TomlNode::Kind::table))
        return reader.read(file, entry.value, stage.profile_options, place_of(file, entry.at));
    problems.push_back(diagnose(codes::wrong_type, "\"" + entry.key + "\" must be a table of rules",
                                place_of(file, entry.value.at)));
    return std::nullopt;
}

bool is_list_of_tables(const TomlNode& node) {
    return node.is(TomlNode::Kind::list) && !node.list.empty() && node.list.front().is(TomlNode::Kind::table);
}

/// Adds what the table lacks of `base`, also in the tables within; rules of the base follow the table's own.
void inherit(TomlNode& table, const TomlNode& base) {
    for (const TomlEntry& entry : base.table) {
        const auto [own, added] = table.add(entry.key, entry.at);
        if (added)
            own->value = entry.value;
        else if (own->value.is(TomlNode::Kind::table) && entry.value.is(TomlNode::Kind::table))
            inherit(own->value, entry.value);
        else if (is_list_of_tables(own->value) && is_list_of_tables(entry.value))
            own->value.list.insert(own->value.list.end(), entry.value.list.begin(), entry.value.list.end());
    }
}

/// The texts of a profile, parsed, with the words put in.
struct ProfileFiles {
    TomlFile own;
    std::vector<TomlFile> bases;  ///< in the order of `Profile::bases`
};

/// A stage's table of rules, with what it lacks from the files that the profile extends.
std::optional<Options> read_table(const ProfileFiles& files, const StageSpec& stage, OptionsReader& reader,
                                  std::vector<Diagnostic>& problems) {
    const TomlEntry* const own = files.own.root.find(stage.name);
    const TomlFile* place = own ? &files.own : nullptr;
    std::optional<TomlEntry> whole;
    if (own) whole = *own;
    const std::size_t before = problems.size();
    for (const TomlFile& base : files.bases) {
        const TomlEntry* const inherited = base.root.find(stage.name);
        if (!inherited) continue;
        // Read by itself first: what is wrong with it has its place in its own file.
        read_own_table(base, *inherited, stage, reader, problems);
        if (problems.size() > before) break;
        if (!whole) {
            whole = *inherited;
            place = &base;
        } else if (whole->value.is(TomlNode::Kind::table)) {
            inherit(whole->value, inherited->value);
        }
    }
    if (problems.size() > before) whole = own ? std::optional(*own) : std::nullopt;
    return whole ? read_own_table(*place, *whole, stage, reader, problems) : std::nullopt;
}

/// The files that the profile extends, each with the one that it extends itself.
void read_bases(const TomlFile& file, Profile& profile, std::vector<Diagnostic>& problems) {
    const TomlEntry* extends = file.root.find("extends");
    std::filesystem::path from = profile.file;
    TomlFile base;
    while (extends && extends->value.is(TomlNode::Kind::text)) {
        // Beside the file, or among the installed profiles.
        std::error_code error;
        const fs::path installed = installed_pipelines() / "profiles" / extends->value.text;
        from = (from.parent_path() / extends->value.text).lexically_normal();
        if (!fs::exists(from, error) && fs::exists(installed, error)) from = installed;
        const bool again =
            from == profile.file || std::any_of(profile.bases.begin(), profile.bases.end(),
                                                [&](const ProfileBase& one) { return one.file == from; });
        if (again) {
            problems.push_back(diagnose(codes::wrong_type, "the file extends itself, by way of others or not",
                                        in_file(from.string())));
            return;
        }
        auto text = read_file(from, problems);
        if (!text) return;
        profile.bases.push_back({from.string(), TomlTables(std::move(*text))});
        base = parse_toml(profile.bases.back().tables.only({}), from.string(), problems);
        extends = base.root.find("extends");
    }
}

/// The tables of that name of the profile and of what it extends, with the words put in; all tables where the name is empty.
ProfileFiles parse(const Profile& profile, TomlFile own, std::string_view table,
                   std::vector<Diagnostic>& problems) {
    std::vector<Vocabulary::Source> sources = {{profile.file, profile.tables}};
    ProfileFiles files{std::move(own), {}};
    for (const ProfileBase& base : profile.bases) {
        sources.push_back({base.file, base.tables});
        files.bases.push_back(
            parse_toml(table.empty() ? base.tables.text() : base.tables.only(table), base.file, problems));
    }
    Vocabulary vocabulary(std::move(sources));
    const auto expand = [&](TomlFile& file) {
        for (TomlEntry& entry : file.root.table)
            if (entry.key != words_table) vocabulary.expand(file, entry.value, problems);
    };
    expand(files.own);
    for (TomlFile& base : files.bases) expand(base);
    return files;
}

/// The profile's own keys; `tables` stand beside them.
void read_own_keys(const TomlFile& file, const std::vector<std::string>& tables, Profile& profile,
                   OptionsReader& reader, std::vector<Diagnostic>& problems) {
    Place start = in_file(file.name);
    start.line = start.column = 1;
    const Options options = reader.read(file, file.root, profile_keys, start, tables);
    if (options.has("format") && options.integer("format") != 1)
        problems.push_back(diagnose(codes::format_unsupported,
                                    "profile format " + std::to_string(options.integer("format")) +
                                        " is not supported: this program reads format 1",
                                    place_of(file, file.root.find("format")->value.at)));
    profile.name = options.text("name");
    profile.title = options.has("title") ? options.text("title") : profile.name;
    profile.fallback = options.flag("fallback");
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
    auto text = read_file(path, problems);
    if (!text) return std::nullopt;
    TomlFile own = parse_toml(*text, path.string(), problems);
    if (!own.usable) return std::nullopt;

    std::vector<std::string> tables;
    Profile profile;
    profile.file = path.string();
    profile.tables = TomlTables(std::move(*text));
    for (const TomlEntry& entry : own.root.table)
        if (std::none_of(std::begin(profile_keys), std::end(profile_keys),
                         [&](const OptionSpec& spec) { return entry.key == spec.name; }))
            tables.push_back(entry.key);
    read_own_keys(own, tables, profile, reader, problems);
    read_bases(own, profile, problems);
    const ProfileFiles files = parse(profile, std::move(own), {}, problems);
    const auto read = [&](const TomlFile& file, const TomlEntry& entry) {
        if (entry.key == words_table || profile.rules.contains(entry.key)) return;
        const StageSpec* stage = stage_named(entry.key, stages, plugins);
        if (!stage || stage->profile_options.empty()) {
            if (&file == &files.own) report_unknown(file, entry, stage, stages, problems);
            return;
        }
        if (auto rules = read_table(files, *stage, reader, problems))
            profile.rules.emplace(stage->name, std::move(*rules));
    };
    for (const TomlEntry& entry : files.own.root.table)
        if (std::find(tables.begin(), tables.end(), entry.key) != tables.end()) read(files.own, entry);
    for (const TomlFile& base : files.bases)
        for (const TomlEntry& entry : base.root.table) read(base, entry);
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
    read_bases(file, profile, problems);
    return profile;
}

std::optional<Options> read_rules(const Profile& profile, const StageSpec& stage,
                                  std::vector<Diagnostic>& problems) {
    if (stage.profile_options.empty()) return std::nullopt;
    TomlFile own = parse_toml(profile.tables.only(stage.name), profile.file, problems);
    if (!own.usable) return std::nullopt;
    OptionsReader reader(problems);
    return read_table(parse(profile, std::move(own), stage.name, problems), stage, reader, problems);
}

}  // namespace sheaf
