// The people whose names are not to be published, and where a text names them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sheaf/pattern.hpp"

namespace redact {

/// Where a text names somebody.
struct Mention {
    sheaf::Range range;
    int line = 0;  ///< of the list, 1-based
};

/// A list of names: one a line, empty lines and lines that begin with `#` left out.
class Names {
  public:
    explicit Names(std::string_view list);

    bool empty() const { return names_.empty(); }
    /// Ascending, without overlap; of two names at one place the longer. Whole words only; case, typography (quotation
    /// marks, dashes, soft hyphens) and the white space between words do not matter.
    std::vector<Mention> in(std::string_view text) const;

  private:
    struct Name {
        sheaf::Pattern pattern;
        int line;
    };
    std::vector<Name> names_;
};

}  // namespace redact
