#include "recognise.hpp"

#include <algorithm>
#include <numeric>

#include "sheaf/text.hpp"

namespace sheaf::profile {

namespace {

/// A block longer than this is running text, not a line: bytes.
constexpr std::size_t line_length = 240;

Where where_named(std::string_view name) {
    if (name == "line") return Where::line;
    if (name == "furniture") return Where::furniture;
    return Where::opening;
}

/// A weight as people write it: `3`, `1.5`.
std::string number(double value) {
    std::string text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

}  // namespace

Recogniser::Recogniser(std::span<const ProfileRules> profiles, std::size_t opening) : opening_(opening) {
    std::vector<std::string> expressions[3];
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        const Options& rules = profiles[i].rules;
        profiles_.push_back(
            {profiles[i].name, profiles[i].title, rules.number("threshold"), rules.number("margin")});
        for (const Options& evidence : rules.tables("evidence")) {
            const auto where = static_cast<std::size_t>(where_named(evidence.text("where")));
            sets_[where].evidence.push_back({i, evidence.text("name"), evidence.number("weight")});
            expressions[where].push_back(evidence.text("pattern"));
        }
    }
    for (std::size_t where = 0; where < 3; ++where)
        if (!expressions[where].empty()) sets_[where].patterns.emplace(expressions[where], true);
}

void Recogniser::look(const Set& set, std::string_view text, std::vector<bool>& seen) const {
    for (const std::size_t at : set.patterns->found_in(text)) seen[at] = true;
}

Verdict Recogniser::judge(const Document& document) const {
    std::vector<bool> seen[3];
    for (std::size_t where = 0; where < 3; ++where) seen[where].resize(sets_[where].evidence.size());
    const auto wanted = [&](Where where) {
        return sets_[static_cast<std::size_t>(where)].patterns.has_value();
    };
    const auto find = [&](Where where, std::string_view text) {
        look(sets_[static_cast<std::size_t>(where)], text, seen[static_cast<std::size_t>(where)]);
    };

    std::size_t read = 0;
    std::string joined;  // the opening in one: a title that wraps may be two blocks
    for (const Block& block : document.blocks) {
        if (block.text.empty()) continue;
        if (block.kind == BlockKind::furniture) {
            if (wanted(Where::furniture)) find(Where::furniture, text::fold(block.text));
            continue;
        }
        const bool opening = read < opening_ && wanted(Where::opening);
        const bool line = block.text.size() <= line_length && wanted(Where::line);
        read += block.text.size();
        if (!opening && !line) continue;
        const std::string folded = text::fold(block.text);
        if (opening) {
            find(Where::opening, folded);
            joined += (joined.empty() ? "" : " ") + folded;
        }
        if (line) find(Where::line, folded);
    }

    if (wanted(Where::opening)) find(Where::opening, joined);

    Verdict verdict;
    verdict.scores.resize(profiles_.size());
    for (std::size_t i = 0; i < profiles_.size(); ++i) verdict.scores[i].profile = i;
    for (std::size_t where = 0; where < 3; ++where)
        for (std::size_t i = 0; i < seen[where].size(); ++i) {
            if (!seen[where][i]) continue;
            const Evidence& evidence = sets_[where].evidence[i];
            Score& score = verdict.scores[evidence.profile];
            score.score += evidence.weight;
            score.found.push_back({evidence.name, evidence.weight});
        }
    // The profiles come in order of name, and equal scores keep it.
    std::stable_sort(verdict.scores.begin(), verdict.scores.end(),
                     [](const Score& a, const Score& b) { return a.score > b.score; });
    if (!verdict.scores.empty()) {
        const Score& best = verdict.scores.front();
        const Profile& profile = profiles_[best.profile];
        if (best.score > 0 && best.score >= profile.threshold) verdict.chosen = best.profile;
        if (verdict.scores.size() > 1) verdict.close = best.score - verdict.scores[1].score < profile.margin;
    }
    return verdict;
}

std::string describe(const std::vector<Found>& found) {
    std::string text;
    for (const Found& f : found) text += (text.empty() ? "" : ", ") + f.name + " " + number(f.weight);
    return text;
}

}  // namespace sheaf::profile
