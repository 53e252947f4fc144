#include "encoding.hpp"

#include <iconv.h>

#include <array>
#include <cerrno>

#include "files/utf8.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf::web {
namespace {

// Browsers look for the declaration in so many bytes (HTML standard, 13.2.3.2).
constexpr std::size_t head_size = 1024;

// `charset=utf-8`, with or without quotation marks, in a `meta` element.
std::string declared(std::string_view page) {
    const std::string head = text::lower(page.substr(0, head_size));
    const std::size_t meta = head.find("<meta");
    if (meta == std::string::npos) return {};
    std::size_t at = head.find("charset=", meta);
    if (at == std::string::npos) return {};
    at = head.find_first_not_of("\"' ", at + 8);
    if (at == std::string::npos) return {};
    return head.substr(at, head.find_first_of("\"' />;", at) - at);
}

// A conversion that is open; `iconv_t(-1)` when the encoding is not known.
class Conversion {
  public:
    explicit Conversion(const std::string& encoding) : handle_(iconv_open("UTF-8", encoding.c_str())) {}
    ~Conversion() {
        if (known()) iconv_close(handle_);
    }
    Conversion(const Conversion&) = delete;
    Conversion& operator=(const Conversion&) = delete;
    bool known() const { return handle_ != unknown(); }
    /// False where the bytes at the front mean nothing.
    bool convert(char*& in, std::size_t& left, char*& out, std::size_t& room) const {
        return iconv(handle_, &in, &left, &out, &room) != static_cast<std::size_t>(-1) || errno == E2BIG;
    }

  private:
    static iconv_t unknown() { return reinterpret_cast<iconv_t>(-1); }
    iconv_t handle_;
};

// Bytes that mean nothing become U+FFFD.
std::string converted(std::string_view page, const std::string& encoding, bool& faulty) {
    const Conversion conversion(encoding);
    if (!conversion.known()) {
        faulty = true;
        return converted(page, "windows-1252", faulty);
    }
    std::string text, bytes(page);
    std::array<char, 16384> buffer{};
    char* in = bytes.data();
    for (std::size_t left = bytes.size(); left > 0;) {
        char* out = buffer.data();
        std::size_t room = buffer.size();
        const bool sound = conversion.convert(in, left, out, room);
        text.append(buffer.data(), buffer.size() - room);
        if (sound) continue;
        faulty = true;
        text::append(text, 0xFFFD);
        ++in;
        --left;
    }
    return text;
}

}  // namespace

std::string to_utf8(std::string_view page, bool& faulty, std::string encoding) {
    using namespace std::string_view_literals;
    if (page.starts_with("\xFF\xFE"sv)) return converted(page.substr(2), "UTF-16LE", faulty);
    if (page.starts_with("\xFE\xFF"sv)) return converted(page.substr(2), "UTF-16BE", faulty);
    const bool marked = page.starts_with("\xEF\xBB\xBF"sv);
    if (marked) page.remove_prefix(3);
    if (marked)
        encoding = "utf-8";
    else if (encoding.empty())
        encoding = declared(page);
    if (encoding == "iso-8859-1" || encoding == "latin1" || encoding == "us-ascii" || encoding == "ascii")
        encoding = "windows-1252";                                 // as browsers read these names
    if (encoding.starts_with("utf-7")) encoding = "windows-1252";  // no browser reads it
    if (encoding.starts_with("utf-16")) encoding = "utf-8";        // the declaration could be read as ASCII
    // The server has said another encoding than the page does: no page of one byte a character reads as UTF-8
    // by chance.
    if (encoding.starts_with("windows-125") || encoding.starts_with("iso-8859-"))
        if (text::is_valid_utf8(page)) encoding = "utf-8";
    if (text::is_valid_utf8(page) && (encoding.empty() || encoding == "utf-8" || encoding == "utf8"))
        return std::string(page);
    if (encoding.empty()) encoding = "windows-1252";
    if (encoding != "utf-8" && encoding != "utf8") return converted(page, encoding, faulty);
    faulty = true;
    return files::valid_utf8(page);
}

}  // namespace sheaf::web
