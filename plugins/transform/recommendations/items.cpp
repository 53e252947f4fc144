#include "items.hpp"

#include <algorithm>

#include "matching.hpp"
#include "passage.hpp"
#include "sentences.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::recommendations {

namespace {

bool is_numbered(const Block& block) {
    return is_text(block) && is_number_label(block.label);
}
bool is_plain(const Block& block) {
    return block.kind == BlockKind::paragraph && !block.text.empty() && !is_number_label(block.label);
}
bool leads_in(const Block& block) {
    return is_plain(block) && block.text.back() == ':';
}

/// The paragraph goes on with a sentence that the text before it left open.
bool goes_on(const Block& before, const Block& block) {
    return is_plain(block) && text::begins_small(block.text) && !ends_sentence(before.text);
}

bool says_none(const Rule& rule, const Block& block) {
    return rule.none && rule.none->found_in(block.text);
}

/// The head of a table that the input opened up, below the heading with the same words.
bool repeats_title(const Document& document, const Block& block) {
    return block.section && document[block.section].title.size() == block.text.size() &&
           text::fold(document[block.section].title) == text::fold(block.text);
}

/// Whether the scope's items are of this unit. Bullets below running paragraphs belong to those.
bool has_unit(const Document& document, const Scope& scope, Unit unit) {
    std::size_t paragraphs = 0;
    for (const std::uint32_t i : scope.blocks) {
        const Block& block = document.blocks[i];
        if (repeats_title(document, block)) continue;
        if (unit == Unit::paragraphs && is_plain(block)) return true;
        if (unit == Unit::numbers && is_numbered(block)) return true;
        if (unit == Unit::bullets && is_bulleted(block)) return paragraphs < 2;
        if (is_plain(block) && !leads_in(block)) ++paragraphs;
    }
    return unit == Unit::sentences;
}

Item item_of(const Document& document, std::uint32_t i, const Words& lead_in) {
    Item item;
    item.anchors.push_back(whole(document, {i}));
    const Block& block = document.blocks[i];
    if (is_number_label(block.label)) item.label = block.label;
    item.section = block.section;
    item.lead_in = lead_in;
    return item;
}

/// Items that are blocks: bullets, numbers or paragraphs, with the list items that belong to them.
Items find_blocks(const Document& document, const Scope& scope, Unit unit) {
    Items found;
    found.unit = unit;
    // The outermost bullets are the items, whatever depth the input gave them.
    int outermost = 0;
    for (const std::uint32_t i : scope.blocks)
        if (is_bulleted(document.blocks[i]))
            outermost = outermost ? std::min(outermost, document.blocks[i].level) : document.blocks[i].level;

    Words lead_in;
    bool open = false;  // what follows may belong to the last item
    const Block* last = nullptr;
    for (const std::uint32_t i : scope.blocks) {
        const Block& block = document.blocks[i];
        if (!is_text(block) || !text::has_letter(block.text) || repeats_title(document, block)) continue;
        const bool is_item = unit == Unit::bullets   ? is_bulleted(block) && block.level <= outermost
                             : unit == Unit::numbers ? is_numbered(block)
                                                     : is_plain(block);
        if (says_none(*scope.rule, block)) {
            found.none.push_back(BlockId{i});
            open = false;
        } else if (open && last && goes_on(*last, block) && unit != Unit::paragraphs) {
            found.items.back().anchors.push_back(whole(document, {i}));
            found.items.back().continued = true;
        } else if (is_item) {
            found.items.push_back(item_of(document, i, lead_in));
            open = true;
        } else if (open && (is_bulleted(block) ||
                            (unit != Unit::paragraphs &&
                             is_indented(document[found.items.back().anchors.front().block], block)))) {
            found.items.back().anchors.push_back(whole(document, {i}));
        } else if (leads_in(block)) {
            lead_in = {block.text, {whole(document, {i})}};
            open = false;
        } else {
            if (!found.items.empty()) found.leftover.push_back(BlockId{i});
            open = false;
        }
        last = &block;
    }
    return found;
}

/// A list's unit that the scope has further up than the other one.
bool comes_first(const Document& document, const Scope& scope, Unit unit) {
    const bool both = std::count_if(scope.rule->units.begin(), scope.rule->units.end(),
                                    [](Unit u) { return u == Unit::bullets || u == Unit::numbers; }) == 2;
    if (!both || (unit != Unit::bullets && unit != Unit::numbers)) return true;
    for (const std::uint32_t i : scope.blocks) {
        const Block& block = document.blocks[i];
        if (is_numbered(block)) return unit == Unit::numbers;
        if (is_bulleted(block)) return unit == Unit::bullets;
    }
    return true;
}

}  // namespace

bool is_text(const Block& block) {
    return (block.kind == BlockKind::paragraph || block.kind == BlockKind::list_item) && !block.text.empty();
}

bool is_bulleted(const Block& block) {
    return block.kind == BlockKind::list_item && !block.text.empty() && !is_number_label(block.label);
}

std::string text_of(const Document& document, const Item& item) {
    std::string text;
    for (const Anchor& anchor : item.anchors) {
        const Block& block = document[anchor.block];
        if (!text.empty()) {
            const bool lettered = text::has_letter(block.label);
            const bool nested = anchor.range.start == 0 && (lettered || block.kind == BlockKind::list_item);
            text += nested ? '\n' : ' ';
            if (nested && lettered) text += block.label + ' ';
        }
        text += joined_words(document, {anchor});
    }
    return text;
}

Items find_items(const Document& document, const Scope& scope, const Language& language) {
    for (const Unit unit : scope.rule->units) {
        if (unit == Unit::rows) continue;
        // An item that is known by its words may stand anywhere in the section.
        if (!scope.rule->item && (!has_unit(document, scope, unit) || !comes_first(document, scope, unit)))
            continue;
        if (unit == Unit::sentences) return find_sentences(document, scope, language);
        if (!scope.rule->item) return find_blocks(document, scope, unit);
        Items found = find_matching(document, scope, unit, language);
        if (!found.items.empty() || unit == scope.rule->units.back()) return found;
    }
    Items none;
    for (const std::uint32_t i : scope.blocks)
        if (is_text(document.blocks[i]) && says_none(*scope.rule, document.blocks[i]))
            none.none.push_back(BlockId{i});
    return none;
}

}  // namespace sheaf::recommendations
