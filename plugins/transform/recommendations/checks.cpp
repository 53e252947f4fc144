#include "checks.hpp"

#include <algorithm>

#include "passage.hpp"
#include "scope.hpp"
#include "sheaf/number.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::recommendations {

namespace {

constexpr double gap = 0.7;  ///< confidence in an item before which the printed numbers jump
constexpr double misplaced =
    0.7;  ///< confidence in an item under a heading that the family does not have for it
constexpr double misshapen = 0.5;  ///< confidence in an item that looks cut, or like two items in one

std::optional<int> last_number(std::string_view label) {
    while (!label.empty() && (label.back() < '0' || label.back() > '9')) label.remove_suffix(1);
    const std::size_t begin = label.find_last_not_of("0123456789");
    return text::whole_number<int>(begin == std::string_view::npos ? label : label.substr(begin + 1));
}

/// A bullet of a symbol font or block shape; dashes and points are common in text.
bool holds_bullet(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::next(text, at);
        if (c > 0x2023 && text::is_bullet(c)) return true;
    }
    return false;
}

/// Two sentences without a space between them: `records.The`.
bool glues_sentences(std::string_view text) {
    static const Pattern glued(R"([a-z]{2}[.?!](?-i:[A-Z][a-z]+ ))");
    return glued.found_in(text);
}

/// The number of the next item stands inside: `... are clear. 4. Ensure`.
bool holds_next_number(std::string_view text, std::string_view label) {
    const auto own = last_number(label);
    if (!own) return false;
    const std::string next = std::to_string(*own + 1);
    for (std::size_t at = text.find(next); at != std::string_view::npos; at = text.find(next, at + 1)) {
        const std::string_view before = text.substr(0, at), behind = text.substr(at + next.size());
        if (before.size() > 2 && before.back() == ' ' && ends_sentence(before, ".;") &&
            (behind.starts_with(". ") || behind.starts_with(") ")))
            return true;
    }
    return false;
}

/// The part of the letter whose items one rule made under one heading.
bool same_part(const Candidate& a, const Candidate& b) {
    return a.root == b.root && a.rule == b.rule;
}

bool breaks_off(std::string_view text, const Language& language) {
    return text.back() == ',' || text.back() == '-' || language.open_end.found_in(text);
}

/// The text ends as that of an item does behind which the next one follows: `renew the lamps; and`.
bool is_listed(std::string_view text) {
    static const Pattern joined(R"([;,] (and|or|a|ac|neu)$)", true);
    return joined.found_in(text);
}

/// The item is the only one of three and more in its part that begins in small letters.
bool alone_small(const Document& document, const std::vector<Candidate>& candidates, std::size_t i) {
    std::size_t others = 0;
    for (std::size_t k = 0; k < candidates.size(); ++k) {
        if (k == i || !same_part(candidates[k], candidates[i])) continue;
        if (text::begins_small(text_of(document, candidates[k].item))) return false;
        ++others;
    }
    return others > 1;
}

/// What is wrong with the shape of the item; null when nothing is.
const char* fault_of(const Document& document, const Language& language,
                     const std::vector<Candidate>& candidates, std::size_t i) {
    const Candidate& candidate = candidates[i];
    const std::string text = text_of(document, candidate.item);
    if (holds_bullet(text)) return "has a bullet inside";
    if (holds_next_number(text, candidate.item.label)) return "holds the number of another item";
    if (breaks_off(text, language) &&
        !(is_listed(text) && i + 1 < candidates.size() && same_part(candidates[i + 1], candidate)))
        return "breaks off";
    if (glues_sentences(text)) return "runs two sentences together";
    if (candidate.rule->other_demand && candidate.rule->other_demand->found_in(text::plain(text).text))
        return "demands something of another body, too";
    const bool led_in = !candidate.item.lead_in.anchors.empty();
    if (candidate.item.modality.empty() && !led_in && language.demand.is_quoted(text))
        return "demands something only in a quotation";
    if (candidate.rule->whole_sentences && !led_in) {
        if (text::begins_small(text)) return "begins in the middle of a sentence";
        if (!ends_sentence(text)) return "does not end as a sentence does";
    }
    if (!text::begins_small(text)) return nullptr;
    if (!led_in && alone_small(document, candidates, i)) return "begins in the middle of a sentence";
    if (i > 0 && candidates[i - 1].root == candidate.root) {
        const std::string before = text_of(document, candidates[i - 1].item);
        if (!text::begins_small(before) && before.back() != '.' && before.back() != ';')
            return "begins in the middle of a sentence";
    }
    return nullptr;
}

}  // namespace

std::string title_of(const Document& document, SectionId section) {
    return section ? document[section].title : std::string("the letter");
}

std::string beginning(std::string_view text) {
    const std::size_t end = text::boundary(text, 60);
    return std::string(text.substr(0, end)) + (end < text.size() ? "..." : "");
}

void check_numbers(const Document& document, std::vector<Candidate>& candidates, Context& context) {
    for (std::size_t i = 1; i < candidates.size(); ++i) {
        Candidate& candidate = candidates[i];
        const Candidate& before = candidates[i - 1];
        if (!same_part(candidate, before)) continue;
        if (std::find(candidate.rule->units.begin(), candidate.rule->units.end(), Unit::sentences) !=
            candidate.rule->units.end())
            continue;
        // Numbers that stand in the words are the body's own, such as `016/15`, and need not follow each
        // other.
        if (candidate.rule->item) continue;
        const auto number = last_number(candidate.item.label), last = last_number(before.item.label);
        if (!number || !last) continue;
        if (*number == *last + 1) {
            candidate.confidence.rests_on("its number follows that of the item before it");
            continue;
        }
        candidate.confidence.lowered(gap, "its number does not follow that of the item before it");
        context.report(Severity::doubtful, "recommendations-gap",
                       "under `" + title_of(document, candidate.root) + "` item " + candidate.item.label +
                           " follows item " + before.item.label,
                       place_of(document, candidate.item.anchors.front().block),
                       "see on the page whether an item stands between them");
    }
}

void check_places(const Document& document, const Family& family, std::vector<Candidate>& candidates,
                  Context& context) {
    if (!family.usual || document.sections.empty()) return;
    const std::vector<bool> usual = find_below(document, family.usual);
    SectionId reported;
    for (Candidate& candidate : candidates) {
        const SectionId section = candidate.item.section;
        if (candidate.rule->section || (section && usual[section.value])) continue;
        candidate.confidence.lowered(misplaced, "the family's letters have no items under its heading");
        if (reported == section && section) continue;
        reported = section;
        context.report(
            Severity::doubtful, "recommendations-place",
            "under `" + title_of(document, section) +
                "`, which letters of this kind do not have for it, stands what reads like a demand: `" +
                beginning(text_of(document, candidate.item)) + "`",
            place_of(document, candidate.item.anchors.front().block),
            "see whether the letter demands it, or tells what was demanded before");
    }
}

void check_shapes(const Document& document, const Language& language, std::vector<Candidate>& candidates,
                  Context& context) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const char* const why = fault_of(document, language, candidates, i);
        if (!why) continue;
        Candidate& candidate = candidates[i];
        candidate.confidence.lowered(misshapen, std::string("it ") + why);
        context.report(Severity::doubtful, "recommendations-shape",
                       "an item under `" + title_of(document, candidate.item.section) + "` " + why + ": `" +
                           beginning(text_of(document, candidate.item)) + "`",
                       place_of(document, candidate.item.anchors.front().block), "compare it with the page");
    }
}

namespace {

/// What the rules that an expectation names found together.
Tally total(const Expected& expected, const Tallies& tallies) {
    Tally sum;
    for (const std::string& rule : expected.rules) {
        const auto found = tallies.find(rule);
        if (found == tallies.end()) continue;
        const Tally& tally = found->second;
        sum.items += tally.items;
        sum.none = sum.none || tally.none;
        sum.reported = sum.reported || tally.reported;
        if (tally.place && !sum.place) sum.place = tally.place;
    }
    return sum;
}

}  // namespace

void check_expected(const Document& document, const Family& family, const Tallies& tallies,
                    std::vector<Candidate>& candidates, Context& context) {
    for (const Expected& expected : family.expected) {
        const Tally found = total(expected, tallies);
        const Place place = found.place ? place_of(document, *found.place) : Place{};
        const bool few = found.items < expected.at_least;
        const bool many = expected.at_most && found.items > expected.at_most;
        if (few && !(found.items == 0 && (found.none || found.reported)))
            context.report(
                Severity::doubtful, found.items ? "recommendations-count" : "recommendations-missing",
                found.items   ? "only " + std::to_string(found.items) + " of the expected " + expected.name
                : found.place ? "nothing was found of the expected " + expected.name
                              : "no section for " + expected.name + " was found",
                place, "look for them in the letter");
        if (many)
            context.report(Severity::doubtful, "recommendations-count",
                           std::to_string(found.items) +
                               " items are more than the family's letters have of " + expected.name,
                           place, "running text may have been taken for items");
        for (Candidate& candidate : candidates) {
            if (std::find(expected.rules.begin(), expected.rules.end(), candidate.rule->name) ==
                expected.rules.end())
                continue;
            if (few || many)
                candidate.confidence.lowered(gap,
                                             "the letter has fewer or more than the family's letters have");
            else
                candidate.confidence.rests_on("the letter has as many as the family's letters have");
        }
    }
}

}  // namespace sheaf::recommendations
