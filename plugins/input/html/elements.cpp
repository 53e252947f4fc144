#include "elements.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sheaf::web {

Element element_named(std::string_view name) {
    static constexpr std::pair<std::string_view, Element> names[] = {
        {"a", Element::link},           {"address", Element::block},
        {"article", Element::block},    {"aside", Element::navigation},
        {"b", Element::bold},           {"blockquote", Element::block},
        {"br", Element::line_break},    {"caption", Element::block},
        {"center", Element::block},     {"dd", Element::block},
        {"del", Element::deleted},      {"details", Element::block},
        {"div", Element::block},        {"dl", Element::block},
        {"dt", Element::block},         {"em", Element::italic},
        {"embed", Element::frame},      {"fieldset", Element::block},
        {"figcaption", Element::block}, {"figure", Element::block},
        {"footer", Element::page_edge}, {"form", Element::block},
        {"frame", Element::frame},      {"h1", Element::heading},
        {"h2", Element::heading},       {"h3", Element::heading},
        {"h4", Element::heading},       {"h5", Element::heading},
        {"h6", Element::heading},       {"head", Element::unseen},
        {"header", Element::page_edge}, {"hgroup", Element::block},
        {"hr", Element::block},         {"i", Element::italic},
        {"iframe", Element::frame},     {"img", Element::image},
        {"input", Element::input},      {"ins", Element::inserted},
        {"legend", Element::block},     {"li", Element::item},
        {"main", Element::main},        {"menu", Element::list},
        {"nav", Element::navigation},   {"noscript", Element::inline_text},
        {"object", Element::frame},     {"ol", Element::ordered_list},
        {"p", Element::block},          {"pre", Element::preformatted},
        {"s", Element::strike},         {"script", Element::unseen},
        {"section", Element::block},    {"select", Element::choice},
        {"strike", Element::strike},    {"strong", Element::bold},
        {"style", Element::unseen},     {"sub", Element::subscript},
        {"summary", Element::block},    {"sup", Element::superscript},
        {"table", Element::table},      {"td", Element::cell},
        {"template", Element::unseen},  {"textarea", Element::block},
        {"th", Element::header_cell},   {"title", Element::unseen},
        {"tr", Element::row},           {"u", Element::underline},
        {"ul", Element::list},
    };
    const auto found =
        std::lower_bound(std::begin(names), std::end(names), name,
                         [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
    return found != std::end(names) && found->first == name ? found->second : Element::inline_text;
}

}  // namespace sheaf::web
