// Checks a pipeline file and makes the plan.
#include <algorithm>
#include <set>

#include "pipeline/batch_table.hpp"
#include "pipeline/exec_stage.hpp"
#include "pipeline/file_text.hpp"
#include "pipeline/options_reader.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/profile_file.hpp"
#include "pipeline/suggest.hpp"
#include "plugin/codes.hpp"

namespace sheaf {

namespace {

using Kind = TomlNode::Kind;

constexpr OptionSpec own_keys[] = {
    {.name = "format",
     .type = OptionType::integer,
     .help = "version of the pipeline format: 1",
     .required = true},
    {.name = "name", .type = OptionType::text, .help = "the pipeline's name for people"},
    {.name = "profiles",
     .type = OptionType::texts,
     .help = "folders of profile files, relative to the pipeline file",
     .default_value = "[]"},
};

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
    void read_batch();
    void read_stages(StageKind kind, std::vector<PlannedStage>& stages);
    void read_stage(StageKind kind, const TomlNode& table, std::vector<PlannedStage>& stages);
    std::optional<StageRef> find_stage(StageKind kind, const TomlNode& use);
    void check_order();
    void check_needs(const PlannedStage& stage, const std::set<std::string_view>& made);
    void add_record_types(const PlannedStage& stage);
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
    if (!text) return {std::nullopt, std::move(problems_)};
    file_ = parse_toml(*text, path_.string(), problems_);
    plan_.file = path_.string();
    if (file_.usable) {
        read_own_keys();
        read_batch();
        read_stages(StageKind::input, plan_.inputs);
        read_stages(StageKind::transform, plan_.transforms);
        read_stages(StageKind::output, plan_.outputs);
        check_order();
        find_profiles();
        sort_by_place(problems_.begin(), problems_.end());
        read_profiles();
        add_plugin_problems();
    }
    CheckedPipeline result;
    const bool failed = std::any_of(problems_.begin(), problems_.end(),
                                    [](const Diagnostic& one) { return one.severity == Severity::error; });
    if (!failed) result.plan = std::move(plan_);
    result.diagnostics = std::move(problems_);
    return result;
}

void PipelineCheck::read_own_keys() {
    const Options options = reader_.read(file_, file_.root, own_keys, start_of(file_.name), stage_keys);
    if (options.has("format") && options.integer("format") != 1)
        report(codes::format_unsupported,
               "pipeline format " + std::to_string(options.integer("format")) +
                   " is not supported: this program reads format 1",
               place_of(file_, file_.root.find("format")->value.at));
    plan_.name = options.has("name") ? options.text("name") : path_.stem().string();
}

void PipelineCheck::read_batch() {
    static const TomlNode none;
    const TomlEntry* const entry = file_.root.find("batch");
    const TomlNode& table = entry ? entry->value : none;
    if (!table.is(Kind::table)) {
        report(codes::wrong_type, "\"batch\" must be a table", place_of(file_, table.at),
               "write [batch] with its keys below it");
        return;
    }
    const Place place = entry ? place_of(file_, table.at) : start_of(file_.name);
    plan_.batch = reader_.read(file_, table, batch_keys(), place);
    const auto from_here = [&](const std::string& path) {
        return (path_.parent_path() / path).lexically_normal().string();
    };
    std::vector<std::string> inputs = plan_.batch.texts("inputs");
    for (std::string& input : inputs) input = from_here(input);
    plan_.batch.set("inputs", inputs);
    for (const char* key : {"output", "metrics"})
        if (plan_.batch.has(key)) plan_.batch.set(key, from_here(plan_.batch.text(key)));
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
                   "the " + std::string(name(kind)) + " \"" + use.text + "\" stands twice",
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
                           "\" stands twice",
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

bool same_fields(const RecordSpec& a, const RecordSpec& b) {
    return std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                      [](const FieldSpec& x, const FieldSpec& y) {
                          return std::string_view(x.name) == y.name && x.type == y.type;
                      });
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
        const auto files = profile_files((path_.parent_path() / folder).lexically_normal(), error);
        if (error)
            report(codes::file_missing,
                   "the profile folder \"" + folder + "\" cannot be read: " + error.message(),
                   place_of(file_, node.at), "folders are named relative to the pipeline file");
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

std::vector<ProfileRules> Plan::rules_for(const StageSpec& stage, std::string_view profile,
                                          std::vector<Diagnostic>& problems) const {
    std::vector<ProfileRules> list;
    for (const Profile& one : profiles) {
        if (!profile.empty() && one.name != profile) continue;
        Options rules;
        rules.declare(stage.profile_options);
        if (profile_tables == ProfileTables::when_asked) {
            if (auto read = read_rules(one, stage, problems)) rules = std::move(*read);
        } else if (const auto own = one.rules.find(std::string_view(stage.name)); own != one.rules.end()) {
            rules = own->second;
        }
        list.push_back({one.name, one.title, std::move(rules)});
    }
    return list;
}

CheckedPipeline check_pipeline(const std::filesystem::path& file, PluginRegistry& plugins,
                               ProfileTables tables) {
    return PipelineCheck(file, plugins, tables).run();
}

}  // namespace sheaf
