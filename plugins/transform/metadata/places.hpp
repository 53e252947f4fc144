// Where the rules for fields look.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "letter.hpp"
#include "rules.hpp"
#include "sheaf/units.hpp"

namespace sheaf::metadata_stage {

/// The units of each place, made when a rule first looks there. Document and frame outlive it.
class Places {
  public:
    Places(const Document& document, const Frame& frame) : document_(document), frame_(frame) {}

    /// The units that the rule looks at; those of a section are valid until the next call.
    const std::vector<text::Unit>& looked_in(const FieldRule& rule);

  private:
    /// A label whose value stands in the block behind it (`Lead inspector:`, a tab, a name) is one unit with it.
    std::vector<text::Unit> with_values(std::vector<text::Unit> units) const;
    std::vector<text::Unit> made(Where where) const;

    const Document& document_;
    const Frame& frame_;
    std::array<std::optional<std::vector<text::Unit>>, where_count> units_;
    std::vector<text::Unit> section_units_;
};

}  // namespace sheaf::metadata_stage
