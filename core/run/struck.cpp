#include "run/struck.hpp"

#include <algorithm>

#include "base/codes.hpp"
#include "base/wording.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

constexpr std::size_t longest_struck = 60;
constexpr double part_struck = 0.5;  ///< confidence in a record some of whose words are struck out

/// How many of some words are struck out.
struct Count {
    std::uint64_t all = 0, struck = 0;
    bool none() const { return struck == 0; }
    bool whole() const { return struck > 0 && struck == all; }
};

class Strikes {
  public:
    explicit Strikes(Document& document) : document_(document), told_(document.blocks.size()) {}

    void run() {
        std::erase_if(document_.records, [&](Record& record) {
            const Count count = count_in(record.anchors);
            if (count.whole()) {
                tell(record.anchors, "are no " + record.type);
                return true;
            }
            if (!count.none()) lower(record);
            for (Field& field : record.fields) {
                const Count own = count_in(field.anchors);
                if (own.whole()) {
                    tell(field.anchors, "are not taken for its `" + field.name + "`");
                    field.value = std::monostate{};
                    field.anchors.clear();
                } else if (!own.none()) {
                    lower(record);
                    tell(field.anchors, "are among those of its `" + field.name + "`");
                }
            }
            if (!count.none()) tell(record.anchors, "are among those of a " + record.type);
            return false;
        });
    }

  private:
    Count count_in(const std::vector<Anchor>& anchors) const {
        Count count;
        for (const Anchor& anchor : anchors) {
            const Block& block = document_[anchor.block];
            const auto visible = [&](std::uint32_t start, std::uint32_t end) {
                return start < end
                           ? text::count_visible(std::string_view(block.text).substr(start, end - start))
                           : 0;
            };
            count.all += visible(anchor.range.start, anchor.range.end);
            for (const Span& span : block.spans)
                if (span.style.strike)
                    count.struck += visible(std::max(span.range.start, anchor.range.start),
                                            std::min(span.range.end, anchor.range.end));
        }
        return count;
    }

    static void lower(Record& record) { record.confidence = std::min(record.confidence, part_struck); }

    /// Once for the words, whatever rests on them.
    void tell(const std::vector<Anchor>& anchors, const std::string& what) {
        const Block* first = nullptr;
        for (const Anchor& anchor : anchors) {
            const Block& block = document_[anchor.block];
            if (told_[anchor.block.value] || !struck_in(block)) continue;
            told_[anchor.block.value] = true;
            if (!first) first = &block;
        }
        if (!first) return;
        const Range range = struck_in(*first)->range;
        Place place;
        place.page = first->page();
        if (!first->regions.empty()) place.box = first->regions.front().box;
        document_.diagnostics.push_back(
            diagnose(codes::record_struck,
                     "the words `" +
                         shortened(first->text.substr(range.start, range.end - range.start), longest_struck) +
                         "` are struck out; they " + what,
                     place, "see what of it still holds"));
    }

    /// The first words of the block that are struck out; null when there are none.
    static const Span* struck_in(const Block& block) {
        const auto span = std::find_if(block.spans.begin(), block.spans.end(),
                                       [](const Span& one) { return one.style.strike; });
        return span == block.spans.end() ? nullptr : &*span;
    }

    Document& document_;
    std::vector<bool> told_;  ///< by block
};

}  // namespace

void leave_struck_out(Document& document) {
    const bool any = std::any_of(document.blocks.begin(), document.blocks.end(), [](const Block& block) {
        return std::any_of(block.spans.begin(), block.spans.end(),
                           [](const Span& span) { return span.style.strike; });
    });
    if (any) Strikes(document).run();
}

}  // namespace sheaf
