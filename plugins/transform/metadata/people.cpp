#include "people.hpp"

#include <algorithm>

#include "sheaf/text.hpp"
#include "values.hpp"

namespace sheaf::metadata_stage {
namespace {

/// A line of a signature is no longer than this, and no more lines than these follow a name.
constexpr std::size_t longest_line = 120;
constexpr std::size_t most_lines = 4;
/// Lines whose left edges are nearer than this, in points, stand in one column; those of one signature follow each
/// other at less than `line_step`, and a body's name stands less than `signature_height` above the one who signs for it.
constexpr double column_width = 20, line_step = 40, signature_height = 180;

bool has(const std::optional<Pattern>& pattern, std::string_view text) {
    return pattern && pattern->found_in(text);
}

bool is_all(const std::optional<Pattern>& pattern, std::string_view text) {
    return pattern && pattern->matches_all(text);
}

Range trimmed(std::string_view text, Range range) {
    const auto trims = [](char c) { return c == ' ' || c == ',' || c == ';' || c == '\n'; };
    while (range.start < range.end && trims(text[range.start])) ++range.start;
    while (range.end > range.start && (trims(text[range.end - 1]) || text[range.end - 1] == '.')) --range.end;
    return range;
}

/// A text made of words of the document, with the way back to them.
class Words {
  public:
    Words(const Document& document, const std::vector<Anchor>& anchors) {
        for (const Anchor& anchor : anchors) {
            if (!text_.empty()) text_ += ' ';
            const auto start = static_cast<std::uint32_t>(text_.size());
            text_ += std::string_view(document[anchor.block].text)
                         .substr(anchor.range.start, anchor.range.end - anchor.range.start);
            pieces_.push_back({{start, static_cast<std::uint32_t>(text_.size())}, anchor});
        }
    }
    const std::string& text() const { return text_; }
    Said said(Range range) const {
        Said said;
        for (const auto& [place, anchor] : pieces_) {
            const std::uint32_t start = std::max(place.start, range.start),
                                end = std::min(place.end, range.end);
            if (start >= end) continue;
            const std::uint32_t shift = anchor.range.start - place.start;
            said.anchors.push_back({anchor.block, {start + shift, end + shift}});
        }
        said.text = text::squeeze(std::string_view(text_).substr(range.start, range.end - range.start));
        return said;
    }

  private:
    std::string text_;
    std::vector<std::pair<Range, Anchor>> pieces_;
};

// ---- addressees -----------------------------------------------------------------------------------------

/// `Manager, West Quay Service`: one comma between words of a role and words of a body, in either order.
void part_position(const Words& words, Range rest, const LetterRules& rules, Person& person) {
    const std::string_view text = words.text();
    const auto part = [&](Range range) {
        return text::plain(text.substr(range.start, range.end - range.start)).text;
    };
    const std::string whole = part(rest);
    const std::size_t comma = text.substr(0, rest.end).find(',', rest.start);
    if (comma == std::string_view::npos) {
        if (has(rules.role, whole))
            person.role = words.said(rest);
        else if (has(rules.body, whole))
            person.body = words.said(rest);
        return;
    }
    const bool one = text.substr(0, rest.end).find(',', comma + 1) == std::string_view::npos;
    const Range first = trimmed(text, {rest.start, static_cast<std::uint32_t>(comma)});
    const Range second = trimmed(text, {static_cast<std::uint32_t>(comma), rest.end});
    const auto is_body = [&](Range range) {
        const std::string words_of = part(range);
        return has(rules.body, words_of) && !has(rules.role, words_of) &&
               words_of.find(" for ") == std::string::npos && words_of.find(" at ") == std::string::npos;
    };
    if (one && has(rules.role, part(first)) && is_body(second)) {
        person.role = words.said(first);
        person.body = words.said(second);
    } else if (one && is_body(first) && has(rules.role, part(second))) {
        person.body = words.said(first);
        person.role = words.said(second);
    } else if (!has(rules.body, whole) && has(rules.role, whole)) {
        person.role = words.said(rest);
    }
}

// ---- signatures -----------------------------------------------------------------------------------------

/// A line below the closing formula, and where it stands: points, or rows and columns where there are no pages.
struct Line {
    Anchor words;
    std::string plain;
    int page = 0;
    double left = 0, top = 0, bottom = 0;
    bool paged = false;
    bool name = false;
};

/// Which of its row's cells the block stands in; 0 outside tables.
double column_of(const Document& document, BlockId block) {
    BlockId cell = document[block].parent;
    while (cell && document[cell].kind != BlockKind::cell) cell = document[cell].parent;
    if (!cell) return 0;
    double column = 1;
    for (std::uint32_t i = document[cell].parent.value + 1; i < cell.value; ++i)
        column +=
            document.blocks[i].kind == BlockKind::cell && document.blocks[i].parent == document[cell].parent;
    return column;
}

std::vector<Line> lines_behind(const Document& document, const Frame& frame,
                               const std::vector<Anchor>& names) {
    std::vector<Line> lines;
    if (!frame.closing) return lines;
    for (std::uint32_t i = frame.closing->block.value; i < document.blocks.size(); ++i) {
        const Block& block = document.blocks[i];
        if (!text::is_text(block) || block.text.empty()) continue;
        std::size_t n = 0;
        for (const text::Line& at : text::lines_of(document, {i})) {
            ++n;
            if (i == frame.closing->block.value && at.range.start <= frame.closing->offset) continue;
            Line line{{at.block, at.range}, at.plain, 0, 0, 0, 0, !block.regions.empty(), false};
            line.name = std::any_of(names.begin(), names.end(), [&](const Anchor& name) {
                return name.block == at.block && at.range.start <= name.range.start &&
                       name.range.end <= at.range.end;
            });
            if (line.paged) {
                const Box& box = block.regions.front().box;
                line.page = block.regions.front().page;
                line.left = box.left;
                line.top = box.top + 0.01 * static_cast<double>(n);
                line.bottom = box.bottom;
            } else {
                line.left = column_of(document, {i}) * 10 * column_width;
                line.top = line.bottom = static_cast<double>(lines.size());
            }
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

/// The lines of the column that `at` stands in, from the top down.
std::vector<const Line*> column(const std::vector<Line>& lines, const Line& at) {
    std::vector<const Line*> found;
    for (const Line& line : lines)
        if (line.page == at.page && std::abs(line.left - at.left) < column_width) found.push_back(&line);
    std::stable_sort(found.begin(), found.end(),
                     [](const Line* a, const Line* b) { return a->top < b->top; });
    return found;
}

void take_body(const Document& document, const Line& line, Person& person) {
    const Words words(document, {line.words});
    person.body = words.said({0, static_cast<std::uint32_t>(words.text().size())});
}

/// The role's own last words, where they are a body: `National Director, Office of Quays`, and without the comma where
/// two lines were read as one.
void part_role(const Document& document, const LetterRules& rules, Person& person) {
    const Words words(document, person.role.anchors);
    const std::string& text = words.text();
    const auto end = static_cast<std::uint32_t>(text.size());
    for (std::size_t space = text.find(' '); space != std::string::npos; space = text.find(' ', space + 1)) {
        const Range body = trimmed(text, {static_cast<std::uint32_t>(space), end});
        if (!is_all(rules.signing_body, text::plain(text.substr(body.start, body.end - body.start)).text))
            continue;
        const Range role = trimmed(text, {0, static_cast<std::uint32_t>(space)});
        const std::string_view before = std::string_view(text).substr(0, role.end);
        for (const std::string_view open : {" of", " for", " at", " in", " the", " and"})
            if (before.ends_with(open)) return;
        if (person.body.text.empty()) person.body = words.said(body);
        person.role = words.said(role);
        return;
    }
}

Person signature(const Document& document, const std::vector<Line>& lines, const Line& name,
                 const LetterRules& rules) {
    Person person;
    const std::vector<const Line*> below = column(lines, name);
    const auto at = std::find(below.begin(), below.end(), &name);
    const auto is_body = [&](const Line& line) { return is_all(rules.signing_body, line.plain); };
    // Where the column begins with a body, bodies stand above names.
    const bool above = is_body(*below.front());
    if (above && at != below.begin() && is_body(**std::prev(at)) &&
        (!name.paged || name.top - (*std::prev(at))->bottom < signature_height))
        take_body(document, **std::prev(at), person);
    const Line* last = &name;
    for (auto next = std::next(at);
         next != below.end() && next - at <= static_cast<std::ptrdiff_t>(most_lines); ++next) {
        const Line& line = **next;
        if (line.name || line.plain.size() > longest_line ||
            (line.paged && line.top - last->bottom > line_step))
            break;
        if (is_body(line)) {
            if (person.body.text.empty() && !above) take_body(document, line, person);
            break;
        }
        if (!has(rules.role, line.plain)) break;
        const Words words(document, {line.words});
        const Said said = words.said({0, static_cast<std::uint32_t>(words.text().size())});
        person.role.text += (person.role.text.empty() ? "" : ", ") + said.text;
        person.role.anchors.insert(person.role.anchors.end(), said.anchors.begin(), said.anchors.end());
        last = &line;
    }
    if (person.role.anchors.size() == 1) part_role(document, rules, person);
    return person;
}

}  // namespace

std::vector<Person> addressed(const Document& document, const Found& addressees, const Rules& rules) {
    std::vector<Person> people;
    for (const std::vector<Anchor>& line : addressees.words) {
        const Words words(document, line);
        const text::Plain plain = text::plain(words.text());
        const Range whole{0, static_cast<std::uint32_t>(words.text().size())};
        auto name = name_in(plain.text, rules);
        // `Port Council` has the form of a name.
        if (name && has(rules.letter.body, plain.text.substr(name->start, name->end - name->start)))
            name.reset();
        if (!name) {
            // `Director of Quays` below a name is that person's; any other line names a person by the office
            // alone.
            Person* above = people.empty() || people.back().name.text.empty() ? nullptr : &people.back();
            const bool role = has(rules.letter.role, plain.text), body = has(rules.letter.body, plain.text);
            const bool bare =
                above && above->printed.text == above->name.text;  // nothing behind the name on its line
            if (bare && role && above->role.text.empty() && above->body.text.empty()) {
                part_position(words, whole, rules.letter, *above);
                continue;
            }
            if (bare && body && !role && above->body.text.empty()) {
                above->body = words.said(whole);
                continue;
            }
            Person person;
            person.printed = words.said(whole);
            people.push_back(std::move(person));
            continue;
        }
        Person person;
        person.printed = words.said(whole);
        const Range printed = plain.original(*name);
        // Post-nominals end at the next comma; a role there was not parted from the name, which may hold
        // words of it.
        Range rest{printed.end, whole.end};
        const std::size_t comma = words.text().find(',', printed.end);
        const std::string behind =
            text::plain(words.text().substr(printed.end, std::min(comma, words.text().size()) - printed.end))
                .text;
        if (has(rules.letter.role, behind)) {
            people.push_back(std::move(person));
            continue;
        }
        person.name = words.said(printed);
        if (comma == std::string::npos) {
            person.printed = person.name;  // a line of its own
        } else {
            rest.start = static_cast<std::uint32_t>(comma);
            rest = trimmed(words.text(), rest);
            const std::size_t next = words.text().find(',', rest.start);
            const Range piece{rest.start, static_cast<std::uint32_t>(std::min<std::size_t>(next, rest.end))};
            const std::string first =
                text::plain(words.text().substr(piece.start, piece.end - piece.start)).text;
            // `, QPM, Chief Constable`: post-nominals between commas.
            if (next != std::string::npos && !has(rules.letter.role, first) &&
                !has(rules.letter.body, first) && rules.name_end && rules.name_end->find(first) &&
                rules.name_end->find(first)->whole.start == 0)
                rest = trimmed(words.text(), {static_cast<std::uint32_t>(next), rest.end});
            part_position(words, rest, rules.letter, person);
        }
        people.push_back(std::move(person));
    }
    return people;
}

std::vector<Person> signing(const Document& document, const Frame& frame, const Found& signatories,
                            const Rules& rules) {
    std::vector<Person> people;
    const std::vector<Line> lines = lines_behind(document, frame, signatories.anchors);
    for (std::size_t i = 0; i < signatories.values.size(); ++i) {
        const Anchor& name = signatories.anchors[i];
        const auto line = std::find_if(lines.begin(), lines.end(), [&](const Line& at) {
            return at.words.block == name.block && at.words.range.start <= name.range.start &&
                   name.range.end <= at.words.range.end;
        });
        Person person = line == lines.end() ? Person{} : signature(document, lines, *line, rules.letter);
        person.name = {signatories.values[i], {name}};
        person.printed = person.name;
        people.push_back(std::move(person));
    }
    return people;
}

}  // namespace sheaf::metadata_stage
