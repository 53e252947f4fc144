// Letters that are gone in a way that looks like a fault, not like somebody's decision.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "archive/batch.hpp"

namespace sheaf {

/// Of the letters that are gone, those that are taken for out of reach, as on a share that is not mounted: behind an input or a
/// link that leads nowhere, and all letters of a folder that had two or more of them and has none.
class OutOfReach {
  public:
    /// `gone` are letters that stand nowhere among the inputs, under no name.
    OutOfReach(const BatchSettings& settings, const std::vector<const KnownLetter*>& gone);

    bool has(const KnownLetter& letter) const { return place_of(letter).has_value(); }
    /// Something that is taken for out of reach, with the number of letters behind it.
    struct Place {
        std::string path;
        std::string what;  ///< `folder`, `link` or `input`
        std::size_t letters = 0;
    };
    /// How many are no inputs, whose own problem is told and counted.
    std::size_t beside_inputs() const;
    const std::map<std::string, Place>& places() const { return places_; }

  private:
    std::optional<std::string> place_of(const KnownLetter& letter) const;

    std::map<std::string, Place> places_;
};

}  // namespace sheaf
