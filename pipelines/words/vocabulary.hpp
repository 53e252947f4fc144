// The words of languages in english.txt and welsh.txt, for options and rules of the stages that read prose.
//
// Every form is a constant text that ends in a zero, since declarations of options are plain data:
//
//     {.name = "closing", .type = OptionType::pattern, .default_value = vocabulary::as_pattern<"closing">}
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary_files.hpp"

namespace sheaf::vocabulary {

/// A text as a template's argument.
template <std::size_t N>
struct Text {
    char chars[N]{};
    // NOLINTNEXTLINE(google-explicit-constructor): written as a literal
    constexpr Text(const char (&text)[N]) { std::copy_n(text, N, chars); }
    constexpr std::string_view view() const { return {chars, N - 1}; }
};

namespace detail {

/// Calls `take` with each value of the key, in the order of the files and their lines.
template <class Take>
constexpr void each_value(std::string_view key, const Take& take) {
    for (std::string_view file : files)
        while (!file.empty()) {
            const std::string_view line = file.substr(0, file.find('\n'));
            file.remove_prefix(std::min(line.size() + 1, file.size()));
            if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ')
                take(line.substr(key.size() + 1));
        }
}

/// The same with each word of the values.
template <class Take>
constexpr void each_word(std::string_view key, const Take& take) {
    each_value(key, [&](std::string_view value) {
        while (!value.empty()) {
            const std::string_view word = value.substr(0, value.find(' '));
            value.remove_prefix(std::min(word.size() + 1, value.size()));
            take(word);
        }
    });
}

/// The values (or words) of the keys with a text before the first, between two, and behind the last.
template <Text Before, Text Between, Text Behind, bool Words, Text... Keys>
constexpr void write(const auto& put) {
    bool first = true;
    const auto add = [&](std::string_view value) {
        put(first ? Before.view() : Between.view());
        put(value);
        first = false;
    };
    if constexpr (Words)
        (each_word(Keys.view(), add), ...);
    else
        (each_value(Keys.view(), add), ...);
    put(Behind.view());
}

template <Text Before, Text Between, Text Behind, bool Words, Text... Keys>
constexpr auto joined() {
    constexpr std::size_t size = [] {
        std::size_t all = 0;
        write<Before, Between, Behind, Words, Keys...>([&](std::string_view part) { all += part.size(); });
        return all;
    }();
    static_assert(size > Behind.view().size(), "no language has such words");
    std::array<char, size + 1> text{};
    auto* at = text.data();
    write<Before, Between, Behind, Words, Keys...>(
        [&](std::string_view part) { at = std::copy(part.begin(), part.end(), at); });
    return text;
}

template <Text Before, Text Between, Text Behind, bool Words, Text... Keys>
inline constexpr auto text = joined<Before, Between, Behind, Words, Keys...>();

}  // namespace detail

/// Any of the key's values, as a regular expression; or as the choices of an option.
template <Text Key>
inline constexpr const char* any_of = detail::text<"", "|", "", false, Key>.data();

/// In TOML: a regular expression that finds any of the key's values.
template <Text Key>
inline constexpr const char* as_pattern = detail::text<"'", "|", "'", false, Key>.data();

/// In TOML: the list of the key's values.
template <Text Key>
inline constexpr const char* as_list = detail::text<"['", "', '", "']", false, Key>.data();

/// In TOML: the list of the words in the key's values.
template <Text Key>
inline constexpr const char* as_words = detail::text<"[\"", "\", \"", "\"]", true, Key>.data();

/// In TOML: the map whose entries the keys' values are.
template <Text... Keys>
inline constexpr const char* as_map = detail::text<"{ ", ", ", " }", false, Keys...>.data();

/// Whether the word is among the words of the key's values.
template <Text Key>
bool has_word(std::string_view word) {
    bool found = false;
    detail::each_word(Key.view(), [&](std::string_view one) { found = found || one == word; });
    return found;
}

/// The key's values.
inline std::vector<std::string> values(std::string_view key) {
    std::vector<std::string> all;
    detail::each_value(key, [&](std::string_view value) { all.emplace_back(value); });
    return all;
}

}  // namespace sheaf::vocabulary
