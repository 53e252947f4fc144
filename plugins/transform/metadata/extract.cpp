#include "extract.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "people.hpp"
#include "sheaf/date.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"
#include "values.hpp"

namespace sheaf::metadata_stage {
namespace {

constexpr std::array field_names = {"title",          "document_type", "document_date",    "inspection_start",
                                    "inspection_end", "authority",     "lead_inspector",   "addressees",
                                    "signatories",    "language",      "reference_numbers"};

// What lowers the confidence, as factors.
constexpr double for_each_missing = 0.9, for_each_disagreement = 0.8, without_profile = 0.6;

/// In a format without pages, this much text counts as the first page.
constexpr std::size_t first_page_bytes = 3000;
/// A block that ends in a colon is a label only when it is short.
constexpr std::size_t longest_label = 60;

struct Value {
    std::vector<std::string> texts;  ///< one; of a range of dates two
    std::vector<Anchor> anchors;
    int page = 0;
    std::string says;  ///< the value for messages
};

void add_person(Document& document, const char* type, const Person& person, const char* ground, bool known) {
    const auto field = [](const char* name, const Said& said) {
        return Field{name, text_or_absent(said.text), said.anchors};
    };
    Record record;
    record.type = type;
    record.stage = "metadata";
    record.rule = document.profile;
    record.anchors = person.printed.anchors;
    Confidence confidence;
    confidence.rests_on(ground);
    if (!known) confidence.lowered(without_profile, "no profile says how such letters are built");
    record.fields = {field("name", person.name), field("role", person.role), field("body", person.body)};
    if (std::string_view(type) == "addressee")
        record.fields.insert(record.fields.begin(), field("text", person.printed));
    record.fields.push_back(confidence.field());
    record.confidence = confidence.value();
    record.id = record_id(document, type, {person.printed.text});
    add_record(document, std::move(record));
}

class Extraction {
  public:
    Extraction(const Document& document, const Rules& rules, Context& context)
        : document_(document), rules_(rules), context_(context), frame_(find_frame(document, rules.letter)) {}

    /// The metadata record; the people follow with `people`.
    Record run(const FrequentWords& words) {
        find_title();
        apply_rules();
        if (!rules_.document_type.empty()) set("document_type", rules_.document_type, {});
        if (rules_.letter.salutation) set_texts("addressees", addressees(document_, frame_, rules_));
        if (rules_.letter.closing) set_texts("signatories", signatories(document_, frame_, rules_));
        if (const std::string language = language_of(document_, words); !language.empty())
            set("language", language, {});
        report_missing();
        return record();
    }

    std::vector<Person> addressed() const {
        if (!rules_.known || !rules_.letter.salutation) return {};
        return metadata_stage::addressed(document_, addressees(document_, frame_, rules_), rules_);
    }
    std::vector<Person> signing() const {
        if (!rules_.letter.closing) return {};
        return metadata_stage::signing(document_, frame_, signatories(document_, frame_, rules_), rules_);
    }

  private:
    // ---- the title --------------------------------------------------------------------------------------

    void find_title() {
        const auto top = std::find_if(document_.sections.begin(), document_.sections.end(),
                                      [](const Section& section) { return section.level == 1; });
        if (top == document_.sections.end()) return;
        // Without a profile the first heading is the title only where none is as high.
        if (!rules_.known && (top != document_.sections.begin() ||
                              std::any_of(top + 1, document_.sections.end(),
                                          [](const Section& section) { return section.level == 1; })))
            return;
        std::string title = top->title;
        std::vector<Anchor> anchors = heading_anchors(*top);
        // A heading that the title begins and this one ends: the council's name above its subtitle.
        const auto below = top + 1;
        if (rules_.subtitle && below != document_.sections.end() &&
            below->heading.value <= top->heading.value + 2 &&
            rules_.subtitle->found_in(text::plain(below->title).text)) {
            title += ' ' + below->title;
            for (const Anchor& anchor : heading_anchors(*below)) anchors.push_back(anchor);
        }
        title = text::squeeze(without_trailing_date(title));
        if (title.empty()) return;
        title_ = title;
        title_anchors_ = anchors;
        set("title", title, anchors);
    }

    std::vector<Anchor> heading_anchors(const Section& section) const {
        const auto size = static_cast<std::uint32_t>(document_[section.heading].text.size());
        return {{section.heading, {0, size}}};
    }

    // ---- rules ------------------------------------------------------------------------------------------

    void apply_rules() {
        for (const FieldRule& rule : rules_.fields) {
            if (rule.kind == Kind::texts) {
                collect(rule);
                continue;
            }
            const bool known = values_.contains(key(rule));
            if (known != rule.check) continue;
            const auto value = rule.where == Where::title ? in_title(rule) : in_units(rule);
            if (!value) continue;
            if (rule.check)
                compare(rule, *value);
            else
                keep(rule, *value);
        }
    }

    static std::string key(const FieldRule& rule) {
        return rule.field == "inspection" ? "inspection_start" : rule.field;
    }

    std::optional<Value> in_title(const FieldRule& rule) const {
        if (title_.empty()) return std::nullopt;
        const text::Plain plain = text::plain(title_);
        const auto range = matched(rule, plain.text);
        if (!range) return std::nullopt;
        const auto value = cleaned(rule, plain.text, *range);
        if (!value) return std::nullopt;
        const Range words = plain.original(*value);
        return Value{{rule.value.empty() ? title_.substr(words.start, words.end - words.start) : rule.value},
                     title_anchors_,
                     1,
                     {}};
    }

    std::optional<Value> in_units(const FieldRule& rule) {
        std::optional<Value> found;
        for (const text::Unit& unit : looked_in(rule)) {
            const auto range = matched(rule, unit.text);
            if (!range) continue;
            auto value = value_of(rule, unit, *range);
            if (!value) continue;
            if (!rule.alone) return value;
            if (found && found->texts != value->texts) return std::nullopt;
            if (!found) found = std::move(value);
        }
        return found;
    }

    /// Every value that the rule finds, each once, behind those of earlier rules.
    void collect(const FieldRule& rule) {
        for (const text::Unit& unit : looked_in(rule)) {
            const auto range = matched(rule, unit.text);
            const auto value = range ? value_of(rule, unit, *range) : std::nullopt;
            if (!value) continue;
            Field& field = values_.try_emplace(rule.field, Field{rule.field, std::vector<std::string>{}, {}})
                               .first->second;
            auto& texts = std::get<std::vector<std::string>>(field.value);
            if (std::find(texts.begin(), texts.end(), value->texts.front()) != texts.end()) continue;
            texts.push_back(value->texts.front());
            field.anchors.insert(field.anchors.end(), value->anchors.begin(), value->anchors.end());
        }
    }

    /// The range of the value's words in the text when the rule's pattern is found there.
    static std::optional<Range> matched(const FieldRule& rule, std::string_view plain) {
        if (!rule.pattern) return Range{0, static_cast<std::uint32_t>(plain.size())};
        const auto match = rule.pattern->find(plain);
        if (!match) return std::nullopt;
        if (rule.value_group && match->groups[*rule.value_group]) return match->groups[*rule.value_group];
        return match->whole;
    }

    std::optional<Range> cleaned(const FieldRule& rule, std::string_view plain, Range range) const {
        const std::string_view words = plain.substr(range.start, range.end - range.start);
        std::optional<Range> part = Range{0, range.end - range.start};
        if (rule.kind == Kind::name) part = name_in(words, rules_);
        if (rule.field == "authority") part = authority_in(words, rules_);
        if (!part) return std::nullopt;
        return Range{range.start + part->start, range.start + part->end};
    }

    std::optional<Value> value_of(const FieldRule& rule, const text::Unit& unit, Range range) const {
        Value value;
        value.page = unit.page(document_);
        if (rule.kind == Kind::date || rule.kind == Kind::date_range) {
            // The whole unit is read, since the words before the value may make it a range: `between 3 and 7
            // May`.
            for (const DateMention& mention : find_dates(unit.text)) {
                if (mention.range.end <= range.start || mention.range.start >= range.end) continue;
                if (rule.kind == Kind::date && mention.first != mention.last) continue;
                value.texts = {to_iso(mention.first), to_iso(mention.last)};
                value.anchors = unit.anchors(mention.range);
                value.says = unit.printed(document_, mention.range);
                return value;
            }
            return std::nullopt;
        }
        const auto words = cleaned(rule, unit.text, range);
        if (!words) return std::nullopt;
        value.texts = {rule.value.empty() ? unit.printed(document_, *words) : rule.value};
        value.anchors = unit.anchors(*words);
        if (value.texts[0].empty()) return std::nullopt;
        return value;
    }

    // ---- where rules look -------------------------------------------------------------------------------

    const std::vector<text::Unit>& looked_in(const FieldRule& rule) {
        if (rule.where == Where::section) {
            const std::vector<SectionId> sections = innermost_sections(
                document_,
                [&](const std::string& title) { return rule.section->found_in(text::plain(title).text); });
            section_units_ = with_values(text::units(document_, [&](BlockId, const Block& block) {
                return text::is_text(block) && block.section && sections[block.section.value];
            }));
            return section_units_;
        }
        auto& slot = units_[static_cast<std::size_t>(rule.where)];
        if (!slot) slot = with_values(made(rule.where));
        return *slot;
    }

    /// A label whose value stands in the block behind it (`Lead inspector:`, a tab, a name) is one unit with it.
    std::vector<text::Unit> with_values(std::vector<text::Unit> units) const {
        std::vector<text::Unit> joined;
        for (text::Unit& unit : units) {
            const bool value = !joined.empty() && joined.back().pieces.size() == 1 &&
                               joined.back().text.size() < longest_label &&
                               joined.back().text.ends_with(':') && !unit.text.ends_with(':') &&
                               document_[unit.pieces.front().block].kind != BlockKind::heading;
            if (value)
                joined.back().join(unit, '\t');
            else
                joined.push_back(std::move(unit));
        }
        return joined;
    }

    std::vector<text::Unit> made(Where where) const {
        std::size_t seen = 0;
        return text::units(document_, [&](BlockId id, const Block& block) {
            if (where == Where::furniture) return block.kind == BlockKind::furniture;
            if (!text::is_text(block)) return false;
            switch (where) {
                case Where::first_page:
                    if (!document_.pages.empty()) return block.page() == 1;
                    seen += block.text.size();
                    return seen <= first_page_bytes;
                case Where::opening:
                    return frame_.in_opening(id);
                case Where::closing:
                    return frame_.in_closing(id);
                default:
                    return true;
            }
        });
    }

    // ---- values -----------------------------------------------------------------------------------------

    void keep(const FieldRule& rule, const Value& value) {
        if (rule.field == "inspection") {
            set("inspection_start", value.texts[0], value.anchors);
            set("inspection_end", value.texts[1], value.anchors);
        } else {
            set(rule.field, value.texts[0], value.anchors);
            if (rule.field == "title") title_ = value.texts[0], title_anchors_ = value.anchors;
        }
    }

    void compare(const FieldRule& rule, const Value& value) {
        const auto text = [&](const std::string& name) {
            const auto* found = std::get_if<std::string>(&values_.at(name).value);
            return found ? *found : std::string();
        };
        std::string kept = text(key(rule));
        bool same = text::fold(kept) == text::fold(value.texts[0]);
        if (rule.field == "inspection") {
            same = same && text("inspection_end") == value.texts[1];
            kept += " to " + text("inspection_end");
        }
        if (same) {
            confidence_.rests_on("another place says the same " + rule.field);
            return;
        }
        confidence_.lowered(for_each_disagreement, "another place has another " + rule.field);
        Place place;
        place.page = value.page;
        const std::string& other = value.says.empty() ? value.texts[0] : value.says;
        context_.report(
            Severity::doubtful, "metadata-disagreement",
            rule.field + " is " + kept + " in one place and `" + other + "` in another; the first is kept",
            place, "compare the two places");
    }

    void set(const std::string& name, FieldValue value, std::vector<Anchor> anchors) {
        values_[name] = {name, std::move(value), std::move(anchors)};
    }

    void set_texts(const std::string& name, Found found) {
        for (const auto& [text, block] : found.unclear) report_unclear(name, text, block);
        if (!found.values.empty()) set(name, std::move(found.values), std::move(found.anchors));
    }

    void report_unclear(const std::string& name, const std::string& text, BlockId block) {
        confidence_.lowered(for_each_disagreement, "a line may hold two of the " + name);
        Place place;
        place.page = document_[block].page();
        context_.report(Severity::doubtful, "metadata-unclear",
                        "`" + text + "` may be two of the " + name + "; neither is taken", place,
                        "look at the page: two columns may have been read as one");
    }

    void report_missing() {
        std::size_t missing = 0;
        for (const std::string& name : rules_.expected) {
            if (values_.contains(name)) continue;
            confidence_.lowered(for_each_missing, "no " + name + " was found");
            ++missing;
            context_.report(Severity::doubtful, "metadata-missing", "no " + name + " was found", {},
                            "letters of this family print it: look at the first page");
        }
        if (!rules_.known)
            confidence_.lowered(without_profile, "no profile says how such letters are built");
        else if (!rules_.expected.empty() && missing == 0)
            confidence_.rests_on("all that letters of the family print was found");
    }

    Record record() {
        Record record;
        record.type = "metadata";
        record.stage = "metadata";
        record.rule = document_.profile;
        std::vector<std::string_view> keys;                 // they look into the fields,
        record.fields.reserve(std::size(field_names) + 1);  // which must not move
        for (const char* name : field_names) {
            const auto found = values_.find(name);
            record.fields.push_back(found == values_.end() ? Field{name, std::monostate{}, {}}
                                                           : found->second);
            if (const auto* text = std::get_if<std::string>(&record.fields.back().value))
                keys.push_back(*text);
            for (const Anchor& anchor : record.fields.back().anchors) record.anchors.push_back(anchor);
        }
        std::sort(record.anchors.begin(), record.anchors.end(), [](const Anchor& a, const Anchor& b) {
            return a.block != b.block ? a.block < b.block : a.range < b.range;
        });
        record.anchors.erase(std::unique(record.anchors.begin(), record.anchors.end()), record.anchors.end());
        record.id = record_id(document_, record.type, keys);
        record.fields.push_back(confidence_.field());
        record.confidence = confidence_.value();
        return record;
    }

    const Document& document_;
    const Rules& rules_;
    Context& context_;
    Frame frame_;
    std::string title_;
    std::vector<Anchor> title_anchors_;
    std::map<std::string, Field> values_;
    std::array<std::optional<std::vector<text::Unit>>, 7> units_;
    std::vector<text::Unit> section_units_;
    Confidence confidence_;
};

}  // namespace

void extract(Document& document, const Rules& rules, const FrequentWords& words, Context& context) {
    Extraction extraction(document, rules, context);
    Record metadata = extraction.run(words);
    const std::vector<Person> addressed = extraction.addressed();
    const std::vector<Person> signing = extraction.signing();
    add_record(document, std::move(metadata));
    for (const Person& person : addressed)
        add_person(document, "addressee", person, "a line of the address block", rules.known);
    for (const Person& person : signing)
        add_person(document, "signatory", person, "a name below the closing formula", rules.known);
}

}  // namespace sheaf::metadata_stage
