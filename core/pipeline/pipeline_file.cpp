// Checks a pipeline file and makes the plan.
#include <algorithm>
#include <set>

#include "base/codes.hpp"
#include "pipeline/batch_table.hpp"
#include "pipeline/exec_stage.hpp"
#include "pipeline/file_text.hpp"
#include "pipeline/lookup.hpp"
#include "pipeline/options_reader.hpp"
#include "pipeline/own_records.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/profile_file.hpp"
#include "pipeline/suggest.hpp"

namespace sheaf {

namespace {

using Kind = TomlNode::Kind;

constexpr OptionSpec pipeline_keys[] = {
    {.name = "format",
     .type = OptionType::integer,
     .help = "version of the pipeline format: 1",
     .required = true},
    {.name = "name", .type = OptionType::text, .help = "the pipeline's name for people"},
    {.name = "profiles",
     .type = OptionType::texts,
     .help = "folders of profile files, relative to the pipeline file",
     .default_value = "[]"},
    {.name = "decisions",
     .type = OptionType::text,
     .help = "folder of what people decided about letters, relative to the pipeline file"},
};

/// The stage that chooses a letter's profile.
constexpr std::string_view profile_stage = "profile";

const std::vector<std::string> stage_keys = {"input", "transform", "output", "batch"};

class PipelineCheck {
  public:
    PipelineCheck(const std::filesystem::path& path, PluginRegistry& plugins, ProfileTables tables)
        : path_(path), plugins_(plugins), reader_(problems_) {
        plan_.profile_tables = tables;
    }

    CheckedPipeline run();

  private:
    void read_own_keys();
    void read_stages(StageKind kind, std::vector<PlannedStage>& stages);
    void read_stage(StageKind kind, const TomlNode& table, std::vector<PlannedStage>& stages);
    std::optional<StageRef> find_stage(StageKind kind, const TomlNode& use);
    void advise_on_name();
    bool is_text(std::string_view content);
    bool is_profile();
    void check_order();
    void check_profiles();
    void check_profile_of(const PlannedStage& stage, bool chosen_later);
    void check_needs(const PlannedStage& stage, const std::set<std::string_view>& made);
    void add_record_types(const PlannedStage& stage);
    void add_own_types();
    void add_own_type(const RecordSpec& type, const Profile& profile);
    void find_profiles();
    void read_profiles();
    void add_plugin_problems();
    void report(const DiagnosticSpec& code, std::string message, Place place, std::string hint = {}) {
        problems_.push_back(diagnose(code, std::move(message), std::move(place), std::move(hint)));
    }

    const std::filesystem::path& path_;
    PluginRegistry& plugins_;
    std::vector<Diagnostic> problems_;
    OptionsReader reader_;
    TomlFile file_;
    Plan plan_;
    std::vector<std::filesystem::path> profile_files_;
    bool stage_missing_ = false;
};

Place start_of(const std::string& file) {
    Place place = in_file(file);
    place.line = place.column = 1;
    return place;
}

/// In file order: a stable sort by place keeps what has none at the front.
void sort_by_place(std::vector<Diagnostic>::iterator begin, std::vector<Diagnostic>::iterator end) {
    std::stable_sort(begin, end, [](const Diagnostic& a, const Diagnostic& b) {
        return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    });
}

CheckedPipeline PipelineCheck::run() {
    const auto text = read_file(path_, problems_);
    if (!text) advise_on_name();
    if (!text || !is_text(*text)) return {std::nullopt, std::move(problems_)};
    file_ = parse_toml(*text, path_.string(), problems_);
    if (file_.usable && is_profile()) return {std::nullopt, std::move(problems_)};
    plan_.file = path_.string();
    if (file_.usable) {
        read_own_keys();
        plan_.batch = read_batch_table(file_, path_, reader_, problems_);
        read_stages(StageKind::input, plan_.inputs);
        read_stages(StageKind::transform, plan_.transforms);
        read_stages(StageKind::output, plan_.outputs);
        check_order();
        if (!stage_missing_) check_profiles();
        find_profiles();
        sort_by_place(problems_.begin(), problems_.end());
        read_profiles();
        add_own_types();
        add_plugin_problems();
    }
    CheckedPipeline result;
    const bool failed = std::any_of(problems_.begin(), problems_.end(),
                                    [](const Diagnostic& one) { return one.severity == Severity::error; });
    if (!failed) result.plan = std::move(plan_);
    result.diagnostics = std::move(problems_);
    return result;
}

constexpr const char* letters_come_later =
    "the pipeline file comes first, then the letters; `sheaf convert LETTER` needs none";

/// What else may have been meant by a name that no pipeline file could be read by.
void PipelineCheck::advise_on_name() {
    Diagnostic& problem = problems_.back();
    if (problem.code == codes::not_a_file.code) problem.hint = letters_come_later;
    if (problem.code != codes::file_missing.code) return;
    const std::vector<std::string> names = installed_names();
    const std::string hint = did_you_mean(path_.stem().string(), names);
    if (!hint.empty())
        problem.hint = hint;
    else if (!names.empty())
        problem.hint = "check the path, or name an installed pipeline, such as " + listed({names.front()});
}

/// A letter that is taken for a pipeline has bytes that no text has.
bool PipelineCheck::is_text(std::string_view content) {
    constexpr std::size_t enough = 4096;
    const std::string_view head = content.substr(0, enough);
    const bool binary = std::any_of(head.begin(), head.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 &&
               std::string_view("\t\n\r\f\x1B").find(c) == std::string_view::npos;
    });
    if (binary)
        report(codes::not_a_pipeline, "this is no text, so it cannot be a pipeline", in_file(path_.string()),
               letters_come_later);
    return !binary;
}

/// A profile has tables of rules where a pipeline has its stages.
bool PipelineCheck::is_profile() {
    for (const std::string& key : stage_keys)
        if (file_.root.find(key)) return false;
    for (const TomlEntry& entry : file_.root.table) {
        const auto stage = plugins_.find(StageKind::transform, entry.key);
        if (!entry.value.is(Kind::table) || !stage || stage->spec->profile_options.empty()) continue;
        report(codes::not_a_pipeline, "this is a profile: it has rules, and no stages",
               in_file(path_.string()),
               "check the pipeline whose `profiles` lead to it; its profiles are checked with it");
        return true;
    }
    return false;
}

void PipelineCheck::read_own_keys() {
    const Options options = reader_.read(file_, file_.root, pipeline_keys, start_of(file_.name), stage_keys);
    if (options.has("format") && options.integer("format") != 1)
        report(codes::format_unsupported,
               "pipeline format " + std::to_string(options.integer("format")) +
                   " is not supported: this program reads format 1",
               place_of(file_, file_.root.find("format")->value.at));
    if (options.has("decisions"))
        plan_.decisions = (path_.parent_path() / options.text("decisions")).lexically_normal().string();
    plan_.name = options.has("name") ? options.text("name") : path_.stem().string();
}

void PipelineCheck::read_stages(StageKind kind, std::vector<PlannedStage>& stages) {
    const std::string key(name(kind));
    const TomlEntry* const entry = file_.root.find(key);
    if (!entry) return;
    if (!entry->value.is(Kind::list)) {
        report(codes::wrong_type, "\"" + key + "\" must be a list of tables",
               place_of(file_, entry->value.at), "write [[" + key + "]] in two brackets");
        return;
    }
    for (const TomlNode& element : entry->value.list) {
        if (element.is(Kind::table))
            read_stage(kind, element, stages);
        else
            report(codes::wrong_type, "each \"" + key + "\" must be a table", place_of(file_, element.at),
                   "write [[" + key + "]] with use = \"...\" below it");
    }
}

void PipelineCheck::read_stage(StageKind kind, const TomlNode& table, std::vector<PlannedStage>& stages) {
    const Place place = place_of(file_, table.at);
    const TomlEntry* const found = table.find("use");
    if (!found) {
        if (!file_.damaged)
            report(codes::missing_key, "the key \"use\" (the name of a stage) is missing", place,
                   "sheaf plugins lists the stages");
        return;
    }
    const TomlNode& use = found->value;
    if (!use.is(Kind::text)) {
        report(codes::wrong_type, "\"use\" must be text: the name of a stage", place_of(file_, use.at));
        return;
    }
    const auto stage = find_stage(kind, use);
    if (!stage) {
        stage_missing_ = true;
        return;
    }
    for (const PlannedStage& other : stages)
        if (kind != StageKind::output && other.stage.spec == stage->spec)  // commands have specs of their own
            report(codes::stage_repeated,
                   "the " + std::string(name(kind)) + " \"" + use.text + "\" appears twice",
                   place_of(file_, use.at), "remove one of them");
    PlannedStage planned;
    planned.stage = *stage;
    planned.place = place_of(file_, use.at);
    planned.options = reader_.read(file_, table, stage->spec->options, place, {"use"});
    if (is_exec(*stage)) {
        declare_exec(planned, problems_);
        for (const PlannedStage& other : stages)
            if (other.name() == planned.name())
                report(codes::stage_repeated,
                       "the " + std::string(name(kind)) + " \"" + std::string(planned.name()) +
                           "\" appears twice",
                       planned.place, "give each a `name` of its own");
    }
    stages.push_back(std::move(planned));
}

std::optional<StageRef> PipelineCheck::find_stage(StageKind kind, const TomlNode& use) {
    const std::string& stage_name = use.text;
    if (auto found = plugins_.find(kind, stage_name)) return found;
    std::vector<std::string> names;
    std::string other_kind;
    for (const StageRef& stage : plugins_.stages()) {
        if (stage.spec->kind == kind) names.emplace_back(stage.spec->name);
        if (stage.spec->name == stage_name) other_kind = name(stage.spec->kind);
    }
    const std::string article = kind == StageKind::transform ? "a " : "an ";
    std::string hint = did_you_mean(stage_name, names);
    if (!other_kind.empty())
        hint = "\"" + stage_name + "\" is a stage of kind " + other_kind + ": write it under [[" +
               other_kind + "]]";
    else if (hint.empty())
        hint = names.empty() ? "no plugin with " + article + std::string(name(kind)) + " is installed"
                             : "there are " + listed(names);
    report(codes::unknown_stage,
           "no plugin offers " + article + std::string(name(kind)) + " \"" + stage_name + "\"",
           place_of(file_, use.at), hint);
    return std::nullopt;
}

void PipelineCheck::check_order() {
    const Place end = start_of(file_.name);
    if (!file_.root.find("input") && !file_.damaged)
        report(codes::no_input, "the pipeline has no input", end, "add [[input]] with use = \"...\"");
    if (!file_.root.find("output") && !file_.damaged)
        report(codes::no_output, "the pipeline has no output", end, "add [[output]] with use = \"...\"");
    std::set<std::string_view> made;
    for (const auto* stages : {&plan_.inputs, &plan_.transforms, &plan_.outputs})
        for (const PlannedStage& stage : *stages) {
            // A missing stage may be the one that makes the records: it is reported, this is not.
            if (!stage_missing_) check_needs(stage, made);
            for (const RecordSpec& record : stage.stage.spec->provides) made.insert(record.name);
            add_record_types(stage);
        }
}

/// Rules of profiles are for letters whose profile is known: without it a stage would find nothing, and say nothing.
void PipelineCheck::check_profiles() {
    const auto chooses = [](const PlannedStage& stage) {
        // A command may choose one, too.
        return stage.name() == profile_stage ||
               (is_exec(stage.stage) && stage.stage.spec->kind == StageKind::transform);
    };
    const auto end = plan_.transforms.end();
    const auto first = std::find_if(plan_.transforms.begin(), end, chooses);
    for (auto stage = plan_.transforms.begin(); stage != first; ++stage)
        check_profile_of(*stage, first != end);
    if (first == end)
        for (const PlannedStage& output : plan_.outputs) check_profile_of(output, false);
}

void PipelineCheck::check_profile_of(const PlannedStage& stage, bool chosen_later) {
    const StageSpec& spec = *stage.stage.spec;
    if (spec.profile_options.empty() || (!needs_profile(spec) && !chosen_later)) return;
    report(
        codes::profile_unchosen,
        "\"" + std::string(stage.name()) +
            "\" takes its rules from the letter's profile, which no stage before it chooses",
        stage.place,
        chosen_later
            ? "move the stage \"profile\" before it"
            : "add [[transform]] with use = \"profile\" before it, and profiles = [\"profiles\"] at the top");
}

void PipelineCheck::check_needs(const PlannedStage& stage, const std::set<std::string_view>& made) {
    for (const char* need : stage.stage.spec->needs) {
        if (made.count(need)) continue;
        plugins_.load_all();
        std::vector<std::string> makers;
        for (const StageRef& other : plugins_.stages())
            for (const RecordSpec& record : other.spec->provides)
                if (std::string_view(record.name) == need) makers.emplace_back(other.spec->name);
        report(codes::record_not_made,
               "\"" + std::string(stage.name()) + "\" needs records of type \"" + need +
                   "\", which no earlier stage makes",
               stage.place,
               makers.empty() ? "no installed stage makes them" : "put " + listed(makers) + " before it");
    }
}

/// The record types that profiles declare, where the pipeline has the stage that makes them.
void PipelineCheck::add_own_types() {
    plan_.stage_types = plan_.record_types.size();
    const auto stage = std::find_if(plan_.transforms.begin(), plan_.transforms.end(),
                                    [](const PlannedStage& one) { return one.name() == own_records_stage; });
    if (stage == plan_.transforms.end()) return;
    for (Profile& profile : plan_.profiles) {
        std::optional<Options> rules;
        if (const auto read = profile.rules.find(own_records_stage); read != profile.rules.end())
            rules = read->second;
        else if (plan_.profile_tables == ProfileTables::when_asked && profile.tables.has(own_records_stage))
            rules = read_rules(profile, *stage->stage.spec, problems_);
        if (!rules) continue;
        OwnRecords own = own_records(*rules, problems_);
        for (const RecordSpec& type : own.types) add_own_type(type, profile);
        profile.own_types = std::move(own.types);
        profile.declared = std::move(own.declared);
        profile.record_types.assign(
            plan_.record_types.begin(),
            plan_.record_types.begin() + static_cast<std::ptrdiff_t>(plan_.stage_types));
        profile.record_types.insert(profile.record_types.end(), profile.own_types.begin(),
                                    profile.own_types.end());
    }
}

void PipelineCheck::add_own_type(const RecordSpec& type, const Profile& profile) {
    const auto known =
        std::find_if(plan_.record_types.begin(), plan_.record_types.end(),
                     [&](const RecordSpec& one) { return std::string_view(one.name) == type.name; });
    const std::string named = "the record type \"" + std::string(type.name) + "\" of the profile";
    if (known == plan_.record_types.end())
        plan_.record_types.push_back(type);
    else if (known - plan_.record_types.begin() < static_cast<std::ptrdiff_t>(plan_.stage_types))
        report(codes::record_conflict, named + " is one that a stage makes", start_of(profile.file),
               "give it another name");
    else if (!same_fields(*known, type))
        report(codes::record_conflict, named + " has other fields than in another profile",
               start_of(profile.file), "give it another name, or the same fields");
}

void PipelineCheck::add_record_types(const PlannedStage& stage) {
    for (const RecordSpec& record : stage.stage.spec->provides) {
        const auto known =
            std::find_if(plan_.record_types.begin(), plan_.record_types.end(),
                         [&](const RecordSpec& one) { return std::string_view(one.name) == record.name; });
        if (known == plan_.record_types.end())
            plan_.record_types.push_back(record);
        else if (!same_fields(*known, record))
            report(codes::record_conflict,
                   "\"" + std::string(stage.name()) + "\" declares the record type \"" + record.name +
                       "\" with other fields than an earlier stage",
                   stage.place);
    }
}

void PipelineCheck::find_profiles() {
    const TomlEntry* const folders = file_.root.find("profiles");
    if (!folders) return;
    for (const TomlNode& node : folders->value.list) {
        if (!node.is(Kind::text)) continue;  // reported with the other keys
        const std::string& folder = node.text;
        std::error_code error;
        const auto files = profile_files(beside_or_installed(path_.parent_path(), folder), error);
        if (error)
            report(codes::file_missing,
                   "the profile folder \"" + folder + "\" cannot be read: " + error.message(),
                   place_of(file_, node.at),
                   "folders are looked for next to the pipeline file, then among the installed pipelines");
        profile_files_.insert(profile_files_.end(), files.begin(), files.end());
    }
}

void PipelineCheck::read_profiles() {
    std::vector<StageRef> stages;
    for (const auto* list : {&plan_.inputs, &plan_.transforms, &plan_.outputs})
        for (const PlannedStage& stage : *list) stages.push_back(stage.stage);
    for (const std::filesystem::path& file : profile_files_) {
        const std::size_t before = problems_.size();
        auto profile = plan_.profile_tables == ProfileTables::at_once
                           ? read_profile(file, stages, plugins_, reader_, problems_)
                           : read_profile_head(file, reader_, problems_);
        sort_by_place(problems_.begin() + static_cast<std::ptrdiff_t>(before), problems_.end());
        // A file that several profiles extend is read with each.
        for (std::size_t i = problems_.size(); i-- > before;)
            if (std::find(problems_.begin(), problems_.begin() + static_cast<std::ptrdiff_t>(before),
                          problems_[i]) != problems_.begin() + static_cast<std::ptrdiff_t>(before))
                problems_.erase(problems_.begin() + static_cast<std::ptrdiff_t>(i));
        if (!profile) continue;
        for (const Profile& other : plan_.profiles)
            if (other.name == profile->name)
                report(codes::profile_duplicate,
                       "the profile name \"" + profile->name + "\" is also that of `" + other.file + "`",
                       start_of(profile->file), "rename one of the two");
        plan_.profiles.push_back(std::move(*profile));
    }
    std::stable_sort(plan_.profiles.begin(), plan_.profiles.end(),
                     [](const Profile& a, const Profile& b) { return a.name < b.name; });
}

/// A plugin that is not needed may be broken; one that may hold the missing stage, and two that claim the
/// same name, are told.
void PipelineCheck::add_plugin_problems() {
    for (const Diagnostic& problem : plugins_.problems()) {
        const bool always = problem.code == codes::plugin_duplicate.code ||
                            problem.code == codes::plugin_folder_missing.code ||
                            problem.severity != Severity::error;
        if (always || stage_missing_) problems_.push_back(problem);
    }
}

}  // namespace

CheckedPipeline check_pipeline(const std::filesystem::path& file, PluginRegistry& plugins,
                               ProfileTables tables) {
    return PipelineCheck(file, plugins, tables).run();
}

}  // namespace sheaf
