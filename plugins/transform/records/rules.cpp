#include "rules.hpp"

#include <algorithm>

#include "sheaf/diagnostic.hpp"
#include "sheaf/rules.hpp"

namespace sheaf::own_records {

namespace {

Kind kind_named(std::string_view name) {
    if (name == "date") return Kind::date;
    if (name == "first_day") return Kind::first_day;
    if (name == "last_day") return Kind::last_day;
    if (name == "integer") return Kind::integer;
    return name == "choice" ? Kind::choice : Kind::text;
}

Unit unit_named(std::string_view name) {
    if (name == "bullets") return Unit::bullets;
    if (name == "numbers") return Unit::numbers;
    if (name == "rows") return Unit::rows;
    return name == "sentences" ? Unit::sentences : Unit::paragraphs;
}

Where where_named(std::string_view name) {
    if (name == "first_page") return Where::first_page;
    if (name == "title") return Where::title;
    return name == "furniture" ? Where::furniture : Where::text;
}

[[noreturn]] void refuse(std::string message, const Options& where) {
    throw StageError("records-rule", std::move(message), {}, where.place());
}

bool names_field(const Options& type, std::string_view name) {
    const std::vector<Options>& fields = type.tables("field");
    return (name == "text" && type.flag("text")) ||
           std::any_of(fields.begin(), fields.end(),
                       [&](const Options& field) { return field.text("name") == name; });
}

/// The position of the type of that name; as many as there are when there is none.
std::size_t position(const Options& profile, std::string_view name) {
    const std::vector<Options>& types = profile.tables("type");
    const auto found = std::find_if(types.begin(), types.end(),
                                    [&](const Options& type) { return type.text("name") == name; });
    return static_cast<std::size_t>(found - types.begin());
}

Type compile_type(const Options& options) {
    Type type;
    type.name = options.text("name");
    type.text = options.flag("text");
    for (const Options& field : options.tables("field"))
        type.fields.push_back({field.text("name"),
                               field.has("from") ? field.text("from") : field.text("name"),
                               kind_named(field.text("type")), field.texts("choices")});
    type.at_least = static_cast<std::size_t>(options.integer("at_least"));
    type.at_most = static_cast<std::size_t>(options.integer("at_most"));
    type.expected = options.texts("expected");
    return type;
}

}  // namespace

void check(const Options& profile) {
    const std::vector<Options>& types = profile.tables("type");
    for (const Options& type : types) {
        for (const std::string& name : type.texts("expected"))
            if (!names_field(type, name))
                refuse(
                    "type `" + type.text("name") + "` expects a field `" + name + "` that it does not have",
                    type);
        for (const Options& field : type.tables("field"))
            if ((field.text("type") == "choice") == field.texts("choices").empty())
                refuse("field `" + field.text("name") + "` " +
                           (field.text("type") == "choice" ? "is a choice but has no `choices`"
                                                           : "has `choices` but is no choice"),
                       field);
    }
    for (const char* table : {"rule", "value"})
        for (const Options& rule : profile.tables(table))
            if (position(profile, rule.text("type")) == types.size())
                refuse(
                    "`" + std::string(table) + "` names a type `" + rule.text("type") + "` that there is not",
                    rule);
}

Family compile(const Options& profile) {
    Family family;
    for (const Options& type : profile.tables("type")) family.types.push_back(compile_type(type));
    for (const Options& options : profile.tables("rule"))
        family.rules.push_back({options.text("name"), position(profile, options.text("type")),
                                unit_named(options.text("items")), pattern_in(options, "section"),
                                pattern_in(options, "below"), pattern_in(options, "pattern"),
                                pattern_in(options, "count")});
    for (const Options& options : profile.tables("value"))
        family.values.push_back({position(profile, options.text("type")), where_named(options.text("where")),
                                 Pattern(options.text("pattern"), true)});
    return family;
}

}  // namespace sheaf::own_records
