// Headings as records, so that people decide about them as about any other record.
//
// The id follows from the words of the heading's first block, whether that is a heading or not: what somebody
// marked or rejected is known again, whatever other headings there are.
#pragma once

#include <string>
#include <vector>

#include "sheaf/plugin.hpp"

namespace sheaf {

/// A heading: `title` and `level`. No stage makes such records, and no output gets them.
extern const RecordSpec heading_type;

/// Ranks that a heading can have: from 1 to this.
inline constexpr int lowest_heading = 9;

/// The id of the heading that begins with the block, or would if it were one.
std::string heading_id(const Document& document, BlockId first);

/// A record for each section's heading, in reading order; its anchors are the heading's blocks.
std::vector<Record> heading_records(const Document& document);

/// The blocks that the anchors touch, whole and in reading order, if they can be a heading: paragraphs or list items in a row,
/// among the letter's running text. Nothing else.
std::vector<Anchor> possible_heading(const Document& document, const std::vector<Anchor>& anchors);

/// Makes the document's records of type `heading` its headings, and its sections of them. Where a record names the section
/// that it stands in, it names the new one.
void follow_headings(Document& document);

}  // namespace sheaf
