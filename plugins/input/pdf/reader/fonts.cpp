#include "fonts.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "objects/unicode.hpp"
#include "sheaf/ascii.hpp"

namespace sheaf::pdf {
namespace {

template <std::size_t N>
bool has_any(const std::string& text, const std::array<std::string_view, N>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

/// How the letter describes the font. Descriptors are full of nonsense in their measures; lines of text must keep a
/// sensible height.
Font description(const FontFacts& facts) {
    Font out;
    out.name = to_utf8_lossy(facts.name);
    const std::string name = text::lower(out.name);
    constexpr std::array<std::string_view, 6> bold = {"bold", "black", "heavy", "demi", "-bd", "extrab"};
    constexpr std::array<std::string_view, 3> italic = {"italic", "oblique", "-it"};
    constexpr std::array<std::string_view, 6> symbolic = {"wingdings", "webdings", "dingbats",
                                                          "symbol",    "marlett",  "opensymbol"};
    out.bold = has_any(name, bold) || facts.bold;
    out.italic = has_any(name, italic) || facts.italic;
    out.symbolic = has_any(name, symbolic);
    out.fixed_pitch = facts.fixed_pitch || name.find("courier") != std::string::npos;
    out.ascent = static_cast<float>(facts.ascent > 1.05 ? 1.05 : facts.ascent > 0.3 ? facts.ascent : 0.75);
    out.descent = static_cast<float>(facts.descent < -0.5    ? -0.5
                                     : facts.descent < -0.05 ? facts.descent
                                                             : -0.2);
    return out;
}

}  // namespace

void LetterFont::read(std::string_view codes, FontChar& into) const {
    const std::size_t length = std::min<std::size_t>(codes.size(), 16);
    const CodeShown shown = glyphs_->next(codes.substr(0, length));
    into.bytes = static_cast<std::uint8_t>(std::clamp(shown.bytes, 1, static_cast<int>(length)));
    into.space = into.bytes == 1 && codes[0] == ' ';
    into.advance_x = shown.advance_x;
    into.advance_y = shown.advance_y;
    into.text = static_cast<std::uint32_t>(texts_.size());
    for (const char32_t c : shown.text) {
        if (texts_.size() - into.text >= 240) break;
        append_glyph(texts_, c);
    }
    corrected_ += shown.corrected;
    disputed_ += shown.disputed;
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

std::unique_ptr<LetterFont> FontCache::make(const Value& reference_or_dictionary) {
    std::optional<FontFacts> facts = file_.font(reference_or_dictionary);
    if (!facts) return nullptr;
    auto font = std::make_unique<LetterFont>();
    const Font about = description(*facts);
    font->vertical = facts->vertical;
    font->em = facts->em;
    font->ascent = about.ascent;
    font->descent = about.descent;
    if (facts->codes == FontFacts::Codes::one_byte) font->single_.resize(256);
    if (facts->codes == FontFacts::Codes::two_bytes) font->pages_.resize(256);
    font->glyphs_ = std::move(facts->glyphs);
    font->index = static_cast<std::uint32_t>(descriptions_.size());
    descriptions_.push_back(about);
    return font;
}

std::map<std::uint32_t, FontCache::Contradicted> FontCache::contradictions() const {
    std::map<std::uint32_t, Contradicted> by_font;
    const auto add = [&](const auto& fonts) {
        for (const auto& [key, font] : fonts) {
            if (!font || font->corrected_ + font->disputed_ == 0) continue;
            Contradicted& one = by_font[font->index];
            one.corrected += font->corrected_;
            one.disputed += font->disputed_;
        }
    };
    add(by_reference_);
    add(direct_);
    return by_font;
}

std::uint32_t FontCache::outlined(std::uint32_t font) {
    if (descriptions_[font].bold) return font;
    const auto [at, is_new] = outlined_.try_emplace(font, static_cast<std::uint32_t>(descriptions_.size()));
    if (is_new) {
        Font bold = descriptions_[font];
        bold.bold = true;
        descriptions_.push_back(std::move(bold));
    }
    return at->second;
}

const LetterFont* FontCache::find(const Value& font) {
    const auto known = [&](auto& fonts, const auto& key) {
        const auto found = fonts.find(key);
        return found != fonts.end() ? found->second.get()
                                    : fonts.emplace(key, make(font)).first->second.get();
    };
    if (font.is_reference()) return known(by_reference_, std::pair(font.object(), font.generation()));
    return font.is_dictionary() ? known(direct_, font.inside().data()) : nullptr;
}

}  // namespace sheaf::pdf
