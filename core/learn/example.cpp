#include "learn/example.hpp"

#include <algorithm>

#include "learn/phrases.hpp"
#include "score/compare.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::learn {

namespace {

/// What stands around an item's number, in bytes: brackets, a space, a full stop.
constexpr std::size_t longest_brackets = 5;
/// Blocks of one item at most.
constexpr std::uint32_t longest_item = 40;

Shape shape_of(const Document& document, BlockId id) {
    const Block& block = document[id];
    if (text::row_of(document, id)) return Shape::row;
    if (block.kind == BlockKind::heading) return Shape::heading;
    if (is_number_label(block.label)) return Shape::number;
    return block.kind == BlockKind::list_item ? Shape::bullet : Shape::paragraph;
}

/// The words of the mark in plain text, typography and case set aside.
std::optional<Range> find_words(std::string_view plain, std::string_view mark) {
    const std::string wanted = text::plain(mark).text;
    auto at = plain.find(wanted);
    std::size_t size = wanted.size();
    if (at == std::string_view::npos) {
        // A closing mark may be missing in one of them.
        const std::size_t shorter = wanted.find_last_not_of(" .:;,") + 1;
        at = plain.find(wanted.substr(0, shorter));
        size = shorter;
    }
    if (at == std::string_view::npos || size == 0) return std::nullopt;
    return Range{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + size)};
}

/// The blocks from `first` on whose texts together are the mark; none when they are not.
std::vector<BlockId> joined(const Document& document, std::uint32_t first, const std::string& wanted) {
    std::vector<BlockId> blocks;
    std::string text;
    for (std::uint32_t i = first; i < document.blocks.size() && i < first + longest_item; ++i) {
        const Block& block = document.blocks[i];
        if (block.text.empty() || block.kind == BlockKind::furniture || block.kind == BlockKind::footnote)
            continue;
        text += (text.empty() ? "" : " ") + block.text;
        blocks.push_back(BlockId{i});
        const std::string key = score::key(text);
        if (key == wanted) return blocks;
        if (key.size() > wanted.size() || !wanted.starts_with(key)) break;
    }
    return {};
}

}  // namespace

std::vector<const Mark*> Example::of(std::string_view what) const {
    std::vector<const Mark*> found;
    for (const Mark& mark : marks)
        if (mark.what == what) found.push_back(&mark);
    return found;
}

std::optional<Located> locate(const Example& example, const Mark& mark) {
    const Document& document = example.document;
    const std::string wanted = score::key(mark.text);
    if (wanted.empty()) return std::nullopt;
    std::optional<Located> best;
    int best_rank = 0;
    for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
        const Block& block = document.blocks[i];
        if (block.text.empty() || block.kind == BlockKind::furniture || block.kind == BlockKind::footnote)
            continue;
        const std::string key = score::key(block.text);
        Located found{
            &mark, &example, shape_of(document, {i}), {}, block.section, text::plain(block.text).text, {}};
        found.range = {0, static_cast<std::uint32_t>(found.text.size())};
        int rank = 0;
        if (key == wanted) {
            found.blocks = {BlockId{i}};
            rank = 4;
        } else if (!key.empty() && wanted.starts_with(key)) {
            found.blocks = joined(document, i, wanted);
            rank = found.blocks.empty() ? 0 : 3;
        } else if (key.size() > wanted.size()) {
            if (const auto range = find_words(found.text, mark.text)) {
                found.blocks = {BlockId{i}};
                found.range = *range;
                // A number of its own behind the words belongs to the item.
                const auto label = mark.more.find("label");
                const std::string_view rest = std::string_view(found.text).substr(range->end);
                const bool said = label != mark.more.end() &&
                                  rest.find(label->second) != std::string_view::npos &&
                                  rest.size() <= label->second.size() + longest_brackets;
                const auto number = own_number(rest);
                const bool labelled = range->start == 0 && (said || (number && number->before == 0));
                if (found.shape != Shape::row && !labelled) found.shape = Shape::sentence;
                rank = 2;
            }
        }
        if (rank == 0) continue;
        // The page that is said decides between equal words.
        if (mark.page && block.page() == mark.page) rank += 4;
        if (rank > best_rank) {
            best = std::move(found);
            best_rank = rank;
        }
    }
    return best;
}

std::string words_seen(const Located& located, Shape shape) {
    const Range range = located.range;
    return shape == Shape::sentence ? located.text.substr(range.start, range.end - range.start)
                                    : located.text;
}

bool has_shape(const Document& document, BlockId id, Shape shape) {
    const Block& block = document[id];
    if (block.text.empty() || !text::is_text(block)) return false;
    const Shape own = shape_of(document, id);
    return own == shape || (shape == Shape::sentence && own != Shape::heading);
}

bool has_line(const Example& example, const Pattern& pattern) {
    return std::any_of(example.document.blocks.begin(), example.document.blocks.end(),
                       [&](const Block& block) { return pattern.found_in(text::fold(block.text)); });
}

std::string title_of(const Document& document, SectionId section) {
    return section ? text::fold(document[section].title) : std::string();
}

}  // namespace sheaf::learn
