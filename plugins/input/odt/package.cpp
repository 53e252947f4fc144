#include "package.hpp"

#include <algorithm>

namespace sheaf::odt {
namespace {

constexpr std::string_view media_type = "application/vnd.oasis.opendocument.";

bool is_text_type(std::string_view type) {
    return type.starts_with("text");  // also templates, master documents, and pages for the web
}

// What the type of an OpenDocument file that is no text is called.
std::string described(std::string_view type) {
    type = type.substr(0, type.find('-'));
    if (type == "spreadsheet") return "an OpenDocument spreadsheet";
    if (type == "presentation") return "an OpenDocument presentation";
    if (type == "graphics") return "an OpenDocument drawing";
    return "an OpenDocument file that is no text";
}

// The type behind `application/vnd.oasis.opendocument.` near the start of the bytes.
std::string_view type_at_start(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, 4096);
    const std::size_t at = head.find(media_type);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = head.substr(at + media_type.size());
    return rest.substr(0, rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"));
}

// Whether the zip file's directory, at its end, names what an OpenDocument package has: one that was packed
// again, so that its type is not the first thing in it.
bool lists_parts(std::string_view bytes) {
    constexpr std::size_t directory = 1U << 20U;
    const std::string_view tail = bytes.substr(bytes.size() > directory ? bytes.size() - directory : 0);
    return tail.find("META-INF/manifest.xml") != std::string_view::npos &&
           tail.find("content.xml") != std::string_view::npos;
}

// The start of an XML file as plain letters: UTF-16 loses its zero bytes.
std::string xml_head(std::string_view bytes) {
    std::string head(bytes.substr(0, 4096));
    std::erase(head, '\0');
    const auto first = head.find('<');
    return first > 8 ? std::string() : head.substr(first);
}

StageError not_text(std::string message) {
    return {"odt-not-text", std::move(message), "save the letter as a text document (.odt)"};
}

}  // namespace

FileKind kind_of(std::string_view bytes) {
    if (bytes.starts_with("PK\x03\x04")) {
        const std::string_view type = type_at_start(bytes);
        if (type.empty()) return lists_parts(bytes) ? FileKind::text_zip : FileKind::other;
        return is_text_type(type) ? FileKind::text_zip : FileKind::other_zip;
    }
    const std::string head = xml_head(bytes);
    const bool flat = head.find("urn:oasis:names:tc:opendocument:xmlns:office:1.0") != std::string::npos;
    return flat ? FileKind::flat : FileKind::other;
}

Package::Package(std::string_view bytes, const Settings& settings, Context& context)
    : settings_(settings), context_(context) {
    switch (kind_of(bytes)) {
        case FileKind::text_zip:
            open_zip(bytes);
            return;
        case FileKind::other_zip:
            throw not_text("the file is " + described(type_at_start(bytes)));
        case FileKind::other:
            throw not_text("the file is no OpenDocument file");
        case FileKind::flat:
            break;
    }
    flat_ = true;
    if (bytes.size() > settings.archive.part_size)
        throw StageError(
            "odt-limit",
            "the file has more than " + std::to_string(settings.archive.part_size >> 20U) + " MiB",
            "raise the option `max_part_size` if this letter is to be trusted");
    content_ = parse(bytes, {});
    if (!content() || name_of(content()) != "office:document")
        throw StageError("odt-malformed",
                         "the file is no OpenDocument file: its root element has another name",
                         "the file is damaged; get it again from where it came from");
    const std::string type = value(content(), "mimetype");
    if (type.starts_with(media_type) && !is_text_type(std::string_view(type).substr(media_type.size())))
        throw not_text("the file is " + described(std::string_view(type).substr(media_type.size())));
}

void Package::open_zip(std::string_view bytes) {
    files::Archive archive(bytes, settings_.archive, "odt");
    const auto& entries = archive.entries();
    for (std::size_t k = 0; k < entries.size(); ++k)
        if (entries[k].name == "META-INF/manifest.xml") read_manifest(archive, k);
    content_ = read_part(archive, "content.xml");
    if (!content())
        throw StageError("odt-malformed", "the package has no part `content.xml` that can be read",
                         "the file is damaged; get it again from where it came from");
    styles_ = read_part(archive, "styles.xml");
    meta_ = read_part(archive, "meta.xml");
}

// What the package says of its parts (ODF 1.3 part 2, 4).
void Package::read_manifest(files::Archive& archive, std::size_t manifest) {
    const std::string bytes = archive.bytes(manifest, settings_.archive.part_size);
    if (bytes.find("encryption-data") != std::string::npos)
        throw StageError("odt-encrypted", "the letter is encrypted with a password",
                         "open it in LibreOffice and save it without a password");
    const auto& entries = archive.entries();
    for (const char* part : {"content.xml", "styles.xml", "meta.xml"}) {
        const bool there =
            std::any_of(entries.begin(), entries.end(),
                        [&](const files::Archive::Entry& entry) { return entry.name == part; });
        // A name is covered by no checksum.
        if (!there && bytes.find("full-path=\"" + std::string(part) + "\"") != std::string::npos)
            context_.report(Severity::doubtful, "odt-part-missing",
                            "the package lists a part that is not there", {.part = part},
                            "get the letter again from where it came from");
    }
}

Tree Package::read_part(files::Archive& archive, const std::string& name) {
    const auto& entries = archive.entries();
    const auto named = [&](const files::Archive::Entry& entry) { return entry.name == name; };
    const auto found = std::find_if(entries.begin(), entries.end(), named);
    if (found == entries.end()) return nullptr;
    if (std::find_if(found + 1, entries.end(), named) != entries.end())
        context_.report(Severity::doubtful, "odt-duplicate-part",
                        "two parts of the package have this name; the first is read", {.part = name});
    const std::string bytes =
        archive.bytes(static_cast<std::size_t>(found - entries.begin()), settings_.archive.part_size);
    if (!found->damage.empty()) {
        broken_ = true;
        context_.report(Severity::doubtful, "odt-part-damaged",
                        "the bytes of the part are damaged: " + found->damage, {.part = name},
                        "what could be recovered was read; get the letter again from where it came from");
    }
    return parse(bytes, name);
}

Tree Package::parse(std::string_view bytes, const std::string& part) {
    TreeFault fault;
    Tree tree = parse_xml(bytes, deepest, settings_.nodes, fault);
    const Place place{.line = fault.line, .part = part};
    if (fault.stop == TreeFault::document_type)
        throw StageError("odt-malformed",
                         "the part has a document type declaration, which OpenDocument forbids", {}, place);
    if (fault.stop == TreeFault::too_deep)
        throw StageError("odt-limit",
                         "XML elements are nested more than " + std::to_string(deepest) + " deep", {}, place);
    if (fault.stop == TreeFault::too_large)
        throw StageError("odt-limit",
                         "the letter has more than " + std::to_string(settings_.nodes) + " XML elements",
                         "raise the option `max_nodes` if this letter is to be trusted", place);
    if (!fault.message.empty()) {
        broken_ = true;
        context_.report(Severity::doubtful, "odt-part-broken", "the part is broken XML: " + fault.message,
                        place, "what could be read is there; compare it with what LibreOffice shows");
    }
    return tree;
}

}  // namespace sheaf::odt
