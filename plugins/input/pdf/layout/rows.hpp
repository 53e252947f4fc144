// Rows that no lines are drawn around: lists of names and values, tables by alignment, signatures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "layout/segments.hpp"

namespace sheaf::pdf {

/// Whether two rows are two of a list of names and values: both have both sides, all of one side begin at one place, and
/// the room between them is more than any between words.
bool are_two_entries(const Segments& segments, std::size_t first, std::size_t end, const Strip& strip);

/// Cells that wrap make rows all the same when three or more stretches of lines, with room between them, each begin at both
/// sides on one baseline: paragraphs of two columns do not stand like that. Where such rows end; `first` when they are none.
std::size_t end_of_aligned(const PageContent& page, const Segments& segments, std::size_t first,
                           std::size_t end, const Strip& strip);

/// Rows that belong together, as in a list of names and values or a block of signatures: many rows have both sides,
/// and no side's lines go on with a sentence, as lines of running text do.
bool reads_in_rows(const PageContent& page, const Segments& segments, std::size_t first, std::size_t end,
                   const Strip& strip);

/// Where each row of signatures begins: people beside one another, with room to sign between their body and their name.
/// Below that room stand two lines or more, all of them at both sides; people who have none beside them follow. Empty
/// when these are no signatures.
std::vector<std::size_t> signature_rows(const PageContent& page, const Segments& segments, std::size_t first,
                                        std::size_t end, const Strip& strip);

/// The first segment of the first row that has text at both sides of the strip.
std::size_t first_of_both(const Segments& segments, std::size_t first, std::size_t end, const Strip& strip);

/// All strips that part these rows into cells.
std::vector<Strip> cell_strips(const Segments& segments, std::size_t first, std::size_t end);

/// Segments as a table whose cells the strips part.
Item rows_item(Work& work, std::uint32_t page_index, Segments& segments, const std::vector<Strip>& cells);

}  // namespace sheaf::pdf
