#include "levels.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

namespace sheaf::sections {

namespace {

/// Points by which peers of one style may differ.
constexpr float drift = 1.1F;

/// The most frequent key; of equals the smallest.
std::optional<int> most(const std::map<int, int>& votes) {
    std::optional<int> best;
    int n = 0;
    for (const auto& [value, count] : votes)
        if (count > n) {
            n = count;
            best = value;
        }
    return best;
}

int depth(const Heading& heading) {
    return heading.number.empty()
               ? 0
               : 1 + static_cast<int>(std::count(heading.number.begin(), heading.number.end(), '.'));
}

bool alike(const Look& a, const Look& b) {
    return a.bold == b.bold && a.italic == b.italic && std::abs(a.size - b.size) < 0.6F;
}

/// The first strikes the eye more than the second.
bool stronger(const Look& a, const Look& b) {
    if (std::abs(a.size - b.size) >= 0.6F) return a.size > b.size;
    if (a.bold != b.bold) return a.bold;
    return !a.italic && b.italic;
}

/// What the fixed headings say about levels.
struct Fixed {
    std::map<int, std::map<int, int>> by_tag;  ///< tag: votes for levels
    int highest = 2;

    explicit Fixed(const std::vector<Heading>& headings) {
        int least = 0;
        for (const Heading& heading : headings) {
            if (!heading.level || heading.title) continue;
            least = least ? std::min(least, heading.level) : heading.level;
            if (heading.tag) ++by_tag[heading.tag][heading.level];
        }
        if (least) highest = least;
    }

    /// The level of the tag, or one below the deepest level of the tags above it: some letters tag their chapters lower than
    /// what these hold.
    std::optional<int> of_tag(int tag) const {
        if (!tag || by_tag.empty()) return std::nullopt;
        const auto same = by_tag.find(tag);
        if (same != by_tag.end()) return most(same->second);
        if (by_tag.rbegin()->first > tag) return std::nullopt;
        int deepest = 0;
        for (const auto& [other, votes] : by_tag) deepest = std::max(deepest, *most(votes));
        return deepest + 1;
    }
};

/// The contents list names the heading and leaves out most of those that are tagged alike.
bool is_listed_alone(const std::vector<Heading>& headings, std::size_t i) {
    std::size_t alike = 0, listed = 0;
    for (std::size_t other = 0; other < headings.size(); ++other) {
        if (other == i || headings[other].tag != headings[i].tag) continue;
        ++alike;
        listed += headings[other].listed;
    }
    return headings[i].listed && listed * 2 < alike;
}

/// Words of the vocabulary can also head a part further down, where the input's tag lies deeper than those
/// of their peers and the look is weaker: such a heading's level is not fixed. A few may repeat each other there.
void free_the_deeper(std::vector<Heading>& headings) {
    std::vector<std::size_t> free;
    for (std::size_t i = 0; i < headings.size(); ++i) {
        const Heading& heading = headings[i];
        if (!heading.level || heading.title || !heading.tag || is_listed_alone(headings, i)) continue;
        std::size_t shallower = 0, as_deep = 0, stronger_above = 0;
        for (const Heading& other : headings) {
            if (&other == &heading || other.title || other.level != heading.level || !other.tag) continue;
            ++(other.tag < heading.tag ? shallower : as_deep);
            stronger_above += other.tag < heading.tag && stronger(other.look, heading.look);
        }
        if (shallower >= 2 && (as_deep == 0 || (as_deep * 2 < stronger_above && stronger_above == shallower)))
            free.push_back(i);
    }
    for (const std::size_t i : free) headings[i].level = 0;
}

/// Where a heading shares tag and look with many that the profile puts on another level, the letter's edition
/// has it there too; but not where the contents list names it and leaves those out. Headings of the same name that
/// were not tagged go with those that were.
void follow_peers(std::vector<Heading>& headings) {
    const std::vector<Heading> fixed = headings;
    for (Heading& heading : headings) {
        if (!heading.level || heading.title || !heading.tag) continue;
        std::map<int, int> votes;
        int all = 0, listed = 0;
        for (const Heading& other : fixed) {
            if (!other.level || other.title || other.tag != heading.tag || !alike(other.look, heading.look))
                continue;
            ++votes[other.level];
            ++all;
            listed += other.listed;
        }
        if (heading.listed && listed * 2 < all) continue;
        const auto level = most(votes);
        if (level && votes[*level] >= 3 && votes[*level] * 4 >= all * 3) heading.level = *level;
    }
    for (std::size_t i = 0; i < headings.size(); ++i) {
        Heading& heading = headings[i];
        if (!heading.level || heading.tag || !heading.rule) continue;
        for (std::size_t j = 0; j < headings.size(); ++j)
            if (headings[j].rule == heading.rule && headings[j].tag && headings[j].level != fixed[j].level &&
                alike(headings[j].look, heading.look))
                heading.level = headings[j].level;
    }
}

/// A heading that is set larger than others of its name, and as large as the one above which it would stand below, is
/// that one's peer.
void rise_with_look(std::vector<Heading>& headings) {
    for (std::size_t i = 1; i < headings.size(); ++i) {
        Heading& heading = headings[i];
        if (!heading.level || !heading.rule || heading.title) continue;
        std::size_t larger = 0, others = 0;
        for (const Heading& other : headings)
            if (&other != &heading && other.rule == heading.rule) {
                ++others;
                larger += heading.look.size - other.look.size >= drift;
            }
        if (others < 2 || larger * 3 < others * 2) continue;
        std::size_t above = i;
        while (above > 0 && headings[above - 1].level >= heading.level) --above;
        if (above > 0 && headings[above - 1].level == heading.level - 1 && !headings[above - 1].title &&
            alike(headings[above - 1].look, heading.look))
            --heading.level;
    }
}

/// Looks of headings that stand directly below one that the profile fixes and strikes the eye no less: what
/// looks like them heads parts of such sections.
std::vector<std::pair<Look, int>> sub_headings(const std::vector<Heading>& headings) {
    std::vector<std::pair<Look, int>> subs;
    for (std::size_t i = 1; i < headings.size(); ++i) {
        const Heading &above = headings[i - 1], &heading = headings[i];
        if (heading.level || heading.subtitle || !heading.follows_heading) continue;
        if (!above.level || above.title || above.banner || stronger(heading.look, above.look)) continue;
        subs.emplace_back(heading.look, above.level + 1);
    }
    return subs;
}

/// Levels of headings that the profile does not fix, from those that it does.
void follow_the_fixed(std::vector<Heading>& headings) {
    const bool titled =
        std::any_of(headings.begin(), headings.end(), [](const Heading& h) { return h.title; });
    free_the_deeper(headings);
    follow_peers(headings);
    rise_with_look(headings);
    const Fixed known(headings);
    const auto subs = sub_headings(headings);
    const std::vector<Heading> fixed = headings;
    for (Heading& heading : headings) {
        if (heading.level || heading.subtitle) continue;
        std::map<int, int> by_depth, by_look, above;
        for (const Heading& other : fixed) {
            if (!other.level || other.title) continue;
            if (depth(heading) && depth(other) == depth(heading)) ++by_depth[other.level];
            if (alike(other.look, heading.look)) ++by_look[other.level];
            if (stronger(other.look, heading.look)) ++above[other.level];
        }
        const auto sub = std::find_if(subs.begin(), subs.end(),
                                      [&](const auto& entry) { return alike(entry.first, heading.look); });
        if (const auto level = most(by_depth))
            heading.level = *level;
        else if (const auto tagged = known.of_tag(heading.tag))
            heading.level = *tagged;
        else if (sub != subs.end() && !heading.rule)
            heading.level = sub->second;
        else if (const auto same = most(by_look))
            heading.level = *same;
        else  // Stronger than all that the profile knows: above them, but below the title.
            heading.level =
                above.empty() ? std::max(titled ? 2 : 1, known.highest - 1) : above.rbegin()->first + 1;
    }
}

/// Headings of one visible rank in a letter without fixed levels.
struct Rank {
    float size = 0;  ///< the largest of the rank
    bool bold = false, italic = false;
    int tag = 0, depth = 0;
    std::vector<std::size_t> headings;
};

bool same_rank(const Rank& rank, const Heading& heading) {
    // Numbering and tags hold peers together whose size drifts, and part ranks that look alike.
    if (rank.depth && depth(heading)) return rank.depth == depth(heading);
    // One without a number, such as an appendix, is a peer of the numbered ones that look like it.
    if (rank.depth || depth(heading))
        return rank.bold == heading.look.bold && std::abs(rank.size - heading.look.size) < 0.6F;
    if (rank.tag && heading.tag) return rank.tag == heading.tag;
    return rank.bold == heading.look.bold && rank.italic == heading.look.italic &&
           std::abs(rank.size - heading.look.size) < drift;
}

bool before(const Rank& a, const Rank& b) {
    if (a.depth && b.depth) return a.depth < b.depth;
    if (std::abs(a.size - b.size) >= drift) return a.size > b.size;
    if (a.tag && b.tag) return a.tag < b.tag;
    if (a.bold != b.bold) return a.bold;
    return !a.italic && b.italic;
}

void rank_by_look(std::vector<Heading>& headings) {
    const bool titled =
        std::any_of(headings.begin(), headings.end(), [](const Heading& h) { return h.title; });
    std::vector<Rank> ranks;
    for (std::size_t i = 0; i < headings.size(); ++i) {
        const Heading& heading = headings[i];
        if (heading.level || heading.subtitle) continue;
        auto rank =
            std::find_if(ranks.begin(), ranks.end(), [&](const Rank& r) { return same_rank(r, heading); });
        if (rank == ranks.end()) {
            ranks.push_back({0, heading.look.bold, heading.look.italic, heading.tag, depth(heading), {}});
            rank = std::prev(ranks.end());
        }
        rank->size = std::max(rank->size, heading.look.size);
        rank->headings.push_back(i);
    }
    // Insertion keeps it defined although the order is not transitive over drifting sizes.
    std::vector<Rank> ordered;
    for (Rank& rank : ranks) {
        auto at = std::find_if(ordered.begin(), ordered.end(),
                               [&](const Rank& other) { return before(rank, other); });
        ordered.insert(at, std::move(rank));
    }
    int level = titled ? 2 : 1;
    // A letter's first heading, if no other looks like it, is its title, even where it is set smaller.
    if (!titled) {
        auto title = std::find_if(ordered.begin(), ordered.end(), [&](const Rank& rank) {
            return rank.headings.size() == 1 && rank.headings.front() == 0 && rank.depth == 0;
        });
        if (title != ordered.end() && ordered.size() > 1) {
            headings.front().title = true;
            std::rotate(ordered.begin(), title, title + 1);
        }
    }
    for (const Rank& rank : ordered) {
        for (const std::size_t i : rank.headings) headings[i].level = level;
        ++level;
    }
}

}  // namespace

void decide_levels(std::vector<Heading>& headings) {
    const bool fixed =
        std::any_of(headings.begin(), headings.end(), [](const Heading& h) { return h.level && !h.title; });
    if (fixed)
        follow_the_fixed(headings);
    else
        rank_by_look(headings);
    int above = 0;
    for (Heading& heading : headings) {
        if (heading.subtitle) heading.level = above + 1;
        above = heading.level;
    }
}

}  // namespace sheaf::sections
