#include "tree.hpp"

#include "facts.hpp"
#include "sheaf/sections.hpp"
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

/// The title without the mark of a footnote that stands on the heading's page: `This area2`.
std::string without_mark(const Document& document, BlockId heading, std::string title) {
    const std::size_t end = title.find_last_not_of("0123456789");
    if (end == title.npos || end + 1 == title.size() || title[end] == ' ' || title[end] == '.') return title;
    const std::string_view mark = std::string_view(title).substr(end + 1);
    for (const Block& block : document.blocks)
        if (block.kind == BlockKind::footnote && block.label == mark &&
            block.page() == document[heading].page())
            return title.substr(0, end + 1);
    return title;
}

}  // namespace

void build_tree(Document& document, const std::vector<Heading>& headings) {
    std::vector<bool> is_heading(document.blocks.size());
    std::vector<SectionHeading> all;
    for (const Heading& heading : headings) {
        SectionHeading& one = all.emplace_back();
        one.level = heading.level;
        one.number = heading.number;
        for (const std::uint32_t at : heading.blocks) {
            Block& block = document.blocks[at];
            block.kind = BlockKind::heading;
            block.level = heading.level;
            block.basis = heading.basis;
            is_heading[at] = true;
            one.blocks.push_back({at});
            one.title += (one.title.empty() ? "" : " ") + block.text;
        }
        one.title = without_mark(document, one.blocks.front(), text::squeeze(one.title));
    }
    for (std::size_t i = 0; i < document.blocks.size(); ++i)
        if (document.blocks[i].kind == BlockKind::heading && !is_heading[i]) demote(document.blocks[i]);
    build_sections(document, all, find_asides(document));
}

}  // namespace sheaf::sections
