#include "pipeline/own_records.hpp"

#include <algorithm>
#include <deque>

#include "base/codes.hpp"
#include "plugin/library.hpp"
#include "sheaf/pattern.hpp"
#include "sheaf/rules.hpp"

namespace sheaf {

namespace {

struct DeclaredTypes {
    std::deque<std::string> words;
    std::deque<std::vector<FieldSpec>> fields;

    const char* keep(std::string word) { return words.emplace_back(std::move(word)).c_str(); }
};

FieldType type_named(std::string_view name) {
    if (name == "integer") return FieldType::integer;
    if (name == "date" || name == "first_day" || name == "last_day") return FieldType::date;
    return FieldType::text;
}

/// What is wrong with the type's names; empty when nothing is.
std::string fault_of(const RecordSpec& type) {
    static const Pattern form("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    const std::string wrong = "` is not made of lower-case words joined by underscores";
    if (!form.matches_all(type.name)) return "the record type `" + std::string(type.name) + wrong;
    for (auto field = type.fields.begin(); field != type.fields.end(); ++field) {
        if (!form.matches_all(field->name)) return "the field `" + std::string(field->name) + wrong;
        if (std::any_of(type.fields.begin(), field,
                        [&](const FieldSpec& other) { return std::string_view(other.name) == field->name; }))
            return "the record type `" + std::string(type.name) + "` has the field `" + field->name +
                   "` twice";
    }
    return fault_in_record(type);
}

}  // namespace

OwnRecords own_records(const Options& rules, std::vector<Diagnostic>& problems) {
    auto declared = std::make_shared<DeclaredTypes>();
    OwnRecords own;
    for (const Options& type : rules.tables("type")) {
        std::vector<FieldSpec>& fields = declared->fields.emplace_back();
        if (type.flag("text"))
            fields.push_back({"text", FieldType::text, "The words of the record, without its label."});
        for (const Options& field : type.tables("field"))
            fields.push_back({declared->keep(field.text("name")), type_named(field.text("type")),
                              declared->keep(field.text("help"))});
        fields.push_back(grounds_field);
        own.types.push_back({declared->keep(type.text("name")), declared->keep(type.text("help")), fields});
        if (std::string fault = fault_of(own.types.back()); !fault.empty())
            problems.push_back(diagnose(codes::record_conflict, std::move(fault), type.place()));
    }
    own.declared = std::move(declared);
    return own;
}

bool same_fields(const RecordSpec& a, const RecordSpec& b) {
    return std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                      [](const FieldSpec& x, const FieldSpec& y) {
                          return std::string_view(x.name) == y.name && x.type == y.type;
                      });
}

}  // namespace sheaf
