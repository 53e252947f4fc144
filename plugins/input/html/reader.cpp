#include "reader.hpp"

#include <libxml/HTMLparser.h>

#include <map>
#include <utility>

#include "nodes.hpp"
#include "sheaf/text.hpp"
#include "walk.hpp"

namespace sheaf::web {
namespace {

void read_head(const xmlNode* root, Document& document) {
    if (const auto language = attribute(root, "lang")) document.source.language = *language;
    const auto put = [&](const char* name, std::string value) {
        value = text::squeeze(text::to_nfc(value));
        if (!value.empty()) document.source.properties.emplace(name, std::move(value));
    };
    if (const xmlNode* title = find_element(root, "title"); title && title->children)
        put("title", std::string(view(title->children->content)));
    const xmlNode* head = find_element(root, "head");
    for (const xmlNode* child = head ? head->children : nullptr; child; child = child->next) {
        if (!is_element(child) || name_of(child) != "meta") continue;
        const std::string name = attribute(child, "name").value_or("");
        const std::string content = attribute(child, "content").value_or("");
        if (name == "author" || name == "keywords") put(name.c_str(), content);
        if (name == "description") put("subject", content);
        if (name == "generator") document.source.producer = text::squeeze(text::to_nfc(content));
    }
}

// Without the marks by which Word tells browsers what to show (`<![if !supportLists]>`): browsers take them
// for comments, and libxml2 for text.
std::string without_conditions(std::string_view page) {
    std::string plain;
    while (true) {
        const std::size_t at = page.find("<!");
        plain += page.substr(0, at);
        if (at == std::string_view::npos) return plain;
        page.remove_prefix(at);
        const bool comment = page.starts_with("<!--");
        const std::size_t end = page.find(comment ? "-->" : ">");
        const std::size_t size = end == std::string_view::npos ? page.size() : end + (comment ? 3 : 1);
        if (!page.starts_with("<![if") && !page.starts_with("<![endif")) plain += page.substr(0, size);
        page.remove_prefix(size);
    }
}

}  // namespace

Document read_page(const std::string& given, Context& context, const std::string& stage) {
    const std::string page = without_conditions(given);
    Document document;
    document.source.media_type = "text/html";
    // Nothing is fetched, no entity is read from a file, and faults are mended as browsers do.
    const Tree tree(htmlReadMemory(page.data(), static_cast<int>(page.size()), nullptr, "UTF-8",
                                   HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                       HTML_PARSE_NONET | HTML_PARSE_COMPACT));
    const xmlNode* root = tree ? xmlDocGetRootElement(tree.get()) : nullptr;
    if (!root) throw StageError(stage + "-empty", "the page has no element at all", "fetch the page again");
    read_head(root, document);
    Reader reader(context, stage);
    const xmlNode* body = find_element(root, "body");
    reader.read(body ? body : root);
    std::map<std::string, BlockId, std::less<>> places;
    place(document, reader.take(), places);
    print_marks(document, places, reader.marks(), reader.tally());
    resolve_links(document, places);
    if (!close_ledger(document, reader.tally()))
        context.report(Severity::doubtful, stage + "-ledger",
                       "characters read and characters placed or refused differ", {},
                       "please report this page");
    return document;
}

}  // namespace sheaf::web
