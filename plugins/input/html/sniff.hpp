// Files are told apart by their content.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sheaf::web {

/// Whether the bytes begin as a web page does: with HTML's document type or one of its outer elements, behind comments
/// and white space; in UTF-8, UTF-16 or an encoding that agrees with ASCII.
bool is_page(std::string_view bytes);

/// Whether the bytes are a page that a browser or Word has saved with its pictures in one file (`.mht`, RFC 2557): a
/// message without sender and receiver, whose content is a page.
bool is_saved_page(std::string_view bytes);

/// The page in such a file, and the encoding that the file declares for it. The page is empty when there is none.
struct SavedPage {
    std::string page, charset;
    std::vector<std::string> attached;  ///< names of files beside it that are no part of what it shows
};
SavedPage saved_page(std::string_view bytes);

}  // namespace sheaf::web
