// What a profile says about records of its own, compiled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sheaf/options.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::own_records {

/// What the printed words of a field are.
enum class Kind : std::uint8_t {
    text,
    date,       ///< one day
    first_day,  ///< the first of one or more days or months
    last_day,   ///< the last of them
    integer,
    choice,  ///< one of the field's choices
};

struct FieldRule {
    std::string name;
    std::string from;  ///< the group that gives its words
    Kind kind = Kind::text;
    std::vector<std::string> choices;
};

/// A record type that the profile declares.
struct Type {
    std::string name;
    bool text = true;  ///< its records have the field `text`
    std::vector<FieldRule> fields;
    std::size_t at_least = 0, at_most = 0;  ///< 0: no limit
    std::vector<std::string> expected;      ///< fields that every record has
};

/// What one record is in the letter.
enum class Unit : std::uint8_t { bullets, numbers, paragraphs, rows, sentences };

struct Rule {
    std::string name;
    std::size_t type = 0;  ///< position in `Family::types`
    Unit unit = Unit::paragraphs;
    std::optional<Pattern> section;  ///< of a folded title; none: the whole letter
    std::optional<Pattern> below;    ///< of the paragraph directly above the records
    std::optional<Pattern> pattern;  ///< of a record's words
    std::optional<Pattern> count;    ///< as many records as it is found where the rule looks
};

/// Where a letter's own values are looked for.
enum class Where : std::uint8_t { text, first_page, title, furniture };

/// Fills fields of the one record of its type.
struct Value {
    std::size_t type = 0;
    Where where = Where::text;
    Pattern pattern;
};

struct Family {
    std::vector<Type> types;
    std::vector<Rule> rules;
    std::vector<Value> values;
};

/// Throws `StageError` when the rules contradict themselves; compiles nothing.
void check(const Options& profile);

/// The rules must have passed `check`.
Family compile(const Options& profile);

}  // namespace sheaf::own_records
