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

bool is_name(const Piece& piece, const TableRule& rule) {
    const std::string plain = text::plain(piece.text).text;
    return std::any_of(rule.names.begin(), rule.names.end(),
                       [&](const Pattern& pattern) { return pattern.matches_all(plain); });
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
        if (!known) {
            // A header, or a table of something else: only a grade makes it a doubt.
            if (allowed.is_grade(mark.text))
                bound.doubts.push_back({Doubt::What::no_name, row.text + ": " + mark.text, row.anchors});
        } else if (found.size() > 1 || beside(mark, rows).size() > 1) {
            bound.doubts.push_back({Doubt::What::two_grades, row.text, row.anchors});
        } else if (!allowed.is_grade(mark.text)) {
            bound.doubts.push_back({Doubt::What::no_grade, row.text + ": " + mark.text, row.anchors});
        } else {
            bound.judgements.push_back({row.text, mark.text, row.anchors, mark.anchors, rule.name, {}});
        }
    }
    for (std::size_t i = 0; i < marks.size(); ++i)
        if (!used[i] && allowed.is_grade(marks[i].text))
            bound.doubts.push_back({Doubt::What::no_name, marks[i].text, marks[i].anchors});
    return bound;
}

}  // namespace sheaf::judgements
