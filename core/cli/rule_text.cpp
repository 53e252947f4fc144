#include "cli/rule_text.hpp"

namespace sheaf {

std::string rule_text(const StageSpec& stage, const OptionSpec& table, const Options& rule) {
    std::string text;
    const auto add = [&](const OptionSpec& key, const std::string& value) {
        if (!value.empty()) text += (text.empty() ? "" : ", ") + std::string(key.name) + " = " + value;
    };
    for (const OptionSpec& key : table.keys) {
        if (!rule.has(key.name)) continue;
        switch (key.type) {
            case OptionType::text:
            case OptionType::choice:
            case OptionType::pattern:
                add(key, "'" + rule.text(key.name) + "'");
                break;
            case OptionType::texts:
            case OptionType::patterns:
            case OptionType::choices: {
                std::string list;
                for (const std::string& one : rule.texts(key.name))
                    list += (list.empty() ? "'" : ", '") + one + "'";
                if (!list.empty()) add(key, "[" + list + "]");
                break;
            }
            default:
                break;  // numbers and flags do not look for anything
        }
    }
    return "[[" + std::string(stage.name) + "." + table.name + "]] " + text;
}

}  // namespace sheaf
