#include "counts.hpp"

#include <algorithm>

#include "vocabulary.hpp"

namespace sheaf::quantities {

namespace {

/// The last words before the number that say what was done with what it counts. Nothing where another verb stands
/// between them, or behind what is counted, which is then its subject: `We met leaders, and 12 sailors wrote to us.`
std::optional<Range> how_of(const Rules& rules, const CountRule& rule, std::string_view sentence,
                            std::size_t number, std::size_t behind) {
    std::optional<Range> last;
    if (!rule.how) return last;
    for (std::size_t at = 0; at < number;) {
        const auto match = rule.how->find(sentence, at);
        if (!match || match->whole.end > number) break;
        last = match->whole;
        at = std::max<std::size_t>(match->whole.end, match->whole.start + 1);
    }
    if (!last || !rules.how_breaks) return last;
    const std::string_view between = sentence.substr(last->end, number - last->end);
    if (rules.how_breaks->found_in(between)) return std::nullopt;
    const std::size_t next = std::min(sentence.find_first_not_of(' ', behind), sentence.size());
    const std::size_t end = std::min(sentence.find_first_of(" .,;:)", next), sentence.size());
    if (rules.how_breaks->found_in(sentence.substr(next, end - next))) return std::nullopt;
    return last;
}

/// Printed ratios: `All (68/68) respondents`, `respondents (68/68)`.
std::vector<Evidence> ratios(const Rules& rules, std::string_view sentence) {
    std::vector<Evidence> found;
    for (std::size_t at = sentence.find('('); at != std::string_view::npos; at = sentence.find('(', at + 1)) {
        const auto count = bracketed_count(sentence, at);
        if (!count || !count->out_of || *count->out_of < count->value) continue;
        if (const auto of = counted_at(rules, sentence, count->end)) {
            found.push_back({*count, *of, {}, false});
            continue;
        }
        // What is counted ends directly before the bracket.
        for (std::size_t from = 0; from + 1 < at; ++from) {
            if (from > 0 && sentence[from] != ' ') continue;
            const auto of = from == 0 ? std::nullopt : counted_at(rules, sentence, from);
            if (of && of->end + 1 == at) {
                found.push_back({*count, *of, {}, false});
                break;
            }
        }
    }
    return found;
}

/// Behind a number's clause: `and an elected member`.
std::optional<Count> one_more(std::string_view sentence, std::size_t at) {
    static const Pattern pattern("^,? (?:" + std::string(vocabulary::any_of<"one_more">) + ") ", true);
    const auto match = pattern.find(sentence.substr(at));
    if (!match) return std::nullopt;
    const Range article = *match->groups[0];
    const auto shift = static_cast<std::uint32_t>(at);
    return Count{1, std::nullopt, {article.start + shift, article.end + shift}, article.end + at};
}

/// Nothing that can be counted follows: `tracked three.`, `followed five of them home`.
bool ends_clause(std::string_view sentence, std::size_t at) {
    static const Pattern of_them("^ (?:" + std::string(vocabulary::any_of<"of_them">) + ")");
    return at >= sentence.size() || of_them.found_in(sentence.substr(at)) ||
           std::string_view(".,;:)").find(sentence[at]) != std::string_view::npos;
}

}  // namespace

std::vector<Evidence> evidence_in(const Rules& rules, const CountRule& rule, std::string_view sentence) {
    if (rule.ratio) return ratios(rules, sentence);
    std::vector<Evidence> found;
    for (std::size_t at = 0; at < sentence.size();) {
        auto number = next_number(rules, sentence, at);
        if (!number) break;
        at = number->end;
        auto of = counted_at(rules, sentence, number->end);
        const bool before = !of && !found.empty() && ends_clause(sentence, number->end);
        if (before) of = found.back().of;  // `22 records and tracked three`
        if (!of) continue;
        found.push_back({*number, *of,
                         how_of(rules, rule, sentence, number->range.start, before ? number->end : of->end),
                         before});
        if (before) continue;
        at = of->end;
        if (const auto more = one_more(sentence, at))
            if (const auto other = counted_at(rules, sentence, more->end)) {
                found.push_back(
                    {*more, *other, how_of(rules, rule, sentence, number->range.start, other->end), false});
                at = other->end;
            }
    }
    return found;
}

}  // namespace sheaf::quantities
