// A letter beside its values: where a person decides.
#pragma once

#include <optional>
#include <string>

#include "review/desk.hpp"
#include "review/page.hpp"

namespace sheaf::review {

/// What the page says besides the letter.
struct LetterSurroundings {
    std::int64_t next = 0;  ///< id of the next letter that needs a look; 0: none
    std::size_t left = 0;   ///< how many letters need a look
    std::string message;    ///< for the person; may be empty
    bool alarming = false;  ///< of the message
};

std::string letter_page(const Site& site, const ArchivedLetter& letter, const CheckedLetter& checked,
                        const Plan& plan, const LetterSurroundings& around);

}  // namespace sheaf::review
