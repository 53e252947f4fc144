#include "pipeline/vocabulary.hpp"

#include "base/codes.hpp"

namespace sheaf {

namespace {

bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}

/// The end of the name that stands between braces at `at`; `at` when none does. `\p{l}` and `\x{a0}` are RE2's own.
std::size_t end_of_name(std::string_view text, std::size_t at) {
    const auto is_escape = [&] {
        return at >= 2 && text[at - 2] == '\\' &&
               (text[at - 1] == 'p' || text[at - 1] == 'P' || text[at - 1] == 'x');
    };
    if (text[at] != '{' || at + 1 >= text.size() || !is_small(text[at + 1]) || is_escape()) return at;
    std::size_t end = at + 1;
    while (end < text.size() && (is_small(text[end]) || text[end] == '_')) ++end;
    return end < text.size() && text[end] == '}' ? end : at;
}

}  // namespace

void Vocabulary::add(const Source& source, std::vector<Diagnostic>& problems) {
    const TomlFile file = parse_toml(source.tables.only("words"), source.file, problems);
    const TomlEntry* const words = file.root.find("words");
    if (!words) return;
    for (const TomlEntry& entry : words->value.table) {
        std::string any;
        if (entry.value.is(TomlNode::Kind::text)) any = entry.value.text;
        for (const TomlNode& item : entry.value.list)
            if (item.is(TomlNode::Kind::text)) any += (any.empty() ? "" : "|") + item.text;
        if (any.empty())
            problems.push_back(diagnose(codes::wrong_type,
                                        "\"" + entry.key + "\" must be a text or a list of texts",
                                        place_of(file, entry.value.at)));
        words_.emplace(entry.key, std::move(any));
    }
}

void Vocabulary::load(std::vector<Diagnostic>& problems) {
    loaded_ = true;
    for (const Source& source : sources_) add(source, problems);
}

std::string Vocabulary::expanded(std::string_view text, const Place& place,
                                 std::vector<Diagnostic>& problems) {
    std::string out;
    std::size_t at = 0;
    for (std::size_t brace = 0; (brace = text.find('{', at)) != std::string_view::npos;) {
        const std::size_t end = end_of_name(text, brace);
        out += text.substr(at, brace - at);
        at = end + 1;
        if (end == brace) {
            out += '{';
            continue;
        }
        if (!loaded_) load(problems);
        const std::string_view name = text.substr(brace + 1, end - brace - 1);
        const auto found = words_.find(name);
        if (found == words_.end()) {
            problems.push_back(diagnose(
                codes::unknown_key,
                "neither the profile nor a file that it extends has the words \"" + std::string(name) + "\"",
                place));
        } else {
            // Words may be made of other words; one that is made of itself ends here.
            const std::string words = std::move(found->second);
            found->second.clear();
            found->second = expanded(words, place, problems);
            out += "(?:" + found->second + ")";
        }
    }
    return out += text.substr(at);
}

void Vocabulary::expand(const TomlFile& file, TomlNode& node, std::vector<Diagnostic>& problems) {
    if (node.is(TomlNode::Kind::text) && node.text.find('{') != std::string::npos)
        node.text = expanded(node.text, place_of(file, node.at), problems);
    for (TomlNode& item : node.list) expand(file, item, problems);
    for (TomlEntry& entry : node.table) expand(file, entry.value, problems);
}

}  // namespace sheaf
