#include "places.hpp"

#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"

namespace sheaf::metadata_stage {
namespace {

/// In a format without pages, this much text counts as the first page.
constexpr std::size_t first_page_bytes = 3000;
/// A block that ends in a colon is a label only when it is short.
constexpr std::size_t longest_label = 60;

}  // namespace

const std::vector<text::Unit>& Places::looked_in(const FieldRule& rule) {
    if (rule.where == Where::section) {
        const std::vector<SectionId> sections = innermost_sections(document_, [&](const std::string& title) {
            return rule.section->found_in(text::plain(title).text);
        });
        section_units_ = with_values(text::units(document_, [&](BlockId, const Block& block) {
            return text::is_text(block) && block.section && sections[block.section.value];
        }));
        return section_units_;
    }
    auto& slot = units_[static_cast<std::size_t>(rule.where)];
    if (!slot) slot = with_values(made(rule.where));
    return *slot;
}

std::vector<text::Unit> Places::with_values(std::vector<text::Unit> units) const {
    std::vector<text::Unit> joined;
    for (text::Unit& unit : units) {
        const bool value = !joined.empty() && joined.back().pieces.size() == 1 &&
                           joined.back().text.size() < longest_label && joined.back().text.ends_with(':') &&
                           !unit.text.ends_with(':') &&
                           document_[unit.pieces.front().block].kind != BlockKind::heading;
        if (value)
            joined.back().join(unit, '\t');
        else
            joined.push_back(std::move(unit));
    }
    return joined;
}

std::vector<text::Unit> Places::made(Where where) const {
    std::size_t seen = 0;
    return text::units(document_, [&](BlockId id, const Block& block) {
        if (where == Where::furniture) return block.kind == BlockKind::furniture;
        if (where == Where::header)
            return frame_.salutation && block.kind == BlockKind::furniture && block.page() <= 1;
        if (!text::is_text(block)) return false;
        switch (where) {
            case Where::first_page:
                if (!document_.pages.empty()) return block.page() == 1;
                seen += block.text.size();
                return seen <= first_page_bytes;
            case Where::opening:
                return frame_.in_opening(id);
            case Where::closing:
                return frame_.in_closing(id);
            default:
                return true;
        }
    });
}

}  // namespace sheaf::metadata_stage
