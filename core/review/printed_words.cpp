#include "review/printed_words.hpp"

#include <algorithm>

#include "sheaf/text.hpp"

namespace sheaf::review {

namespace {

constexpr double slack = 1.5;  // points by which a word may stand out of its block
/// How far ahead a word is looked for, in bytes: what lies between may be printed otherwise than it reads.
constexpr std::size_t reach = 160;

bool holds(const Box& outer, const Box& inner) {
    const double x = (inner.left + inner.right) / 2, y = (inner.top + inner.bottom) / 2;
    return x >= outer.left - slack && x <= outer.right + slack && y >= outer.top - slack &&
           y <= outer.bottom + slack;
}

/// In reading order: line by line, words of one line from left to right.
void sort_lines(std::vector<const PrintedWord*>& words) {
    std::stable_sort(words.begin(), words.end(),
                     [](const PrintedWord* a, const PrintedWord* b) { return a->box.top < b->box.top; });
    for (auto line = words.begin(); line != words.end();) {
        const double middle = ((*line)->box.top + (*line)->box.bottom) / 2;
        auto end = line;
        while (end != words.end() && (*end)->box.top < middle) ++end;
        if (end == line) ++end;
        std::stable_sort(
            line, end, [](const PrintedWord* a, const PrintedWord* b) { return a->box.left < b->box.left; });
        line = end;
    }
}

class Placing {
  public:
    Placing(BlockId block, const std::string& text, Range range, std::vector<PlacedWord>& placed)
        : block_(block),
          text_(text),
          end_(std::min<std::size_t>(range.end, text.size())),
          at_(range.start),
          placed_(placed) {}

    void place(const PrintedWord& word) {
        std::string wanted = text::to_nfc(word.text);
        if (wanted.empty()) return;
        // A word that a line end cuts is printed with a hyphen that the text does not have.
        if (find(wanted, word.box) ||
            (wanted.back() == '-' && find(wanted.substr(0, wanted.size() - 1), word.box)))
            return;
    }

  private:
    bool find(const std::string& wanted, const Box& box) {
        if (wanted.empty()) return false;
        const std::size_t found = text_.find(wanted, at_);
        if (found == std::string::npos || found + wanted.size() > end_ || found > at_ + reach) return false;
        at_ = found + wanted.size();
        placed_.push_back(
            {block_, {static_cast<std::uint32_t>(found), static_cast<std::uint32_t>(at_)}, box});
        return true;
    }

    BlockId block_;
    const std::string& text_;
    std::size_t end_, at_;
    std::vector<PlacedWord>& placed_;
};

}  // namespace

std::vector<PlacedWord> place_words(const Document& document, int page,
                                    std::span<const PrintedWord> printed) {
    std::vector<PlacedWord> placed;
    for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
        const Block& block = document.blocks[i];
        if (block.text.empty()) continue;
        for (const Region& region : block.regions) {
            if (region.page != page) continue;
            std::vector<const PrintedWord*> inside;
            for (const PrintedWord& word : printed)
                if (holds(region.box, word.box)) inside.push_back(&word);
            sort_lines(inside);
            Placing placing(BlockId{i}, block.text, region.range, placed);
            for (const PrintedWord* word : inside) placing.place(*word);
        }
    }
    return placed;
}

}  // namespace sheaf::review
