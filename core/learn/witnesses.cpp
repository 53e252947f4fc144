// Second counts of demands, which tell of letters that have others than the examples have.
#include <algorithm>
#include <set>

#include "learn/draft.hpp"
#include "learn/phrases.hpp"
#include "sheaf/pattern.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::learn {

std::vector<std::string> other_sentences(const Examples& examples, const std::string& headings,
                                         const std::vector<Located>& found) {
    std::vector<std::string> texts;
    if (headings.empty()) return texts;
    const Pattern section(headings, true);
    for (const Example* example : examples) {
        const Document& document = example->document;
        const auto sections = innermost_sections(
            document, [&](const std::string& title) { return section.found_in(text::fold(title)); });
        for (const Block& block : document.blocks) {
            if (!block.section || !sections[block.section.value] || !text::is_text(block)) continue;
            for (const Range& range : text::sentences(block.text)) {
                const std::string words =
                    text::plain(block.text.substr(range.start, range.end - range.start)).text;
                const bool marked = std::any_of(found.begin(), found.end(), [&](const Located& one) {
                    return text::plain(one.mark->text).text.find(words) != std::string::npos;
                });
                if (!marked) texts.push_back(words);
            }
        }
    }
    return texts;
}

namespace {

/// Adds how sentences begin before the body that they name.
void add_beginnings(const std::vector<Located>& sentences, std::string& pattern) {
    constexpr std::size_t few = 3;  // words
    std::set<std::string> different;
    for (const Located& one : sentences) {
        std::string text = words_seen(one, Shape::sentence);
        const std::string body = one.mark->plain("responsible");
        if (!body.empty()) text.resize(std::min(text.size(), text.find(body)));
        const std::vector<std::string> words = words_of(text);
        if (words.size() < few) continue;
        different.insert("|^" + escaped(words[0] + ' ' + words[1] + ' ' + words[2]) + "\\b");
    }
    for (const std::string& one : different) pattern += one;
}

}  // namespace

void write_sentence_witness(const Examples& examples, const std::vector<Located>& found,
                            const std::vector<Located>& untold, const Surroundings& known,
                            const Counted& counted, Draft& draft) {
    constexpr std::size_t most = 12;  // more are a talk about duties, and no list of exceptions to it
    const bool modal = std::any_of(found.begin(), found.end(),
                                   [](const Located& one) { return !one.mark->plain("modality").empty(); });
    if (counted.section.empty() || known.words.empty() || !modal) return;
    std::string verb = R"(\b{demand_verb}\b)";
    const Pattern says(known.expanded(verb), true);
    std::set<std::string> beginnings;
    for (const std::string& sentence : other_sentences(examples, counted.section, found))
        if (const auto match = says.find(sentence))
            beginnings.insert(escaped(text::fold(sentence.substr(0, match->whole.end))));
    if (beginnings.size() > most) return;
    add_beginnings(untold, verb);
    std::string none;
    for (const std::string& one : beginnings) none += (none.empty() ? "" : "|") + one;
    draft.table(
        "[[recommendations.witness]]",
        "A second count: sentences that say what must be, but for those of the examples that are none.");
    draft.word("name", counted.name);
    draft.pattern("section", counted.section);
    draft.word("marks", "sentences");
    draft.pattern("sentence", verb);
    if (!none.empty()) draft.pattern("not_sentence", "^(?:" + none + ")\\b");
    draft.line("rules", "[" + counted.rules + "]");
}

void write_label_witness(const std::vector<Located>& found, const Counted& counted, Draft& draft) {
    std::set<std::string> forms;
    for (const Located& one : found) {
        const std::string label = one.mark->plain("label");
        const std::size_t at = label.empty() ? std::string::npos : one.text.rfind(label);
        if (at == std::string::npos || at == 0) return;
        // With the bracket before it: the number alone stands elsewhere, too.
        const bool bracket = one.text[at - 1] == '(' || one.text[at - 1] == '[';
        forms.insert((bracket ? escaped(one.text.substr(at - 1, 1)) : "\\b") + form_of(label));
    }
    if (counted.section.empty() || forms.empty()) return;
    std::string any;
    for (const std::string& form : forms) any += (any.empty() ? "" : "|") + form;
    draft.table("[[recommendations.witness]]",
                "A second count: as many items as numbers like theirs end a text.");
    draft.word("name", counted.name);
    draft.pattern("section", counted.section);
    draft.word("marks", "words");
    draft.pattern("sentence", "(?:" + any + ")[)\\]]?\\.?$");
    draft.line("rules", "[" + counted.rules + "]");
}

bool are_sentences(const std::vector<Located>& found) {
    constexpr std::size_t enough = 4;  // fewer could be so by chance
    return found.size() >= enough && std::all_of(found.begin(), found.end(), [](const Located& one) {
               const std::string& text = one.mark->text;
               return !text.empty() && !text::begins_small(text) &&
                      std::string_view(".?!").find(text.back()) != std::string_view::npos;
           });
}

}  // namespace sheaf::learn
