// What the elements of a tagged letter are to its blocks.
#pragma once

#include <cstdint>
#include <string_view>

namespace sheaf::pdf {

/// What an element does to the flow of blocks.
enum class Role : std::uint8_t {
    container,  ///< holds blocks, is none
    leaf,       ///< is a block
    inline_,    ///< is a part of the block around it
    label,
    body,
    list,
    item,
    table,
    row,
    cell,
    figure,
    note,
};

/// Of a standard structure type, after the file's own names have been mapped (ISO 32000-1, 14.8.4).
Role role_of(std::string_view role);

}  // namespace sheaf::pdf
