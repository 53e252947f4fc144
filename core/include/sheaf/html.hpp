// HTML pages. A page is a libxml2 tree: text and attribute values are escaped when the tree is written, so no
// caller can forget it. A plugin that makes pages links to `sheaf::html`, too.
//
//     sheaf::html::Tree page;
//     const auto body = page.root().add("body");
//     body.add("h1", {}, document.source.name);
//     body.add("p", {{"class", "count"}}, sheaf::html::plural("record"));
//     sink.write(".html", page.write());
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "sheaf/export.hpp"

struct _xmlDoc;   // NOLINT(bugprone-reserved-identifier): libxml2's name
struct _xmlNode;  // NOLINT(bugprone-reserved-identifier): libxml2's name

/// Pages of HTML, escaped by construction.
namespace sheaf::html {

/// A place in the tree where something can be added. Cheap to copy; valid while its `Tree` lives.
class SHEAF_API Element {
  public:
    /// Names and values; the values are escaped where they are written.
    using Attributes = std::initializer_list<std::pair<const char*, std::string_view>>;

    /// Adds an element behind what is there, and returns it.
    Element add(const char* name, Attributes attributes = {}) const;
    /// Adds an element that holds only the text, and returns it.
    Element add(const char* name, Attributes attributes, std::string_view text) const;
    /// Adds text. Characters that HTML does not allow, and bytes that are no UTF-8, appear as U+FFFD.
    const Element& text(std::string_view text) const;
    /// Adds text in which line breaks are `br` elements.
    const Element& lines(std::string_view text) const;
    /// Sets an attribute, and returns this element.
    const Element& attribute(const char* name, std::string_view value) const;
    /// Adds a line break to the page's source, which makes it easier to read.
    const Element& newline() const { return text("\n"); }
    /// Whether the element has no content.
    bool empty() const;

  private:
    friend class Tree;
    explicit Element(_xmlNode* node) : node_(node) {}
    _xmlNode* node_;
};

/// A page of HTML that is being made.
class SHEAF_API Tree {
  public:
    Tree();
    /// The `html` element.
    Element root() const;
    /// The page as HTML 5.
    std::string write() const;

  private:
    struct Free {
        void operator()(_xmlDoc* document) const;
    };
    std::unique_ptr<_xmlDoc, Free> document_;
};

/// The name of a record type or a field as people write it: `positive_practice` as `positive practice`.
SHEAF_API std::string in_words(std::string_view name);

/// The plural of an English noun, by its ending: `recommendations`, `summaries`. What ends in `s` stays.
SHEAF_API std::string plural(std::string noun);

/// A path as a relative reference to it (RFC 3986): what could be taken for a part of an address is encoded.
SHEAF_API std::string reference(std::string_view path);

/// The style sheet of every page, from `core/html/page.css`: light and dark, on a phone, printed.
SHEAF_API extern const char* const style_sheet;

}  // namespace sheaf::html
