// The bytes that an object's value is written with, for walks over many small objects: cheaper by far than
// objects made from them.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lexer.hpp"
#include "streams.hpp"

class Object;
class XRef;

namespace sheaf::pdf {

class ObjectBytes {
  public:
    /// `start` is where the PDF begins in the file's bytes.
    ObjectBytes(XRef* xref, std::string_view file, std::size_t start, StreamReader& streams);

    /// Bytes that begin with the object's value; more may follow it. Empty when there is no such object. They
    /// hold as long as this does.
    std::string_view find(int number, int generation);
    /// The bytes of an object that Poppler has made.
    std::string_view write(const Object& object);

  private:
    struct ObjectStream {
        Bytes bytes;
        std::vector<std::pair<int, std::size_t>> offsets;  ///< by object number, ascending
    };
    std::string_view in_file(int number, int generation, std::size_t offset) const;
    std::string_view in_stream(int number, int stream);

    XRef* xref_;
    std::string_view file_;
    std::size_t start_;
    StreamReader& streams_;
    std::map<int, ObjectStream> object_streams_;
    std::deque<std::string> written_;  ///< a deque: what is in it stays where it is
};

/// A value among such bytes. Arrays and dictionaries are not taken apart.
struct ByteValue {
    enum class Kind : std::uint8_t { none, other, number, name, string, reference, array, dictionary };
    Kind kind = Kind::none;
    int number = 0, generation = 0;  ///< of a number (cut to an integer), or of a reference
    Token token;                     ///< of a name or a string
    std::string_view inside;         ///< of an array or a dictionary, without the brackets
};

/// Reads the next value; `none` at the end of the bytes and at a closing bracket.
ByteValue read_value(Lexer& lexer, std::string_view bytes);

}  // namespace sheaf::pdf
