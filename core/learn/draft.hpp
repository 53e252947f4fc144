// A profile on its way: rules with the examples that they explain.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "learn/example.hpp"

namespace sheaf::learn {

/// What is known besides the examples.
struct Surroundings {
    /// The words of the file that profiles extend, by which sentences are described (`{body}`), expanded.
    std::vector<std::pair<std::string, std::string>> words;
    /// Patterns by which other families are recognised: what they take speaks for no new family.
    std::vector<std::string> other_families;

    /// The pattern with its `{words}` in place.
    std::string expanded(std::string pattern) const;
};

/// A sentence that says what a body must or should do, in those words; its groups are `responsible` and `modality`.
inline constexpr const char* demand_sentence =
    "^{opening}??"
    "(?P<responsible>{body}){between} (?P<modality>{demand_verb})\\b";

/// A paragraph that leads in what a body must do; its group is `responsible`.
inline constexpr const char* demand_lead_in =
    R"((?:^|[.:,] )(?P<responsible>{body}){between} (?:{demand_verb}|{need_verb})\b.*:$)";

/// The words (`{priority_headings}`) for the headings under which demands of that kind usually stand; empty when there are
/// none.
std::string usual_headings(std::string_view kind);

/// A kind of demands as a rule's name: `priority action`.
std::string words_of_kind(std::string kind);

struct Draft {
    /// The text of the profile's tables, with comments.
    std::string text;
    /// What was marked and could not be generalised, and why.
    std::vector<std::string> left;

    /// Opens a table, or one of a list of tables, below a comment.
    void table(const std::string& header, const std::string& comment = {});
    void line(const std::string& key, const std::string& value) { text += key + " = " + value + "\n"; }
    void pattern(const std::string& key, const std::string& pattern);
    void word(const std::string& key, const std::string& value);
};

/// `# From a.pdf, b.pdf and 2 more: "..."`: the examples that a rule explains.
std::string examples_of(const std::vector<const Example*>& examples, std::string_view words = {});

void learn_recognition(const Examples& examples, const Surroundings& known, Draft& draft);
void learn_headings(const Examples& examples, Draft& draft);
void learn_demands(const Examples& examples, const Surroundings& known, Draft& draft);
/// A pattern for what all the marks begin with in common, with groups in the place of the body and of numbers of their own;
/// empty when that is too little.
std::string aligned(const std::vector<Located>& found, Shape shape);
/// The plain sentences below such headings that nobody marked.
std::vector<std::string> other_sentences(const Examples& examples, const std::string& headings,
                                         const std::vector<Located>& found);
/// What a witness counts: its name, the headings, and the rules as TOML lists them.
struct Counted {
    std::string name, section, rules;
};
/// Writes the witness for demands that are sentences: those with a verb of demands, but for what nobody marked, and those that
/// begin like what is marked and `untold` by any rule.
void write_sentence_witness(const Examples& examples, const std::vector<Located>& found,
                            const std::vector<Located>& untold, const Surroundings& known,
                            const Counted& counted, Draft& draft);
/// Writes the witness for demands with numbers of their own in their words.
void write_label_witness(const std::vector<Located>& found, const Counted& counted, Draft& draft);
/// Whether each of them is whole sentences, and there are enough of them to say so.
bool are_sentences(const std::vector<Located>& found);
/// Writes what heads the columns of the demands and of the bodies in tables.
void write_columns(const std::vector<Located>& found, const std::string& kind, const Surroundings& known,
                   const Examples& examples, Draft& draft);
/// The pattern for what heads the column of the bodies; empty when there is none.
std::string body_column(const std::vector<Located>& found);
/// Writes where the paragraph above a list names the body for all its items.
void write_lead_in(const std::vector<Located>& found, const Surroundings& known, Draft& draft);
/// The pattern for the headings above demands of that kind; where the examples' are among those that are usual for the kind,
/// with the others of these.
std::string with_usual_headings(const std::string& section, const std::string& kind,
                                const std::vector<Located>& found, const Surroundings& known,
                                const Examples& examples);
/// What heads a table with demands of that kind: where all heads are among the headings that are usual for the kind, with
/// the others of these.
std::string with_usual_heads(const std::vector<std::string>& heads, const std::string& kind,
                             const Surroundings& known, const Examples& examples);
/// Rules for the kinds of demands that no example has, under the headings that are usual for them; `kinds` are those that
/// have rules, and `rows` demands that are rows of tables.
void learn_usual_headings(const Examples& examples, const Surroundings& known,
                          const std::set<std::string>& kinds, const std::vector<Located>& rows, Draft& draft);
void learn_metadata(const Examples& examples, Draft& draft);
/// Writes into `[metadata]` which heading belongs to the title, and what is none.
void learn_titles(const Examples& examples, Draft& draft);
/// Where all examples have a salutation.
void learn_letter_frame(const Examples& examples, Draft& draft);
void learn_judgements(const Examples& examples, Draft& draft);

/// The profile that the examples' marks lead to.
Draft learn(const Examples& examples, const Surroundings& known, const std::string& name);

/// The headings below the title that are marked in all examples and that the letter does not have.
std::vector<std::string> missing_headings(const Examples& examples, const Document& letter);

/// What could be marked in letters, as rows of CSV: dates, people, headings, what looks like a demand. Rows without a text
/// are values that most letters have and that were not seen.
std::string proposals(const Examples& examples, const Surroundings& known);

}  // namespace sheaf::learn
