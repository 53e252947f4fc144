// The events of an XML part as its readers leave them for `XmlReader`.
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

/// Bytes that are read at a time; how far lines of a part are known.
inline constexpr std::size_t window = 32 * 1024;

/// Events with the bytes of their texts and values: bytes of the part as they stand in it, behind them those that are
/// written otherwise there.
struct Events {
    std::vector<Item> items;
    std::vector<Attribute> attributes;
    std::string_view part;
    std::string arena;
    struct Window {
        std::size_t items, bytes;  ///< from the part's start to the window's end
    };
    std::vector<Window> windows;  ///< of `part`, all but the last

    std::string_view bytes(std::uint32_t first, std::uint32_t count) const {
        return first < part.size() ? part.substr(first, count)
                                   : std::string_view(arena).substr(first - part.size(), count);
    }
    std::uint32_t next_byte() const { return static_cast<std::uint32_t>(part.size() + arena.size()); }
    void clear() {
        items.clear();
        attributes.clear();
        arena.clear();
        windows.clear();
    }
};

/// Whether text below the element counts as text of the letter.
inline bool is_text_element(Tag tag) {
    return tag == Tag::t || tag == Tag::delText || tag == Tag::instrText;
}

}  // namespace sheaf::docx
