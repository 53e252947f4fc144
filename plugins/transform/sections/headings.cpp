#include "headings.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "facts.hpp"
#include "shape.hpp"
#include "sheaf/date.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::sections {

namespace {

/// Points by which a heading is larger than the body: less is the drift of one style.
constexpr float clearly_larger = 0.9F;
/// Points from which a size is another than the body's at all.
constexpr float slightly_larger = 0.4F;
/// Points by which a bold line may be smaller than the body and still be a heading.
constexpr float hardly_smaller = 1.1F;
/// A tag alone makes a heading of so many words, a vocabulary word alone of so many.
constexpr std::size_t tag_words = 14, bare_words = 8;
/// Words from which a line that closes with a full stop is a sentence.
constexpr std::size_t sentence_words = 5;
/// Longest sentence, in words, that may close with a full stop and be a heading.
constexpr std::size_t stopped_words = 18;

/// The text begins with a mark of ASCII that opens no words: `| L`, a part of a picture.
bool begins_with_mark(std::string_view text) {
    const auto c = static_cast<unsigned char>(text.front());
    return c < 0x80 && std::ispunct(c) != 0 && std::string_view("\"'([").find(text.front()) == text.npos;
}

/// Why a block that the vocabulary does not know is a heading; empty when it is none.
std::string looks_like_heading(const Block& block, const Fact& fact, const Body& body) {
    const std::string_view text = block.text;
    if (!text::has_letter(text) || fact.in_cell || fact.contents || fact.before || fact.margin ||
        fact.caption)
        return {};
    const bool numbered = is_number_label(block.label);
    if (!block.label.empty() && !numbered) return {};
    const std::size_t n = words(text);
    const char last = text.back();
    if (last == ';' || last == ',') return {};
    if (last == ':' && n > stopped_words / 2) return {};
    if ((last == '.' || last == '!') && (n > stopped_words || fact.sentence)) return {};
    if (text.find(". ") != std::string_view::npos && n > stopped_words) return {};
    if (text::begins_small(text) || begins_with_mark(text)) return {};

    const float over = larger(fact.look, body);
    const bool bold = stands_out(fact.look, body) && over > -hardly_smaller;
    const bool large = over >= clearly_larger;
    const bool tagged = block.kind == BlockKind::heading;
    // Signatures are bold, and nothing stands under them.
    if (fact.closed && !large && !(tagged && bold)) return {};
    std::string basis;
    if (tagged) basis = "tag H" + std::to_string(block.level);
    const std::string look = describe(fact.look, body);
    if (bold || large) return basis + (basis.empty() ? "" : ", ") + look;
    if (tagged && n <= tag_words && last != '.' && over > -hardly_smaller) return basis;
    return {};
}

/// Why a block that the vocabulary knows is a heading here; empty when it is running text.
/// `styled`: the letter has bold text, so that a heading without is suspicious.
std::string named_heading(const Block& block, const Fact& fact, const Body& body, bool styled) {
    if (fact.contents || (fact.in_cell && (fact.in_data || !fact.named.heading->in_table))) return {};
    const bool bullet = !block.label.empty() && !is_number_label(block.label);
    if (bullet && block.kind == BlockKind::list_item) return {};
    std::string basis = "profile";
    const bool bold = stands_out(fact.look, body), large = larger(fact.look, body) >= clearly_larger;
    if (block.kind == BlockKind::heading) basis += ", tag H" + std::to_string(block.level);
    if (bold || large) return basis + ", " + describe(fact.look, body);
    if (block.kind == BlockKind::heading) return basis;
    // Plain text with the words of a heading, as OCR reads it: only a line of its own that is no sentence.
    if (styled || words(block.text) > bare_words || block.text.back() == '.' || block.text.back() == ';')
        return {};
    return basis;
}

/// The block opens a subtitle: bold, directly below a heading that has one.
bool is_subtitle(const Block& block, const Fact& fact, const Body& body) {
    return block.label.empty() && stands_out(fact.look, body) && text::has_letter(block.text);
}

/// A wrapped heading that the input left in two blocks.
bool goes_on(const Heading& heading, const Document& document, std::size_t at, const Fact& fact) {
    const Block& before = document.blocks[heading.blocks.back()];
    const Block& block = document.blocks[at];
    // A page's end may stand between the halves, but no text.
    for (std::size_t i = heading.blocks.back() + 1; i < at; ++i)
        if (document.blocks[i].kind != BlockKind::furniture) return false;
    if (!block.label.empty() || fact.in_cell || fact.contents || !text::begins_small(block.text))
        return false;
    const char last = before.text.back();
    if (last == '.' || last == '?' || last == '!' || last == ':') return false;
    return fact.look.bold == heading.look.bold &&
           std::abs(fact.look.size - heading.look.size) < clearly_larger;
}

/// The heading again, in another language, below it and set alike.
bool translates(const Heading& heading, const Block& block, const Fact& fact, const Rules& rules) {
    return block.label.empty() && rules.translates(fact.folded) && fact.look.bold == heading.look.bold &&
           std::abs(fact.look.size - heading.look.size) < clearly_larger;
}

/// Moves a printed number at the start of a heading's text to its label, as inputs do for paragraphs.
void split_number(Block& block) {
    if (!block.label.empty()) return;
    const auto label = text::leading_label(block.text);
    if (!label || label->kind != text::Label::Kind::number ||
        text::begins_small(block.text.substr(label->text_at)))
        return;
    const auto cut = static_cast<std::uint32_t>(label->text_at);
    const std::string printed(label->printed);
    const auto shift = [cut](Range& range) {
        range.start = range.start > cut ? range.start - cut : 0;
        range.end = range.end > cut ? range.end - cut : 0;
    };
    block.text.erase(0, cut);
    for (Region& region : block.regions) shift(region.range);
    std::erase_if(block.spans, [&](Span& span) {
        shift(span.range);
        return span.range.start == span.range.end && span.mark.empty();
    });
    block.label = printed;
}

class Finder {
  public:
    Finder(Document& document, const Rules& rules, const Customs& customs, const Body& body)
        : document_(document), rules_(rules), body_(body), facts_(find_facts(document, rules, customs)) {
        mark_sentences(customs);
        for (const Fact& fact : facts_)
            if (fact.contents && fact.brief) contents_.insert(title_in_contents(fact.folded));
        styled_ = std::any_of(facts_.begin(), facts_.end(), [](const Fact& fact) { return fact.look.bold; });
    }

    std::vector<Heading> find() {
        learn_looks();
        const std::size_t from = rules_.has_title() ? take_title() : 0;
        if (from > 0) {
            front_ = {from, first_prose(from)};
        } else {
            find_subject();
            front_ = metadata_lines();
        }
        for (std::size_t i = 0; i < facts_.size(); ++i) {
            if (i < from || i == subject_) continue;
            if (facts_[i].text) visit(i);
        }
        std::stable_sort(headings_.begin(), headings_.end(), [](const Heading& a, const Heading& b) {
            return a.blocks.front() < b.blocks.front();
        });
        drop_empty_sentences();
        return std::move(headings_);
    }

  private:
    /// Looks of short tagged or known lines that differ from the body's by size alone: other lines that look
    /// so are headings too, although their size alone would not tell.
    void learn_looks() {
        std::vector<std::pair<float, int>> sizes;
        for (std::size_t i = 0; i < facts_.size(); ++i) {
            const Fact& fact = facts_[i];
            const bool tagged = document_.blocks[i].kind == BlockKind::heading || fact.named.heading;
            if (!fact.brief || !tagged || fact.look.bold || words(document_.blocks[i].text) > tag_words)
                continue;
            const float over = larger(fact.look, body_);
            if (over < slightly_larger || over >= clearly_larger) continue;
            const auto known = std::find_if(sizes.begin(), sizes.end(),
                                            [&](const auto& s) { return s.first == fact.look.size; });
            if (known == sizes.end())
                sizes.emplace_back(fact.look.size, 1);
            else
                ++known->second;
        }
        for (const auto& [size, n] : sizes)
            if (n >= 3) heading_sizes_.push_back(size);
    }

    /// Sentences that no bold type makes a heading: one that says what must be done, and one whose number is of a rank
    /// that mostly numbers paragraphs.
    void mark_sentences(const Customs& customs) {
        std::map<std::ptrdiff_t, std::pair<std::size_t, std::size_t>>
            ranks;  // numbered blocks; those that are prose
        const auto rank = [](const std::string& label) {
            const std::string number = without_closing(label);
            return std::count(number.begin(), number.end(), '.');
        };
        for (std::size_t i = 0; i < facts_.size(); ++i) {
            const Block& block = document_.blocks[i];
            if (!facts_[i].text || !is_number_label(block.label)) continue;
            auto& [all, prose] = ranks[rank(block.label)];
            ++all;
            prose += is_prose(block.text);
        }
        for (std::size_t i = 0; i < facts_.size(); ++i) {
            Fact& fact = facts_[i];
            const Block& block = document_.blocks[i];
            if (!fact.brief || block.text.back() != '.' || words(block.text) < sentence_words) continue;
            fact.sentence = customs.demand.found_in(fact.folded);
            if (!is_number_label(block.label)) continue;
            const auto& [all, prose] = ranks[rank(block.label)];
            fact.sentence = fact.sentence || (all > 3 && prose * 3 > all * 2);
        }
    }

    /// The title block as the profile describes it. Returns the position behind it, or 0 without one.
    std::size_t take_title() {
        std::vector<std::size_t> lines;
        std::size_t first = facts_.size();
        for (std::size_t i = 0; i < facts_.size(); ++i)
            if (facts_[i].brief && !facts_[i].contents && rules_.title_begins(facts_[i].folded) &&
                !facts_[i].named.never) {
                first = i;
                break;
            }
        std::size_t end = first;
        const int page = first < facts_.size() ? document_.blocks[first].page() : 0;
        for (std::size_t i = first; i < facts_.size(); ++i) {
            if (!facts_[i].text) continue;
            if (!facts_[i].brief || facts_[i].named.heading || document_.blocks[i].page() != page) break;
            if (!lines.empty() && rules_.title_ends(facts_[i].folded)) break;
            lines.push_back(i);
            end = i + 1;
            if (!rules_.title_has_end()) break;
        }
        if (lines.empty()) return 0;
        for (std::size_t n = 0; n < lines.size(); ++n) {
            // Lines of one look are one wrapped line.
            if (n > 0 && (rules_.title_joined() || facts_[lines[n]].look == headings_.back().look)) {
                headings_.back().blocks.push_back(static_cast<std::uint32_t>(lines[n]));
                continue;
            }
            const int level = headings_.empty() ? 1 : headings_.back().level + 1;
            Heading& heading = add(lines[n], "title of the profile");
            heading.title = true;
            heading.level = level;
        }
        return end;
    }

    /// Where the text begins below a title block. What stands between is who inspected and when, in bold.
    std::size_t first_prose(std::size_t from) const {
        for (std::size_t i = from; i < facts_.size(); ++i) {
            if (!facts_[i].text) continue;
            if (is_prose(document_.blocks[i].text)) return i;
        }
        return from;
    }

    /// On the first page, above the prose: from the first line with a date or a label without value on, there
    /// are names and dates, not headings. The last line before prose heads it.
    std::pair<std::size_t, std::size_t> metadata_lines() const {
        std::size_t begin = facts_.size(), last = 0;
        for (std::size_t i = 0; i < facts_.size(); ++i) {
            const Block& block = document_.blocks[i];
            if (block.page() > 1 || (facts_[i].text && facts_[i].in_cell)) return {begin, i};
            if (!facts_[i].text) continue;
            if (is_prose(block.text)) return {begin, last > begin ? last : i};
            last = i;
            if (begin < i) continue;
            if (block.text.back() == ':' || !find_dates(block.text).empty()) begin = i;
        }
        return {0, 0};
    }

    /// The block stands on the line of the heading before it, to its right: the grade in a banner.
    bool stands_beside_heading(const Block& block) const {
        if (headings_.empty() || block.regions.empty()) return false;
        const Block& before = document_.blocks[headings_.back().blocks.back()];
        if (before.regions.empty()) return false;
        const Region &a = before.regions.back(), &b = block.regions.front();
        return a.page == b.page && b.box.left > a.box.right && b.box.top < a.box.bottom &&
               a.box.top < b.box.bottom;
    }

    /// A letter's subject line: the bold or larger line next below the salutation is its title.
    void find_subject() {
        std::size_t i = 0;
        while (i < facts_.size() && facts_[i].before) ++i;
        if (i == 0) return;
        while (i < facts_.size() && !facts_[i].text) ++i;
        if (i == facts_.size() || !facts_[i].brief) return;
        const std::string basis = looks_like_heading(document_.blocks[i], facts_[i], body_);
        if (basis.empty()) return;
        Heading& heading = add(i, basis + ", below the salutation");
        heading.title = true;
        heading.level = 1;
        subject_ = i;
    }

    void visit(std::size_t i) {
        const Block& block = document_.blocks[i];
        const Fact& fact = facts_[i];
        if (!fact.brief) return;
        const bool adjacent = follows_heading(i);
        if (fact.banner) {
            take_banner(i);
            return;
        }
        if (fact.named.never) return;
        // A table that names itself below the heading that names it.
        if (adjacent && fact.folded == facts_[headings_.back().blocks.back()].folded) return;
        // Wherever it stands: on a contents page, or in what comes before the prose.
        if (adjacent && translates(headings_.back(), block, fact, rules_)) {
            headings_.back().blocks.push_back(static_cast<std::uint32_t>(i));
            return;
        }
        if (adjacent && goes_on(headings_.back(), document_, i, fact)) {
            headings_.back().blocks.push_back(static_cast<std::uint32_t>(i));
            return;
        }
        if (fact.named.heading) {
            const std::string basis = named_heading(block, fact, body_, styled_);
            if (!basis.empty()) {
                Heading& heading = add(i, basis);
                heading.rule = fact.named.heading;
                heading.level = fact.named.heading->level;
            } else if (looks_like_tagged(block, fact)) {
                // The words of a heading of higher rank, set as those of a lower one.
                add(i, describe(fact.look, body_) + ", as tagged headings have it");
            }
            return;
        }
        if (i >= front_.first && i < front_.second && block.kind != BlockKind::heading) return;
        if (stands_beside_heading(block)) return;
        if (adjacent && !fact.contents && !fact.in_cell) {
            const Heading& before = headings_.back();
            if (before.rule && before.rule->subtitle && is_subtitle(block, fact, body_)) {
                add(i, describe(fact.look, body_) + ", below a heading with a subtitle").subtitle = true;
                return;
            }
        }
        const std::string basis = looks_like_heading(block, fact, body_);
        if (!basis.empty())
            add(i, basis);
        else if (looks_like_tagged(block, fact))
            add(i, describe(fact.look, body_) + ", as tagged headings have it");
    }

    /// A bold sentence that nothing but its look makes a heading, and below which the next heading stands, heads nothing.
    void drop_empty_sentences() {
        for (std::size_t i = headings_.size(); i-- > 1;) {
            const Heading& heading = headings_[i - 1];
            const std::string& text = document_.blocks[heading.blocks.back()].text;
            if (heading.rule || heading.tag || heading.title || heading.subtitle || heading.banner ||
                text.back() != '.' || words(text) < sentence_words || !headings_[i].follows_heading)
                continue;
            headings_[i].follows_heading = false;
            headings_.erase(headings_.begin() + static_cast<std::ptrdiff_t>(i - 1));
        }
    }

    void take_banner(std::size_t i) {
        const Block& block = document_.blocks[i];
        if (!headings_.empty() && facts_[headings_.back().blocks.back()].banner &&
            document_.blocks[headings_.back().blocks.back()].parent == block.parent) {
            headings_.back().blocks.push_back(static_cast<std::uint32_t>(i));
            return;
        }
        Heading& heading = add(i, "profile, banner of a chapter");
        heading.level = rules_.banner_level();
        heading.banner = true;
    }

    bool looks_like_tagged(const Block& block, const Fact& fact) const {
        if (std::find(heading_sizes_.begin(), heading_sizes_.end(), fact.look.size) == heading_sizes_.end())
            return false;
        const char last = block.text.back();
        return block.label.empty() && !fact.in_cell && !fact.contents && !fact.closed && !fact.before &&
               !text::begins_small(block.text) && text::has_letter(block.text) &&
               words(block.text) <= tag_words && last != '.' && last != ',' && last != ';';
    }

    /// No running text stands between the last heading and `i`.
    bool follows_heading(std::size_t i) const {
        if (headings_.empty()) return false;
        for (std::size_t j = i; j-- > 0;)
            if (facts_[j].text) return j == headings_.back().blocks.back();
        return false;
    }

    Heading& add(std::size_t i, std::string basis) {
        Block& block = document_.blocks[i];
        split_number(block);
        Heading heading;
        heading.blocks.push_back(static_cast<std::uint32_t>(i));
        if (is_number_label(block.label)) heading.number = without_closing(block.label);
        heading.look = facts_[i].look;
        heading.tag = block.kind == BlockKind::heading ? block.level : 0;
        heading.basis = std::move(basis);
        heading.listed = contents_.contains(title_in_contents(facts_[i].folded));
        heading.follows_heading = follows_heading(i);
        headings_.push_back(std::move(heading));
        return headings_.back();
    }

    Document& document_;
    const Rules& rules_;
    const Body& body_;
    std::vector<Fact> facts_;
    std::vector<Heading> headings_;
    std::set<std::string> contents_;  ///< folded titles that the contents list names
    bool styled_ = false;
    std::pair<std::size_t, std::size_t> front_{0, 0};  ///< blocks that say who and when, not what
    std::vector<float> heading_sizes_;
    std::size_t subject_ = static_cast<std::size_t>(-1);
};

}  // namespace

std::vector<Heading> find_headings(Document& document, const Rules& rules, const Customs& customs,
                                   const Body& body) {
    return Finder(document, rules, customs, body).find();
}

}  // namespace sheaf::sections
