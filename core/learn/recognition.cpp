// By what letters of the family are known: their title, their opening, their running headers, their headings.
#include <algorithm>
#include <map>
#include <set>

#include "learn/draft.hpp"
#include "learn/phrases.hpp"
#include "sheaf/pattern.hpp"
#include "sheaf/text.hpp"

namespace sheaf::learn {

namespace {

/// Bytes of text that count as a letter's opening, as for the stage `profile`.
constexpr std::size_t opening_bytes = 2500;
constexpr std::size_t longest_line = 120;  ///< of a heading that is evidence
constexpr std::size_t most_evidence = 4;   ///< that are evidence
constexpr std::size_t least_title = 2;     ///< words that titles must have in common
constexpr std::size_t enough_title = 3;    ///< words with which all begin that need no others
constexpr std::size_t least_run = 5;       ///< words of a sentence that all openings have

struct Evidence {
    std::string name, pattern, where;
    int weight;
    bool sure = false;  ///< enough by itself
};

class Recognition {
  public:
    Recognition(const Examples& examples, const Surroundings& known) : examples_(examples), known_(known) {}

    std::vector<Evidence> run() {
        title();
        opening();
        furniture();
        headings();
        return std::move(evidence_);
    }

  private:
    /// The title that was marked, else the first heading.
    static std::string title_of(const Example& example) {
        const auto marked = example.of("title");
        if (!marked.empty()) return marked.front()->text;
        return example.document.sections.empty() ? std::string() : example.document.sections.front().title;
    }

    /// The title up to the authority's name, which every letter has another one of; all of it where too little stands
    /// before.
    static std::string before_authority(const Example& example) {
        std::string title = title_of(example);
        const auto authority = example.of("authority");
        const std::size_t at = authority.empty() ? std::string::npos : title.find(authority.front()->text);
        if (at == std::string::npos || words_of(title.substr(0, at)).size() < enough_title) return title;
        return title.substr(0, at);
    }

    void title() {
        std::vector<std::string> titles;
        for (const Example* example : examples_) titles.push_back(before_authority(*example));
        const Template common = common_words(titles);
        if (common.words.size() < least_title) return;
        // What all titles begin with is surer than what few examples also share further on.
        std::string begins = "^" + escaped(common.words.front());
        std::size_t count = 1;
        while (count < common.words.size() && common.gaps[count] == Template::Gap::none)
            begins += ' ' + escaped(common.words[count++]);
        if (common.gaps.front() == Template::Gap::none && count >= enough_title) {
            add({"title", begins + word_end(begins), "opening", 4, true});
            return;
        }
        // The opening is also searched as one text, in which the title stands among others.
        std::string pattern = common.pattern(true);
        if (pattern.starts_with("^.+ ")) pattern.erase(0, 4);
        add({"title", std::move(pattern), "opening", 4});
    }

    void opening() {
        std::vector<std::string> openings;
        for (const Example* example : examples_) {
            std::string text;
            for (const Block& block : example->document.blocks) {
                if (text.size() > opening_bytes) break;
                if (block.kind != BlockKind::furniture && block.kind != BlockKind::heading)
                    text += block.text + " ";
            }
            openings.push_back(text.substr(0, text::boundary(text, opening_bytes)));
        }
        std::size_t number = 0;
        for (const std::string& run : common_runs(openings, least_run)) {
            if (number == 2) break;
            if (add({number ? "words of the opening, " + std::to_string(number + 1) : "words of the opening",
                     escaped(run), "opening", number ? 1 : 2}))
                ++number;
        }
    }

    void furniture() {
        std::vector<std::string> all;
        for (const Example* example : examples_) {
            std::string text;
            for (const Block& block : example->document.blocks)
                if (block.kind == BlockKind::furniture) text += block.text + " ";
            all.push_back(std::move(text));
        }
        for (const std::string& run : common_runs(all, 2))
            if (add({"running header or footer", escaped(run), "furniture", 2})) return;
    }

    void headings() {
        std::map<std::string, std::set<const Example*>> seen;
        std::vector<std::string> order;
        for (const Example* example : examples_)
            for (const Section& section : example->document.sections) {
                const std::string title = text::fold(section.title);
                if (title.size() > longest_line || words_of(title).size() < 2) continue;
                if (seen[title].empty()) order.push_back(title);
                seen[title].insert(example);
            }
        std::size_t number = 0;
        for (const std::string& title : order) {
            if (seen[title].size() < examples_.size() || number == most_evidence) continue;
            if (add({"heading: " + title, "^(\\d[\\d.]* )?" + escaped(title), "line", 1})) ++number;
        }
    }

    /// Whether the evidence is good: other families are not known by the same words.
    bool add(Evidence evidence) {
        const std::string said =
            evidence.name.starts_with("heading: ") ? evidence.name.substr(9) : evidence.pattern;
        for (const std::string& other : known_.other_families)
            if (Pattern(other, true).found_in(said)) return false;
        evidence_.push_back(std::move(evidence));
        return true;
    }

    const Examples& examples_;
    const Surroundings& known_;
    std::vector<Evidence> evidence_;
};

}  // namespace

void learn_recognition(const Examples& examples, const Surroundings& known, Draft& draft) {
    const std::vector<Evidence> evidence = Recognition(examples, known).run();
    int all = 0;
    for (const Evidence& one : evidence) all += one.weight;
    if (all < 3)
        draft.left.push_back(
            "recognition: the letters have too little in common that other families do not have; "
            "write [[profile.evidence]] by hand");
    // A letter may lack some of it: the title and something else are enough, else two thirds.
    const int title = evidence.empty() || evidence.front().name != "title" ? 0 : evidence.front().weight;
    const bool sure = title && evidence.front().sure;
    const int threshold = sure ? title : title && all > title ? title + 1 : std::max(3, (2 * all + 2) / 3);
    draft.table("[profile]",
                sure    ? "A letter of the family has a title that begins as those of all examples do."
                : title ? "A letter of the family has the title and something else that all examples have."
                        : "A letter of the family has most of what all examples have.");
    draft.line("threshold", std::to_string(threshold));
    draft.line("margin", "2");
    for (const Evidence& one : evidence) {
        draft.table("[[profile.evidence]]", examples_of(examples));
        draft.word("name", one.name);
        if (one.where != "opening") draft.word("where", one.where);
        draft.pattern("pattern", one.pattern);
        draft.line("weight", std::to_string(one.weight));
    }
}

}  // namespace sheaf::learn
