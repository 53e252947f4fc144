// Normal forms: NFC for what is kept, a folded form for what is compared.
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <algorithm>
#include <stdexcept>

#include "ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf::text {
namespace {

const icu::Normalizer2& normalizer(const icu::Normalizer2* (*get)(UErrorCode&)) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* found = get(status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no normalisation data");
    return *found;
}

const icu::Normalizer2& nfc() {
    static const icu::Normalizer2& instance = normalizer(icu::Normalizer2::getNFCInstance);
    return instance;
}

const icu::Normalizer2& nfkc_casefold() {
    static const icu::Normalizer2& instance = normalizer(icu::Normalizer2::getNFKCCasefoldInstance);
    return instance;
}

std::string normalized(const icu::Normalizer2& form, std::string_view text) {
    std::string out;
    out.reserve(text.size() + 8);
    icu::StringByteSink<std::string> sink(&out);
    UErrorCode status = U_ZERO_ERROR;
    form.normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink,
                       nullptr, status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU cannot normalise a text");
    return out;
}

/// Length of the longest prefix that needs no look at the normalisation data: code points below U+0300 and the
/// dashes and quotation marks of General Punctuation are starters that never change in NFC.
std::size_t plainly_nfc(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) {
            ++at;
        } else if (byte >= 0xC2 && byte <= 0xCB && at + 1 < text.size() &&
                   (static_cast<unsigned char>(text[at + 1]) & 0xC0) == 0x80) {
            at += 2;
        } else if (byte == 0xE2 && at + 2 < text.size() && static_cast<unsigned char>(text[at + 1]) == 0x80 &&
                   static_cast<unsigned char>(text[at + 2]) >= 0x90 &&
                   static_cast<unsigned char>(text[at + 2]) <= 0xBF) {
            at += 3;
        } else {
            break;
        }
    }
    return at;
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
                put(static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c));
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

}  // namespace

bool is_nfc(std::string_view text) {
    if (plainly_nfc(text) == text.size()) return true;
    if (!is_valid_utf8(text)) return false;
    UErrorCode status = U_ZERO_ERROR;
    const bool yes =
        nfc().isNormalizedUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), status);
    return U_SUCCESS(status) && yes;
}

std::string to_nfc(std::string_view text) {
    if (plainly_nfc(text) == text.size()) return std::string(text);
    if (!is_valid_utf8(text)) return normalized(nfc(), with_replacement_characters(text));
    return normalized(nfc(), text);
}

std::string fold(std::string_view text) {
    std::string out;
    if (fold_simple(text, out)) return out;
    // NFKC_Casefold removes what is ignorable (soft hyphens, zero-width characters) as well.
    const std::string folded = is_valid_utf8(text)
                                   ? normalized(nfkc_casefold(), text)
                                   : normalized(nfkc_casefold(), with_replacement_characters(text));
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
