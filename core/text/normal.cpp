// Normal forms: NFC for what is kept, a folded form for what is compared.
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf::text {
namespace {

struct Free {
    void operator()(utf8proc_uint8_t* bytes) const { std::free(bytes); }
};

/// The text, which is valid UTF-8, in a normal form; every code point is mapped by `custom` before.
std::string normalized(std::string_view text, int form, utf8proc_custom_func custom = nullptr) {
    utf8proc_uint8_t* bytes = nullptr;
    const auto size = utf8proc_map_custom(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                          static_cast<utf8proc_ssize_t>(text.size()), &bytes,
                                          static_cast<utf8proc_option_t>(form), custom, nullptr);
    const std::unique_ptr<utf8proc_uint8_t, Free> owner(bytes);
    if (size < 0) throw std::runtime_error(utf8proc_errmsg(size));
    return std::string(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

std::string nfc(std::string_view text) {
    return normalized(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

/// A soft hyphen for what Unicode has set aside for ignorable code points, which utf8proc keeps.
utf8proc_int32_t with_future_ignorables(utf8proc_int32_t c, void*) {
    const bool ignorable = c == 0x2065 || (c >= 0xFFF0 && c <= 0xFFF8) || (c >= 0xE0000 && c <= 0xE0FFF);
    return ignorable ? 0xAD : c;
}

/// Removes what is ignorable (soft hyphens, zero-width characters) as well.
std::string nfkc_casefold(std::string_view text) {
    return normalized(
        text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
        with_future_ignorables);
}

/// Whether a code point is a starter that never changes in NFC, whatever stands before it: all below U+0300, and those
/// without a decomposition or a part in a composition. Hangul is composed by arithmetic.
bool is_plainly_nfc(char32_t c) {
    if (c < 0x300) return true;
    if ((c >= 0x1100 && c <= 0x11FF) || (c >= 0xAC00 && c <= 0xD7A3)) return false;
    constexpr auto none = static_cast<utf8proc_uint16_t>(-1);
    const utf8proc_property_t& property = *utf8proc_get_property(static_cast<utf8proc_int32_t>(c));
    return property.combining_class == 0 && property.decomp_seqindex == none && property.comb_index == none;
}

/// False as well for ill-formed bytes.
bool is_plainly_nfc(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const char32_t c = next(text, at);
        if (c == 0xFFFD || !is_plainly_nfc(c)) return false;
    }
    return true;
}

std::string with_replacement_characters(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 8);
    for (std::size_t at = 0; at < text.size();) append(out, next(text, at));
    return out;
}

/// What a code point becomes in `fold` when that takes no look at the normalisation data: null when it does,
/// the empty text when it vanishes.
const char* simple_fold(char32_t c) {
    switch (c) {
        case 0x2018:
        case 0x2019:
        case 0x201A:
        case 0x201B:
        case 0x2032:
            return "'";
        case 0x201C:
        case 0x201D:
        case 0x201E:
        case 0x201F:
        case 0x2033:
            return "\"";
        case 0x2010:
        case 0x2011:
        case 0x2012:
        case 0x2013:
        case 0x2014:
        case 0x2015:
        case 0x2212:
            return "-";
        case 0x2026:
            return "...";
        case 0x00AD:
        case 0x200B:
        case 0x200C:
        case 0x200D:
        case 0x2060:
        case 0xFEFF:
            return "";
        default:
            return is_space(c) ? " " : nullptr;
    }
}

/// False when a code point needs the normalisation data.
bool fold_simple(std::string_view text, std::string& out) {
    out.resize(text.size());  // nothing becomes longer
    std::size_t size = 0;
    bool gap = false;
    const auto put = [&](char c) {
        if (gap && size > 0) out[size++] = ' ';
        gap = false;
        out[size++] = c;
    };
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next(text, at);
        if (c < 0x80) {
            if (is_space(c))
                gap = true;
            else
                put(lower(static_cast<char>(c)));
            continue;
        }
        const char* to = simple_fold(c);
        if (!to) return false;
        if (*to == ' ')
            gap = true;
        else
            while (*to) put(*to++);
    }
    out.resize(size);
    return true;
}

/// Behind the longest run from `at` on that plain text has as it is: ASCII, and white space that is not squeezed.
/// `before` is the character before it.
std::size_t unchanged(std::string_view text, std::size_t at, char before) {
    for (; at < text.size(); before = text[at++]) {
        const char c = text[at];
        const bool stays =
            is_graphic(c) || (c == ' ' && before != ' ' && before != '\n') || (c == '\n' && before != ' ');
        if (!stays) break;
    }
    return at;
}

// Raised and lowered digits, brackets and small letters: what marks a note, or is a power.
bool is_raised(char32_t c) {
    constexpr std::u32string_view letters = U"ʰʲʳʷʸˡˢˣᵃᵇᵈᵉᵍᵏᵐᵒᵖᵗᵘᵛᶜᶠᶻ";
    return c == 0xB2 || c == 0xB3 || c == 0xB9 || (c >= 0x2070 && c <= 0x2079) ||
           (c >= 0x2080 && c <= 0x2089) || c == U'⁽' || c == U'⁾' || c == U'ⁿ' ||
           letters.find(c) != std::u32string_view::npos;
}

bool ends_in_digit(std::string_view text) {
    if (text.ends_with(' ')) text.remove_suffix(1);
    return !text.empty() && text.back() >= '0' && text.back() <= '9';
}

// Where the raised characters from there on end, with the commas between them: `², ³`.
std::size_t behind_raised(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (at < text.size()) {
        const char32_t c = next(text, at);
        if (is_raised(c))
            end = at;
        else if (c != ',' && c != ' ')
            break;
    }
    return end;
}

}  // namespace

bool is_nfc(std::string_view text) {
    return is_plainly_nfc(text) || (is_valid_utf8(text) && nfc(text) == text);
}

std::string to_nfc(std::string_view text) {
    if (is_plainly_nfc(text)) return std::string(text);
    return nfc(is_valid_utf8(text) ? text : with_replacement_characters(text));
}

std::string fold(std::string_view text) {
    std::string out;
    if (fold_simple(text, out)) return out;
    const std::string folded = nfkc_casefold(is_valid_utf8(text) ? text : with_replacement_characters(text));
    out.clear();
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t start = at;
        const char32_t c = next(folded, at);
        const char* to = c < 0x80 ? nullptr : simple_fold(c);
        to ? out.append(to) : out.append(folded, start, at - start);
    }
    return squeeze(out);
}

void Origins::add(std::size_t at, std::size_t original) {
    if ((*this)[at] == original) return;
    const Step step{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(original)};
    if (!steps_.empty() && steps_.back().at == step.at)
        steps_.back() = step;
    else
        steps_.push_back(step);
}

void Origins::add(std::size_t at, const Origins& of) {
    add(at, 0);
    for (const Step& step : of.steps_) add(at + step.at, step.original);
}

std::uint32_t Origins::operator[](std::size_t at) const {
    const auto behind = std::upper_bound(steps_.begin(), steps_.end(), at,
                                         [](std::size_t place, const Step& step) { return place < step.at; });
    const auto offset = static_cast<std::uint32_t>(at);
    if (behind == steps_.begin()) return offset;
    const Step& step = *std::prev(behind);
    return step.original + (offset - step.at);
}

Plain plain(std::string_view text) {
    Plain out;
    out.text.reserve(text.size());
    const auto keep = [&](std::size_t from, std::size_t to) {
        out.origin.add(out.text.size(), from);
        out.text.append(text, from, to - from);
    };
    const auto put = [&](std::string_view bytes, std::size_t from) {
        for (const char byte : bytes) {
            out.origin.add(out.text.size(), from);
            out.text += byte;
        }
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        at = unchanged(text, at, out.text.empty() ? '\0' : out.text.back());
        if (at > start) {
            keep(start, at);
            continue;
        }
        const char32_t c = next(text, at);
        if (is_space(c)) {
            const bool after_space = !out.text.empty() && (out.text.back() == ' ' || out.text.back() == '\n');
            if (c == '\n')
                out.text.back() = '\n';  // a break stays when a space is before it, too
            else if (!after_space && c != 0x200B && c != 0xFEFF)
                put(" ", start);
            continue;
        }
        // `30²` is a number with a note's mark, or a power: patterns see the number.
        if (is_raised(c) && ends_in_digit(out.text)) {
            at = behind_raised(text, start);
            continue;
        }
        const char* folded = c < 0x80 ? nullptr : simple_fold(c);
        if (folded)
            put(folded, start);
        else if (c == 0xFFFD)
            put("\xEF\xBF\xBD", start);
        else
            keep(start, at);
    }
    out.origin.add(out.text.size(), text.size());
    return out;
}

}  // namespace sheaf::text
