#include "find.hpp"

#include <algorithm>
#include <map>

#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::definitions {
namespace {

struct Cell {
    std::string text;  ///< as printed, white space squeezed
    std::vector<Anchor> anchors;
    int column = 0;
};

struct Row {
    std::vector<Cell> cells;  ///< those that hold text
    bool header = false;

    const Cell* at(int column) const {
        const auto found =
            std::find_if(cells.begin(), cells.end(), [&](const Cell& cell) { return cell.column == column; });
        return found == cells.end() ? nullptr : &*found;
    }
};

struct Table {
    BlockId block;
    BlockId last;  ///< the last block that it holds
    std::vector<Row> rows;
};

void append(Cell& cell, BlockId id, const Block& block) {
    if (!cell.text.empty()) cell.text += ' ';
    if (!block.label.empty()) cell.text += block.label + ' ';
    cell.text += text::squeeze(block.text);
    cell.anchors.push_back({id, {0, static_cast<std::uint32_t>(block.text.size())}});
}

/// The rows of a table; text of nested tables belongs to the cell that holds them.
Table table_at(const Document& document, BlockId id) {
    Table table{id, id, {}};
    std::map<std::uint32_t, std::pair<std::size_t, int>> cells;  // cell block -> row, column
    int column = 0;
    for (std::uint32_t i = id.value + 1; i < document.blocks.size(); ++i) {
        const Block& block = document.blocks[i];
        if (!block.parent || block.parent < id) break;
        table.last = {i};
        if (block.kind == BlockKind::row && block.parent == id) {
            table.rows.push_back({{}, block.header});
            column = 0;
        } else if (block.kind == BlockKind::cell && document[block.parent].parent == id) {
            cells[i] = {table.rows.size() - 1, column};
            table.rows.back().header = table.rows.back().header || (block.header && column == 0);
            column += block.column_span;
        } else if (text::is_text(block) && !block.text.empty()) {
            BlockId holder = block.parent;
            while (holder && !cells.contains(holder.value)) holder = document[holder].parent;
            if (!holder) continue;
            const auto [row, at] = cells[holder.value];
            Row& in = table.rows[row];
            if (in.cells.empty() || in.cells.back().column != at) in.cells.push_back({{}, {}, at});
            append(in.cells.back(), {i}, block);
        }
    }
    return table;
}

class Finder {
  public:
    Finder(const Document& document, const ListRule& rule, Context& context)
        : document_(document), rule_(rule), context_(context) {
        if (rule.section)
            sections_ = innermost_sections(document, [&](const std::string& title) {
                return rule.section->found_in(text::plain(title).text);
            });
    }

    std::vector<Definition> run() {
        for (std::uint32_t i = 0; i < document_.blocks.size(); ++i)
            if (document_.blocks[i].kind == BlockKind::table) i = table({i});
        if (found_.empty() && rule_.entry) entries();
        if (found_.empty() && rule_.expected)
            context_.report(Severity::doubtful, "definitions-missing",
                            "the list `" + rule_.name + "` was not found", {},
                            "letters of this family have it: look at the last pages");
        return std::move(found_);
    }

  private:
    bool in_section(BlockId block) const {
        const SectionId section = document_[block].section;
        return !rule_.section || (section && sections_[section.value]);
    }

    /// Takes the table when it belongs to the list. Returns its last block.
    std::uint32_t table(BlockId id) {
        const Table table = table_at(document_, id);
        const bool first = !last_ || !follows(id);
        if (first && !begins(table)) return id.value;  // a table inside it may be the list's
        if (!first && !rule_.term && !in_section(id)) return id.value;
        last_ = table.last;
        for (const Row& row : table.rows) take(row);
        return table.last.value;
    }

    /// The table stands directly behind the list's last one: nothing but furniture between them.
    bool follows(BlockId id) const {
        for (std::uint32_t i = last_.value + 1; i < id.value; ++i)
            if (document_.blocks[i].kind != BlockKind::furniture) return false;
        return true;
    }

    /// Whether the list begins with this table; finds its columns.
    bool begins(const Table& table) {
        if (!in_section(table.block)) return false;
        term_column_ = 0;
        meaning_column_ = 1;
        if (!rule_.term)
            return std::any_of(table.rows.begin(), table.rows.end(),
                               [](const Row& row) { return row.cells.size() > 1; });
        for (std::size_t r = 0; r < std::min<std::size_t>(table.rows.size(), 2); ++r)
            if (is_header(table.rows[r])) return true;
        return false;
    }

    bool is_header(const Row& row) {
        if (!rule_.term) return row.header;
        const auto column = [&](const Pattern& pattern) {
            for (const Cell& cell : row.cells)
                if (pattern.found_in(text::plain(cell.text).text)) return cell.column;
            return -1;
        };
        const int term = column(*rule_.term);
        const int meaning = column(*rule_.meaning);
        if (term < 0 || meaning < 0 || term == meaning) return false;
        term_column_ = term;
        meaning_column_ = meaning;
        return true;
    }

    void take(const Row& row) {
        if (row.cells.empty() || is_header(row)) return;
        const Cell* term = row.at(term_column_);
        const Cell* meaning = row.at(meaning_column_);
        if (!term && meaning && !found_.empty()) {
            // The row went on over a page break.
            Definition& before = found_.back();
            before.meaning += ' ' + meaning->text;
            before.meaning_anchors.insert(before.meaning_anchors.end(), meaning->anchors.begin(),
                                          meaning->anchors.end());
            before.continued = true;
        } else if (term && meaning) {
            found_.push_back(
                {term->text, meaning->text, rule_.name, term->anchors, meaning->anchors, true, false});
        } else if (term) {
            Place place;
            place.page = page_of(document_, term->anchors);
            context_.report(Severity::doubtful, "definition-without-meaning",
                            "no meaning stands beside the term `" + term->text + "`", place,
                            "look at the table");
        }
    }

    void entries() {
        const auto units = text::units(document_, [&](BlockId id, const Block& block) {
            return text::is_text(block) && block.kind != BlockKind::heading && in_section(id);
        });
        for (const text::Unit& unit : units) {
            const auto match = rule_.entry->find(unit.text);
            if (!match || !match->groups[rule_.term_group] || !match->groups[rule_.meaning_group]) continue;
            const Range term = *match->groups[rule_.term_group];
            const Range meaning = *match->groups[rule_.meaning_group];
            found_.push_back({unit.printed(document_, term), unit.printed(document_, meaning), rule_.name,
                              unit.anchors(term), unit.anchors(meaning), false, false});
        }
    }

    const Document& document_;
    const ListRule& rule_;
    Context& context_;
    std::vector<SectionId> sections_;  ///< for each section, the one of the rule that it belongs to
    int term_column_ = 0, meaning_column_ = 1;
    BlockId last_;  ///< the last block of the list's last table
    std::vector<Definition> found_;
};

}  // namespace

std::vector<Definition> find(const Document& document, const std::vector<ListRule>& rules, Context& context) {
    std::vector<Definition> found;
    for (const ListRule& rule : rules)
        for (Definition& definition : Finder(document, rule, context).run())
            found.push_back(std::move(definition));
    std::stable_sort(found.begin(), found.end(), [](const Definition& a, const Definition& b) {
        const auto block = [](const Definition& d) {
            return d.term_anchors.empty() ? BlockId{0} : d.term_anchors.front().block;
        };
        return block(a) < block(b);
    });
    return found;
}

}  // namespace sheaf::definitions
