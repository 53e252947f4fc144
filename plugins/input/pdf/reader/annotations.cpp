#include "annotations.hpp"

#include <Object.h>
#include <OptionalContent.h>
#include <XRef.h>

#include <algorithm>
#include <cmath>

namespace sheaf::pdf {
namespace {

constexpr int max_annotations = 10000;
constexpr int flag_hidden = 1 << 1, flag_no_view = 1 << 5;

bool rectangle(const Object& array, Rect& out) {
    if (!array.isArray() || array.arrayGetLength() != 4) return false;
    double v[4];
    for (int i = 0; i < 4; ++i) {
        const Object number = array.arrayGet(i);
        if (!number.isNum()) return false;
        v[i] = number.getNum();
    }
    out = Rect::of({v[0], v[1]}, {v[2], v[3]});
    return true;
}

/// The form that the annotation shows in its present state; its reference goes to `number`.
Object normal_appearance(const Object& annotation, XRef* xref, std::uint32_t& number) {
    const Object appearances = annotation.dictLookup("AP");
    if (!appearances.isDict()) return Object(objNull);
    Object reference = appearances.dictLookupNF("N").copy();
    Object normal = reference.fetch(xref);
    if (normal.isDict()) {
        const Object state = annotation.dictLookup("AS");
        if (!state.isName()) return Object(objNull);
        reference = normal.dictLookupNF(state.getName()).copy();
        normal = reference.fetch(xref);
    }
    if (reference.isRef()) number = static_cast<std::uint32_t>(reference.getRefNum());
    return normal;
}

}  // namespace

void run_appearances(const Object& annotations, const Objects& objects, const Resources& page_resources,
                     Interpreter& interpreter) {
    if (!annotations.isArray()) return;
    interpreter.begin_annotations();
    const int count = std::min(annotations.arrayGetLength(), max_annotations);
    for (int i = 0; i < count; ++i) {
        const Object annotation = annotations.arrayGet(i);
        if (!annotation.isDict()) continue;
        const Object subtype = annotation.dictLookup("Subtype");
        if (subtype.isName("Link") || subtype.isName("Popup")) continue;
        const Object flags = annotation.dictLookup("F");
        if (flags.isInt() && (flags.getInt() & (flag_hidden | flag_no_view)) != 0) continue;
        const Object& group = annotation.dictLookupNF("OC");
        if (objects.optional_content && (group.isRef() || group.isDict()) &&
            !objects.optional_content->optContentIsVisible(&group))
            continue;
        XObject form;
        const Object appearance = normal_appearance(annotation, objects.xref, form.number);
        Rect place_on_page;
        if (!appearance.isStream() || !rectangle(annotation.dictLookup("Rect"), place_on_page)) continue;
        Resources::open(form, appearance, objects, &page_resources);
        if (!form.box) continue;
        // ISO 32000-1, 12.5.5: the form's box, turned by its matrix, is fitted into the annotation's
        // rectangle.
        const auto& m = form.matrix;
        const auto& b = *form.box;
        const Rect box = Matrix{m[0], m[1], m[2], m[3], m[4], m[5]}(Rect::of({b[0], b[1]}, {b[2], b[3]}));
        const double width = box.right - box.left, height = box.bottom - box.top;
        if (!(width > 0) || !(height > 0)) continue;
        Matrix fit;
        fit.a = (place_on_page.right - place_on_page.left) / width;
        fit.d = (place_on_page.bottom - place_on_page.top) / height;
        fit.e = place_on_page.left - box.left * fit.a;
        fit.f = place_on_page.top - box.top * fit.d;
        interpreter.run_form(form, page_resources, fit);
    }
}

}  // namespace sheaf::pdf
