// A profile's `[metadata]` table, its patterns compiled.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sheaf/options.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::metadata_stage {

/// Where a rule looks.
enum class Where : std::uint8_t { title, first_page, opening, closing, section, text, furniture, header };
inline constexpr std::size_t where_count = 8;
/// How a rule's words become a value.
enum class Kind : std::uint8_t { text, texts, name, date, date_range };

/// Whether there is such a pattern, and the text has what it describes.
inline bool has(const std::optional<Pattern>& pattern, std::string_view text) {
    return pattern && pattern->found_in(text);
}

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
    std::optional<Pattern> addressee;    ///< a line that begins an addressee; others go on
    std::optional<Pattern> address;      ///< a line that begins a postal address
    bool one_addressee = false;          ///< all lines are one addressee
    std::optional<Pattern> letterhead;   ///< lines of the letterhead
    std::vector<Pattern> not_addressee;  ///< lines that are none: dates, street addresses
    std::optional<Pattern> role;         ///< words of a role: `director`
    std::optional<Pattern> body;         ///< words of a body that is addressed: `council`
    std::optional<Pattern> whole_role;   ///< the end of a role that needs no more words: `services`
    std::optional<Pattern> joined;       ///< what joins the last of several: `and`
    std::optional<Pattern> duty;     ///< what leads to what a role is for, which no body's name holds: `for`
    std::optional<Pattern> entry;    ///< what stands before an entry and is no part of it: `cc:`
    std::optional<Pattern> goes_on;  ///< the end of a line that goes on below
    std::optional<Pattern> placeholder;   ///< part of a template that nobody filled in
    std::optional<Pattern> signing_body;  ///< the whole name of a body that signs
};

/// What stands with a field's value wherever it is printed.
struct PrintedRule {
    std::string field;
    Pattern pattern;
};

struct Rules {
    bool present = false;  ///< the profile has a `[metadata]` table
    bool known = true;     ///< they are a family's; else what can be said of any letter
    std::string document_type;
    std::optional<Pattern> subtitle;
    std::vector<FieldRule> fields;
    std::optional<Pattern> not_title;  ///< a title that says only what kind of document it is
    std::vector<Pattern> authority_strip;
    std::optional<Pattern> authority_part;  ///< what may be part of an authority's name or not: `City of`
    std::optional<Pattern> name_begin;      ///< titles that stand before a name and are no part of it
    std::optional<Pattern> name_end;
    std::vector<std::string> post_nominals;  ///< letters that follow a name, as printed: `CBE`
    std::vector<std::string> courtesies;     ///< titles that stand before a name and are part of it: `Dr`
    std::vector<std::string> particles;      ///< words of a name in small letters: `van`
    LetterRules letter;
    std::vector<std::string> expected;
    std::vector<PrintedRule> printed;
};

/// Every pattern of the table sees plain text, ignores case, and takes `^` and `$` for line boundaries.
Rules compile(const Options& table);

}  // namespace sheaf::metadata_stage
