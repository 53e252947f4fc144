// JSON text appended to a string: values, keys and the commas between them.
#pragma once

#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace sheaf {

/// Appends the text as a JSON string. What is not valid UTF-8 is written as U+FFFD, so that the output is.
void append_json_string(std::string& out, std::string_view text);

/// Writes one value after the other. The caller sees to line breaks; commas and spaces come by themselves.
class JsonText {
  public:
    explicit JsonText(std::string& out) : out_(out) {}

    void open(char bracket) {
        separate();
        out_ += bracket;
        first_ = true;
    }
    void close(char bracket) {
        out_ += bracket;
        first_ = false;
    }
    /// Breaks the line, before the next element or the closing bracket.
    void line(int indent) {
        if (!first_ && !keyed_) out_ += ',';
        break_line(indent);
        first_ = true;  // the comma is written
    }
    void last_line(int indent) { break_line(indent); }

    void key(std::string_view name) {
        separate();
        append_json_string(out_, name);
        out_ += ": ";
        keyed_ = true;
    }
    void null() { raw("null"); }
    void value(bool truth) { raw(truth ? "true" : "false"); }
    void value(std::string_view text) {
        separate();
        append_json_string(out_, text);
        first_ = false;
    }
    void value(const char* text) { value(std::string_view(text)); }
    template <std::integral Integer>
    void value(Integer number) {
        separate();
        append_number(number);
        first_ = false;
    }
    /// Always with a fraction or an exponent, which tells it from an integer when it is read. What is no
    /// finite number becomes null.
    void value(double number) {
        if (!std::isfinite(number)) return null();
        separate();
        append_fraction(number);
        first_ = false;
    }
    void value(float number) {
        if (!std::isfinite(number)) return null();
        separate();
        append_number(number);
        first_ = false;
    }
    /// In the shortest form, be it an integer's.
    void shortest(double number) {
        if (!std::isfinite(number)) return null();
        separate();
        append_number(number);
        first_ = false;
    }
    /// Points, rounded to a tenth.
    void coordinate(double points) {
        if (!std::isfinite(points)) return null();
        separate();
        append_tenths(points);
        first_ = false;
    }
    template <class Value>
    void member(std::string_view name, const Value& content) {
        key(name);
        value(content);
    }

  private:
    void raw(std::string_view text) {
        separate();
        out_ += text;
        first_ = false;
    }
    void separate() {
        if (!keyed_ && !first_) out_ += ", ";
        keyed_ = false;
    }
    void break_line(int indent) {
        out_ += '\n';
        out_.append(static_cast<std::size_t>(indent), ' ');
    }
    template <class Number>
    void append_number(Number number) {
        char digits[32];
        out_.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
    }
    void append_fraction(double number) {
        const std::size_t from = out_.size();
        append_number(number);
        if (out_.find_first_of(".e", from) == std::string::npos) out_ += ".0";
    }
    void append_tenths(double points) {
        const double tenths = std::round(points * 10);
        if (std::abs(tenths) > 1e15) return append_number(points);
        auto whole = static_cast<std::int64_t>(tenths);
        if (whole < 0) {
            out_ += '-';
            whole = -whole;
        }
        append_number(whole / 10);
        if (whole % 10 != 0) {
            out_ += '.';
            out_ += static_cast<char>('0' + whole % 10);
        }
    }

    std::string& out_;
    bool first_ = true;   ///< nothing stands yet inside the innermost bracket, or its comma is written
    bool keyed_ = false;  ///< a key waits for its value
};

}  // namespace sheaf
