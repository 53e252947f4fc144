// Cells of tagged tables and the columns of the page.
#include <catch2/catch.hpp>

#include "letter_builder.hpp"

using namespace sheaf;
using namespace sheaf::pdf::test;

namespace {

/// A tagged table of three columns whose cells are tagged in that order in its last row; -1 leaves a cell out.
Document table_tagged(std::initializer_list<int> order) {
    const char* const texts[3][3] = {
        {"Measure", "April", "May"}, {"Visits", "494", "165"}, {"Lamps", "7", "9"}};
    LetterBuilder letter;
    letter.page();
    const int table = letter.element("Table");
    for (int r = 0; r < 3; ++r) {
        const int row = letter.element("TR", table);
        const std::vector<int> cells = r == 2 ? std::vector<int>(order) : std::vector<int>{0, 1, 2};
        for (const int c : cells)
            letter.text(50 + 100.0F * static_cast<float>(c), 100 + 20.0F * static_cast<float>(r), texts[r][c],
                        {.bold = r == 0, .node = letter.element(r == 0 ? "TH" : "TD", row)});
    }
    return letter.lay_out();
}

std::vector<std::string> last_row(const Document& document) {
    std::vector<std::string> row;
    BlockId last;
    for (std::uint32_t b = 0; b < document.blocks.size(); ++b)
        if (document.blocks[b].kind == BlockKind::row) last = BlockId{b};
    for (std::uint32_t b = 0; b < document.blocks.size(); ++b) {
        if (document.blocks[b].kind != BlockKind::cell || document.blocks[b].parent != last) continue;
        row.emplace_back();
        for (const Block& inner : document.blocks)
            if (inner.parent == BlockId{b}) row.back() += inner.text;
    }
    return row;
}

}  // namespace

TEST_CASE("Cells stand in the columns in which the page shows them") {
    using Row = std::vector<std::string>;
    CHECK(last_row(table_tagged({0, 1, 2})) == Row{"Lamps", "7", "9"});
    CHECK(table_tagged({0, 1, 2}).diagnostics.empty());
    const Document turned = table_tagged({2, 0, 1});
    CHECK(last_row(turned) == Row{"Lamps", "7", "9"});
    REQUIRE(turned.diagnostics.size() == 1);
    CHECK(turned.diagnostics[0].code == "pdf-tags-overruled");
    CHECK(last_row(table_tagged({0, 2})) == Row{"Lamps", "", "9"});
    CHECK(last_row(table_tagged({1, 2})) == Row{"", "7", "9"});
}
