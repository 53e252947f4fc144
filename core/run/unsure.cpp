#include "run/unsure.hpp"

#include <algorithm>
#include <set>

#include "base/codes.hpp"
#include "base/wording.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

/// What is read with less is more often wrong than right.
constexpr float near_none = 0.3F;
constexpr std::size_t most_told = 20, longest_unsure = 60;

/// Specks are read as marks; only letters and figures say something.
bool says_something(std::string_view words) {
    for (std::size_t at = 0; at < words.size();)
        if (const char32_t c = text::next(words, at); text::is_letter(c) || text::is_digit(c)) return true;
    return false;
}

class Doubts {
  public:
    explicit Doubts(Document& document) : document_(document) {}

    void run() {
        for (Record& record : document_.records) {
            look_at(record, record.anchors);
            for (const Field& field : record.fields) look_at(record, field.anchors);
        }
        if (told_.size() > most_told)
            tell(std::to_string(told_.size() - most_told) +
                     " more words of records were read with little confidence",
                 {});
    }

  private:
    void look_at(Record& record, const std::vector<Anchor>& anchors) {
        for (const Anchor& anchor : anchors) {
            const Block& block = document_[anchor.block];
            for (const Span& span : block.spans) {
                if (span.style.confidence >= near_none || span.range.end <= anchor.range.start ||
                    span.range.start >= anchor.range.end)
                    continue;
                const std::string words =
                    block.text.substr(span.range.start, span.range.end - span.range.start);
                if (!says_something(words)) continue;
                record.confidence = std::min(record.confidence, static_cast<double>(span.style.confidence));
                // Once for the words, whatever rests on them.
                if (!told_.emplace(anchor.block.value, span.range.start).second || told_.size() > most_told)
                    continue;
                Place place;
                place.page = block.page();
                if (!block.regions.empty()) place.box = block.regions.front().box;
                tell("`" + shortened(words, longest_unsure) + "` in a " + record.type +
                         " was read from the picture of the page with a confidence of " +
                         std::to_string(static_cast<int>(span.style.confidence * 100)) + " %",
                     place);
            }
        }
    }

    void tell(std::string message, const Place& place) {
        document_.diagnostics.push_back(
            diagnose(codes::record_unsure, std::move(message), place, "compare the words with the page"));
    }

    Document& document_;
    std::set<std::pair<std::uint32_t, std::uint32_t>> told_;  ///< block and place of words
};

}  // namespace

void doubt_unsure_words(Document& document) {
    const bool any = std::any_of(document.blocks.begin(), document.blocks.end(), [](const Block& block) {
        return std::any_of(block.spans.begin(), block.spans.end(),
                           [](const Span& span) { return span.style.confidence < near_none; });
    });
    if (any) Doubts(document).run();
}

}  // namespace sheaf
