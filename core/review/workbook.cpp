#include "review/workbook.hpp"

#include "archive/archive_tables.hpp"
#include "base/codes.hpp"
#include "base/owned_folder.hpp"
#include "pipeline/declaration.hpp"
#include "pipeline/file_text.hpp"
#include "pipeline/options_reader.hpp"
#include "run/stages.hpp"
#include "sheaf/archive.hpp"

namespace sheaf::review {

namespace {

namespace fs = std::filesystem;

/// An archive of one table, whose file stands in a folder of its own.
class OneTable : public ArchiveContext {
  public:
    explicit OneTable(const RecordSpec& table)
        : table_(table), folder_(fs::temp_directory_path() / "sheaf-workbook-XXXXXX") {
        if (!folder_)
            throw StageError(codes::output_unwritable.code, "no temporary folder can be made",
                             "set TMPDIR to a folder that may be written");
    }

    std::span<const RecordSpec> tables() const override { return {&table_, 1}; }
    std::string file(std::string_view name) override {
        names_.emplace_back(name);
        return written().string();
    }
    std::vector<std::string> files() const override { return names_; }
    void report(Severity, std::string_view, std::string, std::string) override {}

    fs::path written() const { return folder_.path() / "file"; }

  private:
    const RecordSpec& table_;
    OwnedFolder folder_;
    std::vector<std::string> names_;
};

class OneLetter : public ArchiveLetter {
  public:
    std::span<const ArchiveRow> rows() const override { return {&row, 1}; }
    const Document* document() override { return nullptr; }

    ArchiveRow row;
};

FieldValue value_at(const Statement& rows, int column, FieldType type) {
    if (rows.null(column)) return {};
    switch (type) {
        case FieldType::flag:
            return rows.integer(column) != 0;
        case FieldType::integer:
            return rows.integer(column);
        case FieldType::number:
            return rows.number(column);
        case FieldType::texts:  // as JSON
            return value_of(Json::parse(rows.text(column), nullptr, false), type);
        default:
            return std::string(rows.text(column));
    }
}

}  // namespace

LettersTable::LettersTable(Database& database)
    : spec_{letters_table, "The letters that the register showed, one a row.", {}} {
    const auto keep = [&](std::string_view text) { return texts_.emplace_back(text).c_str(); };
    // Where its files are is no part of what a letter says, and leads nowhere from another folder.
    for (Statement rows =
             database.prepare("SELECT column_name, type, meaning FROM data_dictionary WHERE "
                              "table_name = 'letters' AND column_name <> 'outputs' ORDER BY position");
         rows.step();)
        fields_.push_back({keep(rows.text(0)), field_type_named(rows.text(1)), keep(rows.text(2))});
    spec_.fields = fields_;
}

void LettersTable::each(Database& database, const std::vector<std::int64_t>& letters,
                        const std::function<void(const std::vector<FieldValue>&)>& call) const {
    std::string names;
    for (const FieldSpec& field : fields_)
        names += (names.empty() ? "\"" : ", \"") + std::string(field.name) + '"';
    Statement row = database.prepare("SELECT " + names + " FROM letters WHERE id = ?");
    std::vector<FieldValue> values(fields_.size());
    for (const std::int64_t letter : letters) {
        if (!row.with(letter).step()) continue;
        for (std::size_t i = 0; i < fields_.size(); ++i)
            values[i] = value_at(row, static_cast<int>(i), fields_[i].type);
        call(values);
    }
}

std::string workbook_of(const StageRef& stage, const Plan& plan, const LettersTable& table,
                        Database& database, const std::vector<std::int64_t>& letters) {
    std::vector<Diagnostic> problems;
    // With the options that it has by itself.
    const TomlFile nothing = parse_toml("", stage.spec->name, problems);
    PlannedStage planned;
    planned.stage = stage;
    planned.options = OptionsReader(problems).read(nothing, nothing.root, stage.spec->options, {});
    LiveStage<Output> live;
    live.plan = &planned;
    live.knows_family = true;
    OneTable context(table.spec());
    const auto fail = [](const Diagnostic& problem) {
        throw StageError(problem.code, problem.message, problem.hint, problem.place);
    };
    auto* const output = dynamic_cast<ArchiveOutput*>(stage_for(live, plan, {}, problems));
    if (!problems.empty()) fail(problems.front());
    const auto problem = guarded(stage.spec->name, [&] {
        const auto writer = output->begin(context);
        OneLetter letter;
        table.each(database, letters, [&](const std::vector<FieldValue>& row) {
            letter.row.cells = row;
            writer->add(letter);
        });
        writer->finish();
    });
    if (problem) fail(*problem);
    return read_file(context.written(), problems).value_or("");
}

}  // namespace sheaf::review
