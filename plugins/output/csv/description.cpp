// What the archive's CSV files are: columns, types and meanings, for people and for programs.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "archive.hpp"

namespace sheaf::csv {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* letters = "letters";
constexpr const char* key = "letter";
constexpr const char* about_lists =
    " A list: joined by `; `; a text that is empty or holds `;` or `\"` stands in quotation marks, its own "
    "doubled.";
constexpr const char* about_labels =
    " A label, not a number: a spreadsheet makes 4.1 of 4.10 unless the column is imported as text; the "
    "workbook keeps it.";
constexpr const char* about_files =
    "CSV as in RFC 4180, UTF-8 with a byte order mark unless the pipeline says `bom = false`. A text that a "
    "spreadsheet would take for a formula has an apostrophe in front. Tables without rows have no file.";

std::string meaning_of(const FieldSpec& column) {
    std::string text = column.help;
    if (column.type == FieldType::texts) text += about_lists;
    if (std::string_view(column.name) == "label") text += about_labels;
    return text;
}

bool has(const RecordSpec& table, std::string_view column) {
    return std::any_of(table.fields.begin(), table.fields.end(),
                       [&](const FieldSpec& one) { return column == one.name; });
}

/// Empty when no columns together are unique.
Json primary_key(const RecordSpec& table) {
    if (std::string_view(table.name) == letters) return Json::array({key});
    return has(table, "id") ? Json::array({key, "id"}) : Json::array();
}

const char* frictionless_type(FieldType type) {
    switch (type) {
        case FieldType::date:
            return "date";
        case FieldType::integer:
            return "integer";
        case FieldType::number:
            return "number";
        case FieldType::flag:
            return "boolean";
        default:
            return "string";
    }
}

Json table_schema(const RecordSpec& table) {
    Json fields = Json::array();
    for (const FieldSpec& column : table.fields)
        fields.push_back({{"name", column.name},
                          {"type", frictionless_type(column.type)},
                          {"description", meaning_of(column)}});
    Json schema = {{"fields", fields}, {"missingValues", {""}}};
    if (Json unique = primary_key(table); !unique.empty()) schema["primaryKey"] = unique;
    if (std::string_view(table.name) != letters)
        schema["foreignKeys"] =
            Json::array({{{"fields", {key}}, {"reference", {{"resource", letters}, {"fields", {key}}}}}});
    return schema;
}

std::string text_of(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string data_package(const std::vector<WrittenTable>& tables) {
    Json resources = Json::array();
    for (const auto& [table, file] : tables) {
        std::string name = table->name;  // of a resource: no underscores
        std::replace(name.begin(), name.end(), '_', '-');
        resources.push_back({{"name", name},
                             {"path", file},
                             {"profile", "tabular-data-resource"},
                             {"description", table->help},
                             {"format", "csv"},
                             {"mediatype", "text/csv"},
                             {"encoding", "utf-8"},
                             {"dialect", {{"delimiter", ","}, {"lineTerminator", "\r\n"}, {"header", true}}},
                             {"schema", table_schema(*table)}});
    }
    return text_of({{"profile", "tabular-data-package"},
                    {"name", "sheaf-archive"},
                    {"description", about_files},
                    {"resources", resources}});
}

std::string csvw_metadata(const std::vector<WrittenTable>& tables) {
    Json list = Json::array();
    for (const auto& [table, file] : tables) {
        Json columns = Json::array();
        for (const FieldSpec& column : table->fields) {
            Json one = {
                {"name", column.name}, {"titles", column.name}, {"dc:description", meaning_of(column)}};
            one["datatype"] = frictionless_type(column.type);
            columns.push_back(std::move(one));
        }
        Json schema = {{"columns", columns}};
        if (Json unique = primary_key(*table); !unique.empty()) schema["primaryKey"] = unique;
        if (std::string_view(table->name) != letters)
            schema["foreignKeys"] = Json::array(
                {{{"columnReference", key},
                  {"reference", {{"resource", std::string(letters) + ".csv"}, {"columnReference", key}}}}});
        list.push_back({{"url", file}, {"dc:description", table->help}, {"tableSchema", schema}});
    }
    return text_of({{"@context", "http://www.w3.org/ns/csvw"},
                    {"dc:description", about_files},
                    {"dialect", {{"encoding", "utf-8"}, {"lineTerminators", {"\r\n"}}}},
                    {"tables", list}});
}

}  // namespace sheaf::csv
