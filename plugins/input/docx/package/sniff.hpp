// What kind of file some bytes are, by content alone.
#pragma once

#include <cstdint>
#include <string_view>

namespace sheaf::docx {

enum class FileKind : std::uint8_t {
    other,
    word_zip,   ///< a zip file whose directory names a WordprocessingML part
    other_zip,  ///< a zip file of another kind, or a damaged one
    flat_opc,
    word_2003,
    compound,  ///< an OLE compound file: an encrypted package or an old binary document
};

FileKind kind_of(std::string_view bytes);

}  // namespace sheaf::docx
