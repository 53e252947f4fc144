#include "plain/fonts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "plain/demand.hpp"

namespace sheaf::pdf {
namespace {

/// The characters of WinAnsiEncoding (ISO 32000-1, annex D.2, with its notes: unused codes above 0x7E show bullets, 0xA0
/// a space, 0xAD a hyphen).
constexpr std::array<char32_t, 256> win_ansi = [] {
    constexpr char32_t from_80[32] = {0x20AC, 0x2022, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                      0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x2022, 0x017D, 0x2022,
                                      0x2022, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                      0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x2022, 0x017E, 0x0178};
    std::array<char32_t, 256> table{};
    for (char32_t code = 0x20; code < 256; ++code) table[code] = code;
    table[0x7F] = 0x2022;
    for (std::size_t i = 0; i < 32; ++i) table[0x80 + i] = from_80[i];
    table[0xA0] = 0x20;
    table[0xAD] = 0x2D;
    return table;
}();

/// A ToUnicode map (ISO 32000-1, 9.10.3).
class UnicodeMap {
  public:
    /// Reads the map; of several entries for one code the last counts.
    explicit UnicodeMap(std::string_view map) {
        Lexer lexer(map);
        for (Token token; lexer.next(token) != Token::Kind::end;) {
            if (token.kind != Token::Kind::keyword) continue;
            if (token.text == "beginbfchar") read_characters(lexer);
            if (token.text == "beginbfrange") read_ranges(lexer);
            demand(token.text != "usecmap" && token.text != "begincidchar" && token.text != "begincidrange");
        }
        std::stable_sort(entries_.begin(), entries_.end(),
                         [](const Entry& a, const Entry& b) { return a.code < b.code; });
    }

    bool empty() const { return entries_.empty(); }

    /// What a code means; null where the map does not say.
    const std::u32string* find(unsigned code) const {
        const auto behind = std::upper_bound(entries_.begin(), entries_.end(), code,
                                             [](unsigned wanted, const Entry& e) { return wanted < e.code; });
        return behind != entries_.begin() && behind[-1].code == code ? &behind[-1].text : nullptr;
    }

  private:
    struct Entry {
        unsigned code;
        std::u32string text;
    };

    static std::vector<unsigned> digits_of(const Token& token) {
        demand(token.kind == Token::Kind::hex_string);
        std::vector<unsigned> out;
        for (const char c : token.text) {
            if (c == ' ' || c == '\r' || c == '\n' || c == '\t') continue;
            if (c >= '0' && c <= '9')
                out.push_back(static_cast<unsigned>(c - '0'));
            else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
                out.push_back(static_cast<unsigned>((c | 0x20) - 'a' + 10));
            else
                throw NotPlain();
        }
        return out;
    }
    static unsigned code_of(const Token& token) {
        unsigned code = 0;
        for (const unsigned digit : digits_of(token)) {
            code = code * 16 + digit;
            demand(code <= 0xFFFF);
        }
        return code;
    }
    /// UTF-16BE, to whose last unit `offset` is added.
    static std::u32string text_of(const Token& token, unsigned offset) {
        const std::vector<unsigned> digits = digits_of(token);
        demand(!digits.empty() && (digits.size() <= 4 || digits.size() % 4 == 0));
        std::vector<unsigned> units;
        for (std::size_t i = 0; i < digits.size(); ++i) {
            if (i % 4 == 0) units.push_back(0);
            units.back() = units.back() * 16 + digits[i];
        }
        units.back() += offset;
        demand(units.back() <= 0xFFFF);
        std::u32string out;
        for (std::size_t i = 0; i < units.size(); ++i) {
            char32_t c = units[i];
            if (c >= 0xD800 && c < 0xDC00 && i + 1 < units.size() && units[i + 1] >= 0xDC00 &&
                units[i + 1] < 0xE000)
                c = 0x10000 + ((c - 0xD800) << 10) + (units[++i] - 0xDC00);
            const bool character =
                (c & 0xFFFFF800) != 0xD800 && (c < 0xFDD0 || c > 0xFDEF) && (c & 0xFFFE) != 0xFFFE;
            out += character ? c : 0xFFFD;
        }
        // Nothing, in the words of a map.
        if (out.size() == 1 && out[0] == 0) out.clear();
        return out;
    }

    void read_characters(Lexer& lexer) {
        for (;;) {
            const Token code = lexer.next();
            if (code.text == "endbfchar") return;
            entries_.push_back({code_of(code), text_of(lexer.next(), 0)});
        }
    }
    void read_ranges(Lexer& lexer) {
        for (;;) {
            const Token first = lexer.next();
            if (first.text == "endbfrange") return;
            const unsigned begin = code_of(first), last = code_of(lexer.next());
            const Token text = lexer.next();
            demand(begin <= last && entries_.size() < 200'000);
            const bool is_list = text.kind == Token::Kind::array_begin;
            for (unsigned code = begin; code <= last; ++code)
                entries_.push_back({code, is_list ? text_of(lexer.next(), 0) : text_of(text, code - begin)});
            if (is_list) demand(lexer.next().kind == Token::Kind::array_end);
        }
    }

    std::vector<Entry> entries_;  ///< by code; of one code in the order of the map
};

std::optional<UnicodeMap> unicode_map(const Value& font) {
    const Value stream = font["ToUnicode"];
    if (!stream.is_stream()) return std::nullopt;
    Bytes bytes;
    stream.decode(bytes);
    demand(bytes.size() <= largest_map);
    return UnicodeMap(bytes.view());
}

/// One-byte codes.
class SimpleGlyphs : public Glyphs {
  public:
    std::array<double, 256> widths{};
    std::optional<UnicodeMap> map;

    CodeShown next(std::string_view codes) override {
        const auto code = static_cast<unsigned char>(codes[0]);
        const std::u32string* text = map ? map->find(code) : nullptr;
        std::u32string_view shown(&win_ansi[code], win_ansi[code] != 0 ? 1 : 0);
        if (text) shown = *text;
        return {1, shown, widths[code], 0};
    }
};

/// Two-byte codes that are the numbers of glyphs.
class CompositeGlyphs : public Glyphs {
  public:
    struct Width {
        int first, last;
        double width;
    };
    std::vector<Width> widths;  ///< by `first`
    double usual_width = 1;
    UnicodeMap map;

    explicit CompositeGlyphs(UnicodeMap of) : map(std::move(of)) {}

    CodeShown next(std::string_view codes) override {
        demand(codes.size() >= 2);
        const unsigned code = static_cast<unsigned>(static_cast<unsigned char>(codes[0])) << 8 |
                              static_cast<unsigned char>(codes[1]);
        const auto behind =
            std::upper_bound(widths.begin(), widths.end(), static_cast<int>(code),
                             [](int wanted, const Width& range) { return wanted < range.first; });
        double width = usual_width;
        if (behind != widths.begin() && static_cast<int>(code) <= behind[-1].last) width = behind[-1].width;
        const std::u32string* text = map.find(code);
        return {2, text ? std::u32string_view(*text) : std::u32string_view(), width, 0};
    }
};

/// The name without the six letters that mark a subset (ISO 32000-1, 9.6.4).
std::string without_subset(std::string name) {
    const auto letters = static_cast<std::size_t>(
        std::find_if(name.begin(), name.end(), [](char c) { return c < 'A' || c > 'Z'; }) - name.begin());
    return letters == 6 && name.size() > 7 && name[6] == '+' ? name.substr(7) : name;
}

struct Measures {
    double ascent, descent;
};

/// The measures of a standard font (ISO 32000-1, 9.6.2.2) whose name, or one of its usual names, that is.
std::optional<Measures> standard_font(std::string name) {
    std::erase(name, ' ');
    struct Family {
        std::string_view name;
        Measures measures;
    };
    constexpr Family families[] = {{"Arial", {0.718, -0.207}},         {"Helvetica", {0.718, -0.207}},
                                   {"TimesNewRoman", {0.683, -0.217}}, {"Times", {0.683, -0.217}},
                                   {"CourierNew", {0.629, -0.157}},    {"Courier", {0.629, -0.157}}};
    constexpr std::string_view styles[] = {"",          ",Bold",       ",Italic",        ",BoldItalic",
                                           "-Bold",     "-Italic",     "-BoldItalic",    "MT",
                                           "-BoldMT",   "-ItalicMT",   "-BoldItalicMT",  "PSMT",
                                           "PS-BoldMT", "PS-ItalicMT", "PS-BoldItalicMT"};
    for (const Family& family : families)
        for (const std::string_view style : styles)
            if (name.size() == family.name.size() + style.size() && name.starts_with(family.name) &&
                name.ends_with(style))
                return family.measures;
    // What is left of such names, and the symbol fonts, have rules of their own.
    for (const std::string_view begin : {"Arial", "Helvetica", "Times", "Courier", "Symbol", "ZapfDingbats"})
        demand(!name.starts_with(begin));
    return std::nullopt;
}

/// What the font's descriptor says (ISO 32000-1, 9.8); `substitute` are the measures of the font that is shown where
/// none is embedded. Returns the width of codes that have none.
double describe(const Value& font, const std::optional<Measures>& substitute, FontFacts& facts) {
    const Value descriptor = font["FontDescriptor"];
    demand(descriptor.is_dictionary() && descriptor.entry("Fontname").is_null());
    const int flags = descriptor["Flags"].integer().value_or(0);
    facts.fixed_pitch = (flags & 1) != 0;
    facts.italic = (flags & 1 << 6) != 0;
    const double weight = descriptor["FontWeight"].number().value_or(400);
    demand(weight >= 100 && weight <= 900 && std::fmod(weight, 100) == 0);
    facts.bold = (flags & 1 << 18) != 0 || weight >= 600;

    facts.ascent = substitute ? substitute->ascent : 0.95;
    facts.descent = substitute ? substitute->descent : -0.35;
    const bool embedded = descriptor.entry("FontFile").is_reference() ||
                          descriptor.entry("FontFile2").is_reference() ||
                          descriptor.entry("FontFile3").is_reference();
    if (!substitute || embedded) {
        const double ascent = std::abs(0.001 * descriptor["Ascent"].number().value_or(0)),
                     descent = -std::abs(0.001 * descriptor["Descent"].number().value_or(0));
        // Zeros and values out of all reason stand in many files.
        if (ascent > 0 && ascent < 3) facts.ascent = ascent;
        if (descent < 0 && descent > -3) facts.descent = descent;
    }
    return descriptor["MissingWidth"].number().value_or(0) * 0.001;
}

FontFacts simple_font(const Value& font, const std::string& base_name) {
    FontFacts facts;
    facts.name = without_subset(base_name);
    auto glyphs = std::make_unique<SimpleGlyphs>();
    glyphs->widths.fill(describe(font, standard_font(base_name), facts));

    const Value encoding = font["Encoding"];
    const bool base =
        encoding.is_name("WinAnsiEncoding") ||
        (encoding["BaseEncoding"].is_name("WinAnsiEncoding") && encoding["Differences"].is_null());
    // A TrueType font that says nothing means the same.
    demand(base || (encoding.is_null() && font["Subtype"].is_name("TrueType") &&
                    font["FontDescriptor"].entry("FontFile2").is_reference()));
    glyphs->map = unicode_map(font);

    const std::vector<Value> widths = font["Widths"].items(256);
    demand(!widths.empty());
    const int first = font["FirstChar"].integer().value_or(-1),
              last = font["LastChar"].integer().value_or(-1);
    demand(first >= 0 && last <= 255 && first <= last);
    double one = 0;
    facts.fixed_pitch = true;
    for (std::size_t i = 0; i < widths.size() && first + static_cast<int>(i) <= last; ++i) {
        const auto number = widths[i].resolved().number();
        if (!number) continue;
        const double width = *number * 0.001;
        glyphs->widths[static_cast<std::size_t>(first) + i] = width;
        if (one == 0) one = width;
        if (width != 0 && std::abs(width - one) > 0.00001) facts.fixed_pitch = false;
    }
    facts.codes = FontFacts::Codes::one_byte;
    facts.glyphs = std::move(glyphs);
    return facts;
}

/// ISO 32000-1, 9.7.
FontFacts composite_font(const Value& font, const std::string& base_name) {
    const std::vector<Value> descendants = font["DescendantFonts"].items(2);
    demand(descendants.size() == 1);
    const Value descendant = descendants[0].resolved();
    const Value system = descendant["CIDSystemInfo"];
    demand(system["Registry"].is_string() && system["Ordering"].is_string() &&
           font["Encoding"].is_name("Identity-H"));
    const Value glyph_map = descendant["CIDToGIDMap"];
    demand(glyph_map.is_null() || glyph_map.is_stream() || glyph_map.is_name("Identity"));
    FontFacts facts;
    facts.name = without_subset(base_name);
    describe(descendant, std::nullopt, facts);
    auto map = unicode_map(font);
    demand(map && !map->empty());
    auto glyphs = std::make_unique<CompositeGlyphs>(*std::move(map));
    if (const auto width = descendant["DW"].integer()) glyphs->usual_width = *width * 0.001;

    // `first last width`, or `first [width...]` (ISO 32000-1, 9.7.4.3).
    const std::vector<Value> widths = descendant["W"].items();
    const auto number_at = [&](std::size_t i) {
        demand(i < widths.size());
        const auto number = widths[i].resolved().integer();
        demand(number && *number >= 0 && *number <= 0xFFFF);
        return *number;
    };
    for (std::size_t i = 0; i < widths.size();) {
        int first = number_at(i++);
        demand(i < widths.size());
        if (const Value list = widths[i].resolved(); list.is_array()) {
            ++i;
            for (const Value& item : list.items()) {
                const auto width = item.resolved().number();
                demand(width.has_value());
                glyphs->widths.push_back({first, first, *width * 0.001});
                ++first;
            }
        } else {
            const int last = number_at(i++);
            demand(i < widths.size());
            const auto width = widths[i++].resolved().number();
            demand(width.has_value());
            glyphs->widths.push_back({first, last, *width * 0.001});
        }
    }
    const auto before = [](const CompositeGlyphs::Width& a, const CompositeGlyphs::Width& b) {
        return a.first < b.first;
    };
    std::stable_sort(glyphs->widths.begin(), glyphs->widths.end(), before);
    // Which of two ranges that begin alike counts, nobody says.
    demand(std::adjacent_find(glyphs->widths.begin(), glyphs->widths.end(), [](const auto& a, const auto& b) {
               return a.first == b.first;
           }) == glyphs->widths.end());
    facts.codes = FontFacts::Codes::two_bytes;
    facts.glyphs = std::move(glyphs);
    return facts;
}

}  // namespace

std::optional<FontFacts> plain_font(const Value& font) {
    if (!font.is_dictionary()) return std::nullopt;
    const std::string name = font["BaseFont"].name();
    const Value kind = font["Subtype"];
    if (kind.is_name("Type0")) return composite_font(font, name);
    demand(kind.is_name("TrueType") || kind.is_name("Type1"));
    return simple_font(font, name);
}

}  // namespace sheaf::pdf
