// A profile's `[metadata]` table, its patterns compiled.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sheaf/options.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::metadata_stage {

/// Where a rule looks.
enum class Where : std::uint8_t { title, first_page, opening, closing, section, text, furniture };
/// How a rule's words become a value.
enum class Kind : std::uint8_t { text, name, date, date_range };

struct FieldRule {
    std::string field;
    Kind kind = Kind::text;
    Where where = Where::first_page;
    std::optional<Pattern> section;
    std::optional<Pattern> pattern;
    std::optional<std::size_t> value_group;
    std::string value;   ///< a fixed value, given when the pattern is found
    bool check = false;  ///< compared with the value that is there, never its source
};

/// How a letter's address block and signatures are told apart from what stands around them.
struct LetterRules {
    std::optional<Pattern> salutation;
    std::optional<Pattern> closing;
    std::optional<Pattern> addressee;    ///< a line that begins an addressee; others go on
    std::optional<Pattern> address;      ///< a line that begins a postal address
    std::vector<Pattern> not_addressee;  ///< lines that are none: dates, street addresses
};

struct Rules {
    bool present = false;  ///< the profile has a `[metadata]` table
    std::string document_type;
    std::optional<Pattern> subtitle;
    std::vector<FieldRule> fields;
    std::vector<Pattern> authority_strip;
    std::optional<Pattern> name_begin;  ///< titles that stand before a name and are no part of it
    std::optional<Pattern> name_end;
    LetterRules letter;
    std::vector<std::string> expected;
};

Rules compile(const Options& table);

/// Every pattern of the table sees plain text, ignores case, and takes `^` and `$` for line boundaries.
Pattern compiled(const std::string& expression);

}  // namespace sheaf::metadata_stage
