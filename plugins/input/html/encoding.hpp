// Which encoding a page is in.
#pragma once

#include <string>
#include <string_view>

namespace sheaf::web {

/// The page as UTF-8. Its encoding is that of the byte order mark; else the one that was declared outside the page
/// (`encoding`, in lower case; empty when none was) or in it; else UTF-8 where the page is valid, and windows-1252 where it is
/// not, as browsers read old pages. What declares an encoding of one byte a character and is UTF-8 is UTF-8. `faulty` is set to whether some bytes mean nothing in that encoding.
std::string to_utf8(std::string_view page, bool& faulty, std::string encoding = {});

}  // namespace sheaf::web
