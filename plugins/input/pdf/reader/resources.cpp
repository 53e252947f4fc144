#include "resources.hpp"

#include <Object.h>
#include <OptionalContent.h>
#include <XRef.h>

#include <map>

#include "streams.hpp"
#include "unicode.hpp"

namespace sheaf::pdf {
namespace {

bool is_hidden(const Objects& objects, const Object& reference_or_dictionary) {
    return objects.optional_content && objects.optional_content->hasOCGs() &&
           (reference_or_dictionary.isRef() || reference_or_dictionary.isDict()) &&
           !objects.optional_content->optContentIsVisible(&reference_or_dictionary);
}

ColorSpace space_of(const Object& object, int depth) {
    using Kind = ColorSpace::Kind;
    if (depth > 4) return {};
    if (object.isName()) {
        const std::string_view name = object.getName();
        if (name == "DeviceRGB" || name == "RGB" || name == "CalRGB") return {Kind::rgb, 3};
        if (name == "DeviceCMYK" || name == "CMYK") return {Kind::cmyk, 4};
        if (name == "Pattern") return {Kind::pattern, 0};
        return {};
    }
    if (!object.isArray() || object.arrayGetLength() == 0) return {};
    const Object first = object.arrayGet(0);
    if (!first.isName()) return {};
    const std::string_view name = first.getName();
    if (name == "ICCBased" && object.arrayGetLength() > 1) {
        const Object profile = object.arrayGet(1);
        if (!profile.isStream()) return {};
        const Object n = profile.streamGetDict()->lookup("N");
        if (n.isInt() && n.getInt() == 3) return {Kind::rgb, 3};
        if (n.isInt() && n.getInt() == 4) return {Kind::cmyk, 4};
        return {};
    }
    if (name == "Lab") return {Kind::lab, 3};
    if (name == "Separation") return {Kind::tint, 1};
    if (name == "DeviceN" && object.arrayGetLength() > 1) {
        const Object names = object.arrayGet(1);
        return {Kind::tint, names.isArray() ? names.arrayGetLength() : 1};
    }
    if (name == "Indexed") return {Kind::pattern, 1};
    return space_of(first, depth + 1);
}

/// What `read` reads of an object, at once where it is known from another place that refers to it.
template <class Value, class Read>
Value known(std::map<std::pair<int, int>, Value>& values, const Object& entry, Read read) {
    if (!entry.isRef()) return read();
    const std::pair key{entry.getRefNum(), entry.getRefGen()};
    const auto found = values.find(key);
    return found != values.end() ? found->second : values.emplace(key, read()).first->second;
}

}  // namespace

struct Resources::Data {
    const Objects* objects;
    Object dictionary;
    const Resources* parent = nullptr;
    // Subdictionaries, fetched when first asked for.
    mutable std::map<std::string, Object, std::less<>> parts;
    mutable std::map<std::string, const LetterFont*, std::less<>> fonts;

    /// The entry of that name in a subdictionary, not fetched; null object when there is none.
    const Object& entry(const char* part, std::string_view name) const {
        static const Object null(objNull);
        auto found = parts.find(std::string_view(part));
        if (found == parts.end()) {
            Object value = dictionary.isDict() ? dictionary.dictLookup(part) : Object(objNull);
            found = parts.emplace(part, std::move(value)).first;
        }
        if (found->second.isDict()) {
            const Object& value = found->second.dictLookupNF(std::string(name).c_str());
            if (!value.isNull()) return value;
        }
        return parent ? parent->data_->entry(part, name) : null;
    }
};

Resources::Resources(const Objects& objects, const Object& dictionary, const Resources* parent)
    : data_(std::make_unique<Data>()) {
    data_->objects = &objects;
    data_->dictionary = dictionary.fetch(objects.xref);
    data_->parent = parent;
}
Resources::~Resources() = default;

const LetterFont* Resources::font(std::string_view name) const {
    const auto known = data_->fonts.find(name);
    if (known != data_->fonts.end()) return known->second;
    const Object& entry = data_->entry("Font", name);
    const LetterFont* font = entry.isNull() ? nullptr : data_->objects->fonts->find(entry);
    data_->fonts.emplace(std::string(name), font);
    return font;
}

XObject Resources::find(std::string_view name) const {
    XObject out;
    const Object& entry = data_->entry("XObject", name);
    const auto read = [&] {
        KnownObjects::Shown shown;
        const Object object = entry.fetch(data_->objects->xref);
        if (!object.isStream()) return shown;
        Dict* dictionary = object.streamGetDict();
        const Object subtype = dictionary->lookup("Subtype");
        if (subtype.isName("Form"))
            shown.kind = XObject::Kind::form;
        else if (subtype.isName("Image"))
            shown.kind = XObject::Kind::image;
        shown.hidden = is_hidden(*data_->objects, dictionary->lookupNF("OC"));
        return shown;
    };
    const auto shown = known(data_->objects->known->xobjects, entry, read);
    if (entry.isRef()) out.number = static_cast<std::uint32_t>(entry.getRefNum());
    out.kind = shown.kind;
    out.hidden = shown.hidden;
    return out;
}

void Resources::open(XObject& form, std::string_view name) const {
    const Object object = data_->entry("XObject", name).fetch(data_->objects->xref);
    if (object.isStream()) open(form, object, *data_->objects, this);
}

void Resources::open(XObject& form, const Object& stream, const Objects& objects, const Resources* parent) {
    Dict* dictionary = stream.streamGetDict();
    const auto number = [](const Object& array, int i) {
        return array.arrayGet(i).getNumWithDefaultValue(0);
    };
    const Object matrix = dictionary->lookup("Matrix");
    if (matrix.isArray() && matrix.arrayGetLength() == 6)
        for (int i = 0; i < 6; ++i) form.matrix[static_cast<std::size_t>(i)] = number(matrix, i);
    const Object box = dictionary->lookup("BBox");
    if (box.isArray() && box.arrayGetLength() == 4) {
        form.box.emplace();
        for (int i = 0; i < 4; ++i) (*form.box)[static_cast<std::size_t>(i)] = number(box, i);
    }
    const Object resources = dictionary->lookup("Resources");
    if (resources.isDict()) form.resources = std::make_unique<Resources>(objects, resources, parent);
    objects.streams->append(stream, form.content);
}

Properties Resources::properties(std::string_view name) const {
    Properties out;
    const Object& entry = data_->entry("Properties", name);
    const Object list = entry.fetch(data_->objects->xref);
    if (!list.isDict()) return out;
    const Object type = list.dictLookup("Type");
    if (type.isName()) out.type = type.getName();
    out.hidden = (type.isName("OCG") || type.isName("OCMD")) && is_hidden(*data_->objects, entry);
    const Object mcid = list.dictLookup("MCID");
    if (mcid.isInt()) out.mcid = mcid.getInt();
    const Object text = list.dictLookup("ActualText");
    if (text.isString()) out.actual_text = text_string(text.getString()->toStr());
    const Object language = list.dictLookup("Lang");
    if (language.isString()) out.language = text_string(language.getString()->toStr());
    const Object subtype = list.dictLookup("Subtype");
    if (subtype.isName()) out.subtype = subtype.getName();
    return out;
}

ColorSpace Resources::color_space(std::string_view name) const {
    if (name == "DeviceGray" || name == "G" || name == "DeviceRGB" || name == "RGB" || name == "DeviceCMYK" ||
        name == "CMYK" || name == "Pattern")
        return space_of(Object(objName, std::string(name).c_str()), 0);
    return space_of(data_->entry("ColorSpace", name).fetch(data_->objects->xref), 0);
}

std::optional<FontSetting> Resources::graphics_state_font(std::string_view name) const {
    const Object& entry = data_->entry("ExtGState", name);
    const auto read = [&]() -> std::optional<FontSetting> {
        const Object state = entry.fetch(data_->objects->xref);
        if (!state.isDict()) return std::nullopt;
        const Object setting = state.dictLookup("Font");
        if (!setting.isArray() || setting.arrayGetLength() != 2) return std::nullopt;
        const Object size = setting.arrayGet(1);
        if (!size.isNum()) return std::nullopt;
        return FontSetting{data_->objects->fonts->find(setting.arrayGetNF(0)), size.getNum()};
    };
    return known(data_->objects->known->graphics_states, entry, read);
}

}  // namespace sheaf::pdf
