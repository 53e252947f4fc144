#include "uses.hpp"

#include <algorithm>

#include "phrase.hpp"
#include "vocabulary.hpp"

namespace sheaf::quantities {

namespace {

/// The term's words; one that begins with an article is used with another, too: `a majority`, `the majority`.
std::string expression(std::string_view term) {
    std::string said = text::fold(term);
    std::string pattern;
    static const Pattern article("^(?:" + std::string(vocabulary::any_of<"article">) + ") ");
    if (const auto match = article.find(said)) {
        pattern = "(?:" + std::string(vocabulary::any_of<"articles">) + ") ";
        said.erase(0, match->whole.end);
    }
    for (const char c : said) {
        if (std::string_view(R"(\.+*?()[]{}^$|)").find(c) != std::string_view::npos) pattern += '\\';
        pattern += c;
    }
    return pattern;
}

bool overlaps(Range a, Range b) {
    return a.start < b.end && b.start < a.end;
}

bool is_look_alike(const Rules& rules, std::string_view sentence, Range use) {
    for (const Pattern& pattern : rules.look_alikes)
        for (auto match = pattern.find(sentence); match;
             match =
                 pattern.find(sentence, std::max<std::size_t>(match->whole.end, match->whole.start + 1))) {
            if (overlaps(match->whole, use)) return true;
            if (match->whole.end >= sentence.size()) break;
        }
    return false;
}

/// What an earlier quantity of the sentence counts: `All staff report it, with nearly all feeling well`.
std::optional<Range> counted_before(const Rules& rules, std::string_view sentence, Range use,
                                    const std::vector<Use>& before) {
    static const Pattern all(
        R"((?:^|[^\w-])(?:)" + std::string(vocabulary::any_of<"whole">) + R"()(?: \([^)]*\))?( ))", true);
    std::optional<Range> last;
    const auto take = [&](std::size_t at) {
        const auto of = counted_at(rules, sentence, at);
        if (of && of->end <= use.start && (!last || of->start > last->start)) last = of;
    };
    for (std::size_t at = 0; at < use.start;) {
        const auto match = all.find(sentence, at);
        if (!match) break;
        take(match->groups[0]->start);
        at = match->whole.end;
    }
    for (std::size_t at = 0; at < use.start;) {
        const auto number = next_number(rules, sentence, at);
        if (!number) break;
        take(number->end);
        at = number->end;
    }
    for (const Use& use_before : before)
        if (use_before.of && (!last || use_before.of->start > last->start)) last = use_before.of;
    return last;
}

/// The words behind the term are a verb form in -ing or a participle's sign: the noun is left out.
bool noun_left_out(std::string_view sentence, std::size_t at) {
    static const Pattern pattern(
        R"(^(?: \([^)]*\))?(?: (?:)" + std::string(vocabulary::any_of<"noun_left_out">) + R"()\b|[,.;)]|$))",
        true);
    return pattern.found_in(sentence.substr(at));
}

}  // namespace

Terms::Terms(std::vector<Term> terms) : terms_(std::move(terms)) {
    std::stable_sort(terms_.begin(), terms_.end(),
                     [](const Term& a, const Term& b) { return a.term.size() > b.term.size(); });
    for (const Term& term : terms_) patterns_.emplace_back(expression(term.term), true);
}

std::vector<Use> Terms::uses(const Rules& rules, std::string_view sentence) const {
    std::vector<Use> found;
    std::vector<Range> taken;  // look-alikes, too: `very few` taken leaves no `few`
    for (std::size_t i = 0; i < terms_.size(); ++i)
        for (std::size_t at = 0; at < sentence.size();) {
            const auto match = patterns_[i].find(sentence, at);
            if (!match) break;
            const Range range = match->whole;
            at = range.end;
            if (inside_word(sentence, range.start) || inside_word(sentence, range.end)) continue;
            if (std::any_of(taken.begin(), taken.end(), [&](Range r) { return overlaps(r, range); }))
                continue;
            taken.push_back(range);
            if (!is_look_alike(rules, sentence, range)) found.push_back({&terms_[i], range, {}, false, {}});
        }
    std::sort(found.begin(), found.end(),
              [](const Use& a, const Use& b) { return a.range.start < b.range.start; });
    for (std::size_t i = 0; i < found.size(); ++i) {
        Use& use = found[i];
        std::size_t behind = use.range.end;
        if (const auto count = bracketed_count(sentence, behind)) {
            use.count = count->range;
            behind = count->end;
        }
        use.of = counted_at(rules, sentence, behind);
        if (use.of && !use.count)
            if (const auto count = bracketed_count(sentence, use.of->end)) use.count = count->range;
        if (!use.of && noun_left_out(sentence, use.range.end)) {
            use.of = counted_before(rules, sentence, use.range,
                                    {found.begin(), found.begin() + static_cast<std::ptrdiff_t>(i)});
            use.of_before = use.of.has_value();
        }
    }
    return found;
}

}  // namespace sheaf::quantities
