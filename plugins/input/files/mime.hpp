// Messages of e-mail and saved web pages: header fields and a tree of parts (RFC 2045 to 2047, RFC 5322).
// A small reader of our own: the libraries for it bring GLib and GnuPG, or a mail client's network, and end
// the process when memory runs out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::files {

struct MimePart {
    std::string type = "text/plain";  ///< lower case, without parameters
    std::string charset;              ///< lower case; empty when none is declared
    std::string name;                 ///< file name, UTF-8; empty when it has none
    std::string disposition;          ///< lower case, without parameters: `attachment`, `inline`
    std::string location;             ///< `Content-Location`, where a saved page had it from
    std::string id;                   ///< `Content-ID` without angle brackets
    std::string start;                ///< of `multipart/related`: the id of the part that counts
    std::string encoded;              ///< the body as it stands, of a part without children
    std::string encoding;             ///< lower case: `base64`, `quoted-printable`, ...
    std::vector<MimePart> children;

    /// The body, decoded.
    std::string body() const;
};

/// Whether the bytes begin with header fields as a message does, not as another text that has a colon in its first line.
bool is_message(std::string_view bytes);

/// The value of the message's header field, unfolded; empty when it has none. `name` is in lower case.
std::string header_field(std::string_view message, std::string_view name);

/// Reads a message. Parts beyond sensible bounds (20 deep, 2000 in all) are left out, and a part that is not ended ends with
/// the file.
MimePart read_message(std::string_view message);

}  // namespace sheaf::files
