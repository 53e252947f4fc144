// Headings of demands that the examples do not have, and that other letters of their family may have.
#include <algorithm>
#include <set>

#include "learn/draft.hpp"
#include "learn/phrases.hpp"
#include "sheaf/pattern.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::learn {

namespace {

/// A pattern for the folded title of one of these headings; it matches nothing where their words are not known.
Pattern title_pattern(const std::string& headings, const Surroundings& known) {
    return Pattern("^(?:" + known.expanded(headings) + ")[:.?]?$", true);
}

/// Whether no example has such a heading but those of `own`: then they can mean demands in the family.
bool mean_demands(const Examples& examples, const Pattern& usual, const Pattern* own) {
    return std::none_of(examples.begin(), examples.end(), [&](const Example* example) {
        const auto is_one = [&](const std::string& title) {
            return usual.found_in(title) && !(own && own->found_in(title));
        };
        const Document& document = example->document;
        for (const Section& section : document.sections)
            if (is_one(text::fold(section.title))) return true;
        for (std::uint32_t i = 0; i < document.blocks.size(); ++i)
            if (text::row_of(document, {i}) && is_one(text::fold(document.blocks[i].text))) return true;
        return false;
    });
}

}  // namespace

std::string usual_headings(std::string_view kind) {
    if (kind == "priority_action") return "{priority_headings}";
    if (kind == "area_for_improvement") return "{improvements}";
    return kind == "recommendation" ? "{recommendation_headings}" : "";
}

std::string with_usual_headings(const std::string& section, const std::string& kind,
                                const std::vector<Located>& found, const Surroundings& known,
                                const Examples& examples) {
    const std::string headings = usual_headings(kind);
    if (headings.empty() || known.words.empty()) return section;
    const Pattern usual = title_pattern(headings, known), own(section, true);
    const bool all = std::all_of(found.begin(), found.end(), [&](const Located& one) {
        const Document& document = one.example->document;
        for (SectionId at = one.section; at; at = document[at].parent)
            if (usual.found_in(title_of(document, at))) return true;
        return false;
    });
    return all && mean_demands(examples, usual, &own) ? "(?:" + section + "|^" + headings + "[:.?]?$)"
                                                      : section;
}

std::string with_usual_heads(const std::vector<std::string>& heads, const std::string& kind,
                             const Surroundings& known, const Examples& examples) {
    std::string table = any_title(heads);
    const std::string headings = usual_headings(kind);
    if (headings.empty() || known.words.empty()) return table;
    const Pattern usual = title_pattern(headings, known), own(table, true);
    const bool all = std::all_of(heads.begin(), heads.end(),
                                 [&](const std::string& head) { return usual.found_in(head); });
    return all && mean_demands(examples, usual, &own) ? "(?:" + table + "|^" + headings + "[:.?]?$)" : table;
}

void learn_usual_headings(const Examples& examples, const Surroundings& known,
                          const std::set<std::string>& kinds, const std::vector<Located>& rows,
                          Draft& draft) {
    for (const std::string kind : {"priority_action", "area_for_improvement", "recommendation"}) {
        const std::string headings = usual_headings(kind);
        if (kinds.contains(kind) || known.words.empty() ||
            !mean_demands(examples, title_pattern(headings, known), nullptr))
            continue;
        draft.table(
            "[[recommendations.rule]]",
            "No example has such a heading. Where the family means something else by it, take this out.");
        draft.word("name", words_of_kind(kind));
        draft.word("kind", kind);
        draft.pattern(rows.empty() ? "section" : "table", "^" + headings + "[:.?]?$");
        draft.line("items", rows.empty() ? R"(["bullets", "numbers"])" : R"(["rows"])");
        // What no example shows is believed only where it looks like a demand as a whole.
        draft.line("whole_sentences", "true");
        if (rows.empty())
            draft.pattern("lead_in", demand_lead_in);
        else if (const std::string column = body_column(rows); !column.empty())
            draft.pattern("responsible_column", column);
    }
}

}  // namespace sheaf::learn
