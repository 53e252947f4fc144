// The `recommendations` transform: what a letter demands, and of whom.
#include <map>

#include "extract.hpp"
#include "sheaf/plugin.hpp"
#include "sheaf/rules.hpp"

namespace {

using namespace sheaf;

class RecommendationsStage final : public Transform {
  public:
    explicit RecommendationsStage(const Setup& setup)
        : demand_(setup.options.text_map("modals"), setup.options.texts("clause_words"),
                  setup.options.texts("not_demands"), setup.options.text("deadline")),
          closing_(setup.options.text("closing"), true) {
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
        recommendations::extract(document, family->second, demand_, closing_, context);
    }

  private:
    std::map<std::string, Options, std::less<>> profiles_;
    recommendations::Demand demand_;
    Pattern closing_;
    std::map<std::string, recommendations::Family, std::less<>> families_;
};

constexpr OptionSpec options[] = {
    {.name = "modals",
     .type = OptionType::text_map,
     .help = "The verbs that make a demand, in lower case, and what each counts as: must or should.",
     .default_value = R"({ must = "must", should = "should", rhaid = "must", dylai = "should", )"
                      R"(dylid = "should", dylent = "should", ddylai = "should" })"},
    {.name = "clause_words",
     .type = OptionType::texts,
     .help =
         "Words that open another clause: a modal verb behind one of them in its sentence makes no demand.",
     .default_value =
         R"(["that", "which", "who", "whom", "whose", "where", "when", "while", "whether", "if", "how",
                          "what", "why", "because", "although", "until", "they", "it"])"},
    {.name = "not_demands",
     .type = OptionType::patterns,
     .help = "Beginnings, from the modal verb on, that make no demand.",
     .default_value = R"(['^should (have|a|an|the|any|this|these|there)\b', '^must have\b'])"},
    {.name = "deadline",
     .type = OptionType::pattern,
     .help = "What stands directly before a date that is a deadline.",
     .default_value = R"('\b(by|before|no later than|erbyn|cyn)( the)?( end of)?( \w+day| dydd \w+)?,? ?$')"},
    {.name = "closing",
     .type = OptionType::pattern,
     .help = "The folded closing formula of a letter: below it no item stands, up to the next heading.",
     .default_value = R"('^(yours (sincerely|faithfully|truly)|yn gywir|yr eiddoch)\b')"},
};

constexpr OptionSpec rule_keys[] = {
    {.name = "name",
     .type = OptionType::text,
     .help = "Its name, which every record that it makes carries.",
     .required = true},
    {.name = "kind",
     .type = OptionType::choice,
     .help = "The kind of the items.",
     .choices = "recommendation|area_for_improvement|priority_action|next_step",
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
    {.name = "sentence",
     .type = OptionType::pattern,
     .help = "For sentences: what a sentence must look like; its groups `responsible` and `modality` fill "
             "the fields."},
    {.name = "not_sentence",
     .type = OptionType::pattern,
     .help = "For sentences: what makes a sentence no item after all."},
    {.name = "lead_in",
     .type = OptionType::pattern,
     .help =
         "Of the paragraph above a list; its group `responsible` is the body that must act on every item."},
    {.name = "none",
     .type = OptionType::pattern,
     .help = "Of an item or paragraph that says that there are no items."},
    {.name = "theme",
     .type = OptionType::choice,
     .help = "The section whose title is the items' theme: the one above the rule's section, or the one "
             "below it.",
     .default_value = "\"none\"",
     .choices = "none|above|below"},
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

constexpr OptionSpec profile_keys[] = {
    {.name = "rule",
     .type = OptionType::tables,
     .help = "Where the items stand and what one is.",
     .keys = rule_keys},
    {.name = "decoys",
     .type = OptionType::patterns,
     .help = "Folded titles of sections, such as case studies, under which no item stands.",
     .default_value = "[]"},
    {.name = "expected",
     .type = OptionType::tables,
     .help = "Items that every letter of the family has; a letter without them is doubtful.",
     .keys = expected_keys},
};

constexpr FieldSpec fields[] = {
    {"text", FieldType::text, "The whole item without its label, nested bullets included."},
    {"label", FieldType::text, "The printed number; absent for bullets."},
    {"kind", FieldType::text, "recommendation, area_for_improvement, priority_action or next_step."},
    {"modality", FieldType::text,
     "The first must or should that makes the demand (Welsh: rhaid, dylai); absent when there is none."},
    {"section", FieldType::text, "Title of the nearest heading above the item."},
    {"section_path", FieldType::texts, "Titles from the letter's title down to that heading."},
    {"responsible", FieldType::text, "Who must act, where the letter prints it for the item."},
    {"deadline", FieldType::date, "The date by which it is due."},
    {"theme", FieldType::text, "The letter's own grouping of the item."},
    {"evidence", FieldType::text,
     "What its numbered paragraph says before it; absent where the letter gives no such paragraph."},
    grounds_field,
};

constexpr RecordSpec records[] = {
    {"recommendation", "What the letter says must or should improve or be done.", fields}};

constexpr DiagnosticSpec diagnostics[] = {
    {"recommendations-missing", Severity::doubtful,
     "A section that letters of this family have is not there, or has no items. Look for it in the letter."},
    {"recommendations-count", Severity::doubtful, "More or fewer items than letters of this family have."},
    {"recommendations-gap", Severity::doubtful,
     "The printed numbers of the items jump: an item may have been lost."},
    {"recommendations-leftover", Severity::doubtful,
     "Text between or behind the items belongs to none of them: a heading may have been missed."},
    {"recommendations-unusual", Severity::doubtful,
     "The items are not bullets, say, but paragraphs, which letters of this family seldom have. Check them."},
    {"recommendations-shape", Severity::doubtful,
     "An item breaks off, begins in the middle of a sentence or holds a bullet. Compare it with the page."},
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
