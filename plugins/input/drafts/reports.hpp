// What word processors' letters have in common to be said of them as a whole.
#pragma once

#include <cstdint>
#include <string_view>

#include "sheaf/plugin.hpp"

namespace sheaf::drafts {

/// Says that there were tracked changes, and what became of them (`they are accepted`); nothing where there were none.
void report_changes(Context& context, std::string_view code, std::uint64_t insertions,
                    std::uint64_t deletions, std::string_view outcome);

/// Says that a letter has no text: a letter of pictures is a scan, and there is nothing to read in it.
void report_silence(Context& context, std::string_view code, const Document& document);

}  // namespace sheaf::drafts
