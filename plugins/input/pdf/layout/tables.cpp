#include "layout/tables.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "layout/cells.hpp"
#include "layout/lines.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

bool is_empty(const Item& item) {
    if (item.is_text()) return item.lines.empty();
    if (item.kind == BlockKind::figure) return true;
    return std::all_of(item.children.begin(), item.children.end(), is_empty);
}

std::size_t filled_cells(const Item& row) {
    return static_cast<std::size_t>(
        std::count_if(row.children.begin(), row.children.end(), [](const Item& c) { return !is_empty(c); }));
}

bool has_nested_table(const Item& row) {
    for (const Item& cell : row.children)
        for (const Item& item : cell.children)
            if (item.kind == BlockKind::table) return true;
    return false;
}

void splice(std::vector<Item>& out, std::vector<Item>&& items) {
    for (Item& item : items) out.push_back(std::move(item));
}

/// Cells that are drawn know their own edge; tagged ones have what their lines show.
void set_edge(Item& item, float edge) {
    if (item.node >= 0 || item.edge == 0) item.edge = edge;
}

/// The cells' contents, cell by cell. Beside other cells, lines run to the cell's own edge.
void open_row(Item& row, std::vector<Item>& out) {
    for (Item& cell : row.children) {
        if (row.children.size() > 1) {
            float edge = 0;
            for (const Item& item : cell.children)
                for (const Line& line : item.lines) edge = std::max(edge, static_cast<float>(line.box.right));
            for (Item& item : cell.children) set_edge(item, edge);
        }
        splice(out, std::move(cell.children));
    }
}

std::string text_of(const Item& item) {
    std::string text;
    for (const Line& line : item.lines) {
        if (!text.empty()) text += ' ';
        text += line.text;
    }
    for (const Item& child : item.children) {
        const std::string inner = text_of(child);
        if (!text.empty() && !inner.empty()) text += ' ';
        text += inner;
    }
    return text;
}

void refuse_all_dropped(Work& work, const Item& item) {
    for (const Line& line : item.lines) refuse_dropped(work, line);
    for (const Item& child : item.children) refuse_all_dropped(work, child);
}

void extend(const Item& item, int page, Box& box) {
    for (const Line& line : item.lines)
        if (!page || line.page == page) box = united(box, line.box);
    for (const Item& child : item.children) extend(child, page, box);
}

/// The box of an item's text on a page; nothing when none stands there.
std::optional<Box> box_on(const Item& item, int page) {
    Box box{1e9, 1e9, -1e9, -1e9};
    extend(item, page, box);
    if (box.right < box.left) return std::nullopt;
    return box;
}

/// How much of the span from `left` to `right` has a horizontal line between two heights, from 0 to 1.
double ruled(const PageContent& page, double top, double bottom, double left, double right) {
    std::vector<std::pair<double, double>> parts;
    const auto edge = [&](double y, const Box& box) {
        if (y < top || y > bottom) return;
        const double l = std::max(left, box.left), r = std::min(right, box.right);
        if (r > l) parts.emplace_back(l, r);
    };
    for (const Rule& rule : page.rules) {
        if (rule.box.right - rule.box.left < 3) continue;
        edge(rule.box.top, rule.box);
        if (rule.box.bottom - rule.box.top > 3) edge(rule.box.bottom, rule.box);
    }
    std::sort(parts.begin(), parts.end());
    double covered = 0, reach = left;
    for (const auto& [l, r] : parts) {
        covered += std::max(0.0, r - std::max(l, reach));
        reach = std::max(reach, r);
    }
    return right > left ? covered / (right - left) : 0;
}

const PageContent* page_numbered(const Work& work, int number) {
    for (const PageContent& page : work.content.pages)
        if (page.number == number) return &page;
    return nullptr;
}

/// Whether a line is drawn between two rows that stand one above the other on a page.
bool ruled_between(const Work& work, const Item& above, const Item& below) {
    const int page = below.first_page();
    const auto a = box_on(above, page), b = box_on(below, page);
    const PageContent* content = page_numbered(work, page);
    if (!a || !b || !content) return false;
    const double left = std::min(a->left, b->left), right = std::max(a->right, b->right);
    return ruled(*content, a->bottom - 4, b->top + 4, left, right) > 0.8;
}

bool all_bold(const Item& item) {
    for (const Line& line : item.lines)
        if (!line.bold) return false;
    return std::all_of(item.children.begin(), item.children.end(), all_bold);
}

std::size_t lines_of(const Item& item) {
    std::size_t count = item.lines.size();
    for (const Item& child : item.children) count += lines_of(child);
    return count;
}

/// Takes apart tables that hold tables: their rows are opened, what stands between stays a table of its own.
void open_outer(std::vector<Item>& items) {
    const auto is_outer = [](const Item& item) {
        return item.kind == BlockKind::table &&
               std::any_of(item.children.begin(), item.children.end(), has_nested_table);
    };
    if (std::none_of(items.begin(), items.end(), is_outer)) return;
    std::vector<Item> result;
    result.reserve(items.size());
    for (Item& item : items) {
        if (!is_outer(item)) {
            result.push_back(std::move(item));
            continue;
        }
        Item rest = item;
        rest.children.clear();
        const auto flush = [&] {
            if (!rest.children.empty()) {
                Item table = rest;
                result.push_back(std::move(table));
                rest.children.clear();
            }
        };
        for (Item& row : item.children) {
            if (!has_nested_table(row)) {
                rest.children.push_back(std::move(row));
                continue;
            }
            flush();
            std::vector<Item> content;
            open_row(row, content);
            open_outer(content);
            splice(result, std::move(content));
        }
        flush();
    }
    items = std::move(result);
}

/// Rows of one table have as many cells, whichever page they stand on.
std::size_t width_of(const Item& table) {
    std::size_t width = 0;
    for (const Item& row : table.children) width = std::max(width, row.children.size());
    return width;
}

bool only_figures_between(const std::vector<Item>& items, std::size_t a, std::size_t b) {
    for (std::size_t i = a + 1; i < b; ++i)
        if (items[i].kind != BlockKind::figure && items[i].kind != BlockKind::footnote) return false;
    return true;
}

/// A row that only goes on with the one above it: its first cell is empty though that one's is not, or it begins
/// with list items like those that end that one.
bool continues_row(const Item& above, const Item& row) {
    if (above.children.size() != row.children.size() || row.children.empty()) return false;
    if (row.children.size() > 1)
        return is_empty(row.children.front()) && !is_empty(above.children.front()) && filled_cells(row) > 0;
    const Line* last = above.last_line();
    const Line* first = row.first_line();
    const Item* last_item =
        above.children.front().children.empty() ? nullptr : &above.children.front().children.back();
    if (!last || !first || !last_item || last_item->lines.empty()) return false;
    const Item& first_item = row.children.front().children.front();
    const bool bullets = first_item.list_start && last_item->list_start;
    return bullets && std::abs(first_item.lines.empty() ? 0
                                                        : first_item.lines.front().box.left -
                                                              last_item->lines.front().box.left) < 4;
}

/// Joins tables that follow each other over a page break.
void join_over_pages(Work& work, std::vector<Item>& items) {
    for (std::size_t i = 0; i + 1 < items.size(); ++i) {
        if (items[i].kind != BlockKind::table) continue;
        for (;;) {
            std::size_t j = i + 1;
            while (j < items.size() && items[j].kind != BlockKind::table) ++j;
            if (j >= items.size() || !only_figures_between(items, i, j)) break;
            Item& a = items[i];
            Item& b = items[j];
            if (b.first_page() <= a.last_page() || b.first_page() > a.last_page() + 1 ||
                width_of(a) != width_of(b))
                break;
            // The header row again, at the head of the new page.
            std::string header;
            for (const Item& row : a.children)
                if (filled_cells(row)) {
                    header = text_of(row);
                    break;
                }
            std::size_t first = 0;
            while (first < b.children.size() && filled_cells(b.children[first]) == 0) ++first;
            if (first < b.children.size() && a.children.size() > 1 && text_of(b.children[first]) == header) {
                const Line* line = b.children[first].first_line();
                work.refuse("repeated header row", text::count_visible(header), line ? line->page : 0,
                            line ? line->box : Box{}, header);
                refuse_all_dropped(work, b.children[first]);
                b.children.erase(b.children.begin() + static_cast<std::ptrdiff_t>(first));
            }
            splice(a.children, std::move(b.children));
            items.erase(items.begin() + static_cast<std::ptrdiff_t>(j));
        }
    }
}

/// Puts rows that a page break has cut back together.
void join_rows(Item& table) {
    std::vector<Item> rows;
    for (Item& row : table.children) {
        if (!rows.empty()) {
            Item& above = rows.back();
            const Line* last = above.last_line();
            const Line* first = row.first_line();
            if (last && first && first->page > last->page && continues_row(above, row)) {
                for (std::size_t c = 0; c < row.children.size(); ++c)
                    splice(above.children[c].children, std::move(row.children[c].children));
                continue;
            }
        }
        rows.push_back(std::move(row));
    }
    table.children = std::move(rows);
}

/// Rows of one filled cell each are a list of entries rather than running text when lines are drawn between them.
bool is_ruled_column(const Work& work, const std::vector<Item>& rows, std::size_t first, std::size_t end) {
    if (end - first < 3) return false;
    for (std::size_t r = first; r < end; ++r) {
        if (lines_of(rows[r]) > 25) return false;
        if (r > first && rows[r].first_page() == rows[r - 1].last_page() &&
            !ruled_between(work, rows[r - 1], rows[r]))
            return false;
    }
    return true;
}

/// Cells that hold nothing but list labels beside cells of text are a list. Rows that say more are a table.
bool is_list(const std::vector<Item>& rows, std::size_t first, std::size_t end) {
    for (std::size_t r = first; r < end; ++r) {
        if (filled_cells(rows[r]) > 2) return false;
        const Item* cell = nullptr;
        for (const Item& c : rows[r].children)
            if (!is_empty(c)) {
                cell = &c;
                break;
            }
        if (!cell) return false;
        const std::string text = text_of(*cell);
        const auto label = text::leading_label(text + " X");
        if (text.size() > 6 || !label || label->printed.size() != text.size()) return false;
    }
    return true;
}

/// Lines of a cell run to the edge that the longest line in its column reaches.
void set_edges(Item& table) {
    std::vector<float> edges;
    const auto walk = [&](auto&& act) {
        for (Item& row : table.children)
            for (std::size_t c = 0; c < row.children.size(); ++c)
                if (row.children[c].column_span == 1)
                    for (Item& item : row.children[c].children) act(c, item);
    };
    walk([&](std::size_t c, const Item& item) {
        if (edges.size() <= c) edges.resize(c + 1, 0);
        for (const Line& line : item.lines) edges[c] = std::max(edges[c], static_cast<float>(line.box.right));
    });
    walk([&](std::size_t c, Item& item) { set_edge(item, edges[c]); });
    // A table of one column places text on the page, whose own edge counts.
    if (edges.size() < 2)
        walk([&](std::size_t, Item& item) {
            if (item.node >= 0) item.edge = 0;
        });
}

/// Some producers show the header again on every page under one and the same tag.
void drop_repeated_lines(Work& work, Item& header) {
    for (Item& cell : header.children)
        for (Item& item : cell.children) {
            if (item.lines.empty() || item.first_page() == item.last_page()) continue;
            const int page = item.first_page();
            std::string first, later;
            for (const Line& line : item.lines) (line.page == page ? first : later) += line.text + '\n';
            // On each further page the same lines.
            if (first.empty() || later.size() % first.size() != 0) continue;
            bool same = true;
            for (std::size_t at = 0; at < later.size(); at += first.size())
                same = same && later.compare(at, first.size(), first) == 0;
            if (!same) continue;
            std::erase_if(item.lines, [&](const Line& line) {
                if (line.page == page) return false;
                work.refuse("repeated header row", text::count_visible(line.text), line.page, line.box,
                            line.text);
                refuse_dropped(work, line);
                return true;
            });
        }
}

Item data_table(Work& work, std::vector<Item>&& rows, const Item& like) {
    Item table;
    table.kind = BlockKind::table;
    table.node = like.node;
    table.children = std::move(rows);
    join_rows(table);
    set_edges(table);
    drop_repeated_lines(work, table.children.front());
    // A header is told from rows below it that look otherwise.
    Item& head = table.children.front();
    bool others_bold = table.children.size() > 1;
    for (std::size_t r = 1; r < table.children.size(); ++r)
        others_bold = others_bold && all_bold(table.children[r]);
    const bool tagged =
        std::all_of(head.children.begin(), head.children.end(), [](const Item& c) { return c.header; });
    const bool is_header =
        table.children.size() > 1 && ((all_bold(head) && !others_bold) || (tagged && all_bold(head)));
    for (Item& row : table.children) {
        row.header = false;
        for (Item& cell : row.children) cell.header = false;
    }
    head.header = is_header;
    for (Item& cell : head.children) cell.header = is_header;
    return table;
}

/// Decides row by row: rows of several filled cells that follow each other are data, and so is a column of ruled
/// entries; other rows only place text on the page.
void settle(Work& work, Item& table, std::vector<Item>& out) {
    std::vector<Item>& rows = table.children;
    set_edges(table);
    std::size_t r = 0;
    while (r < rows.size()) {
        if (filled_cells(rows[r]) == 0) {
            ++r;
            continue;
        }
        // As far as rows follow without an empty one between.
        std::size_t end = r;
        std::size_t grid = 0;
        while (end < rows.size()) {
            const std::size_t filled = filled_cells(rows[end]);
            if (filled == 0) break;
            if (filled == 1) {
                // A row of one cell belongs to a grid when it is ruled off like its rows, or goes on with
                // one.
                const bool over_page = end > r && rows[end].first_page() > rows[end - 1].last_page();
                const bool goes_on = over_page && continues_row(rows[end - 1], rows[end]);
                const bool next_is_grid = end + 1 < rows.size() && filled_cells(rows[end + 1]) > 1;
                const bool ruled_in =
                    (end > r && grid > 0 && ruled_between(work, rows[end - 1], rows[end]) &&
                     (end + 1 >= rows.size() || next_is_grid || filled_cells(rows[end + 1]) == 0) &&
                     lines_of(rows[end]) <= 3) ||
                    (end == r && next_is_grid && ruled_between(work, rows[end], rows[end + 1]) &&
                     lines_of(rows[end]) <= 3);
                if (!goes_on && !ruled_in) break;
            } else {
                ++grid;
            }
            ++end;
        }
        if (end > r && grid >= 2 && !is_list(rows, r, end)) {
            std::vector<Item> kept(std::make_move_iterator(rows.begin() + static_cast<std::ptrdiff_t>(r)),
                                   std::make_move_iterator(rows.begin() + static_cast<std::ptrdiff_t>(end)));
            out.push_back(data_table(work, std::move(kept), table));
            r = end;
            continue;
        }
        std::size_t column = r;
        while (column < rows.size() && filled_cells(rows[column]) == 1) ++column;
        if (is_ruled_column(work, rows, r, column)) {
            std::vector<Item> kept(
                std::make_move_iterator(rows.begin() + static_cast<std::ptrdiff_t>(r)),
                std::make_move_iterator(rows.begin() + static_cast<std::ptrdiff_t>(column)));
            out.push_back(data_table(work, std::move(kept), table));
            r = column;
            continue;
        }
        if (end == r) end = r + 1;
        for (; r < end; ++r) open_row(rows[r], out);
    }
}

}  // namespace

void settle_tables(Work& work, std::vector<Item>& items) {
    if (std::none_of(items.begin(), items.end(), [](const Item& i) { return i.kind == BlockKind::table; }))
        return;
    if (work.tags == Tags::check)
        for (Item& item : items)
            if (item.kind == BlockKind::table && item.node >= 0) align_cells(work, item);
    open_outer(items);
    join_over_pages(work, items);
    std::vector<Item> result;
    result.reserve(items.size());
    for (Item& item : items) {
        if (item.kind == BlockKind::table && !item.aside)
            settle(work, item, result);
        else
            result.push_back(std::move(item));
    }
    items = std::move(result);
}

}  // namespace sheaf::pdf
