#include "learn/draft.hpp"

#include <algorithm>

#include "base/wording.hpp"
#include "learn/phrases.hpp"

namespace sheaf::learn {

std::string Surroundings::expanded(std::string pattern) const {
    for (const auto& [name, meaning] : words)
        for (std::size_t at; (at = pattern.find("{" + name + "}")) != std::string::npos;)
            pattern.replace(at, name.size() + 2, meaning);
    return pattern;
}

void Draft::table(const std::string& header, const std::string& comment) {
    text += "\n";
    for (std::size_t at = 0; at < comment.size();) {
        const std::size_t end = std::min(comment.find('\n', at), comment.size());
        text += "# " + comment.substr(at, end - at) + "\n";
        at = end + 1;
    }
    text += header + "\n";
}

void Draft::pattern(const std::string& key, const std::string& pattern) {
    line(key, toml_literal(pattern));
}

void Draft::word(const std::string& key, const std::string& value) {
    std::string escaped;
    for (const char c : value) {
        if (c == '"' || c == '\\') escaped += '\\';
        escaped += c;
    }
    line(key, '"' + escaped + '"');
}

std::string words_of_kind(std::string kind) {
    std::replace(kind.begin(), kind.end(), '_', ' ');
    return kind;
}

std::string examples_of(const std::vector<const Example*>& examples, std::string_view words) {
    std::vector<std::string> names;
    for (const Example* example : examples)
        if (std::find(names.begin(), names.end(), example->name) == names.end())
            names.push_back(example->name);
    constexpr std::size_t named = 3;
    std::string text = "From ";
    for (std::size_t i = 0; i < std::min(names.size(), named); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    if (names.size() > named) text += " and " + std::to_string(names.size() - named) + " more";
    return words.empty() ? text + "." : text + ": \"" + shortened(std::string(words), 100) + "\"";
}

Draft learn(const Examples& examples, const Surroundings& known, const std::string& name) {
    Draft draft;
    draft.text = "# Written by `sheaf new-profile` from " + std::to_string(examples.size()) +
                 " letters that a person marked. Read every rule: above it stands what it comes from.\n"
                 "format = 1\n";
    draft.word("name", name);
    draft.word("title", name);
    draft.word("extends", "words/english.toml");
    learn_recognition(examples, known, draft);
    learn_headings(examples, draft);
    learn_demands(examples, known, draft);
    learn_metadata(examples, draft);
    learn_judgements(examples, draft);
    return draft;
}

}  // namespace sheaf::learn
