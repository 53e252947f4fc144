// The events of an XML part as libxml2 leaves them for `XmlReader`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "names.hpp"

namespace sheaf::docx {

/// How many XML nodes a letter may still have; shared by all readers of one letter.
struct NodeBudget {
    std::uint64_t left = 0;
};

enum class Event : std::uint8_t { none, start, end, text, finished };

struct Item {
    Event event = Event::none;
    Ns ns = Ns::none;
    Tag tag = Tag::other;
    bool preserve = false, of_text = false;
    int depth = 0;
    std::uint32_t first = 0, count = 0;  ///< attributes of a start; bytes of a text
};

struct Attribute {
    Ns ns;
    Tag tag;
    std::uint32_t first, length;  ///< bytes of the value
};

/// Bytes that are read at a time.
inline constexpr std::size_t window = 32 * 1024;

/// Events with the bytes of their texts and values.
struct Events {
    std::vector<Item> items;
    std::vector<Attribute> attributes;
    std::string arena;

    std::string_view bytes(std::uint32_t first, std::uint32_t count) const {
        return std::string_view(arena).substr(first, count);
    }
    std::uint32_t next_byte() const { return static_cast<std::uint32_t>(arena.size()); }
    void clear() {
        items.clear();
        attributes.clear();
        arena.clear();
    }
};

/// Whether text below the element counts as text of the letter.
inline bool is_text_element(Tag tag) {
    return tag == Tag::t || tag == Tag::delText || tag == Tag::instrText || tag == Tag::delInstrText;
}

}  // namespace sheaf::docx
