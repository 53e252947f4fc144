// A record as a card: its values, and what was decided about them.
#pragma once

#include <string>
#include <vector>

#include "review/desk.hpp"
#include "review/page.hpp"

namespace sheaf::review {

/// A record of the letter, as it is found and as it is decided. At least one of the two is there.
struct Card {
    const Record* found = nullptr;    ///< null: somebody added it
    const Record* decided = nullptr;  ///< null: somebody rejected it
};

/// The records of a type, those that were rejected included, in reading order.
std::vector<Card> cards_of(const CheckedLetter& checked, const RecordSpec& type);

void write_card(const Element& parent, const Site& site, const CheckedLetter& checked, const RecordSpec& type,
                const Card& card);

/// The form for a new record of the type, which the script shows when it is asked for.
void write_add_form(const Element& parent, const RecordSpec& type);

/// A length in points, as SVG takes it.
std::string coordinate(double points);

/// Where anchors' words stand: `1:70.1,60.2,300.0,74.2;2:...`, page and box in points.
std::string boxes_text(const Document& document, const std::vector<Anchor>& anchors);

}  // namespace sheaf::review
