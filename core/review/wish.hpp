// What a person wants decided, and the decision that it makes of a letter as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decisions/decision.hpp"
#include "pipeline/plan.hpp"

namespace sheaf::review {

/// What the browser asks for.
struct Wish {
    std::string verdict;  ///< a verdict's name; `none` takes the decision back, `keep` binds a stale one anew
    std::string record, type, field;
    std::string value, note;
    std::string marks;          ///< `b12:3-20,b13:0-5`: bytes of blocks' texts
    FieldTexts fields;          ///< of a record that is added
    std::string code, message;  ///< of a doubt
    int page = 0;
    std::string base;  ///< `mark_of` the decision that the page showed; empty: none
};

/// The types of records that people check in a letter of that profile: the pipeline's, then headings.
std::vector<RecordSpec> checked_types(const Plan& plan, std::string_view profile);

/// Whether people decide about fields of that name: what a record rests on is no value of it.
bool is_value(std::string_view field);

/// Words as wishes name them: `b12:3-20,b13:0-5`.
std::string marks_text(const std::vector<Anchor>& anchors);

/// Completes the decision, which says who, when, and about what, from the wish and the letter. Gives why it cannot be made, or
/// nothing.
std::string complete(Decision& decision, const Document& found, const Wish& wish, const Plan& plan);

}  // namespace sheaf::review
