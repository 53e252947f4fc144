#include "tree.hpp"

#include <libxml/SAX2.h>
#include <libxml/parser.h>

namespace sheaf::files {
namespace {

struct Watch {
    TreeFault* fault;
    std::uint64_t left;  // nodes
    int deepest;
};

Watch& watch_of(void* context) {
    return *static_cast<Watch*>(static_cast<xmlParserCtxt*>(context)->_private);
}

void stop(void* context, TreeFault::Stop why) {
    Watch& watch = watch_of(context);
    if (watch.fault->stop == TreeFault::none) watch.fault->stop = why;
    xmlStopParser(static_cast<xmlParserCtxt*>(context));
}

void start(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri, int namespaces,
           const xmlChar** namespace_list, int attributes, int defaulted, const xmlChar** attribute_list) {
    Watch& watch = watch_of(context);
    if (static_cast<xmlParserCtxt*>(context)->nodeNr >= watch.deepest)
        return stop(context, TreeFault::too_deep);
    if (watch.left == 0) return stop(context, TreeFault::too_large);
    --watch.left;
    xmlSAX2StartElementNs(context, name, prefix, uri, namespaces, namespace_list, attributes, defaulted,
                          attribute_list);
}

void document_type(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
    stop(context, TreeFault::document_type);
}

void message(void* context, xmlErrorPtr error) {
    TreeFault& fault = *watch_of(context).fault;
    if (!fault.message.empty() || error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE) return;
    fault.message = error->message ? error->message : "not well-formed";
    while (!fault.message.empty() && (fault.message.back() == '\n' || fault.message.back() == ' '))
        fault.message.pop_back();
    fault.line = error->line;
}

struct FreeParser {
    void operator()(xmlParserCtxt* parser) const { xmlFreeParserCtxt(parser); }
};

}  // namespace

Tree parse_xml(std::string_view bytes, int deepest, std::uint64_t most_nodes, TreeFault& fault) {
    const std::unique_ptr<xmlParserCtxt, FreeParser> parser(xmlNewParserCtxt());
    if (!parser) return nullptr;
    Watch watch{&fault, most_nodes, deepest};
    parser->_private = &watch;
    parser->sax->startElementNs = &start;
    parser->sax->internalSubset = &document_type;
    parser->sax->serror = &message;
    // libxml2's own bounds are for pictures too narrow, which OpenDocument may hold as text; ours stand
    // above.
    Tree tree(xmlCtxtReadMemory(
        parser.get(), bytes.data(), static_cast<int>(bytes.size()), "", nullptr,
        XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
    if (fault.stop != TreeFault::none) return nullptr;
    return tree;
}

}  // namespace sheaf::files
