#include "archive/archive_cursor.hpp"

#include <algorithm>
#include <sstream>

#include "archive/documents.hpp"
#include "decisions/decision.hpp"
#include "sheaf/checks.hpp"

namespace sheaf {

namespace {

constexpr std::string_view metadata_type = "metadata";
constexpr std::string_view sql_of_letters =
    "SELECT letter.id, output_name, name, content, reading, letter.status, profile, title, authority, "
    "document_date, pages, sections, media_type, producer FROM letter LEFT JOIN source ON "
    "source.letter=letter.id WHERE present AND output_name>? AND output_name<? ORDER BY output_name";

/// What a letter's date may be, the best first: the metadata's field, and what `date_is` calls it.
constexpr std::pair<std::string_view, std::string_view> kinds_of_date[] = {
    {"document_date", "printed"},
    {"inspection_end", "inspection_end"},
    {"inspection_start", "inspection_start"},
};

/// Fields of the metadata that are columns of letters.
constexpr std::string_view metadata_columns[] = {"title",          "document_type",    "authority",
                                                 "document_date",  "inspection_start", "inspection_end",
                                                 "lead_inspector", "language"};

/// Columns of records that say what `letters` says under another name.
constexpr std::pair<std::string_view, std::string_view> said_again[] = {
    {"letter", "letter"},
    {"letter_authority", "authority"},
    {"letter_authority_code", "authority_code"},
    {"letter_region", "region"},
    {"letter_date", "date"},
    {"letter_date_is", "date_is"},
    {"letter_profile", "family"},
    {"letter_state", "state"},
};

std::string in_words(const Diagnostic& doubt) {
    std::string words = doubt.code + ": " + doubt.message;
    if (doubt.place.page > 0) words += " (page " + std::to_string(doubt.place.page) + ")";
    return words;
}

/// The record's values as texts.
Record record_of(std::string_view type, std::string_view id, const Json& fields) {
    Record record;
    record.type = type;
    record.id = id;
    for (const auto& [name, value] : fields.items()) {
        FieldValue known;
        if (!value.is_null()) known = value.is_string() ? value.get<std::string>() : value.dump();
        record.fields.push_back({name, std::move(known), {}});
    }
    return record;
}

FieldValue page_or_absent(std::int64_t page) {
    return page == 0 ? FieldValue() : FieldValue(page);
}

FieldValue list_or_absent(std::vector<std::string> texts) {
    return texts.empty() ? FieldValue() : FieldValue(std::move(texts));
}

}  // namespace

ArchiveCursor::ArchiveCursor(ArchiveSource source, const ArchiveTables& tables, const Register& known)
    : source_(std::move(source)), tables_(tables), register_(known) {
    Database& database = source_.journal->database();
    letters_ = database.prepare(sql_of_letters);
    records_ = database.prepare(
        "SELECT type, id, page, block, confidence, stage, rule, fields FROM record WHERE letter=? ORDER BY "
        "seq");
    std::istringstream stages(source_.journal->remembered("record stages").value_or(""));
    for (std::string stage; stages >> stage;) record_stages_.push_back(stage);
}

void ArchiveCursor::go_on(const std::string& end) {
    after_ = visited_;
    end_ = end;
    letters_.with(after_, end_);
    next();
}

void ArchiveCursor::next() {
    rows_.clear();
    document_.reset();
    document_asked_ = false;
    at_end_ = !letters_.step();
    if (at_end_) return;
    id_ = letters_.integer(0);
    visited_ = letters_.text(1);
    name_ = source_.prefix + visited_;
    key_.content = letters_.text(3);
    key_.reading = letters_.text(4);
}

const Document* ArchiveCursor::document() {
    if (document_asked_) return document_ ? &*document_ : nullptr;
    document_asked_ = true;
    document_ = stored_document(source_.folder, key_);
    return document_ ? &*document_ : nullptr;
}

void ArchiveCursor::load() {
    doubts_ = source_.journal->diagnostics(id_, Severity::doubtful);
    load_letter();
    load_doubts();
    load_records();
    std::stable_sort(rows_.begin(), rows_.end(),
                     [](const ArchiveRow& a, const ArchiveRow& b) { return a.table < b.table; });
}

FieldValue& ArchiveCursor::column_of(ArchiveRow& row, std::string_view column) {
    const std::span<const FieldSpec> columns = tables_.specs()[row.table].fields;
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const FieldSpec& one) { return column == one.name; });
    return row.cells[static_cast<std::size_t>(found - columns.begin())];
}

void ArchiveCursor::load_letter() {
    rows_.assign(1, {0, std::vector<FieldValue>(tables_.specs()[0].fields.size())});
    cell("letter") = name_;
    cell("source") = std::string(letters_.text(2));
    cell("sha256") = text_or_absent(key_.content);
    cell("state") = std::string(letters_.text(5));
    cell("family") = text_or_absent(letters_.text(6));
    cell("title") = text_or_absent(letters_.text(7));
    cell("authority") = text_or_absent(letters_.text(8));
    cell("document_date") = text_or_absent(letters_.text(9));
    cell("pages") = letters_.integer(10);
    cell("sections") = letters_.integer(11);
    cell("media_type") = text_or_absent(letters_.text(12));
    cell("producer") = text_or_absent(letters_.text(13));
    std::vector<std::string> texts;
    for (const Diagnostic& doubt : doubts_) texts.push_back(in_words(doubt));
    cell("doubts") = list_or_absent(std::move(texts));
    texts.clear();
    for (const OutputRow& output : source_.journal->outputs(id_)) texts.push_back(source_.link + output.file);
    cell("outputs") = list_or_absent(std::move(texts));
}

void ArchiveCursor::load_doubts() {
    for (const Diagnostic& doubt : doubts_)
        rows_.push_back(
            {1,
             {name_, std::string(sheaf::name(doubt.severity)), doubt.code, doubt.message,
              text_or_absent(doubt.hint), text_or_absent(doubt.stage), page_or_absent(doubt.place.page)}});
}

void ArchiveCursor::load_records() {
    std::vector<std::size_t> counts(tables_.specs().size());
    Document records;  // as much of them as checks are found by
    const bool checked = tables_.of_type(decision_type.name) != 0;
    for (records_.with(id_); records_.step();) {
        const std::size_t table = tables_.of_type(records_.text(0));
        if (table == 0) continue;  // of a pipeline that made other types
        ++counts[table];
        const Json fields = object_in(records_.text(7));
        if (records_.text(0) == metadata_type) take_metadata(fields);
        if (checked) records.records.push_back(record_of(records_.text(0), records_.text(1), fields));
        ArchiveRow& row = rows_.emplace_back();
        row.table = table;
        for (const FieldSpec& column : tables_.specs()[table].fields) {
            const auto field = fields.find(column.name);
            row.cells.push_back(field == fields.end() ? FieldValue() : value_of(*field, column.type));
        }
        const std::int64_t page = records_.integer(2);
        column_of(row, "id") = std::string(records_.text(1));
        column_of(row, "page") = page_or_absent(page);
        column_of(row, "block") = text_or_absent(records_.text(3));
        column_of(row, "confidence") = records_.number(4);
        column_of(row, "stage") = std::string(records_.text(5));
        column_of(row, "rule") = std::string(records_.text(6));
        column_of(row, "doubts") = list_or_absent(doubts_of(records_.text(5), page));
    }
    for (std::size_t table = 2; table < counts.size(); ++table)
        if (tables_.specs()[table].name != metadata_type)
            cell(std::string(tables_.specs()[table].name) + "_count") =
                static_cast<std::int64_t>(counts[table]);
    look_up_authority();
    look_up_checks(records);
    for (const auto& [column, of_letter] : said_again) {
        const FieldValue said = cell(of_letter);
        for (ArchiveRow& row : rows_)
            if (row.table > 1) column_of(row, column) = said;
    }
}

/// Says of each row what people decided about its record.
void ArchiveCursor::look_up_checks(const Document& records) {
    const auto checks = checks_of(records);
    if (checks.empty()) return;
    for (ArchiveRow& row : rows_) {
        if (row.table < 2 || tables_.specs()[row.table].name == decision_type.name) continue;
        const auto* const id = std::get_if<std::string>(&column_of(row, "id"));
        const auto check = id ? checks.find(*id) : checks.end();
        if (check == checks.end()) continue;
        column_of(row, "checked") = check->second.what;
        column_of(row, "checked_by") = check->second.by;
    }
}

void ArchiveCursor::take_metadata(const Json& fields) {
    for (const std::string_view column : metadata_columns)
        if (const auto field = fields.find(column); field != fields.end())
            cell(column) = value_of(*field, FieldType::text);
    for (const auto& [field, is] : kinds_of_date) {
        if (std::holds_alternative<std::monostate>(cell(field))) continue;
        cell("date") = cell(field);
        cell("date_is") = std::string(is);
        return;
    }
}

void ArchiveCursor::look_up_authority() {
    const auto* const name = std::get_if<std::string>(&cell("authority"));
    const Register::Entry* const known = name ? register_.find(*name) : nullptr;
    if (!known) return;
    cell("authority_code") = known->code;
    cell("region") = text_or_absent(known->region);
}

std::vector<std::string> ArchiveCursor::doubts_of(std::string_view stage, std::int64_t page) const {
    std::vector<std::string> texts;
    for (const Diagnostic& doubt : doubts_) {
        const bool elsewhere = page > 0 && doubt.place.page > 0 && doubt.place.page != page;
        const bool of_other_records =
            doubt.stage != stage &&
            std::find(record_stages_.begin(), record_stages_.end(), doubt.stage) != record_stages_.end();
        if (!elsewhere && !of_other_records) texts.push_back(in_words(doubt));
    }
    return texts;
}

}  // namespace sheaf
