// The invariants of blocks: each by itself, and the containers.
#include <algorithm>
#include <cmath>

#include "sheaf/number.hpp"
#include "sheaf/text.hpp"
#include "validation.hpp"

namespace sheaf {

namespace {

bool is_container(BlockKind kind) {
    return kind == BlockKind::table || kind == BlockKind::row || kind == BlockKind::cell;
}

/// One block, with its name made only when something is wrong.
class BlockCheck {
  public:
    BlockCheck(Validation& validation, std::size_t position)
        : validation_(validation), block_(validation.document.blocks[position]), position_(position) {}

    void run() {
        if (block_.kind > BlockKind::furniture) fail("the kind is none of the model's");
        check_text();
        check_shape();
        check_spans();
        check_regions();
    }

  private:
    void fail(std::string_view what) { validation_.fail(block_name(position_), what); }
    void fail_if(std::string_view subject, std::string_view fault) {
        if (!fault.empty()) fail(std::string(subject) + ' ' + std::string(fault));
    }

    void check_text() {
        fail_if("the text", fault_of_text(block_.text, true));
        fail_if("the label", fault_of_text(block_.label, false));
        if (!block_.basis.empty() && !text::is_valid_utf8(block_.basis)) fail("the basis is not valid UTF-8");
        if (is_container(block_.kind) && !(block_.text.empty() && block_.label.empty()))
            fail("a " + std::string(name(block_.kind)) + " has text of its own");
    }

    void check_shape() {
        const bool ranked = block_.kind == BlockKind::heading || block_.kind == BlockKind::list_item;
        if (ranked && block_.level < 1) fail("the level of a heading or list item is below 1");
        if (!ranked && block_.level != 0) fail("a level where there is neither a heading nor a list item");
        if (block_.column_span < 1 || block_.row_span < 1) fail("a cell spans less than one column or row");
        if (block_.kind != BlockKind::cell && (block_.column_span != 1 || block_.row_span != 1))
            fail("what is no cell spans columns or rows");
        if (block_.header && block_.kind != BlockKind::cell && block_.kind != BlockKind::row)
            fail("what is neither a row nor a cell is marked as a header");
    }

    void check_spans() {
        std::uint32_t from = 0;
        for (std::size_t i = 0; i < block_.spans.size(); ++i) {
            const Span& span = block_.spans[i];
            const auto subject = [&] { return "span " + std::to_string(i + 1); };
            if (const auto fault = fault_of_range(span.range, block_.text); !fault.empty())
                fail_if(subject(), fault);
            if (span.range.start < from) fail(subject() + " begins before the one in front of it ends");
            from = std::max(from, span.range.end);
            if (!span.mark.empty() && span.range.start != span.range.end)
                fail(subject() + " bears a footnote mark and covers text");
            if (const auto fault = fault_of_text(span.mark, false); !fault.empty())
                fail(subject() + ": the mark " + std::string(fault));
            check_style(span.style, i);
        }
    }

    void check_style(const Style& style, std::size_t span) {
        const auto fail_style = [&](std::string_view what) {
            fail("span " + std::to_string(span + 1) + ": " + std::string(what));
        };
        if (!std::isfinite(style.size) || style.size < 0)
            fail_style("the font size is no finite number, or negative");
        if (!(style.confidence >= 0 && style.confidence <= 1))
            fail_style("the confidence is not within 0 and 1");
        if (!style.color.empty() && !(style.color[0] == '#' && is_hex(style.color.substr(1), 6)))
            fail_style("the colour " + in_quotes(style.color) + " is not of the form #rrggbb");
        if (!style.change.empty() && !style.change.starts_with("inserted") &&
            !style.change.starts_with("deleted"))
            fail_style("the tracked change " + in_quotes(style.change) + " is neither inserted nor deleted");
        if (!std::all_of(style.field.begin(), style.field.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
            fail_style("the field " + in_quotes(style.field) + " is not named in capital letters");
        for (const std::string* text : {&style.link, &style.language, &style.change, &style.font})
            if (!text->empty() && !text::is_valid_utf8(*text))
                fail_style("the link, language, change or font is not valid UTF-8");
        if (style.link.starts_with('#') && !is_block_link(style.link))
            fail_style("the link " + in_quotes(style.link) + " leads to no block");
    }

    bool is_block_link(std::string_view link) const {
        if (!link.starts_with("#b") || link.substr(2).starts_with('0')) return false;
        const auto number = text::whole_number<std::uint64_t>(link.substr(2));
        return number && *number <= validation_.document.blocks.size();
    }

    void check_regions() {
        std::uint32_t from = 0;
        int page = 0;
        for (std::size_t i = 0; i < block_.regions.size(); ++i) {
            const Region& region = block_.regions[i];
            const auto subject = [&] { return "region " + std::to_string(i + 1); };
            if (const auto fault = fault_of_range(region.range, block_.text); !fault.empty())
                fail_if(subject(), fault);
            if (const auto fault = fault_of_box(region.box); !fault.empty())
                fail(subject() + ": the box " + std::string(fault));
            if (region.range.start < from) fail(subject() + " begins before the one in front of it ends");
            from = std::max(from, region.range.end);
            if (region.page < 1 || static_cast<std::size_t>(region.page) > validation_.document.pages.size())
                fail(subject() + " stands on page " + std::to_string(region.page) + ", which there is not");
            if (region.page < page)
                fail(subject() + " stands on a page before that of the one in front of it");
            page = region.page;
        }
    }

    Validation& validation_;
    const Block& block_;
    std::size_t position_;
};

/// Why a block may not stand in that container, or nowhere; empty when it may.
std::string_view fault_of_holder(BlockKind kind, const Block* holder) {
    if (kind == BlockKind::row && (!holder || holder->kind != BlockKind::table))
        return "a row stands outside a table";
    if (kind == BlockKind::cell && (!holder || holder->kind != BlockKind::row))
        return "a cell stands outside a row";
    if (!holder) return {};
    if (!is_container(holder->kind)) return "it stands in a block that is no container";
    if (holder->kind == BlockKind::table && kind != BlockKind::row)
        return "it stands in a table, but not in one of its cells";
    if (holder->kind == BlockKind::row && kind != BlockKind::cell)
        return "it stands in a row, but not in one of its cells";
    return {};
}

}  // namespace

void check_blocks(Validation& validation) {
    for (std::size_t i = 0; i < validation.document.blocks.size(); ++i) BlockCheck(validation, i).run();
}

void check_containers(Validation& validation) {
    const auto& blocks = validation.document.blocks;
    std::vector<std::uint32_t> open;  // the containers around the block at hand
    for (std::uint32_t i = 0; i < blocks.size(); ++i) {
        const Block& block = blocks[i];
        if (block.parent && block.parent.value >= i) {
            validation.fail(block_name(i), "its container does not stand before it");
            if (is_container(block.kind)) open.push_back(i);
            continue;
        }
        const Block* holder = block.parent ? &blocks[block.parent.value] : nullptr;
        if (const auto fault = fault_of_holder(block.kind, holder); !fault.empty())
            validation.fail(block_name(i), fault);
        while (!open.empty() && (!holder || open.back() != block.parent.value)) open.pop_back();
        if (holder && open.empty())
            validation.fail(block_name(i), "its container is not contiguous: something else stands between");
        if (is_container(block.kind)) open.push_back(i);
    }
}

}  // namespace sheaf
