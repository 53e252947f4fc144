#include "data_store.hpp"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <utility>

#include "drafts/capitals.hpp"

namespace sheaf::docx {
namespace {

constexpr std::size_t largest_item = 16U << 20;     // bytes; whole documents are held as trees
constexpr unsigned long most_operations = 1000000;  // of one XPath expression

// Document properties as items (MS-OE376 2.1.199).
constexpr std::string_view core_properties = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}";
constexpr std::string_view extended_properties = "{6668398D-A668-4E3E-A5EB-62B293D839F1}";

template <auto free>
struct Free {
    template <class Of>
    void operator()(Of* what) const {
        free(what);
    }
};
struct FreeText {
    void operator()(xmlChar* text) const { xmlFree(text); }
};
using Tree = std::unique_ptr<xmlDoc, Free<xmlFreeDoc>>;
using XPathContext = std::unique_ptr<xmlXPathContext, Free<xmlXPathFreeContext>>;
using Result = std::unique_ptr<xmlXPathObject, Free<xmlXPathFreeObject>>;

const xmlChar* xml(const std::string& text) {
    return reinterpret_cast<const xmlChar*>(text.c_str());
}

void ignore(void*, const xmlError*) {}

// Declares `xmlns:a="uri"` and what follows it.
void declare(xmlXPathContext* context, std::string_view prefixes) {
    while (true) {
        const std::size_t name = prefixes.find("xmlns:");
        if (name == std::string_view::npos) return;
        prefixes.remove_prefix(name + 6);
        const std::size_t equals = prefixes.find('=');
        if (equals == std::string_view::npos || equals + 1 >= prefixes.size()) return;
        const std::string prefix(prefixes.substr(0, equals));
        const std::size_t end = prefixes.find(prefixes[equals + 1], equals + 2);
        if (end == std::string_view::npos) return;
        xmlXPathRegisterNs(context, xml(prefix),
                           xml(std::string(prefixes.substr(equals + 2, end - equals - 2))));
        prefixes.remove_prefix(end + 1);
    }
}

bool has_elements(const xmlNode* node) {
    for (const xmlNode* child = node->children; node->type == XML_ELEMENT_NODE && child; child = child->next)
        if (child->type == XML_ELEMENT_NODE) return true;
    return false;
}

}  // namespace

struct DataStore::Item {
    std::string id;  // in capitals
    std::size_t part = Package::none;
    bool read = false;
    Tree tree;
};

DataStore::DataStore(Package& package) : package_(package) {}
DataStore::~DataStore() = default;

void DataStore::list() {
    const auto add = [&](std::string_view id, std::size_t part) {
        if (part == Package::none) return;
        items_.push_back(std::make_unique<Item>());
        items_.back()->id = drafts::ascii_capitals(id);
        items_.back()->part = part;
    };
    for (const std::size_t part : package_.all_related(package_.main_part(), "customXml")) {
        const std::size_t properties = package_.related(part, "customXmlProps");
        if (properties == Package::none) continue;
        XmlReader reader = package_.open(properties);
        if (reader.event() == Event::start) add(reader.value(Tag::itemID), part);
    }
    add(core_properties, package_.related(Package::none, "core-properties"));
    add(extended_properties, package_.related(Package::none, "extended-properties"));
}

bool DataStore::read(Item& item) {
    if (!std::exchange(item.read, true)) {
        const std::string bytes = package_.bytes(item.part, largest_item);
        // No entity is replaced, and nothing is fetched.
        item.tree.reset(xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
    }
    return static_cast<bool>(item.tree);
}

std::optional<std::string> DataStore::text(std::string_view id, std::string_view xpath,
                                           std::string_view prefixes) {
    if (!std::exchange(listed_, true)) list();
    for (const std::unique_ptr<Item>& item : items_) {
        if (!id.empty() && item->id != drafts::ascii_capitals(id)) continue;
        if (!read(*item)) continue;
        if (auto text = text_at(*item, xpath, prefixes)) return text;
    }
    return std::nullopt;
}

std::optional<std::string> DataStore::text_at(const Item& item, std::string_view xpath,
                                              std::string_view prefixes) {
    const XPathContext context(xmlXPathNewContext(item.tree.get()));
    if (!context) return std::nullopt;
    context->opLimit = most_operations;
    context->error = reinterpret_cast<xmlStructuredErrorFunc>(&ignore);
    declare(context.get(), prefixes);
    const Result result(xmlXPathEval(xml(std::string(xpath)), context.get()));
    if (!result || result->type != XPATH_NODESET || xmlXPathNodeSetIsEmpty(result->nodesetval))
        return std::nullopt;
    xmlNode* node = result->nodesetval->nodeTab[0];
    if (has_elements(node)) return std::nullopt;
    const std::unique_ptr<xmlChar, FreeText> content(xmlNodeGetContent(node));
    std::string text = content ? reinterpret_cast<const char*>(content.get()) : "";
    // Rich text is kept as a package of its own, written into the item.
    if (text.starts_with("<?xml") || text.find("<pkg:package") != std::string::npos) return std::nullopt;
    return text;
}

}  // namespace sheaf::docx
