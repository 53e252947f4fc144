// For tests of stages: documents built in a few lines, a context that remembers what was reported, a sink
// that keeps what was written, and what differs between two documents. Link with `sheaf::testing`.
//
//     TEST_CASE("a demand becomes a record") {
//         sheaf::testing::DocumentBuilder letter;
//         letter.heading(1, "Demands").paragraph("You must act.");
//         sheaf::Document document = letter;
//         sheaf::testing::TestContext context;
//         stage.apply(document, context);
//         CHECK(document.records.size() == 1);
//     }
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/plugin.hpp"

/// What tests of plugins are made of.
namespace sheaf::testing {

/// Builds a valid document block by block, in reading order. Blocks get regions on the current page, line
/// under line; headings open sections; the ledger adds up.
class DocumentBuilder {
  public:
    DocumentBuilder() { page(); }

    /// Begins a new page of A4 for the blocks that follow.
    DocumentBuilder& page() {
        Page next;
        next.number = static_cast<int>(document_.pages.size()) + 1;
        next.width = 595;
        next.height = 842;
        document_.pages.push_back(next);
        top_ = 60;
        return *this;
    }
    /// The letter belongs to the family of that profile.
    DocumentBuilder& profile(std::string name) {
        document_.profile = std::move(name);
        return *this;
    }
    /// No block gets a region: as from a format without pages.
    DocumentBuilder& without_pages() {
        paged_ = false;
        document_.pages.clear();
        return *this;
    }

    /// A heading, and the section that it opens.
    DocumentBuilder& heading(int level, std::string text, std::string number = {}) {
        Section section;
        section.level = level;
        section.title = text;
        section.number = number;
        for (SectionId at = section_; at; at = document_[at].parent)
            if (document_[at].level < level) {
                section.parent = at;
                break;
            }
        section_ = {static_cast<std::uint32_t>(document_.sections.size())};
        section.heading = {static_cast<std::uint32_t>(document_.blocks.size())};
        document_.sections.push_back(std::move(section));
        Block block = made(BlockKind::heading, std::move(text), std::move(number));
        block.level = level;
        return add(std::move(block)).bold(14);
    }
    /// A heading as an input plugin proposes it: no section is opened.
    DocumentBuilder& proposed_heading(int level, std::string text, std::string number = {}) {
        Block block = made(BlockKind::heading, std::move(text), std::move(number));
        block.level = level;
        return add(std::move(block));
    }
    /// A paragraph, with its printed number if it has one.
    DocumentBuilder& paragraph(std::string text, std::string label = {}) {
        return add(made(BlockKind::paragraph, std::move(text), std::move(label)));
    }
    /// A list item with its bullet or number; `level` 1 is the outermost.
    DocumentBuilder& item(std::string text, std::string label = "•", int level = 1) {
        Block block = made(BlockKind::list_item, std::move(text), std::move(label));
        block.level = level;
        return add(std::move(block));
    }
    /// A footnote with its mark.
    DocumentBuilder& footnote(std::string text, std::string mark) {
        return add(made(BlockKind::footnote, std::move(text), std::move(mark)));
    }
    /// A running header or footer.
    DocumentBuilder& furniture(std::string text) {
        return add(made(BlockKind::furniture, std::move(text), {}));
    }

    /// A table of one paragraph a cell; an empty text is an empty cell. The first `header_rows` are headers.
    DocumentBuilder& table(const std::vector<std::vector<std::string>>& rows, std::size_t header_rows = 0) {
        const BlockId table = next();
        add(container(BlockKind::table, {}));
        for (std::size_t r = 0; r < rows.size(); ++r) {
            const BlockId row = next();
            Block row_block = container(BlockKind::row, table);
            row_block.header = r < header_rows;
            add(std::move(row_block));
            const double top = top_;
            double bottom = top;
            for (std::size_t c = 0; c < rows[r].size(); ++c) {
                const BlockId cell = next();
                Block cell_block = container(BlockKind::cell, row);
                cell_block.header = r < header_rows;
                add(std::move(cell_block));
                if (rows[r][c].empty()) continue;
                top_ = top;
                column_ = {70 + 455.0 * static_cast<double>(c) / static_cast<double>(rows[r].size()),
                           70 + 455.0 * static_cast<double>(c + 1) / static_cast<double>(rows[r].size())};
                Block block = made(BlockKind::paragraph, rows[r][c], {});
                block.parent = cell;
                add(std::move(block));
                bottom = std::max(bottom, top_);
            }
            column_ = {70, 525};
            top_ = bottom;
        }
        return *this;
    }

    /// Any block; its section is the current one unless it has one.
    DocumentBuilder& add(Block block) {
        if (!block.section && block.kind != BlockKind::furniture) block.section = section_;
        document_.blocks.push_back(std::move(block));
        return *this;
    }

    /// The whole of the last block is bold, and `size` points high.
    DocumentBuilder& bold(float size = 12) {
        Style style;
        style.bold = true;
        return styled(style, size);
    }
    /// The whole of the last block is `points` high.
    DocumentBuilder& size(float points) { return styled({}, points); }
    /// A footnote mark behind the first `before` of the last block.
    DocumentBuilder& mark(std::string_view before, std::string mark) {
        Block& block = document_.blocks.back();
        const auto at = static_cast<std::uint32_t>(block.text.find(before) + before.size());
        Span span;
        span.range = {at, at};
        span.mark = std::move(mark);
        span.style.superscript = true;
        block.spans = {span};
        return *this;
    }
    /// The last block goes on at the top of a new page, from `from` on.
    DocumentBuilder& continues_on_next_page(std::string_view from) {
        Block& block = document_.blocks.back();
        const auto at = static_cast<std::uint32_t>(block.text.find(from));
        page();
        if (!block.regions.empty()) {
            block.regions.back().range.end = at;
            block.regions.push_back({static_cast<int>(document_.pages.size()),
                                     {column_.first, top_, column_.second, top_ + 14},
                                     {at, static_cast<std::uint32_t>(block.text.size())}});
        }
        top_ += 20;
        return *this;
    }
    /// The last block so far, to change what has no function here.
    Block& last() { return document_.blocks.back(); }

    /// The document so far.
    Document build() const {
        Document document = document_;
        document.source.name = "test";
        document.source.sha256 = std::string(64, '0');
        document.source.media_type = "application/x-test";
        const auto count = static_cast<std::uint32_t>(document.blocks.size());
        for (std::uint32_t i = 0; i < document.sections.size(); ++i) {
            Section& section = document.sections[i];
            section.first = section.heading;
            section.last = {count - 1};
            for (std::uint32_t j = i + 1; j < document.sections.size(); ++j)
                if (document.sections[j].level <= section.level) {
                    section.last = {document.sections[j].heading.value - 1};
                    break;
                }
        }
        const auto [blocks, furniture] = count_text(document);
        document.ledger.blocks = blocks;
        document.ledger.furniture = furniture;
        document.ledger.read = blocks + furniture;
        return document;
    }
    /// As `build`.
    operator Document() const { return build(); }

  private:
    BlockId next() const { return {static_cast<std::uint32_t>(document_.blocks.size())}; }

    Block made(BlockKind kind, std::string text, std::string label) {
        Block block;
        block.kind = kind;
        block.text = std::move(text);
        block.label = std::move(label);
        if (paged_) {
            const std::size_t lines = 1 + block.text.size() / 90;
            const double height = 14 * static_cast<double>(lines);
            Region region;
            region.page = static_cast<int>(document_.pages.size());
            region.box = {column_.first, top_, column_.second, top_ + height};
            region.range = {0, static_cast<std::uint32_t>(block.text.size())};
            block.regions = {region};
            top_ += height + 6;
        }
        return block;
    }
    static Block container(BlockKind kind, BlockId parent) {
        Block block;
        block.kind = kind;
        block.parent = parent;
        return block;
    }
    DocumentBuilder& styled(Style style, float size) {
        Block& block = document_.blocks.back();
        style.size = size;
        Span span;
        span.range = {0, static_cast<std::uint32_t>(block.text.size())};
        span.style = std::move(style);
        block.spans = {span};
        return *this;
    }

    Document document_;
    SectionId section_;
    bool paged_ = true;
    double top_ = 60;
    std::pair<double, double> column_ = {70, 525};
};

/// A context that keeps what is reported.
class TestContext : public Context {
  public:
    /// `types` are what `record_types` gives; they must outlive the context.
    explicit TestContext(std::span<const RecordSpec> types = {}) : types_(types) {}
    void report(Severity severity, std::string_view code, std::string message, Place place,
                std::string hint) override {
        diagnostics.push_back(
            {severity, std::string(code), std::move(message), {}, std::move(place), std::move(hint)});
    }
    std::span<const RecordSpec> record_types() const override { return types_; }
    std::string_view password() const override { return {}; }

    /// Whether a diagnostic of that code was reported.
    bool reported(std::string_view code) const {
        for (const Diagnostic& diagnostic : diagnostics)
            if (diagnostic.code == code) return true;
        return false;
    }

    std::vector<Diagnostic> diagnostics;  ///< all that was reported, in order

  private:
    std::span<const RecordSpec> types_;
};

/// A sink that keeps the files, by suffix.
class TestSink : public Sink {
  public:
    void write(std::string_view suffix, std::string_view bytes) override {
        files[std::string(suffix)] = std::string(bytes);
    }
    std::map<std::string, std::string, std::less<>> files;  ///< what was written, by suffix
};

/// The document as lines for people: a line for each block, section, record and field.
std::string readable(const Document& document);

/// How the documents differ: lines of `readable` that only one of them has, marked `-` (expected) and `+` (found), with
/// the lines around them. Empty if and only if they are equal, so that a test says
/// `CHECK(differences(expected, document) == "")`.
std::string differences(const Document& expected, const Document& found);

/// Option values as a stage gets them: `options({{"name", "x"}, {"patterns", std::vector<std::string>{"a"}}})`.
inline Options options(const std::vector<std::pair<std::string, Options::Value>>& values) {
    Options made;
    for (const auto& [name, value] : values) made.set(name, value);
    return made;
}

}  // namespace sheaf::testing
