// Turns glyph runs and structure into blocks in reading order, furniture set aside, every glyph accounted
// for.
#pragma once

#include "content.hpp"
#include "sheaf/document.hpp"

namespace sheaf::pdf {
class WordLists;
}

namespace sheaf::pdf {

/// What a letter's tags count for: all that they say, what the page does not contradict, or nothing.
enum class Tags : std::uint8_t { trust, check, ignore };

/// How a letter is read.
struct Reading {
    Tags tags = Tags::check;   ///< what its tags count for
    bool keep_hidden = false;  ///< text that no reader sees is not refused
    WordLists* words =
        nullptr;  ///< where the letter's own words do not tell what a line end cuts; null: there are none
};

/// Fills `pages`, `blocks`, `ledger` and `diagnostics` of a document from what the reader gave.
void lay_out(const Content& content, Document& document, const Reading& reading = {});

}  // namespace sheaf::pdf
