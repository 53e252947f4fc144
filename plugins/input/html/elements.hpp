// What the plugin knows of HTML's elements (HTML standard, 4).
#pragma once

#include <string_view>

namespace sheaf::web {

enum class Element : unsigned char {
    inline_text,  ///< and all that is not known: its content is read as if it was not there
    block,        ///< begins and ends a paragraph
    heading,
    list,
    ordered_list,
    item,
    table,
    row,
    cell,
    header_cell,
    line_break,
    preformatted,
    image,
    link,
    bold,
    italic,
    superscript,
    subscript,
    underline,
    strike,
    inserted,
    deleted,
    input,
    choice,      ///< `select`: its options are not text
    navigation,  ///< furniture wherever it stands
    page_edge,   ///< `header` and `footer`: furniture where they are the page's own
    main,
    frame,   ///< another page inside this one
    unseen,  ///< scripts, styles, templates: no text
};

Element element_named(std::string_view name);

}  // namespace sheaf::web
