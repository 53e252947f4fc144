#include "extract.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>

#include "checks.hpp"
#include "people.hpp"
#include "places.hpp"
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
constexpr double for_each_missing = 0.9, for_each_disagreement = 0.8, year_of_letter = 0.95;

struct Value {
    std::vector<std::string> texts;  ///< one; of a range of dates two
    std::vector<Anchor> anchors;
    int page = 0;
    std::string says;    ///< the value for messages
    std::string ground;  ///< what lowers the confidence in it; empty: nothing
    bool weekday_fits = true;
    bool others = false;  ///< dates that may belong to it follow
};

/// Plain text that a rule looks at, with the way back to the printed words.
struct PlainWords {
    std::string_view plain;
    std::function<std::string(Range)> printed;
    std::function<std::vector<Anchor>(Range)> anchors;
    int page = 0;
};

class Extraction {
  public:
    Extraction(const Document& document, const Rules& rules, Context& context)
        : document_(document),
          rules_(rules),
          context_(context),
          frame_(find_frame(document, rules.letter)),
          places_(document, frame_) {}

    /// The metadata record; the people follow with `people`.
    Record run(const FrequentWords& words) {
        find_title();
        apply_rules();
        if (!rules_.document_type.empty()) set("document_type", rules_.document_type, {});
        if (rules_.known && rules_.letter.salutation)
            set_texts("addressees", addressees(document_, frame_, rules_));
        if (rules_.letter.closing) set_texts("signatories", signatories(document_, frame_, rules_));
        if (const std::string language = language_of(document_, words); !language.empty())
            set("language", language, {});
        compare_dates();
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
        title_with_date_ = title;
        title = text::squeeze(without_trailing_date(title));
        if (title.empty() || (rules_.not_title && rules_.not_title->matches_all(text::plain(title).text)))
            return;
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

    /// Of the title as printed, with its date only where a date is sought.
    std::optional<Value> in_title(const FieldRule& rule) const {
        const std::string& title = is_date(rule) ? title_with_date_ : title_;
        const bool computed = std::any_of(title_anchors_.begin(), title_anchors_.end(),
                                          [&](const Anchor& words) { return is_computed(document_, words); });
        if (title.empty() || (computed && is_date(rule))) return std::nullopt;
        const text::Plain plain = text::plain(title);
        const auto range = matched(rule, plain.text);
        if (!range) return std::nullopt;
        const PlainWords words{
            plain.text,
            [&](Range part) {
                const Range printed = plain.original(part);
                return text::squeeze(title.substr(printed.start, printed.end - printed.start));
            },
            [&](Range) { return title_anchors_; }, 0};
        return value_of(rule, words, *range);
    }

    static bool is_date(const FieldRule& rule) {
        return rule.kind == Kind::date || rule.kind == Kind::date_range;
    }

    PlainWords words_of(const text::Unit& unit) const {
        return {unit.text, [&](Range part) { return unit.printed(document_, part); },
                [&](Range part) { return unit.anchors(part); }, unit.page(document_)};
    }

    std::optional<Value> in_units(const FieldRule& rule) {
        std::optional<Value> found;
        for (const text::Unit& unit : places_.looked_in(rule)) {
            const auto range = matched(rule, unit.text);
            if (!range) continue;
            auto value = value_of(rule, words_of(unit), *range);
            if (!value) continue;
            if (!rule.alone) return value;
            if (found && found->texts != value->texts) return std::nullopt;
            if (!found) found = std::move(value);
        }
        return found;
    }

    /// Every value that the rule finds, each once, behind those of earlier rules.
    void collect(const FieldRule& rule) {
        for (const text::Unit& unit : places_.looked_in(rule)) {
            const auto range = matched(rule, unit.text);
            const auto value = range ? value_of(rule, words_of(unit), *range) : std::nullopt;
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

    std::optional<Value> value_of(const FieldRule& rule, const PlainWords& words, Range range) const {
        if (is_date(rule)) return date_of(rule, words, range);
        auto part = cleaned(rule, words.plain, range);
        if (!part) return std::nullopt;
        Value value;
        value.page = words.page;
        if (rule.field == "authority") part = whole_authority(words.plain, *part);
        value.texts = {rule.value.empty() ? words.printed(*part) : rule.value};
        value.anchors = words.anchors(*part);
        if (value.texts[0].empty()) return std::nullopt;
        return value;
    }

    /// Without what may be part of the name where the letter names the authority more often without it: `City of`
    /// belongs to London and not to York.
    Range whole_authority(std::string_view plain, Range authority) const {
        const Range part = part_of_authority(plain, authority, rules_);
        if (part.start == part.end) return authority;
        const auto words = [&](Range range) {
            return std::string(plain.substr(range.start, range.end - range.start));
        };
        const Range name{part.end, authority.end};
        const Mentions mentions = mentions_of(document_, words(part), words(name));
        return mentions.alone > mentions.with_part ? name : authority;
    }

    std::optional<Value> date_of(const FieldRule& rule, const PlainWords& words, Range range) const {
        const auto letter = rule.field == "document_date" ? std::nullopt : date_named("document_date");
        Visits found;
        if (const auto date = rule.kind == Kind::date ? date_in(words.plain, range, letter) : std::nullopt)
            found.days = *date;
        else if (const auto visits =
                     rule.kind == Kind::date_range ? visits_in(words.plain, range, letter) : std::nullopt)
            found = *visits;
        else
            return std::nullopt;
        const DateMention& days = found.days;
        Value value;
        value.page = words.page;
        value.texts = {to_iso(days.first), to_iso(days.last)};
        value.anchors = words.anchors(days.range);
        value.says = words.printed(days.range);
        value.weekday_fits = days.weekday_fits;
        value.others = found.others;
        if (!days.year_printed)
            value.ground = "the year of `" + value.says + "` is that of the letter's date";
        return value;
    }

    /// The day that the field holds.
    std::optional<Date> date_named(const std::string& field) const {
        const auto found = values_.find(field);
        const auto* text = found == values_.end() ? nullptr : std::get_if<std::string>(&found->second.value);
        return text ? date_from_iso(*text) : std::nullopt;
    }

    // ---- values -----------------------------------------------------------------------------------------

    void keep(const FieldRule& rule, const Value& value) {
        if (!value.ground.empty()) confidence_.lowered(year_of_letter, value.ground);
        if (!value.weekday_fits) doubt_dates("`" + value.says + "` was another day of the week", value.page);
        if (value.others)
            doubt_dates("more dates follow `" + value.says + "`, which may be of another visit", value.page);
        if (rule.field == "inspection") {
            set("inspection_start", value.texts[0], value.anchors);
            set("inspection_end", value.texts[1], value.anchors);
        } else {
            set(rule.field, value.texts[0], value.anchors);
            if (rule.field == "title")
                title_ = title_with_date_ = value.texts[0], title_anchors_ = value.anchors;
        }
    }

    void compare(const FieldRule& rule, const Value& value) {
        const auto text = [&](const std::string& name) {
            const auto* found = std::get_if<std::string>(&values_.at(name).value);
            return found ? *found : std::string();
        };
        std::string kept = text(key(rule));
        bool same = comparable(kept) == comparable(value.texts[0]);
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
        context_.report(Severity::doubtful, "metadata-disagreement",
                        "two values for the " + std::string(called(rule.field)) + ": `" + kept +
                            "`, which is kept, and `" + other + "` in another place",
                        place, "compare the two places, and the title");
    }

    /// The text with what is written in two ways written in one.
    static std::string comparable(const std::string& text) {
        std::string folded = text::fold(text);
        for (std::size_t at = folded.find(" & "); at != std::string::npos; at = folded.find(" & ", at))
            folded.replace(at, 3, " and ");
        return folded;
    }

    void doubt_dates(const std::string& what, int page) {
        confidence_.lowered(for_each_disagreement, what);
        Place place;
        place.page = page;
        context_.report(Severity::doubtful, "metadata-implausible", what, place,
                        "look at every date on the first page; the letter itself may be wrong");
    }

    void compare_dates() {
        const std::string what = implausible(
            {date_named("document_date"), date_named("inspection_start"), date_named("inspection_end")});
        if (!what.empty()) doubt_dates(what, document_.pages.empty() ? 0 : 1);
    }

    void set(const std::string& name, FieldValue value, std::vector<Anchor> anchors) {
        values_[name] = {name, std::move(value), std::move(anchors)};
    }

    void set_texts(const std::string& name, Found found) {
        for (const auto& [text, block] : found.unclear) report_unclear(name, text, block);
        for (const auto& [text, block] : found.placeholders) report_placeholder(text, block);
        if (!found.values.empty()) set(name, std::move(found.values), std::move(found.anchors));
    }

    void report_unclear(const std::string& name, const std::string& text, BlockId block) {
        confidence_.lowered(for_each_disagreement, "a line may hold two of the " + name);
        Place place;
        place.page = document_[block].page();
        context_.report(
            Severity::doubtful, "metadata-unclear",
            "`" + text + "` may be two of the " + name + "; neither is taken", place,
            "look at the page: two columns may have been read as one, or two people share a line");
    }

    void report_placeholder(const std::string& text, BlockId block) {
        confidence_.lowered(for_each_disagreement, "a part of a template was not filled in");
        Place place;
        place.page = document_[block].page();
        context_.report(Severity::doubtful, "metadata-placeholder",
                        "`" + text + "` is a part of a template that nobody filled in", place,
                        "ask whoever sent the letter for the one that was signed");
    }

    void report_missing() {
        std::size_t missing = 0;
        for (const std::string& name : rules_.expected) {
            if (values_.contains(name)) continue;
            confidence_.lowered(for_each_missing, "no " + name + " was found");
            ++missing;
            Place place;
            if (!document_.pages.empty()) place.page = 1;
            const std::string what(called(name));
            const bool not_printed = is_not_printed(document_, name, rules_);
            context_.report(Severity::doubtful, "metadata-missing",
                            not_printed ? "the letter prints no " + what : "no " + what + " was found", place,
                            not_printed
                                ? "letters of this family print one; the words that go with it stand nowhere "
                                  "in this one: look whether a page is missing"
                                : looked_for(name));
        }
        if (!rules_.known)
            confidence_.lowered(without_profile, "no profile says how such letters are built");
        else if (!rules_.expected.empty() && missing == 0)
            confidence_.rests_on("all that letters of the family print was found");
    }

    /// Where a reader finds what was not found.
    static std::string looked_for(const std::string& field) {
        if (field == "addressees") return "look above the salutation: it may be in a picture or a header";
        if (field == "signatories")
            return "look below the closing formula on the last page: it may be a picture";
        return "letters of this family print it on the first page: it may be worded in another way there, or "
               "be in a picture";
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
    std::string title_, title_with_date_;
    std::vector<Anchor> title_anchors_;
    std::map<std::string, Field> values_;
    Places places_;
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
