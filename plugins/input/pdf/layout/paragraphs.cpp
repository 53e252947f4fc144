#include "layout/paragraphs.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "layout/labels.hpp"
#include "layout/numbers.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

bool follows_below(const Line& a, const Line& b) {
    return a.page == b.page && a.fragment == b.fragment && a.direction == b.direction &&
           b.baseline > a.baseline;
}

/// Heading style against body style: weight or size of whole lines.
bool style_breaks(const Line& a, const Line& b) {
    if (std::abs(a.size - b.size) > 0.9F) return true;
    return a.bold != b.bold;
}

bool alike_in_size(float a, float b) {
    return std::abs(a - b) <= 0.5F;
}

/// The distances between baselines of the item, in em: all of them, and those before lines that go on with a small letter.
/// Of lines of one size, unless that is 0.
void add_distances(const Item& item, float size, std::vector<float>& all, std::vector<float>& within) {
    for (std::size_t i = 1; i < item.lines.size(); ++i) {
        const Line& a = item.lines[i - 1];
        const Line& b = item.lines[i];
        if (!follows_below(a, b) || !alike_in_size(a.size, b.size)) continue;
        if (size > 0 && !alike_in_size(a.size, size)) continue;
        const float distance = (b.baseline - a.baseline) / a.size;
        if (distance <= 0.8F) continue;
        all.push_back(distance);
        if (begins_lower(b)) within.push_back(distance);
    }
}

/// The distance that most lines have which go on with a small letter, in em; 0 where there are few of them.
float distance_in(const std::vector<Item>& items) {
    constexpr std::size_t enough = 5;
    std::vector<float> all, within;
    for (const Item& item : items)
        if (item.is_text()) add_distances(item, 0, all, within);
    if (within.size() < enough) return 0;
    const auto middle = within.begin() + static_cast<std::ptrdiff_t>(within.size() / 2);
    std::nth_element(within.begin(), middle, within.end());
    return *middle;
}

/// The usual distance between baselines of the item's lines of that size, in em. Of a few lines it is the smallest that occurs, since
/// paragraphs are only ever further apart than lines; of many, one that occurs often. Lines that go on with a small letter
/// tell more than others: where there is no tag they alone are asked, and only they show that lines stand further apart
/// than usual, as with double spacing.
/// `flow` is the distance that the lines of most paragraphs of the letter have, or 0.
float line_distance(const Item& item, float size, float flow) {
    constexpr float unknown = 1.4F, single = 1.5F, widest = 3.2F;
    std::vector<float> distances, within;
    distances.reserve(item.lines.size());
    add_distances(item, size, distances, within);
    if (distances.empty()) add_distances(item, 0, distances, within);
    const bool proven = within.size() >= 2;
    if (item.node < 0 && proven) distances = std::move(within);
    if (distances.empty()) return unknown;
    const auto at =
        distances.begin() + static_cast<std::ptrdiff_t>(distances.size() >= 6 ? distances.size() / 3 : 0);
    std::nth_element(distances.begin(), at, distances.end());
    return std::min(*at, proven ? widest : std::max(single, flow));
}

/// Whether lines wrap at the item's own width, as in an indented paragraph: no line has room for the next word.
bool wraps_at_own_width(const Item& item) {
    float edge = 0;
    for (const Line& line : item.lines) edge = std::max(edge, static_cast<float>(line.box.right));
    for (std::size_t i = 1; i < item.lines.size(); ++i)
        if (would_fit(item.lines[i - 1], item.lines[i].first_word, edge)) return false;
    return true;
}

void mark_breaks(Item& item, const Edges& edges) {
    if (item.lines.size() < 2) return;
    if (item.lines.size() >= 4 && wraps_at_own_width(item)) return;
    for (std::size_t i = 1; i < item.lines.size(); ++i) {
        Line& a = item.lines[i - 1];
        const Line& b = item.lines[i];
        if (a.page != b.page || a.fragment != b.fragment || a.soft_hyphen || a.text.back() == '-') continue;
        const float edge = edges.of(item, a.page);
        a.break_after = edge > 0 && !begins_lower(b) && would_fit(a, b.first_word, edge);
    }
}

/// The last word, when it is a number of up to three figures.
bool ends_in_number(const Line& line) {
    const std::size_t space = line.text.rfind(' ');
    if (space == std::string::npos) return false;
    const std::string_view last = std::string_view(line.text).substr(space + 1);
    return last.size() <= 3 &&
           std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The right edge at which the page numbers of a contents page stand, or 0: three lines or more end in figures there,
/// far behind their text.
double entries_edge(const Item& item) {
    for (const Line& line : item.lines) {
        if (line.gaps.empty() || !ends_in_number(line)) continue;
        const auto entries = std::count_if(item.lines.begin(), item.lines.end(), [&](const Line& other) {
            return !other.gaps.empty() && ends_in_number(other) &&
                   std::abs(other.box.right - line.box.right) < 2;
        });
        if (entries >= 3) return line.box.right;
    }
    return 0;
}

/// `line_distance` of each size that the item's lines have.
class Distances {
  public:
    Distances(const Item& item, float flow) : item_(item), flow_(flow) {}
    float of(float size) {
        constexpr std::size_t most = 8;  // no block has so many sizes
        for (const auto& [known, distance] : of_)
            if (alike_in_size(known, size) || of_.size() == most) return distance;
        return of_.emplace_back(size, line_distance(item_, size, flow_)).second;
    }

  private:
    const Item& item_;
    const float flow_;
    std::vector<std::pair<float, float>> of_;
};

/// Lines that stand by themselves, as of addresses and lists of names: a stretch of three or more without extra room
/// between them, of which most end early, and none goes on with a small letter. Even those that run far are over then,
/// unless a single word stands below.
std::vector<bool> lines_by_themselves(const Item& item, Distances& distances, const Edges& edges) {
    std::vector<bool> result(item.lines.size(), false);
    for (std::size_t first = 0; first < item.lines.size();) {
        std::size_t end = first + 1, early = 0;
        bool lower = false;
        for (; end < item.lines.size(); ++end) {
            const Line &a = item.lines[end - 1], &b = item.lines[end];
            if (!follows_below(a, b) || style_breaks(a, b) ||
                b.baseline - a.baseline > 1.22F * distances.of(a.size) * a.size ||
                std::abs(a.box.left - b.box.left) > 2)
                break;
            lower = lower || begins_lower(b);
            early += would_fit(a, b.first_word, edges.of(item, b.page)) ? 1U : 0U;
        }
        if (end - first >= 4 && !lower && early * 2 > end - first)
            for (std::size_t i = first + 1; i < end; ++i)
                result[i] = item.lines[i].text.find(' ') != std::string::npos;
        first = end;
    }
    return result;
}

bool ends_in_stop(const Line& line) {
    const char c = line.text.back();
    return c == '.' || c == '?' || c == '!' || c == ':' || c == ';';
}

/// Whether the two lines begin with numbers of paragraphs that follow each other: `4.11` and `4.12`.
bool counts_on(std::string_view a, std::string_view b) {
    const auto first = text::leading_label(a), second = text::leading_label(b);
    if (!first || !second || first->kind != text::Label::Kind::number ||
        second->kind != text::Label::Kind::number)
        return false;
    const auto number = numbered(first->printed), next = numbered(second->printed);
    return number && next && number->series == next->series && next->value == number->value + 1;
}

/// Why a new paragraph begins with line `i`, or null. `distance` as of `line_distance`, `entries` as of
/// `entries_edge`.
const char* begins_paragraph(const Item& item, std::size_t first, std::size_t i, float distance, float edge,
                             double entries) {
    const Line& a = item.lines[i - 1];
    const Line& b = item.lines[i];
    if (a.direction != b.direction) return "text in another direction";
    if (b.drawn_bullet) return "a drawn bullet at the start";
    // A turned table on an upright page: its lines are rows.
    if (b.direction != 0 && !a.gaps.empty() && !b.gaps.empty()) return "a row of turned text";
    if (!follows_below(a, b)) return nullptr;
    const bool early = edge > 0 && would_fit(a, b.first_word, edge);
    const float gap = b.baseline - a.baseline;
    const float usual = distance * a.size;
    if (gap > 1.55F * usual + std::max(0.0F, b.size - a.size) && (early || gap > 1.9F * usual))
        return "more room above";
    // Bold words that go on with a sentence head nothing.
    const bool goes_on = b.bold && !a.bold && begins_lower(b) && std::abs(a.size - b.size) < 0.9F;
    if (style_breaks(a, b) && !goes_on) {
        // All lines so far are set alike, and the next is not: a heading before its text, or the other way
        // round.
        bool uniform = true;
        for (std::size_t k = first; k < i; ++k) uniform = uniform && !style_breaks(item.lines[k], a);
        if (uniform && (early || gap > 1.25F * usual || std::abs(a.size - b.size) > 1.5F))
            return "set in another style";
    }
    bool room = false;
    const bool label = (early || item.node < 0) && begins_with_label(b, room);
    // The author broke the line before a typed bullet or number.
    if (label && early && (begins_with_bullet(b.text) || room)) return "a label at the start";
    // A list whose items share one tag: each begins with a bullet at the same place as the first.
    const Line& head = item.lines[first];
    if (std::abs(head.box.left - b.box.left) < 2 && begins_with_bullet(head.text) &&
        begins_with_bullet(b.text))
        return "a bullet like the one before";
    if (std::abs(head.box.left - b.box.left) < 2 && ends_in_stop(a) && counts_on(head.text, b.text))
        return "the number behind the one before";
    if (item.node >= 0) return nullptr;
    if (entries > 0 && ends_in_number(a) && std::abs(a.box.right - entries) < 2)
        return "an entry with its page number";
    // Without tags, less has to say that a paragraph begins.
    if (gap > 1.22F * usual + std::max(0.0F, b.size - a.size)) return "more room above";
    if (label && (room || b.box.left < a.box.left - 3)) return "a label at the start";
    if (early && !begins_lower(b)) return "the line above ends early";
    // Lines that end early and begin at different places are entries, unless they are centred, or the first
    // stands behind a label or beside a drop cap.
    const bool hangs = !a.gaps.empty() && std::abs(a.gaps.front().right - b.box.left) < 2;
    if (hangs || head.box.bottom > a.baseline + 0.45 * a.size) return nullptr;
    const double centres = (a.box.left + a.box.right - b.box.left - b.box.right) / 2;
    if (early && std::abs(a.box.left - b.box.left) > 0.9 * a.size && std::abs(centres) > a.size)
        return "the line above ends early";
    return nullptr;
}

}  // namespace

Edges::Edges(const std::vector<Item>& items) {
    for (const Item& item : items)
        for (std::size_t i = 1; i < item.lines.size(); ++i) {
            const Line& line = item.lines[i - 1];
            if (!follows_below(line, item.lines[i]) || item.edge > 0) continue;
            auto& [edge, count] = pages_[line.page];
            edge = std::max(edge, static_cast<float>(line.box.right));
            ++count;
            all_ = std::max(all_, edge);
        }
}

float Edges::of(const Item& item, int page) const {
    if (item.edge > 0) return item.edge;
    const auto found = pages_.find(page);
    return found != pages_.end() && found->second.second >= 3 ? found->second.first : all_;
}

bool begins_lower(const Line& line) {
    std::size_t at = 0;
    while (at < line.text.size()) {
        const char32_t c = text::next(line.text, at);
        if (text::is_letter(c)) return text::is_lower(c);
        if (text::is_digit(c) || text::is_bullet(c)) return false;
    }
    return false;
}

bool would_fit(const Line& line, float word, float edge) {
    if (line.edge > 0) edge = std::min(edge, line.edge);
    return line.box.right + 0.3F * line.size + word < edge - 0.8F * line.size;
}

void split_paragraphs(std::vector<Item>& items, const Edges& edges) {
    const float flow = distance_in(items);
    std::vector<Item> result;
    result.reserve(items.size());
    for (Item& item : items) {
        if (!item.is_text() || item.lines.size() < 2) {
            result.push_back(std::move(item));
            continue;
        }
        Distances distances(item, flow);
        const double entries = item.node < 0 ? entries_edge(item) : 0;
        const std::vector<bool> alone =
            item.node < 0 ? lines_by_themselves(item, distances, edges) : std::vector<bool>();
        const bool own_width = item.node >= 0 && item.lines.size() >= 3 && wraps_at_own_width(item);
        struct Start {
            std::size_t line;
            const char* reason;
        };
        std::vector<Start> starts;  // of all paragraphs but the first
        for (std::size_t i = 1, first = 0; i < item.lines.size(); ++i)
            if (const char* reason =
                    !alone.empty() && alone[i]
                        ? "a line by itself"
                        : begins_paragraph(item, first, i, distances.of(item.lines[i - 1].size),
                                           own_width ? 0 : edges.of(item, item.lines[i].page), entries))
                starts.push_back({first = i, reason});
        if (starts.empty()) {
            mark_breaks(item, edges);
            result.push_back(std::move(item));
            continue;
        }
        std::vector<Line> lines = std::exchange(item.lines, {});
        for (std::size_t s = 0; s <= starts.size(); ++s) {
            const std::size_t begin = s == 0 ? 0 : starts[s - 1].line;
            const std::size_t end = s < starts.size() ? starts[s].line : lines.size();
            Item part = item;
            part.lines.assign(std::make_move_iterator(lines.begin() + static_cast<std::ptrdiff_t>(begin)),
                              std::make_move_iterator(lines.begin() + static_cast<std::ptrdiff_t>(end)));
            if (s > 0) {
                part.tagged_label = false;
                part.drawn_label = false;
                part.list_start = false;
                if (part.kind == BlockKind::list_item) part.kind = BlockKind::paragraph;
                part.basis = std::string("split off: ") + starts[s - 1].reason;
            }
            mark_breaks(part, edges);
            result.push_back(std::move(part));
        }
    }
    items = std::move(result);
}

}  // namespace sheaf::pdf
