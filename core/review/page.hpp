// What every page of `sheaf review` has: head, navigation, the person's name.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "sheaf/html.hpp"

namespace sheaf::review {

using html::Element;

/// What pages need to know of the server.
struct Site {
    std::string archive;  ///< the output folder, as the user named it
    std::string by;       ///< who decides
    std::string form;     ///< the secret that forms carry
    bool read_only = false;
    bool has_archive = false;  ///< `archive.sqlite` is there, and with it the register
};

/// A page. `here` is the path of the navigation's entry that it belongs to; `write` fills the body behind the navigation.
std::string page(const Site& site, std::string_view title, std::string_view here,
                 const std::function<void(const Element& body)>& write);

/// A page that only says something, such as what is wrong.
std::string notice(const Site& site, std::string_view title, std::string_view text);

/// A message of a stage as a sentence: it begins with a capital, and what it quotes stands in quotation marks.
void write_message(const Element& parent, std::string_view message);

/// `1 letter`, `3 letters`.
std::string count(std::size_t number, const std::string& noun);

}  // namespace sheaf::review
