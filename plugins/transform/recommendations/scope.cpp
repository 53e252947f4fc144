#include "scope.hpp"

#include <map>

#include "sheaf/text.hpp"

namespace sheaf::recommendations {

namespace {

/// A closing formula, with the names that may stand in its block, is no longer than this, in bytes.
constexpr std::size_t longest_closing = 200;

}  // namespace

std::vector<bool> find_below(const Document& document, const std::optional<PatternSet>& titles) {
    std::vector<bool> below(document.sections.size());
    for (std::size_t i = 0; i < document.sections.size(); ++i) {
        const Section& section = document.sections[i];
        below[i] = (section.parent && below[section.parent.value]) ||
                   (titles && !titles->found_in(text::fold(section.title)).empty());
    }
    return below;
}

std::vector<bool> find_decoys(const Document& document, const Family& family) {
    return find_below(document, family.decoys);
}

std::vector<Scope> find_scopes(const Document& document, const Family& family, const Pattern& closing) {
    const std::vector<bool> decoys = find_decoys(document, family);
    const std::vector<bool> elsewhere = find_below(document, family.elsewhere);
    std::vector<Scope> scopes;
    std::vector<std::vector<std::size_t>> holds(document.sections.size());  // scopes of each section
    std::vector<std::size_t> everywhere, astray;
    for (const Rule& rule : family.rules)
        if (!rule.section && !rule.table) {
            everywhere.push_back(scopes.size());
            scopes.push_back({&rule, {}, {}});
            astray.push_back(scopes.size());
            scopes.push_back({&rule, {}, {}, true});
        }
    for (std::uint32_t i = 0; i < document.sections.size(); ++i) {
        const Section& section = document.sections[i];
        if (decoys[i]) continue;
        if (family.elsewhere && !family.elsewhere->found_in(text::fold(section.title)).empty()) {
            holds[i] = astray;
            continue;
        }
        const std::string title = text::fold(section.title);
        for (const Rule& rule : family.rules)
            if (rule.section && rule.section->found_in(title)) {
                holds[i].push_back(scopes.size());
                scopes.push_back({&rule, SectionId{i}, {}});
            }
        if (holds[i].empty() && section.parent) holds[i] = holds[section.parent.value];
    }
    bool closed = false;                          // the letter has taken its leave
    std::vector<SectionId> ended(scopes.size());  // the heading under which the rule's `ends` was met
    const auto goes_on = [&](std::size_t scope, const Block& block) {
        const std::optional<Pattern>& ends = scopes[scope].rule->ends;
        if (ends && ends->found_in(text::plain(block.text).text)) ended[scope] = block.section;
        return !ended[scope] || ended[scope] != block.section;
    };
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
        if (!block.section || (!decoys[block.section.value] && !elsewhere[block.section.value]))
            for (const std::size_t scope : everywhere) scopes[scope].blocks.push_back(i);
        if (block.section)
            for (const std::size_t scope : holds[block.section.value])
                if (goes_on(scope, block)) scopes[scope].blocks.push_back(i);
    }
    return scopes;
}

}  // namespace sheaf::recommendations
