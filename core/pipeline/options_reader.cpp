#include "pipeline/options_reader.hpp"

#include <algorithm>
#include <charconv>

#include "base/codes.hpp"
#include "pipeline/file_text.hpp"
#include "pipeline/suggest.hpp"
#include "sheaf/pattern.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

using Kind = TomlNode::Kind;

std::string_view described(Kind kind) {
    switch (kind) {
        case Kind::table:
            return "a table";
        case Kind::list:
            return "a list";
        case Kind::text:
            return "text";
        case Kind::integer:
            return "a whole number";
        case Kind::number:
            return "a number";
        case Kind::flag:
            return "true or false";
        case Kind::date:
            return "a date";
        case Kind::time:
            return "a time";
        case Kind::date_time:
            return "a date with time";
    }
    return "nothing";
}

std::string shortest(double value) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    return std::string(buffer, end);
}

std::string with_article(const OptionSpec& spec) {
    if (spec.type == OptionType::choice) return "one of " + listed(choices_of(spec));
    return std::string(described(spec.type));
}

std::vector<std::string> names_of(std::span<const OptionSpec> specs, const std::vector<std::string>& others) {
    std::vector<std::string> names = others;
    for (const OptionSpec& spec : specs) names.emplace_back(spec.name);
    return names;
}

}  // namespace

Options OptionsReader::read(const TomlFile& file, const TomlNode& table, std::span<const OptionSpec> specs,
                            const Place& place, const std::vector<std::string>& others) {
    Options options;
    options.declare(specs);
    options.set_place(place);
    for (const auto& [written, at, node] : table.table) {
        if (std::find(others.begin(), others.end(), written) != others.end()) continue;
        const auto spec =
            std::find_if(specs.begin(), specs.end(),
                         [&, &key = written](const OptionSpec& one) { return key == one.name; });
        if (spec == specs.end())
            problems_.push_back(diagnose(codes::unknown_key, "unknown key \"" + written + "\"",
                                         place_of(file, at), did_you_mean(written, names_of(specs, others))));
        else if (auto read = value(file, node, *spec))
            options.set(spec->name, std::move(*read));
    }
    for (const OptionSpec& spec : specs) {
        if (table.find(spec.name)) continue;
        if (const auto& value = default_of(spec))
            options.set(spec.name, *value);
        else if (spec.required && !file.damaged)
            problems_.push_back(
                diagnose(codes::missing_key,
                         "the key \"" + std::string(spec.name) + "\" (" + with_article(spec) + ") is missing",
                         place, spec.help ? spec.help : ""));
    }
    return options;
}

std::optional<Options::Value> OptionsReader::value(const TomlFile& file, const TomlNode& node,
                                                   const OptionSpec& spec) {
    switch (spec.type) {
        case OptionType::flag:
            if (node.is(Kind::flag)) return Options::Value(node.flag);
            break;
        case OptionType::integer:
        case OptionType::number:
            return number(file, node, spec);
        case OptionType::text:
        case OptionType::choice:
        case OptionType::pattern:
            if (auto read = text(file, node, spec)) return Options::Value(std::move(*read));
            return std::nullopt;
        case OptionType::texts:
        case OptionType::patterns:
        case OptionType::choices:
            return list(file, node, spec);
        case OptionType::table:
            if (node.is(Kind::table))
                return Options::Value(read(file, node, spec.keys, place_of(file, node.at)));
            break;
        case OptionType::tables:
            return tables(file, node, spec);
        case OptionType::text_map:
            return text_map(file, node, spec);
        case OptionType::file:
            if (auto read = file_content(file, node, spec)) return Options::Value(std::move(*read));
            return std::nullopt;
    }
    wrong_type(file, node, spec);
    return std::nullopt;
}

std::optional<Options::Value> OptionsReader::number(const TomlFile& file, const TomlNode& node,
                                                    const OptionSpec& spec) {
    const bool whole = spec.type == OptionType::integer;
    if (!node.is(Kind::integer) && (whole || !node.is(Kind::number))) {
        wrong_type(file, node, spec);
        return std::nullopt;
    }
    const double value = node.is(Kind::integer) ? static_cast<double>(node.integer) : node.number;
    const bool limited = spec.minimum != spec.maximum;
    // The comparison is written so that a NaN is refused, too.
    if (limited && !(value >= spec.minimum && value <= spec.maximum)) {
        problems_.push_back(diagnose(codes::out_of_range,
                                     "\"" + std::string(spec.name) + "\" is " + shortest(value) +
                                         " but must lie from " + shortest(spec.minimum) + " to " +
                                         shortest(spec.maximum),
                                     place_of(file, node.at)));
        return std::nullopt;
    }
    if (whole) return Options::Value(node.integer);
    return Options::Value(value);
}

/// One text, choice or pattern: a value of its own or an element of a list.
std::optional<std::string> OptionsReader::text(const TomlFile& file, const TomlNode& node,
                                               const OptionSpec& spec) {
    if (!node.is(Kind::text)) {
        wrong_type(file, node, spec);
        return std::nullopt;
    }
    const std::string& value = node.text;
    if (spec.type == OptionType::pattern || spec.type == OptionType::patterns) {
        const std::string fault = Pattern::check(value);
        if (!fault.empty()) {
            problems_.push_back(diagnose(codes::pattern_invalid,
                                         "the regular expression `" + value + "` is not valid: " + fault,
                                         place_of(file, node.at)));
            return std::nullopt;
        }
    }
    if (spec.type == OptionType::choice || spec.type == OptionType::choices) {
        const std::vector<std::string> choices = choices_of(spec);
        if (std::find(choices.begin(), choices.end(), value) == choices.end()) {
            problems_.push_back(diagnose(codes::unknown_choice,
                                         "\"" + std::string(spec.name) + "\" is \"" + value +
                                             "\" but must be one of " + listed(choices),
                                         place_of(file, node.at), did_you_mean(value, choices)));
            return std::nullopt;
        }
    }
    return value;
}

std::optional<Options::Value> OptionsReader::list(const TomlFile& file, const TomlNode& node,
                                                  const OptionSpec& spec) {
    if (!node.is(Kind::list)) {
        wrong_type(file, node, spec);
        return std::nullopt;
    }
    std::vector<std::string> values;
    for (const TomlNode& element : node.list)
        if (auto read = text(file, element, spec)) values.push_back(std::move(*read));
    return Options::Value(std::move(values));
}

std::optional<Options::Value> OptionsReader::tables(const TomlFile& file, const TomlNode& node,
                                                    const OptionSpec& spec) {
    if (!node.is(Kind::list)) {
        wrong_type(file, node, spec);
        return std::nullopt;
    }
    std::vector<Options> values;
    for (const TomlNode& element : node.list) {
        if (element.is(Kind::table))
            values.push_back(read(file, element, spec.keys, place_of(file, element.at)));
        else
            wrong_type(file, element, spec);
    }
    return Options::Value(std::move(values));
}

std::optional<Options::Value> OptionsReader::text_map(const TomlFile& file, const TomlNode& node,
                                                      const OptionSpec& spec) {
    if (!node.is(Kind::table)) {
        wrong_type(file, node, spec);
        return std::nullopt;
    }
    struct Entry {
        TomlPosition at;
        std::pair<std::string, std::string> value;
    };
    std::vector<Entry> entries;
    for (const auto& [key, at, element] : node.table) {
        if (element.is(Kind::text))
            entries.push_back({at, {key, element.text}});
        else
            wrong_type(file, element, spec);
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.at < b.at; });
    std::vector<std::pair<std::string, std::string>> values;
    values.reserve(entries.size());
    for (Entry& entry : entries) values.push_back(std::move(entry.value));
    return Options::Value(std::move(values));
}

std::optional<std::string> OptionsReader::file_content(const TomlFile& file, const TomlNode& node,
                                                       const OptionSpec& spec) {
    const auto path = text(file, node, spec);
    if (!path) return std::nullopt;
    std::vector<Diagnostic> faults;
    auto content = read_file(std::filesystem::path(file.name).parent_path() / *path, faults);
    if (content && !text::is_valid_utf8(*content)) {
        faults.push_back(diagnose(codes::file_unreadable, "the file is not in UTF-8", in_file(*path)));
        content.reset();
    }
    for (Diagnostic& fault : faults) {
        // The mistake stands where the path is written.
        fault.message = "\"" + std::string(spec.name) + "\" names \"" + *path + "\": " + fault.message;
        fault.place = place_of(file, node.at);
        problems_.push_back(std::move(fault));
    }
    return content;
}

const std::optional<Options::Value>& OptionsReader::default_of(const OptionSpec& spec) {
    auto [known, fresh] = defaults_.try_emplace(&spec);
    if (!fresh || !spec.default_value) return known->second;
    const std::size_t before = problems_.size();
    const TomlFile file = parse_toml("value = " + std::string(spec.default_value), "", problems_);
    std::optional<Options::Value> read;
    if (const TomlEntry* entry = file.root.find("value")) read = value(file, entry->value, spec);
    if (problems_.size() > before || !read) {
        problems_.resize(before);
        problems_.push_back(
            diagnose(codes::plugin_descriptor, "the default of option \"" + std::string(spec.name) + "\", `" +
                                                   spec.default_value + "`, is no valid value of it"));
    }
    return defaults_[&spec] = std::move(read);
}

void OptionsReader::wrong_type(const TomlFile& file, const TomlNode& node, const OptionSpec& spec) {
    std::string hint;
    const bool wants_list = spec.type == OptionType::texts || spec.type == OptionType::patterns ||
                            spec.type == OptionType::choices;
    if (wants_list && node.is(Kind::text)) hint = "write it in square brackets: [\"...\"]";
    problems_.push_back(diagnose(codes::wrong_type,
                                 "\"" + std::string(spec.name) + "\" must be " + with_article(spec) +
                                     ", not " + std::string(described(node.kind)),
                                 place_of(file, node.at), hint));
}

}  // namespace sheaf
