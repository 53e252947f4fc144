#include "watermarks.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "places.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// Times the size of most text on the page: what is larger may be a watermark.
constexpr float large_mark = 1.8F;
/// Heights of capitals and of small letters, in em.
constexpr float cap_share = 0.72F, x_height = 0.5F;

/// The size of most of the page's characters.
float usual_size(const PageContent& page) {
    std::map<int, std::uint64_t> counts;  // by tenths of a point
    for (const Run& run : page.runs)
        if (!run.slanted) counts[static_cast<int>(std::lround(run.size * 10))] += run.count;
    int usual = 0;
    std::uint64_t most = 0;
    for (const auto& [size, count] : counts)
        if (count > most) {
            most = count;
            usual = size;
        }
    return static_cast<float>(usual) / 10;
}

/// A line of smaller text is printed where the run is: the letters of the one lie on those of the other over a good part of
/// the smaller line's length or of the run's. That is so with no heading, no drop cap, no figure beside the text; a heading
/// may be printed twice, and small.
bool is_crossed(const PageContent& page, const Run& run) {
    const float head = run.baseline - cap_share * run.size;
    const std::string words = text::squeeze(page.text_of(run));
    return std::any_of(page.runs.begin(), page.runs.end(), [&](const Run& other) {
        if (other.size * large_mark > run.size || other.direction != 0 || other.optional_hidden ||
            other.clipped || other.render_mode == 3 || other.hidden != Hidden::no)
            return false;
        // The other's small letters, from their feet to their heads.
        const float top = std::max(head, other.baseline - x_height * other.size);
        if (std::min(run.baseline, other.baseline) - top < 0.7F * x_height * other.size) return false;
        const float shared = std::min(other.right, run.right) - std::max(other.left, run.left);
        if (shared < 0.3F * std::min(run.right - run.left, other.right - other.left) ||
            shared < 4 * other.size)
            return false;
        const std::string small = text::squeeze(page.text_of(other));
        return !small.empty() && words.find(small) == std::string::npos &&
               small.find(words) == std::string::npos;
    });
}

/// Slanted words that are most of the page are its text: the page itself was turned.
bool is_turned(const PageContent& page) {
    std::uint64_t slanted = 0, all = 0;
    for (const Run& run : page.runs) {
        all += run.count;
        if (run.slanted) slanted += run.count;
    }
    return slanted > 60 && 2 * slanted > all;
}

/// All of a page's letters but a few are in runs of which that is so.
template <typename Is>
bool are_nearly_all(const PageContent& page, const Is& is) {
    std::uint64_t others = 0, all = 0;
    for (const Run& run : page.runs) {
        all += run.count;
        if (!is(run)) others += run.count;
    }
    return others * 10 < all;
}

bool is_shown(const Run& run) {
    return run.render_mode != 3 && !run.optional_hidden && !run.clipped && run.hidden == Hidden::no;
}

bool lies_in(const Run& run, const Box& box) {
    return run.left >= static_cast<float>(box.left) && run.right <= static_cast<float>(box.right) &&
           run.top >= static_cast<float>(box.top) - 0.3F * run.size &&
           run.bottom <= static_cast<float>(box.bottom) + 0.3F * run.size;
}

/// Neither black nor white nor grey.
bool is_coloured(std::uint32_t rgb) {
    const auto [low, high] = std::minmax({channel(rgb, 16), channel(rgb, 8), channel(rgb, 0)});
    return high - low > 80;
}

/// The runs in a frame that was stamped on the page: it fits closely around a few words, in its own colour, the largest of
/// them in capitals and larger than the text. Frames of headings and of panels are as wide as their column.
std::vector<Run*> stamped_in(PageContent& page, const Rule& frame, float usual) {
    constexpr std::size_t longest = 60;  // bytes
    std::vector<Run*> found;
    std::size_t length = 0;
    const Run* largest = nullptr;
    for (Run& run : page.runs) {
        if (run.direction != 0 || run.count == 0 || !is_shown(run) || !lies_in(run, frame.box)) continue;
        length += page.text_of(run).size();
        if (run.is_artifact || length > longest || !alike(run.color, frame.color)) return {};
        if (!largest || run.size > largest->size) largest = &run;
        found.push_back(&run);
    }
    if (!largest || largest->size < 1.25F * usual) return {};
    const double size = static_cast<double>(largest->size), width = frame.box.right - frame.box.left;
    if (width > static_cast<double>(largest->right - largest->left) + 5 * size ||
        frame.box.bottom - frame.box.top > 4 * size)
        return {};
    std::size_t letters = 0;
    const std::string_view words = page.text_of(*largest);
    for (std::size_t at = 0; at < words.size();) {
        const char32_t c = text::next(words, at);
        if (text::is_lower(c)) return {};
        letters += text::is_letter(c) ? 1 : 0;
    }
    return letters >= 3 ? found : std::vector<Run*>();
}

/// Says of the runs that they are no part of the text.
void take(const PageContent& page, Run& run, Stamp& stamp) {
    run.is_artifact = true;
    run.artifact = Artifact::watermark;
    const Box box{run.left, run.top, run.right, run.bottom};
    if (stamp.words.empty()) stamp.box = box;
    stamp.box = {std::min(stamp.box.left, box.left), std::min(stamp.box.top, box.top),
                 std::max(stamp.box.right, box.right), std::max(stamp.box.bottom, box.bottom)};
    if (stamp.words.size() < 200) stamp.words += std::string(page.text_of(run)) + " ";
}

void keep(PageContent& page, Stamp stamp) {
    stamp.words = text::squeeze(stamp.words);
    if (!stamp.words.empty()) page.stamps.push_back(std::move(stamp));
}

void find_framed_stamps(PageContent& page, float usual) {
    constexpr std::size_t most = 200;  // of a page's frames
    std::size_t looked_at = 0;
    for (const Rule& frame : page.rules) {
        if (frame.filled || !is_coloured(frame.color) || frame.box.bottom - frame.box.top < usual ||
            frame.box.right - frame.box.left < 2 * usual || ++looked_at > most)
            continue;
        Stamp stamp;
        stamp.is_annotation = true;
        for (Run* const run : stamped_in(page, frame, usual)) take(page, *run, stamp);
        keep(page, std::move(stamp));
    }
}

}  // namespace

void find_watermarks(PageContent& page) {
    float largest = 0;
    bool is_oblique = false;
    for (const Run& run : page.runs) {
        largest = std::max(largest, run.size);
        is_oblique = is_oblique || run.oblique;
    }
    if (is_oblique && is_turned(page)) return;
    const float usual = usual_size(page);
    if (largest < 1.25F * usual && !is_oblique) return;
    // Whose words nobody's scanner turned; and whose words nobody turned at all.
    const bool straight = is_oblique && are_nearly_all(page, [](const Run& run) { return !run.oblique; });
    const bool level = are_nearly_all(page, [](const Run& run) { return run.direction == 0; });
    Stamp stamp;
    for (Run& run : page.runs) {
        if (run.is_artifact && run.artifact == Artifact::watermark && run.annotation) continue;
        if (!is_shown(run)) continue;
        const bool is_large = run.size >= large_mark * usual;
        if (!run.slanted && !(run.oblique && straight) && !(is_large && level && run.direction % 180 != 0) &&
            !(is_large && run.direction == 0 && is_crossed(page, run)))
            continue;
        take(page, run, stamp);
    }
    keep(page, std::move(stamp));
    find_framed_stamps(page, usual);
}

void find_repeated_watermarks(std::vector<PageContent>& pages) {
    struct Known {
        std::string words;
        float size, left, top;
    };
    std::vector<Known> known;
    for (const PageContent& page : pages)
        for (const Run& run : page.runs) {
            if (run.artifact != Artifact::watermark || run.annotation || run.slanted) continue;
            std::string words(page.text_of(run));
            const bool is_new = std::none_of(known.begin(), known.end(),
                                             [&](const Known& one) { return one.words == words; });
            if (is_new && known.size() < 16) known.push_back({std::move(words), run.size, run.left, run.top});
        }
    if (known.empty()) return;
    for (PageContent& page : pages)
        for (Run& run : page.runs) {
            if (run.is_artifact) continue;
            const auto same = [&](const Known& one) {
                return run.size == one.size && std::abs(run.left - one.left) < 3 &&
                       std::abs(run.top - one.top) < 3 && page.text_of(run) == one.words;
            };
            if (std::none_of(known.begin(), known.end(), same)) continue;
            run.is_artifact = true;
            run.artifact = Artifact::watermark;
        }
}

}  // namespace sheaf::pdf
