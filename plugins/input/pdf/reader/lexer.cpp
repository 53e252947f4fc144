#include "lexer.hpp"

#include <array>

namespace sheaf::pdf {
namespace {

enum : std::uint8_t { regular, space, delimiter };

// ISO 32000-1, 7.2.2: white space and delimiters; all else is regular.
constexpr std::array<std::uint8_t, 256> classes = [] {
    std::array<std::uint8_t, 256> table{};
    for (unsigned char c : {0, 9, 10, 12, 13, 32}) table[c] = space;
    for (unsigned char c : {'(', ')', '<', '>', '[', ']', '{', '}', '/', '%'}) table[c] = delimiter;
    return table;
}();

std::uint8_t class_of(char c) {
    return classes[static_cast<unsigned char>(c)];
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

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

std::string_view string_value(const Token& token, std::string& scratch) {
    if (token.kind == Token::Kind::string)
        return token.plain ? token.text : literal_value(token.text, scratch);
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

std::string_view name_value(const Token& token, std::string& scratch) {
    if (token.plain) return token.text;
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

void Lexer::number(Token& token) {
    constexpr std::array<double, 19> tenths = {1,     1e-1,  1e-2,  1e-3,  1e-4,  1e-5,  1e-6,
                                               1e-7,  1e-8,  1e-9,  1e-10, 1e-11, 1e-12, 1e-13,
                                               1e-14, 1e-15, 1e-16, 1e-17, 1e-18};
    const char* const begin = bytes_.data() + at_;
    const char* const end = bytes_.data() + bytes_.size();
    const char* p = begin;
    bool negative = false;
    for (; p < end && (*p == '+' || *p == '-'); ++p) negative = *p == '-';
    // Eighteen digits are summed as an integer, which is exact and quick; decimals beyond them are below any
    // size that matters, and so many digits before the point stand in damaged files only.
    constexpr int kept = 18;
    std::uint64_t sum = 0;
    int digits = 0;
    double overflow = 0;
    for (; p < end && is_digit(*p); ++p) {
        if (digits < kept) {
            sum = sum * 10 + static_cast<unsigned>(*p - '0');
            ++digits;
        } else {
            overflow = (overflow > 0 ? overflow : static_cast<double>(sum)) * 10;
        }
    }
    int decimals = 0;
    if (p < end && *p == '.') {
        token.plain = false;
        for (++p; p < end; ++p) {
            if (*p == '-') continue;  // `12.-5`: other readers ignore a sign inside a number
            if (!is_digit(*p)) break;
            if (digits < kept) {
                sum = sum * 10 + static_cast<unsigned>(*p - '0');
                ++digits;
                ++decimals;
            }
        }
    } else {
        if (p > begin && p < end && *p == '-')  // `12-5`: likewise, and what follows is lost
            while (p < end && (*p == '-' || is_digit(*p))) ++p;
    }
    const double value =
        overflow > 0 ? overflow : static_cast<double>(sum) * tenths[static_cast<std::size_t>(decimals)];
    token.kind = Token::Kind::number;
    token.number = negative ? -value : value;
    token.text = std::string_view(begin, static_cast<std::size_t>(p - begin));
    at_ += token.text.size();
}

void Lexer::literal_string(Token& token) {
    token.kind = Token::Kind::string;
    const std::size_t begin = at_;
    for (int open = 1; at_ < bytes_.size(); ++at_) {
        const char c = bytes_[at_];
        if (c == ')') {
            if (--open == 0) break;
        } else if (c == '(') {
            ++open;
        } else if (c == '\\') {
            token.plain = false;
            ++at_;
        } else if (c == '\r') {
            token.plain = false;
        }
    }
    if (at_ > bytes_.size()) at_ = bytes_.size();
    token.text = bytes_.substr(begin, at_ - begin);
    if (at_ < bytes_.size()) ++at_;
}

void Lexer::hex_string(Token& token) {
    token.kind = Token::Kind::hex_string;
    token.plain = false;
    std::size_t end = bytes_.find('>', at_);
    if (end == std::string_view::npos) end = bytes_.size();
    token.text = bytes_.substr(at_, end - at_);
    at_ = end < bytes_.size() ? end + 1 : end;
}

void Lexer::name(Token& token) {
    token.kind = Token::Kind::name;
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && class_of(bytes_[at_]) == regular) {
        if (bytes_[at_] == '#') token.plain = false;
        ++at_;
    }
    token.text = bytes_.substr(begin, at_ - begin);
}

Token::Kind Lexer::next(Token& token) {
    const auto single = [&](Token::Kind kind, std::size_t length) {
        token.kind = kind;
        token.text = bytes_.substr(at_, length);
        at_ += length;
        return kind;
    };
    token.plain = true;
    while (at_ < bytes_.size()) {
        const char c = bytes_[at_];
        const std::uint8_t kind = class_of(c);
        if (kind == space) {
            ++at_;
            continue;
        }
        if (kind == regular) {
            if (is_digit(c) || c == '-' || c == '.' || c == '+') {
                number(token);
                return Token::Kind::number;
            }
            std::size_t end = at_ + 1;
            while (end < bytes_.size() && class_of(bytes_[end]) == regular) ++end;
            return single(Token::Kind::keyword, end - at_);
        }
        const char after = at_ + 1 < bytes_.size() ? bytes_[at_ + 1] : '\0';
        switch (c) {
            case '(':
                ++at_;
                literal_string(token);
                return Token::Kind::string;
            case '/':
                ++at_;
                name(token);
                return Token::Kind::name;
            case '[':
                return single(Token::Kind::array_begin, 1);
            case ']':
                return single(Token::Kind::array_end, 1);
            case '<':
                if (after == '<') return single(Token::Kind::dict_begin, 2);
                ++at_;
                hex_string(token);
                return Token::Kind::hex_string;
            case '>':
                if (after == '>') return single(Token::Kind::dict_end, 2);
                ++at_;  // a stray delimiter
                continue;
            case '%':
                while (at_ < bytes_.size() && bytes_[at_] != '\n' && bytes_[at_] != '\r') ++at_;
                continue;
            default:  // `)`, `{` and `}` stand alone only in damaged content
                ++at_;
                continue;
        }
    }
    token.kind = Token::Kind::end;
    token.text = {};
    return Token::Kind::end;
}

bool Lexer::ends_inline_image(std::size_t at) const {
    if (at + 1 >= bytes_.size() || bytes_[at] != 'E' || bytes_[at + 1] != 'I') return false;
    if (at + 2 < bytes_.size() && class_of(bytes_[at + 2]) == regular) return false;
    // Image data can hold these letters by chance: what follows must look like content, not like data.
    const std::size_t end = at + 2 + 16 < bytes_.size() ? at + 2 + 16 : bytes_.size();
    for (std::size_t i = at + 2; i < end; ++i) {
        const auto c = static_cast<unsigned char>(bytes_[i]);
        if (c >= 127 || (c < 32 && class_of(bytes_[i]) != space)) return false;
    }
    return true;
}

void Lexer::skip_inline_image(std::size_t length) {
    if (at_ < bytes_.size() && class_of(bytes_[at_]) == space) ++at_;
    if (length > 0 && length <= bytes_.size() - at_) {
        std::size_t behind = at_ + length;
        while (behind < bytes_.size() && behind < at_ + length + 4 && class_of(bytes_[behind]) == space)
            ++behind;
        if (bytes_.substr(behind, 2) == "EI") {
            at_ = behind + 2;
            return;
        }
    }
    for (std::size_t i = at_; i + 1 < bytes_.size(); ++i) {
        i = bytes_.find("EI", i);
        if (i == std::string_view::npos) break;
        if ((i == at_ || class_of(bytes_[i - 1]) == space) && ends_inline_image(i)) {
            at_ = i + 2;
            return;
        }
    }
    at_ = bytes_.size();
}

}  // namespace sheaf::pdf
