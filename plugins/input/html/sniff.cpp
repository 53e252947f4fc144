#include "sniff.hpp"

#include <algorithm>
#include <string>

#include "files/mime.hpp"
#include "sheaf/ascii.hpp"

namespace sheaf::web {
namespace {

constexpr std::size_t looked_at = 4096;  // bytes

std::string plain(std::string_view bytes) {
    using namespace std::string_view_literals;
    std::string text;
    const bool wide = bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("\xFE\xFF"sv);
    if (wide) bytes.remove_prefix(2);
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) bytes.remove_prefix(3);
    for (const char c : bytes.substr(0, looked_at))
        if (!wide || c != '\0') text += text::lower(c);
    return text;
}

bool is_page_type(const files::MimePart& part) {
    return part.type == "text/html" || part.type == "application/xhtml+xml";
}

// The part that `start` names, or else the first page.
const files::MimePart* find_page(const files::MimePart& part, const std::string& start) {
    if (part.children.empty())
        return is_page_type(part) && (start.empty() || part.id == start) ? &part : nullptr;
    for (const files::MimePart& child : part.children)
        if (const files::MimePart* found = find_page(child, start)) return found;
    return nullptr;
}

// What is made to be read by itself, unlike the pictures and styles of the page.
bool is_document_type(const files::MimePart& part) {
    constexpr std::string_view beginnings[] = {"application/pdf", "application/msword", "application/rtf",
                                               "application/zip", "application/vnd.",   "message/"};
    return is_page_type(part) ||
           std::any_of(std::begin(beginnings), std::end(beginnings),
                       [&](std::string_view beginning) { return part.type.starts_with(beginning); });
}

std::string attached_name(const files::MimePart& part) {
    if (!part.name.empty()) return part.name;
    std::string_view path = part.location;
    path = path.substr(0, path.find_first_of("?#"));
    path.remove_prefix(std::min(path.find_last_of("/\\") + 1, path.size()));
    return path.empty() ? "a file without a name" : std::string(path);
}

bool holds(const files::MimePart& part, const files::MimePart* page) {
    return &part == page || std::any_of(part.children.begin(), part.children.end(),
                                        [&](const files::MimePart& child) { return holds(child, page); });
}

void add_attached(const files::MimePart& part, const files::MimePart* page,
                  std::vector<std::string>& attached) {
    if (&part == page) return;
    if (part.children.empty() && (part.disposition == "attachment" || is_document_type(part)))
        attached.push_back(attached_name(part));
    // Of alternatives one is shown.
    const bool one_of_all = part.type == "multipart/alternative" && holds(part, page);
    for (const files::MimePart& child : part.children)
        if (!one_of_all || holds(child, page)) add_attached(child, page, attached);
}

}  // namespace

bool is_saved_page(std::string_view bytes) {
    if (!files::is_message(bytes)) return false;
    for (const char* name : {"to", "received", "message-id", "delivered-to"})
        if (!files::header_field(bytes, name).empty()) return false;
    const std::string type = text::lower(files::header_field(bytes, "content-type"));
    return type.starts_with("multipart/related") || type.starts_with("multipart/alternative") ||
           type.starts_with("text/html");
}

SavedPage saved_page(std::string_view bytes) {
    const files::MimePart message = files::read_message(bytes);
    const files::MimePart* page = find_page(message, message.start);
    if (!page) page = find_page(message, {});
    if (!page) return {};
    SavedPage saved{page->body(), page->charset, {}};
    add_attached(message, page, saved.attached);
    return saved;
}

bool is_page(std::string_view bytes) {
    const std::string text = plain(bytes);
    std::string_view rest = text;
    const auto skip = [&](std::string_view from, std::string_view to) {
        if (!rest.starts_with(from)) return false;
        const std::size_t end = rest.find(to, from.size());
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + to.size());
        return true;
    };
    do {
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n\f"), rest.size()));
    } while (skip("<!--", "-->") || skip("<?xml", "?>"));
    constexpr std::string_view beginnings[] = {"<!doctype html", "<html",  "<head",
                                               "<body",          "<title", "<meta"};
    return std::any_of(std::begin(beginnings), std::end(beginnings),
                       [&](std::string_view beginning) { return rest.starts_with(beginning); });
}

}  // namespace sheaf::web
