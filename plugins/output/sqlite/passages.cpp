#include "passages.hpp"

namespace sheaf::database {

std::vector<Passage> passages_of(const Document& document) {
    std::vector<Passage> passages;
    SectionId section;
    for (std::size_t i = 0; i < document.blocks.size(); ++i) {
        const Block& block = document.blocks[i];
        if (block.kind == BlockKind::furniture || block.text.empty()) continue;
        if (passages.empty() || block.section != section || block.page() != passages.back().page) {
            section = block.section;
            passages.push_back({block.page(),
                                "b" + std::to_string(i + 1),
                                section ? document[section].title : std::string(),
                                {}});
        }
        std::string& text = passages.back().text;
        if (!text.empty()) text += '\n';
        text += block.label;
        if (!block.label.empty()) text += ' ';
        text += block.text;
    }
    return passages;
}

}  // namespace sheaf::database
