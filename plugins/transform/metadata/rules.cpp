#include "rules.hpp"

#include <algorithm>
#include <array>

#include "sheaf/rules.hpp"

namespace sheaf::metadata_stage {
namespace {

template <class Enum, std::size_t N>
Enum named(const std::array<std::pair<std::string_view, Enum>, N>& names, std::string_view name,
           Enum otherwise) {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.first == name; });
    return found == names.end() ? otherwise : found->second;
}

constexpr std::array<std::pair<std::string_view, Where>, where_count> places = {{
    {"title", Where::title},
    {"first_page", Where::first_page},
    {"opening", Where::opening},
    {"closing", Where::closing},
    {"section", Where::section},
    {"text", Where::text},
    {"furniture", Where::furniture},
    {"header", Where::header},
}};

constexpr std::array<std::pair<std::string_view, Kind>, 5> kinds = {{
    {"text", Kind::text},
    {"texts", Kind::texts},
    {"name", Kind::name},
    {"date", Kind::date},
    {"date_range", Kind::date_range},
}};

Kind kind_of(std::string_view field) {
    if (field == "document_date") return Kind::date;
    if (field == "inspection") return Kind::date_range;
    if (field == "lead_inspector") return Kind::name;
    if (field == "reference_numbers") return Kind::texts;
    return Kind::text;
}

FieldRule field_rule(const Options& table) {
    FieldRule rule;
    rule.field = table.text("name");
    rule.kind = named(kinds, table.text("kind"), kind_of(rule.field));
    rule.section = pattern_in(table, "section", Ends::of_lines);
    rule.where = named(places, table.text("where"), rule.section ? Where::section : Where::first_page);
    rule.pattern = pattern_in(table, "pattern", Ends::of_lines);
    if (rule.pattern) rule.value_group = rule.pattern->group("value");
    rule.value = table.text("value");
    rule.alone = table.has("alone") && table.flag("alone");
    rule.check = table.has("check") && table.flag("check");
    return rule;
}

}  // namespace

Rules compile(const Options& table) {
    Rules rules;
    for (const Options& field : table.tables("field")) rules.fields.push_back(field_rule(field));
    // The letter's date says which year others are of.
    std::stable_partition(rules.fields.begin(), rules.fields.end(),
                          [](const FieldRule& rule) { return rule.field == "document_date"; });
    rules.document_type = table.text("document_type");
    rules.subtitle = pattern_in(table, "subtitle", Ends::of_lines);
    rules.authority_strip = patterns_in(table, "authority_strip", Ends::of_lines);
    rules.not_title = pattern_in(table, "not_title", Ends::of_lines);
    rules.authority_part = pattern_in(table, "authority_part", Ends::of_lines);
    rules.name_begin = pattern_in(table, "name_begin", Ends::of_lines);
    rules.name_end = pattern_in(table, "name_end", Ends::of_lines);
    rules.post_nominals = table.texts("post_nominals");
    rules.courtesies = table.texts("courtesies");
    rules.particles = table.texts("particles");
    rules.expected = table.texts("expected");
    for (const Options& row : table.tables("printed"))
        rules.printed.push_back({row.text("name"), *pattern_in(row, "pattern", Ends::of_lines)});
    if (table.has("letter")) {
        const Options& letter = table.table("letter");
        rules.letter.salutation = pattern_in(letter, "salutation", Ends::of_lines);
        rules.letter.closing = pattern_in(letter, "closing", Ends::of_lines);
        rules.letter.addressee = pattern_in(letter, "addressee", Ends::of_lines);
        rules.letter.one_addressee = letter.flag("one_addressee");
        rules.letter.address = pattern_in(letter, "address", Ends::of_lines);
        rules.letter.letterhead = pattern_in(letter, "letterhead", Ends::of_lines);
        rules.letter.role = pattern_in(letter, "role", Ends::of_lines);
        rules.letter.body = pattern_in(letter, "body", Ends::of_lines);
        rules.letter.whole_role = pattern_in(letter, "whole_role", Ends::of_lines);
        rules.letter.joined = pattern_in(letter, "joined", Ends::of_lines);
        rules.letter.duty = pattern_in(letter, "duty", Ends::of_lines);
        rules.letter.entry = pattern_in(letter, "entry", Ends::of_lines);
        rules.letter.goes_on = pattern_in(letter, "goes_on", Ends::of_lines);
        rules.letter.placeholder = pattern_in(letter, "placeholder", Ends::of_lines);
        rules.letter.signing_body = pattern_in(letter, "signing_body", Ends::of_lines);
        rules.letter.not_addressee = patterns_in(letter, "not_addressee", Ends::of_lines);
    }
    rules.present = !rules.fields.empty() || !rules.document_type.empty() || rules.letter.salutation ||
                    rules.letter.closing || rules.subtitle || !rules.expected.empty();
    return rules;
}

}  // namespace sheaf::metadata_stage
