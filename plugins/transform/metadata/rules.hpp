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
enum class Kind : std::uint8_t { text, texts, name, date, date_range };

struct FieldRule {
    std::string field;
    Kind kind = Kind::text;
    Where where = Where::first_page;
    std::optional<Pattern> section;
    std::optional<Pattern> pattern;
    std::optional<std::size_t> value_group;
    std::string value;   ///< a fixed value, given when the pattern is found
    bool alone = false;  ///< a value counts only where no other place that is looked in has one
    bool check = false;  ///< compared with the value that is there, never its source
};

/// How a letter's address block and signatures are told apart from what stands around them.
struct LetterRules {
    std::optional<Pattern> salutation;
    std::optional<Pattern> closing;
    std::optional<Pattern> addressee;     ///< a line that begins an addressee; others go on
    std::optional<Pattern> address;       ///< a line that begins a postal address
    std::vector<Pattern> not_addressee;   ///< lines that are none: dates, street addresses
    std::optional<Pattern> role;          ///< words of a role: `director`
    std::optional<Pattern> body;          ///< words of a body that is addressed: `council`
    std::optional<Pattern> signing_body;  ///< the whole name of a body that signs
};

struct Rules {
    bool present = false;  ///< the profile has a `[metadata]` table
    bool known = true;     ///< they are a profile's; else what can be said of any letter
    std::string document_type;
    std::optional<Pattern> subtitle;
    std::vector<FieldRule> fields;
    std::vector<Pattern> authority_strip;
    std::optional<Pattern> name_begin;  ///< titles that stand before a name and are no part of it
    std::optional<Pattern> name_end;
    LetterRules letter;
    std::vector<std::string> expected;
};

/// Every pattern of the table sees plain text, ignores case, and takes `^` and `$` for line boundaries.
Rules compile(const Options& table);

/// What can be said of any letter, by the stage's options: a title that stands alone, a line that is a
/// date.
Rules for_any_letter(const Options& options);

}  // namespace sheaf::metadata_stage
