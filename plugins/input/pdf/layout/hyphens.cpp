#include "layout/hyphens.hpp"

#include <algorithm>
#include <utility>

namespace sheaf::pdf {
namespace {

using text::LineHyphen;

/// The letters and figures at the end of the text, and at its start.
std::string last_word(std::string_view text) {
    std::size_t start = text.size();
    while (start > 0) {
        const std::size_t before = text::boundary(text, start - 1);
        std::size_t next = before;
        const char32_t c = text::next(text, next);
        if (!text::is_letter(c) && !text::is_digit(c) && c != '\'' && c != 0x2019) break;
        start = before;
    }
    return std::string(text.substr(start));
}
std::string first_word(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size()) {
        std::size_t next = end;
        const char32_t c = text::next(text, next);
        if (!text::is_letter(c) && !text::is_digit(c)) break;
        end = next;
    }
    return std::string(text.substr(0, end));
}

/// By the word lists, each language for itself. Nothing where they know neither form, or both.
std::optional<text::HyphenDecision> by_lists(WordLists& lists, const std::string& left,
                                             const std::string& right, bool cuts_lines) {
    const auto answer = [&](LineHyphen hyphen, const std::string& known) {
        return text::HyphenDecision{hyphen, "the word list has " + known, true};
    };
    const auto has_both = [&](const WordList& has) {
        return left.size() > 1 && right.size() > 1 && has(left) && has(right);
    };
    for (const WordList& has : lists.all()) {
        const bool joined = has(left + right), compound = has(left + "-" + right);
        if (joined && compound) return std::nullopt;
        if (compound) return answer(LineHyphen::keep, left + "-" + right);
        // Who does not cut words at line ends wrote the hyphen: between two words, as some spell them.
        if (joined && !cuts_lines && has_both(has)) return std::nullopt;
        if (joined) return answer(LineHyphen::remove, left + right);
    }
    // Names are in no list, and what looks like two words may be one.
    std::size_t at = 0;
    if (!text::is_upper(text::next(left, at)) &&
        std::any_of(lists.all().begin(), lists.all().end(), has_both))
        return answer(LineHyphen::keep, left + " and " + right + ", and no " + left + right);
    return std::nullopt;
}

}  // namespace

Hyphen Hyphens::decide(std::string_view before, std::string_view after) {
    if (!vocabulary_) {
        vocabulary_.emplace();
        collect(items_);
    }
    Hyphen hyphen{vocabulary_->decide(before, after)};
    if (hyphen.decision.sure) return hyphen;
    // A letter that is set with automatic hyphenation cuts many lines.
    const bool cuts_lines = cut_ * 25 > lines_;
    if (lists_ && lists_->installed()) {
        if (auto decision = by_lists(*lists_, last_word(before), first_word(after), cuts_lines))
            hyphen.decision = std::move(*decision);
    } else {
        hyphen.unlisted = lists_ && lists_->wanted();
    }
    if (!hyphen.decision.sure && !cuts_lines) hyphen.decision.sure = true;  // the writer's own
    return hyphen;
}

void Hyphens::collect(const std::vector<Item>& items) {
    for (const Item& item : items) {
        collect(item.children);
        for (const Line& line : item.lines) {
            vocabulary_->add(line.text);
            ++lines_;
            cut_ += line.text.size() > 1 && line.text.back() == '-' ? 1 : 0;
        }
    }
}

}  // namespace sheaf::pdf
