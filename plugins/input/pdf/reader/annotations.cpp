#include "annotations.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "links.hpp"
#include "objects/unicode.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

constexpr int flag_hidden = 1 << 1, flag_no_view = 1 << 5;
// ISO 32000-1, 12.7.4: flags of fields.
constexpr int field_password = 1 << 13, field_push_button = 1 << 16;
constexpr int max_field_depth = 32;

/// The form that the annotation shows in its present state; its object's number goes to `number`.
Value normal_appearance(const Value& annotation, std::uint32_t& number) {
    Value reference = annotation["AP"].entry("N");
    Value normal = reference.resolved();
    if (normal.is_dictionary()) {
        const Value state = annotation["AS"];
        if (!state.is_name()) return {};
        reference = normal.entry(state.name());
        normal = reference.resolved();
    }
    if (reference.is_reference()) number = static_cast<std::uint32_t>(reference.object());
    return normal;
}

/// What a field has or inherits (ISO 32000-1, 12.7.3.1); null where there is nothing.
Value inherited(const Value& field, const char* key) {
    Value at = field;
    for (int depth = 0; at.is_dictionary() && depth < max_field_depth; ++depth) {
        const Value value = at[key];
        if (!value.is_null()) return value;
        at = at["Parent"];
    }
    return {};
}

/// A string, the strings of an array one after the other, or a stream of text.
std::string words_of(const Value& value) {
    if (value.is_string()) return text_string(value.string());
    std::string out;
    for (const Value& item : value.items(max_annotations)) {
        const Value one = item.resolved();
        if (one.is_string()) out += (out.empty() ? "" : " ") + text_string(one.string());
    }
    if (value.is_stream()) {
        Bytes bytes;
        value.decode(bytes);
        out = text_string(bytes.view());
    }
    return out;
}

/// What a program that shows the page sets of an annotation by itself. Contents of other kinds are comments, which
/// stand in a window of their own and on no page.
std::string text_to_set(const Value& annotation) {
    const Value subtype = annotation["Subtype"];
    if (subtype.is_name("FreeText") || (subtype.is_name("Line") && annotation["Cap"].is_true()))
        return words_of(annotation["Contents"]);
    if (!subtype.is_name("Widget")) return {};
    const Value kind = inherited(annotation, "FT");
    const int flags = inherited(annotation, "Ff").integer().value_or(0);
    if (kind.is_name("Btn") && (flags & field_push_button) != 0) return words_of(annotation["MK"]["CA"]);
    if (kind.is_name("Ch") || (kind.is_name("Tx") && (flags & field_password) == 0))
        return words_of(inherited(annotation, "V"));
    return {};
}

/// What a window beside the page says of the place that an annotation marks (ISO 32000-1, 12.5.6.2); empty for those whose
/// contents are shown on the page itself.
std::string comment_of(const Value& annotation) {
    constexpr std::array<const char*, 13> kinds = {
        "Text",   "Highlight", "Underline", "Squiggly", "StrikeOut", "Caret", "Ink",
        "Square", "Circle",    "Polygon",   "Redact",   "PolyLine",  "Line"};
    const Value subtype = annotation["Subtype"];
    const bool comments =
        std::any_of(kinds.begin(), kinds.end(), [&](const char* kind) { return subtype.is_name(kind); });
    if (!comments || annotation["Cap"].is_true()) return {};
    return text::squeeze(words_of(annotation["Contents"]));
}

std::string without_spaces(std::string_view words) {
    std::string out;
    for (std::size_t at = 0; at < words.size();)
        if (const char32_t c = text::next(words, at); !text::is_space(c)) text::append(out, c);
    return out;
}

/// Where the words are that an annotation marks (ISO 32000-1, 12.5.6.10): its quadrilaterals, or its rectangle.
std::vector<Box> marked_places(const Value& annotation, const Rect& rectangle, const Matrix& to_page) {
    std::vector<Box> out;
    const auto add = [&](const Rect& of) {
        const Rect box = to_page(of);
        out.push_back({place(box.left), place(box.top), place(box.right), place(box.bottom)});
    };
    const auto corners = numbers_of(annotation["QuadPoints"].items(8 * max_annotations));
    for (std::size_t i = 0; corners && i + 8 <= corners->size(); i += 8) {
        Rect quad = Rect::of({(*corners)[i], (*corners)[i + 1]}, {(*corners)[i + 2], (*corners)[i + 3]});
        quad.add({(*corners)[i + 4], (*corners)[i + 5]});
        quad.add({(*corners)[i + 6], (*corners)[i + 7]});
        add(quad);
    }
    if (out.empty()) add(rectangle);
    return out;
}

/// A square without appearance is filled by the programs that show it (ISO 32000-1, 12.5.6.8).
void paint_square(const Value& annotation, const Rect& box, const PageContent& page, Painted& painted) {
    const auto colour = numbers_of(annotation["IC"].items(4));
    if (!colour || colour->empty()) return;
    Area area;
    area.ink.known = colour->size() == 1 || colour->size() == 3;
    for (std::size_t i = 0; i < 3; ++i) {
        const double part = std::clamp(colour->size() == 3 ? (*colour)[i] : colour->front(), 0.0, 1.0);
        area.ink.rgb = area.ink.rgb << 8U | static_cast<std::uint32_t>(std::lround(255 * part));
    }
    area.ink.opacity = static_cast<float>(annotation["CA"].number().value_or(1));
    area.glyphs = static_cast<std::uint32_t>(page.glyphs.size());
    painted.add_box(box, box, area);
}

/// Lines without appearance are drawn by the programs that show them (ISO 32000-1, 12.5.6.7, 12.5.6.9 and 12.5.6.13).
void draw_lines(const Value& annotation, const Matrix& to_page, Painted& painted) {
    constexpr std::size_t most_lines = 100, most_numbers = 1000;
    std::vector<Value> lines = annotation["InkList"].items(most_lines);
    for (const char* key : {"L", "Vertices"}) lines.push_back(annotation[key]);
    for (const Value& line : lines) {
        const auto at = numbers_of(line.items(most_numbers));
        Stroke stroke;
        for (std::size_t i = 0; at && i + 2 <= at->size(); i += 2)
            stroke.points.push_back(to_page((*at)[i], (*at)[i + 1]));
        painted.add_stroke(std::move(stroke));
    }
}

/// Runs the annotation's appearance; false when there is none that can be shown.
bool run_appearance(const Value& annotation, const Rect& place_on_page, const Objects& objects,
                    const Resources& page_resources, Interpreter& interpreter) {
    XObject form;
    const Value appearance = normal_appearance(annotation, form.number);
    if (!appearance.is_stream()) return false;
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

void run_appearances(const std::vector<Value>& annotations, const Objects& objects,
                     const Resources& page_resources, const Matrix& to_page, bool need_appearances,
                     PageContent& page, Painted& painted, Interpreter& interpreter) {
    for (const Value& annotation : annotations) {
        const Value subtype = annotation["Subtype"];
        if (subtype.is_name("Popup")) continue;
        if ((annotation["F"].integer().value_or(0) & (flag_hidden | flag_no_view)) != 0) continue;
        if (objects.file->is_off(annotation.entry("OC"))) continue;
        // What has no place is shown nowhere.
        const auto rectangle = annotation["Rect"].numbers(4);
        if (!rectangle) continue;
        const auto& r = *rectangle;
        const Rect place_on_page = Rect::of({r[0], r[1]}, {r[2], r[3]});
        const bool strikes = subtype.is_name("StrikeOut");
        if (strikes || subtype.is_name("Redact")) {
            auto& places = strikes ? painted.struck : painted.redactions;
            const std::vector<Box> marked = marked_places(annotation, place_on_page, to_page);
            places.insert(places.end(), marked.begin(), marked.end());
        }
        const bool is_stamp = subtype.is_name("Stamp");
        interpreter.begin_annotation(is_stamp || subtype.is_name("Watermark"),
                                     strikes || subtype.is_name("Highlight") ||
                                         subtype.is_name("Underline") || subtype.is_name("Squiggly"));
        const std::size_t before = page.text.size();
        const bool shown = run_appearance(annotation, place_on_page, objects, page_resources, interpreter);
        if (is_stamp) {
            std::string words = text::squeeze(std::string_view(page.text).substr(before));
            if (words.empty() && shown) words = words_of(annotation["Contents"]);
            // By its name some programs draw a stamp that has no look of its own (ISO 32000-1, 12.5.6.12).
            if (words.empty()) words = annotation["Name"].name();
            const Rect box = to_page(place_on_page);
            if (shown || !words.empty())
                page.stamps.push_back(
                    {{place(box.left), place(box.top), place(box.right), place(box.bottom)}, words, true});
        }
        if (std::string words = comment_of(annotation); !words.empty()) {
            const Rect box = to_page(place_on_page);
            page.comments.push_back(
                {{place(box.left), place(box.top), place(box.right), place(box.bottom)}, std::move(words)});
        }
        if (!shown && subtype.is_name("Square"))
            paint_square(annotation, to_page(place_on_page), page, painted);
        if (!shown && (subtype.is_name("Line") || subtype.is_name("PolyLine") || subtype.is_name("Ink")))
            draw_lines(annotation, to_page, painted);
        if (shown && !(need_appearances && subtype.is_name("Widget"))) continue;
        std::string words = text_to_set(annotation);
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
}

}  // namespace sheaf::pdf
