// Splits the bytes of a content stream, or of any PDF object, into tokens. Knows nothing of files, filters or
// Poppler; allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sheaf::pdf {

struct Token {
    enum class Kind : std::uint8_t {
        end,
        number,
        string,      ///< literal, `text` is what stands between the parentheses
        hex_string,  ///< `text` is what stands between the angle brackets
        name,        ///< `text` without the slash, escapes not resolved
        keyword,     ///< operators, `true`, `false`, `null`, `obj`, `R`
        array_begin,
        array_end,
        dict_begin,
        dict_end,
    };
    Kind kind = Kind::end;
    /// Of a literal string: it has no escapes and no line ends, so that `text` is its value. Of a name: it has
    /// no `#` escapes. Of a number: it is an integer.
    bool plain = true;
    double number = 0;
    std::string_view text;
};

/// What `string_value` and `name_value` do where the value is not what stands in the bytes.
std::string_view decoded_string(const Token& token, std::string& scratch);
std::string_view decoded_name(const Token& token, std::string& scratch);

/// The value of a literal or hexadecimal string. `scratch` is used, and overwritten, where the value is not
/// what stands in the bytes.
inline std::string_view string_value(const Token& token, std::string& scratch) {
    return token.kind == Token::Kind::string && token.plain ? token.text : decoded_string(token, scratch);
}
/// The value of a name, its `#` escapes resolved.
inline std::string_view name_value(const Token& token, std::string& scratch) {
    return token.plain ? token.text : decoded_name(token, scratch);
}

class Lexer {
  public:
    explicit Lexer(std::string_view bytes, std::size_t at = 0)
        : begin_(bytes.data()), end_(begin_ + bytes.size()), at_(begin_) {
        seek(at);
    }

    /// Puts the next token into `token` and returns its kind; `end` at the end of the bytes, again and again.
    /// Damaged input gives some token and always moves on.
    Token::Kind next(Token& token);
    Token next() {
        Token token;
        next(token);
        return token;
    }
    /// Where the next token is looked for.
    std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }
    void seek(std::size_t at) { at_ = at < static_cast<std::size_t>(end_ - begin_) ? begin_ + at : end_; }

    /// To be called behind the operator `ID`: skips the data of an inline image and its `EI`. `length` is the
    /// length of the data where it follows from the image's size, else 0.
    void skip_inline_image(std::size_t length);

  private:
    // Each puts the token that begins at `p` into `token`.
    Token::Kind number(const char* p, Token& token);
    Token::Kind literal_string(const char* p, Token& token);
    Token::Kind hex_string(const char* p, Token& token);
    Token::Kind name(const char* p, Token& token);
    Token::Kind keyword(const char* p, Token& token);
    Token::Kind bracket(Token::Kind kind, const char* p, std::ptrdiff_t length, Token& token);
    /// Ends a token whose text goes from `begin` to `end`; the next one is looked for at `behind`.
    Token::Kind done(Token& token, Token::Kind kind, const char* begin, const char* end, const char* behind);
    bool ends_inline_image(const char* p) const;

    const char* begin_;
    const char* end_;
    const char* at_;
};

}  // namespace sheaf::pdf
