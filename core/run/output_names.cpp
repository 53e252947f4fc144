#include "run/output_names.hpp"

#include <algorithm>
#include <set>

#include "base/sha256.hpp"
#include "base/wording.hpp"
#include "pipeline/file_text.hpp"
#include "run/letters.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

// File systems take 255 bytes; what an output adds to the name needs room.
constexpr std::size_t longest_component = 180;
constexpr std::size_t mark_digits = 8;

bool refused_somewhere(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F || std::string_view("\\:*?\"<>|").find(c) != std::string_view::npos;
}

std::string mark(std::string_view of) {
    return "~" + sha256_hex(of).substr(0, mark_digits);
}

std::string safe_component(std::string_view component) {
    std::string safe = valid_utf8(component, "_");
    std::replace_if(safe.begin(), safe.end(), refused_somewhere, '_');
    if (safe.empty()) return "_";
    if (safe.back() == '.' || safe.back() == ' ') safe.back() = '_';
    if (safe.size() <= longest_component) return safe;
    return std::string(beginning(safe, longest_component)) + mark(component);
}

}  // namespace

std::string safe_name(std::string_view path) {
    std::string safe;
    while (true) {
        const std::size_t slash = path.find('/');
        safe += safe_component(path.substr(0, slash));
        if (slash == std::string_view::npos) return safe;
        safe += '/';
        path.remove_prefix(slash + 1);
    }
}

void make_unique(std::vector<Letter>& letters) {
    std::vector<std::pair<std::string, std::size_t>> by_folded_name;
    by_folded_name.reserve(letters.size());
    for (std::size_t i = 0; i < letters.size(); ++i)
        if (!letters[i].problem) by_folded_name.emplace_back(text::fold(letters[i].output_name), i);
    std::sort(by_folded_name.begin(), by_folded_name.end());

    std::set<std::size_t> repeated;
    for (auto first = by_folded_name.begin(), last = first; first != by_folded_name.end(); first = last) {
        last = std::find_if(first, by_folded_name.end(),
                            [&](const auto& other) { return other.first != first->first; });
        if (last - first == 1) continue;
        std::set<std::string> taken;
        for (auto one = first; one != last; ++one) {
            const std::size_t i = one->second;
            Letter& letter = letters[i];
            std::vector<Diagnostic> unread;  // an unreadable file is reported when its turn comes
            const auto content = hash_of_file(letter.file, unread);
            letter.output_name += mark(letter.name + '\n' + content.value_or(sha256_hex("")));
            if (!taken.insert(letter.output_name).second) repeated.insert(i);
        }
    }
    for (auto i = repeated.rbegin(); i != repeated.rend(); ++i)
        letters.erase(letters.begin() + static_cast<std::ptrdiff_t>(*i));
}

}  // namespace sheaf
