#include "layout/blocks.hpp"

#include <algorithm>
#include <cmath>

#include "layout/furniture.hpp"
#include "layout/hyphens.hpp"
#include "layout/lines.hpp"
#include "say.hpp"
#include "sheaf/text.hpp"
#include "vocabulary.hpp"

namespace sheaf::pdf {
namespace {

bool is_word(char32_t c) {
    return text::is_letter(c) || text::is_digit(c);
}

char32_t last_of(std::string_view text) {
    if (text.empty()) return 0;
    std::size_t at = text::boundary(text, text.size() - 1);
    return text::next(text, at);
}

char32_t first_of(std::string_view text) {
    if (text.empty()) return 0;
    std::size_t at = 0;
    return text::next(text, at);
}

/// The word that a line end cuts, with its hyphen: `multi-agency`.
std::string cut_word(std::string_view before, std::string_view after) {
    const std::size_t space = before.rfind(' ');
    std::string word(before.substr(space == std::string_view::npos ? 0 : space + 1));
    word += '-';
    for (std::size_t at = 0; at < after.size();) {
        const std::size_t start = at;
        if (!is_word(text::next(after, at))) break;
        word += after.substr(start, at - start);
    }
    return word;
}

/// The next line's first word stands for a second half of its own: `short- and long-term`.
bool is_suspended(std::string_view after) {
    const std::string_view word = after.substr(0, after.find(' '));
    return vocabulary::has_word<"joins_halves">(word);
}

double tenth(double v) {
    return std::round(v * 10) / 10;
}

/// Whether a line goes on in the region of the line before it.
bool same_region(const Line& a, const Line& b) {
    if (a.page != b.page || a.fragment != b.fragment) return false;
    if (b.baseline < a.baseline - a.size) return false;
    return b.box.left <= a.box.right || b.baseline <= a.baseline + 3 * a.size;
}

class Writer {
  public:
    Writer(Work& work, const std::vector<Item>& items)
        : work_(work), blocks_(work.document.blocks), hyphens_(items, work.words) {}

    void write(const Item& item, BlockId parent) {
        const BlockId id{static_cast<std::uint32_t>(blocks_.size())};
        {
            Block& block = blocks_.emplace_back();
            block.kind = item.kind;
            block.parent = parent;
            block.level = item.level;
            block.label = text::to_nfc(item.label);
            block.header = item.header;
            block.column_span = item.column_span;
            block.row_span = item.row_span;
            block.basis = item.basis;
            if (item.kind == BlockKind::figure) {
                block.text = text::to_nfc(text::squeeze(item.alt));
                work_.document.ledger.read += text::count_visible(block.text);
                if (item.box_page)
                    block.regions.push_back({item.box_page,
                                             rounded(item.box),
                                             {0, static_cast<std::uint32_t>(block.text.size())}});
            } else if (item.is_text()) {
                fill(block, item);
            }
        }
        for (const Item& child : item.children) write(child, id);
        if (!item.is_text() && item.kind != BlockKind::figure) contain(id);
    }

    /// Says of the letter as a whole what is no matter of one place.
    void finish() {
        if (unlisted_ > 0)
            say(work_.document.diagnostics, Severity::doubtful, "pdf-word-list-missing",
                std::to_string(unlisted_) +
                    " line ends cut words that a word list would tell how to join, and none is installed",
                first_unlisted_.page, first_unlisted_.box, "install the package hunspell-en-gb");
    }

  private:
    Box rounded(const Box& box) const {
        return {tenth(box.left), tenth(box.top), tenth(box.right), tenth(box.bottom)};
    }

    /// A container's regions: the boxes of what it holds, page by page.
    void contain(BlockId id) {
        std::vector<Region> regions;
        for (std::size_t b = id.value + 1; b < blocks_.size(); ++b)
            for (const Region& region : blocks_[b].regions) {
                auto found = std::find_if(regions.begin(), regions.end(),
                                          [&](const Region& r) { return r.page == region.page; });
                if (found == regions.end())
                    regions.push_back({region.page, region.box, {0, 0}});
                else
                    found->box = united(found->box, region.box);
            }
        blocks_[id.value].regions = std::move(regions);
    }

    /// Reports what was not decided about the hyphen of a word that the line's end cuts.
    void tell(const Hyphen& hyphen, const std::string& word, const Line& line) {
        constexpr std::size_t most_told = 20;
        if (hyphen.unlisted && unlisted_++ == 0) {
            first_unlisted_.page = line.page;
            first_unlisted_.box = rounded(line.box);
        }
        const text::HyphenDecision& decision = hyphen.decision;
        if (hyphen.unlisted || decision.sure || ++unsure_ > most_told) return;
        say(work_.document.diagnostics, Severity::doubtful, "pdf-hyphen-unsure",
            "The line end cuts " + word + ", and " + decision.basis + "; the hyphen is " +
                (decision.hyphen == text::LineHyphen::remove ? "left out." : "kept."),
            line.page, rounded(line.box));
    }

    /// What stands between two lines of a block: nothing, a space or the author's line break; a hyphen that the
    /// line made goes.
    std::string_view joint(std::string& text, const Line& a, const Line& b) {
        if (a.soft_hyphen) return {};
        if (a.break_after) return "\n";
        const char32_t last = last_of(a.text), first = first_of(b.text);
        if (last == '-' && a.text.size() > 1) {
            const std::string_view before(a.text.data(), a.text.size() - 1);
            if (!is_word(last_of(before)) || !is_word(first))
                return is_word(last_of(before)) && !is_word(first) ? "" : " ";
            if (is_suspended(b.text)) return " ";
            Hyphen hyphen{{text::LineHyphen::keep, "no small letters on both sides"}};
            if (text::is_letter(last_of(before)) && text::is_lower(first))
                hyphen = hyphens_.decide(before, b.text);
            const text::HyphenDecision& decision = hyphen.decision;
            const bool removed = decision.hyphen == text::LineHyphen::remove;
            evidence_ += (evidence_.empty() ? "" : "; ") + cut_word(before, b.text) +
                         (removed ? " joined: " : " keeps its hyphen: ") + decision.basis;
            tell(hyphen, cut_word(before, b.text), a);
            if (removed) {
                text.pop_back();
                work_.refuse("line-end hyphen", 1);
            }
            return {};
        }
        if ((last == 0x2013 || last == '/') && a.text.size() > 3 && is_word(first)) {
            const char32_t prior =
                last_of(std::string_view(a.text).substr(0, a.text.size() - (last == '/' ? 1 : 3)));
            if (is_word(prior)) return {};
        }
        return " ";
    }

    void fill(Block& block, const Item& item) {
        std::string& text = block.text;
        std::size_t bytes = 0;
        for (const Line& line : item.lines) bytes += line.text.size() + 1;
        text.reserve(bytes);
        std::vector<Stretch> stretches;
        std::vector<Mark> marks;
        std::uint32_t region_start = 0;
        for (std::size_t i = 0; i < item.lines.size(); ++i) {
            const Line& line = item.lines[i];
            refuse_dropped(work_, line);
            if (i > 0) {
                const std::string_view between = joint(text, item.lines[i - 1], line);
                text += between;
            }
            const auto at = static_cast<std::uint32_t>(text.size());
            for (const Stretch& stretch : line.stretches)
                if (stretches.empty() || stretches.back().style != stretch.style)
                    stretches.push_back({at + stretch.start, stretch.style});
            for (const Mark& mark : line.marks) marks.push_back({at + mark.at, mark.text});
            text += line.text;
            if (i > 0 && same_region(item.lines[i - 1], line)) {
                block.regions.back().box = united(block.regions.back().box, line.box);
            } else {
                if (!block.regions.empty()) block.regions.back().range.end = at;
                region_start = at;
                block.regions.push_back({line.page, line.box, {region_start, at}});
            }
            block.regions.back().range.end = static_cast<std::uint32_t>(text.size());
        }
        if (!evidence_.empty()) {
            block.basis += (block.basis.empty() ? "" : "; ") + text::to_nfc(evidence_);
            evidence_.clear();
        }
        for (Region& region : block.regions) region.box = rounded(region.box);
        // A line lists its marks as the page shows them, which need not be from left to right.
        std::stable_sort(marks.begin(), marks.end(),
                         [](const Mark& a, const Mark& b) { return a.at < b.at; });
        normalise(block, stretches, marks);
        spans(block, stretches, marks);
    }

    /// To NFC, part by part, so that ranges keep their meaning. Nearly all text is in that form.
    void normalise(Block& block, std::vector<Stretch>& stretches, std::vector<Mark>& marks) {
        if (text::is_nfc(block.text)) return;
        // Boundaries of styles and regions move with the text before them.
        const std::string old = block.text;
        const auto moved = [&](std::uint32_t at) {
            return static_cast<std::uint32_t>(text::to_nfc(std::string_view(old).substr(0, at)).size());
        };
        block.text = text::to_nfc(old);
        const auto before = text::count_visible(old), after = text::count_visible(block.text);
        if (after < before)
            work_.refuse("combined by normalisation", before - after);
        else
            work_.document.ledger.read += after - before;
        const auto boundary = [&](std::uint32_t at) {
            return static_cast<std::uint32_t>(text::boundary(block.text, moved(at)));
        };
        for (Stretch& stretch : stretches) stretch.start = boundary(stretch.start);
        for (Mark& mark : marks) mark.at = boundary(mark.at);
        for (Region& region : block.regions)
            region.range = {boundary(region.range.start), boundary(region.range.end)};
    }

    void spans(Block& block, const std::vector<Stretch>& stretches, const std::vector<Mark>& marks) {
        std::size_t m = 0;
        const auto put_marks = [&](std::uint32_t upto) {
            for (; m < marks.size() && marks[m].at <= upto; ++m) {
                Span span;
                span.range = {marks[m].at, marks[m].at};
                span.style.superscript = true;
                span.mark = marks[m].text;
                block.spans.push_back(std::move(span));
            }
        };
        const auto end_of_text = static_cast<std::uint32_t>(block.text.size());
        for (std::size_t s = 0; s < stretches.size(); ++s) {
            std::uint32_t begin = stretches[s].start;
            std::uint32_t end = s + 1 < stretches.size() ? stretches[s + 1].start : end_of_text;
            const Style& style = work_.styles[stretches[s].style];
            const auto trim = [&] {
                std::uint32_t stop = end;
                while (stop > begin && (block.text[stop - 1] == ' ' || block.text[stop - 1] == '\n')) --stop;
                return stop;
            };
            const std::uint32_t stop = trim();
            // A mark cuts the span that it stands in.
            while (m < marks.size() && marks[m].at < stop) {
                if (marks[m].at > begin) block.spans.push_back({{begin, marks[m].at}, style, {}});
                begin = std::max(begin, marks[m].at);
                put_marks(marks[m].at);
            }
            if (stop > begin) block.spans.push_back({{begin, stop}, style, {}});
            put_marks(end);
        }
        put_marks(end_of_text);
    }

    Work& work_;
    std::vector<Block>& blocks_;
    Hyphens hyphens_;
    std::string evidence_;  ///< of the block's line-end hyphens
    std::size_t unsure_ = 0, unlisted_ = 0;
    Place first_unlisted_;
};

/// A link to a block by its JSON id, which counts from 1.
std::string json_id(std::size_t block) {
    return "#b" + std::to_string(block + 1);
}

/// Leads every mark to the footnote of its label: on its page, else the next one behind it.
void link_marks(const Work& work, std::vector<Block>& blocks) {
    const auto page_of = [&](const Block& block) { return work.page_of(block.page()); };
    std::vector<std::size_t> notes;
    for (std::size_t b = 0; b < blocks.size(); ++b)
        if (blocks[b].kind == BlockKind::footnote) notes.push_back(b);
    if (notes.empty()) return;
    for (Block& block : blocks)
        for (Span& span : block.spans) {
            if (span.mark.empty()) continue;
            int page = page_of(block);
            for (const Region& region : block.regions)
                if (region.range.start <= span.range.start) page = work.page_of(region.page);
            std::size_t best = blocks.size();
            for (const std::size_t n : notes) {
                if (blocks[n].label != span.mark) continue;
                if (best == blocks.size() || (page_of(blocks[best]) < page && page_of(blocks[n]) >= page))
                    best = n;
                if (page_of(blocks[best]) == page) break;
            }
            if (best < blocks.size()) span.style.link = json_id(best);
        }
}

/// Leads links within the letter to the first block that stands at the place that they name, or below it.
void link_places(const Work& work, std::vector<Block>& blocks) {
    for (Block& block : blocks)
        for (Span& span : block.spans) {
            int page = 0;
            double top = 0;
            if (!is_page_link(span.style.link, page, top)) continue;
            span.style.link.clear();
            for (std::size_t b = 0; b < blocks.size(); ++b) {
                const Block& target = blocks[b];
                if (target.kind == BlockKind::furniture || target.regions.empty()) continue;
                const Region& region = target.regions.front();
                // Rows that stand sideways have no place down their page.
                if (work.page_of(region.page) != region.page || region.page < page ||
                    (region.page == page && region.box.bottom < top + 1))
                    continue;
                if (region.page == page) span.style.link = json_id(b);
                break;
            }
        }
}

}  // namespace

void write_blocks(Work& work, std::vector<Item>& items) {
    Writer writer(work, items);
    const auto pages = static_cast<std::uint32_t>(work.pages());
    std::uint32_t next = 0;  // pages whose furniture is out
    std::vector<Item> foot;
    const auto open_page = [&] {
        for (const Item& item : foot) writer.write(item, {});
        PageFurniture furniture = furniture_of(work, next);
        for (const Item& item : furniture.head) writer.write(item, {});
        foot = std::move(furniture.foot);
        ++next;
    };
    for (const Item& item : items) {
        const int page = work.page_of(item.first_page());
        while (next < pages && work.content.pages[next].number <= page) open_page();
        writer.write(item, {});
    }
    while (next < pages) open_page();
    for (const Item& item : foot) writer.write(item, {});
    writer.finish();
    link_marks(work, work.document.blocks);
    link_places(work, work.document.blocks);
}

}  // namespace sheaf::pdf
