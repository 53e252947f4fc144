#include "facts.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "shape.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"

namespace sheaf::sections {

namespace {

/// Blocks among which a letter's salutation is looked for: further down it is one that is quoted.
constexpr std::size_t opening = 80;

/// Whether two blocks stand beside one another on a page.
bool stand_beside(const Block& a, const Block& b) {
    for (const Region& one : a.regions)
        for (const Region& other : b.regions)
            if (one.page == other.page && one.box.top < other.box.bottom && one.box.bottom > other.box.top &&
                (one.box.right <= other.box.left || one.box.left >= other.box.right))
                return true;
    return false;
}

/// Tables with one cell only: boxes drawn round text.
struct Boxes {
    std::vector<bool> round_text;  ///< by block: the box is part of the text
    std::vector<bool> beside;      ///< by block: it is such a box, or in one, that text runs beside
};

Boxes find_boxes(const Document& document) {
    const std::size_t count = document.blocks.size();
    std::vector<std::size_t> cells(count),
        behind(count);  // of tables: cells, and the first block behind them
    for (std::size_t i = 0; i < count; ++i)
        for (BlockId at = document.blocks[i].parent; at; at = document[at].parent) {
            cells[at.value] += document.blocks[i].kind == BlockKind::cell ? 1U : 0U;
            behind[at.value] = i + 1;
        }
    Boxes boxes{std::vector<bool>(count), std::vector<bool>(count)};
    for (std::size_t i = 0; i < count; ++i) {
        const Block& block = document.blocks[i];
        if (block.parent) boxes.beside[i] = boxes.beside[block.parent.value];
        if (block.kind != BlockKind::table || cells[i] > 1) continue;
        const bool beside =
            (i > 0 && stand_beside(block, document.blocks[i - 1])) ||
            (behind[i] > 0 && behind[i] < count && stand_beside(block, document.blocks[behind[i]]));
        boxes.beside[i] = boxes.beside[i] || beside;
        boxes.round_text[i] = !beside;
    }
    return boxes;
}

/// Rows of data: those with text in several cells, where the table has several such rows. The banner of a box, with a
/// grade beside it, is the only one of its table.
std::vector<bool> find_data_rows(const Document& document) {
    const std::size_t count = document.blocks.size();
    std::vector<bool> filled(count);  // cells that hold text
    std::vector<std::size_t> cells(count),
        rows(count);  // of a row: filled cells; of a table: rows with several
    for (const Block& block : document.blocks) {
        if (block.text.empty()) continue;
        for (BlockId at = block.parent; at; at = document[at].parent)
            if (document[at].kind == BlockKind::cell && !filled[at.value]) {
                filled[at.value] = true;
                ++cells[document[at].parent.value];
            }
    }
    for (std::size_t i = 0; i < count; ++i)
        if (document.blocks[i].kind == BlockKind::row && cells[i] > 1)
            ++rows[document.blocks[i].parent.value];
    std::vector<bool> data(count);
    for (std::size_t i = 0; i < count; ++i)
        data[i] = document.blocks[i].kind == BlockKind::row && cells[i] > 1 &&
                  rows[document.blocks[i].parent.value] > 1;
    return data;
}

/// Short enough for a heading. Of one that is tagged and broken into lines, such as a report's title, each line is.
bool is_brief(const Block& block, std::size_t longest) {
    if (block.kind != BlockKind::heading) return block.text.size() <= longest;
    for (std::size_t start = 0; start < block.text.size();) {
        const std::size_t end = std::min(block.text.find('\n', start), block.text.size());
        if (end - start > longest) return false;
        start = end + 1;
    }
    return true;
}

std::vector<Fact> facts_of(const Document& document, const Rules& rules, const Customs& customs) {
    std::vector<Fact> facts(document.blocks.size());
    const std::vector<bool> data_rows = find_data_rows(document);
    const Boxes boxes = find_boxes(document);
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const Block& block = document.blocks[i];
        Fact& fact = facts[i];
        if (block.parent) {
            const Block& parent = document[block.parent];
            // Containers stand before what they hold, so a parent's fact is known.
            fact.in_cell = facts[block.parent.value].in_cell;
            fact.in_data = facts[block.parent.value].in_data || data_rows[block.parent.value];
            if (parent.kind == BlockKind::table)
                fact.in_cell = fact.in_cell || !boxes.round_text[block.parent.value];
        }
        const bool running = block.kind == BlockKind::paragraph || block.kind == BlockKind::heading ||
                             block.kind == BlockKind::list_item;
        fact.text = running && !block.text.empty();
        fact.brief = fact.text && is_brief(block, customs.longest);
        if (!fact.brief) continue;
        fact.folded = text::fold(block.text);
        fact.look = look_of(block);
        fact.named = rules.name(fact.folded);
        if (is_number_label(block.label)) {
            const Named numbered = rules.name(block.label + " " + fact.folded);
            if (!fact.named.heading) fact.named.heading = numbered.heading;
            fact.named.never = fact.named.never || numbered.never;
        }
    }
    return facts;
}

/// Marks the first cells of the rows below the head of a banner.
void mark_banners(const Document& document, const Rules& rules, std::vector<Fact>& facts) {
    BlockId table, row, cell;  // of the banner, and the first cell with text of the row under way
    for (std::uint32_t i = 0; i < facts.size(); ++i) {
        const Block& block = document.blocks[i];
        if (!facts[i].brief || !block.parent || document[block.parent].kind != BlockKind::cell) continue;
        const BlockId at_row = document[block.parent].parent, at_table = document[at_row].parent;
        if (at_table != table && rules.heads_banner(facts[i].folded)) {
            table = at_table;
            row = at_row;
            cell = block.parent;
            continue;
        }
        if (at_table != table) continue;
        if (at_row != row) {
            cell = block.parent;
            row = at_row;
            facts[i].banner = true;
        } else if (block.parent == cell && i > 0) {
            facts[i].banner = facts[i - 1].banner;
        }
    }
}

/// Marks the names under a closing formula of what is no letter: a few short lines.
void mark_names(const Customs& customs, std::vector<Fact>& facts) {
    constexpr std::size_t most = 6;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        if (!facts[i].brief || !customs.closing.found_in(facts[i].folded)) continue;
        for (std::size_t j = i; j < facts.size() && j <= i + most && facts[j].brief; ++j)
            facts[j].closed = true;
    }
}

/// Marks what stands above a letter's salutation and below its closing formula. The closing formula counts
/// only where a salutation came before it.
void mark_letter(const Customs& customs, std::vector<Fact>& facts) {
    std::optional<std::size_t> salutation;
    for (std::size_t i = 0; i < std::min(facts.size(), opening) && !salutation; ++i)
        if (facts[i].brief && customs.salutation.found_in(facts[i].folded)) salutation = i;
    if (!salutation) return mark_names(customs, facts);
    for (std::size_t i = 0; i <= *salutation; ++i) facts[i].before = true;
    bool closed = false;
    for (std::size_t i = *salutation; i < facts.size(); ++i) {
        closed = closed || (facts[i].brief && customs.closing.found_in(facts[i].folded));
        facts[i].closed = closed;
    }
}

/// The text closes with a page number, as the entries of a contents list do.
bool closes_with_number(std::string_view text) {
    return !text.empty() && text.back() >= '0' && text.back() <= '9';
}

/// Marks the entries of a contents list: what follows its heading on the same page, or, without pages, as
/// long as entries close with a page number.
void mark_contents(const Document& document, const Customs& customs, std::vector<Fact>& facts) {
    for (std::size_t i = 0; i < facts.size(); ++i) {
        if (!facts[i].brief || facts[i].contents || !customs.contents.found_in(facts[i].folded)) continue;
        const int page = document.blocks[i].page();
        std::size_t end = i + 1, numbers = 0;
        for (std::size_t j = i + 1; j < facts.size(); ++j) {
            const Block& block = document.blocks[j];
            if (!facts[j].text) continue;
            const bool number = closes_with_number(block.text);
            if (page > 0 ? block.page() != page || (!number && !facts[j].brief) : !number) break;
            numbers += number;
            end = j + 1;
        }
        if (numbers < 2) continue;
        for (std::size_t j = i + 1; j < end; ++j) facts[j].contents = true;
    }
}

/// Dots that lead to a number, as to the page of a figure.
bool has_leader(std::string_view text) {
    const std::size_t end = text.find_last_not_of("0123456789 ");
    if (!closes_with_number(text) || end == text.npos) return false;
    std::size_t dots = 0;
    for (std::size_t at = end + 1; at > 0 && (text[at - 1] == '.' || text[at - 1] == ' '); --at)
        dots += text[at - 1] == '.';
    return dots >= 4;
}

/// The one place of a block on one page; null when it has several or none.
const Region* only_region(const Block& block) {
    return block.regions.size() == 1 ? &block.regions.front() : nullptr;
}

/// Whether the words stand directly below a line that is no more than `Figure 3`. At a page's foot that line can be taken
/// for furniture.
bool is_below_number(const Document& document, const Customs& customs, const Region& place) {
    constexpr double gap = 4;  // points between the two lines
    return std::any_of(document.blocks.begin(), document.blocks.end(), [&](const Block& block) {
        const Region* number = only_region(block);
        return number && number->page == place.page && std::abs(place.box.top - number->box.bottom) < gap &&
               number->box.left < place.box.right && place.box.left < number->box.right &&
               words(block.text) == 2 && customs.caption.found_in(text::fold(block.text));
    });
}

/// Marks captions, and entries of lists whatever stands above them.
void mark_entries(const Document& document, const Customs& customs, std::vector<Fact>& facts) {
    for (std::size_t i = 0; i < facts.size(); ++i) {
        Fact& fact = facts[i];
        if (!fact.brief) continue;
        const Region* place = fact.look.bold ? only_region(document.blocks[i]) : nullptr;
        fact.caption =
            customs.caption.found_in(fact.folded) || (place && is_below_number(document, customs, *place));
        fact.contents = fact.contents || has_leader(fact.folded);
    }
}

/// Whether the words stand in a margin, beside the middle of a paragraph: `One in three` as a call-out. A heading in the
/// margin stands beside a paragraph's first line, one of another column has text of its own above it or below.
bool is_in_margin(const Document& document, const std::vector<Fact>& facts, std::size_t at) {
    constexpr double line = 4;   // points by which the paragraph reaches further
    constexpr double near = 60;  // points within which what is headed begins
    const Region* place = only_region(document.blocks[at]);
    if (!place) return false;
    bool inside = false;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const Block& other = document.blocks[i];
        if (i == at || !facts[i].text) continue;
        for (const Region& region : other.regions) {
            if (region.page != place->page) continue;
            const Box &box = region.box, &own = place->box;
            const double shared = std::min(box.right, own.right) - std::max(box.left, own.left);
            if (2 * shared > own.right - own.left && box.top < own.bottom + near &&
                box.bottom > own.top - near)
                return false;
            inside = inside || (other.kind != BlockKind::heading && shared < line &&
                                box.top + line < own.top && own.bottom < box.bottom);
        }
    }
    return inside;
}

/// Marks what stands beside paragraphs, where pages are known.
void mark_margins(const Document& document, std::vector<Fact>& facts) {
    constexpr std::size_t most_words = 6;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const Block& block = document.blocks[i];
        if (facts[i].brief && !facts[i].in_cell && facts[i].look.bold && block.kind == BlockKind::paragraph &&
            block.label.empty() && words(block.text) <= most_words)
            facts[i].margin = is_in_margin(document, facts, i);
    }
}

}  // namespace

std::string title_in_contents(std::string_view folded) {
    const std::size_t end = folded.find_last_not_of(". 0123456789");
    return std::string(folded.substr(0, end == folded.npos ? 0 : end + 1));
}

std::vector<bool> find_asides(const Document& document) {
    return find_boxes(document).beside;
}

std::vector<Fact> find_facts(const Document& document, const Rules& rules, const Customs& customs) {
    std::vector<Fact> facts = facts_of(document, rules, customs);
    mark_banners(document, rules, facts);
    mark_letter(customs, facts);
    mark_contents(document, customs, facts);
    mark_entries(document, customs, facts);
    mark_margins(document, facts);
    return facts;
}

}  // namespace sheaf::sections
