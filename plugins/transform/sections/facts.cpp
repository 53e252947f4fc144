#include "facts.hpp"

#include <algorithm>
#include <optional>

#include "shape.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"

namespace sheaf::sections {

namespace {

/// Blocks among which a letter's salutation is looked for: further down it is one that is quoted.
constexpr std::size_t opening = 80;

/// The table that holds the block has one cell only: a box drawn round text.
bool is_box(const Document& document, BlockId table) {
    std::size_t cells = 0;
    for (std::size_t i = table.value + 1; i < document.blocks.size(); ++i) {
        const Block& block = document.blocks[i];
        if (!block.parent || block.parent.value < table.value) break;
        if (block.kind == BlockKind::cell) ++cells;
    }
    return cells <= 1;
}

/// Rows of data: those with text in several cells, where the table has several such rows. The banner of a box, with a
/// grade beside it, is the only one of its table.
std::vector<bool> find_data_rows(const Document& document) {
    const std::size_t count = document.blocks.size();
    std::vector<bool> filled(count);  // cells that hold text
    std::vector<std::size_t> cells(count),
        rows(count);  // of a row: filled cells; of a table: rows with several
    for (const Block& block : document.blocks) {
        if (block.text.empty()) continue;
        for (BlockId at = block.parent; at; at = document[at].parent)
            if (document[at].kind == BlockKind::cell && !filled[at.value]) {
                filled[at.value] = true;
                ++cells[document[at].parent.value];
            }
    }
    for (std::size_t i = 0; i < count; ++i)
        if (document.blocks[i].kind == BlockKind::row && cells[i] > 1)
            ++rows[document.blocks[i].parent.value];
    std::vector<bool> data(count);
    for (std::size_t i = 0; i < count; ++i)
        data[i] = document.blocks[i].kind == BlockKind::row && cells[i] > 1 &&
                  rows[document.blocks[i].parent.value] > 1;
    return data;
}

std::vector<Fact> facts_of(const Document& document, const Rules& rules, const Customs& customs) {
    std::vector<Fact> facts(document.blocks.size());
    const std::vector<bool> data_rows = find_data_rows(document);
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const Block& block = document.blocks[i];
        Fact& fact = facts[i];
        if (block.parent) {
            const Block& parent = document[block.parent];
            // Containers stand before what they hold, so a parent's fact is known.
            fact.in_cell = facts[block.parent.value].in_cell;
            fact.in_data = facts[block.parent.value].in_data || data_rows[block.parent.value];
            if (parent.kind == BlockKind::table)
                fact.in_cell = fact.in_cell || !is_box(document, block.parent);
        }
        const bool running = block.kind == BlockKind::paragraph || block.kind == BlockKind::heading ||
                             block.kind == BlockKind::list_item;
        fact.text = running && !block.text.empty();
        fact.brief = fact.text && block.text.size() <= customs.longest;
        if (!fact.brief) continue;
        fact.folded = text::fold(block.text);
        fact.look = look_of(block);
        fact.named = rules.name(fact.folded);
        if (is_number_label(block.label)) {
            const Named numbered = rules.name(block.label + " " + fact.folded);
            if (!fact.named.heading) fact.named.heading = numbered.heading;
            fact.named.never = fact.named.never || numbered.never;
        }
    }
    return facts;
}

/// Marks what stands above a letter's salutation and below its closing formula. The closing formula counts
/// only where a salutation came before it.
void mark_letter(const Customs& customs, std::vector<Fact>& facts) {
    std::optional<std::size_t> salutation;
    for (std::size_t i = 0; i < std::min(facts.size(), opening) && !salutation; ++i)
        if (facts[i].brief && customs.salutation.found_in(facts[i].folded)) salutation = i;
    if (!salutation) return;
    for (std::size_t i = 0; i <= *salutation; ++i) facts[i].before = true;
    bool closed = false;
    for (std::size_t i = *salutation; i < facts.size(); ++i) {
        closed = closed || (facts[i].brief && customs.closing.found_in(facts[i].folded));
        facts[i].closed = closed;
    }
}

/// The text closes with a page number, as the entries of a contents list do.
bool closes_with_number(std::string_view text) {
    return !text.empty() && text.back() >= '0' && text.back() <= '9';
}

/// Marks the entries of a contents list: what follows its heading on the same page, or, without pages, as
/// long as entries close with a page number.
void mark_contents(const Document& document, const Customs& customs, std::vector<Fact>& facts) {
    for (std::size_t i = 0; i < facts.size(); ++i) {
        if (!facts[i].brief || facts[i].contents || !customs.contents.found_in(facts[i].folded)) continue;
        const int page = document.blocks[i].page();
        std::size_t end = i + 1, numbers = 0;
        for (std::size_t j = i + 1; j < facts.size(); ++j) {
            const Block& block = document.blocks[j];
            if (!facts[j].text) continue;
            const bool number = closes_with_number(block.text);
            if (page > 0 ? block.page() != page || (!number && !facts[j].brief) : !number) break;
            numbers += number;
            end = j + 1;
        }
        if (numbers < 2) continue;
        for (std::size_t j = i + 1; j < end; ++j) facts[j].contents = true;
    }
}

}  // namespace

std::vector<Fact> find_facts(const Document& document, const Rules& rules, const Customs& customs) {
    std::vector<Fact> facts = facts_of(document, rules, customs);
    mark_letter(customs, facts);
    mark_contents(document, customs, facts);
    return facts;
}

}  // namespace sheaf::sections
