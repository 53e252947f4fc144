#include "links.hpp"

#include <algorithm>

#include "objects/unicode.hpp"

namespace sheaf::pdf {
namespace {

/// The destination that an array, a name or a string stands for.
void resolve(File& file, const Value& destination, const PageNumbers& pages, const PageMatrix& matrix,
             Link& link) {
    Value place_in = destination.resolved();
    if (place_in.is_dictionary()) place_in = place_in["D"];
    double left = 0;
    std::optional<double> top;
    const auto set_page = [&](int object) {
        if (const auto found = pages.find(object); found != pages.end()) link.page = found->second;
    };
    if (place_in.is_array()) {
        const std::vector<Value> parts = place_in.items(8);
        if (parts.empty()) return;
        // Pages are given by reference, or counted from 0.
        if (parts[0].is_reference())
            set_page(parts[0].object());
        else if (const auto number = parts[0].integer(); number && *number >= 0 && *number < 2147483647)
            link.page = *number + 1;
        const Value kind = parts.size() > 1 ? parts[1].resolved() : Value();
        const std::size_t at = kind.is_name("XYZ")                             ? 3
                               : kind.is_name("FitH") || kind.is_name("FitBH") ? 2
                                                                               : parts.size();
        if (parts.size() > at) {
            top = parts[at].resolved().number();
            if (at == 3) left = parts[2].resolved().number().value_or(0);
        }
    } else if (place_in.is_string() || place_in.is_name()) {
        const auto found = file.destination(place_in.is_string() ? place_in.string() : place_in.name());
        if (!found) return;
        if (found->object != 0)
            set_page(found->object);
        else
            link.page = found->number;
        top = found->top;
        left = found->left;
    }
    const Matrix* to_page = link.page > 0 ? matrix(link.page) : nullptr;
    if (!to_page)
        link.page = 0;
    else if (top)
        link.top = place((*to_page)(left, *top).y);
}

}  // namespace

std::vector<Value> read_links(File& file, std::span<const Value> annotations, const PageNumbers& pages,
                              const PageMatrix& matrix, PageContent& page) {
    std::vector<Value> others;
    const Matrix* to_page = matrix(page.number);
    for (const Value& item : annotations) {
        const Value annotation = item.resolved();
        if (!annotation.is_dictionary()) continue;
        if (!annotation["Subtype"].is_name("Link")) {
            others.push_back(annotation);
            continue;
        }
        if (!to_page) continue;
        Link link;
        const Value action = annotation["A"];
        if (action.is_dictionary()) {
            const Value kind = action["S"];
            if (kind.is_name("URI"))
                link.uri = text_string(action["URI"].string());
            else if (kind.is_name("GoTo"))
                resolve(file, action.entry("D"), pages, matrix, link);
        } else if (const Value destination = annotation.entry("Dest"); !destination.is_null()) {
            resolve(file, destination, pages, matrix, link);
        }
        if (link.uri.empty() && link.page == 0) continue;

        const auto add = [&](Rect box) {
            link.box = {place(box.left), place(box.top), place(box.right), place(box.bottom)};
            page.links.push_back(link);
        };
        // A link over several lines has a quadrilateral for each.
        const std::vector<Value> quads = annotation["QuadPoints"].items(800);
        bool any = false;
        for (std::size_t at = 0; at + 8 <= quads.size(); at += 8) {
            const auto corners = numbers_of(std::span(quads).subspan(at, 8));
            if (!corners) break;
            const auto& v = *corners;
            Rect box = Rect::of((*to_page)(v[0], v[1]), (*to_page)(v[2], v[3]));
            box.add((*to_page)(v[4], v[5]));
            box.add((*to_page)(v[6], v[7]));
            add(box);
            any = true;
        }
        if (any) continue;
        // What follows the four numbers is ignored.
        const auto corners = numbers_of(annotation["Rect"].items(4));
        if (corners && corners->size() == 4) {
            const auto& v = *corners;
            add((*to_page)(Rect::of({v[0], v[1]}, {v[2], v[3]})));
        }
    }
    return others;
}

void join_links(PageContent& page) {
    if (page.links.empty()) return;
    std::vector<Run> runs;
    runs.reserve(page.runs.size());
    for (const Run& run : page.runs) {
        // Links whose box holds the middle of the line.
        const bool across = run.direction % 180 == 0;
        const double middle = across ? (run.top + run.bottom) / 2 : (run.left + run.right) / 2;
        const auto link_at = [&](const Glyph& glyph) {
            const double at = (glyph.left + glyph.right) / 2;
            for (std::size_t i = 0; i < page.links.size(); ++i) {
                const Box& box = page.links[i].box;
                const double x = across ? at : middle, y = across ? middle : at;
                if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom)
                    return static_cast<std::int32_t>(i);
            }
            return std::int32_t{-1};
        };
        const bool any = std::any_of(page.links.begin(), page.links.end(), [&](const Link& link) {
            return run.left < link.box.right && link.box.left < run.right && run.top < link.box.bottom &&
                   link.box.top < run.bottom;
        });
        if (!any) {
            runs.push_back(run);
            continue;
        }
        const Glyph* glyphs = page.glyphs.data() + run.first;
        for (std::uint32_t first = 0; first < run.count;) {
            const std::int32_t link = link_at(glyphs[first]);
            std::uint32_t end = first + 1;
            while (end < run.count && link_at(glyphs[end]) == link) ++end;
            Run part = run;
            part.first = run.first + first;
            part.count = end - first;
            part.link = link;
            if (part.count < run.count) {
                const float from = glyphs[first].left, to = glyphs[end - 1].right;
                if (across && !run.oblique) {
                    part.left = std::min(from, to);
                    part.right = std::max(from, to);
                } else if (!run.oblique) {
                    part.top = std::min(from, to);
                    part.bottom = std::max(from, to);
                }
            }
            runs.push_back(part);
            first = end;
        }
    }
    page.runs.swap(runs);
}

}  // namespace sheaf::pdf
