// The `recommendations` transform: what a letter demands, and of whom.
#include <map>

#include "extract.hpp"
#include "sheaf/plugin.hpp"
#include "sheaf/rules.hpp"
#include "vocabulary.hpp"

namespace {

using namespace sheaf;

class RecommendationsStage final : public Transform {
  public:
    explicit RecommendationsStage(const Setup& setup)
        : language_{
              recommendations::Demand(setup.options.text_map("modals"), setup.options.texts("clause_words"),
                                      setup.options.texts("not_demands"), setup.options.texts("forecasts"),
                                      setup.options.text("condition"), setup.options.text("pronoun"),
                                      setup.options.text("concession")),
              recommendations::Deadlines(setup.options.text("deadline"), setup.options.texts("periods"),
                                         setup.options.text_map("numbers"), setup.options.text_map("units")),
              Pattern(setup.options.text("closing"), true), Pattern(setup.options.text("open_end"), true)} {
        for (const ProfileRules& profile : setup.profiles) {
            recommendations::check(profile.rules);
            profiles_.emplace(profile.name, profile.rules);
        }
    }

    void apply(Document& document, Context& context) override {
        const auto known = profiles_.find(document.profile);
        if (known == profiles_.end()) return;
        // Compiled for the first letter of a family: most runs see few families.
        auto family = families_.find(document.profile);
        if (family == families_.end())
            family = families_.emplace(document.profile, recommendations::compile(known->second)).first;
        recommendations::extract(document, family->second, language_, context);
    }

  private:
    std::map<std::string, Options, std::less<>> profiles_;
    recommendations::Language language_;
    std::map<std::string, recommendations::Family, std::less<>> families_;
};

constexpr OptionSpec options[] = {
    {.name = "modals",
     .type = OptionType::text_map,
     .help = "The verbs that make a demand, in lower case, and what each counts as: must or should.",
     .default_value = vocabulary::as_map<"modals">},
    {.name = "clause_words",
     .type = OptionType::texts,
     .help =
         "Words that open another clause: a modal verb behind one of them in its sentence makes no demand.",
     .default_value = vocabulary::as_words<"clause_words">},
    {.name = "not_demands",
     .type = OptionType::patterns,
     .help = "Beginnings, from the verb on, that make no demand: conditions turned round, regrets, blame "
             "that is denied.",
     .default_value = vocabulary::as_list<"not_demands">},
    {.name = "forecasts",
     .type = OptionType::patterns,
     .help = "Sentences that tell what will come of a change, and demand nothing.",
     .default_value = vocabulary::as_list<"forecasts">},
    {.name = "condition",
     .type = OptionType::pattern,
     .help = "A condition that opens the first sentence, with its comma or the pronoun behind it: what "
             "follows is a main clause.",
     .default_value = vocabulary::as_pattern<"condition">},
    {.name = "concession",
     .type = OptionType::pattern,
     .help = "A clause that opens a sentence and says against what its main clause stands, with its comma.",
     .default_value = vocabulary::as_pattern<"concession">},
    {.name = "pronoun",
     .type = OptionType::pattern,
     .help = "A pronoun that opens a sentence as its subject.",
     .default_value = vocabulary::as_pattern<"pronoun">},
    {.name = "deadline",
     .type = OptionType::pattern,
     .help = "What stands directly before a date that is a deadline, or before a month; its group `end` "
             "makes that the last day of the month.",
     .default_value = vocabulary::as_pattern<"deadline">},
    {.name = "periods",
     .type = OptionType::patterns,
     .help = "A period that is a deadline and counts from the letter's date: its groups are `period`, "
             "`number` and `unit`; without the last two it has no date. Elsewhere periods say how fast "
             "something is always to be done.",
     .default_value = vocabulary::as_list<"periods">},
    {.name = "numbers",
     .type = OptionType::text_map,
     .help = "Numbers in words, in lower case.",
     .default_value = vocabulary::as_map<"one_in_periods", "numbers">},
    {.name = "units",
     .type = OptionType::text_map,
     .help = "Units of periods, in lower case, and what each is: day, week, month or year. Others, such as "
             "working days, give no date.",
     .default_value = vocabulary::as_map<"units">},
    {.name = "open_end",
     .type = OptionType::pattern,
     .help = "The end of a text that goes on in the next paragraph.",
     .default_value = vocabulary::as_pattern<"open_end">},
    {.name = "closing",
     .type = OptionType::pattern,
     .help = "The folded closing formula of a letter: below it no item stands, up to the next heading.",
     .default_value = vocabulary::as_pattern<"closing">},
};

constexpr OptionSpec rule_keys[] = {
    {.name = "name",
     .type = OptionType::text,
     .help = "Its name, which every record that it makes carries.",
     .required = true},
    {.name = "kind",
     .type = OptionType::choice,
     .help = "The kind of the items.",
     .choices = vocabulary::any_of<"kinds">,
     .required = true},
    {.name = "section",
     .type = OptionType::pattern,
     .help =
         "Folded title of the section under which the items stand, sub-sections included unless another rule "
         "names them; absent: the whole letter, or only where `table` says."},
    {.name = "items",
     .type = OptionType::choices,
     .help = "What one item is; of several the first that the section has.",
     .choices = "bullets|numbers|paragraphs|rows|sentences",
     .required = true},
    {.name = "table",
     .type = OptionType::pattern,
     .help = "For rows: folded text of a cell in the first row of the tables whose rows are items."},
    {.name = "responsible_column",
     .type = OptionType::pattern,
     .help = "For rows: folded head of the column that names who must act."},
    {.name = "deadline_column",
     .type = OptionType::pattern,
     .help = "For rows: folded head of the column that says when an item is due."},
    {.name = "item",
     .type = OptionType::pattern,
     .help = "For all but sentences: what an item must look like, in plain text; its groups `label`, "
             "`responsible`, `modality` and `deadline` fill the fields, and the group `text` limits the "
             "text. Bullets and indented paragraphs directly below belong to the item."},
    {.name = "response",
     .type = OptionType::pattern,
     .help = "With `item`: of the paragraph that begins a response to the item above it; its groups are "
             "`responder`, `date` and `text`. The paragraphs below belong to it, up to the next item, number "
             "or heading."},
    {.name = "accepted", .type = OptionType::pattern, .help = "Of a response's text: it accepts the demand."},
    {.name = "refused",
     .type = OptionType::pattern,
     .help = "Of a response's text: it does not accept the demand."},
    {.name = "sentence",
     .type = OptionType::pattern,
     .help =
         "For sentences: what a sentence must look like; its groups `label`, `responsible`, `modality` and "
         "`deadline` fill the fields."},
    {.name = "not_sentence",
     .type = OptionType::pattern,
     .help = "For sentences: what makes a sentence no item after all."},
    {.name = "follow_on",
     .type = OptionType::pattern,
     .help = "For sentences: what a sentence directly behind an item must look like to demand more of the "
             "same body, such as `It should also`; its group `modality` fills the field."},
    {.name = "other_demand",
     .type = OptionType::pattern,
     .help = "For sentences: what tells in an item that it demands something of another body, too, such as "
             "`, and the health board must`: the letter is doubtful, because an item is one demand."},
    {.name = "evidence",
     .type = OptionType::pattern,
     .help = "Of an item's text: where its group `labels` names the numbered paragraphs that it rests on."},
    {.name = "lead_in",
     .type = OptionType::pattern,
     .help =
         "Of the paragraph above a list; its group `responsible` is the body that must act on every item."},
    {.name = "ends",
     .type = OptionType::pattern,
     .help =
         "Of a paragraph with which the letter takes its leave: from there on no item stands, up to the next "
         "heading."},
    {.name = "none",
     .type = OptionType::pattern,
     .help = "Of an item or paragraph that says that there are no items."},
    {.name = "whole_sentences",
     .type = OptionType::flag,
     .help = "An item is whole sentences: one that begins in small letters, or does not end as sentences do, "
             "makes the letter doubtful. What a sentence leads in need not be whole.",
     .default_value = "false"},
    {.name = "theme",
     .type = OptionType::choice,
     .help = "The section whose title is the items' theme: the one above the rule's section, or the one "
             "below it.",
     .default_value = "\"none\"",
     .choices = "none|above|below"},
};

constexpr OptionSpec witness_keys[] = {
    {.name = "name", .type = OptionType::text, .help = "What it counts, for people.", .required = true},
    {.name = "section",
     .type = OptionType::pattern,
     .help = "Folded title of the sections in which it counts, sub-sections included.",
     .required = true},
    {.name = "marks",
     .type = OptionType::choice,
     .help = "What marks an item on the page, whatever the rules make of it.",
     .choices = "numbers|bullets|bold|rows|sentences|words",
     .required = true},
    {.name = "sentence",
     .type = OptionType::pattern,
     .help = "For sentences: what marks one, from the verb on. For words: each place where it is found marks "
             "an item."},
    {.name = "not_sentence",
     .type = OptionType::pattern,
     .help = "For sentences: what makes a sentence none after all."},
    {.name = "says_more",
     .type = OptionType::pattern,
     .help =
         "For sentences: one that only says more of what the item directly before it demands, such as when."},
    {.name = "leads_up",
     .type = OptionType::pattern,
     .help =
         "For sentences: one that leads up to an item behind it in the same paragraph, such as `More work is "
         "needed.`"},
    {.name = "rules",
     .type = OptionType::texts,
     .help = "Names of the rules that must have made an item of each mark.",
     .required = true},
};

constexpr OptionSpec expected_keys[] = {
    {.name = "name",
     .type = OptionType::text,
     .help = "What is expected, for the message.",
     .required = true},
    {.name = "rules",
     .type = OptionType::texts,
     .help = "Names of the rules whose items count together.",
     .required = true},
    {.name = "at_least",
     .type = OptionType::integer,
     .help = "Fewer items make the letter doubtful, unless it says that there are none.",
     .default_value = "1",
     .minimum = 0,
     .maximum = 10000},
    {.name = "at_most",
     .type = OptionType::integer,
     .help = "More items make the letter doubtful; 0: no limit.",
     .default_value = "0",
     .minimum = 0,
     .maximum = 10000},
};

constexpr OptionSpec body_keys[] = {
    {.name = "body",
     .type = OptionType::pattern,
     .help =
         "Found in the name of a body. A subject or a lead-in in which it is not found, and which is not the "
         "authority of the letter either, is no body: the item has no `responsible`."},
    {.name = "one",
     .type = OptionType::pattern,
     .help = "The whole name of one body, for telling several apart; its group `name` leaves out what stands "
             "before it."},
    {.name = "joint",
     .type = OptionType::pattern,
     .help = "What stands between the names of two bodies, such as ` and `."},
    {.name = "compound",
     .type = OptionType::pattern,
     .help =
         "A name of one body, or a part of one, in which a joint stands: `police and crime commissioner`."},
};

constexpr OptionSpec profile_keys[] = {
    {.name = "rule",
     .type = OptionType::tables,
     .help = "Where the items stand and what one is.",
     .keys = rule_keys},
    {.name = "bodies",
     .type = OptionType::table,
     .help = "How bodies that can be told to act are named, in plain text.",
     .keys = body_keys},
    {.name = "decoys",
     .type = OptionType::patterns,
     .help = "Folded titles of sections, such as case studies, under which no item stands.",
     .default_value = "[]"},
    {.name = "elsewhere",
     .type = OptionType::patterns,
     .help = "Folded titles of sections that hold findings, wherever the headings put them: no item stands "
             "there. What a rule for the whole letter finds there makes the letter doubtful.",
     .default_value = "[]"},
    {.name = "usual",
     .type = OptionType::patterns,
     .help =
         "Folded titles of the sections in which the letters have what rules for the whole letter find. One "
         "that stands in no such section is recorded and makes the letter doubtful. Empty: all sections.",
     .default_value = "[]"},
    {.name = "witness",
     .type = OptionType::tables,
     .help =
         "A second count of the items by what marks them on the page; a letter in which the counts differ is "
         "doubtful.",
     .keys = witness_keys},
    {.name = "expected",
     .type = OptionType::tables,
     .help = "Items that every letter of the family has; a letter without them is doubtful.",
     .keys = expected_keys},
};

constexpr FieldSpec fields[] = {
    {"text", FieldType::text, "The whole item without its label; each nested item begins a line."},
    {"label", FieldType::text, "The printed number; absent for bullets."},
    {"kind", FieldType::text, "recommendation, area_for_improvement, priority_action or next_step."},
    {"modality", FieldType::text,
     "The first must or should that makes the demand (Welsh: rhaid, dylai); absent when there is none."},
    {"section", FieldType::text, "Title of the nearest heading above the item."},
    {"section_path", FieldType::texts, "Titles from the letter's title down to that heading."},
    {"responsible", FieldType::text,
     "Who must act, as the letter prints it for the item; absent where no body is named."},
    {"responsible_bodies", FieldType::texts, "Each body that `responsible` names."},
    {"deadline", FieldType::date, "The date by which it is due."},
    {"deadline_printed", FieldType::text,
     "The words that say when it is due, in the item, in what leads it in, or in a heading above it."},
    {"deadline_from", FieldType::text, "How the date was found, or why there is none for the printed words."},
    {"theme", FieldType::text, "The letter's own grouping of the item."},
    {"evidence", FieldType::text,
     "What its numbered paragraph says before it, or the paragraphs that it names; absent where the letter "
     "gives neither."},
    grounds_field,
};

constexpr FieldSpec response_fields[] = {
    {"text", FieldType::text, "What is answered."},
    {"recommendation", FieldType::text, "The id of the recommendation that it answers."},
    {"label", FieldType::text, "The printed number of that recommendation."},
    {"responder", FieldType::text, "Who answers, as printed."},
    {"date", FieldType::date, "The day on which it is answered."},
    {"accepted", FieldType::flag,
     "Whether the recommendation is accepted; absent where the words do not say."},
    grounds_field,
};

constexpr RecordSpec records[] = {
    {"recommendation", "What the letter says must or should improve or be done.", fields},
    {"response", "What somebody to whom a recommendation is addressed answers to it.", response_fields}};

constexpr DiagnosticSpec diagnostics[] = {
    {"recommendations-missing", Severity::doubtful,
     "A section that letters of this family have is not there, or has no items. Look for it in the letter."},
    {"recommendations-count", Severity::doubtful, "More or fewer items than letters of this family have."},
    {"recommendations-gap", Severity::doubtful,
     "The printed numbers of the items jump: an item may have been lost."},
    {"recommendations-leftover", Severity::doubtful,
     "Text between or behind the items belongs to none of them: a heading may have been missed."},
    {"recommendations-unusual", Severity::doubtful,
     "The items are not bullets, say, but paragraphs that are no whole sentences, or rows with text in "
     "several cells. See whether each is one item."},
    {"recommendations-shape", Severity::doubtful,
     "An item breaks off, begins in the middle of a sentence, runs two sentences together, holds a bullet, "
     "or demands only in the words of a quotation. Compare it with the page."},
    {"recommendations-place", Severity::doubtful,
     "A sentence under a heading of findings reads like a demand and is not recorded, or one under a heading "
     "that the family does not have is recorded. See what the letter means."},
    {"recommendations-witness", Severity::doubtful,
     "What marks items on the page, such as numbers or sentences with `should`, and the items that were "
     "recorded are not the same; the message names both. Compare them with the page."},
    {"recommendations-deadline", Severity::doubtful,
     "The day by which something is demanded was another day of the week, or lies before the letter's date."},
    {"recommendations-struck", Severity::doubtful,
     "Words of a demand are struck out: they are left out, and a demand that is struck out as a whole is not "
     "recorded (a note). See what of it still holds."},
    {"recommendations-none", Severity::note, "The letter says that there are no items of a kind."},
    {"recommendations-rule", Severity::error, "A profile's rules contradict themselves."},
};

Transform* create(const Setup& setup) {
    return new RecommendationsStage(setup);
}

constexpr StageSpec stages[] = {{
    .kind = StageKind::transform,
    .name = "recommendations",
    .help =
        "Finds what a letter demands: recommendations, areas for improvement, priority actions, next steps.",
    .options = options,
    .profile_options = profile_keys,
    .provides = records,
    .diagnostics = diagnostics,
    .create_transform = create,
}};

}  // namespace

SHEAF_PLUGIN("sheaf.recommendations", "1.0.0", "Finds recommendations and other demands by profile rules",
             "MIT", stages)
