#include "fonts.hpp"

#include <Error.h>
#include <GfxFont.h>
#include <Object.h>
#include <XRef.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "unicode.hpp"

namespace sheaf::pdf {
namespace {

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

template <std::size_t N>
bool has_any(const std::string& text, const std::array<std::string_view, N>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

Font description(const GfxFont& font) {
    Font out;
    if (font.getName()) out.name = to_utf8_lossy(font.getNameWithoutSubsetTag());
    const std::string name = lower(out.name);
    constexpr std::array<std::string_view, 6> bold = {"bold", "black", "heavy", "demi", "-bd", "extrab"};
    constexpr std::array<std::string_view, 3> italic = {"italic", "oblique", "-it"};
    constexpr std::array<std::string_view, 6> symbolic = {"wingdings", "webdings", "dingbats",
                                                          "symbol",    "marlett",  "opensymbol"};
    out.bold = has_any(name, bold) || font.isBold() ||
               (font.getWeight() >= GfxFont::W600 && font.getWeight() <= GfxFont::W900);
    out.italic = has_any(name, italic) || font.isItalic();
    out.symbolic = has_any(name, symbolic);
    out.fixed_pitch = font.isFixedWidth();
    return out;
}

}  // namespace

namespace {

constexpr int largest_map =
    16 << 20;  ///< bytes of a font's ToUnicode or code map; real ones have some thousands

/// Removes maps that would unpack beyond all measure: Poppler reads them whole.
void drop_bombs(Object& dictionary) {
    for (const char* key : {"ToUnicode", "Encoding"}) {
        Object map = dictionary.dictLookup(key);
        if (!map.isStream()) continue;
        // Flate packs a thousand times at most: small streams under one filter need no count.
        const Object filter = map.streamGetDict()->lookup("Filter");
        const bool layered = filter.isArray() && filter.arrayGetLength() > 1;
        BaseStream* base = map.getStream()->getBaseStream();
        if (!layered && base && base->getLength() < largest_map / 1024) continue;
        map.streamReset();
        unsigned char buffer[4096];
        int total = 0;
        for (int got = 1; got > 0 && total <= largest_map; total += got)
            got = map.getStream()->doGetChars(sizeof buffer, buffer);
        map.streamClose();
        if (total > largest_map) {
            error(errSyntaxError, -1, "character map of a font is too large");
            dictionary.dictRemove(key);
        }
    }
}

}  // namespace

struct LetterFont::Source {
    std::unique_ptr<GfxFont> font;
    bool two_bytes = false;  ///< every code has two bytes
};

LetterFont::LetterFont() = default;
LetterFont::~LetterFont() = default;
LetterFont::LetterFont(LetterFont&&) noexcept = default;

void LetterFont::read(std::string_view codes, FontChar& into) const {
    CharCode code = 0;
    const Unicode* unicode = nullptr;
    int count = 0;
    double dx = 0, dy = 0, ox = 0, oy = 0;
    const int length = static_cast<int>(std::min<std::size_t>(codes.size(), 16));
    const int used =
        source_->font->getNextChar(codes.data(), length, &code, &unicode, &count, &dx, &dy, &ox, &oy);
    into.bytes = static_cast<std::uint8_t>(std::clamp(used, 1, length));
    into.space = into.bytes == 1 && codes[0] == ' ';
    into.advance_x = dx;
    into.advance_y = dy;
    into.text = static_cast<std::uint32_t>(texts_.size());
    for (int i = 0; i < count && texts_.size() - into.text < 240; ++i)
        append_glyph(texts_, static_cast<char32_t>(unicode[i]));
    into.length = static_cast<std::uint8_t>(texts_.size() - into.text);
    into.known = true;
}

const FontChar& LetterFont::first_seen(std::string_view codes) const {
    const auto first = static_cast<unsigned char>(codes[0]);
    if (!pages_.empty()) {
        if (codes.size() >= 2) {
            auto& page = pages_[first];
            if (page.empty()) page.resize(256);
            FontChar& c = page[static_cast<unsigned char>(codes[1])];
            read(codes, c);
            return c;
        }
    } else if (!single_.empty()) {
        FontChar& c = single_[first];
        read(codes, c);
        return c;
    }
    // Codes of mixed length are rare; nothing of them is kept.
    if (texts_.size() > 4096 && pages_.empty()) texts_.clear();
    read(codes, uncached_);
    return uncached_;
}

struct FontCache::Data {
    XRef* xref = nullptr;
    std::vector<Font>* descriptions = nullptr;
    std::map<std::pair<int, int>, std::unique_ptr<LetterFont>> by_reference;
    std::map<const Dict*, std::pair<Object, std::unique_ptr<LetterFont>>>
        direct;  ///< keeps the dictionary alive
    int unnamed = 0;
};

FontCache::FontCache(XRef* xref, std::vector<Font>& fonts) : data_(std::make_unique<Data>()) {
    data_->xref = xref;
    data_->descriptions = &fonts;
}
FontCache::~FontCache() = default;

const LetterFont* FontCache::find(const Object& reference_or_dictionary) {
    const bool is_reference = reference_or_dictionary.isRef();
    const Ref ref = is_reference ? reference_or_dictionary.getRef() : Ref{data_->unnamed, 999999};
    if (is_reference) {
        const auto found = data_->by_reference.find({ref.num, ref.gen});
        if (found != data_->by_reference.end()) return found->second.get();
    } else if (reference_or_dictionary.isDict()) {
        const auto found = data_->direct.find(reference_or_dictionary.getDict());
        if (found != data_->direct.end()) return found->second.second.get();
    }
    Object dictionary = reference_or_dictionary.fetch(data_->xref);
    std::unique_ptr<LetterFont> font;
    if (dictionary.isDict()) {
        drop_bombs(dictionary);
        std::unique_ptr<GfxFont> made = GfxFont::makeFont(data_->xref, "F", ref, dictionary.getDict());
        if (made && made->isOk()) {
            font = std::make_unique<LetterFont>();
            Font about = description(*made);
            font->vertical = made->getWMode() == 1;
            double ascent = made->getAscent(), descent = made->getDescent();
            if (made->getType() == fontType3) {
                // Glyph space is whatever the font says: the height of its box stands for the em.
                const double* box = made->getFontBBox();
                const double scale = std::abs(made->getFontMatrix()[3]);
                const double low = std::min(box[1], box[3]) * scale, high = std::max(box[1], box[3]) * scale;
                if (high - low > 0.01 && high - low < 1000) {
                    font->em = high - low;
                    ascent = high / font->em;
                    descent = low / font->em;
                } else if (scale > 0) {
                    font->em = scale * 1000;
                }
            }
            // Descriptors are full of nonsense here; lines of text must keep a sensible height.
            about.ascent = static_cast<float>(ascent > 0.3 && ascent <= 1.05 ? ascent
                                              : ascent > 1.05                ? 1.05
                                                                             : 0.75);
            about.descent = static_cast<float>(descent < -0.05 && descent >= -0.5 ? descent
                                               : descent < -0.5                   ? -0.5
                                                                                  : -0.2);
            font->ascent = about.ascent;
            font->descent = about.descent;
            font->source_ = std::make_unique<LetterFont::Source>();
            if (!made->isCIDFont()) {
                font->single_.resize(256);
            } else if (made->getEncodingName().rfind("Identity", 0) == 0) {
                font->source_->two_bytes = true;
                font->pages_.resize(256);
            }
            font->source_->font = std::move(made);
            font->index = static_cast<std::uint32_t>(data_->descriptions->size());
            data_->descriptions->push_back(std::move(about));
        }
    }
    const LetterFont* result = font.get();
    if (is_reference) {
        data_->by_reference.emplace(std::pair{ref.num, ref.gen}, std::move(font));
    } else if (dictionary.isDict()) {
        ++data_->unnamed;
        const Dict* key = dictionary.getDict();
        data_->direct.emplace(key, std::pair{std::move(dictionary), std::move(font)});
    }
    return result;
}

}  // namespace sheaf::pdf
