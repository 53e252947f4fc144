#include "run/records.hpp"

#include <algorithm>

#include "sheaf/date.hpp"

namespace sheaf {

namespace {

const RecordSpec* type_named(std::span<const RecordSpec> types, std::string_view name) {
    const auto found =
        std::find_if(types.begin(), types.end(), [&](const RecordSpec& type) { return type.name == name; });
    return found == types.end() ? nullptr : &*found;
}

std::string_view described(FieldType type) {
    switch (type) {
        case FieldType::text:
            return "text";
        case FieldType::date:
            return "a date (YYYY-MM-DD)";
        case FieldType::integer:
            return "a whole number";
        case FieldType::number:
            return "a number";
        case FieldType::flag:
            return "true or false";
        case FieldType::texts:
            return "a list of texts";
    }
    return "a value";
}

bool fits(const FieldValue& value, FieldType type) {
    if (std::holds_alternative<std::monostate>(value)) return true;
    switch (type) {
        case FieldType::text:
            return std::holds_alternative<std::string>(value);
        case FieldType::date: {
            const auto* text = std::get_if<std::string>(&value);
            return text && date_from_iso(*text);
        }
        case FieldType::integer:
            return std::holds_alternative<std::int64_t>(value);
        case FieldType::number:
            return std::holds_alternative<double>(value);
        case FieldType::flag:
            return std::holds_alternative<bool>(value);
        case FieldType::texts:
            return std::holds_alternative<std::vector<std::string>>(value);
    }
    return false;
}

bool in_order(const Record& record, const RecordSpec& type) {
    return std::equal(record.fields.begin(), record.fields.end(), type.fields.begin(), type.fields.end(),
                      [](const Field& field, const FieldSpec& spec) { return field.name == spec.name; });
}

std::string about(const Record& record, std::string_view field) {
    return "field `" + std::string(field) + "` of a record of type `" + record.type + "`";
}

void settle_fields(Record& record, const RecordSpec& type, std::vector<std::string>& faults) {
    if (!in_order(record, type)) {
        std::vector<Field> given = std::move(record.fields);
        record.fields.clear();
        for (const FieldSpec& spec : type.fields) {
            const auto found = std::find_if(given.begin(), given.end(),
                                            [&](const Field& field) { return field.name == spec.name; });
            if (found == given.end()) {
                record.fields.push_back({spec.name, {}, {}});
            } else {
                record.fields.push_back(std::move(*found));
                given.erase(found);
            }
        }
        for (const Field& left : given)
            faults.push_back(about(record, left.name) + " is not declared, or given twice");
    }
    for (std::size_t i = 0; i < record.fields.size(); ++i)
        if (!fits(record.fields[i].value, type.fields[i].type))
            faults.push_back(about(record, record.fields[i].name) + " is not " +
                             std::string(described(type.fields[i].type)));
}

}  // namespace

std::vector<std::string> settle_records(Document& document, const StageSpec& stage,
                                        std::span<const RecordSpec> types, std::span<const RecordSpec> own) {
    std::vector<std::string> faults;
    for (Record& record : document.records) {
        const bool fresh = record.stage.empty();
        if (fresh) record.stage = stage.name;
        const RecordSpec* type = type_named(fresh ? stage.provides : types, record.type);
        if (!type && fresh) type = type_named(own, record.type);
        if (type)
            settle_fields(record, *type, faults);
        else
            faults.push_back("the record type `" + record.type + "` is not declared by the stage");
    }
    return faults;
}

}  // namespace sheaf
