#include "layout.hpp"

#include <algorithm>
#include <cmath>

#include "layout/blocks.hpp"
#include "layout/caps.hpp"
#include "layout/checks.hpp"
#include "layout/footnotes.hpp"
#include "layout/furniture.hpp"
#include "layout/joins.hpp"
#include "layout/labels.hpp"
#include "layout/lines.hpp"
#include "layout/margins.hpp"
#include "layout/numbers.hpp"
#include "layout/paragraphs.hpp"
#include "layout/reasons.hpp"
#include "layout/regions.hpp"
#include "layout/strays.hpp"
#include "layout/structure.hpp"
#include "layout/tables.hpp"
#include "layout/views.hpp"
#include "layout/visible.hpp"
#include "say.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// A flow is what a cell holds, or the letter itself.
void set_paragraphs(Work& work, std::vector<Item>& items) {
    const Edges edges(items);
    join_lone_labels(items);
    split_paragraphs(items, edges);
    split_labels(work, items);
    for (Item& item : items) set_paragraphs(work, item.children);
}

void join_all(std::vector<Item>& items) {
    join_continuations(items, Edges(items));
    decide_lists(items);
    for (Item& item : items) join_all(item.children);
}

/// Headings as tagged: a proposal.
void propose_headings(const Structure& structure, std::vector<Item>& items) {
    for (Item& item : items) {
        propose_headings(structure, item.children);
        if (item.node < 0 || !item.is_text() || item.kind == BlockKind::footnote || !item.basis.empty())
            continue;
        const std::string& role = structure.nodes[static_cast<std::size_t>(item.node)].role;
        if (role.size() == 2 && role[0] == 'H' && role[1] >= '1' && role[1] <= '9') {
            if (item.kind == BlockKind::list_item) continue;
            item.kind = BlockKind::heading;
            item.level = role[1] - '0';
            item.basis = "tag " + role;
        } else if (role == "Title" || role == "H") {
            item.kind = BlockKind::heading;
            item.level = 1;
            item.basis = "tag " + role;
        }
    }
}

/// Where figures stand is known from their images.
void place_figures(const Content& content, const Structure& structure, std::vector<Item>& items) {
    std::vector<std::pair<std::int32_t, std::pair<int, Box>>> boxes;
    for (const PageContent& page : content.pages)
        for (const Image& image : page.images) {
            const ContentRef* ref = image.mcid >= 0 ? structure.find({page.number, 0, image.mcid}) : nullptr;
            if (ref && ref->node >= 0) boxes.push_back({ref->node, {page.number, image.box}});
        }
    const auto place = [&](auto& self, std::vector<Item>& list) -> void {
        for (Item& item : list) {
            self(self, item.children);
            if (item.kind != BlockKind::figure) continue;
            for (const auto& [node, where] : boxes)
                if (node == item.node) {
                    item.box_page = where.first;
                    item.box = where.second;
                    break;
                }
        }
        std::erase_if(list, [](const Item& item) {
            return item.kind == BlockKind::figure && (text::squeeze(item.alt).empty() || item.box_page == 0);
        });
    };
    place(place, items);
    // A picture at one place on page after page is a letterhead's or a footer's.
    std::vector<std::pair<std::string, Box>> seen;
    const auto visit = [&](auto& self, std::vector<Item>& list, bool drop) -> void {
        for (Item& item : list) {
            self(self, item.children, drop);
            if (!drop && item.kind == BlockKind::figure) seen.emplace_back(item.alt, item.box);
        }
        if (!drop) return;
        std::erase_if(list, [&](const Item& item) {
            if (item.kind != BlockKind::figure) return false;
            return std::count_if(seen.begin(), seen.end(), [&](const auto& other) {
                       return other.first == item.alt && std::abs(other.second.left - item.box.left) < 5 &&
                              std::abs(other.second.top - item.box.top) < 5;
                   }) > 2;
        });
    };
    visit(visit, items, false);
    if (seen.size() > 2) visit(visit, items, true);
}

/// The tree's order counts within a page. Across pages it is sound only where pages follow each other.
void sort_by_page(std::vector<Item>& items) {
    const auto before = [](const Item& a, const Item& b) { return a.first_page() < b.first_page(); };
    if (!std::is_sorted(items.begin(), items.end(), before))
        std::stable_sort(items.begin(), items.end(), before);
}

/// A list label that no tag claims, before a tagged block: it is that block's.
bool attach_label(std::vector<Item>& items, const Line& label) {
    if (!is_label(label.text)) return false;
    for (Item& item : items) {
        if (attach_label(item.children, label)) return true;
        if (item.lines.empty()) continue;
        Line& first = item.lines.front();
        if (first.page != label.page || std::abs(first.baseline - label.baseline) > 0.3F * first.size)
            continue;
        const double gap = first.box.left - label.box.right;
        if (gap < 0 || gap > 6 * first.size) continue;
        Line whole = label;
        append_line(whole, first);
        whole.bold = first.bold;
        whole.size = first.size;
        first = std::move(whole);
        item.list_start = true;
        item.tagged_label = true;
        return true;
    }
    return false;
}

/// Text that somebody put on the page, as a note or into a field.
bool is_annotation(const Work& work, const Item& item) {
    const Line* line = item.first_line();
    if (!line || line->pieces.empty()) return false;
    const PageContent& page = work.content.pages[static_cast<std::size_t>(line->page - 1)];
    return page.runs[line->pieces.front().run].annotation;
}

/// Before the first item of its page that begins below it.
std::vector<Item>::iterator by_place(std::vector<Item>& items, const Item& item) {
    const Line& line = *item.first_line();
    return std::find_if(items.begin(), items.end(), [&](const Item& other) {
        const int page = other.first_page();
        const Line* first = other.first_line();
        return page > line.page ||
               (page == line.page && first && first->page == page && first->box.top > line.box.bottom);
    });
}

/// Puts text that no tag claims after the block that its page shows before it.
void insert_loose(Work& work, std::vector<Item>& items, std::vector<Item>&& loose) {
    std::size_t after = 0;  // loose items keep their own order
    // What is tagged asks for loose words; where nearly all is loose, as without tags, there is nothing to
    // ask.
    std::size_t lines = 0;
    for (const Item& item : loose) lines += item.lines.size();
    const bool ask = lines < 1000 && !items.empty();
    for (Item& item : loose) {
        // Few lines may have been left out by the tags; many are text of their own, unless they are halves of
        // lines.
        const bool strays = ask && (item.lines.size() < 4 || goes_on_with_words(items, item));
        std::erase_if(item.lines, [&](const Line& line) {
            return ask && (attach_label(items, line) || (strays && adopt(work, items, line)));
        });
        if (item.is_text() && item.lines.empty()) continue;
        const int page = item.first_page();
        if (is_annotation(work, item)) {
            // Annotations are drawn after the page, wherever on it they stand.
            items.insert(by_place(items, item), std::move(item));
            continue;
        }
        const std::uint32_t order = item.first_order();
        std::size_t at = after;
        for (std::size_t i = after; i < items.size(); ++i) {
            const int there = items[i].first_page();
            if (there == 0) continue;
            if (there < page || (there == page && items[i].first_order() < order)) at = i + 1;
        }
        items.insert(items.begin() + static_cast<std::ptrdiff_t>(at), std::move(item));
        after = at + 1;
    }
}

void add_up(Document& document) {
    Ledger& ledger = document.ledger;
    const auto [blocks, furniture] = count_text(document);
    ledger.blocks = blocks;
    ledger.furniture = furniture;
    std::uint64_t placed = blocks + furniture;
    for (const auto& [reason, count] : ledger.refused) placed += count;
    ledger.unaccounted = 0;
    if (ledger.read > placed) {
        ledger.unaccounted = ledger.read - placed;
        say(document.diagnostics, Severity::doubtful, "pdf-text-lost",
            std::to_string(ledger.unaccounted) + " characters that were read stand in no block", 0, {},
            "compare the letter with its pages");
    } else if (ledger.read < placed) {
        say(document.diagnostics, Severity::doubtful, "pdf-text-doubled",
            std::to_string(placed - ledger.read) + " characters stand in more than one block", 0, {},
            "compare the letter with its pages");
        ledger.read = placed;
    }
}

void note_empty_pages(const Content& content, Document& document) {
    std::string pages;
    int count = 0, first = 0;
    for (const PageContent& page : content.pages) {
        const bool text = std::any_of(page.runs.begin(), page.runs.end(), [&](const Run& run) {
            for (std::uint32_t g = run.first; g < run.first + run.count; ++g)
                if (page.glyphs[g].length > 0 && page.text[page.glyphs[g].text] != ' ') return true;
            return false;
        });
        if (text || page.looked_at || page.images.empty()) continue;
        if (!first) first = page.number;
        ++count;
        if (count <= 20) pages += (pages.empty() ? "" : ", ") + std::to_string(page.number);
    }
    if (!count) return;
    if (count > 20) pages += ", ...";
    say(document.diagnostics, Severity::doubtful, "pdf-no-text",
        (count == 1 ? "page " : "pages ") + pages + (count == 1 ? " is" : " are") +
            " a picture without text: nothing was read there",
        first, {}, "the letter was scanned; read it with the option ocr = \"auto\"");
}

/// A letter that holds nothing to read. An empty page among others is no loss; a letter of only such pages is none.
void note_empty_letter(const Work& work) {
    const bool told = std::any_of(work.document.diagnostics.begin(), work.document.diagnostics.end(),
                                  [](const Diagnostic& d) { return d.code == "pdf-no-text"; });
    if (!told && work.document.ledger.read == 0)
        say(work.document.diagnostics, Severity::doubtful, "pdf-no-text", "no page holds any text", 0, {},
            "look at the letter: its pages are empty, or drawn without letters");
}

/// Brings the blocks of a flow into their final form.
void finish_flow(Work& work, std::vector<Item>& items) {
    settle_tables(work, items);
    sort_by_page(items);
    if (work.tags == Tags::check) {
        return_strays(work, items);
        join_printed_lines(work, items);
        check_notes(work, items);
        check_order(work, items);
    }
    part_drop_caps(work, items);
    find_drawn_bullets(work, items);
    set_paragraphs(work, items);
    if (work.tags == Tags::check) place_side_headings(work, items);
    find_footnotes(work, items);
    join_footnotes(items);
    propose_headings(work.content.structure, items);
    join_all(items);
    take_marks(work, items);
    check_numbers(work, items);
}

/// Lines to blocks, from tags where there are some and from the page where there are none.
void make_blocks(Work& work, const Views& views) {
    const Structure& structure = work.content.structure;
    Skeleton skeleton = join_structure(work);
    fill_lines(work, skeleton);
    place_figures(work.content, structure, skeleton.items);
    std::vector<Item> items = std::move(skeleton.items);
    sort_by_page(items);
    insert_loose(work, items, read_columns(work, skeleton.loose));
    std::vector<std::vector<Item>> asides = views.take_asides(items);
    finish_flow(work, items);
    check_turned_rows(work, items);
    for (std::vector<Item>& aside : asides) {
        finish_flow(work, aside);
        check_aside(work, aside);
    }
    views.put_asides(items, std::move(asides));
    explain_overruled(structure, items);
    write_blocks(work, items);
}

}  // namespace

void lay_out(const Content& content, Document& document, const Reading& reading) {
    for (const PageContent& page : content.pages)
        document.pages.push_back({page.number, page.width, page.height, page.rotation, page.label});
    Views views(content);
    Content cut;
    if (views.cuts()) cut = views.cut(content);
    Work work(views.cuts() ? cut : content, document);
    work.tags = reading.tags;
    work.keep_hidden = reading.keep_hidden;
    work.words = reading.words;
    find_visible(work);
    // Headers and footers stand upright, whichever way the words between them run.
    find_furniture(work);
    views.set_asides(work);
    if (views.turns()) {
        const Content turned = views.turn(work);
        views.turn_places(work);
        Work upright(turned, work);
        if (views.turns_all()) find_furniture(upright);
        make_blocks(upright, views);
        work.refused = std::move(upright.refused);
        work.overruled = std::move(upright.overruled);
    } else {
        make_blocks(work, views);
    }
    note_empty_letter(work);
    report_refused(work);
    report_overruled(work);
    if (views.cuts() || views.turns()) views.put_back(document);
    note_empty_pages(content, document);
    add_up(document);
}

}  // namespace sheaf::pdf
