#include "bind.hpp"

#include <algorithm>
#include <optional>

#include "sheaf/text.hpp"

namespace sheaf::judgements {

void join(Piece& whole, const Piece& part) {
    whole.text += ' ' + part.text;
    whole.anchors.insert(whole.anchors.end(), part.anchors.begin(), part.anchors.end());
    whole.top = std::min(whole.top, part.top);
    whole.bottom = std::max(whole.bottom, part.bottom);
}

namespace {

/// A name of fewer words says too little without one of them.
constexpr std::size_t fewest_words = 3;

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (end > at) words.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

/// The two are equal but for one word.
bool differs_by_a_word(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
    const auto [from_start, unused] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    const auto same = static_cast<std::size_t>(from_start - a.begin());
    const auto [from_end, none] = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
    const auto tail = static_cast<std::size_t>(from_end - a.rbegin());
    const std::size_t longest = std::max(a.size(), b.size()), shortest = std::min(a.size(), b.size());
    return longest - shortest <= 1 && shortest >= fewest_words && same + tail + 1 >= longest;
}

bool is_name(const Piece& piece, const TableRule& rule) {
    const std::string plain = text::plain(piece.text).text;
    return std::any_of(rule.names.begin(), rule.names.end(),
                       [&](const Pattern& pattern) { return pattern.matches_all(plain); });
}

/// The known name that a row's differs from by a word, unless another row has that very name.
std::string free_name(const Piece& row, const std::vector<Piece>& rows, const TableRule& rule) {
    std::string near = nearest_name(row.text, rule.known);
    const std::string folded = text::fold(near);
    const bool taken = std::any_of(rows.begin(), rows.end(),
                                   [&](const Piece& other) { return text::fold(other.text) == folded; });
    return taken ? std::string() : near;
}

/// A piece begins a name when the rule says so, or when the name before it is whole; without a rule every piece
/// is a name of its own.
std::vector<Piece> whole_names(const std::vector<Piece>& pieces, const TableRule& rule) {
    std::vector<Piece> whole;
    for (const Piece& piece : pieces) {
        if (whole.empty() || !rule.begins || rule.begins->found_in(text::plain(piece.text).text)) {
            whole.push_back(piece);
            continue;
        }
        Piece joined = whole.back();
        join(joined, piece);
        if (is_name(whole.back(), rule) && !is_name(joined, rule))
            whole.push_back(piece);
        else
            whole.back() = joined;
    }
    return whole;
}

/// A piece goes on with the grade before it when both together begin a grade.
std::vector<Piece> whole_grades(const std::vector<Piece>& pieces, const Grades& allowed) {
    std::vector<Piece> whole;
    for (const Piece& piece : pieces) {
        if (!whole.empty() && allowed.begins_grade(whole.back().text + ' ' + piece.text))
            join(whole.back(), piece);
        else
            whole.push_back(piece);
    }
    return whole;
}

double overlap(const Piece& a, const Piece& b) {
    return std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
}

/// The pieces of `others` that stand beside `piece`: they share more than a tenth of the shorter one's height.
std::vector<std::size_t> beside(const Piece& piece, const std::vector<Piece>& others) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < others.size(); ++i) {
        const double shorter = std::min(piece.bottom - piece.top, others[i].bottom - others[i].top);
        if (overlap(piece, others[i]) > shorter / 10) found.push_back(i);
    }
    return found;
}

}  // namespace

std::string nearest_name(std::string_view text, const std::vector<std::string>& known) {
    const std::string folded = text::fold(text);
    const std::vector<std::string_view> printed = words_of(folded);
    std::string found;
    for (const std::string& name : known) {
        const std::string known_words = text::fold(name);
        if (!differs_by_a_word(printed, words_of(known_words))) continue;
        if (!found.empty()) return {};
        found = name;
    }
    return found;
}

Bound bind(const std::vector<Piece>& names, const std::vector<Piece>& grades, const TableRule& rule,
           const Grades& allowed) {
    Bound bound;
    const std::vector<Piece> rows = whole_names(names, rule);
    const std::vector<Piece> marks = whole_grades(grades, allowed);
    std::vector<bool> used(marks.size());
    for (const Piece& row : rows) {
        const bool known = is_name(row, rule);
        const std::vector<std::size_t> found = beside(row, marks);
        if (found.empty()) {
            if (known) bound.doubts.push_back({Doubt::What::no_grade, row.text, row.anchors});
            continue;
        }
        const Piece& mark = marks[found.front()];
        for (const std::size_t i : found) used[i] = true;
        const std::string near = known ? std::string() : free_name(row, rows, rule);
        if (!known && near.empty()) {
            // A header, or a table of something else: only a grade makes it a doubt.
            if (allowed.is_grade(mark.text))
                bound.doubts.push_back({Doubt::What::no_name, row.text + ": " + mark.text, row.anchors});
        } else if (found.size() > 1 || beside(mark, rows).size() > 1) {
            bound.doubts.push_back({Doubt::What::two_grades, row.text, row.anchors});
        } else if (!allowed.is_grade(mark.text)) {
            bound.doubts.push_back({Doubt::What::no_grade, row.text + ": " + mark.text, row.anchors});
        } else {
            bound.judgements.push_back({row.text, mark.text, row.anchors, mark.anchors, rule.name, {}, near});
        }
    }
    for (std::size_t i = 0; i < marks.size(); ++i)
        if (!used[i] && allowed.is_grade(marks[i].text))
            bound.doubts.push_back({Doubt::What::no_name, marks[i].text, marks[i].anchors});
    return bound;
}

}  // namespace sheaf::judgements
