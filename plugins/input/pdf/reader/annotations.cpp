#include "annotations.hpp"

#include <Object.h>
#include <OptionalContent.h>
#include <XRef.h>

#include <algorithm>
#include <cmath>

#include "links.hpp"
#include "sheaf/text.hpp"
#include "unicode.hpp"

namespace sheaf::pdf {
namespace {

constexpr int flag_hidden = 1 << 1, flag_no_view = 1 << 5;
// ISO 32000-1, 12.7.4: flags of fields.
constexpr int field_password = 1 << 13, field_push_button = 1 << 16;
constexpr int max_field_depth = 32;

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

/// What a field has or inherits (ISO 32000-1, 12.7.3.1); null where there is nothing.
Object inherited(const Object& field, const char* key) {
    Object at = field.copy();
    for (int depth = 0; at.isDict() && depth < max_field_depth; ++depth) {
        Object value = at.dictLookup(key);
        if (!value.isNull()) return value;
        at = at.dictLookup("Parent");
    }
    return Object(objNull);
}

/// A string, the strings of an array one after the other, or a stream of text.
std::string words_of(const Object& value, const Objects& objects) {
    if (value.isString()) return text_string(value.getString()->toStr());
    std::string out;
    if (value.isArray()) {
        for (int i = 0; i < std::min(value.arrayGetLength(), max_annotations); ++i) {
            const Object one = value.arrayGet(i);
            if (one.isString()) out += (out.empty() ? "" : " ") + text_string(one.getString()->toStr());
        }
    } else if (value.isStream()) {
        Bytes bytes;
        objects.streams->append(value, bytes);
        out = text_string(bytes.view());
    }
    return out;
}

/// What a program that shows the page sets of an annotation by itself. Contents of other kinds are comments, which
/// stand in a window of their own and on no page.
std::string text_to_set(const Object& annotation, const Objects& objects) {
    const Object subtype = annotation.dictLookup("Subtype");
    const Object caption = annotation.dictLookup("Cap");
    if (subtype.isName("FreeText") || (subtype.isName("Line") && caption.isBool() && caption.getBool()))
        return words_of(annotation.dictLookup("Contents"), objects);
    if (!subtype.isName("Widget")) return {};
    const Object kind = inherited(annotation, "FT"), given = inherited(annotation, "Ff");
    const int flags = given.isInt() ? given.getInt() : 0;
    if (kind.isName("Btn") && (flags & field_push_button) != 0) {
        const Object looks = annotation.dictLookup("MK");
        return looks.isDict() ? words_of(looks.dictLookup("CA"), objects) : std::string();
    }
    if (kind.isName("Ch") || (kind.isName("Tx") && (flags & field_password) == 0))
        return words_of(inherited(annotation, "V"), objects);
    return {};
}

std::string without_spaces(std::string_view words) {
    std::string out;
    for (std::size_t at = 0; at < words.size();)
        if (const char32_t c = text::next(words, at); !text::is_space(c)) text::append(out, c);
    return out;
}

/// Runs the annotation's appearance; false when there is none that can be shown.
bool run_appearance(const Object& annotation, const Rect& place_on_page, const Objects& objects,
                    const Resources& page_resources, Interpreter& interpreter) {
    XObject form;
    const Object appearance = normal_appearance(annotation, objects.xref, form.number);
    if (!appearance.isStream()) return false;
    Resources::open(form, appearance, objects, &page_resources);
    if (!form.box) return false;
    // ISO 32000-1, 12.5.5: the form's box, turned by its matrix, is fitted into the annotation's rectangle.
    const auto& m = form.matrix;
    const auto& b = *form.box;
    const Rect box = Matrix{m[0], m[1], m[2], m[3], m[4], m[5]}(Rect::of({b[0], b[1]}, {b[2], b[3]}));
    const double width = box.right - box.left, height = box.bottom - box.top;
    if (!(width > 0) || !(height > 0)) return false;
    Matrix fit;
    fit.a = (place_on_page.right - place_on_page.left) / width;
    fit.d = (place_on_page.bottom - place_on_page.top) / height;
    fit.e = place_on_page.left - box.left * fit.a;
    fit.f = place_on_page.top - box.top * fit.d;
    interpreter.run_form(form, page_resources, fit);
    return true;
}

}  // namespace

bool run_appearances(const Object& annotations, const std::vector<int>& places, const Objects& objects,
                     const Resources& page_resources, const Matrix& to_page, bool need_appearances,
                     PageContent& page, Interpreter& interpreter) {
    if (!annotations.isArray()) return true;
    interpreter.begin_annotations();
    for (const int i : places) {
        const Object annotation = annotations.arrayGet(i);
        if (!annotation.isDict()) continue;
        const Object subtype = annotation.dictLookup("Subtype");
        if (subtype.isName("Popup")) continue;
        const Object flags = annotation.dictLookup("F");
        if (flags.isInt() && (flags.getInt() & (flag_hidden | flag_no_view)) != 0) continue;
        const Object& group = annotation.dictLookupNF("OC");
        if (objects.optional_content && (group.isRef() || group.isDict()) &&
            !objects.optional_content->optContentIsVisible(&group))
            continue;
        // What has no place is shown nowhere.
        Rect place_on_page;
        if (!rectangle(annotation.dictLookup("Rect"), place_on_page)) continue;
        const std::size_t before = page.text.size();
        const bool shown = run_appearance(annotation, place_on_page, objects, page_resources, interpreter);
        if (shown && !(need_appearances && subtype.isName("Widget"))) continue;
        std::string words = text_to_set(annotation, objects);
        const std::string bare = without_spaces(words);
        if (bare.empty()) continue;
        if (shown &&
            without_spaces(std::string_view(page.text).substr(before)).find(bare) != std::string::npos)
            continue;
        const Rect box = to_page(place_on_page);
        page.unset.push_back({{place(box.left), place(box.top), place(box.right), place(box.bottom)},
                              std::move(words),
                              shown ? "field value that its appearance does not show"
                                    : "field or annotation without appearance"});
    }
    return annotations.arrayGetLength() <= max_annotations;
}

}  // namespace sheaf::pdf
