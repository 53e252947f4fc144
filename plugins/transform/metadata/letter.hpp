// A letter's frame: the address block above the salutation, the signatures below the closing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules.hpp"
#include "sheaf/units.hpp"

namespace sheaf::metadata_stage {

/// A place in reading order: a line of a block.
struct Spot {
    BlockId block;
    std::uint32_t offset = 0;  ///< where the line begins in the block's text
};

struct Frame {
    std::optional<Spot> salutation;
    std::optional<Spot> closing;

    bool in_opening(BlockId block) const { return salutation && block < salutation->block; }
    bool in_closing(BlockId block) const { return closing && block > closing->block; }
};

Frame find_frame(const Document& document, const LetterRules& rules);

/// Texts with the words that they were taken from.
struct Found {
    std::vector<std::string> values;
    std::vector<Anchor> anchors;
    std::vector<std::vector<Anchor>> words;                ///< of addressees: the anchors of each value
    std::vector<std::pair<std::string, BlockId>> unclear;  ///< lines that may be two values, and are none
    std::vector<std::pair<std::string, BlockId>> placeholders;  ///< parts of a template that nobody filled in
};

/// Every addressee as printed, joined where it wraps.
Found addressees(const Document& document, const Frame& frame, const Rules& rules);

/// The name of everybody who signs.
Found signatories(const Document& document, const Frame& frame, const Rules& rules);

}  // namespace sheaf::metadata_stage
