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

/// Rows of a table that no lines are drawn around.
struct TableRows {
    std::size_t first = 0, end = 0;  ///< segments
    bool rows = false;               ///< false: what the strip parts are columns
};

/// Whether the rows from `first` to `end`, which the strip parts, are a table, and which of them.
TableRows table_rows(const PageContent& page, const Segments& segments, std::size_t first, std::size_t end,
                     const Strip& strip);

/// Rows of a table whose cells stand at half height, or at the foot, so that their lines share no baselines.
struct CentredRows {
    std::size_t first = 0, end = 0;  ///< among the segments that were given; equal when there are none
    Segments segments;               ///< of the rows, numbers apart from the text behind them
};
CentredRows centred_rows(const Work& work, const PageContent& page, const Segments& segments,
                         std::size_t first, std::size_t end, const Strip& strip);

/// Where each row of signatures begins: people beside one another, with room to sign between their body and their name.
/// Below that room stand two lines or more, all of them at both sides; people who have none beside them follow. Empty
/// when these are no signatures.
std::vector<std::size_t> signature_rows(const PageContent& page, const Segments& segments, std::size_t first,
                                        std::size_t end, const Strip& strip);

/// All strips that part these rows into cells.
std::vector<Strip> cell_strips(const Segments& segments, std::size_t first, std::size_t end);

/// Segments as a table whose cells the strips part.
Item rows_item(Work& work, std::uint32_t page_index, Segments& segments, const std::vector<Strip>& cells);

}  // namespace sheaf::pdf
