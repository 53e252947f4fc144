// The items of a section: bullets, numbers, paragraphs, table rows or sentences.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "language.hpp"
#include "rules.hpp"
#include "scope.hpp"
#include "sheaf/document.hpp"

namespace sheaf::recommendations {

/// A text and the words that it was taken from.
struct Words {
    std::string text;
    std::vector<Anchor> anchors;
};

/// What somebody answers to an item.
struct Response {
    Words responder, date, said;
    std::vector<Anchor> anchors;  ///< the paragraph that begins it
};

struct Item {
    std::vector<Anchor> anchors;   ///< the words of the item, in reading order
    std::string label;             ///< its printed number, or empty
    Words responsible;             ///< from a column, a lead-in or the sentence; may be empty
    Words deadline;                ///< where the item's form gives it; may be empty
    std::string modality;          ///< where the sentence's form gives it
    std::vector<Anchor> evidence;  ///< what is said before it in its numbered paragraph
    Words lead_in;                 ///< the paragraph above the list that the item belongs to
    std::vector<Response> responses;
    SectionId section;
    bool struck = false;     ///< words in it are struck out, and left out of the anchors
    bool continued = false;  ///< a paragraph that seems to go on with it was joined to it
};

/// The items of a scope, and what is worth knowing about them.
struct Items {
    Unit unit = Unit::bullets;
    std::vector<Item> items;
    std::vector<BlockId> none;      ///< blocks that say that there are none
    std::vector<BlockId> leftover;  ///< text between or behind the items that belongs to none of them
    bool columns = false;           ///< rows have text in several cells, and no rule says which is the item
};

/// Bullets, numbers, paragraphs or sentences, whichever of the rule's units the scope has first. Of bullets and numbers
/// those that come first on the page: what is numbered below a list of bullets is something else.
Items find_items(const Document& document, const Scope& scope, const Language& language);

/// The text of an item: that of its anchors. Each nested item begins a line, with its printed letter or number, such as
/// `(ii)`.
std::string text_of(const Document& document, const Item& item);

/// Text that can be an item or a part of one: headings and empty blocks cannot.
bool is_text(const Block& block);

/// A list item with text that no number labels.
bool is_bulleted(const Block& block);

}  // namespace sheaf::recommendations
