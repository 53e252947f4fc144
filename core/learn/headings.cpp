// Which headings the family's letters have, on which level, and what only looks like one.
#include <algorithm>
#include <map>
#include <set>

#include "learn/draft.hpp"
#include "learn/phrases.hpp"
#include "score/compare.hpp"
#include "sheaf/text.hpp"

namespace sheaf::learn {

namespace {

/// Titles of one level in one rule; more are hard to read.
constexpr std::size_t most_titles = 12;

struct Seen {
    std::set<int> levels;
    bool in_table = false;  ///< in some example it is a cell of a table, as the banner of a box
    std::vector<const Example*> examples;
};

int level_of(const Mark& mark) {
    const auto level = mark.more.find("level");
    return level == mark.more.end() ? 0 : std::atoi(level->second.c_str());
}

std::string title_key(const std::string& title) {
    std::string key = text::fold(score::title_key(title));
    while (!key.empty() && std::string_view(":.?").find(key.back()) != std::string_view::npos) key.pop_back();
    return key;
}

/// The first words that all the texts have without a gap, at most so many, as a pattern; empty when there are none.
std::string beginning_of(const std::vector<std::string>& texts, std::size_t most) {
    const Template common = common_words(texts);
    if (texts.empty() || common.words.empty() || common.gaps.front() != Template::Gap::none) return {};
    std::string pattern = "^" + escaped(common.words.front());
    for (std::size_t i = 1; i < std::min(most, common.words.size()) && common.gaps[i] == Template::Gap::none;
         ++i)
        pattern += ' ' + escaped(common.words[i]);
    return pattern;
}

/// The block of text behind the last of these.
std::string behind(const Document& document, BlockId last) {
    for (std::uint32_t i = last.value + 1; i < document.blocks.size(); ++i)
        if (const Block& block = document.blocks[i];
            !block.text.empty() && block.kind != BlockKind::furniture && block.kind != BlockKind::footnote)
            return block.text;
    return {};
}

/// How the title block begins, and before what it ends where it is several blocks.
void learn_title(const Examples& examples, Draft& draft) {
    std::vector<std::string> first, next;
    bool several = false;
    for (const Example* example : examples) {
        const auto sections = example->of("section");
        const auto titles = example->of("title");
        const Mark* const mark = !sections.empty() && level_of(*sections.front()) == 1 ? sections.front()
                                 : titles.empty()                                      ? nullptr
                                                                                       : titles.front();
        const auto located = mark ? locate(*example, *mark) : std::nullopt;
        if (!located) continue;
        first.push_back(example->document[located->blocks.front()].text);
        next.push_back(behind(example->document, located->blocks.back()));
        several = several || located->blocks.size() > 1;
    }
    if (first.size() < std::min<std::size_t>(examples.size(), 2)) return;
    constexpr std::size_t all = 20, few = 2;
    const std::string begins = beginning_of(first, all),
                      ends = several ? beginning_of(next, few) : std::string();
    if (begins.empty() && ends.empty()) return;
    draft.text += "# The letter's title" +
                  std::string(ends.empty() ? " begins so.\n" : ", and what stands behind it.\n") +
                  "title = {";
    if (!begins.empty()) draft.text += " begins = " + toml_literal(begins) + (ends.empty() ? "" : ",");
    if (!ends.empty()) draft.text += " ends = " + toml_literal(ends + word_end(ends));
    draft.text += " }\n";
}

/// What looks like a heading in two examples and more, and is marked in none.
std::vector<std::string> not_headings(const Examples& examples) {
    std::map<std::string, std::set<const Example*>> spurious;
    for (const Example* example : examples) {
        std::set<std::string> marked;
        for (const Mark* mark : example->of("section")) marked.insert(title_key(mark->text));
        if (marked.empty()) continue;
        const auto in_title = [&](const std::string& title) {
            return std::any_of(marked.begin(), marked.end(), [&](const std::string& one) {
                return one.size() > title.size() && one.find(title) != std::string::npos;
            });
        };
        for (const Section& section : example->document.sections)
            if (!marked.count(title_key(section.title)) && section.level > 1 &&
                !in_title(title_key(section.title)))
                spurious[form_of(text::fold(section.title)).find("\\d") != std::string::npos
                             ? "digits"
                             : text::fold(section.title)]
                    .insert(example);
    }
    std::vector<std::string> patterns;
    for (const auto& [title, where] : spurious)
        if (where.size() > 1 && title != "digits") patterns.push_back("^" + escaped(title) + "$");
    return patterns;
}

}  // namespace

namespace {

/// A rule for headings of one level.
struct Group {
    int level;
    bool in_table;
    std::vector<std::string> patterns;
    std::vector<const Example*> examples;
};

void add(std::vector<Group>& groups, int level, bool in_table, const std::string& pattern,
         const std::vector<const Example*>& examples) {
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& one) {
        return one.level == level && one.in_table == in_table && one.patterns.size() < most_titles;
    });
    if (group == groups.end()) group = groups.insert(groups.end(), {level, in_table, {}, {}});
    group->patterns.push_back(pattern);
    group->examples.insert(group->examples.end(), examples.begin(), examples.end());
}

/// Headings that begin alike in several examples and end otherwise, as with a grade: by their beginnings.
void add_beginnings(const std::map<std::string, Seen>& seen, const std::vector<std::string>& order,
                    std::vector<Group>& groups) {
    constexpr std::size_t least = 4;  // words
    std::map<std::string, std::vector<std::string>> alike;
    for (const std::string& key : order) {
        const std::vector<std::string> words = words_of(key);
        if (seen.at(key).examples.size() > 1 || words.size() <= least) continue;
        std::string begin;
        for (std::size_t i = 0; i < least; ++i) begin += (i ? " " : "") + words[i];
        alike[begin].push_back(key);
    }
    for (const auto& [begin, keys] : alike) {
        std::set<int> levels;
        std::vector<const Example*> examples;
        bool in_table = false;
        for (const std::string& key : keys) {
            const Seen& one = seen.at(key);
            levels.insert(one.levels.begin(), one.levels.end());
            examples.insert(examples.end(), one.examples.begin(), one.examples.end());
            in_table = in_table || one.in_table;
        }
        if (std::set<const Example*>(examples.begin(), examples.end()).size() > 1 && levels.size() == 1 &&
            *levels.begin() > 1)
            add(groups, *levels.begin(), in_table, escaped(begin) + "\\b.*", examples);
    }
}

}  // namespace

std::vector<std::string> missing_headings(const Examples& examples, const Document& letter) {
    std::map<std::string, std::set<const Example*>> marked;
    std::vector<std::string> missing;
    for (const Example* example : examples)
        for (const Mark* mark : example->of("section"))
            if (level_of(*mark) > 1) marked[title_key(mark->text)].insert(example);
    for (const Section& section : letter.sections) marked.erase(title_key(section.title));
    for (const auto& [title, where] : marked)
        if (where.size() == examples.size()) missing.push_back(title);
    return missing;
}

void learn_headings(const Examples& examples, Draft& draft) {
    std::map<std::string, Seen> seen;
    std::vector<std::string> order;
    for (const Example* example : examples)
        for (const Mark* mark : example->of("section")) {
            const std::string key = title_key(mark->text);
            Seen& one = seen[key];
            if (one.examples.empty()) order.push_back(key);
            one.levels.insert(level_of(*mark));
            if (one.examples.empty() || one.examples.back() != example) one.examples.push_back(example);
            const auto located = locate(*example, *mark);
            one.in_table = one.in_table || (located && located->shape == Shape::row);
        }
    draft.table("[sections]");
    learn_title(examples, draft);
    if (const auto none = not_headings(examples); !none.empty()) {
        draft.text += "# They look like headings, and are marked in no example.\nnot_headings = [\n";
        for (const std::string& pattern : none) draft.text += "    " + toml_literal(pattern) + ",\n";
        draft.text += "]\n";
    }
    std::vector<Group> groups;
    for (const std::string& key : order) {
        const Seen& one = seen[key];
        if (one.examples.size() < 2 || *one.levels.begin() <= 1) continue;  // a title is found by its place
        if (one.levels.size() > 1)
            draft.left.push_back("heading `" + key +
                                 "`: its level differs between the examples; its look decides");
        else
            add(groups, *one.levels.begin(), one.in_table, escaped(key), one.examples);
    }
    add_beginnings(seen, order, groups);
    std::stable_sort(groups.begin(), groups.end(),
                     [](const Group& a, const Group& b) { return a.level < b.level; });
    for (const Group& group : groups) {
        std::string any;
        for (const std::string& pattern : group.patterns) any += (any.empty() ? "" : "|") + pattern;
        draft.table("[[sections.heading]]", examples_of(group.examples));
        draft.pattern("title", "^(" + any + ")[:.?]?$");
        draft.line("level", std::to_string(group.level));
        if (group.in_table) draft.line("in_table", "true");
    }
}

}  // namespace sheaf::learn
