#include "poppler/program.hpp"

#include <GfxFont.h>
#include <GlobalParams.h>
#include <Object.h>
#include <XRef.h>
#include <fofi/FoFiTrueType.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#include <array>
#include <cstdint>
#include <cstdlib>

#include "poppler/streams.hpp"

namespace sheaf::pdf {

namespace {

/// Bytes of a font's program that are read; those of the largest fonts of Chinese have some twenty millions.
constexpr std::uint64_t largest_program = 64 << 20;

}  // namespace

std::unique_ptr<FontProgram> FontProgram::load(GfxFont& font, XRef* xref, StreamReader& streams) {
    Ref embedded;
    if (font.getType() == fontType3 || !font.getEmbeddedFontID(&embedded)) return nullptr;
    const Object program = xref->fetch(embedded);
    std::unique_ptr<FontProgram> out(new FontProgram);
    if (!program.isStream() || !streams.append(*program.getStream(), largest_program, out->bytes_))
        return nullptr;
    auto* const bytes = reinterpret_cast<const unsigned char*>(out->bytes_.view().data());
    const auto size = static_cast<FT_Long>(out->bytes_.size());
    if (size == 0 || FT_Init_FreeType(&out->library_) != 0 ||
        FT_New_Memory_Face(out->library_, bytes, size, 0, &out->face_) != 0)
        return nullptr;
    FT_Face face = out->face_;
    if (FT_Select_Charmap(face, FT_ENCODING_UNICODE) == 0) {
        out->characters_.resize(static_cast<std::size_t>(face->num_glyphs));
        FT_UInt glyph = 0;
        for (FT_ULong c = FT_Get_First_Char(face, &glyph); glyph != 0; c = FT_Get_Next_Char(face, c, &glyph))
            // Of several characters for one glyph the first is the plainest.
            if (glyph < out->characters_.size() && out->characters_[glyph] == 0)
                out->characters_[glyph] = static_cast<char32_t>(c);
    }
    if (font.getType() == fontTrueType || font.getType() == fontTrueTypeOT)
        if (const auto tables = FoFiTrueType::make(bytes, static_cast<int>(size)))
            if (int* codes = static_cast<Gfx8BitFont&>(font).getCodeToGIDMap(tables.get())) {
                out->codes_.assign(codes, codes + 256);
                std::free(codes);
            }
    return out;
}

FontProgram::~FontProgram() {
    if (face_) FT_Done_Face(face_);
    if (library_) FT_Done_FreeType(library_);
}

unsigned FontProgram::glyph_of(GfxFont& font, unsigned code) const {
    if (font.isCIDFont()) {
        auto& composite = static_cast<GfxCIDFont&>(font);
        const int* map = composite.getCIDToGID();
        if (map && code < composite.getCIDToGIDLen()) return static_cast<unsigned>(map[code]);
        // CIDs of CID-keyed programs are not the numbers of their glyphs.
        return map || FT_IS_CID_KEYED(face_) ? 0 : code;
    }
    if (code > 255) return 0;
    if (!codes_.empty()) return static_cast<unsigned>(std::max(codes_[code], 0));
    const char* name = static_cast<Gfx8BitFont&>(font).getCharName(static_cast<int>(code));
    return name ? FT_Get_Name_Index(face_, name) : 0;
}

bool FontProgram::is_blank(unsigned glyph) const {
    if (FT_Load_Glyph(face_, glyph, FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0)
        return true;
    return face_->glyph->format == FT_GLYPH_FORMAT_OUTLINE && face_->glyph->outline.n_points == 0;
}

std::u32string FontProgram::meaning(unsigned glyph) const {
    if (glyph == 0) return {};
    if (glyph < characters_.size() && characters_[glyph] != 0) {
        const char32_t c = characters_[glyph];
        if (!(c >= 0xE000 && c <= 0xF8FF)) return {c};
    }
    std::array<char, 64> name{};
    if (!FT_HAS_GLYPH_NAMES(face_) || FT_Get_Glyph_Name(face_, glyph, name.data(), name.size()) != 0)
        return {};
    const Unicode c = globalParams->mapNameToUnicodeText(name.data());
    return c != 0 && !(c >= 0xE000 && c <= 0xF8FF) ? std::u32string{static_cast<char32_t>(c)}
                                                   : std::u32string();
}

}  // namespace sheaf::pdf
