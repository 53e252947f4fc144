#include "struck.hpp"

#include <algorithm>

#include "sheaf/text.hpp"

namespace sheaf::recommendations {

std::vector<Anchor> without_struck(const Document& document, const std::vector<Anchor>& anchors) {
    std::vector<Anchor> kept;
    for (const Anchor& anchor : anchors) {
        const Block& block = document[anchor.block];
        std::uint32_t start = anchor.range.start;
        const auto keep = [&](std::uint32_t end) {
            if (end > start && text::has_letter(std::string_view(block.text).substr(start, end - start)))
                kept.push_back({anchor.block, {start, end}});
        };
        for (const Span& span : block.spans) {
            if (!span.style.strike || span.range.end <= start || span.range.start >= anchor.range.end)
                continue;
            keep(span.range.start);
            start = span.range.end;
        }
        keep(anchor.range.end);
    }
    return kept;
}

}  // namespace sheaf::recommendations
