#include "scope.hpp"

#include <map>

#include "sheaf/text.hpp"

namespace sheaf::recommendations {

namespace {

/// A closing formula, with the names that may stand in its block, is no longer than this, in bytes.
constexpr std::size_t longest_closing = 200;

}  // namespace

std::vector<bool> find_decoys(const Document& document, const Family& family) {
    std::vector<bool> decoys(document.sections.size());
    for (std::size_t i = 0; i < document.sections.size(); ++i) {
        const Section& section = document.sections[i];
        decoys[i] = (section.parent && decoys[section.parent.value]) ||
                    (family.decoys && !family.decoys->found_in(text::fold(section.title)).empty());
    }
    return decoys;
}

std::vector<Scope> find_scopes(const Document& document, const Family& family, const Pattern& closing) {
    const std::vector<bool> decoys = find_decoys(document, family);
    std::vector<Scope> scopes;
    std::vector<std::vector<std::size_t>> holds(document.sections.size());  // scopes of each section
    std::vector<std::size_t> everywhere;
    for (const Rule& rule : family.rules)
        if (!rule.section && !rule.table) {
            everywhere.push_back(scopes.size());
            scopes.push_back({&rule, {}, {}});
        }
    for (std::uint32_t i = 0; i < document.sections.size(); ++i) {
        const Section& section = document.sections[i];
        if (decoys[i]) continue;
        const std::string title = text::fold(section.title);
        for (const Rule& rule : family.rules)
            if (rule.section && rule.section->found_in(title)) {
                holds[i].push_back(scopes.size());
                scopes.push_back({&rule, SectionId{i}, {}});
            }
        if (holds[i].empty() && section.parent) holds[i] = holds[section.parent.value];
    }
    bool closed = false;  // the letter has taken its leave
    for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
        const Block& block = document.blocks[i];
        if (block.kind == BlockKind::furniture || block.kind == BlockKind::footnote) continue;
        if (block.kind == BlockKind::heading) {
            closed = false;
            continue;
        }
        closed = closed || (block.text.size() < longest_closing && !block.text.empty() &&
                            closing.found_in(text::fold(block.text)));
        if (closed) continue;
        if (!block.section || !decoys[block.section.value])
            for (const std::size_t scope : everywhere) scopes[scope].blocks.push_back(i);
        if (block.section)
            for (const std::size_t scope : holds[block.section.value]) scopes[scope].blocks.push_back(i);
    }
    return scopes;
}

}  // namespace sheaf::recommendations
