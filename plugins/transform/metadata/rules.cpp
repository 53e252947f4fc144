#include "rules.hpp"

#include <algorithm>
#include <array>

namespace sheaf::metadata_stage {
namespace {

template <class Enum, std::size_t N>
Enum named(const std::array<std::pair<std::string_view, Enum>, N>& names, std::string_view name,
           Enum otherwise) {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.first == name; });
    return found == names.end() ? otherwise : found->second;
}

constexpr std::array<std::pair<std::string_view, Where>, 7> places = {{
    {"title", Where::title},
    {"first_page", Where::first_page},
    {"opening", Where::opening},
    {"closing", Where::closing},
    {"section", Where::section},
    {"text", Where::text},
    {"furniture", Where::furniture},
}};

constexpr std::array<std::pair<std::string_view, Kind>, 4> kinds = {{
    {"text", Kind::text},
    {"name", Kind::name},
    {"date", Kind::date},
    {"date_range", Kind::date_range},
}};

Kind kind_of(std::string_view field) {
    if (field == "document_date") return Kind::date;
    if (field == "inspection") return Kind::date_range;
    if (field == "lead_inspector") return Kind::name;
    return Kind::text;
}

std::optional<Pattern> pattern(const Options& table, std::string_view name) {
    if (table.text(name).empty()) return std::nullopt;
    return compiled(table.text(name));
}

std::vector<Pattern> patterns(const Options& table, std::string_view name) {
    std::vector<Pattern> found;
    for (const std::string& expression : table.texts(name)) found.push_back(compiled(expression));
    return found;
}

FieldRule field_rule(const Options& table) {
    FieldRule rule;
    rule.field = table.text("name");
    rule.kind = named(kinds, table.text("kind"), kind_of(rule.field));
    rule.section = pattern(table, "section");
    rule.where = named(places, table.text("where"), rule.section ? Where::section : Where::first_page);
    rule.pattern = pattern(table, "pattern");
    if (rule.pattern) rule.value_group = rule.pattern->group("value");
    rule.value = table.text("value");
    rule.check = table.has("check") && table.flag("check");
    return rule;
}

}  // namespace

Pattern compiled(const std::string& expression) {
    return Pattern("(?m)" + expression, true);
}

Rules compile(const Options& table) {
    Rules rules;
    for (const Options& field : table.tables("field")) rules.fields.push_back(field_rule(field));
    rules.document_type = table.text("document_type");
    rules.subtitle = pattern(table, "subtitle");
    rules.authority_strip = patterns(table, "authority_strip");
    rules.name_begin = pattern(table, "name_begin");
    rules.name_end = pattern(table, "name_end");
    rules.expected = table.texts("expected");
    if (table.has("letter")) {
        const Options& letter = table.table("letter");
        rules.letter.salutation = pattern(letter, "salutation");
        rules.letter.closing = pattern(letter, "closing");
        rules.letter.addressee = pattern(letter, "addressee");
        rules.letter.address = pattern(letter, "address");
        rules.letter.not_addressee = patterns(letter, "not_addressee");
    }
    rules.present = !rules.fields.empty() || !rules.document_type.empty() || rules.letter.salutation ||
                    rules.letter.closing || rules.subtitle || !rules.expected.empty();
    return rules;
}

}  // namespace sheaf::metadata_stage
