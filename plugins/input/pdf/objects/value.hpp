// Values among the bytes of a file (ISO 32000-1, 7.3), read where they stand: nothing is made of them before
// it is asked for.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lexer.hpp"

namespace sheaf::pdf {

class Bytes;
class File;

/// A value as it stands there. Arrays and dictionaries are not taken apart.
struct ByteValue {
    enum class Kind : std::uint8_t { none, other, number, name, string, reference, array, dictionary };
    Kind kind = Kind::none;
    int number = 0, generation = 0;  ///< of a number (cut to an integer), or of a reference
    Token token;                     ///< of a number, a name, a string, a keyword
    std::string_view inside;         ///< of an array or a dictionary, without the brackets
};

/// The bytes behind `number generation obj`; empty where that does not stand there.
std::string_view object_at(std::string_view file, std::size_t at, int number, int generation);

/// Reads the next value; `none` at the end of the bytes and at a closing bracket.
ByteValue read_value(Lexer& lexer, std::string_view bytes);

/// A value and the file that its references lead to, which it must not outlive. Whatever is asked of a value of
/// another kind gives nothing.
class Value {
  public:
    Value() = default;
    Value(File& file, const ByteValue& value) : file_(&file), value_(value) {}
    /// The value that `bytes` begin with; of an object of the file, it may be a stream.
    Value(File& file, std::string_view bytes);

    using Kind = ByteValue::Kind;
    bool is_null() const;
    bool is_array() const { return value_.kind == Kind::array; }
    bool is_dictionary() const { return value_.kind == Kind::dictionary && !stream_; }
    bool is_stream() const { return stream_; }
    bool is_reference() const { return value_.kind == Kind::reference; }
    bool is_name() const { return value_.kind == Kind::name; }
    bool is_string() const { return value_.kind == Kind::string; }
    bool is_name(std::string_view name) const;

    std::string name() const;
    /// The bytes of a string; `text_string` makes UTF-8 of them.
    std::string string() const;
    std::optional<double> number() const;
    std::optional<int> integer() const;
    bool is_true() const;
    /// Of a reference, or of the stream that it led to: the object that it names.
    int object() const { return value_.number; }
    int generation() const { return value_.generation; }

    /// The entry of a dictionary, or of a stream's, as it stands there. Of two entries of one key the last counts, as
    /// it does for Poppler.
    Value entry(std::string_view key) const;
    /// That entry, or what it refers to.
    Value operator[](std::string_view key) const { return entry(key).resolved(); }
    /// All entries, as they stand there, by name.
    std::map<std::string, Value, std::less<>> entries() const;
    /// What is in an array, as it stands there; `most` values of it.
    std::vector<Value> items(std::size_t most = 1'000'000) const;
    /// The numbers of an array of just so many; nothing where one is none.
    std::optional<std::vector<double>> numbers(std::size_t count) const;
    /// The value itself, or what a reference leads to.
    Value resolved() const;

    /// Appends the decoded bytes of a stream; false when the file's limit was reached.
    bool decode(Bytes& out) const;
    /// Where an array or a dictionary stands, without its brackets.
    std::string_view inside() const { return value_.inside; }
    const ByteValue& bytes() const { return value_; }

  private:
    /// Calls `entry(name, value)` for every entry.
    template <class Entry>
    void each_entry(Entry entry) const;

    File* file_ = nullptr;
    ByteValue value_;
    bool stream_ = false;
};

/// The numbers that the values are, or refer to; nothing where one is none.
std::optional<std::vector<double>> numbers_of(std::span<const Value> values);

}  // namespace sheaf::pdf
