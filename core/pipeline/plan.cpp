#include "pipeline/plan.hpp"

#include <algorithm>

#include "pipeline/profile_file.hpp"

namespace sheaf {

bool needs_profile(const StageSpec& stage) {
    const auto is_rule = [](const OptionSpec& key) {
        const bool looks =
            key.type != OptionType::flag && key.type != OptionType::integer && key.type != OptionType::number;
        const std::string_view value = key.default_value ? key.default_value : "";
        return looks && !value.empty() && value != "[]" && value != "{}" && value != "\"\"";
    };
    return !stage.provides.empty() && !stage.profile_options.empty() &&
           std::none_of(stage.profile_options.begin(), stage.profile_options.end(), is_rule);
}

std::vector<RecordRule> Plan::record_rules(const Profile& profile) const {
    std::vector<RecordRule> found;
    for (const PlannedStage& stage : transforms) {
        const auto rules = profile.rules.find(stage.name());
        if (rules == profile.rules.end()) continue;
        for (const OptionSpec& key : stage.stage.spec->profile_options) {
            const std::string_view table = key.name;
            if (key.type != OptionType::tables ||
                (table != "rule" && table != "table" && table != "statement"))
                continue;
            for (const Options& rule : rules->second.tables(table))
                if (!rule.text("name").empty())
                    found.push_back({rule.text("name"), stage.stage.spec, &key, &rule});
        }
    }
    return found;
}

std::span<const RecordSpec> Plan::types_of(std::string_view profile) const {
    for (const Profile& one : profiles)
        if (!one.own_types.empty() && (one.fallback ? profile.empty() : one.name == profile))
            return one.record_types;
    return {record_types.data(), stage_types};
}

std::vector<ProfileRules> Plan::rules_for(const StageSpec& stage, std::string_view profile,
                                          std::vector<Diagnostic>& problems) const {
    std::vector<ProfileRules> list;
    for (const Profile& one : profiles) {
        if (!profile.empty() && one.name != profile) continue;
        std::optional<Options> rules;
        if (profile_tables == ProfileTables::when_asked) {
            rules = read_rules(one, stage, problems);
        } else if (const auto own = one.rules.find(std::string_view(stage.name)); own != one.rules.end()) {
            rules = own->second;
        }
        if (one.fallback && !rules) continue;
        if (!rules) rules.emplace().declare(stage.profile_options);
        list.push_back({one.fallback ? std::string() : one.name, one.title, std::move(*rules)});
    }
    return list;
}

std::vector<ProfileRules> Plan::fallback_for(const StageSpec& stage,
                                             std::vector<Diagnostic>& problems) const {
    for (const Profile& one : profiles)
        if (one.fallback) return rules_for(stage, one.name, problems);
    return {};
}

}  // namespace sheaf
