#include "find.hpp"

#include <algorithm>
#include <set>

#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"
#include "values.hpp"

namespace sheaf::own_records {

namespace {

constexpr double unread = 0.7;   ///< confidence in a record with a field that could not be read
constexpr double missing = 0.8;  ///< confidence in a record without a field that it should have
/// In a format without pages, this much text counts as the first page.
constexpr std::size_t first_page_bytes = 3000;

/// Words of a block as patterns see them.
struct Words {
    text::Unit unit;
    std::uint32_t shift = 0;  ///< where they begin in the block, when they are a sentence

    std::vector<Anchor> anchors(Range range) const {
        std::vector<Anchor> found = unit.anchors(range);
        for (Anchor& anchor : found) {
            anchor.range.start += shift;
            anchor.range.end += shift;
        }
        return found;
    }
};

/// The words that a match gave to a group.
struct Group {
    std::string name;
    std::string printed;
    std::vector<Anchor> anchors;
};
using Groups = std::vector<Group>;

/// A record on its way.
struct Draft {
    const Rule* rule = nullptr;
    std::vector<Anchor> anchors;  ///< the words that are its text
    Groups groups;
};

class Finder {
  public:
    Finder(Document& document, const Family& family, Context& context)
        : document_(document), family_(family), context_(context) {}

    void run() {
        RecordIds ids(document_);
        for (std::size_t at = 0; at < family_.types.size(); ++at) {
            const Type& type = family_.types[at];
            std::vector<Draft> drafts = drafts_of(at);
            check_count(type, drafts.size());
            for (const Draft& draft : drafts) add(type, draft, ids);
        }
    }

  private:
    std::vector<Draft> drafts_of(std::size_t type) {
        std::vector<Draft> drafts;
        for (const Rule& rule : family_.rules) {
            if (rule.type != type) continue;
            std::vector<Draft> more = by_rule(rule);
            check_occurrences(rule, more.size());
            // Words that an earlier rule took are taken.
            for (Draft& draft : more)
                if (std::none_of(drafts.begin(), drafts.end(), [&](const Draft& other) {
                        return other.anchors.front() == draft.anchors.front();
                    }))
                    drafts.push_back(std::move(draft));
        }
        std::stable_sort(drafts.begin(), drafts.end(), [](const Draft& a, const Draft& b) {
            const Anchor &x = a.anchors.front(), &y = b.anchors.front();
            return std::pair(x.block.value, x.range.start) < std::pair(y.block.value, y.range.start);
        });
        if (auto draft = by_values(type)) drafts.push_back(std::move(*draft));
        return drafts;
    }

    // ---- Records that are units of the letter ----

    std::vector<std::uint32_t> blocks_of(const Rule& rule) const {
        const std::vector<SectionId> sections = innermost_sections(document_, [&](const std::string& title) {
            return rule.section && rule.section->found_in(text::fold(title));
        });
        std::vector<std::uint32_t> blocks;
        for (std::uint32_t i = 0; i < document_.blocks.size(); ++i) {
            const Block& block = document_.blocks[i];
            if (block.kind == BlockKind::furniture || block.kind == BlockKind::footnote) continue;
            if (!rule.section || (block.section && sections[block.section.value])) blocks.push_back(i);
        }
        return blocks;
    }

    std::vector<Draft> by_rule(const Rule& rule) const {
        std::vector<Draft> drafts;
        Groups lead;         // of the paragraph above the records
        bool open = false;   // records may stand here
        bool found = false;  // and the block before was one
        for (const std::uint32_t i : blocks_of(rule)) {
            const Block& block = document_.blocks[i];
            const Words whole = words_of(BlockId{i});
            if (rule.below && !block.text.empty()) {
                if (const auto match = rule.below->find(whole.unit.text)) {
                    lead = groups_of(*rule.below, *match, whole);
                    open = true;
                    found = false;
                    continue;
                }
            }
            if ((rule.below && !open) || (block.text.empty() && block.kind != BlockKind::row)) continue;
            if (found && is_nested(rule, drafts.back(), block)) {
                drafts.back().anchors.push_back(sheaf::whole(document_, {i}));
                continue;
            }
            const std::size_t before = drafts.size();
            if (block.kind != BlockKind::heading) take(rule, BlockId{i}, lead, drafts);
            found = drafts.size() > before;
            open = open && found;
        }
        return drafts;
    }

    static bool is_bullet(const Block& block) {
        return block.kind == BlockKind::list_item && !is_number_label(block.label);
    }

    bool is_nested(const Rule& rule, const Draft& draft, const Block& block) const {
        return rule.unit == Unit::bullets && is_bullet(block) &&
               block.level > document_[draft.anchors.front().block].level;
    }

    bool is_unit(const Rule& rule, const Block& block) const {
        switch (rule.unit) {
            case Unit::bullets:
                return is_bullet(block);
            case Unit::numbers:
                return text::is_text(block) && is_number_label(block.label);
            case Unit::rows:
                return block.kind == BlockKind::row && !block.header;
            case Unit::paragraphs:
                return block.kind == BlockKind::paragraph && !is_number_label(block.label);
            case Unit::sentences:
                break;
        }
        return block.kind == BlockKind::paragraph || block.kind == BlockKind::list_item;
    }

    void take(const Rule& rule, BlockId id, const Groups& lead, std::vector<Draft>& drafts) const {
        const Block& block = document_[id];
        if (!is_unit(rule, block)) return;
        if (rule.unit == Unit::rows) {
            for (const text::Unit& row : text::units(document_, [&](BlockId at, const Block&one) {
                     return text::is_text(one) && text::row_of(document_, at) == id;
                 }))
                take_words(rule, {row, 0}, lead, drafts);
        } else if (rule.unit == Unit::sentences) {
            for (const Range& sentence : text::sentences(block.text))
                take_words(rule, words_of(id, sentence), lead, drafts);
        } else {
            take_words(rule, words_of(id), lead, drafts);
        }
    }

    void take_words(const Rule& rule, const Words& words, const Groups& lead,
                    std::vector<Draft>& drafts) const {
        if (!text::has_letter(words.unit.text)) return;
        Draft draft;
        draft.rule = &rule;
        if (rule.pattern) {
            const auto match = rule.pattern->find(words.unit.text);
            if (!match) return;
            draft.groups = groups_of(*rule.pattern, *match, words);
        }
        const Group* const text = named(draft.groups, "text");
        draft.anchors =
            text ? text->anchors : words.anchors({0, static_cast<std::uint32_t>(words.unit.text.size())});
        draft.groups.insert(draft.groups.end(), lead.begin(), lead.end());
        if (!draft.anchors.empty()) drafts.push_back(std::move(draft));
    }

    /// The words of a block without its label, or of a part of it.
    Words words_of(BlockId id, std::optional<Range> part = std::nullopt) const {
        const Block& block = document_[id];
        const Range range = part.value_or(Range{0, static_cast<std::uint32_t>(block.text.size())});
        text::Plain plain =
            text::plain(std::string_view(block.text).substr(range.start, range.end - range.start));
        Words words;
        words.shift = range.start;
        words.unit.text = std::move(plain.text);
        words.unit.origin = std::move(plain.origin);
        words.unit.pieces = {
            {{0, static_cast<std::uint32_t>(words.unit.text.size())}, id, false, range.end - range.start}};
        return words;
    }

    Groups groups_of(const Pattern& pattern, const Match& match, const Words& words) const {
        Groups groups;
        std::set<std::string> names = {"text"};
        for (const Type& type : family_.types)
            for (const FieldRule& field : type.fields) names.insert(field.from);
        for (const std::string& name : names) {
            const auto at = pattern.group(name);
            if (!at || !match.groups[*at] || match.groups[*at]->start == match.groups[*at]->end) continue;
            std::vector<Anchor> anchors = words.anchors(*match.groups[*at]);
            groups.push_back({name, joined_words(document_, anchors), std::move(anchors)});
        }
        return groups;
    }

    static const Group* named(const Groups& groups, std::string_view name) {
        const auto found = std::find_if(groups.begin(), groups.end(),
                                        [&](const Group& group) { return group.name == name; });
        return found == groups.end() ? nullptr : &*found;
    }

    // ---- The one record of a type whose values stand anywhere ----

    std::optional<Draft> by_values(std::size_t type) const {
        std::optional<Draft> draft;
        for (const Value& value : family_.values) {
            if (value.type != type) continue;
            if (!draft) draft.emplace();
            for (const text::Unit& unit : text::units(document_, [&](BlockId id, const Block&block) {
                     return is_at(value.where, id, block);
                 })) {
                const auto match = value.pattern.find(unit.text);
                if (!match) continue;
                const Groups groups = groups_of(value.pattern, *match, {unit, 0});
                draft->groups.insert(draft->groups.end(), groups.begin(), groups.end());
                const std::vector<Anchor> anchors = unit.anchors(match->whole);
                draft->anchors.insert(draft->anchors.end(), anchors.begin(), anchors.end());
                break;
            }
        }
        if (draft && draft->groups.empty()) draft.reset();
        return draft;
    }

    bool is_at(Where where, BlockId id, const Block& block) const {
        switch (where) {
            case Where::furniture:
                return block.kind == BlockKind::furniture;
            case Where::title:
                return !document_.sections.empty() && document_.sections.front().heading == id;
            case Where::first_page:
                if (!text::is_text(block)) return false;
                return document_.pages.empty() ? before_first_page_ends(id) : block.page() == 1;
            case Where::text:
                break;
        }
        return text::is_text(block);
    }

    bool before_first_page_ends(BlockId id) const {
        std::size_t seen = 0;
        for (std::uint32_t i = 0; i <= id.value; ++i) seen += document_.blocks[i].text.size();
        return seen <= first_page_bytes;
    }

    // ---- Checks and records ----

    void check_count(const Type& type, std::size_t count) {
        if (count >= type.at_least && (type.at_most == 0 || count <= type.at_most)) return;
        context_.report(
            Severity::doubtful, count == 0 ? "records-missing" : "records-count",
            count == 0 ? "nothing was found of what the family's letters have of `" + type.name + "`"
                       : "the letter has " + std::to_string(count) + " of `" + type.name + "`, which is " +
                             (count < type.at_least ? "fewer" : "more") + " than the family's letters have",
            {}, "look for them in the letter");
    }

    void check_occurrences(const Rule& rule, std::size_t found) {
        if (!rule.count) return;
        std::size_t count = 0;
        for (const std::uint32_t i : blocks_of(rule)) {
            const text::Plain plain = text::plain(document_.blocks[i].text);
            for (std::size_t at = 0; at <= plain.text.size();) {
                const auto match = rule.count->find(plain.text, at);
                if (!match) break;
                ++count;
                at = std::max<std::size_t>(match->whole.end, at + 1);
            }
        }
        if (count != found)
            context_.report(Severity::doubtful, "records-count",
                            "the words that mark one stand in " + std::to_string(count) + " places, and `" +
                                rule.name + "` found " + std::to_string(found),
                            {}, "compare them with the page");
    }

    void add(const Type& type, const Draft& draft, RecordIds& ids) {
        Record record;
        record.type = type.name;
        record.rule = draft.rule ? draft.rule->name : std::string("values");
        record.anchors = draft.anchors;
        Confidence confidence;
        confidence.rests_on(draft.rule ? "the profile's rule takes its words"
                                       : "the profile's patterns take its words");
        const std::string text = joined_words(document_, draft.anchors);
        if (type.text) record.fields.push_back({"text", text_or_absent(text), {}});
        std::string key = text;
        for (const FieldRule& field : type.fields) {
            record.fields.push_back(field_of(type, field, draft, confidence));
            if (const auto* value = std::get_if<std::string>(&record.fields.back().value))
                key += '\n' + *value;
        }
        for (const std::string& name : type.expected)
            if (std::holds_alternative<std::monostate>(record.field(name)->value)) {
                confidence.lowered(missing, "it has no `" + name + "`");
                context_.report(Severity::doubtful, "records-missing",
                                "a record of `" + type.name + "` has no `" + name + "`",
                                place_of(document_, draft.anchors.front().block),
                                "look for it in the letter");
            }
        record.fields.push_back(confidence.field());
        record.confidence = confidence.value();
        record.id = ids.next(record.type, {key});
        add_record(document_, std::move(record));
    }

    Field field_of(const Type& type, const FieldRule& rule, const Draft& draft, Confidence& confidence) {
        const Group* const group = named(draft.groups, rule.from);
        if (!group) return {rule.name, {}, {}};
        // A day that the word processor computes anew is none.
        const bool computed = rule.kind != Kind::text &&
                              std::any_of(group->anchors.begin(), group->anchors.end(),
                                          [&](const Anchor& words) { return is_computed(document_, words); });
        FieldValue value = computed ? FieldValue() : value_of(rule, group->printed);
        if (!std::holds_alternative<std::monostate>(value))
            return {rule.name, std::move(value), group->anchors};
        confidence.lowered(unread, "its `" + rule.name + "` could not be read");
        context_.report(Severity::doubtful, "records-value",
                        "`" + group->printed + "` is no value of `" + rule.name + "` of `" + type.name + "`",
                        place_of(document_, group->anchors.front().block), "see what the letter says there");
        return {rule.name, {}, {}};
    }

    Document& document_;
    const Family& family_;
    Context& context_;
};

}  // namespace

void find_records(Document& document, const Family& family, Context& context) {
    Finder(document, family, context).run();
}

}  // namespace sheaf::own_records
