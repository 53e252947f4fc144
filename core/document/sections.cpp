#include "sheaf/sections.hpp"

namespace sheaf {

void build_sections(Document& document, const std::vector<SectionHeading>& headings,
                    const std::vector<bool>& apart) {
    document.sections.clear();
    std::vector<SectionId> begins(document.blocks.size());
    std::vector<SectionId> open;  // from the root down
    for (const SectionHeading& heading : headings) {
        Section section;
        section.level = heading.level;
        section.number = heading.number;
        section.title = heading.title;
        section.heading = section.first = heading.blocks.front();
        const SectionId id{static_cast<std::uint32_t>(document.sections.size())};
        begins[section.first.value] = id;
        while (!open.empty() && document[open.back()].level >= section.level) open.pop_back();
        if (!open.empty()) section.parent = open.back();
        open.push_back(id);
        document.sections.push_back(std::move(section));
    }
    SectionId current;
    for (std::size_t i = 0; i < document.blocks.size(); ++i) {
        Block& block = document.blocks[i];
        if (begins[i]) current = begins[i];
        const bool outside = block.kind == BlockKind::furniture || apart[i];
        block.section = outside ? SectionId{} : current;
        if (!current || outside) continue;
        // The section and all above it reach to here.
        for (SectionId s = current; s; s = document[s].parent)
            document[s].last = BlockId{static_cast<std::uint32_t>(i)};
    }
}

}  // namespace sheaf
