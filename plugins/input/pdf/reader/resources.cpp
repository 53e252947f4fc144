#include "resources.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "file.hpp"
#include "objects/unicode.hpp"

namespace sheaf::pdf {
namespace {

ColorSpace named_space(std::string_view name) {
    using Kind = ColorSpace::Kind;
    if (name == "DeviceRGB" || name == "RGB" || name == "CalRGB") return {Kind::rgb, 3};
    if (name == "DeviceCMYK" || name == "CMYK") return {Kind::cmyk, 4};
    if (name == "Pattern") return {Kind::pattern, 0};
    return {};
}

ColorSpace space_of(const Value& object, int depth) {
    using Kind = ColorSpace::Kind;
    if (depth > 4) return {};
    if (object.is_name()) return named_space(object.name());
    const std::vector<Value> parts = object.items();
    if (parts.empty()) return {};
    const Value first = parts[0].resolved();
    if (!first.is_name()) return {};
    const std::string name = first.name();
    if (name == "ICCBased" && parts.size() > 1) {
        const Value profile = parts[1].resolved();
        if (!profile.is_stream()) return {};
        const auto n = profile["N"].integer();
        if (n == 3) return {Kind::rgb, 3};
        if (n == 4) return {Kind::cmyk, 4};
        return {};
    }
    if (name == "Lab") return {Kind::lab, 3};
    // That ink is printed nowhere (ISO 32000-1, 8.6.6.4).
    if (name == "Separation")
        return {parts.size() > 1 && parts[1].resolved().is_name("None") ? Kind::none : Kind::tint, 1};
    if (name == "DeviceN" && parts.size() > 1) {
        const Value names = parts[1].resolved();
        return {Kind::tint, names.is_array() ? static_cast<int>(names.items().size()) : 1};
    }
    if (name == "Indexed") return {Kind::pattern, 1};
    return space_of(first, depth + 1);
}

/// An image of one row of pixels that are not all white.
bool is_line(const Value& image) {
    constexpr int longest = 10000;
    const int width = image["Width"].integer().value_or(0), height = image["Height"].integer().value_or(0);
    if (std::min(width, height) != 1 || std::max(width, height) > longest) return false;
    if (image["ImageMask"].is_true()) return true;
    Bytes pixels;
    if (!image.decode(pixels)) return false;
    const std::string_view bytes = pixels.view();
    return image["ColorSpace"].is_name("DeviceCMYK") || bytes.find_first_not_of('\xFF') != bytes.npos;
}

/// What `read` reads of an object, at once where it is known from another place that refers to it.
template <class Known, class Read>
Known known(std::map<std::pair<int, int>, Known>& values, const Value& entry, Read read) {
    if (!entry.is_reference()) return read();
    const std::pair key{entry.object(), entry.generation()};
    const auto found = values.find(key);
    return found != values.end() ? found->second : values.emplace(key, read()).first->second;
}

}  // namespace

struct Resources::Data {
    const Objects* objects;
    Value dictionary;
    const Resources* parent = nullptr;
    // What is in the subdictionaries, read when first asked for.
    mutable std::map<std::string, std::map<std::string, Value, std::less<>>, std::less<>> parts;
    mutable std::map<std::string, const LetterFont*, std::less<>> fonts;

    /// The entry of that name in a subdictionary, as it stands there; null when there is none.
    Value entry(const char* part, std::string_view name) const {
        auto found = parts.find(std::string_view(part));
        if (found == parts.end()) found = parts.emplace(part, dictionary[part].entries()).first;
        const auto value = found->second.find(name);
        if (value != found->second.end() && !value->second.is_null()) return value->second;
        return parent ? parent->data_->entry(part, name) : Value();
    }
};

Resources::Resources(const Objects& objects, const Value& dictionary, const Resources* parent)
    : data_(std::make_unique<Data>()) {
    data_->objects = &objects;
    data_->dictionary = dictionary.resolved();
    data_->parent = parent;
}
Resources::~Resources() = default;

const LetterFont* Resources::font(std::string_view name) const {
    const auto known = data_->fonts.find(name);
    if (known != data_->fonts.end()) return known->second;
    const Value entry = data_->entry("Font", name);
    const LetterFont* font = entry.is_null() ? nullptr : data_->objects->fonts->find(entry);
    data_->fonts.emplace(std::string(name), font);
    return font;
}

XObject Resources::find(std::string_view name) const {
    XObject out;
    const Value entry = data_->entry("XObject", name);
    const auto read = [&] {
        KnownObjects::Shown shown;
        const Value object = entry.resolved();
        if (!object.is_stream()) return shown;
        const Value subtype = object["Subtype"];
        if (subtype.is_name("Form"))
            shown.kind = XObject::Kind::form;
        else if (subtype.is_name("Image"))
            shown.kind = XObject::Kind::image;
        shown.opaque = shown.kind == XObject::Kind::image && object.entry("SMask").is_null() &&
                       object.entry("Mask").is_null() && !object["ImageMask"].is_true();
        shown.hidden = data_->objects->file->is_off(object.entry("OC"));
        shown.line = shown.kind == XObject::Kind::image && is_line(object);
        return shown;
    };
    const auto shown = known(data_->objects->known->xobjects, entry, read);
    if (entry.is_reference()) out.number = static_cast<std::uint32_t>(entry.object());
    out.kind = shown.kind;
    out.hidden = shown.hidden;
    out.opaque = shown.opaque;
    out.line = shown.line;
    return out;
}

void Resources::open(XObject& form, std::string_view name) const {
    const Value object = data_->entry("XObject", name).resolved();
    if (object.is_stream()) open(form, object, *data_->objects, this);
}

void Resources::open(XObject& form, const Value& stream, const Objects& objects, const Resources* parent) {
    // What is no number counts as 0.
    const auto numbers = [](const Value& array, auto& out) {
        const std::vector<Value> items = array.items(out.size() + 1);
        if (items.size() != out.size()) return false;
        std::transform(items.begin(), items.end(), out.begin(),
                       [](const Value& item) { return item.resolved().number().value_or(0); });
        return true;
    };
    numbers(stream["Matrix"], form.matrix);
    std::array<double, 4> box;
    if (numbers(stream["BBox"], box)) form.box = box;
    const Value resources = stream["Resources"];
    form.is_group = stream["Group"].is_dictionary();
    if (resources.is_dictionary()) form.resources = std::make_unique<Resources>(objects, resources, parent);
    stream.decode(form.content);
}

Properties Resources::properties(std::string_view name) const {
    Properties out;
    const Value entry = data_->entry("Properties", name);
    const Value list = entry.resolved();
    if (!list.is_dictionary()) return out;
    out.type = list["Type"].name();
    out.hidden = (out.type == "OCG" || out.type == "OCMD") && data_->objects->file->is_off(entry);
    out.mcid = list["MCID"].integer();
    if (const Value text = list["ActualText"]; text.is_string()) out.actual_text = text_string(text.string());
    if (const Value language = list["Lang"]; language.is_string())
        out.language = text_string(language.string());
    out.subtype = list["Subtype"].name();
    return out;
}

ColorSpace Resources::color_space(std::string_view name) const {
    if (name == "DeviceGray" || name == "G" || name == "DeviceRGB" || name == "RGB" || name == "DeviceCMYK" ||
        name == "CMYK" || name == "Pattern")
        return named_space(name);
    return space_of(data_->entry("ColorSpace", name).resolved(), 0);
}

GraphicsState Resources::graphics_state(std::string_view name) const {
    const Value entry = data_->entry("ExtGState", name);
    const auto read = [&] {
        GraphicsState out;
        const Value state = entry.resolved();
        const std::vector<Value> font = state["Font"].items(3);
        if (const auto size = font.size() == 2 ? font[1].resolved().number() : std::nullopt) {
            out.font = data_->objects->fonts->find(font[0]);
            out.font_size = *size;
        }
        out.fill_opacity = state["ca"].number();
        out.stroke_opacity = state["CA"].number();
        Value blend = state["BM"];
        // Of several modes the first that is known counts.
        if (const std::vector<Value> modes = blend.items(1); !modes.empty()) blend = modes[0].resolved();
        if (blend.is_name())
            out.blend = blend.is_name("Normal") || blend.is_name("Compatible")      ? Blend::normal
                        : blend.is_name("Multiply") || blend.is_name("Darken")      ? Blend::multiply
                        : blend.is_name("Difference") || blend.is_name("Exclusion") ? Blend::inverting
                                                                                    : Blend::other;
        if (const Value mask = state["SMask"]; !mask.is_null()) out.masked = mask.is_dictionary();
        return out;
    };
    return known(data_->objects->known->graphics_states, entry, read);
}

}  // namespace sheaf::pdf
