#include "links.hpp"

#include <Catalog.h>
#include <Link.h>
#include <Object.h>
#include <XRef.h>

#include <algorithm>
#include <memory>

#include "unicode.hpp"

namespace sheaf::pdf {
namespace {

/// The destination that an array, a name or a string stands for.
void resolve(XRef* xref, Catalog* catalog, const Object& destination, const PageNumbers& pages,
             const PageMatrix& matrix, Link& link) {
    Object array = destination.fetch(xref);
    if (array.isDict()) array = array.dictLookup("D");
    double left = 0, top = 0;
    bool placed = false;
    if (array.isArray()) {
        if (array.arrayGetLength() < 1) return;
        const Object& page = array.arrayGetNF(0);
        if (page.isRef()) {
            const auto found = pages.find(page.getRefNum());
            if (found != pages.end()) link.page = found->second;
        } else if (page.isInt() && page.getInt() >= 0) {
            link.page = page.getInt() + 1;
        }
        const Object kind = array.arrayGetLength() > 1 ? array.arrayGet(1) : Object(objNull);
        const int at = kind.isName("XYZ") ? 3 : kind.isName("FitH") || kind.isName("FitBH") ? 2 : -1;
        if (at > 0 && array.arrayGetLength() > at) {
            const Object y = array.arrayGet(at), x = array.arrayGet(2);
            placed = y.isNum();
            top = y.getNumWithDefaultValue(0);
            left = at == 3 ? x.getNumWithDefaultValue(0) : 0;
        }
    } else if (array.isString() || array.isName()) {
        const GooString name(array.isString() ? array.getString()->toStr() : std::string(array.getName()));
        const std::unique_ptr<LinkDest> found = catalog->findDest(&name);
        if (!found || !found->isOk()) return;
        if (found->isPageRef()) {
            const auto page = pages.find(found->getPageRef().num);
            if (page != pages.end()) link.page = page->second;
        } else {
            link.page = found->getPageNum();
        }
        placed = found->getChangeTop();
        top = found->getTop();
        left = found->getLeft();
    }
    const Matrix* to_page = link.page > 0 ? matrix(link.page) : nullptr;
    if (!to_page)
        link.page = 0;
    else if (placed)
        link.top = place((*to_page)(left, top).y);
}

bool numbers(const Object& array, int first, int count, double* out) {
    if (!array.isArray() || array.arrayGetLength() < first + count) return false;
    for (int i = 0; i < count; ++i) {
        const Object number = array.arrayGet(first + i);
        if (!number.isNum()) return false;
        out[i] = number.getNum();
    }
    return true;
}

}  // namespace

std::vector<int> read_links(XRef* xref, Catalog* catalog, const Object& annotations, const PageNumbers& pages,
                            const PageMatrix& matrix, PageContent& page) {
    std::vector<int> others;
    if (!annotations.isArray()) return others;
    const Matrix* to_page = matrix(page.number);
    const int count = std::min(annotations.arrayGetLength(), max_annotations);
    for (int i = 0; i < count; ++i) {
        const Object annotation = annotations.arrayGet(i);
        if (!annotation.isDict()) continue;
        if (!annotation.dictLookup("Subtype").isName("Link")) {
            others.push_back(i);
            continue;
        }
        if (!to_page) continue;
        Link link;
        const Object action = annotation.dictLookup("A");
        if (action.isDict()) {
            const Object kind = action.dictLookup("S");
            if (kind.isName("URI")) {
                const Object uri = action.dictLookup("URI");
                if (uri.isString()) link.uri = text_string(uri.getString()->toStr());
            } else if (kind.isName("GoTo")) {
                resolve(xref, catalog, action.dictLookupNF("D"), pages, matrix, link);
            }
        } else if (!annotation.dictLookupNF("Dest").isNull()) {
            resolve(xref, catalog, annotation.dictLookupNF("Dest"), pages, matrix, link);
        }
        if (link.uri.empty() && link.page == 0) continue;

        const auto add = [&](Rect box) {
            link.box = {place(box.left), place(box.top), place(box.right), place(box.bottom)};
            page.links.push_back(link);
        };
        // A link over several lines has a quadrilateral for each.
        const Object quads = annotation.dictLookup("QuadPoints");
        double v[8];
        bool any = false;
        if (quads.isArray())
            for (int at = 0; at + 8 <= std::min(quads.arrayGetLength(), 800) && numbers(quads, at, 8, v);
                 at += 8) {
                Rect box = Rect::of((*to_page)(v[0], v[1]), (*to_page)(v[2], v[3]));
                box.add((*to_page)(v[4], v[5]));
                box.add((*to_page)(v[6], v[7]));
                add(box);
                any = true;
            }
        if (!any && numbers(annotation.dictLookup("Rect"), 0, 4, v))
            add((*to_page)(Rect::of({v[0], v[1]}, {v[2], v[3]})));
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
