#include "learn/trial.hpp"

#include <algorithm>
#include <fstream>

#include "base/codes.hpp"
#include "base/owned_folder.hpp"
#include "pipeline/profile_file.hpp"
#include "pipeline/vocabulary.hpp"
#include "run/convert.hpp"
#include "run/stages.hpp"
#include "sheaf/json.hpp"

namespace sheaf::learn {

namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, std::string_view text) {
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush())
        throw StageError(codes::output_unwritable.code, "a file for the trial cannot be written", {},
                         in_file(file.string()));
}

}  // namespace

struct Workshop::Data {
    Data(const Plan& the_plan, PluginRegistry& the_plugins) : plan(the_plan), plugins(the_plugins) {}

    const Plan& plan;
    PluginRegistry& plugins;
    OwnedFolder folder{fs::temp_directory_path() / "sheaf-profile-XXXXXX"};
    /// The plan with its profiles replaced, and its stages, by the profile's text.
    struct Bench {
        Plan plan;
        LiveStages stages;
    };
    std::map<std::string, std::unique_ptr<Bench>> benches;
    /// Letters as their inputs read them, which no profile changes.
    std::map<fs::path, Document> opened;

    std::optional<Profile> read(const std::string& text, std::vector<Diagnostic>& problems) {
        const fs::path file = folder.path() / "profile.toml";
        write(file, text);
        std::vector<StageRef> stages;
        for (const auto* list : {&plan.inputs, &plan.transforms, &plan.outputs})
            for (const PlannedStage& stage : *list) stages.push_back(stage.stage);
        OptionsReader reader(problems);
        return read_profile(file, stages, plugins, reader, problems);
    }

    /// The bench for a profile: alone but for the fallback, or among the pipeline's.
    Bench* bench(const std::string& text, bool alone, std::vector<Diagnostic>& problems) {
        const std::string key = (alone ? "1" : "0") + text;
        if (const auto known = benches.find(key); known != benches.end()) return known->second.get();
        auto made = std::make_unique<Bench>();
        made->plan = plan;
        if (alone) std::erase_if(made->plan.profiles, [](const Profile& one) { return !one.fallback; });
        if (!text.empty()) {
            auto profile = read(text, problems);
            if (!profile) return nullptr;
            std::erase_if(made->plan.profiles, [&](const Profile& one) { return one.name == profile->name; });
            made->plan.profiles.push_back(std::move(*profile));
            std::stable_sort(made->plan.profiles.begin(), made->plan.profiles.end(),
                             [](const Profile& a, const Profile& b) { return a.name < b.name; });
        }
        made->stages = create_stages(made->plan, problems);
        return benches.emplace(key, std::move(made)).first->second.get();
    }

    std::optional<Document> convert(const Letter& letter, const std::string& text, bool alone,
                                    std::vector<Diagnostic>& problems,
                                    const DecisionFolder* decisions = nullptr) {
        Bench* const at = bench(text, alone, problems);
        if (!at) return std::nullopt;
        RunSettings settings;
        settings.decisions = decisions;
        auto known = opened.find(letter.file);
        if (known == opened.end()) {
            auto document = open_letter(letter, at->plan, at->stages, settings, problems);
            if (!document) return std::nullopt;
            known = opened.emplace(letter.file, std::move(*document)).first;
        }
        return finish_letter(known->second, letter, at->plan, at->stages, settings, problems);
    }
};

Workshop::Workshop(const Plan& plan, PluginRegistry& plugins) : data_(new Data(plan, plugins)) {
    if (!data_->folder)
        throw StageError(codes::output_unwritable.code,
                         "no folder for trials can be made in " + fs::temp_directory_path().string());
}
Workshop::~Workshop() = default;

std::optional<Document> Workshop::without_profile(const Letter& letter, std::vector<Diagnostic>& problems) {
    return data_->convert(letter, {}, true, problems);
}

std::optional<Document> Workshop::with_profile(const Letter& letter, const std::string& profile,
                                               std::vector<Diagnostic>& problems) {
    return data_->convert(letter, profile, true, problems);
}

std::optional<Document> Workshop::with_all(const Letter& letter, const std::string& profile,
                                           std::vector<Diagnostic>& problems) {
    return data_->convert(letter, profile, false, problems);
}

std::optional<Document> Workshop::decided(const Letter& letter, const DecisionFolder& decisions,
                                          std::vector<Diagnostic>& problems) {
    return data_->convert(letter, {}, false, problems, &decisions);
}

std::vector<Diagnostic> Workshop::check(const std::string& profile) {
    std::vector<Diagnostic> problems;
    data_->read(profile, problems);
    if (problems.empty()) data_->bench(profile, true, problems);
    return problems;
}

std::vector<std::string> Workshop::rule_names(const std::string& profile) {
    std::vector<Diagnostic> problems;
    std::vector<std::string> names;
    if (const auto read = data_->read(profile, problems))
        for (const RecordRule& rule : data_->plan.record_rules(*read)) names.push_back(rule.name);
    return names;
}

Surroundings Workshop::surroundings(const std::string& name) const {
    Surroundings known;
    for (const Profile& profile : data_->plan.profiles)
        if (const auto rules = profile.rules.find("profile");
            rules != profile.rules.end() && profile.name != name)
            for (const Options& evidence : rules->second.tables("evidence"))
                if (evidence.number("weight") > 0) known.other_families.push_back(evidence.text("pattern"));
    // The words of a file that extends those of English letters, as a profile's would be.
    const std::string names[] = {"opening",   "body",         "between",           "demand_verb",
                                 "need_verb", "improvements", "priority_headings", "recommendation_headings"};
    std::string text =
        "format = 1\nname = \"words\"\nextends = \"words/english.toml\"\n[recommendations]\ndecoys = [";
    for (const std::string& word : names) text += "'{" + word + "}', ";
    std::vector<Diagnostic> problems;
    if (const auto profile = data_->read(text + "]\n", problems))
        if (const auto rules = profile->rules.find("recommendations"); rules != profile->rules.end()) {
            const std::vector<std::string>& words = rules->second.texts("decoys");
            for (std::size_t i = 0; i < std::min(words.size(), std::size(names)); ++i)
                known.words.emplace_back(names[i], words[i]);
        }
    return known;
}

namespace {

/// Only fields of which something is marked count: nobody said what is right of the others.
score::Fields marked(const score::Fields& fields, const Examples& examples) {
    const auto is_marked = [&](const std::string& column) {
        return std::any_of(examples.begin(), examples.end(), [&](const Example* example) {
            return std::any_of(example->marks.begin(), example->marks.end(), [&](const Mark& mark) {
                return is_demand(mark.what) &&
                       (column == "page" ? mark.page > 0 : mark.more.contains(column));
            });
        });
    };
    score::Fields kept;
    for (const auto& [name, tally] : fields) {
        const bool column = name.starts_with("recommendation.") && name != "recommendation.text" &&
                            name != "recommendation.kind";
        if (tally.gold > 0 && (!column || is_marked(name.substr(name.find('.') + 1))))
            kept.emplace_back(name, tally);
    }
    return kept;
}

/// A letter's marks and what was found, scored in folders of their own.
class Scoring {
  public:
    Scoring(const fs::path& folder, const Plan& plan)
        : gold_(folder / "gold"), out_(folder / "out"), plan_(plan) {
        fs::create_directories(gold_);
        fs::create_directories(out_);
    }
    void add(const Example& example, const std::optional<Document>& document, const std::string& family) {
        std::vector<Mark> marks = example.marks;
        write(gold_ / (example.name + ".gold.json"), gold_of(marks, example.name, family));
        if (document)
            write(out_ / (example.name + ".json"), to_json(*document, plan_.types_of(document->profile)));
    }
    std::vector<score::Letter> result() const { return score::score(gold_, out_); }

  private:
    fs::path gold_, out_;
    const Plan& plan_;
};

score::Fields sum_of(const std::vector<score::Letter>& letters, const Examples& examples) {
    std::vector<const score::Letter*> all;
    all.reserve(letters.size());
    for (const score::Letter& letter : letters) all.push_back(&letter);
    return marked(score::sum(all), examples);
}

}  // namespace

Trial measure(Workshop& workshop, const std::vector<Letter>& letters, const Examples& examples,
              const Surroundings& known, const std::string& name) {
    const OwnedFolder folder(fs::temp_directory_path() / "sheaf-scores-XXXXXX");
    Plan plan;
    Scoring same(folder.path() / "same", plan), left_out(folder.path() / "left-out", plan);
    const std::string all = learn(examples, known, name).text;
    Trial trial;
    for (std::size_t i = 0; i < examples.size(); ++i) {
        std::vector<Diagnostic> problems;
        const auto document = workshop.with_profile(letters[i], all, problems);
        same.add(*examples[i], document, name);
        for (const Diagnostic& one : document ? document->diagnostics : std::vector<Diagnostic>())
            if (one.severity == Severity::doubtful)
                trial.doubts.push_back(examples[i]->name + ": " + one.message);
        if (examples.size() < 2) continue;
        Examples others = examples;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        left_out.add(*examples[i],
                     workshop.with_profile(letters[i], learn(others, known, name).text, problems), name);
    }
    trial.same = sum_of(same.result(), examples);
    if (examples.size() < 2) return trial;
    const std::vector<score::Letter> scored = left_out.result();
    trial.left_out = sum_of(scored, examples);
    for (const score::Letter& letter : scored)
        for (const std::string& difference : letter.differences) {
            // What nobody marked is not wrong.
            const std::string line = letter.id + ": " + difference;
            if (difference.find(": \"\" expected") == std::string::npos &&
                (trial.differences.empty() || trial.differences.back() != line))
                trial.differences.push_back(line);
        }
    return trial;
}

}  // namespace sheaf::learn
