// The `judgements` transform: names and grades, bound by the row that they stand in.
#include "sheaf/plugin.hpp"
#include "sheaf/rules.hpp"

#include <map>

#include "find.hpp"

namespace {

using namespace sheaf;

FieldValue text_or_absent(std::string text) {
    return text.empty() ? FieldValue() : FieldValue(std::move(text));
}

class JudgementsStage final : public Transform {
  public:
    explicit JudgementsStage(const Setup& setup) {
        for (const ProfileRules& profile : setup.profiles)
            rules_.emplace(profile.name, judgements::compile(profile.rules));
    }

    void apply(Document& document, Context& context) override {
        const auto rules = rules_.find(document.profile);
        if (rules == rules_.end() || rules->second.grades.empty()) return;
        RecordIds ids(document);
        for (judgements::Judgement& found : judgements::find(document, rules->second, context)) {
            Record record;
            record.type = "judgement";
            record.stage = "judgements";
            record.rule = found.rule;
            record.id = ids.next(record.type, {found.name, found.grade});
            record.anchors = found.name_anchors;
            record.anchors.insert(record.anchors.end(), found.grade_anchors.begin(),
                                  found.grade_anchors.end());
            found.confidence.rests_on("the profile knows the name and allows the grade");
            record.fields = {{"name", found.name, found.name_anchors},
                             {"aspect", text_or_absent(rules->second.aspect_of(found.name)), {}},
                             {"grade", found.grade, found.grade_anchors},
                             {"grade_code", text_or_absent(rules->second.code_of(found.grade)), {}},
                             found.confidence.field()};
            record.confidence = found.confidence.value();
            add_record(document, std::move(record));
        }
    }

  private:
    std::map<std::string, judgements::Rules> rules_;
};

constexpr OptionSpec table_keys[] = {
    {.name = "name",
     .type = OptionType::text,
     .help = "What the rule is called in records.",
     .required = true},
    {.name = "where",
     .type = OptionType::choice,
     .help = "Where its tables stand.",
     .default_value = "\"first_page\"",
     .choices = "first_page|text"},
    {.name = "section", .type = OptionType::pattern, .help = "Title of a section that the tables stand in."},
    {.name = "names",
     .type = OptionType::patterns,
     .help = "What the names of judgements are, each whole.",
     .required = true},
    {.name = "known",
     .type = OptionType::texts,
     .help = "The names as letters print them. One that differs from one of these by a word is bound to it, "
             "and noted; messages use them, too.",
     .default_value = "[]"},
    {.name = "begins",
     .type = OptionType::pattern,
     .help = "Found at the beginning of every name: tells where a name begins when names wrap over rows or "
             "blocks."},
};

constexpr OptionSpec statement_keys[] = {
    {.name = "name",
     .type = OptionType::text,
     .help = "What the rule is called in records.",
     .required = true},
    {.name = "where",
     .type = OptionType::choice,
     .help = "Where the statement stands.",
     .default_value = "\"first_page\"",
     .choices = "first_page|text"},
    {.name = "section",
     .type = OptionType::pattern,
     .help = "Title of a section that the statement stands in."},
    {.name = "pattern",
     .type = OptionType::pattern,
     .help = "Found in a block or in a table's row (cells joined by tabs), with the groups `name` and "
             "`grade`. The first counts; another one must say the same.",
     .required = true},
};

constexpr OptionSpec repeat_keys[] = {
    {.name = "name", .type = OptionType::text, .help = "What the rule is called.", .required = true},
    {.name = "judgement",
     .type = OptionType::pattern,
     .help = "Found in the name of the judgement that is said again.",
     .required = true},
    {.name = "section", .type = OptionType::pattern, .help = "Title of a section in which it is said again."},
    {.name = "pattern",
     .type = OptionType::pattern,
     .help = "Found in a block or in a table's row (cells joined by tabs), with the group `grade`.",
     .required = true},
};

constexpr OptionSpec dated_keys[] = {
    {.name = "name",
     .type = OptionType::pattern,
     .help = "Found in the name of the judgement.",
     .required = true},
    {.name = "from", .type = OptionType::text, .help = "The first day, as 2023-01-30; absent: ever since."},
    {.name = "until",
     .type = OptionType::text,
     .help = "The first day on which it is given no longer; absent: still."},
    {.name = "title",
     .type = OptionType::pattern,
     .help = "Only letters whose title it is found in have the judgement."},
};

constexpr OptionSpec aspect_keys[] = {
    {.name = "name",
     .type = OptionType::text,
     .help = "What the judgement is about, by a word that all families share: overall, leadership, ...",
     .required = true},
    {.name = "pattern",
     .type = OptionType::pattern,
     .help = "Found in the judgement's name.",
     .required = true},
};

constexpr OptionSpec profile_keys[] = {
    {.name = "grades",
     .type = OptionType::texts,
     .help = "Every grade that may be given, in each wording that is printed; letter case does not matter.",
     .default_value = "[]"},
    {.name = "wordings",
     .type = OptionType::text_map,
     .help = "Wordings of a grade, each with the one that it means when two places of a letter are compared.",
     .default_value = "{}"},
    {.name = "codes",
     .type = OptionType::text_map,
     .help = "Grades, each with the code by which letters of all families are compared. One whose `wordings` "
             "mean it has the same code.",
     .default_value = "{}"},
    {.name = "aspect",
     .type = OptionType::tables,
     .help = "What judgements are about: the first that fits the name is the record's aspect.",
     .keys = aspect_keys},
    {.name = "table",
     .type = OptionType::tables,
     .help = "Tables with a row for each judgement.",
     .keys = table_keys},
    {.name = "statement",
     .type = OptionType::tables,
     .help = "Lines that say name and grade in one.",
     .keys = statement_keys},
    {.name = "repeat",
     .type = OptionType::tables,
     .help =
         "Where the letter says a grade again, as in the heading above what was found. Another grade there "
         "makes the letter doubtful; nothing is taken from it.",
     .keys = repeat_keys},
    {.name = "expected",
     .type = OptionType::patterns,
     .help = "Found in the names of judgements that every letter of this family has; one that is absent "
             "makes the letter doubtful.",
     .default_value = "[]"},
    {.name = "dated",
     .type = OptionType::tables,
     .help = "Judgements that letters of this family have only where the inspection began in a certain time, "
             "or the title says so; one that is absent then makes the letter doubtful.",
     .keys = dated_keys},
};

constexpr FieldSpec fields[] = {
    {"name", FieldType::text, "What was judged, as printed, joined over its lines, with its printed number."},
    {"aspect", FieldType::text,
     "What was judged, by the profile's word for it, such as overall or leadership; absent when it has "
     "none."},
    {"grade", FieldType::text, "The grade, as printed, joined over its lines."},
    {"grade_code", FieldType::text,
     "The grade by the profile's code for it, the same for all its wordings; absent when it has none."},
    grounds_field,
};

constexpr RecordSpec records[] = {
    {"judgement", "A grade that the letter gives, bound to the name in the same row.", fields},
};

constexpr DiagnosticSpec diagnostics[] = {
    {"judgement-without-grade", Severity::doubtful,
     "A judgement's name has no allowed grade beside it. Look at the page."},
    {"judgement-unknown", Severity::doubtful,
     "A grade stands beside words that the profile does not know as a judgement. Look at the page."},
    {"judgement-name", Severity::note,
     "A judgement's name is printed with another word than the profile knows; it is bound to the known one."},
    {"judgement-ambiguous", Severity::doubtful, "More than one grade could belong to a name; none is taken."},
    {"judgement-disagreement", Severity::doubtful,
     "A judgement is printed twice with different grades; the first is kept."},
    {"judgement-missing", Severity::doubtful, "A judgement that letters of this family have was not found."},
    {"judgement-rule-invalid", Severity::error,
     "A statement's pattern or a repeat's pattern lacks the group `name` or `grade`."},
};

constexpr StageSpec stages[] = {
    {.kind = StageKind::transform,
     .name = "judgements",
     .help = "Finds grades by the rules of the letter's profile, each bound to the name in its row.",
     .profile_options = profile_keys,
     .provides = records,
     .diagnostics = diagnostics,
     .create_transform = [](const Setup& setup) -> Transform* { return new JudgementsStage(setup); }},
};

}  // namespace

SHEAF_PLUGIN("sheaf.judgements", "1.0.0", "Grades of a letter, bound to the names in their rows", "MIT",
             stages)
