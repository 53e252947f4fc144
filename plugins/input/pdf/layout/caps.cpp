#include "layout/caps.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "layout/lines.hpp"
#include "layout/word_lists.hpp"
#include "say.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// One letter that English or Welsh writes as a word.
bool is_word(std::string_view cap) {
    return cap == "A" || cap == "I" || cap == "O" || cap == "Y";
}

/// The word that begins at a byte of the text.
std::string_view word_at(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size()) {
        std::size_t next = end;
        const char32_t c = text::next(text, next);
        if (!text::is_letter(c) && c != '\'' && c != 0x2019) break;
        end = next;
    }
    return text.substr(at, end - at);
}

template <typename Act>
void each_line(std::vector<Item>& items, const Act& act) {
    for (Item& item : items) {
        each_line(item.children, act);
        for (Line& line : item.lines) act(line);
    }
}

/// The words of lines that no drop cap begins.
std::set<std::string> words_of(std::vector<Item>& items) {
    std::set<std::string> words;
    each_line(items, [&](Line& line) {
        if (line.cap > 0) return;
        for (std::size_t at = 0; at < line.text.size();) {
            const std::string_view word = word_at(line.text, at);
            if (!word.empty()) words.insert(text::fold(word));
            at += word.size();
            if (at < line.text.size()) text::next(line.text, at);
        }
    });
    return words;
}

}  // namespace

void part_drop_caps(Work& work, std::vector<Item>& items) {
    std::set<std::string> own;
    each_line(items, [&](Line& line) {
        const std::string_view cap = std::string_view(line.text).substr(0, line.cap);
        const std::string rest(word_at(line.text, line.cap));
        if (!is_word(cap) || rest.empty()) return;
        if (own.empty()) own = words_of(items);
        const std::string whole = std::string(cap) + rest;
        bool apart = own.count(text::fold(rest)) > 0, together = own.count(text::fold(whole)) > 0;
        if (apart == together && work.words && work.words->installed()) {
            apart = work.words->has(rest);
            together = work.words->has(whole);
        }
        if (apart && !together) {
            open_gap(line, line.cap);
        } else if (apart == together && text::count_visible(rest) > 1) {
            say(work.document.diagnostics, Severity::doubtful, "pdf-drop-cap",
                "the large letter " + std::string(cap) + " before `" + rest + "` may be a word of its own",
                line.page, line.box, "read the line on the page");
        }
    });
}

}  // namespace sheaf::pdf
