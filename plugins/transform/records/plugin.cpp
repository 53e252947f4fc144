// The `records` transform: records of types that a profile declares for its own family.
#include <map>

#include "find.hpp"
#include "sheaf/plugin.hpp"

namespace {

using namespace sheaf;

class RecordsStage final : public Transform {
  public:
    explicit RecordsStage(const Setup& setup) {
        for (const ProfileRules& profile : setup.profiles) {
            own_records::check(profile.rules);
            profiles_.emplace(profile.name, profile.rules);
        }
    }

    void apply(Document& document, Context& context) override {
        const auto known = profiles_.find(document.profile);
        if (known == profiles_.end()) return;
        // Compiled for the first letter of a family: most runs see few families.
        auto family = families_.find(document.profile);
        if (family == families_.end())
            family = families_.emplace(document.profile, own_records::compile(known->second)).first;
        own_records::find_records(document, family->second, context);
    }

  private:
    std::map<std::string, Options, std::less<>> profiles_;
    std::map<std::string, own_records::Family, std::less<>> families_;
};

constexpr OptionSpec field_keys[] = {
    {.name = "name",
     .type = OptionType::text,
     .help = "The field's name: lower-case words joined by underscores.",
     .required = true},
    {.name = "type",
     .type = OptionType::choice,
     .help = "What its values are. `first_day` and `last_day` are dates of a period, which may be printed as "
             "months.",
     .default_value = "\"text\"",
     .choices = "text|date|first_day|last_day|integer|choice"},
    {.name = "help", .type = OptionType::text, .help = "What it means, one sentence.", .required = true},
    {.name = "from",
     .type = OptionType::text,
     .help = "The group of the patterns that gives its words; absent: the one of the field's name."},
    {.name = "choices",
     .type = OptionType::texts,
     .help = "Of a choice: the values, as outputs write them; case does not matter in the letter.",
     .default_value = "[]"},
};

constexpr OptionSpec type_keys[] = {
    {.name = "name",
     .type = OptionType::text,
     .help = "The record type's name: lower-case words joined by underscores.",
     .required = true},
    {.name = "help",
     .type = OptionType::text,
     .help = "What such a record is, one sentence.",
     .required = true},
    {.name = "text",
     .type = OptionType::flag,
     .help = "Its records have the field `text`, with the words of the record.",
     .default_value = "true"},
    {.name = "field",
     .type = OptionType::tables,
     .help = "Its other fields, in the order of outputs.",
     .keys = field_keys},
    {.name = "at_least",
     .type = OptionType::integer,
     .help = "Fewer records make the letter doubtful.",
     .default_value = "0",
     .minimum = 0,
     .maximum = 10000},
    {.name = "at_most",
     .type = OptionType::integer,
     .help = "More records make the letter doubtful; 0: no limit.",
     .default_value = "0",
     .minimum = 0,
     .maximum = 10000},
    {.name = "expected",
     .type = OptionType::texts,
     .help = "Fields that every record has; a letter with one that has not is doubtful.",
     .default_value = "[]"},
};

constexpr OptionSpec rule_keys[] = {
    {.name = "name",
     .type = OptionType::text,
     .help = "Its name, which every record that it makes carries.",
     .required = true},
    {.name = "type", .type = OptionType::text, .help = "The type of its records.", .required = true},
    {.name = "items",
     .type = OptionType::choice,
     .help = "What one record is in the letter.",
     .choices = "bullets|numbers|paragraphs|rows|sentences",
     .required = true},
    {.name = "section",
     .type = OptionType::pattern,
     .help =
         "Folded title of the section in which they stand, sub-sections included; absent: the whole letter."},
    {.name = "below",
     .type = OptionType::pattern,
     .help = "Of the heading or paragraph, in plain text, directly below which they stand, one below the "
             "other; its groups fill fields, too."},
    {.name = "pattern",
     .type = OptionType::pattern,
     .help = "What the words must look like, in plain text; its groups fill the fields of their names, and "
             "the group `text` limits the text. Cells of a row are parted by tabs."},
    {.name = "count",
     .type = OptionType::pattern,
     .help =
         "Of plain text: as many records as it is found where the rule looks, or the letter is doubtful."},
};

constexpr OptionSpec value_keys[] = {
    {.name = "type",
     .type = OptionType::text,
     .help = "The type of whose one record in the letter it fills fields.",
     .required = true},
    {.name = "where",
     .type = OptionType::choice,
     .help = "The place in which it is looked for; the first block that matches counts.",
     .default_value = "\"text\"",
     .choices = "text|first_page|title|furniture"},
    {.name = "pattern",
     .type = OptionType::pattern,
     .help = "In plain text; its groups fill the fields of their names that no earlier pattern has filled.",
     .required = true},
};

constexpr OptionSpec profile_keys[] = {
    {.name = "type",
     .type = OptionType::tables,
     .help = "A record type of the family's own.",
     .keys = type_keys},
    {.name = "rule",
     .type = OptionType::tables,
     .help = "Where its records stand and what one is.",
     .keys = rule_keys},
    {.name = "value",
     .type = OptionType::tables,
     .help = "Values of the letter as a whole, which make one record of their type.",
     .keys = value_keys},
};

constexpr DiagnosticSpec diagnostics[] = {
    {"records-missing", Severity::doubtful,
     "A record or a field that letters of this family have is not there. Look for it in the letter."},
    {"records-count", Severity::doubtful,
     "More or fewer records than letters of this family have, or than there are places that mark one."},
    {"records-value", Severity::doubtful,
     "The words of a field are no value of its type; the field is absent. See what the letter says there."},
    {"records-rule", Severity::error, "A profile's rules contradict themselves."},
};

Transform* create(const Setup& setup) {
    return new RecordsStage(setup);
}

constexpr StageSpec stages[] = {{
    .kind = StageKind::transform,
    .name = "records",
    .help = "Makes records of types that a profile declares for its own family, with typed fields.",
    .profile_options = profile_keys,
    .diagnostics = diagnostics,
    .create_transform = create,
}};

}  // namespace

SHEAF_PLUGIN("sheaf.records", "1.0.0", "Makes records of types that profiles declare", "MIT", stages)
