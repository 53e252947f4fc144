#include "regular.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "sheaf/text.hpp"

namespace sheaf::docx {
namespace {

constexpr std::uint64_t deepest = 250;  // libxml2 has a limit of its own there
constexpr std::size_t most_attributes = 64;

enum Kind : std::uint8_t {
    name_start = 1,  // ASCII letters and `_`
    name_part = 2,   // these, digits, `-` and `.`
    white = 4,
    plain_text = 8,    // stands for itself in text
    plain_value = 16,  // stands for itself in an attribute's value
};

constexpr std::array<std::uint8_t, 256> kinds = [] {
    std::array<std::uint8_t, 256> table{};
    for (unsigned c = 0; c < 256; ++c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        unsigned kind = 0;
        if (letter) kind |= name_start | name_part;
        if ((c >= '0' && c <= '9') || c == '-' || c == '.') kind |= name_part;
        if (space) kind |= white;
        if ((c >= ' ' || c == '\t' || c == '\n') && c != '<' && c != '&' && c != ']') kind |= plain_text;
        if (c >= ' ' && c != '<' && c != '&' && c != '"' && c != '\'') kind |= plain_value;
        table[c] = static_cast<std::uint8_t>(kind);
    }
    return table;
}();

bool is(char c, Kind kind) {
    return (kinds[static_cast<unsigned char>(c)] & kind) != 0;
}

// Names are short, and most that differ do so in length or at once.
bool same(std::string_view a, std::string_view b) {
    return a.size() == b.size() && (a.empty() || (a[0] == b[0] && a.substr(1) == b.substr(1)));
}

struct Name {
    std::string_view prefix, local;
};

class Regular {
  public:
    // A string's end is marked by a zero, which is no part of anything here: so no place asks whether it is
    // at the end.
    Regular(const std::string& xml, std::uint64_t depth_limit, std::uint64_t nodes_left, Events& to)
        : begin_(xml.data()),
          end_(xml.data() + xml.size()),
          at_(begin_),
          depth_limit_(std::min(depth_limit, deepest)),
          nodes_left_(nodes_left),
          to_(to) {}

    bool read() {
        if (!read_declaration()) return false;
        // Room for what most parts of that size hold.
        const auto size = static_cast<std::size_t>(end_ - begin_);
        to_.items.reserve(size / 18);
        to_.attributes.reserve(size / 40);
        while (at_ != end_) {
            const char* const from = at_;
            const std::size_t items = to_.items.size();
            const bool done = *at_ != '<' ? read_text() : at_[1] == '/' ? read_end() : read_start();
            if (!done || nodes_ > nodes_left_) return false;
            for (; at_ - begin_ > window_end_; window_end_ += static_cast<std::ptrdiff_t>(window))
                to_.windows.push_back({items, static_cast<std::size_t>(from - begin_)});
        }
        return rooted_ && open_.empty() && is_valid();
    }
    bool holds_no_text() {
        if (!read_declaration()) return false;
        std::uint64_t depth = 0;
        while (const char* const tag = find('<')) {
            if (depth > 0 && tag != at_) ++nodes_;  // white space, most often
            at_ = tag + 1;
            if (*at_ == '/') {
                if (depth > 0) --depth;
            } else {
                Name name;
                if (!read_name(name) || is_text_element(tag_of(name.local)) || ++depth > depth_limit_)
                    return false;
                ++nodes_;
            }
            const char* const close = find('>');
            // Where a tag is not closed, libxml2 goes on with the next.
            if (!close || std::memchr(at_, '<', static_cast<std::size_t>(close - at_))) return false;
            if (close[-1] == '/') --depth;
            at_ = close + 1;
        }
        return nodes_ <= nodes_left_;
    }
    std::uint64_t nodes() const { return nodes_; }

  private:
    struct Open {
        std::string_view name;  // with its prefix
        Ns ns;
        Tag tag;
        bool preserve, of_text;
        std::size_t bindings;  // that were there before it
    };
    struct Binding {
        std::string_view prefix, uri;
        Ns ns;
    };
    struct RawAttribute {
        Name name;
        std::uint32_t first, length;
        std::size_t binding = 0;
    };
    static constexpr std::size_t no_binding = static_cast<std::size_t>(-1), xml_binding = no_binding - 1;

    // Moves behind bytes of that kind. Whether there were some.
    bool pass(Kind kind) {
        const char* to = at_;  // a member would be stored byte by byte
        while (is(*to, kind)) ++to;
        const bool some = to != at_;
        at_ = to;
        return some;
    }

    const char* find(char c) const {
        return static_cast<const char*>(std::memchr(at_, c, static_cast<std::size_t>(end_ - at_)));
    }

    bool take(std::string_view text) {
        if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(text)) return false;
        at_ += text.size();
        return true;
    }

    // `name="value"` of the declaration.
    std::optional<std::string_view> declared(std::string_view name) {
        if (!take(name) || *at_++ != '=') return std::nullopt;
        const char quote = *at_++;
        if (quote != '"' && quote != '\'') return std::nullopt;
        const char* const from = at_;
        pass(name_part);
        if (*at_ != quote) return std::nullopt;
        return std::string_view(from, static_cast<std::size_t>(at_++ - from));
    }

    bool read_declaration() {
        take("\xEF\xBB\xBF");
        if (!take("<?xml")) return true;
        if (!pass(white) || declared("version") != "1.0") return false;
        bool apart = pass(white);
        if (*at_ == 'e') {
            if (!apart) return false;
            const auto encoding = declared("encoding");
            if (encoding != "UTF-8" && encoding != "utf-8") return false;
            apart = pass(white);
        }
        if (*at_ == 's') {
            if (!apart) return false;
            const auto standalone = declared("standalone");
            if (standalone != "yes" && standalone != "no") return false;
            pass(white);
        }
        return take("?>");
    }

    bool read_name(Name& name) {
        const char* from = at_;
        if (!is(*at_, name_start)) return false;
        pass(name_part);
        name.prefix = {};
        if (*at_ == ':') {
            name.prefix = {from, static_cast<std::size_t>(at_ - from)};
            from = ++at_;
            if (!is(*at_, name_start)) return false;
            pass(name_part);
        }
        name.local = {from, static_cast<std::size_t>(at_ - from)};
        return true;
    }

    // A reference to one of XML's own entities or to a character, appended to the arena.
    bool read_reference() {
        constexpr std::pair<std::string_view, char> entities[] = {
            {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
        for (const auto& [written, character] : entities)
            if (take(written)) {
                to_.arena += character;
                return true;
            }
        if (!take("&#")) return false;
        const bool hexadecimal = *at_ == 'x';
        if (hexadecimal) ++at_;
        char32_t c = 0;
        for (int digits = 0; *at_ != ';'; ++at_, ++digits) {
            const int value = *at_ >= '0' && *at_ <= '9'                  ? *at_ - '0'
                              : hexadecimal && *at_ >= 'a' && *at_ <= 'f' ? *at_ - 'a' + 10
                              : hexadecimal && *at_ >= 'A' && *at_ <= 'F' ? *at_ - 'A' + 10
                                                                          : -1;
            if (value < 0 || digits == 7) return false;
            c = c * (hexadecimal ? 16 : 10) + static_cast<char32_t>(value);
        }
        ++at_;
        const bool character = c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xD800) ||
                               (c >= 0xE000 && c < 0xFFFE) || (c >= 0x10000 && c <= 0x10FFFF);
        if (character) text::append(to_.arena, c);
        return character;
    }

    // The value, up to its quotation mark and past it.
    bool read_value(char quote, RawAttribute& attribute) {
        const char* from = at_;
        const auto pass_plain = [&] {
            pass(plain_value);
            while (*at_ != quote && (*at_ == '"' || *at_ == '\'')) {
                ++at_;
                pass(plain_value);
            }
        };
        pass_plain();
        if (*at_ == quote) {
            attribute.first = static_cast<std::uint32_t>(from - begin_);
            attribute.length = static_cast<std::uint32_t>(at_++ - from);
            return true;
        }
        attribute.first = to_.next_byte();
        while (*at_ == '&') {
            to_.arena.append(from, at_);
            if (!read_reference()) return false;
            from = at_;
            pass_plain();
        }
        if (*at_ != quote) return false;
        to_.arena.append(from, at_++);
        attribute.length = to_.next_byte() - attribute.first;
        return true;
    }

    bool read_text() {
        const char* from = at_;
        if (open_.empty()) return pass(white);
        const auto pass_plain = [&] {
            pass(plain_text);
            while (*at_ == ']' && !(at_[1] == ']' && at_[2] == '>')) {
                ++at_;
                pass(plain_text);
            }
        };
        pass_plain();
        Item item{.event = Event::text,
                  .preserve = open_.back().preserve,
                  .of_text = open_.back().of_text,
                  .depth = static_cast<int>(open_.size()),
                  .first = static_cast<std::uint32_t>(from - begin_),
                  .count = static_cast<std::uint32_t>(at_ - from)};
        if (*at_ != '<') {
            item.first = to_.next_byte();
            while (true) {
                to_.arena.append(from, at_);
                if (*at_ == '\r') {  // a line end is one character (XML 1.0, 2.11)
                    at_ += at_[1] == '\n' ? 2 : 1;
                    to_.arena += '\n';
                } else if (*at_ == '<') {
                    break;
                } else if (!read_reference()) {
                    return false;
                }
                from = at_;
                pass_plain();
            }
            item.count = to_.next_byte() - item.first;
        }
        to_.items.push_back(item);
        ++nodes_;
        return true;
    }

    std::size_t find_binding(std::string_view prefix) {
        if (last_ < bindings_.size() && same(bindings_[last_].prefix, prefix)) return last_;
        for (std::size_t k = bindings_.size(); k-- > 0;)
            if (same(bindings_[k].prefix, prefix)) return last_ = k;
        return prefix == "xml" ? xml_binding : no_binding;
    }

    Ns ns_of(std::size_t binding) const {
        return binding == no_binding ? Ns::none : binding == xml_binding ? Ns::xml : bindings_[binding].ns;
    }

    // `outer`: how many bindings are those of elements around.
    bool declare(const RawAttribute& attribute, std::string_view prefix, std::size_t outer) {
        for (std::size_t k = outer; k < bindings_.size(); ++k)
            if (bindings_[k].prefix == prefix) return false;
        const std::string_view uri = to_.bytes(attribute.first, attribute.length);
        if (uri.empty() || prefix == "xml" || prefix == "xmlns" ||
            uri.starts_with("http://www.w3.org/XML/1998/") || uri.starts_with("http://www.w3.org/2000/xmlns"))
            return false;
        // What the arena holds moves.
        if (attribute.first >= to_.part.size()) return false;
        bindings_.push_back({prefix, uri, namespace_of(uri)});
        last_ = no_binding;
        return true;
    }

    // Takes namespace declarations out of the attributes.
    bool take_declarations() {
        const std::size_t outer = bindings_.size();
        std::size_t out = 0;
        for (const RawAttribute& attribute : attributes_) {
            if (attribute.name.prefix == "xmlns") {
                if (!declare(attribute, attribute.name.local, outer)) return false;
            } else if (attribute.name.prefix.empty() && attribute.name.local == "xmlns") {
                if (!declare(attribute, {}, outer)) return false;
            } else {
                attributes_[out++] = attribute;
            }
        }
        attributes_.resize(out);
        return true;
    }

    // Whether an attribute of the element has the name already, be it by another prefix.
    bool is_repeated(const RawAttribute& attribute) const {
        for (const RawAttribute* other = attributes_.data(); other != &attribute; ++other)
            if (same(other->name.local, attribute.name.local) &&
                (other->binding == attribute.binding ||
                 (other->binding < xml_binding && attribute.binding < xml_binding &&
                  bindings_[other->binding].uri == bindings_[attribute.binding].uri)))
                return true;
        return false;
    }

    // Finds the namespaces of the attributes, no two of which may have one name.
    bool bind_attributes() {
        std::uint64_t seen = 0;  // a bit for each local name, which names may share
        for (RawAttribute& attribute : attributes_) {
            const Name& name = attribute.name;
            attribute.binding = name.prefix.empty() ? no_binding : find_binding(name.prefix);
            if (attribute.binding == no_binding && !name.prefix.empty()) return false;
            const auto letter = static_cast<unsigned char>(name.local.front() + name.local.back());
            const std::uint64_t bit = std::uint64_t{1} << ((letter + 7 * name.local.size()) % 64);
            if ((seen & bit) && is_repeated(attribute)) return false;
            seen |= bit;
        }
        return true;
    }

    bool read_start() {
        if ((rooted_ && open_.empty()) || open_.size() >= depth_limit_) return false;
        rooted_ = true;
        const char* const from = ++at_;
        Name name;
        if (!read_name(name)) return false;
        const std::string_view whole(from, static_cast<std::size_t>(at_ - from));
        const std::size_t bindings = bindings_.size();
        attributes_.clear();
        bool empty = false, declares = false;
        while (true) {
            const bool apart = pass(white);
            if (*at_ == '>') break;
            empty = *at_ == '/' && at_[1] == '>';
            if (empty) break;
            RawAttribute attribute;
            if (!apart || attributes_.size() == most_attributes || !read_name(attribute.name) ||
                *at_++ != '=')
                return false;
            const char quote = *at_++;
            if ((quote != '"' && quote != '\'') || !read_value(quote, attribute)) return false;
            declares = declares || attribute.name.prefix == "xmlns" || attribute.name.local == "xmlns";
            attributes_.push_back(attribute);
        }
        at_ += empty ? 2 : 1;
        if ((declares && !take_declarations()) || !bind_attributes()) return false;
        const std::size_t binding = find_binding(name.prefix);
        if (!name.prefix.empty() && binding == no_binding) return false;

        Item item{.event = Event::start,
                  .ns = ns_of(binding),
                  .tag = tag_of(name.local),
                  .preserve = !open_.empty() && open_.back().preserve,
                  .depth = static_cast<int>(open_.size()) + 1,
                  .first = static_cast<std::uint32_t>(to_.attributes.size())};
        for (const RawAttribute& attribute : attributes_) {
            const Tag tag = tag_of(attribute.name.local);
            if (tag == Tag::other) continue;
            const Ns ns = ns_of(attribute.binding);
            if (ns == Ns::xml && tag == Tag::space)
                item.preserve = to_.bytes(attribute.first, attribute.length) == "preserve";
            to_.attributes.push_back({ns, tag, attribute.first, attribute.length});
            ++item.count;
        }
        to_.items.push_back(item);
        ++nodes_;
        const bool of_text = is_text_element(item.tag) || (!open_.empty() && open_.back().of_text);
        open_.push_back({whole, item.ns, item.tag, item.preserve, of_text, bindings});
        if (empty) end();
        return true;
    }

    bool read_end() {
        if (open_.empty()) return false;
        at_ += 2;
        if (!take(open_.back().name)) return false;
        pass(white);
        if (*at_ != '>') return false;
        ++at_;
        end();
        return true;
    }

    void end() {
        const Open& open = open_.back();
        to_.items.push_back(
            {.event = Event::end, .ns = open.ns, .tag = open.tag, .depth = static_cast<int>(open_.size())});
        if (bindings_.size() != open.bindings) {
            bindings_.resize(open.bindings);
            last_ = no_binding;
        }
        open_.pop_back();
    }

    // Characters that XML may have.
    bool is_valid() const {
        unsigned char bits = 0;
        for (const char* byte = begin_; byte != end_; ++byte) bits |= static_cast<unsigned char>(*byte);
        if (bits < 0x80) return true;
        const std::string_view all(begin_, static_cast<std::size_t>(end_ - begin_));
        return text::is_valid_utf8(all) && all.find("\xEF\xBF\xBE") == std::string_view::npos &&
               all.find("\xEF\xBF\xBF") == std::string_view::npos;
    }

    const char* const begin_;
    const char* const end_;
    const char* at_;
    const std::uint64_t depth_limit_, nodes_left_;
    Events& to_;
    std::uint64_t nodes_ = 0;
    std::ptrdiff_t window_end_ = static_cast<std::ptrdiff_t>(window);
    bool rooted_ = false;
    std::vector<Open> open_;
    std::vector<Binding> bindings_;
    std::size_t last_ = no_binding;  // the binding that was found last
    std::vector<RawAttribute> attributes_;
};

}  // namespace

bool read_regular(const std::string& xml, std::uint64_t depth_limit, NodeBudget& budget, Events& to) {
    to.clear();
    to.part = xml;
    Regular regular(xml, depth_limit, budget.left, to);
    if (!regular.read()) {
        to.clear();
        to.part = {};
        return false;
    }
    budget.left -= regular.nodes();
    return true;
}

bool holds_no_text(const std::string& xml, std::uint64_t depth_limit, NodeBudget& budget) {
    Events none;
    Regular regular(xml, depth_limit, budget.left, none);
    if (!regular.holds_no_text()) return false;
    budget.left -= regular.nodes();
    return true;
}

}  // namespace sheaf::docx
