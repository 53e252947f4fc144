#include "pipeline/declaration.hpp"

#include <algorithm>

#include "pipeline/options_reader.hpp"

namespace sheaf {

std::vector<std::string> choices_of(const OptionSpec& spec) {
    std::vector<std::string> choices;
    std::string_view rest = spec.choices ? spec.choices : "";
    while (!rest.empty()) {
        choices.emplace_back(rest.substr(0, rest.find('|')));
        rest.remove_prefix(std::min(choices.back().size() + 1, rest.size()));
    }
    return choices;
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
