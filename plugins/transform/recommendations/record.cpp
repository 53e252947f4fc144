#include "record.hpp"

#include <algorithm>
#include <charconv>

#include "bodies.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"

namespace sheaf::recommendations {

namespace {

/// A range of paragraphs that an item names is no longer than this.
constexpr int longest_range = 50;
/// A heading that says when what stands below it is due is no longer than this, in bytes.
constexpr std::size_t longest_deadline = 60;
/// Confidence in a demand whose deadline cannot be right.
constexpr double late_or_early = 0.85;

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

/// The body that the item names, or the paragraph above its list: `Leaders need to ensure that:`.
Words named_in(const Document& document, const Item& item, const Rule& rule) {
    if (!item.responsible.text.empty()) return item.responsible;
    if (!rule.lead_in || item.lead_in.anchors.empty()) return {};
    const auto group = rule.lead_in->group("responsible");
    const auto match = rule.lead_in->find(item.lead_in.text);
    if (!group || !match || !match->groups[*group]) return {};
    const Anchor anchor{item.lead_in.anchors.front().block, *match->groups[*group]};
    return {joined_words(document, {anchor}), {anchor}};
}

/// The body that must act. What a column of a table says is one, whatever it is called.
Words responsible_of(const Document& document, const Item& item, const Rule& rule) {
    Words words = named_in(document, item, rule);
    return rule.responsible_column || names_body(document, words.text, rule.bodies) ? words : Words();
}

/// When the item is due, and the words that say it: its own, those that lead it in, or the headings above it.
struct Deadline {
    Due due;
    std::string printed;
    std::vector<Anchor> anchors;
};

std::optional<Deadline> deadline_in(const Document& document, const Anchor& anchor,
                                    const std::optional<Due>& due) {
    if (!due) return std::nullopt;
    const Anchor words{anchor.block,
                       {anchor.range.start + due->range.start, anchor.range.start + due->range.end}};
    if (is_computed(document, words)) return std::nullopt;
    return Deadline{*due, joined_words(document, {words}), {words}};
}

std::optional<Deadline> deadline_of(const Document& document, const Item& item, const Deadlines& deadlines) {
    const std::optional<Date> letter = letter_date(document);
    const auto computed = [&](const Anchor& words) { return is_computed(document, words); };
    if (!item.deadline.anchors.empty() &&
        std::none_of(item.deadline.anchors.begin(), item.deadline.anchors.end(), computed))
        return Deadline{*deadlines.read(item.deadline.text, letter), item.deadline.text,
                        item.deadline.anchors};
    for (const auto* anchors : {&item.anchors, &item.lead_in.anchors})
        for (const Anchor& anchor : *anchors)
            if (auto found =
                    deadline_in(document, anchor, deadlines.find(words_of(document, anchor), letter)))
                return found;
    for (SectionId at = item.section; at; at = document[at].parent) {
        const Anchor title = whole(document, document[at].heading);
        const auto due = deadlines.find(words_of(document, title), letter);
        // A title that says a deadline among other things says it of something else.
        if (due && document[at].parent && text::fold(words_of(document, title)).size() <= longest_deadline)
            return deadline_in(document, title, due);
    }
    return std::nullopt;
}

/// Adds the fields of the deadline; what cannot be right about it, or nothing.
std::string add_deadline(const Document& document, const Item& item, const Deadlines& deadlines,
                         Record& record) {
    const auto deadline = deadline_of(document, item, deadlines).value_or(Deadline{});
    record.fields.push_back({"deadline", text_or_absent(deadline.due.date),
                             deadline.due.date.empty() ? std::vector<Anchor>() : deadline.anchors});
    record.fields.push_back({"deadline_printed", text_or_absent(deadline.printed), deadline.anchors});
    record.fields.push_back({"deadline_from", text_or_absent(deadline.due.from), {}});
    return deadline.due.wrong;
}

/// The numbers that a printed list names: `33, 34 and 36-38`.
std::vector<int> numbers_in(std::string_view printed) {
    std::vector<int> numbers;
    bool range = false;
    for (std::size_t at = 0; at < printed.size();) {
        int number = 0;
        const auto [end, error] =
            std::from_chars(printed.data() + at, printed.data() + printed.size(), number);
        if (error != std::errc()) {
            range = printed[at] == '-' || (range && printed[at] == ' ');
            ++at;
            continue;
        }
        if (range && !numbers.empty() && number > numbers.back() && number - numbers.back() <= longest_range)
            while (numbers.back() + 1 < number) numbers.push_back(numbers.back() + 1);
        numbers.push_back(number);
        range = false;
        at = static_cast<std::size_t>(end - printed.data());
    }
    return numbers;
}

/// What is said before the item in its own paragraph, or the paragraphs that the item names.
std::vector<Anchor> evidence_of(const Document& document, const Candidate& candidate, std::string_view text) {
    const std::optional<Pattern>& named = candidate.rule->evidence;
    if (!named || !candidate.item.evidence.empty()) return candidate.item.evidence;
    const std::string plain = text::plain(text).text;
    const auto group = named->group("labels");
    std::vector<int> numbers;  // `Page 15, paragraphs 45, 47. Page 22, paragraph 79`
    for (auto match = named->find(plain); group && match; match = named->find(plain, match->whole.end)) {
        const Range labels = match->groups[*group].value_or(Range{});
        for (const int number :
             numbers_in(std::string_view(plain).substr(labels.start, labels.end - labels.start)))
            numbers.push_back(number);
        if (match->whole.start == match->whole.end) break;
    }
    std::vector<Anchor> found;
    for (const int number : numbers)
        for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
            const Block& block = document.blocks[i];
            // Another demand may have the number, too.
            if (block.kind == BlockKind::heading || block.kind == BlockKind::footnote || block.text.empty() ||
                block.section == candidate.item.section)
                continue;
            const std::string_view label = block.label;
            const std::string wanted = std::to_string(number);
            if (label.starts_with(wanted) &&
                label.find_first_not_of(".)", wanted.size()) == std::string_view::npos) {
                found.push_back(whole(document, {i}));
                break;
            }
        }
    return found;
}

}  // namespace

Record record_of(const Document& document, RecordIds& ids, const Candidate& candidate,
                 const Language& language, Context& context) {
    const Demand& demand = language.demand;
    const Item& item = candidate.item;
    const Rule& rule = *candidate.rule;
    const std::string text = text_of(document, item);
    std::string modality;
    if (!item.modality.empty())
        modality = demand.counts_as(item.modality).value_or("");
    else
        modality = demand.modality(text).value_or("");
    if (modality.empty() && item.modality.empty()) modality = demand.modality(item.lead_in.text).value_or("");
    const Words responsible = responsible_of(document, item, rule);
    std::vector<std::string> bodies = bodies_on_lines(document, responsible.anchors, rule.bodies);
    if (bodies.size() < 2) bodies = bodies_in(responsible.text, rule.bodies);
    const std::vector<Anchor> evidence = evidence_of(document, candidate, text);
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
        {"responsible_bodies", bodies.empty() ? FieldValue() : FieldValue(std::move(bodies)),
         responsible.anchors},
    };
    const std::string wrong = add_deadline(document, item, language.deadlines, record);
    record.fields.push_back({"theme", text_or_absent(theme_of(document, candidate)), {}});
    record.fields.push_back({"evidence", text_or_absent(joined_words(document, evidence)), evidence});
    Confidence confidence = candidate.confidence;
    if (!wrong.empty()) {
        confidence.lowered(late_or_early, "its deadline cannot be right");
        context.report(Severity::doubtful, "recommendations-deadline",
                       "a demand is due on a day that cannot be right: " + wrong,
                       place_of(document, item.anchors.front().block),
                       "see which day the letter means; the letter itself may be wrong");
    }
    if (const double read = reading(document, item); read < 1)
        confidence.lowered(read, "its words were read by OCR");
    record.fields.push_back(confidence.field());
    record.confidence = confidence.value();
    const std::string words = text::squeeze(text);
    record.id = ids.next(record.type, {words, rule.kind});
    return record;
}

}  // namespace sheaf::recommendations
