#include "archive/plan_key.hpp"

#include <charconv>

#include "base/sha256.hpp"
#include "pipeline/file_text.hpp"

namespace sheaf {

namespace {

/// Texts joined so that no two lists of them give the same.
class Account {
  public:
    void add(std::string_view text) {
        text_ += std::to_string(text.size());
        text_ += ':';
        text_ += text;
    }
    void add(double number) {
        char digits[32];
        add(std::string_view(digits, std::to_chars(digits, digits + sizeof digits, number).ptr));
    }
    void add(std::int64_t number) { add(std::to_string(number)); }
    void add(bool flag) { add(std::string_view(flag ? "true" : "false")); }
    void add(const std::vector<std::string>& texts) {
        add(static_cast<std::int64_t>(texts.size()));
        for (const std::string& text : texts) add(text);
    }
    void add(const Options& options, std::span<const OptionSpec> specs) {
        for (const OptionSpec& spec : specs) {
            if (!options.has(spec.name)) continue;
            add(std::string_view(spec.name));
            add_value(options, spec);
        }
        add(std::string_view("."));
    }
    void add(const PlannedStage& stage, const Plan& plan) {
        add(std::string_view(stage.stage.plugin->descriptor->id));
        add(std::string_view(stage.stage.plugin->descriptor->version));
        add(stage.name());
        add(std::string_view(stage.identity));
        add(stage.options, stage.stage.spec->options);
        for (const char* const path : stage.stage.spec->data) add_data(path, stage.options);
        std::vector<Diagnostic> none;  // the tables have been read with the pipeline
        for (const ProfileRules& profile : plan.rules_for(*stage.stage.spec, {}, none)) {
            add(profile.name);
            add(profile.title);
            add(profile.rules, stage.stage.spec->profile_options);
        }
    }
    std::string hash() const { return sha256_hex(text_); }

  private:
    /// The content of a data file, or of one for each value of the option that its path names.
    void add_data(std::string_view path, const Options& options) {
        const std::size_t begin = path.find('{'), end = path.find('}');
        std::vector<std::string> files{std::string(path)};
        if (begin < end && end != std::string_view::npos) {
            files.clear();
            for (const std::string& value : options.texts(path.substr(begin + 1, end - begin - 1)))
                files.push_back(std::string(path.substr(0, begin)) + value +
                                std::string(path.substr(end + 1)));
        }
        for (const std::string& file : files) {
            std::vector<Diagnostic> ignored;  // what cannot be read is not there
            add(std::string_view(file));
            add(std::string_view(hash_of_file(file, ignored).value_or("none")));
        }
    }
    void add_value(const Options& options, const OptionSpec& spec) {
        switch (spec.type) {
            case OptionType::flag:
                return add(options.flag(spec.name));
            case OptionType::integer:
                return add(options.integer(spec.name));
            case OptionType::number:
                return add(options.number(spec.name));
            case OptionType::text:
            case OptionType::choice:
            case OptionType::pattern:
            case OptionType::file:
                return add(options.text(spec.name));
            case OptionType::texts:
            case OptionType::patterns:
            case OptionType::choices:
                return add(options.texts(spec.name));
            case OptionType::table:
                return add(options.table(spec.name), spec.keys);
            case OptionType::tables:
                for (const Options& table : options.tables(spec.name)) add(table, spec.keys);
                return;
            case OptionType::text_map:
                for (const auto& [key, value] : options.text_map(spec.name)) {
                    add(key);
                    add(value);
                }
                return;
        }
    }

    std::string text_;
};

Account begun() {
    Account account;
    account.add(std::string_view(SHEAF_VERSION));
    return account;
}

}  // namespace

LetterKey key_of(const Plan& plan, std::string_view password) {
    Account reading = begun();
    reading.add(sha256_hex(password));
    for (const auto* stages : {&plan.inputs, &plan.transforms})
        for (const PlannedStage& stage : *stages) reading.add(stage, plan);
    Account outputs = begun();
    for (const RecordSpec& type : plan.record_types) outputs.add(std::string_view(type.name));
    for (const PlannedStage& stage : plan.outputs) outputs.add(stage, plan);
    LetterKey key;
    key.reading = reading.hash();
    key.outputs = outputs.hash();
    return key;
}

std::string with_decisions(const std::string& outputs, std::string_view decisions) {
    return decisions.empty() ? outputs : outputs + "+" + sha256_hex(decisions);
}

std::string without_decisions(const std::string& outputs) {
    return outputs.substr(0, outputs.find('+'));
}

}  // namespace sheaf
