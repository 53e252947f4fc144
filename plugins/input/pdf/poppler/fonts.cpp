#include "poppler/fonts.hpp"

#include <Error.h>
#include <GfxFont.h>
#include <GlobalParams.h>
#include <Object.h>
#include <XRef.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "objects/lexer.hpp"
#include "objects/unicode.hpp"
#include "poppler/program.hpp"
#include "poppler/streams.hpp"

namespace sheaf::pdf {
namespace {

/// Bytes of a font's ToUnicode or code map that are read; real ones have some thousands.
constexpr std::size_t largest_map = 16 << 20;

/// Removes maps that would unpack beyond all measure: Poppler reads them whole.
void drop_bombs(Object& dictionary, StreamReader& streams) {
    for (const char* key : {"ToUnicode", "Encoding"}) {
        Object map = dictionary.dictLookup(key);
        if (!map.isStream()) continue;
        if (Bytes bytes; streams.append(*map.getStream(), largest_map, bytes)) continue;
        error(errSyntaxError, -1, "character map of a font is too large");
        dictionary.dictRemove(key);
    }
}

/// Where fonts of symbols have theirs, by the number of each: which they are, tables of such fonts say.
bool is_symbol(char32_t c) {
    return c >= 0xF020 && c <= 0xF0FF;
}

/// Whether the text says what a glyph is: line ends and tabs stand for spaces, other control characters for nothing.
bool is_usable(const std::u32string& text) {
    return !text.empty() && std::none_of(text.begin(), text.end(), [](char32_t c) {
        return c == 0xFFFD || (c < 0x20 && c != 9 && c != 10 && c != 13) || (c >= 0x7F && c < 0xA0) ||
               is_private(c);
    });
}

/// Characters that nothing is printed for: spaces, and what has no width.
bool is_space(const std::u32string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char32_t c) {
        return c == 0x20 || c == 0xA0 || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
    });
}

/// A letter of Latin script or a figure, small letters as capitals; 0 for everything else. What two tables say of other
/// characters differs without contradicting itself: hyphens, bullets, quotation marks.
char32_t plain_character(const std::u32string& text) {
    const char32_t c = text.size() == 1 ? text[0] : 0;
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) return c;
    return c >= 'a' && c <= 'z' ? c - 0x20 : 0;
}

/// The letters of a ligature of Latin script; empty for everything else.
std::u32string_view letters_of(char32_t ligature) {
    constexpr std::array<std::u32string_view, 5> letters = {U"ff", U"fi", U"fl", U"ffi", U"ffl"};
    constexpr char32_t first = 0xFB00;
    return ligature >= first && ligature - first < letters.size() ? letters[ligature - first]
                                                                  : std::u32string_view();
}

/// What codes show, by all that the font says of it: the table of characters (ToUnicode), the names of its encoding, and
/// the font's program. Where the table gives nothing, a space for a glyph that is printed, or a character against the
/// name by which the glyph is chosen, the others are believed.
class PopplerGlyphs : public Glyphs {
  public:
    PopplerGlyphs(std::unique_ptr<GfxFont> font, XRef* xref, StreamReader& streams)
        : font_(std::move(font)), xref_(xref), streams_(streams) {
        if (font_->isCIDFont()) {
            // Without a table, numbers of glyphs are no characters.
            auto& composite = static_cast<GfxCIDFont&>(*font_);
            const GooString* collection = composite.getCollection();
            is_numbered_ = !font_->hasToUnicodeCMap() && !composite.getCIDToGID() && collection &&
                           collection->toStr() == "Adobe-Identity";
        } else {
            named_ = static_cast<Gfx8BitFont&>(*font_).getHasEncoding() || font_->getType() == fontType1;
            is_dingbats_ = font_->getName() && font_->getName()->find("Dingbats") != std::string::npos;
        }
    }

    CodeShown next(std::string_view codes) override {
        CharCode code = 0;
        const Unicode* unicode = nullptr;
        int count = 0;
        double origin_x = 0, origin_y = 0;
        CodeShown out;
        out.bytes = font_->getNextChar(codes.data(), static_cast<int>(codes.size()), &code, &unicode, &count,
                                       &out.advance_x, &out.advance_y, &origin_x, &origin_y);
        text_.assign(unicode, unicode + count);
        settle(code, out);
        out.text = text_;
        return out;
    }

  private:
    /// The character of the name that the font's encoding gives the code; 0 where there is none.
    char32_t named(CharCode code) const {
        if (!named_ || code > 255) return 0;
        const char* name = static_cast<Gfx8BitFont&>(*font_).getCharName(static_cast<int>(code));
        return name ? character_of(name) : 0;
    }

    /// The character of a glyph's name; the names of Zapf Dingbats mean what they do in no other font.
    char32_t character_of(const char* name) const {
        const char32_t c = globalParams->mapNameToUnicodeText(name);
        return c == 0 && is_dingbats_ ? globalParams->mapNameToUnicodeAll(name) : c;
    }

    /// The plain character of which the table says that those bytes show it.
    char32_t told(std::string_view bytes) const {
        CharCode code = 0;
        const Unicode* unicode = nullptr;
        int count = 0;
        double x = 0, y = 0, origin_x = 0, origin_y = 0;
        font_->getNextChar(bytes.data(), static_cast<int>(bytes.size()), &code, &unicode, &count, &x, &y,
                           &origin_x, &origin_y);
        return plain_character(std::u32string(unicode, unicode + count));
    }

    /// Fonts whose names are mere numbers of glyphs contradict their table everywhere; one wrong entry does so once.
    bool names_hold() {
        if (names_hold_) return *names_hold_;
        // Names of procedures of its own may be anything.
        if (font_->getType() == fontType3) return *(names_hold_ = false);
        Ref embedded;
        const bool is_embedded = font_->getEmbeddedFontID(&embedded);
        int agree = 0, differ = 0;
        for (CharCode code = 1; code < 256; ++code) {
            if (static_cast<Gfx8BitFont&>(*font_).getWidth(static_cast<unsigned char>(code)) == 0) continue;
            const char byte = static_cast<char>(code);
            const char32_t c = told({&byte, 1}), name = plain_character({named(code)});
            if (c == 0 || name == 0) continue;
            ++(c == name ? agree : differ);
        }
        names_hold_ = !is_embedded || differ < agree;
        return *names_hold_;
    }

    /// The font's program, loaded when it is first asked for; null where there is none.
    const FontProgram* program() {
        if (!asked_) {
            asked_ = true;
            program_ = FontProgram::load(*font_, xref_, streams_);
        }
        return program_.get();
    }

    /// Poppler takes the number in a glyph's name for the number of its character, where the name says nothing else. That
    /// is so in fonts whose codes are those of ASCII; in others the numbers count the glyphs.
    bool is_wrong_guess(CharCode code) {
        if (font_->isCIDFont() || font_->hasToUnicodeCMap() || code > 255 || !is_numbered(code)) return false;
        if (!guesses_hold_) {
            int plain = 0, all = 0;
            bool counted = true;  // glyph after glyph from the first, and their codes with them
            for (CharCode one = 0, before = 0; one < 256; ++one) {
                if (!is_numbered(one)) continue;
                counted = counted && (all == 0 || one == before + 1) && number_of(one) - all <= 1;
                before = one;
                ++all;
                plain += one > 0x20 && one < 0x7F;
            }
            guesses_hold_ = 5 * plain >= 4 * all && !counted;
        }
        return !*guesses_hold_;
    }

    /// The number in a code's name that `is_numbered`.
    int number_of(CharCode code) const {
        const std::string_view name = static_cast<Gfx8BitFont&>(*font_).getCharName(static_cast<int>(code));
        int number = 0;
        std::from_chars(name.data() + name.find_first_of("0123456789"), name.data() + name.size(), number);
        return number;
    }

    /// The code's glyph has a name that is a number, such as `g12`.
    bool is_numbered(CharCode code) {
        const char* const name = static_cast<Gfx8BitFont&>(*font_).getCharName(static_cast<int>(code));
        if (!name || character_of(name) != 0) return false;
        const std::string_view text = name;
        const std::size_t digits = text.find_first_of("0123456789");
        constexpr std::size_t longest_prefix = 2;  // `uni0041` and `u0041` are no numbers of glyphs
        return digits <= longest_prefix && text.substr(0, digits) != "u" &&
               text.find_first_not_of("0123456789ABCDEFabcdef", digits) == std::string_view::npos;
    }

    /// What Poppler takes for the code's character is the code itself: neither a table nor a name says more.
    bool is_untold(CharCode code, char32_t name) const {
        if (name != 0 || code > 255 || font_->isCIDFont() || font_->hasToUnicodeCMap()) return false;
        const GfxFontType type = font_->getType();
        if (type == fontType3) return false;
        if (type == fontTrueType || type == fontTrueTypeOT) return true;
        // Programs of other formats bring names of their own.
        const char* own = static_cast<Gfx8BitFont&>(*font_).getCharName(static_cast<int>(code));
        return !own || character_of(own) == 0;
    }

    /// The font's codes are no characters but count its glyphs: they follow each other without a gap from the first code,
    /// or from the first of ASCII. No text needs just these signs.
    bool has_counted_codes() {
        if (counted_) return *counted_;
        const auto has = [&](unsigned code) {
            return static_cast<Gfx8BitFont&>(*font_).getWidth(static_cast<unsigned char>(code)) > 0;
        };
        constexpr unsigned fewest = 8, ascii = 94, codes = 256;
        unsigned first = 1;
        while (first < codes && !has(first)) ++first;
        unsigned last = first;
        while (last + 1 < codes && has(last + 1)) ++last;
        unsigned after = last + 1;
        while (after < codes && !has(after)) ++after;
        const unsigned count = last - first + 1;
        counted_ = (first == 1 || first == 0x21) && count >= fewest && count < ascii && after == codes;
        return *counted_;
    }

    /// Codes of the composite font are numbers of glyphs.
    bool has_identity_codes() const { return font_->getEncodingName().rfind("Identity", 0) == 0; }

    /// The embedded program of a composite font says of a code something else than the table does, and agrees with it
    /// about most others. Where it contradicts the table throughout, the code is disputed.
    std::u32string contradicted(CharCode code, CodeShown& out) {
        const bool plain = text_.size() == 1 && text_[0] > 0x20 && text_[0] < 0x7F;
        if (!font_->isCIDFont() || !has_identity_codes() || !plain || !program()) return {};
        const auto says = [&](CharCode one) {
            return plain_character(program_->meaning(program_->glyph_of(*font_, one)));
        };
        const char32_t own = says(code);
        if (own == 0 || own == plain_character(text_)) return {};
        if (!program_holds_) {
            int agree = 0, differ = 0;
            constexpr CharCode most_codes = 4096;
            for (CharCode one = 1; one < most_codes; ++one) {
                const std::array<char, 2> bytes = {static_cast<char>(one >> 8U),
                                                   static_cast<char>(one & 0xFFU)};
                const char32_t c = told({bytes.data(), bytes.size()}), other = c ? says(one) : 0;
                if (c == 0 || other == 0) continue;
                ++(c == other ? agree : differ);
            }
            program_holds_ = differ < agree;
        }
        out.disputed = !*program_holds_;
        return *program_holds_ ? program_->meaning(program_->glyph_of(*font_, code)) : std::u32string();
    }

    /// Whether the procedure that draws a glyph of a Type 3 font paints something.
    bool paints(CharCode code) const {
        if (font_->getType() != fontType3 || code > 255) return false;
        Object procedure = static_cast<Gfx8BitFont&>(*font_).getCharProc(static_cast<int>(code));
        if (!procedure.isStream()) return false;
        std::string content;
        constexpr std::size_t most = 4096;
        procedure.streamReset();
        for (int c = procedure.streamGetChar(); c != EOF && content.size() < most;
             c = procedure.streamGetChar())
            content.push_back(static_cast<char>(c));
        procedure.streamClose();
        Lexer lexer(content);
        constexpr std::array<std::string_view, 14> painters = {"f", "F", "f*", "B",  "B*", "b",  "b*",
                                                               "S", "s", "Do", "BI", "sh", "Tj", "TJ"};
        for (Token token = lexer.next(); token.kind != Token::Kind::end; token = lexer.next())
            if (token.kind == Token::Kind::keyword &&
                std::find(painters.begin(), painters.end(), token.text) != painters.end())
                return true;
        return false;
    }

    void settle(CharCode code, CodeShown& out) {
        const char32_t name = named(code);
        if (const auto letters = letters_of(name); !letters.empty() && is_other_ligature(letters, name))
            return take(std::u32string(letters), out);
        if (!text_.empty() && std::all_of(text_.begin(), text_.end(), is_symbol)) return;
        if (is_wrong_guess(code)) text_.clear();
        const bool usable = is_usable(text_) && !is_numbered_;
        // A second code for a space, or a wide one, may be another glyph.
        const bool odd_space =
            usable && is_space(text_) && code != 0x20 && (++spaces_ > 1 || out.advance_x > 0.5);
        if (usable && !odd_space) {
            const char32_t by_name = plain_character({name});
            const bool plain = text_.size() == 1 && text_[0] < 0x7F;
            if (is_untold(code, name)) {
                if (!program()) return;
                std::u32string meaning = program_->meaning(program_->glyph_of(*font_, code));
                if (!meaning.empty())
                    text_ = std::move(meaning);
                else if (has_counted_codes())
                    text_ = U"\uFFFD";
                return;
            }
            // A small letter for what is named as a capital is wrong, too; capitals for small ones are small
            // capitals.
            const bool lowered = plain && text_[0] == name + 0x20 && by_name == name;
            if (font_->hasToUnicodeCMap() && plain && by_name != 0 &&
                (lowered || plain_character(text_) != by_name) && names_hold())
                take({name}, out);
            else if (std::u32string other = contradicted(code, out); !other.empty())
                take(std::move(other), out);
            return;
        }
        if (name > 0x20 && name != 0xA0 && !is_private(name)) return take({name}, out);
        const unsigned glyph = program() ? program_->glyph_of(*font_, code) : 0;
        std::u32string meaning = program_ ? program_->meaning(glyph) : std::u32string();
        const bool blank = glyph != 0 && program_->is_blank(glyph);
        if (blank) {
            if (!usable) text_ = out.advance_x > 0.1 ? U" " : U"";
        } else if (!meaning.empty()) {
            if (meaning != text_) take(std::move(meaning), out);
        } else if (is_numbered_ || glyph != 0 ||
                   (is_wrong_guess(code) && !program_ && font_->getType() != fontType3) ||
                   std::any_of(text_.begin(), text_.end(), is_private) || (!usable && paints(code))) {
            text_ = U"\uFFFD";
        }
    }

    /// The table gives a ligature other letters than its name does, where other names hold.
    bool is_other_ligature(std::u32string_view letters, char32_t name) {
        return font_->hasToUnicodeCMap() && text_ != letters && text_ != std::u32string{name} && names_hold();
    }

    void take(std::u32string meaning, CodeShown& out) {
        text_ = std::move(meaning);
        out.corrected = font_->hasToUnicodeCMap();
    }

    std::unique_ptr<GfxFont> font_;
    XRef* xref_;
    StreamReader& streams_;
    std::unique_ptr<FontProgram> program_;
    std::optional<bool> names_hold_, guesses_hold_, program_holds_, counted_;
    bool asked_ = false;        ///< for the program
    bool is_numbered_ = false;  ///< codes are numbers of glyphs, and no table says what these are
    bool named_ = false;        ///< the encoding's names say which glyphs are shown
    bool is_dingbats_ = false;
    int spaces_ = 0;  ///< codes that the table calls a space
    std::u32string text_;
};

}  // namespace

std::optional<FontFacts> poppler_font(XRef* xref, StreamReader& streams,
                                      const Object& reference_or_dictionary) {
    Object dictionary = reference_or_dictionary.fetch(xref);
    if (!dictionary.isDict()) return std::nullopt;
    drop_bombs(dictionary, streams);
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
    facts.glyphs = std::make_unique<PopplerGlyphs>(std::move(font), xref, streams);
    return facts;
}

}  // namespace sheaf::pdf
