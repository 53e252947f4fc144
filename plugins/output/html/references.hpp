// What leads from the records to the text and back: the names and ids of both ends.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/html.hpp"

namespace sheaf::html {

/// A stretch of a block's text that a record, or one field of the metadata, was taken from.
struct Mark {
    Range range;          ///< empty: only a way back to the record stands here
    std::string id;       ///< of the element around the words
    std::size_t subject;  ///< position in `References::subjects`
    bool leads_back;      ///< a link to the record stands behind the words
};

/// A place in a block's text that a link of the page leads to.
struct Target {
    std::string href;
    int page = 0;  ///< 0 when the format has no pages
};

/// A row of one of the page's tables that the text leads back to.
struct Subject {
    std::string id;    ///< of the row: `r-0123456789abcdef`, `m-title`
    std::string name;  ///< for people: `recommendation 3`, `title`
    std::vector<Target> targets;
    /// Its type takes in so much of the text that colouring its words would set nothing off.
    bool broad = false;
};

struct References {
    std::vector<Subject> subjects;
    std::vector<std::vector<Mark>> marks;  ///< by block
    /// By record: the position of its subject, or of the subject of the metadata's first field.
    std::vector<std::size_t> first_subject;
};

References references_of(const Document& document);

std::string block_id(std::size_t position);    ///< `b1`
std::string section_id(std::size_t position);  ///< `s1`
std::string page_id(int page);                 ///< `page-1`

}  // namespace sheaf::html
