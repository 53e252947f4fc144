#include "poppler/fonts.hpp"

#include <Error.h>
#include <GfxFont.h>
#include <Object.h>
#include <XRef.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace sheaf::pdf {
namespace {

/// Removes maps that would unpack beyond all measure: Poppler reads them whole.
void drop_bombs(Object& dictionary) {
    for (const char* key : {"ToUnicode", "Encoding"}) {
        Object map = dictionary.dictLookup(key);
        if (!map.isStream()) continue;
        map.streamReset();
        unsigned char buffer[4096];
        std::size_t total = 0;
        for (int got = 1; got > 0 && total <= largest_map; total += static_cast<std::size_t>(got))
            got = std::max(map.getStream()->doGetChars(sizeof buffer, buffer), 0);
        map.streamClose();
        if (total > largest_map) {
            error(errSyntaxError, -1, "character map of a font is too large");
            dictionary.dictRemove(key);
        }
    }
}

class PopplerGlyphs : public Glyphs {
  public:
    explicit PopplerGlyphs(std::unique_ptr<GfxFont> font) : font_(std::move(font)) {}

    CodeShown next(std::string_view codes) override {
        CharCode code = 0;
        const Unicode* unicode = nullptr;
        int count = 0;
        double origin_x = 0, origin_y = 0;
        CodeShown out;
        out.bytes = font_->getNextChar(codes.data(), static_cast<int>(codes.size()), &code, &unicode, &count,
                                       &out.advance_x, &out.advance_y, &origin_x, &origin_y);
        text_.assign(unicode, unicode + count);
        out.text = text_;
        return out;
    }

  private:
    std::unique_ptr<GfxFont> font_;
    std::u32string text_;
};

}  // namespace

std::optional<FontFacts> poppler_font(XRef* xref, const Object& reference_or_dictionary) {
    Object dictionary = reference_or_dictionary.fetch(xref);
    if (!dictionary.isDict()) return std::nullopt;
    drop_bombs(dictionary);
    const Ref ref = reference_or_dictionary.isRef() ? reference_or_dictionary.getRef() : Ref{0, 999999};
    std::unique_ptr<GfxFont> font = GfxFont::makeFont(xref, "F", ref, dictionary.getDict());
    if (!font || !font->isOk()) return std::nullopt;
    FontFacts facts;
    if (font->getName()) facts.name = font->getNameWithoutSubsetTag();
    facts.bold = font->isBold() || (font->getWeight() >= GfxFont::W600 && font->getWeight() <= GfxFont::W900);
    facts.italic = font->isItalic();
    facts.fixed_pitch = font->isFixedWidth();
    facts.vertical = font->getWMode() == 1;
    facts.ascent = font->getAscent();
    facts.descent = font->getDescent();
    if (font->getType() == fontType3) {
        // Glyph space is whatever the font says: the height of its box stands for the em.
        const double* box = font->getFontBBox();
        const double scale = std::abs(font->getFontMatrix()[3]);
        const double low = std::min(box[1], box[3]) * scale, high = std::max(box[1], box[3]) * scale;
        if (high - low > 0.01 && high - low < 1000) {
            facts.em = high - low;
            facts.ascent = high / facts.em;
            facts.descent = low / facts.em;
        } else if (scale > 0) {
            facts.em = scale * 1000;
        }
    }
    if (font->isCIDFont())
        facts.codes = font->getEncodingName().rfind("Identity", 0) == 0 ? FontFacts::Codes::two_bytes
                                                                        : FontFacts::Codes::mixed;
    facts.glyphs = std::make_unique<PopplerGlyphs>(std::move(font));
    return facts;
}

}  // namespace sheaf::pdf
