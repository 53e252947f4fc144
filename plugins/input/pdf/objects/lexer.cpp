#include "lexer.hpp"

#include <algorithm>
#include <array>

namespace sheaf::pdf {
namespace {

/// What a token may begin with. ISO 32000-1, 7.2.2: white space and delimiters; all else is regular.
enum : std::uint8_t {
    regular,
    numeric,  ///< regular, too
    space,
    parenthesis,
    slash,
    open_bracket,
    close_bracket,
    less,
    greater,
    percent,
    stray,  ///< `)`, `{` and `}` stand alone only in damaged content
};

constexpr std::array<std::uint8_t, 256> character_classes = [] {
    std::array<std::uint8_t, 256> table{};
    for (unsigned char c : {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-', '.'})
        table[c] = numeric;
    for (unsigned char c : {0, 9, 10, 12, 13, 32}) table[c] = space;
    table['('] = parenthesis;
    table['/'] = slash;
    table['['] = open_bracket;
    table[']'] = close_bracket;
    table['<'] = less;
    table['>'] = greater;
    table['%'] = percent;
    for (unsigned char c : {')', '{', '}'}) table[c] = stray;
    return table;
}();

std::uint8_t class_of(char c) {
    return character_classes[static_cast<unsigned char>(c)];
}
bool is_regular(char c) {
    return class_of(c) <= numeric;
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Static on purpose: as a local it would be made anew for every number.
constexpr std::array<double, 19> tenths = {1,     1e-1,  1e-2,  1e-3,  1e-4,  1e-5,  1e-6,  1e-7,  1e-8, 1e-9,
                                           1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16, 1e-17, 1e-18};

int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string_view literal_value(std::string_view text, std::string& scratch) {
    scratch.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r') {  // every line end inside a string is one line feed
            scratch += '\n';
            if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
            continue;
        }
        if (c != '\\' || i + 1 >= text.size()) {
            if (c != '\\') scratch += c;
            continue;
        }
        const char escaped = text[++i];
        switch (escaped) {
            case 'n':
                scratch += '\n';
                break;
            case 'r':
                scratch += '\r';
                break;
            case 't':
                scratch += '\t';
                break;
            case 'b':
                scratch += '\b';
                break;
            case 'f':
                scratch += '\f';
                break;
            case '\n':
                break;  // a line goes on
            case '\r':
                if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
                break;
            default:
                if (escaped >= '0' && escaped <= '7') {
                    int value = escaped - '0';
                    for (int digit = 0; digit < 2 && i + 1 < text.size(); ++digit) {
                        if (text[i + 1] < '0' || text[i + 1] > '7') break;
                        value = value * 8 + (text[++i] - '0');
                    }
                    scratch += static_cast<char>(value);
                } else {
                    scratch += escaped;
                }
        }
    }
    return scratch;
}

}  // namespace

std::string_view decoded_string(const Token& token, std::string& scratch) {
    if (token.kind == Token::Kind::string) return literal_value(token.text, scratch);
    scratch.clear();
    int high = -1;
    for (const char c : token.text) {
        const int value = hex_value(c);
        if (value < 0) continue;
        if (high < 0) {
            high = value;
        } else {
            scratch += static_cast<char>(high * 16 + value);
            high = -1;
        }
    }
    if (high >= 0) scratch += static_cast<char>(high * 16);
    return scratch;
}

std::string_view decoded_name(const Token& token, std::string& scratch) {
    scratch.clear();
    for (std::size_t i = 0; i < token.text.size(); ++i) {
        if (token.text[i] == '#' && i + 2 < token.text.size()) {
            const int high = hex_value(token.text[i + 1]), low = hex_value(token.text[i + 2]);
            if (high >= 0 && low >= 0) {
                scratch += static_cast<char>(high * 16 + low);
                i += 2;
                continue;
            }
        }
        scratch += token.text[i];
    }
    return scratch;
}

// Most of the time of reading goes here: plain pointers, and nothing left to do when a scanner is done.
Token::Kind Lexer::done(Token& token, Token::Kind kind, const char* begin, const char* end,
                        const char* behind) {
    token.kind = kind;
    token.text = {begin, static_cast<std::size_t>(end - begin)};
    at_ = behind;
    return kind;
}

Token::Kind Lexer::number(const char* p, Token& token) {
    const char* const end = end_;
    const char* const begin = p;
    double sign = 1;
    while (*p == '+' || *p == '-') {
        sign = *p == '-' ? -1 : 1;
        if (++p == end) break;
    }
    // Eighteen digits are summed as an integer, which is exact and quick; decimals beyond them are below any
    // size that matters, and so many digits before the point stand in damaged files only.
    constexpr std::ptrdiff_t kept = 18;
    std::int64_t sum = 0;
    const auto sum_digits = [&](std::ptrdiff_t most) {
        const char* const first = p;
        const char* const stop = end - p > most ? p + most : end;
        for (; p < stop; ++p) {
            const int digit = *p - '0';
            if (digit < 0 || digit > 9) break;
            sum = sum * 10 + digit;
        }
        return p - first;
    };
    const std::ptrdiff_t digits = sum_digits(kept);
    double value = static_cast<double>(sum);
    token.plain = true;
    if (p < end && class_of(*p) == numeric) {  // no integer, or too large a one
        double overflow = 0;
        for (; p < end && is_digit(*p); ++p) overflow = (overflow > 0 ? overflow : value) * 10;
        if (p < end && *p == '.') {
            token.plain = false;
            ++p;
            std::ptrdiff_t decimals = sum_digits(kept - digits);
            for (; p < end && (is_digit(*p) || *p == '-'); ++p) {
                // `12.-5`: other readers ignore a sign inside a number.
                if (*p == '-' || digits + decimals >= kept) continue;
                sum = sum * 10 + (*p - '0');
                ++decimals;
            }
            value = static_cast<double>(sum) * tenths[static_cast<std::size_t>(decimals)];
        } else if (p < end && *p == '-') {  // `12-5`: likewise, and what follows is lost
            while (p < end && (*p == '-' || is_digit(*p))) ++p;
        }
        if (overflow > 0) value = overflow;
    }
    token.number = sign * value;
    return done(token, Token::Kind::number, begin, p, p);
}

Token::Kind Lexer::literal_string(const char* p, Token& token) {
    const char* const begin = p;
    token.plain = true;
    for (int open = 1; p < end_; ++p) {
        const char c = *p;
        if (c == ')') {
            if (--open == 0) return done(token, Token::Kind::string, begin, p, p + 1);
        } else if (c == '(') {
            ++open;
        } else if (c == '\\') {
            token.plain = false;
            if (++p == end_) break;
        } else if (c == '\r') {
            token.plain = false;
        }
    }
    return done(token, Token::Kind::string, begin, p, p);
}

Token::Kind Lexer::hex_string(const char* p, Token& token) {
    token.plain = false;
    const char* const close = std::find(p, end_, '>');
    return done(token, Token::Kind::hex_string, p, close, close < end_ ? close + 1 : close);
}

Token::Kind Lexer::name(const char* p, Token& token) {
    const char* const begin = p;
    token.plain = true;
    for (; p < end_ && is_regular(*p); ++p)
        if (*p == '#') token.plain = false;
    return done(token, Token::Kind::name, begin, p, p);
}

Token::Kind Lexer::keyword(const char* p, Token& token) {
    const char* const begin = p++;
    token.plain = true;
    while (p < end_ && is_regular(*p)) ++p;
    return done(token, Token::Kind::keyword, begin, p, p);
}

Token::Kind Lexer::bracket(Token::Kind kind, const char* p, std::ptrdiff_t length, Token& token) {
    token.plain = true;
    return done(token, kind, p, p + length, p + length);
}

Token::Kind Lexer::next(Token& token) {
    const char* const end = end_;
    for (const char* p = at_;; ++p) {
        while (p < end && class_of(*p) == space) ++p;
        if (p == end) break;
        switch (class_of(*p)) {
            case stray:
                break;
            case numeric:
                return number(p, token);
            case regular:
                return keyword(p, token);
            case parenthesis:
                return literal_string(p + 1, token);
            case slash:
                return name(p + 1, token);
            case open_bracket:
                return bracket(Token::Kind::array_begin, p, 1, token);
            case close_bracket:
                return bracket(Token::Kind::array_end, p, 1, token);
            case less:
                if (end - p > 1 && p[1] == '<') return bracket(Token::Kind::dict_begin, p, 2, token);
                return hex_string(p + 1, token);
            case greater:
                if (end - p > 1 && p[1] == '>') return bracket(Token::Kind::dict_end, p, 2, token);
                break;
            default:  // a comment
                while (end - p > 1 && p[1] != '\n' && p[1] != '\r') ++p;
                break;
        }
    }
    token.plain = true;
    return done(token, Token::Kind::end, end, end, end);
}

bool Lexer::ends_inline_image(const char* p) const {
    if (end_ - p < 2 || p[0] != 'E' || p[1] != 'I') return false;
    p += 2;
    if (p < end_ && is_regular(*p)) return false;
    // Image data can hold these letters by chance: what follows must look like content, not like data.
    return std::all_of(p, p + std::min<std::ptrdiff_t>(end_ - p, 16), [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return code < 127 && (code >= 32 || class_of(c) == space);
    });
}

void Lexer::skip_inline_image(std::size_t length) {
    if (at_ < end_ && class_of(*at_) == space) ++at_;
    const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
    if (length > 0 && length <= rest.size()) {
        std::size_t behind = length;
        while (behind < rest.size() && behind < length + 4 && class_of(rest[behind]) == space) ++behind;
        if (rest.substr(behind, 2) == "EI") {
            at_ += behind + 2;
            return;
        }
    }
    for (std::size_t i = rest.find("EI"); i != std::string_view::npos; i = rest.find("EI", i + 1)) {
        if ((i == 0 || class_of(rest[i - 1]) == space) && ends_inline_image(at_ + i)) {
            at_ += i + 2;
            return;
        }
    }
    at_ = end_;
}

}  // namespace sheaf::pdf
