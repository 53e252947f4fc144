// Where the demands stand, what one of them is, and by which words it is known.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "learn/draft.hpp"
#include "learn/phrases.hpp"
#include "sheaf/pattern.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::learn {

namespace {

/// Headings that one rule names.
constexpr std::size_t most_headings = 6;
/// Headings above each other.
constexpr std::size_t most_depth = 20;

std::string name_of(Shape shape) {
    switch (shape) {
        case Shape::bullet:
            return "bullets";
        case Shape::number:
            return "numbers";
        case Shape::row:
            return "rows";
        case Shape::sentence:
            return "sentences";
        default:
            return "paragraphs";
    }
}

template <class Value>
Value most_common(const std::vector<Value>& values) {
    std::map<Value, std::size_t> counts;
    for (const Value& value : values) ++counts[value];
    Value best = values.front();
    for (const Value& value : values)
        if (counts[value] > counts[best]) best = value;
    return best;
}

/// The demands of one kind, and the rule for them.
class Demands {
  public:
    Demands(const Examples& examples, const Surroundings& known, std::string kind, Draft& draft)
        : examples_(examples), known_(known), kind_(std::move(kind)), draft_(draft) {}

    /// Looks for what is marked, and under which headings. False when nothing of the kind is marked.
    bool find() {
        locate_marks();
        if (found_.empty()) return false;
        std::vector<Shape> shapes;
        for (const Located& one : found_) shapes.push_back(one.shape);
        shape_ = most_common(shapes);
        if (shape_ == Shape::heading) shape_ = Shape::paragraph;
        set_section();
        if (is_blocks()) section_ = with_usual_headings(section_, kind_, found_, known_, examples_);
        return true;
    }

    /// Writes the rules, and gives their names. Under headings that match `decoys` nothing is a demand.
    std::vector<std::string> learn(const std::vector<std::string>& decoys) {
        if (!decoys.empty()) decoys_.emplace(decoys, true);
        const std::vector<std::string> others =
            shape_ == Shape::sentence ? other_sentences(examples_, section_, found_) : not_marked();
        const bool by_words = shape_ == Shape::sentence || !others.empty() || has_own_labels();
        std::vector<Located> open = found_;
        std::vector<std::string> names, patterns;
        do {
            const std::string pattern = by_words ? told_by(open, others) : std::string();
            if (!names.empty() && pattern.empty()) break;
            names.push_back(words_of_kind(kind_) + (names.empty() ? "" : ", otherwise worded"));
            const auto rest = std::stable_partition(open.begin(), open.end(), [&](const Located& one) {
                return !by_words || (!pattern.empty() && takes(pattern, words_seen(one, shape_)));
            });
            const std::vector<Located> taken(open.begin(), rest);
            write_rule(taken.empty() ? open : taken, names.back(), pattern, patterns);
            patterns.push_back(pattern);
            open.erase(open.begin(), rest);
            // A second wording must be that of two examples.
        } while (shape_ == Shape::sentence && names.size() < 2 && !open.empty() &&
                 open.front().example != open.back().example);
        if (!open.empty())
            draft_.left.push_back(
                kind_ + ": " + std::to_string(open.size()) + " of " + std::to_string(found_.size()) +
                " marked are not told by their words from what stands beside them; say by `" +
                key_of_words() + "` what one must look like");
        untold_ = std::move(open);
        return names;
    }

    /// Writes the second count of what marks an item on the page.
    void write_witness(const std::string& name, const std::string& rules) {
        if (shape_ == Shape::sentence)
            return write_sentence_witness(examples_, found_, untold_, known_, {name, section_, rules},
                                          draft_);
        if (has_own_labels()) return write_label_witness(found_, {name, section_, rules}, draft_);
        if (!is_blocks() || shape_ == Shape::paragraph) return;
        draft_.table("[[recommendations.witness]]", "A second count: what marks an item on the page.");
        draft_.word("name", name);
        draft_.pattern("section", section_);
        draft_.word("marks", name_of(shape_));
        draft_.line("rules", "[" + rules + "]");
    }

    /// Titles below the headings of the demands under which nothing is marked, though there is something like it.
    std::vector<std::string> decoys() const {
        std::set<std::string> titles, holding;
        if (section_.empty() || !is_blocks()) return {};
        const Pattern section(section_, true);
        for (const Example* example : examples_) {
            const Document& document = example->document;
            const std::set<std::uint32_t> marked = marked_blocks(*example);
            for (const Located& one : found_)
                if (one.example == example)
                    for (const std::string& title : headings_above(one)) holding.insert(kind_of_title(title));
            for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
                const SectionId own = document.blocks[i].section;
                if (!own || marked.contains(i) || !has_shape(document, {i}, shape_)) continue;
                for (SectionId at = document[own].parent; at; at = document[at].parent)
                    if (section.found_in(title_of(document, at)))
                        titles.insert(kind_of_title(title_of(document, own)));
            }
        }
        std::vector<std::string> patterns;
        for (const std::string& title : titles)
            if (!holding.contains(title)) patterns.push_back("^" + escaped(title) + word_end(title));
        return patterns;
    }

    std::size_t most_in_a_letter() const { return most_; }
    bool in_every_example() const { return letters_ == examples_.size(); }
    const std::vector<Located>& found() const { return found_; }
    bool is_rows() const { return shape_ == Shape::row; }

    /// They are blocks under headings of their own.
    bool is_blocks() const {
        return !section_.empty() && shape_ != Shape::sentence && shape_ != Shape::row && !has_own_labels();
    }

    /// The demands have numbers of their own, as `(016/15)` behind the text.
    bool has_own_labels() const {
        return std::any_of(found_.begin(), found_.end(), [](const Located& one) {
            const std::string label = one.mark->plain("label");
            return !label.empty() && one.text.find(label) != std::string::npos;
        });
    }

  private:
    /// `case study` of `case study: a boat in need`; else all of it.
    static std::string kind_of_title(const std::string& title) {
        const std::size_t colon = title.find(": ");
        return colon == std::string::npos ? title : title.substr(0, colon);
    }

    const char* key_of_words() const { return shape_ == Shape::sentence ? "sentence" : "item"; }

    bool takes(const std::string& pattern, const std::string& text) const {
        return Pattern(known_.expanded(pattern), true).found_in(text);
    }

    void write_rule(const std::vector<Located>& marks, const std::string& name, const std::string& pattern,
                    const std::vector<std::string>& earlier) {
        std::vector<const Example*> from;
        from.reserve(marks.size());
        for (const Located& one : marks) from.push_back(one.example);
        draft_.table("[[recommendations.rule]]", examples_of(from, marks.front().mark->text));
        draft_.word("name", name);
        draft_.word("kind", kind_);
        if (!section_.empty() && shape_ != Shape::row) draft_.pattern("section", section_);
        write_units();
        if (is_blocks()) write_lead_in(found_, known_, draft_);
        if (shape_ == Shape::row) write_columns(found_, kind_, known_, examples_, draft_);
        // What marks an item of a list is seen; where a paragraph or a row begins and ends is not always.
        if ((shape_ == Shape::paragraph || shape_ == Shape::row) && are_sentences(found_))
            draft_.line("whole_sentences", "true");
        // A rule for some sentences is better than one for all; of blocks all are taken without one.
        if (!pattern.empty()) draft_.pattern(key_of_words(), pattern);
        if (pattern.empty() && shape_ == Shape::sentence) draft_.pattern("sentence", "\\b(must|should)\\b");
        if (!earlier.empty()) draft_.pattern("not_sentence", earlier.front());
    }

    void locate_marks() {
        for (const Example* example : examples_) {
            const std::size_t before = found_.size();
            for (const Mark* mark : example->of(kind_)) {
                if (auto located = locate(*example, *mark))
                    found_.push_back(std::move(*located));
                else
                    draft_.left.push_back(example->name + ": the words of a mark are not in the letter: \"" +
                                          mark->text.substr(0, text::boundary(mark->text, 60)) + "\"");
            }
            most_ = std::max(most_, found_.size() - before);
            if (found_.size() > before) ++letters_;
        }
    }

    /// The headings below which most is marked and least is not, until they hold all that is marked.
    void set_section() {
        const std::map<std::string, std::size_t> spoilt = unmarked_below();
        std::vector<const Located*> open;
        for (const Located& one : found_) open.push_back(&one);
        std::vector<std::string> titles;
        while (!open.empty() && titles.size() < most_headings) {
            std::map<std::string, std::pair<std::size_t, std::size_t>> held;  // marks, and how near
            for (const Located* one : open) {
                std::size_t near = most_depth;
                for (const std::string& title : headings_above(*one)) {
                    auto& [marks, nearness] = held[title];
                    ++marks;
                    nearness = std::max(nearness, near--);
                }
            }
            const auto worth = [&](const auto& title) {
                const auto beside = spoilt.find(title.first);
                const auto lost = beside == spoilt.end() ? 0 : static_cast<long>(beside->second);
                const auto marks = static_cast<long>(title.second.first);
                return std::tuple(shape_ == Shape::sentence ? marks : marks - lost, -lost,
                                  title.second.second);
            };
            const auto best = std::max_element(
                held.begin(), held.end(), [&](const auto& a, const auto& b) { return worth(a) < worth(b); });
            if (best == held.end()) break;
            titles.push_back(best->first);
            std::erase_if(open, [&](const Located* one) {
                const std::vector<std::string> above = headings_above(*one);
                return std::find(above.begin(), above.end(), titles.back()) != above.end();
            });
        }
        if (open.empty()) section_ = any_title(titles);
        if (section_.empty())
            draft_.left.push_back(kind_ +
                                  ": no heading holds all of them; the rule looks in the whole letter");
    }

    /// The titles above what is marked, the nearest first; the letter's own only where there is no other.
    static std::vector<std::string> headings_above(const Located& one) {
        const Document& document = one.example->document;
        std::vector<std::string> titles;
        for (SectionId at = one.section; at; at = document[at].parent)
            if (document[at].parent || titles.empty()) titles.push_back(title_of(document, at));
        return titles;
    }

    bool is_decoy(const Document& document, SectionId section) const {
        for (SectionId at = section; decoys_ && at; at = document[at].parent)
            if (!decoys_->found_in(title_of(document, at)).empty()) return true;
        return false;
    }

    /// How many units that nobody marked stand below headings of each title.
    std::map<std::string, std::size_t> unmarked_below() const {
        std::map<std::string, std::size_t> below;
        for (const Example* example : examples_) {
            const Document& document = example->document;
            const std::set<std::uint32_t> marked = marked_blocks(*example);
            for (std::uint32_t i = 0; i < document.blocks.size(); ++i)
                if (!marked.contains(i) && has_shape(document, {i}, shape_))
                    for (SectionId at = document.blocks[i].section; at; at = document[at].parent)
                        ++below[title_of(document, at)];
        }
        return below;
    }

    std::set<std::uint32_t> marked_blocks(const Example& example) const {
        std::set<std::uint32_t> blocks;
        for (const Located& one : found_)
            if (one.example == &example)
                for (const BlockId block : one.blocks) blocks.insert(block.value);
        return blocks;
    }

    /// Units under the same headings that nobody marked.
    std::vector<std::string> not_marked() const {
        std::vector<std::string> texts;
        if (section_.empty() || shape_ == Shape::row || shape_ == Shape::sentence) return texts;
        const Pattern section(section_, true);
        for (const Example* example : examples_) {
            const Document& document = example->document;
            const auto sections = innermost_sections(
                document, [&](const std::string& title) { return section.found_in(text::fold(title)); });
            const std::set<std::uint32_t> marked = marked_blocks(*example);
            std::vector<Shape> shapes;
            int outermost = 99;
            for (const Located& one : found_)
                if (one.example == example) {
                    shapes.push_back(one.shape);
                    outermost = std::min(outermost, document[one.blocks.front()].level);
                }
            // What stands beside a list is none of its items anyway.
            if (marked.empty() || most_common(shapes) != shape_) continue;
            for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
                const Block& block = document.blocks[i];
                if (!block.section || !sections[block.section.value] || marked.count(i) ||
                    is_decoy(document, block.section) || !has_shape(document, {i}, shape_) ||
                    block.level > outermost)
                    continue;
                if (shape_ == Shape::paragraph && block.text.back() == ':') continue;  // it leads in
                texts.push_back(text::plain(block.text).text);
            }
        }
        return texts;
    }

    void write_units() {
        // Known by their words, they may stand in any paragraph, numbered or not.
        const bool by_label = has_own_labels() && shape_ != Shape::row && shape_ != Shape::sentence;
        std::vector<std::string> units = {by_label ? "paragraphs" : name_of(shape_)};
        if (has_own_labels()) {
            draft_.line("items", "[\"" + units.front() + "\"]");
            return;
        }
        for (const Located& one : found_) {
            const std::string name = name_of(one.shape);
            // A part of a block may be a whole item whose label stands in the block.
            if (one.shape != Shape::sentence && one.shape != Shape::heading && shape_ != Shape::sentence &&
                std::find(units.begin(), units.end(), name) == units.end())
                units.push_back(name);
        }
        // Paragraphs are items only where there is no list: those above a list lead it in.
        std::stable_partition(units.begin(), units.end(),
                              [](const std::string& unit) { return unit != "paragraphs"; });
        std::string list;
        for (const std::string& unit : units) list += (list.empty() ? "\"" : ", \"") + unit + "\"";
        draft_.line("items", "[" + list + "]");
    }

    /// By which words demands are told from what stands beside them: the pattern that takes most of them and nothing else.
    /// Of blocks it must take all.
    std::string told_by(const std::vector<Located>& marks, const std::vector<std::string>& others) const {
        std::string best;
        std::size_t most = 0;
        std::vector<std::string> patterns = {described(marks), aligned(marks, shape_)};
        if (shape_ == Shape::sentence) add_wordings(marks, patterns);
        for (const std::string& pattern : patterns) {
            if (pattern.empty()) continue;
            const Pattern compiled(known_.expanded(pattern), true);
            const auto taken =
                static_cast<std::size_t>(std::count_if(marks.begin(), marks.end(), [&](const Located& one) {
                    return compiled.found_in(words_seen(one, shape_));
                }));
            if (taken <= most || std::any_of(others.begin(), others.end(), [&](const std::string& text) {
                    return compiled.found_in(text);
                }))
                continue;
            best = pattern;
            most = taken;
        }
        return most == marks.size() || shape_ == Shape::sentence ? best : std::string();
    }

    /// Adds what two sentences of different examples have in common: a letter may word the others otherwise.
    void add_wordings(const std::vector<Located>& marks, std::vector<std::string>& patterns) const {
        std::set<std::string> different;
        for (auto a = marks.begin(); a != marks.end(); ++a)
            for (auto b = std::next(a); b != marks.end(); ++b)
                if (a->example != b->example) different.insert(aligned({*a, *b}, shape_));
        patterns.insert(patterns.end(), different.begin(), different.end());
    }

    /// The words that English profiles have for a body that must or should act.
    std::string described(const std::vector<Located>& marks) const {
        const bool with_verb = std::all_of(marks.begin(), marks.end(), [](const Located& one) {
            return !one.mark->plain("modality").empty();
        });
        return shape_ == Shape::sentence && with_verb ? demand_sentence : std::string();
    }

    const Examples& examples_;
    const Surroundings& known_;
    const std::string kind_;
    Draft& draft_;
    std::vector<Located> found_, untold_;
    Shape shape_ = Shape::paragraph;
    std::string section_;
    std::optional<PatternSet> decoys_;
    std::size_t most_ = 0, letters_ = 0;
};

}  // namespace

void learn_demands(const Examples& examples, const Surroundings& known, Draft& draft) {
    std::vector<Demands> kinds;
    std::vector<std::string> decoys;
    std::set<std::string> learned;
    bool blocks = false;
    std::vector<Located> rows;
    for (const std::string& kind : demand_kinds()) {
        Demands demands(examples, known, kind, draft);
        if (!demands.find()) continue;
        const std::vector<std::string> more = demands.decoys();
        decoys.insert(decoys.end(), more.begin(), more.end());
        learned.insert(kind);
        blocks = blocks || demands.is_blocks();
        if (demands.is_rows()) rows.insert(rows.end(), demands.found().begin(), demands.found().end());
        kinds.push_back(std::move(demands));
    }
    if (kinds.empty()) return;
    if (!decoys.empty()) {
        draft.table("[recommendations]", "Headings among those of demands under which no example has one.");
        draft.text += "decoys = [\n";
        for (const std::string& pattern : decoys) draft.text += "    " + toml_literal(pattern) + ",\n";
        draft.text += "]\n";
    }
    Draft counts;
    for (Demands& demands : kinds) {
        std::string rules;
        const std::vector<std::string> names = demands.learn(decoys);
        for (const std::string& name : names) rules += (rules.empty() ? "\"" : ", \"") + name + "\"";
        demands.write_witness(names.front(), rules);
        counts.table("[[recommendations.expected]]",
                     demands.in_every_example() ? "Every example has some." : "Not every example has some.");
        counts.word("name", names.front());
        counts.line("rules", "[" + rules + "]");
        if (!demands.in_every_example()) counts.line("at_least", "0");
        // Twice as many as an example has are more likely running text than items.
        counts.line("at_most", std::to_string(2 * demands.most_in_a_letter() + 5));
    }
    if (blocks || !rows.empty()) learn_usual_headings(examples, known, learned, rows, draft);
    draft.text += counts.text;
}

}  // namespace sheaf::learn
