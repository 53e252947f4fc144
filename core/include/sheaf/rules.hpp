// What stages that work by a profile's rules share: reading patterns from their table, naming places, and
// saying what the confidence in a record rests on.
//
// A stage with `profile_options` gets the table of the letter's profile that carries its name. It compiles
// the patterns once, when it is created, and uses them for every letter of that family.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/export.hpp"
#include "sheaf/options.hpp"
#include "sheaf/pattern.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf {

/// What `^` and `$` in a rule's pattern match.
enum class Ends : std::uint8_t {
    of_text,   ///< the ends of the whole text
    of_lines,  ///< those of each line
};

/// The pattern of a table's key, letter case ignored; nothing when the key is absent or empty.
SHEAF_API std::optional<Pattern> pattern_in(const Options& table, std::string_view name,
                                            Ends ends = Ends::of_text);
/// The patterns of a table's key; none when it is absent.
SHEAF_API std::vector<Pattern> patterns_in(const Options& table, std::string_view name,
                                           Ends ends = Ends::of_text);

/// All of a block's text.
SHEAF_API Anchor whole(const Document& document, BlockId block);
/// The words of the anchors, joined by single spaces.
SHEAF_API std::string joined_words(const Document& document, const std::vector<Anchor>& anchors);
/// The word processor computes some of these words anew, such as today's date: what the file holds of them is no value.
SHEAF_API bool is_computed(const Document& document, const Anchor& words);
/// Where the block begins: page and box in formats that have pages, else nothing.
SHEAF_API Place place_of(const Document& document, BlockId block);
/// The text as a field's value; absent when it is empty.
SHEAF_API FieldValue text_or_absent(std::string text);
/// Letters and digits, no bullet: the label is a printed number such as `4.11`, `1.`, `12)`.
SHEAF_API bool is_number_label(std::string_view label);

/// What speaks for the section's heading, in words for `Confidence`: whether the profile names it, and whether the
/// file's tags and the typography agree on it.
SHEAF_API std::string heading_ground(const Document& document, SectionId section);

/// For each section the innermost one, at or above it, whose title satisfies `takes`; none where there is none.
template <class Takes>
std::vector<SectionId> innermost_sections(const Document& document, const Takes& takes) {
    std::vector<SectionId> found;
    found.reserve(document.sections.size());
    for (const Section& section : document.sections) {
        const SectionId at{static_cast<std::uint32_t>(found.size())};
        // A parent comes before its children.
        found.push_back(takes(section.title) ? at
                        : section.parent     ? found[section.parent.value]
                                             : SectionId());
    }
    return found;
}

/// The field of a record that holds the grounds of its confidence; every record type of Sheaf's own stages has it last.
inline constexpr FieldSpec grounds_field = {
    "grounds", FieldType::texts,
    "What the confidence rests on; what lowers it begins with `but` and ends with the factor."};

/// The confidence in a record as a product of what speaks against it, with the grounds for it and against it in words.
class SHEAF_API Confidence {
  public:
    /// Something that speaks for the record, in words.
    void rests_on(std::string ground) { grounds_.push_back(std::move(ground)); }
    /// Something that speaks against it; `factor` is between 0 and 1.
    void lowered(double factor, std::string ground);
    /// Between 0 and 1, in hundredths.
    double value() const;
    /// The field `grounds`.
    Field field() const;

  private:
    double value_ = 1;
    std::vector<std::string> grounds_;
};

}  // namespace sheaf
