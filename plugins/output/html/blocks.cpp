#include "blocks.hpp"

#include <algorithm>
#include <utility>

namespace sheaf::html {

namespace {

/// Whether a label says something, so that it should be read out: it has a letter or a digit.
bool is_spoken(std::string_view label) {
    return std::any_of(label.begin(), label.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

class TextWriter {
  public:
    explicit TextWriter(InlineContext& context) : context_(context), document_(context.document) {
        for (std::uint32_t i = 0; i < document_.sections.size(); ++i) {
            const std::uint32_t parent = document_.sections[i].parent.value;
            depths_.push_back(parent < i ? depths_[parent] + 1 : 1);
        }
        ends_.resize(document_.blocks.size());
        for (auto i = static_cast<std::uint32_t>(ends_.size()); i-- > 0;) {
            ends_[i] = std::max(ends_[i], i + 1);
            const std::uint32_t parent = document_.blocks[i].parent.value;
            if (parent < i) ends_[parent] = std::max(ends_[parent], ends_[i]);
        }
    }

    void write(const Element& parent) {
        write_sections(parent);
        write_footnotes(parent);
    }

  private:
    const Block& block(std::uint32_t at) const { return document_.blocks[at]; }

    /// The blocks that stand in no container, in the elements of their sections.
    void write_sections(const Element& parent) {
        struct Open {
            std::uint32_t section;
            Element element;
        };
        std::vector<Open> open;
        for (std::uint32_t at = 0; at < document_.blocks.size();) {
            while (!open.empty() && document_.sections[open.back().section].last.value < at) open.pop_back();
            while (next_section_ < document_.sections.size() &&
                   document_.sections[next_section_].first.value <= at) {
                // A section that begins within a table has a heading, but no element of its own.
                if (document_.sections[next_section_].first.value == at) {
                    const Element& around = open.empty() ? parent : open.back().element;
                    open.push_back({next_section_, around.add("section")});
                }
                ++next_section_;
            }
            const SectionId inside{open.empty() ? SectionId::none : open.back().section};
            at = write_run(open.empty() ? parent : open.back().element, at, end_of_run(at, inside));
        }
    }

    /// Where the run of blocks that begins here must stop, since a section begins or ends.
    std::uint32_t end_of_run(std::uint32_t at, SectionId inside) const {
        auto end = static_cast<std::uint32_t>(document_.blocks.size());
        if (next_section_ < document_.sections.size()) {
            const std::uint32_t first = document_.sections[next_section_].first.value;
            if (first > at) end = std::min(end, first);
        }
        if (inside) end = std::min(end, document_[inside].last.value + 1);
        return end;
    }

    /// Writes blocks from `at` on, all below one parent element. Returns where it stopped: `end`, or behind a
    /// container that reaches over it.
    std::uint32_t write_run(const Element& parent, std::uint32_t at, std::uint32_t end) {
        while (at < end) {
            const Block& here = block(at);
            switch (here.kind) {
                case BlockKind::furniture:
                    ++at;
                    break;
                case BlockKind::footnote:
                    footnotes_.push_back(at++);
                    break;
                case BlockKind::heading:
                    at = write_heading(parent, at, end);
                    break;
                case BlockKind::list_item:
                    at = write_list(parent, at, end);
                    break;
                case BlockKind::table:
                    at = write_table(parent, at);
                    break;
                case BlockKind::row:
                case BlockKind::cell:
                    ++at;
                    break;  // outside a table: what it holds is written all the same
                case BlockKind::figure:
                    write_figure(parent, at++);
                    break;
                case BlockKind::paragraph:
                default:
                    write_paragraph(parent, at++);
                    break;
            }
        }
        return at;
    }

    /// A heading that wrapped stands in several blocks, with nothing but furniture between them.
    std::uint32_t write_heading(const Element& parent, std::uint32_t at, std::uint32_t end) {
        const Block& first = block(at);
        if (!first.regions.empty()) add_page_change(parent, first.regions.front().page, context_);
        // A header cell may not hold a heading.
        const Element heading =
            in_header_cell_ ? parent.add("p", {{"class", "heading"}}) : parent.add(heading_name(at));
        const bool opens =
            first.section.value < document_.sections.size() && document_[first.section].heading.value == at;
        if (opens) heading.attribute("id", section_id(first.section.value));
        std::uint32_t next = at;
        for (std::uint32_t i = at; i < end; ++i) {
            if (block(i).kind == BlockKind::furniture) continue;
            if (block(i).kind != BlockKind::heading || block(i).section != first.section) break;
            if (i != at && !first.section) break;
            if (i != at) heading.text(" ");
            const Element part = heading.add("span", {{"id", block_id(i)}});
            add_label(part, block(i), "label");
            add_inline(part, i, context_, true);
            next = i + 1;
        }
        parent.newline();
        if (!context_.ways_back.empty()) {
            const Element backs = parent.add("p", {{"class", "backs"}});
            for (std::size_t subject : context_.ways_back)
                add_way_back(backs.text(" "), context_.references.subjects[subject]);
            parent.newline();
            context_.ways_back.clear();
        }
        return next;
    }

    /// By the depth of the section, so that no rank is left out; the page's title is `h1`.
    const char* heading_name(std::uint32_t at) {
        static constexpr const char* names[] = {"h2", "h3", "h4", "h5", "h6"};
        const SectionId section = block(at).section;
        std::size_t depth = 1;
        if (section.value < depths_.size()) {
            depth = depths_[section.value];
        } else {
            // No section was made of it: by the levels above it.
            while (!levels_.empty() && levels_.back() >= block(at).level) levels_.pop_back();
            levels_.push_back(block(at).level);
            depth = levels_.size();
        }
        return names[std::min<std::size_t>(depth, 5) - 1];
    }

    void add_label(const Element& parent, const Block& here, const char* kind) const {
        if (here.label.empty()) return;
        const Element label = parent.add("span", {{"class", kind}}, here.label);
        if (!is_spoken(here.label)) label.attribute("aria-hidden", "true");
        parent.text(" ");
    }

    void write_paragraph(const Element& parent, std::uint32_t at) {
        const Element p = parent.add("p", {{"id", block_id(at)}});
        if (block(at).label.empty()) {
            add_inline(p, at, context_);
        } else {
            p.attribute("class", "item");
            add_label(p, block(at), "label");
            add_inline(p.add("span"), at, context_);
        }
        parent.newline();
    }

    void write_figure(const Element& parent, std::uint32_t at) {
        const Element figure = parent.add("figure", {{"id", block_id(at)}});
        const Element caption = figure.add("figcaption");
        caption.add("span", {{"class", "what"}},
                    block(at).text.empty() ? "Figure without a description" : "Figure: ");
        add_inline(caption, at, context_);
        parent.newline();
    }

    /// Items that follow each other, whatever furniture and footnotes stand between them; deeper ones nested.
    std::uint32_t write_list(const Element& parent, std::uint32_t at, std::uint32_t end) {
        struct Open {
            int level;
            Element list, item;
        };
        std::vector<Open> open;
        const BlockId holder = block(at).parent;
        std::uint32_t next = at;
        for (std::uint32_t i = at; i < end; ++i) {
            const Block& here = block(i);
            if (here.kind == BlockKind::furniture || here.kind == BlockKind::footnote) continue;
            if (here.kind != BlockKind::list_item || here.parent != holder) break;
            for (std::uint32_t j = next; j < i; ++j)
                if (block(j).kind == BlockKind::footnote) footnotes_.push_back(j);
            next = i + 1;
            while (open.size() > 1 && open.back().level > here.level) open.pop_back();
            if (open.empty() || here.level > open.back().level) {
                const Element& around = open.empty() ? parent : open.back().item;
                // Without markers of the browser's own, the role keeps it a list for screen readers.
                const Element list = around.add(is_spoken(here.label) ? "ol" : "ul", {{"role", "list"}});
                open.push_back({here.level, list, list});
            }
            const Element item = open.back().list.add("li", {{"id", block_id(i)}});
            open.back().item = item;
            const Element line = item.add("div", {{"class", "item"}});
            add_label(line, here, "label");
            add_inline(line.add("span"), i, context_);
            item.newline();
        }
        parent.newline();
        return next;
    }

    // ---- Tables ----

    bool is_header_row(std::uint32_t row) const {
        if (block(row).header) return true;
        bool any = false;
        for (std::uint32_t i = row + 1; i < ends_[row]; ++i) {
            if (block(i).parent.value != row || block(i).kind != BlockKind::cell) continue;
            if (!block(i).header) return false;
            any = true;
        }
        return any;
    }

    std::uint32_t write_table(const Element& parent, std::uint32_t at) {
        const Element table = parent.add("table", {{"id", block_id(at)}});
        std::vector<std::uint32_t> rows;
        for (std::uint32_t i = at + 1; i < ends_[at]; ++i)
            if (block(i).kind == BlockKind::row && block(i).parent.value == at) rows.push_back(i);
        const auto body =
            std::find_if(rows.begin(), rows.end(), [&](auto row) { return !is_header_row(row); });
        // A table of nothing but headers has a body all the same.
        const auto split = body == rows.end() ? rows.begin() : body;
        write_rows(table, "thead", {rows.begin(), split});
        write_rows(table, "tbody", {split, rows.end()});
        parent.newline();
        return ends_[at];
    }

    void write_rows(const Element& table, const char* group_name, const std::vector<std::uint32_t>& rows) {
        if (rows.empty()) return;
        const Element group = table.add(group_name);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            const Element row = group.add("tr", {{"id", block_id(rows[r])}});
            const bool header = is_header_row(rows[r]);
            for (std::uint32_t i = rows[r] + 1; i < ends_[rows[r]]; ++i)
                if (block(i).kind == BlockKind::cell && block(i).parent.value == rows[r])
                    write_cell(row, i, header, rows.size() - r);
            if (row.empty()) row.add("td");
            group.newline();
        }
    }

    void write_cell(const Element& row, std::uint32_t at, bool header_row, std::size_t rows_left) {
        const Block& here = block(at);
        const bool header = header_row || here.header;
        const Element cell = row.add(header ? "th" : "td", {{"id", block_id(at)}});
        if (header) cell.attribute("scope", header_row ? "col" : "row");
        if (here.column_span > 1) cell.attribute("colspan", std::to_string(std::min(here.column_span, 1000)));
        // A cell may not reach out of its group of rows.
        const std::size_t row_span =
            here.row_span > 1 ? std::min(static_cast<std::size_t>(here.row_span), rows_left) : 1;
        if (row_span > 1) cell.attribute("rowspan", std::to_string(row_span));
        const bool outer = std::exchange(in_header_cell_, in_header_cell_ || header);
        for (std::uint32_t i = at + 1; i < ends_[at];) i = write_run(cell, i, ends_[at]);
        in_header_cell_ = outer;
    }

    // ---- Footnotes ----

    void write_footnotes(const Element& parent) {
        if (footnotes_.empty()) return;
        const Element section = parent.add("section", {{"class", "footnotes"}});
        section.add("h2", {{"id", "footnotes"}}, "Footnotes");
        const Element list = section.add("ol", {{"role", "list"}});
        // Where a footnote stands, no page begins.
        context_.marks_pages = false;
        for (std::uint32_t at : footnotes_) {
            const Element item = list.add("li", {{"id", block_id(at)}, {"class", "item"}});
            add_label(item, block(at), "label");
            const Element text = item.add("span");
            add_inline(text, at, context_);
            for (const std::string& mark : context_.footnote_marks[at]) {
                text.text(" ");
                text.add("a", {{"href", "#" + mark}, {"class", "back"}, {"title", "Back to the text"}},
                         "back to the text");
            }
            list.newline();
        }
    }

    InlineContext& context_;
    const Document& document_;
    std::vector<std::size_t> depths_;  ///< of the sections, 1 the outermost
    std::vector<std::uint32_t> ends_;  ///< by block: behind the last that it holds, or behind itself
    std::vector<int> levels_;          ///< of the headings above that no section was made of
    std::vector<std::uint32_t> footnotes_;
    std::uint32_t next_section_ = 0;
    bool in_header_cell_ = false;
};

}  // namespace

void add_text(const Element& parent, InlineContext& context) {
    TextWriter(context).write(parent);
}

}  // namespace sheaf::html
