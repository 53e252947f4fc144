// Where the letter's own values stand: by what is printed beside them in all examples.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "learn/draft.hpp"
#include "learn/phrases.hpp"
#include "score/compare.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/date.hpp"
#include "sheaf/pattern.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"
#include "vocabulary.hpp"

namespace sheaf::learn {

namespace {

constexpr std::size_t most_context = 6;  ///< words before and behind a value
constexpr std::size_t longest_unit = 1500;
constexpr std::size_t longest_label = 60;  ///< bytes of a block that is a label

/// What the words of a field are.
enum class Kind { text, name, date, range };

/// A field to be found, with what is right in each example.
struct Wanted {
    std::string name;
    Kind kind;
    std::map<const Example*, std::pair<std::string, std::string>> values;  ///< first and last day for dates
};

/// A value's place: the unit that it stands in, and where.
struct Place {
    std::string where, unit;
    Range range;
};

const Mark* mark_of(const Example& example, std::string_view what) {
    const auto marks = example.of(what);
    return marks.empty() ? nullptr : marks.front();
}

std::string words(std::string_view text, Range range) {
    return std::string(text.substr(range.start, range.end - range.start));
}

/// The letter's units by the place in which the stage `metadata` looks for them.
std::vector<std::pair<std::string, text::Unit>> units_of(const Example& example) {
    const Document& document = example.document;
    std::vector<std::pair<std::string, text::Unit>> found;
    const auto add = [&](const std::string& where, const std::function<bool(BlockId, const Block&)>& wanted) {
        bool label = false;  // the unit before is a label, to which this one is the value
        for (text::Unit& unit : text::units(document, wanted)) {
            const bool ends = unit.text.ends_with(':');
            if (label && !ends && document[unit.pieces.front().block].kind != BlockKind::heading)
                found.back().second.join(unit, '\t');
            else if (unit.text.size() <= longest_unit)
                found.emplace_back(where, std::move(unit));
            else
                continue;
            label = ends && found.back().second.pieces.size() == 1 &&
                    found.back().second.text.size() < longest_label;
        }
    };
    // The title as a whole, which may be several blocks.
    const auto titles = example.of("title");
    if (!titles.empty()) {
        text::Unit title;
        title.text = text::plain(titles.front()->text).text;
        found.emplace_back("title", std::move(title));
    }
    add("first_page", [&](BlockId, const Block& block) {
        return text::is_text(block) && (document.pages.empty() || block.page() == 1);
    });
    add("furniture", [](BlockId, const Block& block) { return block.kind == BlockKind::furniture; });
    add("text", [](BlockId, const Block& block) { return text::is_text(block); });
    return found;
}

/// The words of an authority's name without those for its kind, as the stage strips them.
std::vector<std::string> short_name(std::string_view name) {
    std::vector<std::string> words = words_of(score::authority_key(name));
    std::erase_if(words, [](const std::string& word) {
        return word == "district" || word == "unitary" || word == "authority" || word == "borough";
    });
    return words;
}

/// Whether the words are the value.
bool is_value(const Wanted& wanted, std::string_view printed,
              const std::pair<std::string, std::string>& value) {
    if (wanted.kind == Kind::date || wanted.kind == Kind::range) {
        const auto dates = find_dates(printed, Date{9999, 12, 31});
        return !dates.empty() && to_iso(dates.front().first).substr(5) == value.first.substr(5) &&
               to_iso(dates.front().last).substr(5) == value.second.substr(5);
    }
    if (wanted.name == "authority") {
        // The stage strips these, too.
        if (printed.ends_with("'s")) printed.remove_suffix(2);
        return short_name(printed) == short_name(value.first);
    }
    const std::string key = score::key(printed), right = score::key(value.first);
    if (wanted.kind != Kind::name) return key == right;
    // The stage strips post-nominals, and a short word for how somebody is addressed.
    constexpr std::size_t short_word = 5;
    const std::size_t at = key.find(right);
    return at == 0 || (at <= short_word && key[at - 1] == ' ');
}

/// Where the value's words stand in a unit; nothing when they do not.
std::optional<Range> find_value(const Wanted& wanted, const std::string& text,
                                const std::pair<std::string, std::string>& value) {
    if (wanted.kind == Kind::date || wanted.kind == Kind::range) {
        for (const DateMention& mention : find_dates(text, Date{9999, 12, 31}))
            if (is_value(wanted, words(text, mention.range), value)) return mention.range;
        return std::nullopt;
    }
    const Pattern pattern("\\b" + escaped(text::plain(value.first).text) + "\\b", true);
    const auto match = pattern.find(text);
    return match ? std::optional(match->whole) : std::nullopt;
}

/// The words of a line before the value, the nearest last, and whether the line begins with them.
std::vector<std::string> before(const Place& place, bool& whole_line) {
    std::string line = place.unit.substr(0, place.range.start);
    if (const std::size_t at = line.find_last_of('\n'); at != std::string::npos) line.erase(0, at + 1);
    std::replace(line.begin(), line.end(), '\t', ' ');
    std::vector<std::string> found;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t end = std::min(line.find(' ', at), line.size());
        if (end > at) found.push_back(line.substr(at, end - at));
        at = end + 1;
    }
    whole_line = found.size() <= most_context;
    if (!whole_line) found.erase(found.begin(), found.end() - most_context);
    return found;
}

/// Where a value stands, and its pattern.
using Rule = std::pair<std::string, std::string>;

/// What the rule finds in the letter.
std::optional<std::string> first_match(const Example& example, const std::string& where,
                                       const Pattern& pattern) {
    for (const auto& [at, unit] : units_of(example))
        if (at == where)
            if (const auto match = pattern.find(unit.text))
                if (const auto group = match->groups[*pattern.group("value")])
                    return words(unit.text, *group);
    return std::nullopt;
}

class Field {
  public:
    /// A rule for what is `wanted` in some of the examples; `all` is what is right in each.
    Field(const Wanted& wanted, const Wanted& all, const Examples& examples)
        : wanted_(wanted), all_(all), examples_(examples) {}

    /// A place and a pattern that give the right value in every example where it is wanted, and nowhere a wrong one; empty
    /// when there is none.
    Rule learn() const {
        for (const char* where : {"title", "first_page", "furniture", "text"})
            for (const std::string& pattern : candidates(where))
                if (holds(where, pattern)) return {where, pattern};
        return {};
    }

  private:
    /// Patterns by the words that stand before the value in all examples, the most particular first.
    std::vector<std::string> candidates(const std::string& where) const {
        std::vector<std::vector<Place>> places;
        for (const auto& [example, value] : wanted_.values) {
            places.emplace_back();
            for (const auto& [at, unit] : units_of(*example))
                if (at == where)
                    if (const auto range = find_value(wanted_, unit.text, value))
                        places.back().push_back({where, unit.text, *range});
            if (places.back().empty()) return {};
        }
        std::vector<std::string> patterns;
        for (const Place& place : places.front()) {
            bool line = false;
            std::vector<std::string> left = before(place, line);
            // Shortened from the left until all examples have it.
            for (; !left.empty(); left.erase(left.begin()), line = false)
                if (everywhere(places, left) && is_enough(where, left, line))
                    for (const std::string& right : rights(places)) {
                        patterns.push_back(pattern_of(left, line, right));
                        // The last place of a title with these words.
                        if (where == "title" && !line)
                            patterns.push_back("^.*" + pattern_of(left, line, right));
                    }
            // Without a word before it, only what is printed behind a name tells it from others.
            if (line && left.empty() && (wanted_.name == "authority" || wanted_.kind == Kind::name))
                for (const std::string& right : rights(places))
                    if (right.size() > 1) patterns.push_back(pattern_of({}, true, right));
        }
        if (const std::string left = is_alone() ? std::string() : with_gaps(places); !left.empty())
            for (const std::string& right : rights(places)) patterns.push_back(left + value_of(right));
        return patterns;
    }

    /// The words before the first place in each example, where other words stand between them in some.
    static std::string with_gaps(const std::vector<std::vector<Place>>& places) {
        constexpr std::size_t words = 16;
        std::vector<std::string> texts;
        for (const std::vector<Place>& of_one : places) {
            std::string text = of_one.front().unit.substr(0, of_one.front().range.start);
            text.erase(0, std::max(text.rfind(". ") + 1, text.rfind('\n') + 1));
            std::vector<std::string> all = words_of(text);
            if (all.size() > words) all.erase(all.begin(), all.end() - words);
            std::string kept;
            for (const std::string& word : all) kept += word + " ";
            texts.push_back(std::move(kept));
        }
        const Template common = common_words(texts);
        if (common.words.size() < 2 || common.gaps.back() != Template::Gap::none) return {};
        std::string pattern = "\\b";
        for (std::size_t i = 0; i < common.words.size(); ++i) {
            if (i > 0 && common.gaps[i] != Template::Gap::none) pattern += "[^.]*?";
            pattern += escaped(common.words[i]) + "\\s+";
        }
        return pattern;
    }

    /// One word of running text leads to much else; a date is at least a date. Of a single letter among several only the
    /// title and what begins a line: how its sentences run says nothing of others.
    bool is_enough(const std::string& where, const std::vector<std::string>& left, bool line) const {
        if (where == "title") return true;
        if (is_alone() && !line) return false;
        return left.size() > 1 || left.back().ends_with(":") || wanted_.kind == Kind::date ||
               wanted_.kind == Kind::range;
    }

    bool is_alone() const { return wanted_.values.size() == 1 && examples_.size() > 1; }

    static bool everywhere(const std::vector<std::vector<Place>>& places,
                           const std::vector<std::string>& left) {
        return std::all_of(places.begin(), places.end(), [&](const std::vector<Place>& of_one) {
            return std::any_of(of_one.begin(), of_one.end(), [&](const Place& place) {
                bool line = false;
                const auto own = before(place, line);
                return own.size() >= left.size() &&
                       std::equal(left.rbegin(), left.rend(), own.rbegin(), [](const auto& a, const auto& b) {
                           return text::fold(a) == text::fold(b);
                       });
            });
        });
    }

    /// What may stand behind a value: nothing, the end of the line, the next words of the first example.
    std::vector<std::string> rights(const std::vector<std::vector<Place>>& places) const {
        std::vector<std::string> ends = {"$"};
        for (const Place& place : places.front()) {
            const std::string rest = place.unit.substr(place.range.end);
            if (const std::string end = common_end(places); !end.empty()) ends.push_back(" " + escaped(end));
            const auto after = words_of(rest.substr(0, rest.find_first_of("\n\t")));
            std::string text;
            for (std::size_t i = 0; i < std::min<std::size_t>(after.size(), 3); ++i) {
                text += (i || rest.front() == ' ' ? " " : "") + escaped(after[i]);
                ends.push_back(text);
            }
        }
        if (const std::string all = behind_comma(places); !all.empty()) ends.push_back(all);
        ends.push_back("");
        return ends;
    }

    /// The words that stand behind a value and a comma in all lines, with gaps.
    static std::string behind_comma(const std::vector<std::vector<Place>>& places) {
        std::vector<std::string> texts;
        for (const std::vector<Place>& of_one : places) {
            const std::string rest = of_one.front().unit.substr(of_one.front().range.end);
            if (!rest.starts_with(", ")) return {};
            texts.push_back(rest.substr(2, rest.find_first_of("\n\t") - 2));
        }
        const Template common = common_words(texts);
        return common.words.size() < 2 ? std::string() : ", " + common.pattern(true).substr(1);
    }

    /// The last words of all lines in which a value stands.
    static std::string common_end(const std::vector<std::vector<Place>>& places) {
        std::vector<std::string> texts;
        for (const std::vector<Place>& of_one : places) {
            const std::string rest = of_one.front().unit.substr(of_one.front().range.end);
            texts.push_back(rest.substr(0, rest.find_first_of("\n\t")));
        }
        const Template common = common_words(texts);
        std::string end;
        for (std::size_t i = common.words.size(); i-- > 0 && common.gaps[i + 1] == Template::Gap::none;)
            end.insert(0, common.words[i] + (end.empty() ? "" : " "));
        return end;
    }

    std::string value_of(const std::string& right) const {
        if (wanted_.kind == Kind::date || wanted_.kind == Kind::range) return "(?P<value>\\d[^.]{3,60})";
        if (wanted_.name == "authority")
            return "(?P<value>(?-i:[A-Z])[^,.\\n\\t]*?)" + (right.empty() ? "\\b" : right);
        return "(?P<value>" + std::string(right.empty() ? "[^,.\\n\\t]+" : "[^\\n\\t]+?") + ")" + right;
    }

    std::string pattern_of(const std::vector<std::string>& left, bool line, const std::string& right) const {
        std::string pattern = line ? "^" : left.empty() ? "" : "\\b";
        if (!left.empty() && !ascii_letter(left.front().front())) pattern = line ? "^" : "";
        for (const std::string& word : left) pattern += escaped(text::fold(word)) + "\\s*";
        // A space must stand between words.
        for (std::size_t at = 0; (at = pattern.find("\\s*", at)) != std::string::npos; ++at)
            if (at > 0 && ascii_letter(pattern[at - 1])) pattern.replace(at, 3, "\\s+");
        return pattern + value_of(right);
    }

    static bool ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

    /// The first match in each example is right, and each example where the value is wanted has one.
    bool holds(const std::string& where, const std::string& expression) const {
        if (!Pattern::check("(?m)" + expression).empty()) return false;
        const Pattern pattern("(?m)" + expression, true);
        return std::all_of(examples_.begin(), examples_.end(), [&](const Example* example) {
            const auto found = first_match(*example, where, pattern);
            const auto right = all_.values.find(example);
            return found ? right != all_.values.end() && is_value(all_, *found, right->second)
                         : !wanted_.values.contains(example);
        });
    }

    const Wanted &wanted_, &all_;
    const Examples& examples_;
};

/// The words of all letters, which the profile extends, find the letter's date above the salutation.
bool found_anyway(const Wanted& wanted) {
    return wanted.name == "document_date" &&
           std::all_of(wanted.values.begin(), wanted.values.end(), [&](const auto& one) {
               if (!has_line(*one.first, Pattern(vocabulary::any_of<"salutation">))) return false;
               const Record* const record = metadata(one.first->document);
               return record && record->text("document_date") == one.second.first;
           });
}

/// A rule for all that is open, else for two letters and others like them: editions of a letter differ.
Rule best_rule(const Wanted& open, const Wanted& all, const Examples& examples) {
    if (open.values.empty()) return {};
    if (Rule rule = Field(open, all, examples).learn(); !rule.second.empty()) return rule;
    for (auto a = open.values.begin(); a != open.values.end(); ++a)
        for (auto b = std::next(a); b != open.values.end(); ++b)
            if (Rule rule = Field({open.name, open.kind, {*a, *b}}, all, examples).learn();
                !rule.second.empty())
                return rule;
    return {};
}

void learn_field(Wanted wanted, const Examples& examples, Draft& draft, std::set<std::string>& expected) {
    if (wanted.values.empty()) return;
    std::vector<const Example*> from;
    for (const auto& [example, value] : wanted.values) from.push_back(example);
    if (from.size() == examples.size())
        expected.insert(wanted.name == "inspection" ? "inspection_start" : wanted.name);
    if (found_anyway(wanted)) return;
    Wanted open = wanted;
    for (Rule rule = best_rule(open, wanted, examples); !rule.second.empty();
         rule = best_rule(open, wanted, examples)) {
        const Pattern pattern("(?m)" + rule.second, true);
        from.clear();
        for (const Example* example : examples)
            if (open.values.contains(example) && first_match(*example, rule.first, pattern)) {
                from.push_back(example);
                open.values.erase(example);
            }
        draft.table("[[metadata.field]]", examples_of(from, wanted.values.at(from.front()).first));
        if (from.size() == 1 && examples.size() > 1) {
            draft.text.insert(draft.text.rfind("[[metadata.field]]"),
                              "# One letter alone: see whether others print it so.\n");
            draft.left.push_back(wanted.name + ": one of its rules is from " + from.front()->name + " alone");
        }
        draft.word("name", wanted.name);
        if (rule.first != "first_page") draft.word("where", rule.first);
        draft.pattern("pattern", rule.second);
    }
    if (!open.values.empty())
        draft.left.push_back(wanted.name + ": in " + std::to_string(open.values.size()) + " of " +
                             std::to_string(wanted.values.size()) +
                             " letters nothing leads to it that another one prints beside it, too");
}

std::map<const Example*, std::pair<std::string, std::string>> values_of(const Examples& examples,
                                                                        const char* first, const char* last) {
    std::map<const Example*, std::pair<std::string, std::string>> values;
    for (const Example* example : examples) {
        const Mark *const begin = mark_of(*example, first), *const end = mark_of(*example, last);
        if (begin) values[example] = {begin->text, end ? end->text : begin->text};
    }
    return values;
}

}  // namespace

void learn_metadata(const Examples& examples, Draft& draft) {
    Draft fields;
    std::set<std::string> expected;
    learn_field({"document_date", Kind::date, values_of(examples, "document_date", "document_date")},
                examples, fields, expected);
    learn_field({"inspection", Kind::range, values_of(examples, "inspection_start", "inspection_end")},
                examples, fields, expected);
    learn_field({"authority", Kind::text, values_of(examples, "authority", "authority")}, examples, fields,
                expected);
    learn_field({"lead_inspector", Kind::name, values_of(examples, "lead_inspector", "lead_inspector")},
                examples, fields, expected);
    for (const char* name : {"title", "addressees", "signatories"})
        if (std::all_of(examples.begin(), examples.end(),
                        [&](const Example* example) { return mark_of(*example, name); }))
            expected.insert(name);
    draft.table("[metadata]");
    std::string list;
    for (const std::string& name : expected) list += (list.empty() ? "\"" : ", \"") + name + "\"";
    learn_titles(examples, draft);
    if (!list.empty()) {
        draft.text += "# Every example prints them.\n";
        draft.line("expected", "[" + list + "]");
    }
    learn_letter_frame(examples, draft);
    draft.text += fields.text;
    draft.left.insert(draft.left.end(), fields.left.begin(), fields.left.end());
}

}  // namespace sheaf::learn
