// sheaf explain: why a letter's records are what they are.
#include <algorithm>
#include <cstdio>

#include "base/codes.hpp"
#include "cli/archive.hpp"
#include "cli/rule_text.hpp"
#include "pipeline/own_records.hpp"
#include "run/convert.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

std::string on_one_line(std::string_view text, std::size_t most) {
    std::string line = shortened(text, most);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

std::string said(const FieldValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    if (const auto* number = std::get_if<double>(&value)) {
        char digits[40];
        std::snprintf(digits, sizeof digits, "%g", *number);
        return digits;
    }
    std::string list;
    if (const auto* texts = std::get_if<std::vector<std::string>>(&value))
        for (const std::string& one : *texts) list += (list.empty() ? "" : "; ") + one;
    return list;
}

bool absent(const FieldValue& value) {
    return std::holds_alternative<std::monostate>(value);
}

/// `page 4, b62 (paragraph): "The local authority …"`
std::string words_at(const Document& document, const Anchor& anchor) {
    const Block& block = document[anchor.block];
    const int page = page_of(document, {anchor});
    return (page ? "page " + std::to_string(page) + ", " : std::string()) + "b" +
           std::to_string(anchor.block.value + 1) + " (" + std::string(name(block.kind)) +
           (block.label.empty() ? "" : " " + block.label) + "): \"" +
           on_one_line(words_of(document, anchor), 100) + "\"";
}

void print_words(const Document& document, const std::vector<Anchor>& anchors) {
    for (const Anchor& anchor : anchors) say("      from %s", words_at(document, anchor).c_str());
}

class Explanation {
  public:
    Explanation(const Document& document, const Plan& plan) : document_(document), plan_(plan) {}

    void letter() const {
        say("%s", document_.source.name.c_str());
        say("\nProfile: %s", document_.profile.empty() ? "none" : document_.profile.c_str());
        for (const Diagnostic& one : document_.diagnostics)
            if (one.stage == "profile") say("  %s", one.message.c_str());
        for (const PlannedStage& stage : plan_.transforms)
            for (const RecordSpec& type : made_by(stage)) records(*stage.stage.spec, type);
        doubts();
    }

    /// Whether there is such a record, or type of records.
    bool record(const std::string& id) const {
        bool found = false;
        for (const Record& record : document_.records)
            if (record.id == id || record.type == id) {
                whole(record);
                found = true;
            }
        return found || none_of_type(id);
    }

  private:
    /// The types that the stage makes of this letter, those that the letter's profile declares among them.
    std::span<const RecordSpec> made_by(const PlannedStage& stage) const {
        if (stage.name() == own_records_stage)
            return plan_.types_of(document_.profile).subspan(plan_.stage_types);
        return stage.stage.spec->provides;
    }

    /// Says that the letter has no records of a type that the pipeline makes, and what was tried.
    bool none_of_type(const std::string& type) const {
        for (const PlannedStage& stage : plan_.transforms)
            for (const RecordSpec& made : made_by(stage))
                if (type == made.name) {
                    records(*stage.stage.spec, made);
                    return true;
                }
        return false;
    }

    void records(const StageSpec& stage, const RecordSpec& type) const {
        say("\n%s (stage %s)", type.name, stage.name);
        bool any = false;
        for (const Record& record : document_.records) {
            if (record.type != type.name) continue;
            any = true;
            if (record.type == "metadata")
                whole(record);
            else
                line(record);
        }
        if (any) return;
        say("  none");
        tried(stage, {});
    }

    void line(const Record& record) const {
        const int page = page_of(document_, record.anchors);
        const std::string_view words =
            record.anchors.empty() ? std::string_view() : words_of(document_, record.anchors.front());
        say("  %s  %s%s, confidence %g: \"%s\"", record.id.c_str(),
            record.rule.empty() ? record.stage.c_str() : ("rule `" + record.rule + "`").c_str(),
            page ? (", page " + std::to_string(page)).c_str() : "", record.confidence,
            on_one_line(words, 70).c_str());
    }

    void whole(const Record& record) const {
        say("  %s %s: stage %s%s, confidence %g", record.type.c_str(), record.id.c_str(),
            record.stage.c_str(), record.rule.empty() ? "" : (", rule `" + record.rule + "`").c_str(),
            record.confidence);
        const StageSpec* stage = stage_of(record);
        for (const Field& field : record.fields) {
            if (absent(field.value)) {
                say("    %s: absent", field.name.c_str());
                if (stage) tried(*stage, field.name);
                continue;
            }
            say("    %s: %s", field.name.c_str(), on_one_line(said(field.value), 200).c_str());
            print_words(document_, field.anchors);
        }
        if (record.type != "metadata") {
            say("    stands on");
            print_words(document_, record.anchors);
            if (!record.anchors.empty() && !document_[record.anchors.front().block].basis.empty())
                say("      a %s by: %s",
                    std::string(name(document_[record.anchors.front().block].kind)).c_str(),
                    document_[record.anchors.front().block].basis.c_str());
        }
        rule_of(record, stage);
    }

    const StageSpec* stage_of(const Record& record) const {
        for (const PlannedStage& stage : plan_.transforms)
            if (stage.name() == record.stage) return stage.stage.spec;
        return nullptr;
    }

    const Options* rules_of(const StageSpec& stage) const {
        for (const Profile& profile : plan_.profiles)
            if (profile.name == document_.profile || (profile.fallback && document_.profile.empty()))
                if (const auto found = profile.rules.find(stage.name); found != profile.rules.end())
                    return &found->second;
        return nullptr;
    }

    /// The words of the profile's rule that made the record.
    void rule_of(const Record& record, const StageSpec* stage) const {
        const Options* rules = stage ? rules_of(*stage) : nullptr;
        if (!rules || record.rule.empty()) return;
        for (const OptionSpec& table : stage->profile_options) {
            if (table.type != OptionType::tables) continue;
            for (const Options& rule : rules->tables(table.name))
                if (rule_name(table, rule) == record.rule)
                    say("    rule: %s", rule_text(*stage, table, rule).c_str());
        }
    }

    static std::string rule_name(const OptionSpec& table, const Options& rule) {
        for (const OptionSpec& key : table.keys)
            if (std::string_view(key.name) == "name") return rule.text("name");
        return {};
    }

    /// The rules of the letter's profile that look for a field, or all of the stage's when none is named.
    void tried(const StageSpec& stage, std::string_view field) const {
        const Options* rules = rules_of(stage);
        bool any = false;
        for (const OptionSpec& table : stage.profile_options) {
            if (!rules || table.type != OptionType::tables) continue;
            for (const Options& rule : rules->tables(table.name)) {
                any = true;
                const std::string name = rule_name(table, rule);
                // `inspection` looks for `inspection_start` and `inspection_end`.
                if (!field.empty() && (name.empty() || !field.starts_with(name))) continue;
                say("      tried: %s", rule_text(stage, table, rule).c_str());
            }
        }
        if (!any && field.empty())
            say("    %s", document_.profile.empty() ? "no profile fits the letter, so no rules were tried"
                                                    : "the letter's profile has no rules for it");
    }

    void doubts() const {
        bool any = false;
        for (const Diagnostic& one : document_.diagnostics) {
            if (one.stage == "profile") continue;
            if (!any) say("\nWhat the stages say");
            any = true;
            say("  %s: %s[%s]: %s%s", one.stage.c_str(), std::string(name(one.severity)).c_str(),
                one.code.c_str(), one.message.c_str(),
                one.place.page ? (" (page " + std::to_string(one.place.page) + ")").c_str() : "");
        }
    }

    const Document& document_;
    const Plan& plan_;
};

}  // namespace

Exit explain(const CommonOptions& common, const ExplainOptions& options) {
    if (std::filesystem::is_directory(options.letter))
        return archive_commands().explain_rules(common, options);
    Console console(common.console());
    const auto pipeline =
        open_pipeline(common, options.pipeline, options.password_file, ProfileTables::at_once, console);
    auto stages = pipeline ? create_stages(*pipeline, console) : std::nullopt;
    if (!stages) return Exit::nothing_ran;
    RunSettings settings;
    settings.password = pipeline->password;
    std::vector<Diagnostic> diagnostics;
    std::optional<DecisionFolder> decisions;
    if (!pipeline->plan.decisions.empty())
        settings.decisions = &decisions.emplace(pipeline->plan.decisions, diagnostics);

    const std::vector<Letter> letters = find_letters({options.letter});
    if (letters.size() != 1) {
        console.print({},
                      diagnose(codes::usage, "one letter can be explained at a time", {}, "name one file"));
        return Exit::nothing_ran;
    }
    const auto document = read_letter(letters.front(), pipeline->plan, *stages, settings, diagnostics);
    if (!document) {
        console.print(letters.front().name, diagnostics);
        return Exit::some_failed;
    }
    const Explanation explanation(*document, pipeline->plan);
    if (options.record.empty()) {
        explanation.letter();
    } else if (!explanation.record(options.record)) {
        console.print(letters.front().name, diagnose(codes::usage,
                                                     "the letter has no record `" + options.record +
                                                         "`, and the pipeline makes no type of this name",
                                                     {}, "without --record all are listed"));
        return Exit::nothing_ran;
    }
    return worst(*document) == Severity::doubtful ? Exit::some_doubtful : Exit::success;
}

}  // namespace sheaf
