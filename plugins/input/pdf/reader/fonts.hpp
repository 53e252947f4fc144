// The fonts of a letter: what each character code shows and how far it moves the pen. Built once for a
// letter.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "content.hpp"
#include "file.hpp"

namespace sheaf::pdf {

/// What a character code of a font shows. Distances are in text space for a font size of 1.
struct FontChar {
    std::uint32_t text = 0;   ///< where its UTF-8 begins in the font's texts
    std::uint8_t length = 0;  ///< bytes of it
    std::uint8_t bytes = 1;   ///< bytes of the character code
    bool known = false;
    bool space = false;                   ///< the one-byte code 32, which word spacing is added to
    double advance_x = 0, advance_y = 0;  ///< displacement of the pen
};

class LetterFont {
  public:
    /// The character that `codes` begins with; `codes` is not empty. The reference holds until the next call.
    const FontChar& next(std::string_view codes) const {
        if (!single_.empty()) {
            const FontChar& c = single_[static_cast<unsigned char>(codes[0])];
            if (c.known) return c;
        } else if (!pages_.empty() && codes.size() >= 2) {
            const auto& page = pages_[static_cast<unsigned char>(codes[0])];
            if (!page.empty() && page[static_cast<unsigned char>(codes[1])].known)
                return page[static_cast<unsigned char>(codes[1])];
        }
        return first_seen(codes);
    }
    const char* text(const FontChar& c) const { return texts_.data() + c.text; }

    std::uint32_t index = 0;  ///< in `Content::fonts`
    bool vertical = false;
    float ascent = 0.75F, descent = -0.25F;  ///< of 1 em
    /// Em per unit of font size: 1 but for Type 3 fonts, whose glyph space is their own.
    double em = 1;

  private:
    friend class FontCache;
    const FontChar& first_seen(std::string_view codes) const;
    void read(std::string_view codes, FontChar& into) const;

    std::unique_ptr<Glyphs> glyphs_;
    mutable std::vector<FontChar> single_;              ///< by one-byte code
    mutable std::vector<std::vector<FontChar>> pages_;  ///< by first and second byte of a two-byte code
    mutable FontChar uncached_;
    mutable std::string texts_;
    mutable int corrected_ = 0;  ///< codes of which the font's table of characters is not believed
    mutable int disputed_ = 0;   ///< codes of which table and program say different things, as of most
};

/// Every font of a letter, made when it is first asked for.
class FontCache {
  public:
    /// Descriptions go to `fonts`.
    FontCache(File& file, std::vector<Font>& fonts) : file_(file), descriptions_(fonts) {}
    /// The font of a font dictionary or of a reference to one; null when it is none.
    const LetterFont* find(const Value& reference_or_dictionary);
    /// Codes of a font of which its table of characters contradicts it.
    struct Contradicted {
        int corrected = 0, disputed = 0;
    };
    /// By the fonts' descriptions.
    std::map<std::uint32_t, Contradicted> contradictions() const;
    /// The description of that font as it looks when its letters are filled and outlined: bold.
    std::uint32_t outlined(std::uint32_t font);

  private:
    std::unique_ptr<LetterFont> make(const Value& reference_or_dictionary);

    File& file_;
    std::vector<Font>& descriptions_;
    std::map<std::uint32_t, std::uint32_t> outlined_;
    std::map<std::pair<int, int>, std::unique_ptr<LetterFont>> by_reference_;
    std::map<const char*, std::unique_ptr<LetterFont>> direct_;  ///< by where the dictionary stands
};

}  // namespace sheaf::pdf
