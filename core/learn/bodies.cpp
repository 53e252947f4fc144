// Where the bodies are named that must act: in columns of tables, in what leads a list in.
#include <algorithm>
#include <set>

#include "learn/draft.hpp"
#include "learn/phrases.hpp"
#include "sheaf/pattern.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::learn {

namespace {

BlockId first_row(const Document& document, BlockId table) {
    for (std::uint32_t i = table.value + 1; i < document.blocks.size(); ++i)
        if (document.blocks[i].kind == BlockKind::row && document.blocks[i].parent == table)
            return BlockId{i};
    return {};
}

/// The folded texts of a row's cells.
std::vector<std::string> cells_of(const Document& document, BlockId row) {
    std::vector<std::string> cells;
    for (std::uint32_t i = row.value + 1; row && i < document.blocks.size(); ++i) {
        const Block& block = document.blocks[i];
        if (block.kind == BlockKind::row || !block.parent || block.parent < row) break;
        if (block.kind == BlockKind::cell)
            cells.emplace_back();
        else if (!cells.empty() && !block.text.empty())
            cells.back() += (cells.back().empty() ? "" : " ") + text::fold(block.text);
    }
    return cells;
}

/// The nearest paragraph above the mark, below its heading, that leads something in; plain text.
std::string lead_in_of(const Located& one) {
    const Document& document = one.example->document;
    for (std::uint32_t i = one.blocks.front().value;
         i-- > 0 && document.blocks[i].kind != BlockKind::heading;)
        if (document.blocks[i].text.ends_with(":")) return text::plain(document.blocks[i].text).text;
    return {};
}

}  // namespace

void write_lead_in(const std::vector<Located>& found, const Surroundings& known, Draft& draft) {
    const Pattern described(known.expanded(demand_lead_in), true);
    bool right = !known.words.empty(), any_above = false;
    std::set<std::string> bodies;
    for (const Located& one : found) {
        const std::string body = text::fold(one.mark->plain("responsible"));
        if (!body.empty() && text::fold(one.text).find(body) != std::string::npos) continue;
        const std::string above = lead_in_of(one);
        any_above = any_above || !above.empty();
        const auto match = described.find(above);
        const auto group = match ? match->groups[*described.group("responsible")] : std::nullopt;
        right =
            right && (group ? text::fold(above.substr(group->start, group->end - group->start)) : "") == body;
        if (!body.empty() && text::fold(above).find(body) != std::string::npos) bodies.insert(body);
    }
    if (right && any_above) return draft.pattern("lead_in", demand_lead_in);
    if (bodies.empty()) return;
    std::string any;
    for (const std::string& body : bodies) any += (any.empty() ? "" : "|") + escaped(body);
    draft.pattern("lead_in", "\\b(?P<responsible>" + any + ")\\b");
}

namespace {

/// What heads the columns of the demands, and those of the bodies.
struct Heads {
    std::vector<std::string> items, bodies;
};

Heads heads_of(const std::vector<Located>& found) {
    Heads heads;
    for (const Located& one : found) {
        const Document& document = one.example->document;
        const BlockId row = text::row_of(document, one.blocks.front());
        if (!row) continue;
        const std::vector<std::string> head = cells_of(document, first_row(document, document[row].parent)),
                                       cells = cells_of(document, row);
        const auto column = [&](const std::string& words) {
            constexpr std::size_t begin = 24;
            const std::string folded = text::fold(words);
            const std::string wanted = folded.substr(0, text::boundary(folded, begin));
            const auto cell = std::find_if(cells.begin(), cells.end(), [&](const std::string& text) {
                return text.find(wanted) != std::string::npos;
            });
            return static_cast<std::size_t>(cell - cells.begin());
        };
        const std::size_t item = column(one.mark->text), body = column(one.mark->plain("responsible"));
        if (item < head.size()) heads.items.push_back(head[item]);
        if (!one.mark->plain("responsible").empty() && body < head.size() && body != item)
            heads.bodies.push_back(head[body]);
    }
    return heads;
}

}  // namespace

std::string body_column(const std::vector<Located>& found) {
    return any_title(heads_of(found).bodies);
}

void write_columns(const std::vector<Located>& found, const std::string& kind, const Surroundings& known,
                   const Examples& examples, Draft& draft) {
    const Heads heads = heads_of(found);
    if (!heads.items.empty()) draft.pattern("table", with_usual_heads(heads.items, kind, known, examples));
    if (!heads.bodies.empty()) draft.pattern("responsible_column", any_title(heads.bodies));
}

}  // namespace sheaf::learn
