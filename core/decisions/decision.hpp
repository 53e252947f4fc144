// What people decided about a letter's records, as data: one TOML file for each letter.
//
// A decision is bound to the letter's bytes, to the id of the record and to the words and values that the
// person saw. It is applied where all of these are what they were, and otherwise reported as stale
// (`apply.hpp`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf {

/// What a person decided.
enum class Verdict : std::uint8_t {
    confirmed,  ///< the record's values, or one of them, are right
    corrected,  ///< a field has another value
    added,      ///< the letter has a record that no stage found
    rejected,   ///< it is no such record
    settled,    ///< a doubt about the letter was looked into, and nothing is left to do
};

/// `confirmed`, `corrected`, ...
std::string_view name(Verdict verdict);
std::optional<Verdict> verdict_named(std::string_view name);

/// Words of the letter that a person marked.
struct MarkedWords {
    std::string block;        ///< its id in the letter's JSON: `b12`
    std::uint32_t start = 0;  ///< bytes of the block's text before the words
    std::string words;        ///< not empty
    friend bool operator==(const MarkedWords&, const MarkedWords&) = default;
};

/// Names and values of fields, in the order of the record's type.
using FieldTexts = std::vector<std::pair<std::string, std::string>>;

struct Decision {
    Verdict verdict = Verdict::confirmed;
    std::string record;  ///< the record's id; of an added one, the id that it gets
    std::string type;    ///< the record's type
    std::string sha256;  ///< of the letter's bytes when they were other ones than the file says; else empty
    std::string field;   ///< of `corrected`, and of `confirmed` when only one value was looked at; else empty
    std::string words;   ///< that the record (or the field) was made from, when the person saw it
    std::string was;     ///< of `corrected`: the value that the person saw; empty: absent
    std::string value;   ///< of `corrected`: the right value; empty: it is absent
    FieldTexts fields;   ///< of `confirmed` and `rejected` the values seen, of `added` those of the record
    std::vector<MarkedWords> marks;  ///< of `corrected` and `added`: where the value stands in the letter
    std::string code, message;       ///< of `settled`: the doubt
    int page = 0;                    ///< of `settled`: the doubt's page; 0: it has none
    std::string by, on;              ///< who, and when (`2026-04-07T01:30:00Z`)
    std::string note;                ///< may be empty
    friend bool operator==(const Decision&, const Decision&) = default;

    /// Decisions with the same subject take each other's place.
    bool same_subject(const Decision& other) const;
};

/// A letter's decisions.
struct LetterDecisions {
    std::string letter;  ///< the letter's name when the first was made, for people
    std::string sha256;  ///< of the letter's bytes
    std::vector<Decision> decisions;
    friend bool operator==(const LetterDecisions&, const LetterDecisions&) = default;

    /// Takes the place of the decision with the same subject, or is added. Keeps the order that files have.
    void put(Decision decision);
};

/// The text of the file: the same decisions give the same bytes.
std::string decisions_text(const LetterDecisions& decisions);

/// Reads the text of a file, which messages call `name`. What is wrong is added to `problems`; nothing then.
std::optional<LetterDecisions> read_decisions(std::string_view text, const std::string& name,
                                              std::vector<Diagnostic>& problems);

/// The value as decisions write it: empty when absent, a list with one text a line.
std::string text_of(const FieldValue& value);

/// The value of that type that a text says; absent when it is empty. Nothing when it says none.
std::optional<FieldValue> value_in(std::string_view text, FieldType type);

/// The words that anchors lead to, those of each anchor on a line.
std::string words_of(const Document& document, const std::vector<Anchor>& anchors);

/// The anchors of marked words: at their place, or else where the letter has them once. Nothing when it does not.
std::optional<Anchor> find_words(const Document& document, const MarkedWords& marked);

/// The record type in which outputs tell what was decided. A pipeline with decisions makes it.
extern const RecordSpec decision_type;

/// The name under which the host stands as the stage of what decisions make.
inline constexpr const char* decisions_stage = "decisions";

}  // namespace sheaf
