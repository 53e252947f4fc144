#include "archive/archive_tables.hpp"

#include <algorithm>
#include <iterator>

#include "base/codes.hpp"
#include "decisions/decision.hpp"
#include "pipeline/declaration.hpp"

namespace sheaf {

namespace {

constexpr FieldSpec letter_columns[] = {
    {"letter", FieldType::text, "The letter's name in the archive, unique; its outputs begin with it."},
    {"source", FieldType::text, "The path of its file below the folder that was given."},
    {"sha256", FieldType::text, "SHA-256 of the file's bytes, in hexadecimal."},
    {"state", FieldType::text,
     "What became of it: converted, repaired (damage was put right), doubtful (a person should look), "
     "failed, quarantined, pending."},
    {"doubts", FieldType::texts, "What makes it doubtful or failed: code, what is wrong, and the page."},
    {"family", FieldType::text, "The profile by whose rules it was read."},
    {"title", FieldType::text, "Its title."},
    {"document_type", FieldType::text, "What letters of its family are called."},
    {"authority", FieldType::text, "The authority or area inspected, in its short form as printed."},
    {"authority_code", FieldType::text, "The authority's code in the register, such as E10000014."},
    {"region", FieldType::text, "The authority's region in the register."},
    {"date", FieldType::date, "The best date that there is; date_is says which."},
    {"date_is", FieldType::text,
     "What the date is: printed (the letter's own), inspection_end or inspection_start."},
    {"document_date", FieldType::date, "The date that is printed as the letter's own."},
    {"inspection_start", FieldType::date, "The first day of the inspection."},
    {"inspection_end", FieldType::date, "The last day of the inspection."},
    {"lead_inspector", FieldType::text, "Name of the lead inspector."},
    {"language", FieldType::text, "Language of the text (BCP 47)."},
    {"media_type", FieldType::text, "The file's format, such as application/pdf."},
    {"producer", FieldType::text, "The program that made the file, as the file says."},
    {"pages", FieldType::integer, "How many pages it has; 0 in formats without pages."},
    {"sections", FieldType::integer, "How many sections it has."},
};
constexpr FieldSpec outputs_column = {"outputs", FieldType::texts,
                                      "Its output files, below the archive's folder."};

constexpr FieldSpec letter_key = {"letter", FieldType::text,
                                  "The letter's name in the archive: `letter` of the table letters."};

constexpr FieldSpec doubt_columns[] = {
    letter_key,
    {"severity", FieldType::text, "How much it matters: doubtful, or error where the letter failed."},
    {"code", FieldType::text, "What kind of doubt it is; `sheaf options` says what the code means."},
    {"message", FieldType::text, "What is wrong."},
    {"hint", FieldType::text, "What to do about it."},
    {"stage", FieldType::text, "The stage that doubts."},
    {"page", FieldType::integer, "The page; absent when it is not known."},
};

constexpr FieldSpec leading_columns[] = {
    letter_key,
    {"letter_authority", FieldType::text, "The letter's authority, as printed."},
    {"letter_authority_code", FieldType::text, "The authority's code in the register."},
    {"letter_region", FieldType::text, "The authority's region in the register."},
    {"letter_date", FieldType::date, "The letter's best date."},
    {"letter_date_is", FieldType::text, "What that date is: printed, inspection_end or inspection_start."},
    {"letter_profile", FieldType::text, "The profile by whose rules the letter was read."},
    {"letter_state", FieldType::text, "What became of the letter: converted, repaired or doubtful."},
    {"id", FieldType::text, "The record's id, which follows from its content; unique in the letter."},
};
constexpr FieldSpec trailing_columns[] = {
    {"page", FieldType::integer, "The page on which it begins; absent in formats without pages."},
    {"block", FieldType::text, "The block that it begins in, as the letter's JSON and HTML name it."},
    {"stage", FieldType::text, "The stage that made it."},
    {"rule", FieldType::text, "The rule of that stage."},
    {"confidence", FieldType::number, "How sure the stage is, from 0 to 1."},
    {"doubts", FieldType::texts,
     "The letter's doubts that concern the record: of the stage that made it or of all of the letter's text, "
     "and of no other page."},
};

/// Where an archive has decisions of people, for every type but these themselves.
constexpr FieldSpec check_columns[] = {
    {"checked", FieldType::text, "What a person decided about it: confirmed, corrected or added."},
    {"checked_by", FieldType::text, "Who decided."},
};

const RecordSpec* spec_named(std::span<const RecordSpec> specs, std::string_view name) {
    const auto found =
        std::find_if(specs.begin(), specs.end(), [&](const RecordSpec& one) { return name == one.name; });
    return found == specs.end() ? nullptr : &*found;
}

const char* help_of(const RecordSpec* type, std::string_view field) {
    if (!type) return "";
    for (const FieldSpec& one : type->fields)
        if (field == one.name) return one.help;
    return "";
}

}  // namespace

ArchiveTables::ArchiveTables(const std::vector<Journal*>& journals, std::span<const RecordSpec> described) {
    for (Journal* journal : journals) add_types(*journal);
    add_letters(described);
    add_doubts();
    for (const Type& type : types_) add(type, described);
}

std::size_t ArchiveTables::of_type(std::string_view type) const {
    for (std::size_t i = 2; i < specs_.size(); ++i)
        if (type == specs_[i].name) return i;
    return 0;
}

void ArchiveTables::add_types(Journal& journal) {
    Statement rows = journal.database().prepare("SELECT type, fields FROM record_type ORDER BY seq");
    while (rows.step()) {
        const std::string_view name = rows.text(0);
        auto type =
            std::find_if(types_.begin(), types_.end(), [&](const Type& one) { return one.name == name; });
        if (type == types_.end()) type = types_.insert(type, {std::string(name), {}});
        const Json declared = object_in(rows.text(1));
        for (const auto& [field, kind] : declared.items()) {
            if (!kind.is_string()) throw SqliteError::damage("the field `" + field + "` has no type");
            const FieldType found = field_type_named(kind.get<std::string>());
            const auto known =
                std::find_if(type->fields.begin(), type->fields.end(),
                             [&, &name = field](const auto& one) { return one.first == name; });
            if (known == type->fields.end())
                type->fields.emplace_back(field, found);
            else if (known->second != found)
                throw StageError(codes::merge_conflict.code,
                                 "two of the folders have records of type `" + type->name +
                                     "` whose field `" + field + "` is of different types",
                                 "convert both with the same pipeline");
        }
    }
}

void ArchiveTables::add_letters(std::span<const RecordSpec> described) {
    std::vector<FieldSpec>& columns =
        fields_.emplace_back(std::begin(letter_columns), std::end(letter_columns));
    for (const Type& type : types_) {
        if (type.name == "metadata") continue;
        const RecordSpec* spec = spec_named(described, type.name);
        const std::string what = spec ? ": " + std::string(spec->help) : ".";
        columns.push_back({kept(type.name + "_count"), FieldType::integer,
                           kept("How many records of type " + type.name + " it has" + what)});
    }
    columns.push_back(outputs_column);
    specs_.push_back({letters_table, "A letter of the archive, also one that failed.", columns});
}

void ArchiveTables::add_doubts() {
    specs_.push_back({doubts_table, "Something that makes a letter doubtful or failed.", doubt_columns});
}

void ArchiveTables::add(const Type& type, std::span<const RecordSpec> described) {
    const RecordSpec* spec = spec_named(described, type.name);
    std::vector<FieldSpec>& columns =
        fields_.emplace_back(std::begin(leading_columns), std::end(leading_columns));
    for (const auto& [name, kind] : type.fields) columns.push_back({kept(name), kind, help_of(spec, name)});
    columns.insert(columns.end(), std::begin(trailing_columns), std::end(trailing_columns));
    const bool checked = std::any_of(types_.begin(), types_.end(),
                                     [](const Type& one) { return one.name == decision_type.name; });
    if (checked && type.name != decision_type.name)
        columns.insert(columns.end(), std::begin(check_columns), std::end(check_columns));
    specs_.push_back({kept(type.name), spec ? spec->help : "", columns});
}

const char* ArchiveTables::kept(std::string text) {
    return texts_.emplace_back(std::move(text)).c_str();
}

FieldValue value_of(const Json& json, FieldType type) {
    switch (type) {
        case FieldType::flag:
            if (json.is_boolean()) return json.get<bool>();
            break;
        case FieldType::integer:
            if (json.is_number_integer()) return json.get<std::int64_t>();
            break;
        case FieldType::number:
            if (json.is_number()) return json.get<double>();
            break;
        case FieldType::texts:
            if (json.is_array()) return json.get<std::vector<std::string>>();
            break;
        default:
            if (json.is_string()) return json.get<std::string>();
    }
    return {};
}

FieldValue text_or_absent(std::string_view text) {
    return text.empty() ? FieldValue() : FieldValue(std::string(text));
}

}  // namespace sheaf
