#include "layout/hyphens.hpp"

#include <algorithm>
#include <utility>

namespace sheaf::pdf {
namespace {

using text::LineHyphen;

/// By the word lists, each language for itself. Nothing where they know neither form, or both.
std::optional<text::HyphenDecision> by_lists(WordLists& lists, const std::string& left,
                                             const std::string& right, bool cuts_lines) {
    const auto answer = [&](LineHyphen hyphen, const std::string& known) {
        return text::HyphenDecision{hyphen, "the word list has " + known, true, left, right};
    };
    const auto has_both = [&](const WordList& has) {
        return left.size() > 1 && right.size() > 1 && has(left) && has(right);
    };
    std::string hyphenated = left;
    hyphenated.append("-").append(right);
    for (const WordList& has : lists.all()) {
        const bool joined = has(left + right), compound = has(hyphenated);
        if (joined && compound) return std::nullopt;
        if (compound) return answer(LineHyphen::keep, hyphenated);
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
    if (lists_ && lists_->installed()) {
        if (auto decision =
                by_lists(*lists_, hyphen.decision.first, hyphen.decision.second, vocabulary_->cuts_lines()))
            hyphen.decision = std::move(*decision);
    } else {
        hyphen.unlisted = lists_ && lists_->wanted();
    }
    // Who does not cut words at line ends wrote the hyphen.
    if (!hyphen.decision.sure && !vocabulary_->cuts_lines()) hyphen.decision.sure = true;
    return hyphen;
}

void Hyphens::collect(const std::vector<Item>& items) {
    for (const Item& item : items) {
        collect(item.children);
        for (const Line& line : item.lines) vocabulary_->add(line.text);
    }
}

}  // namespace sheaf::pdf
