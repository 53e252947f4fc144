// The program of an embedded font, asked where the PDF's own tables do not say what a glyph is.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "objects/bytes.hpp"

class GfxFont;
class XRef;
struct FT_FaceRec_;
struct FT_LibraryRec_;

namespace sheaf::pdf {

class StreamReader;

class FontProgram {
  public:
    /// The program that is embedded for that font; null where there is none that can be read.
    static std::unique_ptr<FontProgram> load(GfxFont& font, XRef* xref, StreamReader& streams);
    ~FontProgram();
    FontProgram(const FontProgram&) = delete;
    FontProgram& operator=(const FontProgram&) = delete;

    /// The number of the glyph that a code shows: of one byte, or the CID of a composite font. 0 where it is not known.
    unsigned glyph_of(GfxFont& font, unsigned code) const;
    bool is_blank(unsigned glyph) const;
    /// The character that the glyph stands for by the program's own map or by its name; empty where neither says.
    std::u32string meaning(unsigned glyph) const;

  private:
    FontProgram() = default;

    Bytes bytes_;  ///< the face reads from them for as long as it lives
    FT_LibraryRec_* library_ = nullptr;
    FT_FaceRec_* face_ = nullptr;
    std::vector<char32_t> characters_;  ///< by glyph; 0 where the map has none
    std::vector<int> codes_;            ///< glyphs by one-byte code, of a TrueType font
};

}  // namespace sheaf::pdf
