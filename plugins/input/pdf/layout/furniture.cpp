#include "layout/furniture.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <string_view>
#include <unordered_map>

#include "layout/lines.hpp"
#include "sheaf/number.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// Running text stands within this share of the page's height from its head or foot.
constexpr double margin_share = 0.14;

/// A line at the head or foot of a page.
struct Candidate {
    std::uint32_t page;
    double y;
    bool head;
    std::string key;  ///< its text, digits as `#`
    bool number;      ///< nothing but a page number
    std::vector<std::uint32_t> runs;
};

/// The runs' text without white space, numbers as `#`.
std::string key_of(const PageContent& page, std::span<const std::uint32_t> runs) {
    std::string key;
    for (const std::uint32_t r : runs) {
        const std::string_view text = page.text_of(page.runs[r]);
        for (std::size_t at = 0; at < text.size();) {
            const char32_t c = text::next(text, at);
            if (c >= '0' && c <= '9') {
                if (key.empty() || key.back() != '#') key.push_back('#');
            } else if (!text::is_space(c)) {
                text::append(key, c);
            }
        }
    }
    return key;
}

/// `12`, `- 12 -`, `Page 12 of 15`, `12/15`.
bool is_page_number(std::string_view key) {
    std::string plain;
    for (const char c : key) {
        if (c != '-' && c != '|' && c != '\xE2' && c != '\x80' && c != '\x93') plain.push_back(c);
        if (plain.size() > 8) return false;
    }
    return plain == "#" || plain == "Page#" || plain == "page#" || plain == "Page#of#" || plain == "#of#" ||
           plain == "#/#" || plain == "Tudalen#";
}

/// The outermost lines of every page that are no artifacts: at most three at its head and at its foot.
std::vector<Candidate> candidates(const Work& work) {
    std::vector<Candidate> result;
    for (std::uint32_t p = 0; p < work.content.pages.size(); ++p) {
        const PageContent& page = work.content.pages[p];
        for (const bool head : {true, false}) {
            std::vector<std::uint32_t> runs;
            const double limit = head ? page.height * margin_share : page.height * (1 - margin_share);
            for (std::uint32_t r = 0; r < page.runs.size(); ++r) {
                const Run& run = page.runs[r];
                if (work.fates[p][r] != Fate::text || run.is_artifact || run.direction != 0) continue;
                if (head ? run.bottom < limit : run.top > limit) runs.push_back(r);
            }
            const Baselines lines = baselines(page, runs);
            std::size_t found = 0;
            for (std::size_t i = 0; i < lines.size() && found < 3; ++i) {
                const auto line = lines[head ? i : lines.size() - 1 - i];
                std::string key = key_of(page, line);
                if (key.empty()) continue;
                ++found;
                const bool number = is_page_number(key);
                result.push_back({p,
                                  page.runs[line.front()].baseline,
                                  head,
                                  std::move(key),
                                  number,
                                  {line.begin(), line.end()}});
            }
        }
    }
    return result;
}

bool same_place(const Candidate& a, const Candidate& b) {
    return a.head == b.head && a.key == b.key && std::abs(a.y - b.y) < 8;
}

/// Small print in the outermost margin with room around it, as a footer has that stands on one page only.
/// Footnotes begin with a mark.
bool stands_apart(const Work& work, const Candidate& line) {
    const PageContent& page = work.content.pages[line.page];
    const Run& first = page.runs[line.runs.front()];
    if (line.key.empty() || (line.key[0] == '#' && !line.number)) return false;
    if (line.head ? line.y > 0.06 * page.height : line.y < 0.935 * page.height) return false;
    if (first.size > 0.88F * work.body_size && !line.number) return false;
    for (std::uint32_t r = 0; r < page.runs.size(); ++r) {
        const Run& run = page.runs[r];
        if (work.fates[line.page][r] == Fate::refused ||
            std::find(line.runs.begin(), line.runs.end(), r) != line.runs.end())
            continue;
        if (run.bottom > first.top - 1.2F * first.size && run.top < first.bottom + 1.2F * first.size)
            return false;
    }
    return true;
}

/// The top of the text on a page, in points: of its highest run that is no furniture. 0 on a page without text.
float text_top(const Work& work, std::uint32_t p) {
    const PageContent& page = work.content.pages[p];
    float top = 0;
    for (std::uint32_t r = 0; r < page.runs.size(); ++r) {
        const Run& run = page.runs[r];
        if (work.fates[p][r] != Fate::text || run.direction != 0 || run.right <= run.left) continue;
        if (top == 0 || run.top < top) top = run.top;
    }
    return top;
}

/// A letterhead stands on the first page alone, above the line where the text of every page begins: that line is where
/// most other pages begin and none begins higher, and the first page has text that begins there, too. No larger than the
/// text, and not bold: a title is none.
void find_letterhead(Work& work) {
    const auto pages = static_cast<std::uint32_t>(work.content.pages.size());
    std::vector<float> tops;
    for (std::uint32_t p = 1; p < pages; ++p)
        if (const float here = text_top(work, p); here > 0) tops.push_back(here);
    if (tops.empty()) return;
    const float top = *std::min_element(tops.begin(), tops.end());
    const auto agree = std::count_if(tops.begin(), tops.end(),
                                     [&](float here) { return here - top < 0.5F * work.body_size; });
    if (agree * 2 < static_cast<std::ptrdiff_t>(tops.size())) return;
    const PageContent& page = work.content.pages[0];
    if (top > margin_share * page.height) return;
    std::vector<std::uint32_t> above;
    bool begins = false;
    for (std::uint32_t r = 0; r < page.runs.size(); ++r) {
        const Run& run = page.runs[r];
        if (work.fates[0][r] != Fate::text || run.direction != 0 || run.right <= run.left) continue;
        begins = begins || std::abs(run.top - top) < 0.5F * work.body_size;
        if (run.bottom > top) continue;
        if (run.size > 1.05F * work.body_size || work.content.fonts[run.font].bold) return;
        above.push_back(r);
    }
    if (!begins) return;
    for (const std::uint32_t r : above) work.fates[0][r] = Fate::furniture;
}

/// Whether lines of text run through the run's letters, two of them at least. Titles are not that much larger than text.
bool overprinted(const PageContent& page, const std::vector<std::uint32_t>& runs, const Run& large) {
    const float head = large.baseline - 0.72F * large.size;
    float first = 0;
    for (const std::uint32_t r : runs) {
        const Run& run = page.runs[r];
        if (run.direction != 0 || 4 * run.size > large.size || run.baseline < head ||
            run.top > large.baseline)
            continue;
        if (std::min(run.right, large.right) - std::max(run.left, large.left) < 2 * run.size) continue;
        if (first > 0 && std::abs(run.baseline - first) > 0.8F * run.size) return true;
        first = run.baseline;
    }
    return false;
}

/// The same words at the same place.
bool same_print(const PageContent& a, const Run& one, const PageContent& b, const Run& other) {
    return std::abs(one.size - other.size) < 0.5F && std::abs(one.left - other.left) < 1 &&
           std::abs(one.baseline - other.baseline) < 1 && a.text_of(one) == b.text_of(other);
}

/// Large letters that lie under the text or over it are no part of it, also on pages where no text meets them.
void find_watermarks(Work& work) {
    const std::vector<PageContent>& pages = work.content.pages;
    std::vector<std::pair<std::size_t, std::uint32_t>> found;
    for (std::size_t p = 0; p < pages.size() && found.size() < 100; ++p) {
        std::vector<std::uint32_t> runs;
        for (std::uint32_t r = 0; r < pages[p].runs.size(); ++r)
            if (work.fates[p][r] == Fate::text) runs.push_back(r);
        const std::vector<bool> tall = tall_runs(pages[p], runs);
        for (std::size_t i = 0; i < tall.size(); ++i)
            if (tall[i] && overprinted(pages[p], runs, pages[p].runs[runs[i]]))
                found.emplace_back(p, runs[i]);
    }
    for (const auto& [page, run] : found)
        for (std::size_t p = 0; p < pages.size(); ++p)
            for (std::uint32_t r = 0; r < pages[p].runs.size(); ++r)
                if (work.fates[p][r] == Fate::text &&
                    same_print(pages[page], pages[page].runs[run], pages[p], pages[p].runs[r]))
                    work.fates[p][r] = Fate::furniture;
}

/// The number that the run prints, and nothing else; 0 for any other run.
int number_of(const PageContent& page, const Run& run) {
    constexpr std::uint32_t longest = 8;  // glyphs, spaces among them
    if (run.count > longest) return 0;
    const std::string text = text::squeeze(page.text_of(run));
    return text.size() > 4 ? 0 : static_cast<int>(text::whole_number<unsigned>(text).value_or(0));
}

/// A small number in front of a line of text, or behind it, with room between them.
struct LineNumber {
    std::uint32_t run;
    int value;
};

/// How a number stands to what shares its line.
enum class Beside { text, nothing, within };

/// `text`: at one side of text of the usual size, with room between them. `within`: between two texts, or right beside one or
/// beside small print, as numbers of footnotes and those in tables stand.
Beside beside(const Work& work, std::uint32_t p, const Run& number) {
    const PageContent& page = work.content.pages[p];
    bool before = false, behind = false;
    for (std::size_t r = 0; r < page.runs.size(); ++r) {
        const Run& run = page.runs[r];
        if (&run == &number || work.fates[p][r] != Fate::text || run.direction != 0 ||
            run.right <= run.left || std::abs(run.baseline - number.baseline) > 0.4F * work.body_size)
            continue;
        const bool small = run.size <= 0.92F * work.body_size;
        const float gap = std::max(run.left - number.right, number.left - run.right);
        if (gap < (small ? 2.0F : 0.5F) * work.body_size) return Beside::within;
        if (!small) (run.left > number.right ? before : behind) = true;
    }
    return before && behind ? Beside::within : before || behind ? Beside::text : Beside::nothing;
}

/// Numbers of lines stand one under the other, smaller than the text, and count on at one step. Numbers of paragraphs that
/// do so count by one, and stand further apart than lines.
bool count_lines(const Work& work, std::uint32_t p, const std::vector<LineNumber>& numbers) {
    constexpr std::size_t fewest = 3, most = 300;  // of a page
    if (numbers.size() < fewest || numbers.size() > most) return false;
    const PageContent& page = work.content.pages[p];
    const int step = numbers[1].value - numbers[0].value;
    std::size_t far = 0;  // further apart than lines are
    for (std::size_t i = 1; i < numbers.size(); ++i) {
        const Run &a = page.runs[numbers[i - 1].run], &b = page.runs[numbers[i].run];
        if (numbers[i].value - numbers[i - 1].value != step || std::abs(a.size - b.size) > 0.3F ||
            b.baseline - a.baseline < 0.5F * work.body_size)
            return false;
        far += b.baseline - a.baseline > 2.1F * work.body_size ? 1U : 0U;
    }
    if (step < 1 || (step == 1 && 3 * far > numbers.size())) return false;
    std::size_t with_text = 0;
    for (const LineNumber& one : numbers) {
        const Beside where = beside(work, p, page.runs[one.run]);
        if (where == Beside::within) return false;
        with_text += where == Beside::text ? 1U : 0U;
    }
    return 2 * with_text >= numbers.size();
}

/// At either side of the page.
void find_line_numbers(Work& work, std::uint32_t p) {
    const PageContent& page = work.content.pages[p];
    std::vector<LineNumber> all;
    for (std::uint32_t r = 0; r < page.runs.size(); ++r) {
        const Run& run = page.runs[r];
        if (work.fates[p][r] != Fate::text || run.direction != 0 || run.size > 0.92F * work.body_size)
            continue;
        if (const int value = number_of(page, run)) all.push_back({r, value});
    }
    if (all.empty()) return;
    std::stable_sort(all.begin(), all.end(), [&](const LineNumber& a, const LineNumber& b) {
        return page.runs[a.run].baseline < page.runs[b.run].baseline;
    });
    const auto [left, right] =
        std::minmax_element(all.begin(), all.end(), [&](const LineNumber& a, const LineNumber& b) {
            return page.runs[a.run].left < page.runs[b.run].left;
        });
    for (const Run* const outer : {&page.runs[left->run], &page.runs[right->run]}) {
        std::vector<LineNumber> numbers = all;
        std::erase_if(numbers, [&](const LineNumber& one) {
            const Run& run = page.runs[one.run];
            return std::abs(run.left - outer->left) > 2 && std::abs(run.right - outer->right) > 2;
        });
        if (!count_lines(work, p, numbers)) continue;
        for (const LineNumber& one : numbers) work.fates[p][one.run] = Fate::furniture;
    }
}

/// How often the letter prints the words of each of its runs, as of `key_of`; counted when it is first asked for.
class Prints {
  public:
    explicit Prints(const Work& work) : work_(work) {}
    bool are_repeated(const PageContent& page, std::uint32_t run) {
        constexpr std::size_t shortest = 9;  // bytes
        if (counts_.empty())
            for (const PageContent& one : work_.content.pages)
                for (std::uint32_t r = 0; r < one.runs.size(); ++r) ++counts_[key_of(one, std::span(&r, 1))];
        const std::string key = key_of(page, std::span(&run, 1));
        return key.size() >= shortest && counts_[key] > 1;
    }

  private:
    const Work& work_;
    std::unordered_map<std::string, int> counts_;
};

/// Runs that no reader would take for a running line, though the tags call them artifacts: two lines of text or more, of its
/// size and among it. What the letter prints again is one, or the head of a table that goes on.
void return_text(Work& work, std::uint32_t p, Prints& prints) {
    constexpr std::size_t least = 30;  // bytes of a line
    const PageContent& page = work.content.pages[p];
    std::vector<std::uint32_t> runs;
    for (std::uint32_t r = 0; r < page.runs.size(); ++r) {
        const Run& run = page.runs[r];
        const bool plain = run.artifact == Artifact::none || run.artifact == Artifact::other;
        if (work.fates[p][r] == Fate::furniture && plain && !run.annotation && run.direction == 0 &&
            run.size > 0.95F * work.body_size && run.top > margin_share * page.height &&
            run.bottom < (1 - margin_share) * page.height)
            runs.push_back(r);
    }
    if (runs.empty()) return;
    const Baselines lines = baselines(page, runs);
    std::size_t long_lines = 0;
    for (std::size_t i = 0; i < lines.size(); ++i)
        long_lines += key_of(page, lines[i]).size() >= least ? 1U : 0U;
    if (long_lines < 2 ||
        std::any_of(runs.begin(), runs.end(), [&](std::uint32_t r) { return prints.are_repeated(page, r); }))
        return;
    const Run& first = page.runs[runs.front()];
    work.overrule(page.number, {first.left, first.top, first.right, first.bottom},
                  "an artifact is set and placed like text");
    for (const std::uint32_t r : runs) work.fates[p][r] = Fate::text;
}

Item furniture_item(const Line& line) {
    Item item;
    item.kind = BlockKind::furniture;
    item.lines.push_back(line);
    return item;
}

}  // namespace

void find_furniture(Work& work) {
    for (std::uint32_t p = 0; p < work.content.pages.size(); ++p) {
        const PageContent& page = work.content.pages[p];
        for (std::size_t r = 0; r < page.runs.size(); ++r)
            if (work.fates[p][r] == Fate::text && page.runs[r].is_artifact)
                work.fates[p][r] = Fate::furniture;
    }
    find_watermarks(work);
    Prints prints(work);
    for (std::uint32_t p = 0; p < work.content.pages.size(); ++p) {
        if (work.tags == Tags::check && work.content.tagged) return_text(work, p, prints);
        find_line_numbers(work, p);
    }
    const std::vector<Candidate> lines = candidates(work);
    for (const Candidate& line : lines)
        if (stands_apart(work, line))
            for (const std::uint32_t r : line.runs) work.fates[line.page][r] = Fate::furniture;
    std::map<std::string_view, std::vector<const Candidate*>> alike;
    for (const Candidate& line : lines) alike[line.key].push_back(&line);
    for (const Candidate& line : lines) {
        // Text that repeats at one place on at least three pages, or on both of two, runs through the letter.
        // A heading may also happen to stand first on several pages, but not on page after page.
        std::size_t pages = 0, first = work.content.pages.size(), last = 0;
        for (const Candidate* other : alike[line.key])
            if (same_place(line, *other)) {
                ++pages;
                first = std::min<std::size_t>(first, other->page);
                last = std::max<std::size_t>(last, other->page);
            }
        const std::size_t enough = line.number ? 2 : std::min<std::size_t>(3, work.content.pages.size());
        if (pages < enough || pages < 2 || pages * 5 < (last - first + 1) * 2) continue;
        for (const std::uint32_t r : line.runs) work.fates[line.page][r] = Fate::furniture;
    }
    if (!work.content.tagged) find_letterhead(work);
}

PageFurniture furniture_of(Work& work, std::uint32_t page_index) {
    const PageContent& page = work.content.pages[page_index];
    std::vector<std::uint32_t> runs;
    PageFurniture result;
    std::vector<Piece> stamped;  // watermarks and stamps lie across the page's lines and belong to none
    for (std::uint32_t r = 0; r < page.runs.size(); ++r) {
        const Run& run = page.runs[r];
        if (work.fates[page_index][r] != Fate::furniture) continue;
        if (run.artifact == Artifact::watermark)
            stamped.push_back({r, run.first, run.count, run.left, run.right});
        else
            runs.push_back(r);
    }
    if (!stamped.empty())
        if (Line line = make_line(work, page_index, std::move(stamped)); !line.text.empty()) {
            result.foot.push_back(furniture_item(line));
            result.foot.back().basis = "stamp or watermark: printed over the page";
        }
    const Baselines clusters = baselines(page, runs);
    for (std::size_t c = 0; c < clusters.size(); ++c) {
        std::vector<Piece> pieces = pieces_of(page, clusters[c]);
        sort_pieces(pieces);
        // A page number far to the side of a footer's text is furniture of its own.
        std::size_t begin = 0;
        for (std::size_t i = 1; i <= pieces.size(); ++i) {
            if (i < pieces.size() && pieces[i].left - pieces[i - 1].right < 2 * page.runs[pieces[i].run].size)
                continue;
            Line line = make_line(work, page_index,
                                  {pieces.begin() + static_cast<std::ptrdiff_t>(begin),
                                   pieces.begin() + static_cast<std::ptrdiff_t>(i)});
            begin = i;
            if (line.text.empty()) continue;
            auto& side = line.box.bottom < page.height / 2 ? result.head : result.foot;
            // Lines that stand close together, one under the other, are one block.
            bool joined = false;
            for (Item& item : side) {
                const Line& above = item.lines.back();
                if (line.box.top - above.box.bottom < 0.6 * line.size &&
                    line.baseline > above.baseline + 0.5F * line.size &&
                    std::abs(line.size - above.size) < 0.5F &&
                    std::min(line.box.right, above.box.right) > std::max(line.box.left, above.box.left)) {
                    item.lines.back().break_after = true;
                    item.lines.push_back(line);
                    joined = true;
                    break;
                }
            }
            if (!joined) {
                side.push_back(furniture_item(line));
                // Without the tag it is running text by its place and by what it says.
                const bool tagged =
                    std::any_of(line.pieces.begin(), line.pieces.end(),
                                [&](const Piece& piece) { return page.runs[piece.run].is_artifact; });
                if (!tagged && work.content.tagged)
                    side.back().basis = "no artifact by its tag: running text by its place";
            }
        }
    }
    return result;
}

}  // namespace sheaf::pdf
