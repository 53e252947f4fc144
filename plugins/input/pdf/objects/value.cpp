#include "value.hpp"

#include <algorithm>

#include "reader/file.hpp"

namespace sheaf::pdf {
namespace {

int integer_of(double v) {
    return v > -2e9 && v < 2e9 ? static_cast<int>(v) : 0;
}

}  // namespace

std::string_view object_at(std::string_view file, std::size_t at, int number, int generation) {
    Lexer lexer(file, at);
    const Token found = lexer.next(), of = lexer.next(), keyword = lexer.next();
    // Some writers leave no space behind `obj`.
    const bool fits = found.kind == Token::Kind::number && found.number == number &&
                      of.kind == Token::Kind::number && of.number == generation &&
                      keyword.kind == Token::Kind::keyword && keyword.text == "obj";
    return fits ? file.substr(lexer.position()) : std::string_view();
}

ByteValue read_value(Lexer& lexer, std::string_view bytes) {
    using Kind = Token::Kind;
    ByteValue value;
    switch (lexer.next(value.token)) {
        case Kind::number: {
            value.kind = ByteValue::Kind::number;
            value.number = integer_of(value.token.number);
            if (!value.token.plain || value.token.number < 0) break;
            const std::size_t behind = lexer.position();
            Token generation, keyword;
            if (lexer.next(generation) == Kind::number && lexer.next(keyword) == Kind::keyword &&
                keyword.text == "R") {
                value.kind = ByteValue::Kind::reference;
                value.generation = integer_of(generation.number);
            } else {
                lexer.seek(behind);
            }
            break;
        }
        case Kind::name:
            value.kind = ByteValue::Kind::name;
            break;
        case Kind::string:
        case Kind::hex_string:
            value.kind = ByteValue::Kind::string;
            break;
        case Kind::keyword:
            value.kind = ByteValue::Kind::other;
            break;
        case Kind::array_begin:
        case Kind::dict_begin: {
            value.kind =
                value.token.kind == Kind::array_begin ? ByteValue::Kind::array : ByteValue::Kind::dictionary;
            const std::size_t begin = lexer.position();
            std::size_t end = begin;
            Token token;
            for (int open = 1; open > 0;) {
                end = lexer.position();
                const Kind kind = lexer.next(token);
                if (kind == Kind::end || (kind == Kind::keyword && token.text == "endobj")) break;
                if (kind == Kind::array_begin || kind == Kind::dict_begin) ++open;
                if (kind == Kind::array_end || kind == Kind::dict_end) --open;
            }
            value.inside = bytes.substr(begin, end - begin);
            break;
        }
        case Kind::array_end:
        case Kind::dict_end:
        case Kind::end:
            break;
    }
    return value;
}

Value::Value(File& file, std::string_view bytes) : file_(&file) {
    Lexer lexer(bytes);
    value_ = read_value(lexer, bytes);
    if (value_.kind != Kind::dictionary) return;
    Token behind;
    stream_ = lexer.next(behind) == Token::Kind::keyword && behind.text == "stream";
}

bool Value::is_null() const {
    return value_.kind == Kind::none || (value_.kind == Kind::other && value_.token.text == "null");
}

bool Value::is_name(std::string_view name) const {
    std::string scratch;
    return value_.kind == Kind::name && name_value(value_.token, scratch) == name;
}

std::string Value::name() const {
    std::string scratch;
    return value_.kind == Kind::name ? std::string(name_value(value_.token, scratch)) : std::string();
}

std::string Value::string() const {
    if (value_.kind != Kind::string) return {};
    std::string scratch;
    return std::string(string_value(value_.token, scratch));
}

std::optional<double> Value::number() const {
    return value_.kind == Kind::number ? std::optional(value_.token.number) : std::nullopt;
}

std::optional<int> Value::integer() const {
    const auto value = number();
    if (!value || !value_.token.plain || *value < -2147483648.0 || *value > 2147483647.0) return std::nullopt;
    return static_cast<int>(*value);
}

bool Value::is_true() const {
    return value_.kind == Kind::other && value_.token.text == "true";
}

template <class Entry>
void Value::each_entry(Entry entry) const {
    if (value_.kind != Kind::dictionary) return;
    Lexer lexer(value_.inside);
    Token token;
    std::string scratch;
    for (;;) {
        const Token::Kind kind = lexer.next(token);
        if (kind == Token::Kind::end) return;
        if (kind != Token::Kind::name) continue;
        const ByteValue value = read_value(lexer, value_.inside);
        if (value.kind == Kind::none) return;
        entry(name_value(token, scratch), value);
    }
}

Value Value::entry(std::string_view key) const {
    Value out;
    each_entry([&](std::string_view name, const ByteValue& value) {
        if (name == key) out = Value(*file_, value);
    });
    return out;
}

std::map<std::string, Value, std::less<>> Value::entries() const {
    std::map<std::string, Value, std::less<>> out;
    each_entry([&](std::string_view name, const ByteValue& value) {
        out.insert_or_assign(std::string(name), Value(*file_, value));
    });
    return out;
}

std::vector<Value> Value::items(std::size_t most) const {
    std::vector<Value> out;
    if (value_.kind != Kind::array) return out;
    Lexer lexer(value_.inside);
    while (out.size() < most) {
        const ByteValue value = read_value(lexer, value_.inside);
        if (value.kind != Kind::none)
            out.emplace_back(*file_, value);
        else if (lexer.position() >= value_.inside.size())
            break;
    }
    return out;
}

std::optional<std::vector<double>> Value::numbers(std::size_t count) const {
    const std::vector<Value> values = items(count + 1);
    return values.size() == count ? numbers_of(values) : std::nullopt;
}

std::optional<std::vector<double>> numbers_of(std::span<const Value> values) {
    std::vector<double> out;
    for (const Value& value : values) {
        const auto number = value.resolved().number();
        if (!number) return std::nullopt;
        out.push_back(*number);
    }
    return out;
}

Value Value::resolved() const {
    if (!is_reference()) return *this;
    Value found(*file_, file_->find(value_.number, value_.generation));
    if (found.stream_) {
        found.value_.number = value_.number;
        found.value_.generation = value_.generation;
    }
    return found;
}

bool Value::decode(Bytes& out) const {
    return !stream_ || file_->decode(*this, out);
}

}  // namespace sheaf::pdf
