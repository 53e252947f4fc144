// Output: one CSV file for each record type, the same columns for every letter; and the same of an archive.
#include <algorithm>

#include "archive.hpp"
#include "sheaf/checks.hpp"
#include "sheaf/csv.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::csv {

namespace {

/// Columns that every record type has, in front of its own fields and behind them.
constexpr std::string_view leading_columns[] = {"letter", "id"};
constexpr std::string_view trailing_columns[] = {"page", "block", "stage", "rule", "confidence"};

/// Columns of what people decided, where the pipeline has decisions.
constexpr std::string_view decisions = "decision";  // the type of their records
constexpr std::string_view check_columns[] = {"checked", "checked_by"};

struct Type {
    std::string name;
    std::vector<std::string> columns;
};

template <class List, class Value>
bool contains(const List& list, const Value& value) {
    return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

void add_new(std::vector<std::string>& list, std::string_view value) {
    if (!contains(list, value)) list.emplace_back(value);
}

Type& type_named(std::vector<Type>& types, std::string_view name) {
    for (Type& type : types)
        if (type.name == name) return type;
    return types.emplace_back(Type{std::string(name), {}});
}

/// The declared types, each with the fields that any stage declares for it, and behind them what the document
/// holds without a declaration.
std::vector<Type> types_of(const Document& document, std::span<const RecordSpec> declared) {
    std::vector<Type> types;
    for (const RecordSpec& spec : declared) {
        Type& type = type_named(types, spec.name);
        for (std::string_view column : leading_columns) add_new(type.columns, column);
        for (const FieldSpec& field : spec.fields) add_new(type.columns, field.name);
    }
    for (const Record& record : document.records) {
        Type& type = type_named(types, record.type);
        for (std::string_view column : leading_columns) add_new(type.columns, column);
        for (const Field& field : record.fields) add_new(type.columns, field.name);
    }
    const bool checked =
        std::any_of(types.begin(), types.end(), [](const Type& type) { return type.name == decisions; });
    for (Type& type : types) {
        for (std::string_view column : trailing_columns) add_new(type.columns, column);
        if (!checked || type.name == decisions) continue;
        for (std::string_view column : check_columns) add_new(type.columns, column);
    }
    return types;
}

std::string listed(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "`" : ", `") + name + "`";
    return list;
}

class CsvOutput final : public ArchiveOutput {
  public:
    explicit CsvOutput(const Options& options)
        : bom_(options.flag("bom")),
          letters_(options.flag("letters")),
          archive_(options.flag("archive")),
          choose_types_(options.has("records")),
          choose_columns_(options.has("columns")),
          chosen_types_(options.texts("records")),
          chosen_columns_(options.texts("columns")) {}

    void write(const Document& document, Sink& sink, Context& context) override {
        const std::vector<Type> types = chosen(types_of(document, context.record_types()));
        if (!letters_) return;
        for (const Type& type : types)
            if (std::any_of(document.records.begin(), document.records.end(),
                            [&](const Record& record) { return record.type == type.name; }))
                sink.write("." + type.name + ".csv", file(document, type));
    }

    std::unique_ptr<ArchiveWriter> begin(ArchiveContext& context) override {
        if (!archive_) return nullptr;
        return archive_writer(context, bom_, choose_types_ ? &chosen_types_ : nullptr);
    }

  private:
    /// The types and columns that the options ask for.
    std::vector<Type> chosen(std::vector<Type> types) const {
        if (choose_types_) {
            std::vector<std::string> names;
            for (const Type& type : types) add_new(names, type.name);
            for (const std::string& name : chosen_types_)
                if (!contains(names, name))
                    throw StageError("csv-unknown-record",
                                     "No stage of the pipeline makes records of the type `" + name + "`.",
                                     "The types are " + listed(names) + ".");
            std::erase_if(types, [&](const Type& type) { return !contains(chosen_types_, type.name); });
        }
        if (choose_columns_) choose_columns(types);
        return types;
    }

    void choose_columns(std::vector<Type>& types) const {
        std::vector<std::string> names;
        for (const Type& type : types)
            for (const std::string& column : type.columns) add_new(names, column);
        for (const std::string& name : chosen_columns_)
            if (!contains(names, name))
                throw StageError("csv-unknown-column", "No record type has the column `" + name + "`.",
                                 "The columns are " + listed(names) + ".");
        for (Type& type : types) {
            std::vector<std::string> columns;
            for (const std::string& name : chosen_columns_)
                if (contains(type.columns, name)) add_new(columns, name);
            type.columns = std::move(columns);
        }
    }

    std::string file(const Document& document, const Type& type) const {
        std::string out = bom_ ? byte_order_mark : "";
        append_row(out, type.columns);
        std::vector<std::string> cells;
        const auto checks = checks_of(document);
        for (const Record& record : document.records) {
            if (record.type != type.name) continue;
            cells.clear();
            const auto found = checks.find(record.id);
            const Check check = found == checks.end() ? Check() : found->second;
            for (const std::string& column : type.columns)
                cells.push_back(column == check_columns[0]   ? check.what
                                : column == check_columns[1] ? defused(check.by)
                                                             : cell(document, record, column));
            append_row(out, cells);
        }
        return out;
    }

    static std::string cell(const Document& document, const Record& record, std::string_view column) {
        if (column == "letter") return defused(document.source.name);
        if (column == "id") return record.id;
        if (column == "page") {
            const int page = page_of(document, record.anchors);
            return page == 0 ? std::string() : std::to_string(page);
        }
        if (column == "block")
            return record.anchors.empty()
                       ? std::string()
                       : "b" + std::to_string(std::uint64_t{record.anchors.front().block.value} + 1);
        if (column == "stage") return defused(record.stage);
        if (column == "rule") return defused(record.rule);
        if (column == "confidence") return cell_of(record.confidence);
        const Field* field = record.field(column);
        return field ? cell_of(field->value) : std::string();
    }

    bool bom_, letters_, archive_;
    bool choose_types_, choose_columns_;
    std::vector<std::string> chosen_types_, chosen_columns_;
};

const OptionSpec options[] = {
    {.name = "bom",
     .type = OptionType::flag,
     .help = "Begin each file with a byte order mark, by which Excel knows UTF-8; some programs want none.",
     .default_value = "true"},
    {.name = "letters",
     .type = OptionType::flag,
     .help = "Write files for each letter.",
     .default_value = "true"},
    {.name = "archive",
     .type = OptionType::flag,
     .help = "Write files for the archive as a whole, where `sheaf batch` or `sheaf merge` writes one.",
     .default_value = "true"},
    {.name = "records",
     .type = OptionType::texts,
     .help = "The record types to write; all that the pipeline's stages declare when absent."},
    {.name = "columns",
     .type = OptionType::texts,
     .help =
         "The columns of the letters' own files, in this order; a type that lacks one goes without it. When "
         "absent: letter, id, the fields in declared order, page, block, stage, rule, confidence, "
         "and checked, checked_by where the pipeline has decisions."},
};

const DiagnosticSpec diagnostics[] = {
    {"csv-unknown-record", Severity::error,
     "The option `records` names a type that no stage of the pipeline makes: mend the name."},
    {"csv-unknown-column", Severity::error,
     "The option `columns` names a column that no record type has: mend the name."},
    {"csv-unwritable", Severity::error,
     "A file of the archive cannot be written: check the output folder, and the space left."},
};

const StageSpec stages[] = {{
    .kind = StageKind::output,
    .name = "csv",
    .help =
        "One CSV file for each record type that has records (RFC 4180, UTF-8). Lists are joined with `; `; a "
        "cell that a spreadsheet would take for a formula gets an apostrophe in front. Of an archive also "
        "the tables `letters` and `doubts`, with `datapackage.json` and `csv-metadata.json`, which say what "
        "every column means.",
    .options = options,
    .diagnostics = diagnostics,
    .create_output = [](const Setup& setup) -> Output* { return new CsvOutput(setup.options); },
}};

}  // namespace

}  // namespace sheaf::csv

SHEAF_PLUGIN("sheaf.csv", "1.1.0", "Records as CSV files", "MIT", sheaf::csv::stages)
