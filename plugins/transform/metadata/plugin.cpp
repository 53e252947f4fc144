// The `metadata` transform: what a letter says about itself.
#include "sheaf/plugin.hpp"
#include "sheaf/rules.hpp"

#include <map>

#include "extract.hpp"
#include "vocabulary.hpp"

namespace {

using namespace sheaf;

class MetadataStage final : public Transform {
  public:
    explicit MetadataStage(const Setup& setup) {
        for (const ProfileRules& profile : setup.profiles) tables_.emplace(profile.name, profile.rules);
        for (const auto& [language, words] : setup.options.text_map("languages")) {
            std::vector<std::string> list;
            for (std::size_t at = 0; at < words.size();) {
                const std::size_t end = std::min(words.find(' ', at), words.size());
                if (end > at) list.push_back(words.substr(at, end - at));
                at = end + 1;
            }
            words_.emplace_back(language, std::move(list));
        }
    }

    void apply(Document& document, Context& context) override {
        const metadata_stage::Rules* rules = rules_of(document.profile);
        if (rules && rules->present)
            metadata_stage::extract(document, *rules, words_, context);
        else if (document.profile.empty())
            metadata_stage::extract(document, nothing_, words_, context);
    }

  private:
    /// Compiled for the first letter of a family: most runs see few families, and one letter sees one.
    const metadata_stage::Rules* rules_of(const std::string& profile) {
        const auto table = tables_.find(profile);
        if (table == tables_.end()) return nullptr;
        auto rules = rules_.find(profile);
        if (rules == rules_.end()) {
            rules = rules_.emplace(profile, metadata_stage::compile(table->second)).first;
            rules->second.known = !profile.empty();
        }
        return &rules->second;
    }

    std::map<std::string, Options> tables_;
    std::map<std::string, metadata_stage::Rules> rules_;
    metadata_stage::FrequentWords words_;
    metadata_stage::Rules nothing_{.known = false};  ///< for letters of no family where there is no fallback
};

constexpr OptionSpec options[] = {
    {.name = "languages",
     .type = OptionType::text_map,
     .help = "By language (BCP 47), frequent words in lower case that the other languages do not have; they "
             "decide the letter's language.",
     .default_value = vocabulary::as_map<"languages">},
};

constexpr OptionSpec field_keys[] = {
    {.name = "name",
     .type = OptionType::choice,
     .help =
         "The field; `inspection` fills inspection_start and inspection_end. Rules of one field are tried in "
         "order, the first that gives a value wins; of reference_numbers every value counts.",
     .choices = "title|document_date|inspection|authority|lead_inspector|reference_numbers",
     .required = true},
    {.name = "where",
     .type = OptionType::choice,
     .help = "Where to look: the title, blocks of the first page, those before the salutation or after the "
             "closing, those of sections (`section`), of the whole letter, running headers and footers, or "
             "those of a letter's first page (`header`: only where there is a salutation). Default: "
             "`section` where that is given, else `first_page`.",
     .choices = "title|first_page|opening|closing|section|text|furniture|header"},
    {.name = "section",
     .type = OptionType::pattern,
     .help = "Found in the title of a section that is looked in, or of one above it."},
    {.name = "pattern",
     .type = OptionType::pattern,
     .help = "Found in a block or in a table's row (cells joined by tabs). The group `value`, or the whole "
             "match, holds the value. `^` and `$` are line boundaries.",
     .required = true},
    {.name = "kind",
     .type = OptionType::choice,
     .help =
         "What the words are: `date` and `date_range` take the first date in them, `name` the person's name "
         "that they begin with, `texts` all of them that are found. Default: by field.",
     .choices = "text|texts|name|date|date_range"},
    {.name = "value",
     .type = OptionType::text,
     .help = "A fixed value for letters in which the pattern is found."},
    {.name = "alone",
     .type = OptionType::flag,
     .help = "The value counts only where no place that is looked in has another.",
     .default_value = "false"},
    {.name = "check",
     .type = OptionType::flag,
     .help =
         "The words are only compared with the value that an earlier rule found; a disagreement makes the "
         "letter doubtful.",
     .default_value = "false"},
};

constexpr OptionSpec letter_keys[] = {
    {.name = "salutation",
     .type = OptionType::pattern,
     .help = "The line that ends the address block, such as `^dear `."},
    {.name = "closing",
     .type = OptionType::pattern,
     .help = "The line above the signatures, such as `^yours sincerely`."},
    {.name = "addressee",
     .type = OptionType::pattern,
     .help = "A line of the address block that begins an addressee; other lines go on with the one before. "
             "Without it every line is an addressee of its own."},
    {.name = "one_addressee",
     .type = OptionType::flag,
     .help = "The whole address block is one addressee, its lines joined by commas.",
     .default_value = "false"},
    {.name = "address",
     .type = OptionType::pattern,
     .help =
         "A line of the address block that begins a postal address: it and those directly behind it are no "
         "addressees."},
    {.name = "letterhead",
     .type = OptionType::pattern,
     .help = "Found in the lines of the letterhead, which are no addressee."},
    {.name = "not_addressee",
     .type = OptionType::patterns,
     .help = "Lines of the address block that are no addressee. Lines that are only a date are none anyway."},
    {.name = "role",
     .type = OptionType::pattern,
     .help = "Found in the words of a role, of addressees and of those who sign."},
    {.name = "body",
     .type = OptionType::pattern,
     .help = "Found in the words of a body that is addressed. Role and body are parted at a comma between "
             "words of the one and words of the other."},
    {.name = "whole_role",
     .type = OptionType::pattern,
     .help =
         "Found at the end of a role that is whole, such as `services`: a comma behind it is no part of an "
         "enumeration."},
    {.name = "joined",
     .type = OptionType::pattern,
     .help = "What joins the last of several names, such as ` (and|&) `."},
    {.name = "duty",
     .type = OptionType::pattern,
     .help = "What no body's name holds, since it leads to what a role is for, such as ` (for|at) `."},
    {.name = "entry",
     .type = OptionType::pattern,
     .help =
         "What stands before an entry of the address block and is no part of it: `cc:`. Below the closing "
         "formula it begins the list of those who got a copy."},
    {.name = "goes_on",
     .type = OptionType::pattern,
     .help = "Found at the end of a line that goes on in the next, such as ` of$`."},
    {.name = "placeholder",
     .type = OptionType::pattern,
     .help = "Found in a part of a template that nobody filled in. Such a line is no addressee."},
    {.name = "signing_body",
     .type = OptionType::pattern,
     .help = "The whole of a line, or what stands behind a role's last comma: a body that signs."},
};

constexpr OptionSpec printed_keys[] = {
    {.name = "name",
     .type = OptionType::choice,
     .help = "The field.",
     .choices = "title|document_date|inspection_start|inspection_end|authority|lead_inspector|addressees|"
                "signatories",
     .required = true},
    {.name = "pattern",
     .type = OptionType::pattern,
     .help = "Looked for in the whole letter.",
     .required = true},
};

constexpr OptionSpec profile_keys[] = {
    {.name = "document_type", .type = OptionType::text, .help = "What letters of this family are called."},
    {.name = "subtitle",
     .type = OptionType::pattern,
     .help = "A heading directly below the title that is part of it."},
    {.name = "field", .type = OptionType::tables, .help = "How a field is found.", .keys = field_keys},
    {.name = "authority_strip",
     .type = OptionType::patterns,
     .help = "What stands before or behind an authority's short name and is left off, such as `^london "
             "borough of ` or ` council$`; tried again until nothing is left to take off."},
    {.name = "authority_part",
     .type = OptionType::pattern,
     .help = "What may be part of an authority's name, such as `^city of `: it is left off where the letter "
             "names the authority more often without it."},
    {.name = "not_title",
     .type = OptionType::pattern,
     .help = "The whole of a title that says only what kind of document it is, such as `^final report$`: it "
             "is none."},
    {.name = "name_begin",
     .type = OptionType::pattern,
     .help = "What may stand before a person's name and is no part of it: `Mr`, `Ms`."},
    {.name = "name_end",
     .type = OptionType::pattern,
     .help = "What follows a person's name on the same line and ends it: post-nominals, roles, bodies."},
    {.name = "post_nominals",
     .type = OptionType::texts,
     .help = "Letters that follow a person's name and are no part of it, as printed.",
     .default_value = "[]"},
    {.name = "courtesies",
     .type = OptionType::texts,
     .help = "Titles that stand before a name and are part of it.",
     .default_value = "[]"},
    {.name = "particles",
     .type = OptionType::texts,
     .help = "Words of a name that are written small.",
     .default_value = "[]"},
    {.name = "letter",
     .type = OptionType::table,
     .help = "The frame of a letter, for addressees and signatories.",
     .keys = letter_keys},
    {.name = "printed",
     .type = OptionType::tables,
     .help = "What stands with a field wherever a letter prints it: where it is nowhere found, the message "
             "says that the letter does not print the field.",
     .keys = printed_keys},
    {.name = "expected",
     .type = OptionType::choices,
     .help = "Fields that every letter of this family prints; one that is absent makes the letter doubtful.",
     .default_value = "[]",
     .choices = "title|document_date|inspection_start|inspection_end|authority|lead_inspector|addressees|"
                "signatories|language"},
};

constexpr FieldSpec fields[] = {
    {"title", FieldType::text, "The title as printed, joined over its lines, without a date at its end."},
    {"document_type", FieldType::text, "What letters of this family are called."},
    {"document_date", FieldType::date, "The date of the letter or of publication, where it is printed."},
    {"inspection_start", FieldType::date, "The first day of the inspection."},
    {"inspection_end", FieldType::date, "The last day of the inspection."},
    {"authority", FieldType::text, "The authority or area inspected, in its short form."},
    {"lead_inspector", FieldType::text, "Name of the lead inspector, without post-nominals."},
    {"addressees", FieldType::texts, "Each line of the address block, joined where it wraps."},
    {"signatories", FieldType::texts, "Name of everybody who signs."},
    {"language", FieldType::text, "Language of the text (BCP 47)."},
    {"reference_numbers", FieldType::texts, "Reference numbers, as printed without the words before them."},
    grounds_field,
};

constexpr FieldSpec addressee_fields[] = {
    {"text", FieldType::text, "The addressee as printed, joined where the line wraps."},
    {"name", FieldType::text,
     "The person's name, without post-nominals; absent where only an office is addressed."},
    {"role", FieldType::text, "The person's role, where it can be told from the body."},
    {"body", FieldType::text, "The body that the person is of, where it can be told from the role."},
    grounds_field,
};

constexpr FieldSpec signatory_fields[] = {
    {"name", FieldType::text, "The person's name, without post-nominals."},
    {"role", FieldType::text, "The role below the name; several are joined by commas."},
    {"body", FieldType::text,
     "The body that the person signs for, above the name, below the role or behind its comma."},
    grounds_field,
};

constexpr RecordSpec records[] = {
    {"metadata", "What the letter says about itself; one record a letter.", fields},
    {"addressee", "Somebody to whom the letter is addressed.", addressee_fields},
    {"signatory", "Somebody who signs the letter.", signatory_fields},
};

constexpr DiagnosticSpec diagnostics[] = {
    {"metadata-disagreement", Severity::doubtful,
     "Two places of the letter give different values; the value of the earlier rule, mostly page 1, is "
     "kept."},
    {"metadata-unclear", Severity::doubtful,
     "A line may hold two values, such as two names side by side; it is left out."},
    {"metadata-missing", Severity::doubtful,
     "A field that letters of this family print was not found, or this letter does not print it."},
    {"metadata-implausible", Severity::doubtful,
     "Dates do not fit each other or their weekday (a letter before its visit, a visit of many months), or "
     "more of them are printed than are understood."},
    {"metadata-placeholder", Severity::doubtful,
     "The address block holds a part of a template that nobody filled in."},
};

constexpr StageSpec stages[] = {
    {.kind = StageKind::transform,
     .name = "metadata",
     .help = "Finds title, dates, authority, people and language by the rules of the letter's profile.",
     .options = options,
     .profile_options = profile_keys,
     .provides = records,
     .diagnostics = diagnostics,
     .create_transform = [](const Setup& setup) -> Transform* { return new MetadataStage(setup); }},
};

}  // namespace

SHEAF_PLUGIN("sheaf.metadata", "1.0.0", "Title, dates, authority and people of a letter", "MIT", stages)
