// What content operators refer to by name: fonts, form XObjects, images, property lists, graphics states,
// colour spaces.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "fonts.hpp"
#include "objects/bytes.hpp"
#include "objects/value.hpp"
#include "painted.hpp"

namespace sheaf::pdf {

struct KnownObjects;

/// What a letter's objects are read with; outlives all resources of the letter.
struct Objects {
    File* file = nullptr;
    FontCache* fonts = nullptr;
    KnownObjects* known = nullptr;
};

/// A colour space as far as turning components into plain RGB goes.
struct ColorSpace {
    enum class Kind : std::uint8_t { gray, rgb, cmyk, lab, tint, pattern, none };
    Kind kind = Kind::gray;
    int components = 1;
};

/// A marked-content property list: the entries that matter for text.
struct Properties {
    std::optional<int> mcid;
    std::optional<std::string> actual_text, language;
    std::string type, subtype;  ///< of artifacts: `Pagination`, `Header`, ...
    bool hidden = false;        ///< optional content that is off
};

class Resources;

struct XObject {
    enum class Kind : std::uint8_t { none, form, image };
    Kind kind = Kind::none;
    std::uint32_t number = 0;  ///< object number; 0 for a direct object
    bool hidden = false;       ///< in optional content that is off
    bool opaque = false;       ///< of an image: no mask lets through what is below it
    bool line = false;         ///< of an image: a row of pixels, not white, as programs draw lines with
    // Of a form:
    bool is_group = false;  ///< a transparency group (ISO 32000-1, 11.6.6)
    Bytes content;
    std::array<double, 6> matrix = {1, 0, 0, 1, 0, 0};
    std::optional<std::array<double, 4>> box;
    std::unique_ptr<Resources> resources;  ///< null when the form has none of its own
};

/// What a graphics state parameter dictionary sets (ISO 32000-1, 8.4.5), as far as text and its visibility go.
struct GraphicsState {
    const LetterFont* font = nullptr;  ///< null: it sets none
    double font_size = 0;
    std::optional<double> fill_opacity, stroke_opacity;
    std::optional<Blend> blend;
    std::optional<bool> masked;
};

/// What was read of objects that many pages refer to, such as a logo's image, by object number and generation.
struct KnownObjects {
    struct Shown {
        XObject::Kind kind = XObject::Kind::none;
        bool hidden = false, opaque = false, line = false;
    };
    std::map<std::pair<int, int>, Shown> xobjects;
    std::map<std::pair<int, int>, GraphicsState> graphics_states;
};

class Resources {
  public:
    /// What the dictionary does not hold is looked for in `parent`, as damaged forms need it.
    Resources(const Objects& objects, const Value& dictionary, const Resources* parent);
    ~Resources();

    /// The font of that name, or null.
    const LetterFont* font(std::string_view name) const;
    /// Which XObject it is; a form's content is read only by `open`.
    XObject find(std::string_view name) const;
    /// Reads a form's content, matrix, box and resources; `parent` are those of what shows the form.
    void open(XObject& form, std::string_view name) const;
    static void open(XObject& form, const Value& stream, const Objects& objects, const Resources* parent);
    Properties properties(std::string_view name) const;
    ColorSpace color_space(std::string_view name) const;
    GraphicsState graphics_state(std::string_view name) const;

  private:
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace sheaf::pdf
