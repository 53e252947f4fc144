#include "extract.hpp"

#include <algorithm>

#include "checks.hpp"
#include "passage.hpp"
#include "record.hpp"
#include "response.hpp"
#include "rows.hpp"
#include "scope.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"
#include "struck.hpp"
#include "witness.hpp"

namespace sheaf::recommendations {

namespace {

// What lowers the confidence in an item, as factors.
constexpr double second_choice = 0.9;      ///< the section has other units than the family's usual ones
constexpr double with_continuation = 0.8;  ///< a paragraph that seems to go on with the item was joined to it
constexpr double part_struck = 0.5;        ///< some of its words are struck out
constexpr double by_look = 0.95;           ///< the heading above it is known by its look alone
constexpr double in_doubt = 0.85;          ///< something else in its part of the letter is doubtful

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

class Extraction {
  public:
    Extraction(Document& document, const Family& family, const Language& language, Context& context)
        : document_(document), family_(family), language_(language), context_(context) {}

    void run() {
        const std::vector<bool> decoys = find_decoys(document_, family_);
        const std::vector<Scope> scopes = find_scopes(document_, family_, language_.closing);
        for (const Rule& rule : family_.rules) apply(rule, scopes, decoys);
        std::stable_sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
            const Anchor &x = a.item.anchors.front(), &y = b.item.anchors.front();
            return std::pair(x.block.value, x.range.start) < std::pair(y.block.value, y.range.start);
        });
        check_places(document_, family_, candidates_, context_);
        check_numbers(document_, candidates_, context_);
        check_shapes(document_, language_, candidates_, context_);
        check_expected(document_, family_, tallies_, candidates_, context_);
        hear_witnesses(document_, family_, language_, candidates_, context_);
        RecordIds ids(document_);
        for (const Candidate& candidate : candidates_) {
            const Record record = record_of(document_, ids, candidate, language_, context_);
            add_record(document_, record);
            for (Record& response : responses_of(document_, ids, candidate, record))
                add_record(document_, std::move(response));
        }
    }

  private:
    void apply(const Rule& rule, const std::vector<Scope>& scopes, const std::vector<bool>& decoys) {
        std::size_t found = 0;
        if (std::find(rule.units.begin(), rule.units.end(), Unit::rows) != rule.units.end())
            for (const std::uint32_t table : tables_of(rule, scopes, decoys)) {
                Items items = find_rows(document_, table, rule);
                found += items.items.size();
                take(rule, document_.blocks[table].section, std::move(items));
            }
        for (const Scope& scope : scopes) {
            if (scope.rule != &rule) continue;
            if (scope.astray) {
                report_astray(find_items(document_, scope, language_));
                continue;
            }
            Tally& tally = tallies_[rule.name];
            if (scope.root && !tally.place) tally.place = document_[scope.root].heading;
            if (found > 0) continue;
            Items items = find_items(document_, scope, language_);
            // What a rule for sentences does not find another one may; `expected` says what must be there.
            if (items.items.empty() && items.none.empty() && scope.root && items.unit != Unit::sentences &&
                !holds_scope(scopes, scope.root) && !heads_next(scopes, scope))
                report_empty(rule, scope.root);
            take(rule, scope.root, std::move(items));
        }
    }

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

    /// The heading has no text of its own, and one that the rule names, too, stands directly below it and looks no less.
    static bool heads_next(const std::vector<Scope>& scopes, const Scope& scope) {
        return scope.blocks.empty() && std::any_of(scopes.begin(), scopes.end(), [&](const Scope& other) {
                   return other.rule == scope.rule && other.root.value == scope.root.value + 1 &&
                          !other.blocks.empty();
               });
    }

    void report_empty(const Rule& rule, SectionId root) {
        tallies_[rule.name].reported = true;
        context_.report(Severity::doubtful, "recommendations-missing",
                        "the section `" + title_of(document_, root) + "` has no items",
                        place_of(document_, document_[root].heading), "look for them in the letter");
    }

    void report_astray(const Items& items) const {
        for (const Item& item : items.items)
            context_.report(
                Severity::doubtful, "recommendations-place",
                "under `" + title_of(document_, item.section) +
                    "`, which holds findings, stands what reads like a demand; it is not recorded: `" +
                    beginning(text_of(document_, item)) + "`",
                place_of(document_, item.anchors.front().block), "see whether the letter demands it");
    }

    /// Leaves out the words that are struck out, and the items that are so as a whole.
    void leave_struck_out(Items& items) const {
        std::erase_if(items.items, [&](Item& item) {
            const std::vector<Anchor> kept = without_struck(document_, item.anchors);
            if (kept == item.anchors) return false;
            const std::string text = beginning(text_of(document_, item));
            const Place place = place_of(document_, item.anchors.front().block);
            item.anchors = kept;
            item.struck = true;
            if (kept.empty())
                context_.report(Severity::note, "recommendations-struck",
                                "a demand is struck out and not recorded: `" + text + "`", place);
            else
                context_.report(Severity::doubtful, "recommendations-struck",
                                "words of a demand are struck out and left out of it: `" + text + "`", place,
                                "see what of it still holds");
            return kept.empty();
        });
    }

    void take(const Rule& rule, SectionId root, Items items) {
        leave_struck_out(items);
        Tally& tally = tallies_[rule.name];
        tally.items += items.items.size();
        tally.none = tally.none || !items.none.empty();
        for (const BlockId block : items.none)
            context_.report(Severity::note, "recommendations-none",
                            "the letter says that there are none: " + document_[block].text,
                            place_of(document_, block));
        const bool doubtful = report_part(rule, root, items);
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
            if (candidate.item.struck) confidence.lowered(part_struck, "words in it are struck out");
            if (candidate.item.continued)
                confidence.lowered(with_continuation,
                                   "a paragraph that seems to go on with it was joined to it");
            if (doubtful) confidence.lowered(in_doubt, "something else under the same heading is doubtful");
            candidates_.push_back(std::move(candidate));
        }
    }

    /// Says what is doubtful about the items of one part of the letter; whether anything is.
    bool report_part(const Rule& rule, SectionId root, const Items& items) const {
        if (!items.leftover.empty())
            context_.report(
                Severity::doubtful, "recommendations-leftover",
                "text between or behind the items under `" + title_of(document_, root) +
                    "` belongs to none of them: `" + beginning(document_[items.leftover.front()].text) + "`",
                place_of(document_, items.leftover.front()),
                "see whether it is an item, goes on with one, or stands under a heading of its own");
        if (items.columns && !items.items.empty())
            context_.report(Severity::doubtful, "recommendations-unusual",
                            "rows under `" + title_of(document_, root) +
                                "` have text in several cells, and no rule says in which the item stands",
                            place_of(document_, items.items.front().anchors.front().block),
                            "compare the items with the page");
        const bool listed = items.unit == Unit::bullets || items.unit == Unit::numbers;
        const bool list_expected = rule.units.front() == Unit::bullets || rule.units.front() == Unit::numbers;
        const bool unusual = !items.items.empty() && rule.units.front() != items.unit &&
                             !(listed && list_expected) && !are_whole(items);
        if (unusual)
            context_.report(Severity::doubtful, "recommendations-unusual",
                            "under `" + title_of(document_, root) + "` each of " +
                                std::to_string(items.items.size()) + " " + std::string(name_of(items.unit)) +
                                " was taken for an item, where letters of this kind have " +
                                std::string(name_of(rule.units.front())),
                            place_of(document_, items.items.front().anchors.front().block),
                            "see whether each is one item");
        return unusual || items.columns || !items.leftover.empty();
    }

    /// Each item is a paragraph of whole sentences, so that none is a line of a list whose bullets were lost. A sentence
    /// that stands alone may be what leads in something else.
    bool are_whole(const Items& items) const {
        std::size_t sentences = 0;
        for (const Item& item : items.items) {
            const std::string text = text_of(document_, item);
            if (text::begins_small(text) || !ends_sentence(text) || !item.lead_in.anchors.empty())
                return false;
            sentences += text::sentences(text).size();
        }
        return sentences > 1;
    }

    Document& document_;
    const Family& family_;
    const Language& language_;
    Context& context_;
    std::vector<Candidate> candidates_;
    Tallies tallies_;
};

}  // namespace

void extract(Document& document, const Family& family, const Language& language, Context& context) {
    Extraction(document, family, language, context).run();
}

}  // namespace sheaf::recommendations
