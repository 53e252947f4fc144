#include "layout/rows.hpp"

#include <algorithm>
#include <cmath>

#include "layout/lines.hpp"

namespace sheaf::pdf {
namespace {

/// Which of the cells that strips part from each other the segment stands in, counted from the left.
std::size_t cell_of(const Segment& segment, const std::vector<Strip>& cells) {
    std::size_t c = 0;
    while (c < cells.size() && segment.left > cells[c].left) ++c;
    return c;
}

/// Baselines of rows that share a strip, from the top.
struct Baseline {
    std::size_t row = 0;
    float bottom = 0, size = 0;
    std::uint64_t filled = 0;  ///< which cells between the strips, as bits
    bool lower = false;        ///< a segment begins with a small letter
};

std::vector<Baseline> baselines_of(const PageContent& page, const Segments& segments, std::size_t first,
                                   std::size_t end, const std::vector<Strip>& cells) {
    std::vector<Baseline> result;
    for (std::size_t i = first; i < end; ++i) {
        const Segment& segment = segments[i];
        if (result.empty() || result.back().row != segment.row)
            result.push_back({segment.row, segment.bottom, segment.size});
        result.back().filled |= std::uint64_t{1} << std::min<std::size_t>(cell_of(segment, cells), 63);
        result.back().lower = result.back().lower || begins_lower(page, segment);
    }
    return result;
}

/// The distance of lines within a cell: the smallest there is, when lines stand as close as lines of text do; else 0.
float line_pitch(const std::vector<Baseline>& lines) {
    float pitch = 0;
    for (std::size_t l = 1; l < lines.size(); ++l) {
        const float distance = lines[l].bottom - lines[l - 1].bottom;
        if (distance < 1.45F * lines[l].size && distance > 0.8F * lines[l].size)
            pitch = pitch == 0 ? distance : std::min(pitch, distance);
    }
    return pitch;
}

/// A line that is further from the one above it than lines of one cell are.
bool stands_off(const std::vector<Baseline>& lines, std::size_t l, float pitch) {
    return lines[l].bottom - lines[l - 1].bottom > 1.17F * pitch;
}

/// Where the rows of a table begin that no lines are drawn around: at baselines with more room above than lines of text
/// have, and at each one of several that all have something to say in the same cells and none of which goes on with a
/// small letter, as in lists of names. Where all stand alike, each is a row.
std::vector<bool> begin_rows(const PageContent& page, const Segments& segments,
                             const std::vector<Strip>& cells) {
    const std::vector<Baseline> lines = baselines_of(page, segments, 0, segments.size(), cells);
    const float pitch = line_pitch(lines);
    const auto close = [&](std::size_t l) { return !stands_off(lines, l, pitch); };
    std::vector<bool> result(lines.size(), true);
    for (std::size_t first = 0, end = 0; pitch > 0 && first < lines.size(); first = end) {
        bool alike = true;
        for (end = first; end < lines.size() && (end == first || close(end)); ++end)
            alike = alike && !lines[end].lower && lines[end].filled == lines[first].filled &&
                    (lines[end].filled & (lines[end].filled - 1)) != 0;
        for (std::size_t l = first + 1; l < end; ++l) result[l] = alike && end - first >= 3;
    }
    return result;
}

/// Cells that wrap make rows all the same when three or more stretches of lines, with room between them, each begin at both
/// sides on one baseline: paragraphs of two columns do not stand like that. Where such rows end; `first` when they are none.
std::size_t end_of_aligned(const PageContent& page, const Segments& segments, std::size_t first,
                           std::size_t end, const Strip& strip) {
    const std::vector<Baseline> lines = baselines_of(page, segments, first, end, {strip});
    const float pitch = line_pitch(lines);
    if (pitch == 0) return first;
    std::size_t stretches = 0, single = 0, stop = 0;
    for (; stop < lines.size(); ++stop) {
        const bool both = lines[stop].filled == 3;
        if (stop > 0 && !stands_off(lines, stop, pitch))
            single += both ? 0U : 1U;
        else if (both)
            ++stretches;
        else
            break;
    }
    if (stretches < 3 || single == 0) return first;
    std::size_t i = first;
    while (i < end && segments[i].table < 0 && (stop == lines.size() || segments[i].row != lines[stop].row))
        ++i;
    return i;
}

/// The segment goes on with a sentence: it begins with a small letter, and what stands above it at the same edge fills its
/// column. Below what ends early a cell may begin with a small letter.
bool goes_on(const PageContent& page, const Segments& segments, std::size_t first, std::size_t end,
             std::size_t i) {
    constexpr std::size_t most = 1000;  // segments that are looked at: a page of a letter has fewer
    const Segment& segment = segments[i];
    if (!begins_lower(page, segment)) return false;
    const auto in_column = [&](const Segment& other) { return std::abs(other.left - segment.left) < 3; };
    const Segment* above = nullptr;
    float right = segment.right;
    for (std::size_t k = first; k < std::min(end, first + most); ++k) {
        if (!in_column(segments[k])) continue;
        right = std::max(right, segments[k].right);
        if (segments[k].row < segment.row) above = &segments[k];
    }
    return !above || above->right > above->left + 0.7F * (right - above->left);
}

/// Rows that belong together, as in a list of names and values or a block of signatures: many rows have both sides,
/// and no side's lines go on with a sentence, as lines of running text do.
bool reads_in_rows(const PageContent& page, const Segments& segments, std::size_t first, std::size_t end,
                   const Strip& strip) {
    std::vector<std::size_t> left_rows, right_rows;
    std::size_t lower = 0;
    for (std::size_t i = first; i < end; ++i) {
        if (segments[i].table >= 0) return false;
        if (segments[i].right <= strip.left + 0.1F)
            left_rows.push_back(segments[i].row);
        else if (right_rows.empty() ||
                 right_rows.back() != segments[i].row)  // a row may have several cells there
            right_rows.push_back(segments[i].row);
        lower += goes_on(page, segments, first, end, i) ? 1U : 0U;
    }
    std::size_t both = 0;
    for (const std::size_t row : left_rows)
        both += std::count(right_rows.begin(), right_rows.end(), row) > 0 ? 1U : 0U;
    return both >= 2 && both * 2 >= left_rows.size() && both * 2 >= right_rows.size() &&
           lower * 6 < end - first;
}

/// The first segment of the first row that has text at both sides of the strip.
std::size_t first_of_both(const Segments& segments, std::size_t first, std::size_t end, const Strip& strip) {
    for (std::size_t i = first; i + 1 < end; ++i)
        if (segments[i].row == segments[i + 1].row && segments[i].right <= strip.left + 0.1F &&
            segments[i + 1].left >= strip.right - 0.1F) {
            while (i > first && segments[i - 1].row == segments[i].row) --i;
            return i;
        }
    return first;
}

/// Lines of one cell, and what overlaps them from top to bottom: a row whose cells stand at half height, or at the foot.
struct Band {
    float top = 0, bottom = 0;
    std::size_t first = 0;    ///< its first segment
    std::size_t columns = 0;  ///< with text
    bool single = true;       ///< no column has two groups of lines
    bool level = true;        ///< all columns begin on one baseline
};

/// Groups of lines that stand close together in one column, as bands; those that overlap make one.
std::vector<Band> bands_of(const Segments& segments, std::size_t first, std::size_t end,
                           const std::vector<Strip>& cells) {
    struct Group {
        float top, bottom;
        std::size_t first, column, row;
    };
    std::vector<Group> groups;
    for (std::size_t c = 0; c <= cells.size(); ++c) {
        std::vector<std::size_t> lines;
        for (std::size_t i = first; i < end; ++i)
            if (cell_of(segments[i], cells) == c) lines.push_back(i);
        float pitch = 0;
        for (std::size_t l = 1; l < lines.size(); ++l) {
            const float distance = segments[lines[l]].bottom - segments[lines[l - 1]].bottom;
            if (distance < 1.45F * segments[lines[l]].size)
                pitch = pitch == 0 ? distance : std::min(pitch, distance);
        }
        for (std::size_t l = 0; l < lines.size(); ++l) {
            const Segment& s = segments[lines[l]];
            if (l > 0 && s.bottom - segments[lines[l - 1]].bottom < 1.17F * pitch)
                groups.back().bottom = s.bottom;
            else
                groups.push_back({s.top, s.bottom, lines[l], c, s.row});
        }
    }
    std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
        return a.top != b.top ? a.top < b.top : a.first < b.first;
    });
    std::vector<Band> bands;
    std::vector<std::size_t> seen;  // columns of the band under way
    std::size_t row = 0;
    for (const Group& g : groups) {
        if (bands.empty() || g.top > bands.back().bottom - 0.1F * (g.bottom - g.top)) {
            bands.push_back({g.top, g.bottom, g.first});
            seen.clear();
            row = g.row;
        }
        Band& band = bands.back();
        band.bottom = std::max(band.bottom, g.bottom);
        band.first = std::min(band.first, g.first);
        band.level = band.level && g.row == row;
        if (std::find(seen.begin(), seen.end(), g.column) != seen.end())
            band.single = false;
        else
            seen.push_back(g.column);
        band.columns = seen.size();
    }
    return bands;
}

/// Whether the bands are rows of a table whose lines share no baselines: two or more, all of several columns. Two columns
/// of text may have a paragraph each beside one of the other; three rows or three cells are no accident.
bool are_centred(const std::vector<Band>& bands, std::size_t first, std::size_t end, std::size_t strips) {
    bool level = true;
    for (std::size_t b = first; b < end; ++b) {
        if (bands[b].columns < 2 || !bands[b].single) return false;
        level = level && bands[b].level;
    }
    return !level && (end - first >= 3 || (end - first >= 2 && strips >= 2));
}

/// The table's row of each segment.
std::vector<std::size_t> rows_of(const PageContent& page, const Segments& segments,
                                 const std::vector<Strip>& cells) {
    std::vector<std::size_t> rows(segments.size());
    const std::vector<Band> bands = bands_of(segments, 0, segments.size(), cells);
    if (are_centred(bands, 0, bands.size(), cells.size())) {
        for (std::size_t i = 0, b = 0; i < segments.size(); ++i) {
            while (b + 1 < bands.size() && segments[i].top >= bands[b].bottom - 0.1F * segments[i].size) ++b;
            rows[i] = b;
        }
        return rows;
    }
    const std::vector<bool> begins = begin_rows(page, segments, cells);
    std::size_t line = 0, row = 0;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (i > 0 && segments[i].row != segments[i - 1].row && begins[++line]) ++row;
        rows[i] = row;
    }
    return rows;
}

}  // namespace

bool are_two_entries(const Segments& segments, std::size_t first, std::size_t end, const Strip& strip) {
    if (end - first != 4) return false;
    const Segment* of[2][2] = {};
    for (std::size_t i = first; i < end; ++i) {
        const Segment& s = segments[i];
        if (s.table >= 0) return false;
        of[s.row == segments[first].row ? 0 : 1][s.right <= strip.left + 0.1F ? 0 : 1] = &s;
    }
    if (!of[0][0] || !of[0][1] || !of[1][0] || !of[1][1]) return false;
    const float size = of[0][0]->size;
    const float widest = std::max(of[0][1]->left - of[0][0]->right, of[1][1]->left - of[1][0]->right);
    return widest > 3 * size && strip.right - strip.left > 1.2F * size &&
           std::abs(of[0][0]->left - of[1][0]->left) < 1 && std::abs(of[0][1]->left - of[1][1]->left) < 1 &&
           of[1][0]->top - of[0][0]->bottom < size;
}

std::vector<std::size_t> signature_rows(const PageContent& page, const Segments& segments, std::size_t first,
                                        std::size_t end, const Strip& strip) {
    struct Row {
        std::size_t first;
        float top, bottom, size;
        bool left = false, right = false;
    };
    std::vector<Row> rows;
    std::size_t lower = 0;
    for (std::size_t i = first; i < end; ++i) {
        const Segment& s = segments[i];
        if (s.table >= 0) return {};
        if (rows.empty() || s.row != segments[i - 1].row) rows.push_back({i, s.top, s.bottom, s.size});
        (s.right <= strip.left + 0.1F ? rows.back().left : rows.back().right) = true;
        lower += begins_lower(page, s) ? 1U : 0U;
    }
    if (rows.size() < 3 || rows.size() > 24 || lower * 6 >= end - first) return {};
    const auto room_above = [&](std::size_t r) { return rows[r].top - rows[r - 1].bottom; };
    std::vector<std::size_t> holes;
    for (std::size_t r = 1; r < rows.size(); ++r)
        if (room_above(r) > 1.8F * rows[r].size) holes.push_back(r);
    const auto both = [&](std::size_t r) { return r < rows.size() && rows[r].left && rows[r].right; };
    if (holes.empty() || !both(holes.front()) || !both(holes.front() + 1)) return {};
    std::vector<std::size_t> starts{first};
    for (std::size_t h = 0; h < holes.size(); ++h) {
        const std::size_t behind = h + 1 < holes.size() ? holes[h + 1] : rows.size();
        if (behind - holes[h] < 2 || room_above(holes[h]) > 12 * rows[holes[h]].size) {
            starts.push_back(rows[holes[h]].first);  // no more signatures
            break;
        }
        if (h + 1 == holes.size()) break;
        // Between two holes stand the names of one row and the bodies of the next, with the most room between
        // them.
        std::size_t widest = holes[h] + 1;
        for (std::size_t r = widest + 1; r < behind; ++r)
            if (room_above(r) > room_above(widest)) widest = r;
        starts.push_back(rows[widest].first);
    }
    return starts;
}

TableRows table_rows(const PageContent& page, const Segments& segments, std::size_t first, std::size_t end,
                     const Strip& strip) {
    const std::size_t rows = first_of_both(segments, first, end, strip);
    const std::size_t aligned = end_of_aligned(page, segments, rows, end, strip);
    if (aligned > rows) end = aligned;
    if (!signature_rows(page, segments, first, end, strip).empty()) return {first, end, false};
    return {rows, end, aligned > rows || reads_in_rows(page, segments, rows, end, strip)};
}

CentredRows centred_rows(const Work& work, const PageContent& page, const Segments& segments,
                         std::size_t first, std::size_t end, const Strip& strip) {
    for (std::size_t i = first; i < end; ++i)
        if (segments[i].table >= 0) return {};
    if (!signature_rows(page, segments, first, end, strip).empty()) return {};
    CentredRows result;
    result.segments = labels_apart(work, page, segments, first, end);
    Segments& parts = result.segments;
    const std::size_t both = first_of_both(parts, 0, parts.size(), strip);
    const std::vector<Strip> cells = cell_strips(parts, both, parts.size());
    const std::vector<Band> bands = bands_of(parts, 0, parts.size(), cells);
    std::size_t b = 0;
    while (b < bands.size() && bands[b].columns < 2) ++b;
    const std::size_t begin = b;
    while (b < bands.size() && bands[b].columns >= 2 && bands[b].single) ++b;
    if (!are_centred(bands, begin, b, cells.size())) return {};
    const std::size_t row = parts[bands[begin].first].row;
    const std::size_t behind = b < bands.size() ? parts[bands[b].first].row : parts.back().row + 1;
    std::erase_if(parts, [&](const Segment& s) { return s.row < row || s.row >= behind; });
    result.first = result.end = first;
    while (result.first < end && segments[result.first].row < row) ++result.first;
    while (result.end < end && segments[result.end].row < behind) ++result.end;
    return result;
}

std::vector<Strip> cell_strips(const Segments& segments, std::size_t first, std::size_t end) {
    Cover cover;
    for (std::size_t i = first; i < end; ++i) cover.add(segments[i]);
    std::vector<Strip> result = cover.strips();
    std::erase_if(result, [&](const Strip& s) { return s.right - s.left < 0.8F * cover.size(); });
    return result;
}

Item rows_item(Work& work, std::uint32_t page_index, Segments& segments, const std::vector<Strip>& cells) {
    const std::vector<std::size_t> rows = rows_of(work.content.pages[page_index], segments, cells);
    Item table;
    table.kind = BlockKind::table;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        while (table.children.size() <= rows[i]) {
            Item& row = table.children.emplace_back();
            row.kind = BlockKind::row;
            row.children.resize(cells.size() + 1);
            for (Item& cell : row.children) cell.kind = BlockKind::cell;
        }
        Item& cell = table.children[rows[i]].children[cell_of(segments[i], cells)];
        Line line = make_line(work, page_index, std::move(segments[i].pieces));
        if (line.text.empty()) continue;
        if (cell.children.empty()) cell.children.emplace_back();
        cell.children.back().lines.push_back(std::move(line));
    }
    return table;
}

}  // namespace sheaf::pdf
