// Splits the bytes of a content stream, or of any PDF object, into tokens. Knows nothing of files, filters or
// Poppler; allocates nothing.
#pragma once

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

/// The value of a literal or hexadecimal string. `scratch` is used, and overwritten, where the value is not
/// what stands in the bytes.
std::string_view string_value(const Token& token, std::string& scratch);
/// The value of a name, its `#` escapes resolved.
std::string_view name_value(const Token& token, std::string& scratch);

class Lexer {
  public:
    explicit Lexer(std::string_view bytes, std::size_t at = 0) : bytes_(bytes), at_(at) {}

    /// Puts the next token into `token` and returns its kind; `end` at the end of the bytes, again and again.
    /// Damaged input gives some token and always moves on.
    Token::Kind next(Token& token);
    Token next() {
        Token token;
        next(token);
        return token;
    }
    /// Where the next token is looked for.
    std::size_t position() const { return at_; }
    void seek(std::size_t at) { at_ = at < bytes_.size() ? at : bytes_.size(); }

    /// To be called behind the operator `ID`: skips the data of an inline image and its `EI`. `length` is the
    /// length of the data where it follows from the image's size, else 0.
    void skip_inline_image(std::size_t length);

  private:
    void number(Token& token);
    void literal_string(Token& token);
    void hex_string(Token& token);
    void name(Token& token);
    bool ends_inline_image(std::size_t at) const;

    std::string_view bytes_;
    std::size_t at_;
};

}  // namespace sheaf::pdf
