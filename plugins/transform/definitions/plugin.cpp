// The `definitions` transform: what a letter's glossary and quantity tables say.
#include "sheaf/plugin.hpp"
#include "sheaf/rules.hpp"

#include <map>

#include "find.hpp"

namespace {

using namespace sheaf;

class DefinitionsStage final : public Transform {
  public:
    explicit DefinitionsStage(const Setup& setup) {
        for (const ProfileRules& profile : setup.profiles)
            rules_.emplace(profile.name, definitions::compile(profile.rules));
    }

    void apply(Document& document, Context& context) override {
        const auto rules = rules_.find(document.profile);
        if (rules == rules_.end() || rules->second.empty()) return;
        RecordIds ids(document);
        for (definitions::Definition& found : definitions::find(document, rules->second, context)) {
            Record record;
            record.type = "definition";
            record.stage = "definitions";
            record.rule = found.list;
            record.id = ids.next(record.type, {found.list, found.term, found.meaning});
            record.anchors = found.term_anchors;
            record.anchors.insert(record.anchors.end(), found.meaning_anchors.begin(),
                                  found.meaning_anchors.end());
            record.fields = {{"term", found.term, found.term_anchors},
                             {"meaning", found.meaning, found.meaning_anchors},
                             {"list", found.list, {}}};
            Confidence confidence;
            confidence.rests_on(found.in_table
                                    ? "term and meaning stand in one row of a table that the profile knows"
                                    : "term and meaning stand in one paragraph of the list");
            if (found.continued) confidence.rests_on("its row goes on over a page break");
            record.fields.push_back(confidence.field());
            record.confidence = confidence.value();
            add_record(document, std::move(record));
        }
    }

  private:
    std::map<std::string, std::vector<definitions::ListRule>> rules_;
};

constexpr OptionSpec list_keys[] = {
    {.name = "name",
     .type = OptionType::text,
     .help = "What the list is called in records.",
     .required = true},
    {.name = "section",
     .type = OptionType::pattern,
     .help = "Title of a section that the list stands in. Without it every table with the right headers is "
             "taken."},
    {.name = "term", .type = OptionType::pattern, .help = "Found in the header of the column of terms."},
    {.name = "meaning",
     .type = OptionType::pattern,
     .help = "Found in the header of the column of meanings."},
    {.name = "entry",
     .type = OptionType::pattern,
     .help =
         "For lists that are no table: found in each paragraph of the section, with the groups `term` and "
         "`meaning`."},
    {.name = "expected",
     .type = OptionType::flag,
     .help = "Every letter of this family has the list; its absence makes the letter doubtful.",
     .default_value = "false"},
};

constexpr OptionSpec profile_keys[] = {
    {.name = "list",
     .type = OptionType::tables,
     .help = "A list of terms and their meanings.",
     .keys = list_keys},
};

constexpr FieldSpec fields[] = {
    {"term", FieldType::text, "The term that is defined, as printed, joined over its lines."},
    {"meaning", FieldType::text, "What it means, as printed, joined over its lines and pages."},
    {"list", FieldType::text, "The list that defines it, by the profile's name for it."},
    grounds_field,
};

constexpr RecordSpec records[] = {
    {"definition", "A term and its meaning from a glossary or a table of quantities.", fields},
};

constexpr DiagnosticSpec diagnostics[] = {
    {"definition-without-meaning", Severity::doubtful, "A term has no meaning beside it. Look at the table."},
    {"definitions-missing", Severity::doubtful, "A list that letters of this family have was not found."},
    {"definition-rule-invalid", Severity::error, "A list's rule lacks what it needs to find its terms."},
};

constexpr StageSpec stages[] = {
    {.kind = StageKind::transform,
     .name = "definitions",
     .help = "Finds terms and their meanings by the rules of the letter's profile.",
     .profile_options = profile_keys,
     .provides = records,
     .diagnostics = diagnostics,
     .create_transform = [](const Setup& setup) -> Transform* { return new DefinitionsStage(setup); }},
};

}  // namespace

SHEAF_PLUGIN("sheaf.definitions", "1.0.0", "Terms that a letter defines", "MIT", stages)
