#include "pipeline/declaration.hpp"

#include <algorithm>

#include "pipeline/options_reader.hpp"

namespace sheaf {

namespace {

/// The parts of `a|b|c`.
std::vector<std::string_view> parts_of(std::string_view list) {
    std::vector<std::string_view> parts;
    while (!list.empty()) {
        parts.push_back(list.substr(0, list.find('|')));
        list.remove_prefix(std::min(parts.back().size() + 1, list.size()));
    }
    return parts;
}

}  // namespace

std::vector<std::string> choices_of(const OptionSpec& spec) {
    const auto choices = parts_of(spec.choices ? spec.choices : "");
    return {choices.begin(), choices.end()};
}

std::string_view name(FieldType type) {
    return parts_of(field_type_names)[static_cast<std::size_t>(type)];
}

FieldType field_type_named(std::string_view name) {
    const auto names = parts_of(field_type_names);
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? FieldType::text : static_cast<FieldType>(found - names.begin());
}

std::string_view described(OptionType type) {
    switch (type) {
        case OptionType::flag:
            return "true or false";
        case OptionType::integer:
            return "a whole number";
        case OptionType::number:
            return "a number";
        case OptionType::text:
            return "text";
        case OptionType::choice:
            return "a choice";
        case OptionType::pattern:
            return "a regular expression";
        case OptionType::texts:
            return "a list of texts";
        case OptionType::patterns:
            return "a list of regular expressions";
        case OptionType::choices:
            return "a list of choices";
        case OptionType::table:
            return "a table";
        case OptionType::tables:
            return "a list of tables";
        case OptionType::text_map:
            return "a table of texts";
        case OptionType::file:
            return "the path of a file";
    }
    return "a value";
}

std::optional<Options::Value> default_of(const OptionSpec& spec) {
    std::vector<Diagnostic> problems;
    return OptionsReader(problems).default_of(spec);
}

std::vector<std::string> faulty_defaults(std::span<const OptionSpec> specs) {
    std::vector<std::string> faults;
    for (const OptionSpec& spec : specs) {
        std::vector<Diagnostic> problems;
        OptionsReader(problems).default_of(spec);
        for (const Diagnostic& problem : problems) faults.push_back(problem.message);
        for (std::string& fault : faulty_defaults(spec.keys)) faults.push_back(std::move(fault));
    }
    return faults;
}

}  // namespace sheaf
