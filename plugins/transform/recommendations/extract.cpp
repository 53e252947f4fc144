#include "extract.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "items.hpp"
#include "rows.hpp"
#include "scope.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::recommendations {

namespace {

// What lowers the confidence in an item, as factors.
constexpr double second_choice = 0.9;  ///< the section has other units than the family's usual ones
constexpr double joined = 0.8;         ///< a paragraph that seems to go on with the item was joined to it
constexpr double gap = 0.7;            ///< the printed numbers jump before it
constexpr double misshapen = 0.5;      ///< it looks cut, or like two items in one
constexpr double by_look = 0.95;       ///< the heading above it is known by its look alone

struct Candidate {
    Item item;
    const Rule* rule = nullptr;
    SectionId root;
    Confidence confidence;
};

/// What a rule found in the whole letter.
struct Tally {
    std::size_t items = 0;
    bool none = false;             ///< the letter says that there are none
    bool reported = false;         ///< that a section has none was said
    std::optional<BlockId> place;  ///< the heading of the section that should hold items
};

std::optional<int> last_number(std::string_view label) {
    while (!label.empty() && (label.back() < '0' || label.back() > '9')) label.remove_suffix(1);
    const std::size_t begin = label.find_last_not_of("0123456789");
    const std::string_view digits = begin == std::string_view::npos ? label : label.substr(begin + 1);
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

std::string_view name_of(Unit unit) {
    switch (unit) {
        case Unit::bullets:
            return "bullets";
        case Unit::numbers:
            return "numbers";
        case Unit::paragraphs:
            return "paragraphs";
        case Unit::rows:
            return "rows";
        case Unit::sentences:
            break;
    }
    return "sentences";
}

/// The lowest confidence of the words by OCR; 1 where the letter was not read by it.
double reading(const Document& document, const Item& item) {
    double lowest = 1;
    for (const Anchor& anchor : item.anchors)
        for (const Span& span : document[anchor.block].spans)
            if (span.range.start < anchor.range.end && anchor.range.start < span.range.end)
                lowest = std::min(lowest, static_cast<double>(span.style.confidence));
    return lowest;
}

std::string theme_of(const Document& document, const Candidate& candidate) {
    if (!candidate.item.section) return {};
    if (candidate.rule->theme == Theme::above) {
        const SectionId above = document[candidate.root ? candidate.root : candidate.item.section].parent;
        // A letter's title is no theme.
        return above && document[above].parent ? document[above].title : std::string();
    }
    if (candidate.rule->theme == Theme::below && candidate.root && candidate.item.section != candidate.root)
        return document[candidate.item.section].title;
    return {};
}

/// A bullet of a symbol font or block shape; dashes and points are common in text.
bool holds_bullet(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::next(text, at);
        if (c > 0x2023 && text::is_bullet(c)) return true;
    }
    return false;
}

/// The body that the paragraph above a list names: `Leaders need to ensure that:`.
Words responsible_of(const Document& document, const Item& item, const Rule& rule) {
    if (!item.responsible.text.empty()) return item.responsible;
    if (!rule.lead_in || item.lead_in.anchors.empty()) return {};
    const auto group = rule.lead_in->group("responsible");
    const auto match = rule.lead_in->find(item.lead_in.text);
    if (!group || !match || !match->groups[*group]) return {};
    const Anchor anchor{item.lead_in.anchors.front().block, *match->groups[*group]};
    return {text_of(document, {anchor}), {anchor}};
}

Record record_of(const Document& document, const Candidate& candidate, const Demand& demand) {
    const Item& item = candidate.item;
    const Rule& rule = *candidate.rule;
    const std::string text = text_of(document, item.anchors);
    std::string modality = item.modality.empty() ? std::string() : demand.counts_as(item.modality);
    if (modality.empty()) modality = demand.modality(text).value_or("");
    if (modality.empty()) modality = demand.modality(item.lead_in.text).value_or("");
    const Words responsible = responsible_of(document, item, rule);
    Field deadline{"deadline", std::monostate{}, {}};
    for (const Anchor& anchor : item.anchors) {
        const auto due = demand.deadline(text_of(document, {anchor}));
        if (!due) continue;
        deadline.value = due->date;
        // The text of one anchor is the block's own unless white space was squeezed in it.
        const std::string_view block = document[anchor.block].text;
        if (block.substr(anchor.range.start, anchor.range.end - anchor.range.start) ==
            text_of(document, {anchor}))
            deadline.anchors = {
                {anchor.block, {anchor.range.start + due->range.start, anchor.range.start + due->range.end}}};
        break;
    }

    Record record;
    record.type = "recommendation";
    record.rule = rule.name;
    record.anchors = item.anchors;
    const bool sectioned = item.section && item.section.value < document.sections.size();
    const Anchor heading = sectioned ? whole(document, document[item.section].heading) : Anchor{};
    record.fields = {
        {"text", text, {}},
        {"label", text_or_absent(item.label), {}},
        {"kind", rule.kind, {}},
        {"modality", text_or_absent(modality), {}},
        {"section", sectioned ? FieldValue(document[item.section].title) : FieldValue(),
         sectioned ? std::vector<Anchor>{heading} : std::vector<Anchor>{}},
        {"section_path", section_path(document, item.section), {}},
        {"responsible", text_or_absent(responsible.text), responsible.anchors},
        std::move(deadline),
        {"theme", text_or_absent(theme_of(document, candidate)), {}},
        {"evidence", text_or_absent(text_of(document, item.evidence)), item.evidence},
    };
    Confidence confidence = candidate.confidence;
    if (const double read = reading(document, item); read < 1)
        confidence.lowered(read, "its words were read by OCR");
    record.fields.push_back(confidence.field());
    record.confidence = confidence.value();
    record.id = record_id(document, record.type, {text, rule.kind});
    return record;
}

class Extraction {
  public:
    Extraction(Document& document, const Family& family, const Demand& demand, const Pattern& closing,
               Context& context)
        : document_(document), family_(family), demand_(demand), closing_(closing), context_(context) {}

    void run() {
        const std::vector<bool> decoys = find_decoys(document_, family_);
        const std::vector<Scope> scopes = find_scopes(document_, family_, closing_);
        for (const Rule& rule : family_.rules) {
            const bool rows = std::find(rule.units.begin(), rule.units.end(), Unit::rows) != rule.units.end();
            std::size_t found = 0;
            if (rows)
                for (const std::uint32_t table : tables_of(rule, scopes, decoys)) {
                    Items items = find_rows(document_, table, rule);
                    found += items.items.size();
                    take(rule, document_.blocks[table].section, std::move(items));
                }
            for (const Scope& scope : scopes) {
                if (scope.rule != &rule) continue;
                Tally& tally = tallies_[rule.name];
                if (scope.root && !tally.place) tally.place = document_[scope.root].heading;
                if (found > 0) continue;
                Items items = find_items(document_, scope);
                if (items.items.empty() && items.none.empty() && scope.root &&
                    !holds_scope(scopes, scope.root))
                    report_empty(rule, scope.root);
                take(rule, scope.root, std::move(items));
            }
        }
        std::stable_sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
            const Anchor &x = a.item.anchors.front(), &y = b.item.anchors.front();
            return std::pair(x.block.value, x.range.start) < std::pair(y.block.value, y.range.start);
        });
        check_numbers();
        check_shapes();
        check_expected();
        for (const Candidate& candidate : candidates_)
            add_record(document_, record_of(document_, candidate, demand_));
    }

  private:
    /// The tables that name themselves; where none does, those under a heading that the rule names.
    std::vector<std::uint32_t> tables_of(const Rule& rule, const std::vector<Scope>& scopes,
                                         const std::vector<bool>& decoys) const {
        std::vector<std::uint32_t> tables = find_tables(document_, rule, decoys);
        if (!tables.empty()) return tables;
        for (const Scope& scope : scopes)
            for (const std::uint32_t block : scope.blocks)
                if (scope.rule == &rule && document_.blocks[block].kind == BlockKind::table)
                    tables.push_back(block);
        return tables;
    }

    /// A rule holds in a section below.
    bool holds_scope(const std::vector<Scope>& scopes, SectionId root) const {
        return std::any_of(scopes.begin(), scopes.end(), [&](const Scope& scope) {
            for (SectionId at = scope.root ? document_[scope.root].parent : SectionId(); at;
                 at = document_[at].parent)
                if (at == root) return true;
            return false;
        });
    }

    void report_empty(const Rule& rule, SectionId root) {
        tallies_[rule.name].reported = true;
        context_.report(Severity::doubtful, "recommendations-missing",
                        "the section `" + title(root) + "` has no items",
                        place_of(document_, document_[root].heading), "look for them in the letter");
    }

    void take(const Rule& rule, SectionId root, Items items) {
        Tally& tally = tallies_[rule.name];
        tally.items += items.items.size();
        tally.none = tally.none || !items.none.empty();
        for (const BlockId block : items.none)
            context_.report(Severity::note, "recommendations-none",
                            "the letter says that there are none: " + document_[block].text,
                            place_of(document_, block));
        if (!items.leftover.empty())
            context_.report(Severity::doubtful, "recommendations-leftover",
                            "text between or behind the items under `" + title(root) +
                                "` belongs to none of them: " + beginning(items.leftover.front()),
                            place_of(document_, items.leftover.front()),
                            "a heading below the items may have been missed");
        const bool listed = items.unit == Unit::bullets || items.unit == Unit::numbers;
        const bool list_expected = rule.units.front() == Unit::bullets || rule.units.front() == Unit::numbers;
        if (!items.items.empty() && rule.units.front() != items.unit && !(listed && list_expected))
            context_.report(
                Severity::doubtful, "recommendations-unusual",
                "under `" + title(root) + "` the items are not what they are in other letters of the family",
                place_of(document_, items.items.front().anchors.front().block),
                "see whether each is one item");
        for (Item& item : items.items) {
            Candidate candidate{std::move(item), &rule, root, {}};
            Confidence& confidence = candidate.confidence;
            if (root) {
                std::string ground = heading_ground(document_, root);
                if (document_[document_[root].heading].basis.starts_with("profile"))
                    confidence.rests_on(std::move(ground));
                else
                    confidence.lowered(by_look, std::move(ground));
            }
            if (rule.units.front() == items.unit)
                confidence.rests_on("items are " + std::string(name_of(items.unit)) +
                                    ", as the family has them");
            else
                confidence.lowered(second_choice, "items are " + std::string(name_of(items.unit)) +
                                                      ", where the family has " +
                                                      std::string(name_of(rule.units.front())));
            if (candidate.item.continued)
                confidence.lowered(joined, "a paragraph that seems to go on with it was joined to it");
            candidates_.push_back(std::move(candidate));
        }
    }

    std::string title(SectionId section) const {
        return section ? document_[section].title : std::string("the letter");
    }

    /// The first words of a block, for messages.
    std::string beginning(BlockId block) const {
        const std::string& text = document_[block].text;
        return text.substr(0, text::boundary(text, 60));
    }

    /// Numbers of items under one rule and heading follow each other; a jump most often means lost text.
    void check_numbers() {
        for (std::size_t i = 1; i < candidates_.size(); ++i) {
            Candidate& candidate = candidates_[i];
            const Candidate& before = candidates_[i - 1];
            if (candidate.root != before.root || candidate.rule != before.rule) continue;
            if (std::find(candidate.rule->units.begin(), candidate.rule->units.end(), Unit::sentences) !=
                candidate.rule->units.end())
                continue;
            const auto number = last_number(candidate.item.label), last = last_number(before.item.label);
            if (!number || !last) continue;
            if (*number == *last + 1) {
                candidate.confidence.rests_on("its number follows that of the item before it");
                continue;
            }
            candidate.confidence.lowered(gap, "its number does not follow that of the item before it");
            context_.report(Severity::doubtful, "recommendations-gap",
                            "item " + candidate.item.label + " follows item " + before.item.label +
                                " under `" + title(candidate.root) + "`",
                            place_of(document_, candidate.item.anchors.front().block),
                            "an item may have been lost");
        }
    }

    /// Items that look cut, or like two in one, most often come from damaged input.
    void check_shapes() {
        for (std::size_t i = 0; i < candidates_.size(); ++i) {
            Candidate& candidate = candidates_[i];
            const std::string text = text_of(document_, candidate.item.anchors);
            const char* why = nullptr;
            if (holds_bullet(text))
                why = "has a bullet inside";
            else if (text.back() == ',' || text.back() == '-')
                why = "breaks off";
            else if (i > 0 && candidates_[i - 1].root == candidate.root && text::begins_small(text)) {
                const std::string before = text_of(document_, candidates_[i - 1].item.anchors);
                if (!text::begins_small(before) && before.back() != '.' && before.back() != ';')
                    why = "begins in the middle of a sentence";
            }
            if (!why) continue;
            candidate.confidence.lowered(misshapen, std::string("it ") + why);
            context_.report(Severity::doubtful, "recommendations-shape",
                            "an item under `" + title(candidate.item.section) + "` " + why + ": " +
                                beginning(candidate.item.anchors.front().block),
                            place_of(document_, candidate.item.anchors.front().block),
                            "compare it with the page");
        }
    }

    void check_expected() {
        for (const Expected& expected : family_.expected) {
            std::size_t items = 0;
            bool none = false, reported = false;
            std::optional<BlockId> place;
            for (const std::string& rule : expected.rules) {
                const Tally& tally = tallies_[rule];
                items += tally.items;
                none = none || tally.none;
                reported = reported || tally.reported;
                if (tally.place && !place) place = tally.place;
            }
            if (items < expected.at_least && !(items == 0 && (none || reported)))
                context_.report(Severity::doubtful,
                                items ? "recommendations-count" : "recommendations-missing",
                                items ? "only " + std::to_string(items) + " of the expected " + expected.name
                                : place ? "nothing was found of the expected " + expected.name
                                        : "no section for " + expected.name + " was found",
                                place ? place_of(document_, *place) : Place{}, "look for them in the letter");
            if (items >= expected.at_least && !(expected.at_most && items > expected.at_most))
                for (Candidate& candidate : candidates_)
                    if (std::find(expected.rules.begin(), expected.rules.end(), candidate.rule->name) !=
                        expected.rules.end())
                        candidate.confidence.rests_on("the letter has as many as the family's letters have");
            if (expected.at_most && items > expected.at_most)
                context_.report(Severity::doubtful, "recommendations-count",
                                std::to_string(items) + " items are more than the family's letters have of " +
                                    expected.name,
                                place ? place_of(document_, *place) : Place{},
                                "running text may have been taken for items");
        }
    }

    Document& document_;
    const Family& family_;
    const Demand& demand_;
    const Pattern& closing_;
    Context& context_;
    std::vector<Candidate> candidates_;
    std::map<std::string, Tally> tallies_;
};

}  // namespace

void extract(Document& document, const Family& family, const Demand& demand, const Pattern& closing,
             Context& context) {
    Extraction(document, family, demand, closing, context).run();
}

}  // namespace sheaf::recommendations
