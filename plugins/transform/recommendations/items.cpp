#include "items.hpp"

#include <algorithm>

#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::recommendations {

namespace {

bool is_text(const Block& block) {
    return (block.kind == BlockKind::paragraph || block.kind == BlockKind::list_item) && !block.text.empty();
}

bool is_numbered(const Block& block) {
    return is_text(block) && is_number_label(block.label);
}
bool is_bulleted(const Block& block) {
    return block.kind == BlockKind::list_item && !block.text.empty() && !is_number_label(block.label);
}
bool is_plain(const Block& block) {
    return block.kind == BlockKind::paragraph && !block.text.empty() && !is_number_label(block.label);
}
bool leads_in(const Block& block) {
    return is_plain(block) && block.text.back() == ':';
}

bool is_closed(std::string_view text) {
    return !text.empty() && (text.back() == '.' || text.back() == '?' || text.back() == '!');
}

/// The paragraph goes on with a sentence that the text before it left open.
bool goes_on(const Block& before, const Block& block) {
    return is_plain(block) && text::begins_small(block.text) && !is_closed(before.text);
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
        if (!is_text(block) || !says_something(block.text) || repeats_title(document, block)) continue;
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
        } else if (open && is_bulleted(block)) {
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

Items find_sentences(const Document& document, const Scope& scope) {
    Items found;
    found.unit = Unit::sentences;
    const Rule& rule = *scope.rule;
    const auto responsible = rule.sentence->group("responsible"), modality = rule.sentence->group("modality");
    for (const std::uint32_t i : scope.blocks) {
        const Block& block = document.blocks[i];
        if (!is_text(block)) continue;
        std::vector<Anchor> said;  // the paragraph's sentences so far that demand nothing
        for (const Range& range : text::sentences(block.text)) {
            const std::string_view sentence =
                std::string_view(block.text).substr(range.start, range.end - range.start);
            const text::Plain plain = text::plain(sentence);
            const auto match = rule.sentence->find(plain.text);
            if (!match || (rule.not_sentence && rule.not_sentence->found_in(plain.text))) {
                said.push_back({BlockId{i}, range});
                continue;
            }
            const auto words = [&](std::optional<std::size_t> group) -> std::optional<Anchor> {
                if (!group || !match->groups[*group]) return std::nullopt;
                const Range printed = plain.original(*match->groups[*group]);
                return Anchor{BlockId{i}, {range.start + printed.start, range.start + printed.end}};
            };
            Item item;
            item.anchors.push_back({BlockId{i}, range});
            if (is_number_label(block.label)) {
                item.label = block.label;
                item.evidence = said;
            }
            item.section = block.section;
            if (const auto anchor = words(responsible))
                item.responsible = {text_of(document, {*anchor}), {*anchor}};
            if (const auto anchor = words(modality)) item.modality = text_of(document, {*anchor});
            found.items.push_back(std::move(item));
        }
    }
    return found;
}

}  // namespace

bool says_something(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (text::is_letter(text::next(text, at))) return true;
    return false;
}

std::string text_of(const Document& document, const std::vector<Anchor>& anchors) {
    std::string text;
    for (const Anchor& anchor : anchors) {
        if (!text.empty()) text += ' ';
        text += std::string_view(document[anchor.block].text)
                    .substr(anchor.range.start, anchor.range.end - anchor.range.start);
    }
    return text::squeeze(text);
}

Items find_items(const Document& document, const Scope& scope) {
    for (const Unit unit : scope.rule->units) {
        if (unit == Unit::rows || !has_unit(document, scope, unit)) continue;
        return unit == Unit::sentences ? find_sentences(document, scope) : find_blocks(document, scope, unit);
    }
    return {};
}

}  // namespace sheaf::recommendations
