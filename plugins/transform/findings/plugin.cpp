// The `findings` transform: what a letter found, paragraph by paragraph.
#include "sheaf/plugin.hpp"
#include "sheaf/rules.hpp"

#include <map>

#include "find.hpp"

namespace {

using namespace sheaf;

class FindingsStage final : public Transform {
  public:
    explicit FindingsStage(const Setup& setup) {
        for (const ProfileRules& profile : setup.profiles) profiles_.emplace(profile.name, profile.rules);
    }

    void apply(Document& document, Context& context) override {
        const auto known = profiles_.find(document.profile);
        if (known == profiles_.end()) return;
        // Compiled for the first letter of a family: most runs see few families.
        auto rules = rules_.find(document.profile);
        if (rules == rules_.end())
            rules = rules_.emplace(document.profile, findings::compile(known->second)).first;
        if (!rules->second.empty()) findings::find(document, rules->second, context);
    }

  private:
    std::map<std::string, Options, std::less<>> profiles_;
    std::map<std::string, findings::Rules, std::less<>> rules_;
};

constexpr OptionSpec profile_keys[] = {
    {.name = "paragraph",
     .type = OptionType::pattern,
     .help =
         "Of the printed labels of numbered paragraphs. Without it the family's paragraphs have no numbers."},
    {.name = "at_least",
     .type = OptionType::integer,
     .help = "A letter with fewer numbered paragraphs is doubtful.",
     .default_value = "0",
     .minimum = 0,
     .maximum = 10000},
    {.name = "not_findings",
     .type = OptionType::pattern,
     .help = "Folded title of sections whose numbered paragraphs are no findings, such as recommendations; "
             "their numbers still count."},
    {.name = "findings",
     .type = OptionType::pattern,
     .help =
         "Folded title of sections that hold findings even where they stand below one of `not_findings`."},
    {.name = "theme",
     .type = OptionType::pattern,
     .help = "Folded title of sections that are themes: of those above a finding the nearest is its theme."},
    {.name = "strengths",
     .type = OptionType::pattern,
     .help = "Folded title of sections whose numbered paragraphs are strengths."},
    {.name = "improvements",
     .type = OptionType::pattern,
     .help = "Folded title of sections whose numbered paragraphs are areas for improvement."},
    {.name = "positive_practice",
     .type = OptionType::pattern,
     .help = "Of sentences by which the letter marks something as positive practice."},
};

constexpr FieldSpec finding_fields[] = {
    {"label", FieldType::text, "The paragraph's printed number."},
    {"section", FieldType::text, "Title of the nearest heading above it."},
    {"section_path", FieldType::texts, "Titles from the letter's title down to that heading."},
    {"text", FieldType::text, "The whole paragraph, with the bullets that it announces."},
    {"theme", FieldType::text, "The letter's own grouping of the paragraph."},
    grounds_field,
};

constexpr FieldSpec standing_fields[] = {
    {"label", FieldType::text, "The paragraph's printed number."},
    {"theme", FieldType::text, "The letter's own grouping of the paragraph."},
    {"text", FieldType::text, "The whole paragraph."},
    grounds_field,
};

constexpr FieldSpec practice_fields[] = {
    {"text", FieldType::text, "The sentence that marks the practice."},
    {"label", FieldType::text, "Printed number of the paragraph that it stands in."},
    {"theme", FieldType::text, "The letter's own grouping of that paragraph."},
    {"section", FieldType::text, "Title of the nearest heading above it."},
    grounds_field,
};

constexpr RecordSpec records[] = {
    {"finding", "A numbered paragraph.", finding_fields},
    {"strength", "A numbered paragraph under a heading for strengths.", standing_fields},
    {"improvement", "A numbered paragraph under a heading for areas for improvement.", standing_fields},
    {"positive_practice", "A sentence by which the letter marks positive practice.", practice_fields},
};

constexpr DiagnosticSpec diagnostics[] = {
    {"findings-gap", Severity::doubtful,
     "The numbers of the paragraphs jump. This most often means that text was lost."},
    {"findings-repeated", Severity::doubtful,
     "A paragraph's number is printed twice or stands out of order. Compare it with the page."},
    {"findings-missing", Severity::doubtful, "Fewer numbered paragraphs than letters of this family have."},
};

constexpr StageSpec stages[] = {
    {.kind = StageKind::transform,
     .name = "findings",
     .help = "Finds numbered paragraphs, strengths, areas for improvement and positive practice.",
     .profile_options = profile_keys,
     .provides = records,
     .diagnostics = diagnostics,
     .create_transform = [](const Setup& setup) -> Transform* { return new FindingsStage(setup); }},
};

}  // namespace

SHEAF_PLUGIN("sheaf.findings", "1.0.0", "Finds what a letter found, paragraph by paragraph", "MIT", stages)
