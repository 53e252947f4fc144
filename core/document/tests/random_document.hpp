// Valid documents at random: the same for the same seed, on every machine.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

class RandomDocument {
  public:
    explicit RandomDocument(std::uint64_t seed) : random_(seed) {}

    Document make() {
        make_source();
        make_pages();
        const std::size_t blocks = below(40);
        while (document_.blocks.size() < blocks) add_something();
        close_sections(0);
        make_records();
        make_diagnostics();
        make_ledger();
        return std::move(document_);
    }

  private:
    /// A number from 0 to n - 1. The library's distributions differ from machine to machine.
    std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(random_() % n); }
    bool chance(std::size_t in) { return below(in) == 0; }
    /// A multiple of 0.1.
    double tenths(std::size_t most) { return static_cast<double>(below(most * 10)) / 10; }

    std::string word() {
        static const std::vector<std::string> words = {
            "the",  "of",      "“care”", "plesio’n", "Ynys", "tŷ",   "\"quoted\"", "back\\slash",
            "a/b",  "<tag>",   "&amp;",  "x~y",      "\x01", "😀",    "日本",       "é",
            "50 %", "naïve–x", "{json}", "[1, 2]",   "null", "\x7F", "€",          "must"};
        return words[below(words.size())];
    }
    std::string words(std::size_t most, bool lines = false) {
        std::string text;
        for (std::size_t n = below(most + 1); n > 0; --n) {
            if (!text.empty()) text += lines && chance(8) ? '\n' : ' ';
            text += word();
        }
        return text;
    }
    std::string name() {
        static const std::vector<std::string> names = {"text",  "label", "kind", "due_date",
                                                       "count", "share", "done"};
        return names[below(names.size())];
    }
    std::string hex(std::size_t size) {
        std::string digits;
        while (digits.size() < size) digits += "0123456789abcdef"[below(16)];
        return digits;
    }

    /// Ascending positions on code-point boundaries, `count` of them.
    std::vector<std::uint32_t> positions(const std::string& text, std::size_t count) {
        std::vector<std::uint32_t> boundaries = {0};
        for (std::size_t at = 0; at < text.size();) {
            text::next(text, at);
            boundaries.push_back(static_cast<std::uint32_t>(at));
        }
        std::vector<std::uint32_t> chosen;
        for (std::size_t i = 0; i < count; ++i) chosen.push_back(boundaries[below(boundaries.size())]);
        std::sort(chosen.begin(), chosen.end());
        return chosen;
    }

    Box box() {
        const double left = tenths(300), top = tenths(300);
        // The sum is rounded, so that it is the number next to a multiple of 0.1.
        const auto sum = [](double a, double b) { return std::round((a + b) * 10) / 10; };
        return {left, top, sum(left, tenths(300)), sum(top, tenths(500))};
    }

    void make_source() {
        Source& source = document_.source;
        source = {words(3), hex(64),   "application/x-test",       random_(),
                  words(2), chance(2), static_cast<Ocr>(below(3)), "cy",
                  {}};
        if (chance(2)) source.properties["title"] = words(3);
        if (source.name.starts_with('/')) source.name.clear();
        document_.profile = chance(2) ? "family" : "";
    }

    void make_pages() {
        for (std::size_t n = below(5), i = 0; i < n; ++i)
            document_.pages.push_back({static_cast<int>(i) + 1, tenths(900), tenths(900),
                                       static_cast<int>(90 * below(4)), chance(2) ? words(1) : ""});
    }

    Style style() {
        Style style;
        style.bold = chance(2);
        style.italic = chance(4);
        style.superscript = chance(8);
        style.underline = chance(8);
        style.strike = chance(8);
        style.size = chance(2) ? 0 : static_cast<float>(tenths(20)) + 0.04f;
        if (chance(4)) style.link = chance(2) ? "https://example.org/?a=b&c" : "#b1";
        if (chance(8)) style.language = "cy";
        if (chance(8)) style.color = "#" + hex(6);
        if (chance(8)) style.change = chance(2) ? "inserted A. Writer 2026-01-02" : "deleted";
        if (chance(8)) style.field = "SAVEDATE";
        if (chance(8)) style.font = "Wingdings";
        if (chance(8)) style.confidence = static_cast<float>(below(100)) / 100;
        return style;
    }

    Block block(BlockKind kind) {
        Block block;
        block.kind = kind;
        block.section = section();
        block.text = words(14, true);
        block.label = chance(3) ? std::to_string(below(9)) + "." : "";
        if (chance(4)) block.basis = words(5);
        const auto ends = positions(block.text, 2 * below(4));
        for (std::size_t i = 0; i + 1 < ends.size(); i += 2) {
            block.spans.push_back({{ends[i], ends[i + 1]}, style(), {}});
            if (chance(3))
                block.spans.push_back({{ends[i + 1], ends[i + 1]}, style(), std::to_string(1 + below(9))});
        }
        add_regions(block);
        return block;
    }

    void add_regions(Block& block) {
        if (document_.pages.empty()) return;
        const auto size = static_cast<std::uint32_t>(block.text.size());
        const int page = 1 + static_cast<int>(below(document_.pages.size()));
        if (chance(3) && page < static_cast<int>(document_.pages.size())) {
            const auto middle = positions(block.text, 1)[0];
            block.regions = {{page, box(), {0, middle}}, {page + 1, box(), {middle, size}}};
        } else if (!chance(6)) {
            block.regions = {{page, box(), {0, size}}};
        }
    }

    SectionId section() const { return open_.empty() ? SectionId{} : SectionId{open_.back()}; }

    /// Ends the open sections of this level and deeper, where the document stands now.
    void close_sections(int level) {
        const auto last = static_cast<std::uint32_t>(document_.blocks.size()) - 1;
        while (!open_.empty() && document_.sections[open_.back()].level >= level) {
            document_.sections[open_.back()].last = {last};
            open_.pop_back();
        }
    }

    void add(Block block) { document_.blocks.push_back(std::move(block)); }

    void add_something() {
        switch (below(8)) {
            case 0:
                add_heading();
                break;
            case 1:
                add_table({}, 2);
                break;
            case 2:
                add(block(BlockKind::figure));
                break;
            case 3:
                add(block(BlockKind::footnote));
                break;
            case 4:
                add_furniture();
                break;
            case 5:
                for (std::size_t n = 1 + below(4); n > 0; --n) {
                    Block item = block(BlockKind::list_item);
                    item.level = 1 + static_cast<int>(below(3));
                    add(std::move(item));
                }
                break;
            default:
                add(block(BlockKind::paragraph));
        }
    }

    void add_furniture() {
        Block furniture = block(BlockKind::furniture);
        if (chance(2)) furniture.section = {};
        add(std::move(furniture));
    }

    void add_heading() {
        const int level = 1 + static_cast<int>(below(3));
        close_sections(level);
        Section made;
        made.parent = section();
        made.level = level;
        made.number = chance(2) ? std::to_string(below(9)) : "";
        made.title = words(6);
        const auto at = static_cast<std::uint32_t>(document_.blocks.size());
        made.heading = made.first = made.last = {at};
        open_.push_back(static_cast<std::uint32_t>(document_.sections.size()));
        document_.sections.push_back(std::move(made));
        for (std::size_t n = 1 + below(2); n > 0; --n) {
            Block heading = block(BlockKind::heading);
            heading.level = level;
            add(std::move(heading));
            if (n > 1 && chance(3)) add_furniture();
        }
    }

    void add_container(Block& made, BlockId parent) {
        made.parent = parent;
        made.section = section();
        if (chance(3)) add_regions(made);
        add(made);
    }

    void add_table(BlockId parent, int depth) {
        const auto next = [&] { return BlockId{static_cast<std::uint32_t>(document_.blocks.size())}; };
        const BlockId table = next();
        Block made;
        made.kind = BlockKind::table;
        add_container(made, parent);
        for (std::size_t rows = below(3); rows > 0; --rows) {
            const BlockId row = next();
            Block row_block;
            row_block.kind = BlockKind::row;
            row_block.header = chance(3);
            add_container(row_block, table);
            for (std::size_t cells = below(4); cells > 0; --cells) {
                const BlockId cell = next();
                Block cell_block;
                cell_block.kind = BlockKind::cell;
                cell_block.header = chance(3);
                cell_block.column_span = 1 + static_cast<int>(below(2));
                cell_block.row_span = 1 + static_cast<int>(below(2));
                add_container(cell_block, row);
                for (std::size_t n = below(3); n > 0; --n) {
                    Block inner = block(BlockKind::paragraph);
                    inner.parent = cell;
                    add(std::move(inner));
                }
                if (depth > 1 && chance(6)) add_table(cell, depth - 1);
            }
        }
    }

    FieldValue value() {
        switch (below(7)) {
            case 0:
                return std::monostate();
            case 1:
                return chance(2);
            case 2:
                return static_cast<std::int64_t>(random_());
            case 3:
                return static_cast<double>(static_cast<std::int64_t>(random_())) / 1e7;
            case 4:
                return static_cast<double>(below(4));  // a whole number that is no integer
            case 5: {
                std::vector<std::string> texts;
                for (std::size_t n = below(4); n > 0; --n) texts.push_back(words(3));
                return texts;
            }
            default:
                return words(6);
        }
    }

    std::vector<Anchor> anchors() {
        std::vector<Anchor> anchors;
        if (document_.blocks.empty()) return anchors;
        for (std::size_t n = below(3); n > 0; --n) {
            const auto at = static_cast<std::uint32_t>(below(document_.blocks.size()));
            const auto ends = positions(document_.blocks[at].text, 2);
            anchors.push_back({{at}, {ends[0], ends[1]}});
        }
        return anchors;
    }

    void make_records() {
        for (const char* type : {"recommendation", "metadata", "judgement", "of_an_outsider"}) {
            const std::size_t most = type == std::string("metadata") ? 2 : 5;
            std::vector<Record> made;
            for (std::size_t n = below(most); n > 0; --n) made.push_back(record(type));
            std::stable_sort(made.begin(), made.end(), [](const Record& a, const Record& b) {
                const auto key = [](const Record& record) {
                    return record.anchors.empty()
                               ? std::pair<BlockId, Range>{}
                               : std::pair{record.anchors[0].block, record.anchors[0].range};
                };
                return key(a) < key(b);
            });
            for (Record& record : made) document_.records.push_back(std::move(record));
        }
    }

    Record record(const std::string& type) {
        Record record;
        record.id = hex(16);
        record.type = type;
        record.stage = words(1);
        record.rule = words(2);
        record.confidence = static_cast<double>(below(1001)) / 1000;
        record.anchors = anchors();
        for (std::size_t n = below(6); n > 0; --n) {
            Field field{name(), value(), {}};
            if (record.field(field.name)) continue;
            if (!std::holds_alternative<std::monostate>(field.value)) field.anchors = anchors();
            record.fields.push_back(std::move(field));
        }
        return record;
    }

    void make_diagnostics() {
        for (std::size_t n = below(4); n > 0; --n) {
            Diagnostic diagnostic;
            diagnostic.severity = static_cast<Severity>(below(4));
            diagnostic.code = "made-up";
            diagnostic.message = "It is said that " + words(5) + ".";
            diagnostic.stage = chance(2) ? "a stage" : "";
            diagnostic.hint = chance(2) ? words(5) : "";
            diagnostic.place.file = chance(4) ? words(1) : "";
            diagnostic.place.line = static_cast<int>(below(3));
            diagnostic.place.column = static_cast<int>(below(3));
            diagnostic.place.page = static_cast<int>(below(3));
            if (diagnostic.place.page > 0 && chance(2)) diagnostic.place.box = box();
            diagnostic.place.part = chance(4) ? "word/document.xml" : "";
            document_.diagnostics.push_back(std::move(diagnostic));
        }
    }

    void make_ledger() {
        Ledger& ledger = document_.ledger;
        std::tie(ledger.blocks, ledger.furniture) = count_text(document_);
        if (chance(2)) ledger.refused = {{"invisible", below(50)}, {"line-end hyphen", below(50)}};
        ledger.unaccounted = below(3);
        ledger.read = ledger.blocks + ledger.furniture + ledger.unaccounted;
        for (const auto& [reason, count] : ledger.refused) ledger.read += count;
    }

    std::mt19937_64 random_;
    Document document_;
    std::vector<std::uint32_t> open_;  ///< the sections around what is added next
};

}  // namespace sheaf
