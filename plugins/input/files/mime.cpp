#include "mime.hpp"

#include <algorithm>
#include <utility>

#include "files/utf8.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf::files {
namespace {

constexpr int deepest = 20;
constexpr int most_parts = 2000;
constexpr std::size_t longest_head = 64U << 10;

// Takes the next line off the text, without its end.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_field_name(std::string_view name) {
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [](char c) { return text::is_graphic(c) && c != ':'; });
}

using Fields = std::vector<std::pair<std::string, std::string>>;

// Takes the header fields and the empty line behind them off the text.
Fields take_fields(std::string_view& text) {
    Fields fields;
    while (!text.empty()) {
        const std::string_view before = text;
        const std::string_view line = take_line(text);
        if (line.empty()) break;
        if ((line[0] == ' ' || line[0] == '\t') && !fields.empty()) {
            fields.back().second += ' ';
            fields.back().second += trimmed(line);
            continue;
        }
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || !is_field_name(line.substr(0, colon))) {
            text = before;  // the body begins without an empty line
            break;
        }
        fields.emplace_back(text::lower(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    }
    return fields;
}

std::string field(const Fields& fields, std::string_view name) {
    for (const auto& [key, value] : fields)
        if (key == name) return value;
    return {};
}

int hex(char c) {
    if (text::is_ascii_digit(c)) return c - '0';
    const char low = text::lower(c);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

// Bytes that are written as `=E9` or `%E9`.
std::string unescaped(std::string_view text, char sign) {
    std::string result;
    for (std::size_t k = 0; k < text.size(); ++k) {
        if (text[k] == sign && k + 2 < text.size() && hex(text[k + 1]) >= 0 && hex(text[k + 2]) >= 0) {
            result += static_cast<char>(hex(text[k + 1]) * 16 + hex(text[k + 2]));
            k += 2;
        } else {
            result += text[k];
        }
    }
    return result;
}

// RFC 2045, 6.7.
std::string quoted_printable(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const bool last = text.find('\n') == std::string_view::npos;
        std::string_view line = take_line(text);
        line = line.substr(0, line.find_last_not_of(" \t") + 1);
        const bool soft = line.ends_with('=');
        if (soft) line.remove_suffix(1);
        result += unescaped(line, '=');
        if (!soft && !last) result += '\n';
    }
    return result;
}

// RFC 2045, 6.8: characters outside the alphabet are passed over.
std::string base64(std::string_view text) {
    std::string result;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        int value = -1;
        if (c >= 'A' && c <= 'Z') value = c - 'A';
        if (c >= 'a' && c <= 'z') value = c - 'a' + 26;
        if (text::is_ascii_digit(c)) value = c - '0' + 52;
        if (c == '+' || c == '-') value = 62;
        if (c == '/' || c == '_') value = 63;
        if (c == '=') break;
        if (value < 0) continue;
        bits = (bits << 6U) | static_cast<unsigned>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            result += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
        }
    }
    return result;
}

// `=?utf-8?Q?Arolygiad?=` (RFC 2047); words in other encodings than UTF-8 and ASCII keep their ASCII.
std::string decoded_words(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::size_t start = text.find("=?");
        const std::size_t charset = start == std::string_view::npos ? start : text.find('?', start + 2);
        const std::size_t form = charset == std::string_view::npos ? charset : text.find('?', charset + 1);
        const std::size_t end = form == std::string_view::npos ? form : text.find("?=", form + 1);
        if (end == std::string_view::npos) break;
        if (!trimmed(text.substr(0, start)).empty()) result += text.substr(0, start);
        std::string word(text.substr(form + 1, end - form - 1));
        if (text::lower(text.substr(charset + 1, 1)) == "b") {
            word = base64(word);
        } else {
            std::replace(word.begin(), word.end(), '_', ' ');
            word = unescaped(word, '=');
        }
        result += word;
        text.remove_prefix(end + 2);
    }
    return result + std::string(text);
}

// `charset=utf-8`, `name="letter 1.pdf"`, `filename*=utf-8''letter%201.pdf` among a field's parameters.
std::string parameter(std::string_view value, std::string_view name) {
    std::size_t at = value.find(';');
    while (at != std::string_view::npos && at < value.size()) {
        const std::size_t start = value.find_first_not_of(" \t;", at);
        const std::size_t equals = start == std::string_view::npos ? start : value.find_first_of("=;", start);
        if (equals == std::string_view::npos) return {};
        at = equals;
        if (value[equals] == ';') continue;
        std::string key = text::lower(trimmed(value.substr(start, equals - start)));
        std::string_view rest = trimmed(value.substr(equals + 1));
        std::string found;
        if (rest.starts_with('"')) {
            std::size_t k = 1;
            for (; k < rest.size() && rest[k] != '"'; ++k) {
                if (rest[k] == '\\' && k + 1 < rest.size()) ++k;
                found += rest[k];
            }
            rest.remove_prefix(std::min(k + 1, rest.size()));
        } else {
            const std::size_t end = std::min(rest.find(';'), rest.size());
            found = trimmed(rest.substr(0, end));
            rest.remove_prefix(end);
        }
        at = static_cast<std::size_t>(rest.data() - value.data());
        const bool extended = key.ends_with('*');
        if (extended) key.pop_back();
        if (key != name) continue;
        if (!extended) return decoded_words(found);
        const std::size_t language = found.find('\'');
        const std::size_t text = language == std::string::npos ? language : found.find('\'', language + 1);
        return unescaped(text == std::string::npos ? found : found.substr(text + 1), '%');
    }
    return {};
}

class Reader {
  public:
    MimePart read(std::string_view text, int depth) {
        MimePart part;
        const Fields fields = take_fields(text);
        const std::string type = field(fields, "content-type");
        const std::string disposition = field(fields, "content-disposition");
        if (!type.empty()) part.type = text::lower(trimmed(type.substr(0, type.find(';'))));
        part.charset = text::lower(parameter(type, "charset"));
        part.name = parameter(disposition, "filename");
        if (part.name.empty()) part.name = parameter(type, "name");
        part.name = valid_utf8(part.name);
        part.disposition = text::lower(trimmed(disposition.substr(0, disposition.find(';'))));
        part.location = valid_utf8(field(fields, "content-location"));
        part.id = bare_id(field(fields, "content-id"));
        part.start = bare_id(parameter(type, "start"));
        part.encoding = text::lower(field(fields, "content-transfer-encoding"));
        const std::string boundary = parameter(type, "boundary");
        if (part.type.starts_with("multipart/") && !boundary.empty() && depth < deepest)
            read_children(part, text, "--" + boundary, depth);
        else
            part.encoded = text;
        return part;
    }

  private:
    static std::string bare_id(std::string id) {
        std::erase_if(id, [](char c) { return c == '<' || c == '>' || c == ' '; });
        return id;
    }

    void read_children(MimePart& part, std::string_view text, const std::string& boundary, int depth) {
        const char* first = nullptr;  // of the part that is open
        while (!text.empty()) {
            const char* const start = text.data();
            const std::string_view line = trimmed(take_line(text));
            const bool last = line == boundary + "--";
            if (line != boundary && !last) continue;
            if (first) add(part, {first, static_cast<std::size_t>(start - first)}, depth);
            first = last ? nullptr : text.data();
            if (last) return;
        }
        if (first) add(part, {first, static_cast<std::size_t>(text.data() - first)}, depth);
    }

    void add(MimePart& part, std::string_view text, int depth) {
        if (++parts_ <= most_parts) part.children.push_back(read(text, depth + 1));
    }

    int parts_ = 0;
};

}  // namespace

std::string MimePart::body() const {
    if (encoding == "base64") return base64(encoded);
    if (encoding == "quoted-printable") return quoted_printable(encoded);
    return encoded;
}

bool is_message(std::string_view bytes) {
    std::string_view head = bytes.substr(0, longest_head);
    if (head.starts_with("From ")) take_line(head);  // as mailboxes begin
    const Fields fields = take_fields(head);
    const auto has = [&](std::string_view name) { return !field(fields, name).empty(); };
    return fields.size() >= 2 &&
           ((has("mime-version") && has("content-type")) || (has("from") && (has("date") || has("subject"))));
}

std::string header_field(std::string_view message, std::string_view name) {
    if (message.starts_with("From ")) take_line(message);
    return valid_utf8(decoded_words(field(take_fields(message), name)));
}

MimePart read_message(std::string_view message) {
    if (message.starts_with("From ")) take_line(message);
    return Reader().read(message, 0);
}

}  // namespace sheaf::files
