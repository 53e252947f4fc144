#include "learn/phrases.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "sheaf/ascii.hpp"
#include "sheaf/pattern.hpp"
#include "sheaf/text.hpp"

namespace sheaf::learn {

namespace {

using Words = std::vector<std::string>;

/// The words that both have, in order: the longest such list.
Words common(const Words& a, const Words& b) {
    std::vector<std::vector<std::size_t>> length(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t j = b.size(); j-- > 0;)
            length[i][j] =
                a[i] == b[j] ? length[i + 1][j + 1] + 1 : std::max(length[i + 1][j], length[i][j + 1]);
    Words words;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();)
        if (a[i] == b[j]) {
            words.push_back(a[i]);
            ++i, ++j;
        } else if (length[i + 1][j] >= length[i][j + 1]) {
            ++i;
        } else {
            ++j;
        }
    return words;
}

bool has_digit(std::string_view word) {
    return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string joined(const Words& words, std::size_t from, std::size_t count) {
    std::string text;
    for (std::size_t i = from; i < from + count; ++i) text += (i > from ? " " : "") + words[i];
    return text;
}

/// A title without what may or may not close it.
std::string without_end(std::string title) {
    while (!title.empty() && std::string_view(":.?; ").find(title.back()) != std::string_view::npos)
        title.pop_back();
    return title;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
    const std::string folded = text::fold(text);
    Words words;
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t end = std::min(folded.find(' ', at), folded.size());
        if (end > at) words.push_back(folded.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (std::string_view("\\.^$|()[]{}*+?").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

std::string toml_literal(std::string_view pattern) {
    const bool plain = pattern.find('\'') == std::string_view::npos;
    return plain ? "'" + std::string(pattern) + "'" : "'''" + std::string(pattern) + "'''";
}

std::string Template::pattern(bool open) const {
    std::string out = "^";
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (gaps[i] == Gap::all) out += ".+ ";
        if (gaps[i] == Gap::some) out += "(.+ )?";
        out += escaped(words[i]) + (i + 1 < words.size() ? " " : "");
    }
    if (open) return out + word_end(out);
    if (gaps.back() == Gap::all) out += " .+";
    if (gaps.back() == Gap::some) out += "( .+)?";
    return out + "$";
}

Template common_words(const std::vector<std::string>& texts) {
    Template result;
    if (texts.empty()) return result;
    result.words = words_of(texts.front());
    for (const std::string& text : texts) result.words = common(result.words, words_of(text));
    std::vector<std::size_t> with(result.words.size() + 1), without(result.words.size() + 1);
    for (const std::string& text : texts) {
        std::size_t at = 0;
        const Words words = words_of(text);
        for (std::size_t i = 0; i <= result.words.size(); ++i) {
            const std::size_t before = at;
            const auto begin = words.begin() + static_cast<std::ptrdiff_t>(at);
            at =
                i < result.words.size()
                    ? static_cast<std::size_t>(std::find(begin, words.end(), result.words[i]) - words.begin())
                    : words.size();
            ++(at > before ? with : without)[i];
            ++at;
        }
    }
    for (std::size_t i = 0; i < with.size(); ++i)
        result.gaps.push_back(with[i] == 0      ? Template::Gap::none
                              : without[i] == 0 ? Template::Gap::all
                                                : Template::Gap::some);
    return result;
}

std::vector<std::string> common_runs(const std::vector<std::string>& texts, std::size_t least) {
    std::vector<std::string> runs;
    if (texts.empty()) return runs;
    std::vector<std::string> spaced;
    for (const std::string& text : texts) {
        std::string all = " ";
        for (const std::string& word : words_of(text)) all += word + " ";
        spaced.push_back(std::move(all));
    }
    const Words words = words_of(texts.front());
    const auto everywhere = [&](std::size_t from, std::size_t count) {
        const std::string run = " " + joined(words, from, count) + " ";
        return std::all_of(spaced.begin(), spaced.end(),
                           [&](const std::string& text) { return text.find(run) != std::string::npos; });
    };
    for (std::size_t from = 0; from < words.size();) {
        std::size_t count = 0;
        while (from + count < words.size() && !has_digit(words[from + count]) && everywhere(from, count + 1))
            ++count;
        if (count >= least) runs.push_back(joined(words, from, count));
        from += std::max<std::size_t>(count, 1);
    }
    std::stable_sort(runs.begin(), runs.end(),
                     [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
    runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
    return runs;
}

std::string any_title(const std::vector<std::string>& titles) {
    std::set<std::string> different;
    for (const std::string& title : titles) different.insert(without_end(text::fold(title)));
    different.erase("");
    if (different.empty()) return {};
    if (different.size() == 1) return "^" + escaped(*different.begin()) + "[:.?]?$";
    Words begin = words_of(*different.begin());
    for (const std::string& title : different) {
        const Words words = words_of(title);
        const auto end = std::mismatch(begin.begin(), begin.end(), words.begin(), words.end()).first;
        begin.erase(end, begin.end());
    }
    if (begin.size() >= 3) return "^" + escaped(joined(begin, 0, begin.size())) + word_end(begin.back());
    // A title that is the beginning of others stands for all that begin so.
    std::string out = "^(";
    for (auto title = different.begin(); title != different.end();) {
        const std::string& first = *title;
        bool goes_on = false;
        for (++title; title != different.end() && title->starts_with(first + ' '); ++title) goes_on = true;
        out += (out.size() > 2 ? "|" : "") + escaped(first) + (goes_on ? "( .*)?" : "");
    }
    return out + ")[:.?]?$";
}

std::string word_end(std::string_view pattern) {
    const char last = pattern.empty() ? ' ' : pattern.back();
    const bool word = (last >= 'a' && last <= 'z') || (last >= '0' && last <= '9');
    return word ? "\\b" : "";
}

std::optional<OwnNumber> own_number(std::string_view text) {
    static const Pattern form(R"(\s*[(\[](?P<number>[A-Za-z]{0,4}[-/]?\d+[-/]\d+)[)\]]\.?$)");
    const auto match = form.find(text);
    if (!match) return std::nullopt;
    const Range number = *match->groups[*form.group("number")];
    return OwnNumber{std::string(text.substr(number.start, number.end - number.start)), match->whole.start};
}

std::string form_of(std::string_view label) {
    std::string out, last;
    for (const char c : label) {
        const bool digit = c >= '0' && c <= '9';
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const std::string form = digit ? "\\d" : letter ? "[a-z]" : escaped(std::string_view(&c, 1));
        if (form == last && (digit || letter)) {
            if (out.back() != '+') out += '+';
            continue;
        }
        out += form;
        last = form;
    }
    return out;
}

}  // namespace sheaf::learn
