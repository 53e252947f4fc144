#include "known.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "compound.hpp"
#include "files/archive.hpp"
#include "files/mime.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf::refusal {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_shown = 8;
constexpr std::string_view zip = "PK\x03\x04"sv, compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv;

struct Signature {
    std::string_view first;
    const char* code;
    const char* message;
    const char* hint;
    std::size_t at = 0;  ///< bytes from the file's beginning
};
constexpr const char* as_letter = "save the letter as DOCX, ODT or PDF";
constexpr const char* unpack = "take the letters out and convert them";
constexpr const char* take_out =
    "take the letters out and convert them; samples/unpack/unpack.py does so for many";
constexpr const char* as_pdf = "make a PDF of it: the pages of a PDF that are pictures are read by OCR";

constexpr Signature signatures[] = {
    {"{\\rtf", "refusal-word", "the file is in the Rich Text Format",
     "the pipeline samples/exec/office.toml reads it with LibreOffice; or save the letter as DOCX"},
    {"{\\urtf", "refusal-word", "the file is in the Rich Text Format", as_letter},
    {"\xDB\xA5-\0"sv, "refusal-word", "the file is a letter of Word 2", as_letter},
    {"\xFFWPC", "refusal-word", "the file is a letter of WordPerfect", as_letter},
    {"%!PS", "refusal-pages", "the file is PostScript", "make a PDF of it, with `ps2pdf` for example"},
    {"AT&TFORM", "refusal-pages", "the file is a DjVu document", "make a PDF of it"},
    {"BOOKMOBI", "refusal-book", "the file is a Kindle book", as_letter, 60},
    {"7z\xBC\xAF\x27\x1C", "refusal-archive", "the file is a 7z archive", unpack},
    {"Rar!\x1A\x07", "refusal-archive", "the file is a RAR archive", unpack},
    {"\x1F\x8B"sv, "refusal-archive", "the file is packed with gzip", "unpack it, with `gunzip` for example"},
    {"BZh", "refusal-archive", "the file is packed with bzip2", "unpack it, with `bunzip2` for example"},
    {"\xFD"
     "7zXZ\0"sv,
     "refusal-archive", "the file is packed with xz", "unpack it, with `unxz` for example"},
    {"\x89PNG\r\n\x1A\n", "refusal-picture", "the file is a PNG picture", as_pdf},
    {"\xFF\xD8\xFF", "refusal-picture", "the file is a JPEG picture", as_pdf},
    {"GIF8", "refusal-picture", "the file is a GIF picture", as_pdf},
    {"II*\0"sv, "refusal-picture", "the file is a TIFF picture", as_pdf},
    {"MM\0*"sv, "refusal-picture", "the file is a TIFF picture", as_pdf},
    {"WEBPVP8", "refusal-picture", "the file is a WebP picture", as_pdf, 8},
    {"ftyphei", "refusal-picture", "the file is a HEIC picture, as telephones take them", as_pdf, 4},
    {"ftypmif1", "refusal-picture", "the file is a HEIC picture, as telephones take them", as_pdf, 4},
    {"ftypavif", "refusal-picture", "the file is an AVIF picture", as_pdf, 4},
};

std::string wide(std::string_view name) {
    std::string result;
    for (const char c : name) (result += c) += '\0';
    return result;
}

// The tar format has its mark behind the first file's name and rights.
bool is_tar(std::string_view bytes) {
    return bytes.size() > 262 && bytes.substr(257, 5) == "ustar";
}

std::optional<Known> known_zip(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, 256);
    if (head.find("mimetypeapplication/epub+zip") != std::string_view::npos)
        return Known{"refusal-book", "the file is an EPUB book", as_letter};
    // Packages are for the plugins that know them.
    const std::string_view tail = bytes.substr(bytes.size() > (4U << 20U) ? bytes.size() - (4U << 20U) : 0);
    if (tail.find("[Content_Types].xml") != std::string_view::npos ||
        tail.find("META-INF/manifest.xml") != std::string_view::npos ||
        tail.find("word/") != std::string_view::npos)
        return std::nullopt;
    if (tail.find("Index/Document.iwa") != std::string_view::npos)
        return Known{"refusal-word", "the file is a letter of Apple Pages", as_letter};
    if (inside(bytes).empty()) return std::nullopt;  // damaged: nobody knows what it was
    return Known{"refusal-archive", "the file is a zip archive", take_out, true};
}

// Outlook keeps every property of a message in a stream of its own (MS-OXMSG 2.1.3).
std::optional<Known> known_compound(std::string_view bytes) {
    if (bytes.find(wide("__properties_version1.0")) != std::string_view::npos)
        return Known{"refusal-message", "the file is an e-mail of Outlook", take_out, true};
    if (bytes.find(wide("Workbook")) != std::string_view::npos)
        return Known{"refusal-office", "the file is a workbook of Excel 97 to 2003", as_letter};
    if (bytes.find(wide("PowerPoint Document")) != std::string_view::npos)
        return Known{"refusal-office", "the file is a presentation of PowerPoint 97 to 2003", as_letter};
    return std::nullopt;
}

std::string printable(std::string_view name) {
    std::string result;
    for (std::size_t at = 0; at < name.size();) {
        const char32_t c = text::next(name, at);
        text::append(result, c < 0x20 || c == 0x7F ? U' ' : c);
    }
    return text::squeeze(text::to_nfc(result.substr(0, text::boundary(result, 100))));
}

// The files in a file, by their names: what is in a file among them stands behind its name, as in a path.
class Inside {
  public:
    std::vector<std::string> names;

    void look(std::string_view bytes, const std::string& path = {}, int depth = 0) {
        if (depth > deepest) return;
        if (bytes.starts_with(zip))
            look_in_zip(bytes, path, depth);
        else if (bytes.starts_with(compound))
            look_in_message(bytes, path, depth);
        else if (files::is_message(bytes))
            look_in_parts(files::read_message(bytes), path, depth);
    }

  private:
    static constexpr int deepest = 3;
    static constexpr std::size_t largest = 32U << 20, most = 2000;

    // A file, or what is inside it, where it holds files.
    template <class Bytes>
    void add(const std::string& path, std::string name, int depth, Bytes&& bytes) {
        if (names.size() >= most) return;
        name = path + printable(name);
        const std::size_t before = names.size();
        const std::string lower = text::lower(name);
        for (const char* ending : {".zip", ".eml", ".msg"})
            if (lower.ends_with(ending)) look(bytes(), name + "/", depth + 1);
        if (names.size() == before) names.push_back(std::move(name));
    }

    void look_in_zip(std::string_view bytes, const std::string& path, int depth) {
        try {
            files::Archive archive(bytes, {.part_size = largest, .total_size = 4 * largest}, "refusal");
            for (std::size_t k = 0; k < archive.entries().size(); ++k) {
                const std::string& name = archive.entries()[k].name;
                if (name.ends_with('/') || name.starts_with("__MACOSX/")) continue;
                add(path, name, depth, [&] { return zip_entry(archive, k); });
            }
        } catch (const StageError&) {
            // What cannot be opened names nothing.
        }
    }
    static std::string zip_entry(files::Archive& archive, std::size_t entry) {
        try {
            return archive.bytes(entry, largest);
        } catch (const StageError&) {
            return {};  // damaged, encrypted or too large: it has a name all the same
        }
    }

    void look_in_parts(const files::MimePart& part, const std::string& path, int depth) {
        if (part.type == "message/rfc822")
            add(path, part.name.empty() ? "message.eml" : part.name, depth, [&] { return part.body(); });
        else if (!part.name.empty())
            add(path, part.name, depth, [&] { return part.body(); });
        for (const files::MimePart& child : part.children) look_in_parts(child, path, depth);
    }

    // An attachment of Outlook is a storage: property 3707 of it is its name, 3704 its short name, 3701 its
    // bytes (MS-OXMSG 2.2.2, MS-OXPROPS). A message in a message is a storage, too.
    void look_in_message(std::string_view bytes, const std::string& path, int depth) {
        constexpr std::string_view attachment = "__attach_version1.0_#", property = "__substg1.0_";
        const Compound message(bytes);
        struct Attachment {
            std::string name, short_name;
            const Compound::Stream* data = nullptr;
        };
        std::map<std::string, Attachment> attachments;  // by the path of its storage
        for (const Compound::Stream& stream : message.streams()) {
            const std::size_t storage = stream.path.rfind(attachment);
            if (storage == std::string::npos) continue;
            const std::size_t end = std::min(stream.path.find('/', storage), stream.path.size());
            Attachment& one = attachments[stream.path.substr(0, end)];
            const std::string_view rest =
                std::string_view(stream.path).substr(std::min(end + 1, stream.path.size()));
            if (!rest.starts_with(property) || rest.find('/') != std::string_view::npos) continue;
            const std::string_view tag = rest.substr(property.size());
            if (tag.starts_with("3707")) one.name = value(message, stream);
            if (tag.starts_with("3704")) one.short_name = value(message, stream);
            if (tag == "37010102") one.data = &stream;
        }
        for (const auto& [storage, one] : attachments) {
            const std::string& name = one.name.empty() ? one.short_name : one.name;
            if (!name.empty())
                add(path, name, depth,
                    [&, data = one.data] { return data ? message.read(*data, largest) : std::string(); });
        }
    }
    // The text of a property: UTF-16, or one byte a character where its tag ends in 001E.
    static std::string value(const Compound& message, const Compound::Stream& stream) {
        const std::string bytes = message.read(stream, 2048);
        std::string text;
        const bool wide = stream.path.ends_with("001F");
        for (std::size_t at = 0; at + (wide ? 1 : 0) < bytes.size(); at += wide ? 2 : 1) {
            const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(bytes[k]); };
            const char32_t c = wide ? byte(at) + 256U * byte(at + 1) : byte(at);
            if (c != 0) text::append(text, c);
        }
        return text;
    }
};

}  // namespace

std::optional<Known> known(std::string_view bytes) {
    if (bytes.starts_with(zip)) return known_zip(bytes);
    if (bytes.starts_with(compound)) return known_compound(bytes);
    if (is_tar(bytes)) return Known{"refusal-archive", "the file is a tar archive", unpack};
    for (const Signature& one : signatures)
        if (bytes.substr(std::min(one.at, bytes.size())).starts_with(one.first))
            return Known{one.code, one.message, one.hint};
    if (files::is_message(bytes)) return Known{"refusal-message", "the file is an e-mail", take_out, true};
    return std::nullopt;
}

std::string inside(std::string_view bytes) {
    Inside found;
    found.look(bytes);
    const std::vector<std::string>& names = found.names;
    std::string all;
    for (std::size_t k = 0; k < std::min(names.size(), most_shown); ++k)
        all += (k > 0 ? ", `" : "`") + names[k] + "`";
    if (names.size() > most_shown) all += " and " + std::to_string(names.size() - most_shown) + " more";
    return all;
}

}  // namespace sheaf::refusal
