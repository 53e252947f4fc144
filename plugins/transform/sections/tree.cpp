#include "tree.hpp"

#include <algorithm>

#include "sheaf/text.hpp"

namespace sheaf::sections {

namespace {

/// What a block is that the input proposed as a heading and that is none.
void demote(Block& block) {
    block.kind = block.label.empty() ? BlockKind::paragraph : BlockKind::list_item;
    block.basis = "tag H" + std::to_string(block.level) +
                  " overruled: " + (block.text.empty() ? "empty" : "reads and looks like text");
    block.level = block.kind == BlockKind::list_item ? 1 : 0;
}

}  // namespace

void build_tree(Document& document, const std::vector<Heading>& headings) {
    document.sections.clear();
    std::vector<bool> is_heading(document.blocks.size());
    std::vector<SectionId> begins(document.blocks.size());
    std::vector<SectionId> open;  // from the root down
    for (const Heading& heading : headings) {
        Section section;
        section.level = heading.level;
        section.number = heading.number;
        section.heading = BlockId{heading.blocks.front()};
        section.first = section.heading;
        const SectionId id{static_cast<std::uint32_t>(document.sections.size())};
        for (const std::uint32_t at : heading.blocks) {
            Block& block = document.blocks[at];
            block.kind = BlockKind::heading;
            block.level = heading.level;
            block.basis = heading.basis;
            is_heading[at] = true;
            section.title += (section.title.empty() ? "" : " ") + block.text;
        }
        section.title = text::squeeze(section.title);
        begins[heading.blocks.front()] = id;
        while (!open.empty() && document[open.back()].level >= section.level) open.pop_back();
        if (!open.empty()) section.parent = open.back();
        open.push_back(id);
        document.sections.push_back(std::move(section));
    }

    SectionId current;
    for (std::size_t i = 0; i < document.blocks.size(); ++i) {
        Block& block = document.blocks[i];
        if (block.kind == BlockKind::heading && !is_heading[i]) demote(block);
        if (begins[i]) current = begins[i];
        block.section = block.kind == BlockKind::furniture ? SectionId{} : current;
        if (!current || block.kind == BlockKind::furniture) continue;
        // The section and all above it reach to here.
        for (SectionId s = current; s; s = document[s].parent)
            document[s].last = BlockId{static_cast<std::uint32_t>(i)};
    }
}

}  // namespace sheaf::sections
