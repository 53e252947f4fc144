// Output: the archive as one SQLite database.
#include <map>

#include "database.hpp"
#include "passages.hpp"
#include "repeated.hpp"
#include "schema.hpp"
#include "sheaf/archive.hpp"

namespace sheaf::database {

namespace {

constexpr const char* file_name = "_archive/archive.sqlite";
constexpr std::string_view letter_text = "text";  // the kind of passages that are no record's

std::string_view name_of(FieldType type) {
    constexpr std::string_view names[] = {"text", "date", "integer", "number", "flag", "texts"};
    return names[static_cast<std::size_t>(type)];
}

/// A record type whose records are searched: it has a text.
struct Searched {
    std::size_t text = 0, id = 0, page = 0, block = 0;  ///< positions of columns
    std::optional<std::size_t> section;
};

std::optional<std::size_t> position_of(const RecordSpec& table, std::string_view column) {
    for (std::size_t i = 0; i < table.fields.size(); ++i)
        if (column == table.fields[i].name) return i;
    return std::nullopt;
}

class Writer : public ArchiveWriter {
  public:
    Writer(ArchiveContext& context, bool with_text)
        : tables_(context.tables()), with_text_(with_text), database_(context.file(file_name)) {
        database_.execute("PRAGMA user_version=" + std::to_string(schema_version) + ";" +
                          create_other_tables(tables_, with_text_));
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            database_.execute(create_table(tables_[i], i == 0));
            inserts_.push_back(database_.insert(insert_into(tables_[i], i == 0)));
            if (with_text_) note_searched(i);
        }
        if (with_text_) {
            passage_.emplace(database_.insert(
                "INSERT INTO passage(id, letter_id, kind, record_id, page, block, section, text) "
                "VALUES(?,?,?,?,?,?,?,?)"));
            search_.emplace(database_.insert("INSERT INTO search(rowid, text, section) VALUES(?,?,?)"));
            letter_search_.emplace(database_.insert("INSERT INTO letter_search(rowid, text) VALUES(?,?)"));
        }
        describe();
    }

    void add(ArchiveLetter& letter) override {
        ++letters_;
        for (const ArchiveRow& row : letter.rows()) {
            const RecordSpec& table = tables_[row.table];
            Insert& insert = inserts_[row.table].add(letters_);
            for (std::size_t i = 0; i < row.cells.size(); ++i)
                if (row.table == 0 || !is_said_again(table.fields[i].name)) insert.add(row.cells[i]);
            insert.run();
            if (const auto found = searched_.find(row.table); found != searched_.end())
                add_passage(row, found->second);
        }
        if (!with_text_) return;
        const Document* const document = letter.document();
        if (!document) return;
        std::string all;
        for (const Passage& passage : passages_of(*document)) {
            add_passage(letter_text, {},
                        passage.page == 0 ? FieldValue() : FieldValue(std::int64_t{passage.page}),
                        passage.block, passage.section.empty() ? FieldValue() : FieldValue(passage.section),
                        passage.text);
            all.append(passage.text).push_back(' ');
        }
        if (!all.empty()) letter_search_->add(letters_).add(std::string_view(all)).run();
    }

    void finish() override {
        inserts_.clear();
        passage_.reset();
        search_.reset();
        letter_search_.reset();
        if (has_demands(tables_)) add_repeated(database_);
        database_.execute(create_indices_and_views(tables_));
        database_.finish();
    }

  private:
    void note_searched(std::size_t table) {
        const RecordSpec& spec = tables_[table];
        const auto text = position_of(spec, "text"), id = position_of(spec, "id"),
                   page = position_of(spec, "page"), block = position_of(spec, "block");
        if (table > 1 && text && id && page && block)
            searched_.emplace(table, Searched{*text, *id, *page, *block, position_of(spec, "section")});
    }

    void add_passage(const ArchiveRow& row, const Searched& columns) {
        if (!std::holds_alternative<std::string>(row.cells[columns.text])) return;
        add_passage(tables_[row.table].name, row.cells[columns.id], row.cells[columns.page],
                    row.cells[columns.block], columns.section ? row.cells[*columns.section] : FieldValue(),
                    row.cells[columns.text]);
    }
    /// Indexed at once: when the last letter comes, the index is there.
    void add_passage(std::string_view kind, const FieldValue& record, const FieldValue& page,
                     const FieldValue& block, const FieldValue& section, const FieldValue& text) {
        ++passages_;
        passage_->add(passages_).add(letters_).add(kind).add(record).add(page).add(block);
        passage_->add(section).add(text).run();
        search_->add(passages_).add(text).add(section).run();
    }

    /// What the database says of itself.
    void describe() {
        Insert about = database_.insert("INSERT INTO about VALUES(?,?)");
        about.add(std::string_view("format")).add(std::string_view("sheaf-archive/1")).run();
        Insert column = database_.insert("INSERT INTO data_dictionary VALUES(?,?,?,?,?)");
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            std::int64_t position = 0;
            for (const FieldSpec& field : tables_[i].fields) {
                if (i > 0 && is_said_again(field.name)) continue;
                column.add(std::string_view(tables_[i].name)).add(++position);
                column.add(std::string_view(field.name)).add(name_of(field.type));
                column.add(std::string_view(field.help)).run();
            }
        }
    }

    const std::span<const RecordSpec> tables_;
    const bool with_text_;
    NewDatabase database_;
    std::vector<Insert> inserts_;                             ///< by table
    std::optional<Insert> passage_, search_, letter_search_;  ///< with text
    std::map<std::size_t, Searched> searched_;                ///< by table
    std::int64_t letters_ = 0, passages_ = 0;                 ///< so far: the last one's key
};

class SqliteOutput : public ArchiveOutput {
  public:
    explicit SqliteOutput(bool with_text) : with_text_(with_text) {}
    std::unique_ptr<ArchiveWriter> begin(ArchiveContext& context) override {
        return std::make_unique<Writer>(context, with_text_);
    }

  private:
    bool with_text_;
};

const OptionSpec options[] = {
    {.name = "text",
     .type = OptionType::flag,
     .help = "With all text of the letters and of the records, and a full-text index over it.",
     .default_value = "true"},
};

const DiagnosticSpec diagnostics[] = {
    {"sqlite-failed", Severity::error,
     "The database cannot be written; the message is SQLite's own. See that there is space left."},
};

const StageSpec stages[] = {{
    .kind = StageKind::output,
    .name = "sqlite",
    .help =
        "The archive as one database, `_archive/archive.sqlite`: tables, keys, indices, views for the usual "
        "questions, and a full-text index. Written by `sheaf batch` and `sheaf merge`; nothing for a letter "
        "alone.",
    .options = options,
    .diagnostics = diagnostics,
    .create_output = [](const Setup& setup) -> Output* {
        return new SqliteOutput(setup.options.flag("text"));
    },
}};

}  // namespace

}  // namespace sheaf::database

SHEAF_PLUGIN("sheaf.sqlite", "1.0.0", "The archive as a database", "MIT", sheaf::database::stages)
