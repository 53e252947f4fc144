#include "xml.hpp"

#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>
#include <vector>

#include "files/utf8.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/diagnostic.hpp"
#include "sheaf/text.hpp"

namespace sheaf::docx {
namespace {

std::string_view view(const xmlChar* text) {
    return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

// Where the last whole UTF-8 sequence of a buffer ends: libxml2 2.9's push parser mistakes a sequence that is
// cut by the end of its input for a broken one.
std::size_t whole_utf8(const char* data, std::size_t size) {
    std::size_t back = 0;
    while (back < 3 && back < size && (static_cast<unsigned char>(data[size - 1 - back]) & 0xC0) == 0x80)
        ++back;
    if (back == size) return size;
    const auto lead = static_cast<unsigned char>(data[size - 1 - back]);
    const std::size_t needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return back + 1 < needed ? size - 1 - back : size;
}

bool encoding_allowed(std::string_view name) {
    const std::string lower = text::lower(name);
    return lower == "utf-8" || lower == "utf8" || lower == "utf-16" || lower == "us-ascii" ||
           lower == "ascii" || lower.starts_with("iso-8859-") || lower.starts_with("windows-125");
}

std::string_view declared_encoding(std::string_view head) {
    if (!head.starts_with("<?xml")) return {};
    head = head.substr(0, head.find("?>"));
    const auto at = head.find("encoding");
    if (at == std::string_view::npos) return {};
    const auto open = head.find_first_of("\"'", at);
    if (open == std::string_view::npos) return {};
    const auto close = head.find(head[open], open + 1);
    return close == std::string_view::npos ? std::string_view() : head.substr(open + 1, close - open - 1);
}

}  // namespace

struct XmlReader::State {
    ByteSource source;
    std::string part;
    Limits limits;
    NodeBudget* budget = nullptr;
    xmlParserCtxtPtr parser = nullptr;

    Events events;

    std::vector<char> buffer;
    std::size_t first = 0;    // bytes that the parser got when it was made
    std::size_t carried = 0;  // bytes of a cut UTF-8 sequence at the buffer's start
    bool started = false, ended = false, utf8 = true;
    int depth = 0;
    std::vector<char> preserve = {0}, of_text = {0};  // of the open elements
    int line = 1;
    std::string trouble;
    int trouble_line = 0;
    const char* over = nullptr;  // the limit that was reached, or "dtd"

    // libxml2 interns names and URIs, so that one pointer is one name within a parser.
    std::array<std::pair<const xmlChar*, Ns>, 16> namespaces{};
    std::array<std::pair<const xmlChar*, Tag>, 512> tags{};

    ~State() {
        if (parser) xmlFreeParserCtxt(parser);
    }

    template <class Table>
    static auto& slot(Table& table, const xmlChar* name) {
        return table[(reinterpret_cast<std::uintptr_t>(name) >> 2) % table.size()];
    }
    Tag tag_named(const xmlChar* name) {
        auto& [known, tag] = slot(tags, name);
        if (known != name) {
            known = name;
            tag = tag_of(view(name));
        }
        return tag;
    }
    Ns ns_of(const xmlChar* uri, const xmlChar* prefix) {
        if (!uri) return prefix ? namespace_of_prefix(view(prefix)) : Ns::none;
        auto& [known, ns] = slot(namespaces, uri);
        if (known != uri) {
            known = uri;
            ns = namespace_of(view(uri));
        }
        return ns;
    }
    void stop(const char* why) {
        if (!over) over = why;
        xmlStopParser(parser);
    }
    bool spend() {
        if (budget->left == 0) {
            stop("max_nodes");
            return false;
        }
        --budget->left;
        return true;
    }

    static State& of(void* context) { return *static_cast<State*>(context); }

    static void start(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri, int,
                      const xmlChar**, int attribute_count, int, const xmlChar** attributes) {
        State& self = of(context);
        if (self.over || !self.spend()) return;
        if (++self.depth > static_cast<int>(self.limits.depth)) return self.stop("max_depth");
        Item item;
        item.event = Event::start;
        item.ns = self.ns_of(uri, prefix);
        item.tag = self.tag_named(name);
        item.depth = self.depth;
        item.first = static_cast<std::uint32_t>(self.events.attributes.size());
        bool preserve = self.preserve.back();
        for (int k = 0; k < attribute_count; ++k, attributes += 5) {
            const Tag tag = self.tag_named(attributes[0]);
            if (tag == Tag::other) continue;
            const Ns ns = self.ns_of(attributes[2], attributes[1]);
            std::string_view value(reinterpret_cast<const char*>(attributes[3]),
                                   static_cast<std::size_t>(attributes[4] - attributes[3]));
            std::string repaired;
            if (!text::is_valid_utf8(value)) value = repaired = files::valid_utf8(value);
            if (ns == Ns::xml && tag == Tag::space) preserve = value == "preserve";
            self.events.attributes.push_back(
                {ns, tag, self.events.next_byte(), static_cast<std::uint32_t>(value.size())});
            self.events.arena.append(value);
            ++item.count;
        }
        item.preserve = preserve;
        self.preserve.push_back(static_cast<char>(preserve));
        self.of_text.push_back(static_cast<char>(self.of_text.back() || is_text_element(item.tag)));
        self.events.items.push_back(item);
    }
    static void end(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri) {
        State& self = of(context);
        if (self.over || self.depth == 0) return;
        self.events.items.push_back({.event = Event::end,
                                     .ns = self.ns_of(uri, prefix),
                                     .tag = self.tag_named(name),
                                     .depth = self.depth});
        --self.depth;
        self.preserve.pop_back();
        self.of_text.pop_back();
    }
    static void characters(void* context, const xmlChar* text, int length) {
        State& self = of(context);
        if (self.over || self.depth == 0) return;
        Events& events = self.events;
        if (!events.items.empty() && events.items.back().event == Event::text) {
            events.items.back().count += static_cast<std::uint32_t>(length);
        } else {
            if (!self.spend()) return;
            events.items.push_back({.event = Event::text,
                                    .preserve = static_cast<bool>(self.preserve.back()),
                                    .of_text = static_cast<bool>(self.of_text.back()),
                                    .depth = self.depth,
                                    .first = events.next_byte(),
                                    .count = static_cast<std::uint32_t>(length)});
        }
        events.arena.append(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
    }
    static void document_type(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
        of(context).stop("dtd");
    }
    static xmlEntityPtr entity(void*, const xmlChar* name) { return xmlGetPredefinedEntity(name); }
    static void message(void* context, xmlErrorPtr error) {
        State& self = of(context);
        // Only what breaks well-formedness matters; odd namespace URIs and the like do not.
        if (self.over || !self.trouble.empty() || !error || error->level < XML_ERR_ERROR ||
            error->domain == XML_FROM_NAMESPACE)
            return;
        self.trouble = error->message ? error->message : "not well-formed";
        while (!self.trouble.empty() && (self.trouble.back() == '\n' || self.trouble.back() == ' '))
            self.trouble.pop_back();
        self.trouble_line = error->line;
    }

    void open(const char* data, std::size_t size) {
        static const bool initialised = (xmlInitParser(), true);
        static_cast<void>(initialised);
        xmlSAXHandler handler;
        std::memset(&handler, 0, sizeof handler);
        handler.initialized = XML_SAX2_MAGIC;
        handler.startElementNs = &State::start;
        handler.endElementNs = &State::end;
        handler.characters = &State::characters;
        handler.ignorableWhitespace = &State::characters;
        handler.cdataBlock = &State::characters;
        handler.internalSubset = &State::document_type;
        handler.getEntity = &State::entity;
        handler.serror = &State::message;
        const std::string_view head(data, size);
        const std::string_view encoding = declared_encoding(head.substr(0, 256));
        if (!encoding.empty() && !encoding_allowed(encoding))
            throw StageError("docx-malformed",
                             "the part is in the encoding '" + std::string(encoding.substr(0, 40)) +
                                 "', which a package may not use",
                             {}, {.line = 1, .part = part});
        utf8 = !(size >= 2 && (head[0] == '\xFE' || head[0] == '\xFF' || head[0] == '\0' || head[1] == '\0'));
        first = size < 4 ? 0 : 4;  // libxml2 tells UTF-16 by the first four bytes
        parser = xmlCreatePushParserCtxt(&handler, this, data, static_cast<int>(first), nullptr);
        if (!parser) throw StageError("docx-malformed", "libxml2 could not be started", {}, {.part = part});
        // The bytes are UTF-8 if they look so, whatever UTF-16 they claim to be.
        const bool lies = utf8 && (encoding == "UTF-16" || encoding == "utf-16");
        // NOENT makes libxml2 put XML's own five entities into attribute values; there are no others, since a
        // document type declaration ends the reading.
        xmlCtxtUseOptions(parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOENT |
                                      (lies ? XML_PARSE_IGNORE_ENC : 0));
        utf8 = utf8 && (encoding.empty() || lies || encoding == "UTF-8" || encoding == "utf-8");
        started = true;
    }

    // Parses the next window. False at the end of the part.
    bool feed() {
        if (ended) return false;
        if (buffer.empty()) buffer.resize(window);
        const std::size_t got = source(buffer.data() + carried, window - carried);
        std::size_t size = carried + got;
        if (!started) {
            if (size == 0) {
                ended = true;
                trouble = "the part is empty";
                return false;
            }
            open(buffer.data(), size);
        }
        const bool last = got == 0;
        const std::size_t whole = last || !utf8 ? size : whole_utf8(buffer.data(), size);
        xmlParseChunk(parser, buffer.data() + first, static_cast<int>(whole - first), last ? 1 : 0);
        first = 0;
        carried = size - whole;
        std::memmove(buffer.data(), buffer.data() + whole, carried);
        if (parser->input) line = parser->input->line;
        if (over) fail();
        if (last) {
            ended = true;
            // A part that breaks off leaves its elements open: close them for whoever reads.
            if (depth > 0 && trouble.empty()) {
                trouble = "the part breaks off";
                trouble_line = line;
            }
            while (depth > 0) {
                events.items.push_back({.event = Event::end, .depth = depth});
                --depth;
            }
        }
        return !last || !events.items.empty();
    }

    [[noreturn]] void fail() const {
        const Place place{.line = line, .part = part};
        if (std::string_view(over) == "dtd")
            throw StageError("docx-malformed",
                             "the part has a document type declaration, which a package may not have", {},
                             place);
        const bool is_depth = std::string_view(over) == "max_depth";
        throw StageError(
            "docx-limit",
            is_depth ? "XML elements are nested more than " + std::to_string(limits.depth) + " deep"
                     : "the letter has more than " + std::to_string(limits.nodes) + " XML nodes",
            std::string("raise the option `") + over + "` if this letter is to be trusted", place);
    }
};

XmlReader::XmlReader(ByteSource source, std::string part, const Limits& limits, NodeBudget& budget)
    : state_(std::make_unique<State>()) {
    state_->source = std::move(source);
    state_->part = std::move(part);
    state_->limits = limits;
    state_->budget = &budget;
    state_->events.items.push_back({});
    stand_at_first();
}
XmlReader::~XmlReader() = default;
XmlReader::XmlReader(XmlReader&&) noexcept = default;
XmlReader& XmlReader::operator=(XmlReader&&) noexcept = default;

void XmlReader::stand_at_first() {
    std::vector<Item>& items = state_->events.items;
    item_ = items.data();
    end_ = item_ + items.size();
}

Event XmlReader::refill() {
    State& s = *state_;
    s.events.clear();
    // A text is one event, also where a window ends in it.
    while (s.events.items.empty() || s.events.items.back().event == Event::text)
        if (!s.feed()) break;
    if (s.events.items.empty()) s.events.items.push_back({.event = Event::finished});
    stand_at_first();
    if (item_->of_text) count();
    return item_->event;
}

void XmlReader::count() {
    if (counter_) *counter_ += text::count_visible(text());
}

std::string_view XmlReader::text() const {
    return item_->event == Event::text ? state_->events.bytes(item_->first, item_->count)
                                       : std::string_view();
}

std::optional<std::string_view> XmlReader::attribute(Tag name) const {
    if (item_->event != Event::start) return std::nullopt;
    for (std::uint32_t k = item_->first; k < item_->first + item_->count; ++k)
        if (const Attribute& a = state_->events.attributes[k]; a.tag == name)
            return state_->events.bytes(a.first, a.length);
    return std::nullopt;
}

std::optional<std::string_view> XmlReader::attribute(Ns ns, Tag name) const {
    if (item_->event != Event::start) return std::nullopt;
    for (std::uint32_t k = item_->first; k < item_->first + item_->count; ++k)
        if (const Attribute& a = state_->events.attributes[k]; a.tag == name && a.ns == ns)
            return state_->events.bytes(a.first, a.length);
    return std::nullopt;
}

std::string_view XmlReader::value(Tag name) const {
    return attribute(name).value_or(std::string_view());
}

void XmlReader::leave(int of_depth) {
    while (event() != Event::finished && !(event() == Event::end && depth() <= of_depth)) next();
}

void XmlReader::skip() {
    leave(depth());
}

std::string XmlReader::all_text() {
    std::string all;
    const int of = depth();
    while (true) {
        const Event now = next();
        if (now == Event::finished || (now == Event::end && depth() <= of)) return all;
        if (now == Event::text) all += text();
    }
}

const std::string& XmlReader::part() const {
    return state_->part;
}
int XmlReader::line() const {
    return state_->line;
}
const std::string& XmlReader::trouble() const {
    return state_->trouble;
}
int XmlReader::trouble_line() const {
    return state_->trouble_line;
}

}  // namespace sheaf::docx
