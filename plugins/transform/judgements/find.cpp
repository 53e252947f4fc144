#include "find.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include "pieces.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::judgements {
namespace {

/// In a format without pages, this much text counts as the first page.
constexpr std::size_t first_page_bytes = 3000;
/// A name with its grade is no longer than this, and stands in no more blocks than these behind its first.
constexpr std::size_t longest_line = 400;
constexpr std::size_t most_lines = 3;
/// What lowers the confidence in a grade that another place of the letter contradicts, and in one whose name is printed
/// with another word.
constexpr double disagreeing = 0.5, other_word = 0.85;

class Finder {
  public:
    Finder(const Document& document, const Rules& rules, Context& context)
        : document_(document), rules_(rules), context_(context) {
        std::size_t seen = 0;
        for (const Block& block : document.blocks) {
            if (block.kind == BlockKind::furniture) continue;
            seen += block.text.size();
            if (seen > first_page_bytes) break;
            ++early_blocks_;
        }
    }

    std::vector<Judgement> run() {
        for (const TableRule& rule : rules_.tables) table(rule);
        for (const StatementRule& rule : rules_.statements) statement(rule);
        for (std::size_t i = 0; i < rules_.repeats.rules.size(); ++i) repeat(i);
        std::stable_sort(found_.begin(), found_.end(), [](const Judgement& a, const Judgement& b) {
            return a.name_anchors.front().block < b.name_anchors.front().block;
        });
        report_missing();
        return std::move(found_);
    }

  private:
    using Looked = std::function<bool(BlockId)>;

    /// Which blocks a rule looks at.
    Looked looked_in(bool first_page, const std::optional<Pattern>& section) const {
        if (section) {
            std::vector<SectionId> sections = innermost_sections(document_, [&](const std::string& title) {
                return section->found_in(text::plain(title).text);
            });
            return [this, sections = std::move(sections)](BlockId id) {
                const SectionId at = document_[id].section;
                return at && sections[at.value];
            };
        }
        if (!first_page) return [](BlockId) { return true; };
        if (document_.pages.empty()) return [this](BlockId id) { return id.value < early_blocks_; };
        return [this](BlockId id) { return page_of_block(id) == 1; };
    }

    /// The units that a rule looks at. Most rules look at the whole letter or at its first page.
    const std::vector<text::Unit>& units_in(bool first_page, const std::optional<Pattern>& section) {
        std::optional<std::vector<text::Unit>>& units = section      ? in_section_
                                                        : first_page ? on_first_page_
                                                                     : all_;
        if (section || !units) {
            const Looked looked = looked_in(first_page, section);
            units = text::units(document_, [&](BlockId id, const Block& block) {
                return text::is_text(block) && looked(id);
            });
        }
        return *units;
    }

    /// Containers have no region of their own: they stand where their first text stands.
    int page_of_block(BlockId id) const {
        for (std::uint32_t i = id.value; i < document_.blocks.size(); ++i)
            if (const int page = document_.blocks[i].page(); page > 0) return page;
        return 0;
    }

    // ---- tables -----------------------------------------------------------------------------------------

    void table(const TableRule& rule) {
        const std::size_t before = found_.size();
        const Looked looked = looked_in(rule.first_page, rule.section);
        for (std::uint32_t i = 0; i < document_.blocks.size(); ++i) {
            if (document_.blocks[i].kind != BlockKind::table || !looked({i})) continue;
            const Pieces pieces = pieces_of_table(document_, {i}, rules_.grades);
            Bound bound = bind(pieces.names, pieces.grades, rule, rules_.grades);
            for (Judgement& judgement : bound.judgements)
                judgement.confidence.rests_on("name and grade stand in one row of a table");
            take(std::move(bound));
        }
        if (found_.size() == before) in_one_line(rule);
        if (found_.size() > before) return;
        const Pieces pieces = pieces_of_blocks(
            document_,
            [&](const Block& block) {
                return looked({static_cast<std::uint32_t>(&block - document_.blocks.data())});
            },
            rule, rules_.grades);
        Bound bound = bind(pieces.names, pieces.grades, rule, rules_.grades);
        for (Judgement& judgement : bound.judgements)
            judgement.confidence.lowered(0.9, "name and grade stand side by side in no table");
        take(std::move(bound));
    }

    /// Name and grade in one block or row. In text order a grade that is centred beside a wrapped name stands
    /// inside it: the words around the grade must be a name, and only one grade may leave one.
    void in_one_line(const TableRule& rule) {
        const auto& units = units_in(rule.first_page, rule.section);
        for (std::size_t first = 0; first < units.size(); ++first) {
            if (rule.begins && !rule.begins->found_in(units[first].text)) continue;
            text::Unit unit = units[first];
            for (std::size_t next = first + 1; !take_line(unit, rule) && rule.begins; ++next) {
                // The name may go on in the next block, with the grade.
                if (next == units.size() || next > first + most_lines ||
                    rule.begins->found_in(units[next].text))
                    break;
                unit.join(units[next], ' ');
            }
        }
    }

    bool take_line(const text::Unit& unit, const TableRule& rule) {
        if (unit.text.size() > longest_line) return false;
        std::vector<Range> marks;
        for (const Range& mark : grades_in(unit.text)) {
            const std::string rest =
                text::squeeze(unit.text.substr(0, mark.start) + ' ' + unit.text.substr(mark.end));
            if (is_name(rest, rule)) marks.push_back(mark);
        }
        if (marks.size() != 1) return false;
        const Range mark = marks.front();
        const auto end = static_cast<std::uint32_t>(unit.text.size());
        Judgement judgement;
        judgement.name = text::squeeze(unit.printed(document_, {0, mark.start}) + ' ' +
                                       unit.printed(document_, {mark.end, end}));
        judgement.grade = unit.printed(document_, mark);
        judgement.name_anchors = unit.anchors({0, mark.start});
        for (const Anchor& anchor : unit.anchors({mark.end, end})) judgement.name_anchors.push_back(anchor);
        judgement.grade_anchors = unit.anchors(mark);
        judgement.rule = rule.name;
        judgement.confidence.lowered(0.95, "name and grade stand in one line");
        keep(std::move(judgement));
        return true;
    }

    static bool is_name(const std::string& text, const TableRule& rule) {
        return std::any_of(rule.names.begin(), rule.names.end(),
                           [&](const Pattern& pattern) { return pattern.matches_all(text); });
    }

    /// Every stretch of whole words that is a grade, longest first at each place.
    std::vector<Range> grades_in(const std::string& text) const {
        std::vector<std::uint32_t> starts;
        for (std::uint32_t i = 0; i < text.size(); ++i) {
            const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
            if (!space(text[i]) && (i == 0 || space(text[i - 1]))) starts.push_back(i);
        }
        std::vector<Range> found;
        for (std::size_t first = 0; first < starts.size(); ++first) {
            for (std::size_t words = 8; words-- > 0;) {
                if (first + words >= starts.size()) continue;
                std::uint32_t end = first + words + 1 < starts.size()
                                        ? starts[first + words + 1]
                                        : static_cast<std::uint32_t>(text.size());
                while (end > starts[first] && static_cast<unsigned char>(text[end - 1]) <= ' ') --end;
                if (!rules_.grades.is_grade(
                        std::string_view(text).substr(starts[first], end - starts[first])))
                    continue;
                found.push_back({starts[first], end});
                first += words;
                break;
            }
        }
        return found;
    }

    void take(Bound bound) {
        for (Judgement& judgement : bound.judgements) {
            if (!judgement.known.empty()) note_name(judgement);
            keep(std::move(judgement));
        }
        for (const Doubt& doubt : bound.doubts) {
            Place place;
            place.page = page_of(document_, doubt.anchors);
            switch (doubt.what) {
                case Doubt::What::no_grade:
                    context_.report(Severity::doubtful, "judgement-without-grade",
                                    "no allowed grade stands beside `" + doubt.text + "`", place,
                                    "look at the page; a new grade belongs into the profile's `grades`");
                    break;
                case Doubt::What::no_name:
                    context_.report(
                        Severity::doubtful, "judgement-unknown",
                        "a grade stands beside no name that the profile knows: `" + doubt.text + "`", place,
                        "look at the page; a new name belongs into the profile's `names`");
                    break;
                case Doubt::What::two_grades:
                    context_.report(Severity::doubtful, "judgement-ambiguous",
                                    "more than one grade could belong to `" + doubt.text + "`; none is taken",
                                    place, "look at the page");
                    break;
            }
        }
    }

    /// A name that is printed with another word: bound to the known one.
    void note_name(Judgement& judgement) {
        judgement.confidence.lowered(other_word, "its name differs by a word from `" + judgement.known + "`");
        Place place;
        place.page = page_of(document_, judgement.name_anchors);
        context_.report(Severity::note, "judgement-name",
                        "`" + judgement.name + "` is taken for `" + judgement.known + "`", place,
                        "the two differ by a word: if they are two judgements, both belong into the profile");
    }

    // ---- statements -------------------------------------------------------------------------------------

    void statement(const StatementRule& rule) {
        const auto& units = units_in(rule.first_page, rule.section);
        std::optional<std::size_t> kept;  // which of those found
        for (const text::Unit& unit : units) {
            const auto match = rule.pattern.find(unit.text);
            if (!match || !match->groups[rule.name_group] || !match->groups[rule.grade_group]) continue;
            const Range name = *match->groups[rule.name_group];
            const Range grade = *match->groups[rule.grade_group];
            const std::string printed = unit.printed(document_, grade);
            Place place;
            place.page = unit.page(document_);
            if (!rules_.grades.is_grade(printed)) {
                context_.report(
                    Severity::doubtful, "judgement-without-grade",
                    "`" + printed + "` is no allowed grade of `" + unit.printed(document_, name) + "`", place,
                    "look at the page; a new grade belongs into the profile's `grades`");
                continue;
            }
            if (kept) {
                // A judgement is printed again further on; it must be the same.
                if (!same_grade(printed, found_[*kept].grade))
                    report_disagreement(found_[*kept], printed, place);
                continue;
            }
            Confidence confidence;
            confidence.rests_on("the words of the rule hold name and grade");
            kept = keep({unit.printed(document_, name),
                         printed,
                         unit.anchors(name),
                         unit.anchors(grade),
                         rule.name,
                         std::move(confidence),
                         {}});
        }
    }

    // ---- the same again ---------------------------------------------------------------------------------

    /// The units in which a repeat may be found: those of its section, or those of the letter that hold its pattern. The
    /// patterns of all repeats are looked for in one pass.
    std::vector<const text::Unit*> units_for(std::size_t which) {
        const RepeatRule& rule = rules_.repeats.rules[which];
        const std::vector<text::Unit>& units = units_in(false, rule.section);
        if (rule.section) {
            std::vector<const text::Unit*> all;
            all.reserve(units.size());
            for (const text::Unit& unit : units) all.push_back(&unit);
            return all;
        }
        if (repeated_in_.empty()) {
            repeated_in_.resize(rules_.repeats.rules.size());
            for (const text::Unit& unit : units)
                for (const std::size_t found : rules_.repeats.patterns->found_in(unit.text))
                    repeated_in_[found].push_back(&unit);
        }
        return repeated_in_[which];
    }

    /// Compares what the letter says again with what was found; takes nothing from it.
    void repeat(std::size_t which) {
        const RepeatRule& rule = rules_.repeats.rules[which];
        const auto kept = std::find_if(found_.begin(), found_.end(), [&](const Judgement& judgement) {
            return rule.judgement.found_in(text::plain(judgement.known_name()).text);
        });
        if (kept == found_.end()) return;
        for (const text::Unit* const one : units_for(which)) {
            const text::Unit& unit = *one;
            const auto match = rule.pattern.find(unit.text);
            if (!match || !match->groups[rule.grade_group]) continue;
            const Range grade = *match->groups[rule.grade_group];
            const std::vector<Anchor> words = unit.anchors(grade);
            if (words.empty() || words.front() == kept->grade_anchors.front())
                continue;  // the very same words
            const std::string printed = unit.printed(document_, grade);
            // Running text goes on behind the grade: `require improvement when any child waits`.
            if (!rules_.grades.is_grade(printed) && !is_heading(unit)) continue;
            Place place;
            place.page = unit.page(document_);
            const std::string where = place.page ? "page " + std::to_string(place.page) : "another place";
            if (same_grade(printed, kept->grade)) {
                kept->confidence.rests_on(where + " says the same");
            } else {
                report_disagreement(*kept, printed, place);
            }
        }
    }

    bool is_heading(const text::Unit& unit) const {
        return document_[unit.pieces.front().block].kind == BlockKind::heading;
    }

    bool same_grade(std::string_view a, std::string_view b) const {
        return rules_.grades.is_grade(a) && rules_.meaning_of(a) == rules_.meaning_of(b);
    }

    // ---- all --------------------------------------------------------------------------------------------

    /// Each judgement once; which of those found it is.
    std::size_t keep(Judgement judgement) {
        const std::string folded = text::fold(judgement.name);
        const auto twin = std::find_if(found_.begin(), found_.end(), [&](const Judgement& other) {
            return text::fold(other.name) == folded;
        });
        if (twin == found_.end()) {
            found_.push_back(std::move(judgement));
            return found_.size() - 1;
        }
        if (!same_grade(judgement.grade, twin->grade)) {
            Place place;
            place.page = page_of(document_, judgement.name_anchors);
            report_disagreement(*twin, judgement.grade, place);
        }
        return static_cast<std::size_t>(twin - found_.begin());
    }

    void report_disagreement(Judgement& kept, const std::string& other, const Place& place) {
        const std::string where = place.page ? "page " + std::to_string(place.page) : "another place";
        kept.confidence.lowered(disagreeing, where + " gives another grade");
        context_.report(Severity::doubtful, "judgement-disagreement",
                        "`" + kept.name + "` is " + kept.grade + " in one place and " + other +
                            " in another; the first is kept",
                        place, "compare the two places");
    }

    /// Whether letters with this title, of inspections that began then, have the judgement; not known without its date.
    bool is_expected(const Expected& expected) const {
        const Record* record = metadata(document_);
        if (expected.title && !(record && expected.title->found_in(text::plain(record->text("title")).text)))
            return false;
        if (expected.from.empty() && expected.until.empty()) return true;
        const std::string_view began = record ? record->text("inspection_start") : std::string_view();
        return !began.empty() && began >= expected.from && (expected.until.empty() || began < expected.until);
    }

    void report_missing() {
        for (const Expected& expected : rules_.expected) {
            if (!is_expected(expected)) continue;
            const bool there = std::any_of(found_.begin(), found_.end(), [&](const Judgement& judgement) {
                return expected.pattern.found_in(text::plain(judgement.known_name()).text);
            });
            if (there) continue;
            Place place;
            if (!document_.pages.empty()) place.page = 1;
            context_.report(
                Severity::doubtful, "judgement-missing", "no grade was found for " + called(expected), place,
                "letters of this family print it, mostly on the first page: look there, then at the "
                "heading above what was found");
        }
    }

    /// The judgement's name for people.
    std::string called(const Expected& expected) const {
        for (const TableRule& rule : rules_.tables)
            for (const std::string& name : rule.known)
                if (expected.pattern.found_in(text::plain(name).text)) return '`' + name + '`';
        return "a judgement that every such letter has";
    }

    const Document& document_;
    const Rules& rules_;
    Context& context_;
    std::uint32_t early_blocks_ = 0;
    std::optional<std::vector<text::Unit>> all_, on_first_page_,
        in_section_;                                           ///< the last for the rule at work
    std::vector<std::vector<const text::Unit*>> repeated_in_;  ///< by repeat; empty before the first one asks
    std::vector<Judgement> found_;
};

}  // namespace

std::vector<Judgement> find(const Document& document, const Rules& rules, Context& context) {
    return Finder(document, rules, context).run();
}

}  // namespace sheaf::judgements
