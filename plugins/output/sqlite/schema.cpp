#include "schema.hpp"

#include <algorithm>

namespace sheaf::database {

namespace {

constexpr std::string_view letter_key = "letter";

const char* type_of(FieldType type) {
    switch (type) {
        case FieldType::flag:
        case FieldType::integer:
            return "INTEGER";
        case FieldType::number:
            return "REAL";
        default:
            return "TEXT";
    }
}

bool has(const RecordSpec& table, std::string_view column) {
    return std::any_of(table.fields.begin(), table.fields.end(),
                       [&](const FieldSpec& one) { return column == one.name; });
}

const RecordSpec* named(std::span<const RecordSpec> tables, std::string_view name) {
    const auto found =
        std::find_if(tables.begin(), tables.end(), [&](const RecordSpec& one) { return name == one.name; });
    return found == tables.end() ? nullptr : &*found;
}

/// The columns of the list that the table has, with a prefix, joined by commas.
std::string columns_of(const RecordSpec& table, std::initializer_list<std::string_view> wanted,
                       const std::string& prefix) {
    std::string list;
    for (const std::string_view column : wanted)
        if (has(table, column)) list += ", " + prefix + in_quotes(column);
    return list;
}

/// A row with what is most often asked of its letter.
std::string view_with_letter(const RecordSpec& table) {
    return "CREATE VIEW " + in_quotes(std::string(table.name) + "_with_letter") +
           " AS SELECT letters.letter, letters.family, letters.authority, letters.authority_code, "
           "letters.region, letters.date, letters.state, own.* FROM " +
           in_quotes(table.name) + " AS own JOIN letters ON letters.id = own.letter_id;\n";
}

// Whose letters are one authority's: those of one code, or where there is none of one name.
constexpr const char* view_latest = R"sql(
CREATE VIEW latest_inspection AS
SELECT * FROM (SELECT letters.*, row_number() OVER (PARTITION BY coalesce(authority_code, authority)
                                                    ORDER BY date DESC, letter) AS nth_latest
               FROM letters WHERE date IS NOT NULL AND coalesce(authority_code, authority) IS NOT NULL)
WHERE nth_latest = 1;
CREATE VIEW latest_of_family AS
SELECT * FROM (SELECT letters.*, row_number() OVER (PARTITION BY coalesce(authority_code, authority), family
                                                    ORDER BY date DESC, letter) AS nth_latest
               FROM letters WHERE date IS NOT NULL AND coalesce(authority_code, authority) IS NOT NULL)
WHERE nth_latest = 1;
)sql";

std::string view_grades(const RecordSpec& judgement) {
    return "CREATE VIEW grades_over_time AS SELECT letters.authority, letters.authority_code, "
           "letters.region, letters.family, letters.date" +
           columns_of(judgement, {"aspect", "name", "grade_code", "grade", "page", "doubts"}, "judgement.") +
           ", letters.letter, judgement.letter_id FROM judgement JOIN letters ON letters.id = "
           "judgement.letter_id "
           "ORDER BY coalesce(letters.authority_code, letters.authority), letters.date, judgement.row_key;\n";
}

std::string view_open_actions(const RecordSpec& recommendation) {
    return "CREATE VIEW open_priority_actions AS SELECT latest_of_family.authority, "
           "latest_of_family.authority_code, latest_of_family.region, latest_of_family.family, "
           "latest_of_family.date" +
           columns_of(recommendation,
                      {"label", "text", "modality", "responsible", "deadline", "page", "id", "doubts"},
                      "recommendation.") +
           ", latest_of_family.letter, recommendation.letter_id FROM recommendation JOIN latest_of_family "
           "ON latest_of_family.id = recommendation.letter_id WHERE recommendation.kind = 'priority_action' "
           "ORDER BY latest_of_family.date, recommendation.row_key;\n";
}

/// What a list of all letters shows, sorts and filters by, beginning with the date, the latest first.
std::string register_index(const RecordSpec& letters) {
    return "CREATE INDEX letters_register ON letters(date DESC, letter" +
           columns_of(letters, {"title", "authority", "family", "state", "pages", "recommendation_count"},
                      "") +
           ");\n";
}

constexpr const char* table_repeated = R"sql(
CREATE TABLE repeated_recommendation(
  after_key INTEGER PRIMARY KEY REFERENCES recommendation(row_key),
  before_key INTEGER NOT NULL REFERENCES recommendation(row_key),
  score REAL NOT NULL
);
)sql";

constexpr const char* view_repeated = R"sql(
CREATE VIEW repeated_recommendations AS
SELECT later.authority, later.authority_code, later.region, earlier.date AS before_date, later.date AS after_date,
       round(score, 2) AS score, a.text AS before_text, b.text AS after_text, earlier.letter AS before_letter,
       later.letter AS after_letter, before_key, after_key
FROM repeated_recommendation JOIN recommendation AS a ON a.row_key = before_key JOIN recommendation AS b ON b.row_key = after_key
JOIN letters AS earlier ON earlier.id = a.letter_id JOIN letters AS later ON later.id = b.letter_id;
)sql";

}  // namespace

bool has_demands(std::span<const RecordSpec> tables) {
    const RecordSpec* const recommendation = named(tables, "recommendation");
    return recommendation && has(*recommendation, "text");
}

std::string in_quotes(std::string_view name) {
    std::string text = "\"";
    for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + '"';
}

bool is_said_again(std::string_view column) {
    return column == letter_key || column.starts_with("letter_");
}

std::string create_table(const RecordSpec& table, bool letters) {
    std::string sql = "CREATE TABLE " + in_quotes(table.name) + "(\n  ";
    sql += letters ? "id INTEGER PRIMARY KEY"
                   : "row_key INTEGER PRIMARY KEY,\n  letter_id INTEGER NOT NULL REFERENCES letters(id)";
    for (const FieldSpec& column : table.fields) {
        if (!letters && is_said_again(column.name)) continue;
        sql += ",\n  " + in_quotes(column.name) + " " + type_of(column.type);
        if (letters && column.name == letter_key) sql += " NOT NULL UNIQUE";
    }
    if (!letters && has(table, "id")) sql += ",\n  UNIQUE(letter_id, id)";
    return sql + "\n);\n";
}

std::string insert_into(const RecordSpec& table, bool letters) {
    std::string names = letters ? "id" : "letter_id";
    std::string values = "?";
    for (const FieldSpec& column : table.fields) {
        if (!letters && is_said_again(column.name)) continue;
        names += ", " + in_quotes(column.name);
        values += ",?";
    }
    return "INSERT INTO " + in_quotes(table.name) + "(" + names + ") VALUES(" + values + ")";
}

std::string create_other_tables(std::span<const RecordSpec> tables, bool passages) {
    std::string sql = R"sql(
CREATE TABLE about(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE data_dictionary(
  table_name TEXT NOT NULL,
  position INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  type TEXT NOT NULL,
  meaning TEXT NOT NULL,
  PRIMARY KEY(table_name, position)
) WITHOUT ROWID;
CREATE TABLE passage(
  id INTEGER PRIMARY KEY,
  letter_id INTEGER NOT NULL REFERENCES letters(id),
  kind TEXT NOT NULL,
  record_id TEXT,
  page INTEGER,
  block TEXT,
  section TEXT,
  text TEXT NOT NULL
);
)sql";
    if (has_demands(tables)) sql += table_repeated;
    if (passages)
        sql +=
            "CREATE VIRTUAL TABLE search USING fts5(text, section, content='passage', content_rowid='id', "
            "tokenize='porter unicode61 remove_diacritics 2');\n"
            "CREATE VIRTUAL TABLE letter_search USING fts5(text, content='', detail='none', "
            "tokenize='porter unicode61 remove_diacritics 2');\n";
    return sql;
}

std::string create_indices_and_views(std::span<const RecordSpec> tables) {
    std::string sql =
        "CREATE INDEX letters_of_authority ON letters(authority_code, authority, date);\n"
        "CREATE INDEX letters_by_authority ON letters(authority);\n" +
        register_index(tables.front()) +
        "CREATE INDEX letters_by_state ON letters(state, family);\n"
        "CREATE INDEX letters_by_content ON letters(sha256);\n"
        "CREATE INDEX passages_of_letter ON passage(letter_id, kind);\n";
    for (const RecordSpec& table : tables.subspan(1)) {
        if (!has(table, "id"))
            sql += "CREATE INDEX " + in_quotes(std::string(table.name) + "_of_letter") + " ON " +
                   in_quotes(table.name) + "(letter_id);\n";
        sql += view_with_letter(table);
    }
    sql += view_latest;
    const RecordSpec* const judgement = named(tables, "judgement");
    if (judgement && has(*judgement, "grade")) sql += view_grades(*judgement);
    if (judgement && has(*judgement, "grade_code"))
        sql += "CREATE INDEX judgements_by_grade ON judgement(coalesce(grade_code, grade), letter_id);\n";
    const RecordSpec* const recommendation = named(tables, "recommendation");
    if (recommendation && has(*recommendation, "kind")) sql += view_open_actions(*recommendation);
    if (recommendation && has(*recommendation, "modality"))
        sql += "CREATE INDEX recommendations_by_modality ON recommendation(modality, letter_id);\n";
    if (has_demands(tables)) sql += view_repeated;
    return sql;
}

}  // namespace sheaf::database
