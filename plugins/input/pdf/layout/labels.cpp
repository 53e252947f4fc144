#include "layout/labels.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "layout/lines.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
bool is_label(std::string_view line) {
    if (line.size() > 8 || line.find(' ') != std::string_view::npos) return false;
    const auto label = text::leading_label(std::string(line) + " X");
    return label && label->printed.size() == line.size();
}

namespace {

using text::Label;

char32_t first_of(std::string_view text) {
    if (text.empty()) return 0;
    std::size_t at = 0;
    return text::next(text, at);
}

bool is_dash(char32_t c) {
    return c == '-' || c == 0x2013 || c == 0x2014 || c == 0x2212 || c == '*';
}

struct FoundLabel {
    std::size_t length = 0;  ///< bytes of the label
    std::size_t text_at = 0;
    Label::Kind kind = Label::Kind::bullet;
};

/// `10.Social workers`: the number of a tagged list item that touches its text.
std::size_t touching_number(std::string_view line) {
    std::size_t at = 0;
    while (at < line.size() && line[at] >= '0' && line[at] <= '9') ++at;
    if (at == 0 || at > 3 || at + 1 >= line.size() || (line[at] != '.' && line[at] != ')')) return 0;
    std::size_t next = at + 1;
    const char32_t c = text::next(line, next);
    return text::is_upper(c) ? at + 1 : 0;
}

/// The label that a block's first line begins with. What the text alone leaves open, the tag (of a list item, or of its
/// label) or the room behind the label decides.
bool find_label(const Line& line, bool list_start, bool tagged_label, FoundLabel& found) {
    const auto label = text::leading_label(line.text);
    if (!label) {
        const char32_t c = first_of(line.text);
        if (text::is_bullet(c) && !is_dash(c)) {
            // A bullet that touches its text.
            std::string mark;
            text::append(mark, c);
            if (mark.size() >= line.text.size()) return false;
            found = {mark.size(), mark.size(), Label::Kind::bullet};
            return true;
        }
        if (!list_start) return false;
        const std::size_t number = touching_number(line.text);
        if (number == 0) return false;
        found = {number, number, Label::Kind::number};
        return true;
    }
    found = {label->printed.size(), label->text_at, label->kind};
    const bool room = std::any_of(line.gaps.begin(), line.gaps.end(),
                                  [&](const Gap& gap) { return gap.at == label->text_at; });
    if (list_start || tagged_label || room) return true;
    const char32_t next =
        label->text_at < line.text.size() ? first_of(std::string_view(line.text).substr(label->text_at)) : 0;
    const char last = label->printed.back();
    switch (label->kind) {
        case Label::Kind::bullet:
            return !is_dash(first_of(label->printed));
        case Label::Kind::number:
            // `4.11 In few instances`, `3. The`; not `1.5 million`, not `12 people`.
            if (last == '.' || last == ')') return true;
            return label->printed.find('.') != std::string_view::npos && text::is_upper(next);
        case Label::Kind::letter:
        case Label::Kind::roman:
            return last == ')';
    }
    return false;
}

bool only_label(const Item& item) {
    if (!item.is_text() || item.lines.size() != 1) return false;
    const std::string& line = item.lines.front().text;
    // `75` alone is a figure in its own right unless it is tagged as a label, `75.` is not.
    const bool bare = std::all_of(line.begin(), line.end(), [](char c) { return c >= '0' && c <= '9'; });
    return is_label(line) && (!bare || item.list_start);
}

bool same_line(const Line& a, const Line& b) {
    return a.page == b.page && std::abs(a.baseline - b.baseline) < 0.4F * std::max(a.size, b.size);
}

bool is_numeric(std::string_view label) {
    return !label.empty() && label[0] >= '0' && label[0] <= '9';
}

/// A whole sentence of some length, as numbered paragraphs are and entries of short lists are not.
bool is_prose(const Item& item) {
    std::size_t words = 0;
    char last = 0;
    for (const Line& line : item.lines) {
        words += static_cast<std::size_t>(std::count(line.text.begin(), line.text.end(), ' ')) + 1;
        if (!line.text.empty()) last = line.text.back();
    }
    return words >= 8 && (last == '.' || last == '?' || last == '!' || last == ':' || item.lines.size() > 2);
}

bool multi_level(std::string_view label) {
    const std::size_t dot = label.find('.');
    return dot != std::string_view::npos && dot + 1 < label.size() && label[dot + 1] >= '0' &&
           label[dot + 1] <= '9';
}

}  // namespace

bool begins_with_bullet(std::string_view line) {
    const char32_t c = first_of(line);
    return text::is_bullet(c) && !is_dash(c);
}

bool begins_with_label(const Line& line, bool& room) {
    FoundLabel found;
    if (!find_label(line, false, false, found)) return false;
    room = std::any_of(line.gaps.begin(), line.gaps.end(),
                       [&](const Gap& gap) { return gap.at == found.text_at; });
    return true;
}

namespace {

/// Whether what is drawn in that box could be the bullet of that line.
bool is_bullet_of(const Box& box, const Line& line) {
    const double width = box.right - box.left, height = box.bottom - box.top;
    const double middle = (box.top + box.bottom) / 2, room = line.box.left - box.right;
    return width > 0.15 * line.size && width < 0.9 * line.size && height > 0.6 * width &&
           height < 1.6 * width && room > -1 && room < 2.5 * line.size &&
           middle > line.baseline - 0.8 * line.size && middle < line.baseline;
}

/// What may be bullets of a page: small filled shapes, pictures; none where there are too many, as in drawings.
std::vector<Box> small_shapes(const PageContent& page) {
    constexpr std::size_t most = 2000;
    constexpr double largest = 24;
    std::vector<Box> shapes;
    const auto add = [&](const Box& box) {
        if (box.right - box.left < largest && box.bottom - box.top < largest) shapes.push_back(box);
    };
    for (const Rule& rule : page.rules)
        if (rule.filled && rule.color != 0xFFFFFF) add(rule.box);
    for (const Image& image : page.images) add(image.box);
    if (shapes.size() > most) shapes.clear();
    return shapes;
}

/// Calls `act` for each line before which such a shape stands, with the shape. `shapes` are those of each page.
template <typename Act>
void at_drawn_bullets(const std::vector<std::vector<Box>>& shapes, std::vector<Item>& items, const Act& act) {
    for (Item& item : items) {
        at_drawn_bullets(shapes, item.children, act);
        for (Line& line : item.lines) {
            if (line.direction != 0) continue;
            const std::vector<Box>& page = shapes[static_cast<std::size_t>(line.page - 1)];
            const auto found = std::find_if(page.begin(), page.end(),
                                            [&](const Box& box) { return is_bullet_of(box, line); });
            if (found != page.end()) act(line, *found);
        }
    }
}

}  // namespace

void find_drawn_bullets(const Work& work, std::vector<Item>& items) {
    std::vector<std::vector<Box>> shapes;
    for (const PageContent& page : work.content.pages) shapes.push_back(small_shapes(page));
    std::vector<double> lefts;
    at_drawn_bullets(shapes, items, [&](const Line&, const Box& box) { lefts.push_back(box.left); });
    std::sort(lefts.begin(), lefts.end());
    at_drawn_bullets(shapes, items, [&](Line& line, const Box& box) {
        const auto first = std::lower_bound(lefts.begin(), lefts.end(), box.left - 1);
        line.drawn_bullet = std::upper_bound(first, lefts.end(), box.left + 1) - first > 1;
    });
}

namespace {

bool is_unlabelled(const Item& item) {
    return item.is_text() && !item.lines.empty() && !only_label(item);
}

/// The label goes to the head of the block's first line.
void join_label(Item& label, Item& block) {
    Line line = std::move(label.lines.front());
    Line& first = block.lines.front();
    append_line(line, first);
    line.bold = first.bold;
    line.size = first.size;
    line.baseline = first.baseline;
    line.break_after = first.break_after;
    first = std::move(line);
    block.list_start = true;
    block.tagged_label = true;
    label.lines.clear();
}

/// Whether the lone number stands over the block that follows it: on the line above, or at the foot of the page before.
bool stands_over(const Line& number, const Line& first) {
    if (number.direction != first.direction) return false;
    if (first.page == number.page + 1) return true;
    const float distance = first.baseline - number.baseline;
    return first.page == number.page && distance > 0 && distance < 2.2F * first.size &&
           first.box.left > number.box.left - 6;
}

/// Numbers of paragraphs, each on a line of its own: three at least over lines of prose, each of a kind with those before
/// it, since a figure may stand alone. Between them a paragraph may be short.
void join_numbers_above(std::vector<Item>& items) {
    std::vector<std::size_t> found;
    std::size_t depth = 0, prose = 0, last = 0;  // behind the last one over prose
    for (std::size_t i = 0; i + 1 < items.size(); ++i) {
        if (!only_label(items[i]) || !is_numeric(items[i].lines.front().text) ||
            !is_unlabelled(items[i + 1]) || !stands_over(items[i].lines.front(), items[i + 1].lines.front()))
            continue;
        const std::string& number = items[i].lines.front().text;
        const auto dots = static_cast<std::size_t>(std::count(number.begin(), number.end(), '.'));
        const bool over_prose = is_prose(items[i + 1]);
        if (found.empty()) depth = dots;
        if (dots != depth || (found.empty() && !over_prose)) continue;
        found.push_back(i);
        if (!over_prose) continue;
        ++prose;
        last = found.size();
    }
    found.resize(last);
    const auto is_cut_off = [&](std::size_t at) {
        const Line &number = items[at].lines.front(), &first = items[at + 1].lines.front();
        return multi_level(number.text) && first.page != number.page && first.box.left > number.box.right;
    };
    const bool over_page = found.size() == 1 && is_cut_off(found.front());
    if (prose < 3 && !over_page) return;
    for (const std::size_t i : found) join_label(items[i], items[i + 1]);
}

}  // namespace

void join_lone_labels(std::vector<Item>& items) {
    for (std::size_t i = 0; i + 1 < items.size(); ++i) {
        Item &a = items[i], &b = items[i + 1];
        if (a.lines.empty() || b.lines.empty() || !a.is_text() || !b.is_text() ||
            !same_line(a.lines.front(), b.lines.front()))
            continue;
        if (only_label(a) && b.lines.front().box.left >= a.lines.front().box.right)
            join_label(a, b);
        else if (only_label(b) && is_unlabelled(a) && a.lines.front().box.left >= b.lines.front().box.right)
            join_label(b, a);  // a label that the tags have behind its text
    }
    join_numbers_above(items);
    std::erase_if(items, [](const Item& item) { return item.is_text() && item.lines.empty(); });
}

namespace {

/// What the count of labels says of the items that begin with a number.
struct Counted {
    std::vector<bool> label;  ///< it counts on: a label, even where it touches its text
    std::vector<bool> text;   ///< it stands in a sentence that goes on over a page
};

/// Numbers that touch their text are labels without a tag, too, where each is one more than the label before, or one less
/// than the next. A number that begins a page, out of turn between two labels, ends a sentence of the page before.
Counted count_labels(const std::vector<Item>& items) {
    Counted counted{std::vector<bool>(items.size()), std::vector<bool>(items.size())};
    struct Number {
        std::size_t item;
        int value;
        bool touching;
    };
    std::vector<Number> numbers;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Item& item = items[i];
        if (!item.is_text() || item.lines.empty() || item.kind == BlockKind::footnote || !item.label.empty())
            continue;
        const std::string& text = item.lines.front().text;
        if (!is_numeric(text)) continue;
        const auto label = text::leading_label(text);
        const bool touching = !label && touching_number(text) > 0;
        if (touching || (label && label->printed.find('.') + 1 == label->printed.size()))
            numbers.push_back({i, std::atoi(text.c_str()), touching});
    }
    for (std::size_t n = 0; n < numbers.size(); ++n) {
        const auto& [at, value, touching] = numbers[n];
        const int before = n > 0 ? numbers[n - 1].value : 0;
        const int behind = n + 1 < numbers.size() ? numbers[n + 1].value : 0;
        counted.label[at] = touching && ((n > 0 && value == before + 1) || behind == value + 1);
        if (touching || at == 0 || n == 0 || behind != before + 1 || value == before + 1) continue;
        const Item& above = items[at - 1];
        counted.text[at] = above.is_text() && !above.lines.empty() && items[at].node < 0 &&
                           above.lines.back().page < items[at].lines.front().page &&
                           above.lines.back().text.back() != '.';
    }
    return counted;
}

}  // namespace

void split_labels(Work& work, std::vector<Item>& items) {
    const Counted counted = count_labels(items);
    for (std::size_t i = 0; i < items.size(); ++i) {
        Item& item = items[i];
        if (counted.label[i]) item.list_start = true;
        if (counted.text[i]) continue;
        if (!item.is_text() || item.lines.empty() || item.kind == BlockKind::footnote || !item.label.empty())
            continue;
        FoundLabel found;
        if (!find_label(item.lines.front(), item.list_start, item.tagged_label, found)) {
            if (item.kind == BlockKind::list_item) item.kind = BlockKind::paragraph;
            if (item.drawn_label || item.lines.front().drawn_bullet) {
                // What is drawn is not known; that it is a bullet is, since numbers are text.
                item.kind = BlockKind::list_item;
                item.label = "\u2022";
                item.indent = static_cast<float>(item.lines.front().box.left) - item.margin;
                item.basis = "bullet that is a picture";
                work.document.ledger.read += 1;
            }
            continue;
        }
        Line& line = item.lines.front();
        item.label = line.text.substr(0, found.length);
        item.indent = static_cast<float>(line.box.left) - item.margin;
        cut_front(line, found.text_at);
        item.kind = found.kind == Label::Kind::number ? BlockKind::paragraph : BlockKind::list_item;
    }
}

void decide_lists(std::vector<Item>& items) {
    std::vector<float> indents;  // of the list items that the next one may nest in
    for (Item& item : items) {
        if (item.kind == BlockKind::figure || item.kind == BlockKind::footnote) continue;
        if (item.kind == BlockKind::paragraph && is_numeric(item.label) && !multi_level(item.label) &&
            !is_prose(item))
            item.kind = BlockKind::list_item;
        if (item.kind != BlockKind::list_item) {
            const Line* line = item.first_line();
            if (!line || !item.label.empty() || indents.empty() || line->bold ||
                line->box.left - item.margin < indents.front() + 2)
                indents.clear();
            continue;
        }
        while (!indents.empty() && item.indent < indents.back() - 4) indents.pop_back();
        if (indents.empty() || item.indent > indents.back() + 6) indents.push_back(item.indent);
        item.level = static_cast<int>(indents.size());
    }
}

}  // namespace sheaf::pdf
