// The `quantities` transform: how much evidence a letter names, in words that it defines and in numbers.
#include "sheaf/plugin.hpp"
#include "sheaf/rules.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "counts.hpp"
#include "uses.hpp"
#include "vocabulary.hpp"

namespace {

using namespace sheaf;
using quantities::Sentence;

// Confidence: the word or number is certain, what it counts comes from the sentence.
constexpr double without_noun = 0.8;    ///< the sentence does not say what is counted
constexpr double noun_elsewhere = 0.7;  ///< what is counted is taken from earlier in the sentence

/// The sentences of the numbered paragraphs, in reading order.
std::vector<Sentence> numbered_sentences(const Document& document) {
    std::vector<Sentence> sentences;
    for (const Record& record : document.records)
        if (record.type == "finding")
            for (const Anchor& anchor : record.anchors)
                quantities::add_sentences(document, anchor.block, std::string(record.text("label")),
                                          sentences);
    return sentences;
}

/// The sentences of the text under the headings that the pattern takes.
std::vector<Sentence> sentences_under(const Document& document, const Pattern& title) {
    std::vector<Sentence> sentences;
    const std::vector<SectionId> sections = innermost_sections(
        document, [&](const std::string& heading) { return title.found_in(text::fold(heading)); });
    for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
        const Block& block = document.blocks[i];
        if (block.kind != BlockKind::paragraph && block.kind != BlockKind::list_item) continue;
        if (block.section && sections[block.section.value])
            quantities::add_sentences(document, {i}, {}, sentences);
    }
    return sentences;
}

quantities::Terms terms_of(const Document& document, const std::string& list) {
    std::vector<quantities::Term> terms;
    for (const Record& record : document.records)
        if (record.type == "definition" && record.text("list") == list)
            terms.push_back(
                {std::string(record.text("term")), std::string(record.text("meaning")), record.anchors});
    return quantities::Terms(std::move(terms));
}

Field section_of(const Document& document, BlockId block) {
    const SectionId section = document[block].section;
    return {"section", section ? FieldValue(document[section].title) : FieldValue(), {}};
}

Field words(const char* name, const Document& document, const Sentence& sentence,
            std::optional<Range> range) {
    if (!range) return {name, std::monostate{}, {}};
    return {name, sentence.printed(document, *range), {sentence.anchor(*range)}};
}

void add_use(Document& document, RecordIds& ids, const Sentence& sentence, const quantities::Use& use) {
    const std::string whole = sentence.printed(document);
    Record record;
    record.type = "quantifier";
    record.rule = "defined term";
    record.anchors = {sentence.anchor(use.range)};
    record.fields = {{"term", use.term->term, {}},
                     words("as_printed", document, sentence, use.range),
                     {"definition", use.term->meaning, use.term->anchors},
                     words("of", document, sentence, use.of),
                     words("count", document, sentence, use.count),
                     {"label", text_or_absent(sentence.label), {}},
                     section_of(document, sentence.block),
                     {"sentence", whole, {{sentence.block, sentence.range}}}};
    Confidence confidence;
    confidence.rests_on("the letter defines the word");
    if (!use.of)
        confidence.lowered(without_noun, "the sentence does not say what is counted");
    else if (use.of_before)
        confidence.lowered(noun_elsewhere, "what is counted stands earlier in the sentence");
    else
        confidence.rests_on("what is counted stands behind it");
    record.fields.push_back(confidence.field());
    record.confidence = confidence.value();
    record.id = ids.next(record.type, {use.term->term, whole});
    add_record(document, std::move(record));
}

void add_count(Document& document, RecordIds& ids, const Sentence& sentence,
               const quantities::Evidence& found, const std::string& rule) {
    const std::string whole = sentence.printed(document);
    const std::string printed = sentence.printed(document, found.count.range);
    Record record;
    record.type = "evidence_count";
    record.rule = rule;
    record.anchors = {sentence.anchor(found.count.range)};
    record.fields = {{"count", found.count.value, {}},
                     {"out_of", found.count.out_of ? FieldValue(*found.count.out_of) : FieldValue(), {}},
                     {"as_printed", printed, {}},
                     words("of", document, sentence, found.of),
                     words("how", document, sentence, found.how),
                     section_of(document, sentence.block),
                     {"label", text_or_absent(sentence.label), {}},
                     {"sentence", whole, {{sentence.block, sentence.range}}}};
    Confidence confidence;
    if (found.of_before)
        confidence.lowered(noun_elsewhere, "what is counted is taken from the number before it");
    else
        confidence.rests_on("what is counted stands beside the number");
    record.fields.push_back(confidence.field());
    record.confidence = confidence.value();
    record.id = ids.next(record.type, {printed, sentence.printed(document, found.of), whole});
    add_record(document, std::move(record));
}

void find(Document& document, const quantities::Rules& rules) {
    RecordIds ids(document);
    const std::vector<Sentence> numbered = numbered_sentences(document);
    if (!rules.definitions.empty()) {
        const quantities::Terms terms = terms_of(document, rules.definitions);
        for (const Sentence& sentence : numbered)
            for (const quantities::Use& use : terms.uses(rules, sentence.plain.text))
                add_use(document, ids, sentence, use);
    }
    struct Found {
        Sentence sentence;
        quantities::Evidence evidence;
        const quantities::CountRule* rule;
    };
    std::vector<Found> counts;
    for (const quantities::CountRule& rule : rules.counts)
        for (const Sentence& sentence : rule.section ? sentences_under(document, *rule.section) : numbered)
            for (const quantities::Evidence& found :
                 quantities::evidence_in(rules, rule, sentence.plain.text))
                counts.push_back({sentence, found, &rule});
    std::stable_sort(counts.begin(), counts.end(), [](const Found& a, const Found& b) {
        const Anchor x = a.sentence.anchor(a.evidence.count.range),
                     y = b.sentence.anchor(b.evidence.count.range);
        return std::pair(x.block, x.range.start) < std::pair(y.block, y.range.start);
    });
    for (const Found& found : counts)
        add_count(document, ids, found.sentence, found.evidence, found.rule->name);
}

class QuantitiesStage final : public Transform {
  public:
    explicit QuantitiesStage(const Setup& setup)
        : words_{setup.options.texts("look_alikes"), setup.options.texts("phrase_ends"),
                 setup.options.text("how_breaks"), setup.options.text_map("numbers")} {
        for (const ProfileRules& profile : setup.profiles) profiles_.emplace(profile.name, profile.rules);
    }

    void apply(Document& document, Context&) override {
        const auto known = profiles_.find(document.profile);
        if (known == profiles_.end()) return;
        // Compiled for the first letter of a family: most runs see few families.
        auto rules = rules_.find(document.profile);
        if (rules == rules_.end())
            rules = rules_.emplace(document.profile, quantities::compile(known->second, words_)).first;
        if (!rules->second.empty()) find(document, rules->second);
    }

  private:
    quantities::Words words_;
    std::map<std::string, Options, std::less<>> profiles_;
    std::map<std::string, quantities::Rules, std::less<>> rules_;
};

constexpr OptionSpec options[] = {
    {.name = "look_alikes",
     .type = OptionType::patterns,
     .help = "Words in which a quantity word is no quantity: superlatives, times, comparisons.",
     .default_value = vocabulary::as_list<"look_alikes">},
    {.name = "phrase_ends",
     .type = OptionType::texts,
     .help = "Words that never describe what is counted: what is counted ends, or does not begin, there.",
     .default_value = vocabulary::as_words<"phrase_ends">},
    {.name = "how_breaks",
     .type = OptionType::pattern,
     .help = "Found between a number and the words before it that say what was done, or in the word behind "
             "what is counted: another verb or clause, so that those words may not be meant, and `how` is "
             "absent.",
     .default_value = vocabulary::as_pattern<"how_breaks">},
    {.name = "numbers",
     .type = OptionType::text_map,
     .help = "Numbers in words, in lower case, and the same in digits.",
     .default_value = vocabulary::as_map<"numbers">},
};

constexpr OptionSpec count_keys[] = {
    {.name = "name",
     .type = OptionType::text,
     .help = "Its name, which every record that it makes carries.",
     .required = true},
    {.name = "section",
     .type = OptionType::pattern,
     .help =
         "Folded title of the sections whose numbers count; without it those of the numbered paragraphs."},
    {.name = "how",
     .type = OptionType::pattern,
     .help = "Of words before a number that say what was done with what is counted; the nearest are taken, "
             "unless `how_breaks` of the stage parts them from the number."},
    {.name = "ratio",
     .type = OptionType::flag,
     .help = "Only printed ratios such as (68/68) count.",
     .default_value = "false"},
};

constexpr OptionSpec profile_keys[] = {
    {.name = "definitions",
     .type = OptionType::text,
     .help =
         "The list of definitions whose terms are quantity words, by its name in [definitions]. Without it "
         "no quantity words are looked for."},
    {.name = "counted",
     .type = OptionType::pattern,
     .help = "A noun that letters of the family count; nouns in a chain, joined by `and` or `or`, and up to "
             "three words before each belong to what is counted."},
    {.name = "look_alikes",
     .type = OptionType::patterns,
     .help = "More words, besides the stage's option, in which a quantity word is no quantity.",
     .default_value = "[]"},
    {.name = "count",
     .type = OptionType::tables,
     .help = "Where numbers count people, records or answers.",
     .keys = count_keys},
};

constexpr FieldSpec use_fields[] = {
    {"term", FieldType::text, "The quantity word as the letter's list has it."},
    {"as_printed", FieldType::text, "The word as it is used."},
    {"definition", FieldType::text, "What the letter's list says that it means."},
    {"of", FieldType::text, "What it counts; absent when the sentence does not say."},
    {"count", FieldType::text, "A count that is printed beside it, such as 12/15."},
    {"label", FieldType::text, "Printed number of the paragraph."},
    {"section", FieldType::text, "Title of the nearest heading above it."},
    {"sentence", FieldType::text, "The sentence that uses it."},
    grounds_field,
};

constexpr FieldSpec count_fields[] = {
    {"count", FieldType::integer, "How many."},
    {"out_of", FieldType::integer, "Of how many, in a printed ratio."},
    {"as_printed", FieldType::text, "The number as printed, in digits or words."},
    {"of", FieldType::text, "What is counted."},
    {"how", FieldType::text, "The words that say what was done with it; absent when no rule knows them."},
    {"section", FieldType::text, "Title of the nearest heading above it."},
    {"label", FieldType::text, "Printed number of the paragraph, where it stands in one."},
    {"sentence", FieldType::text, "The sentence that names it."},
    grounds_field,
};

constexpr RecordSpec records[] = {
    {"quantifier", "A use of a quantity word that the letter defines.", use_fields},
    {"evidence_count", "A number of people, records or answers that the letter rests on.", count_fields},
};

constexpr const char* needs[] = {"definition", "finding"};

constexpr StageSpec stages[] = {
    {.kind = StageKind::transform,
     .name = "quantities",
     .help = "Finds uses of the quantity words that a letter defines, and counts of its evidence.",
     .options = options,
     .profile_options = profile_keys,
     .provides = records,
     .needs = needs,
     .create_transform = [](const Setup& setup) -> Transform* { return new QuantitiesStage(setup); }},
};

}  // namespace

SHEAF_PLUGIN("sheaf.quantities", "1.0.0", "Finds quantities in the words that a letter defines", "MIT",
             stages)
