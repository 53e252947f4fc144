#include "people.hpp"

#include <algorithm>

#include "position.hpp"
#include "sheaf/rules.hpp"
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

bool is_all(const std::optional<Pattern>& pattern, std::string_view text) {
    return pattern && pattern->matches_all(text);
}

Range trimmed_part(std::string_view text, Range range) {
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
            text_ += words_of(document, anchor);
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

/// Gives the person what the range says of role and body.
void take_position(const Words& words, Range range, const LetterRules& rules, Person& person) {
    const text::Plain plain =
        text::plain(std::string_view(words.text()).substr(range.start, range.end - range.start));
    const Position position = position_in(plain.text, rules);
    const auto said = [&](Range part) {
        const Range printed = plain.original(part);
        return words.said(
            trimmed_part(words.text(), {range.start + printed.start, range.start + printed.end}));
    };
    if (position.role) person.role = said(*position.role);
    if (position.body) person.body = said(*position.body);
}

/// `Director of Quays` below a name is that person's, and so is a body below it. Whether the line was one of these.
bool belongs_to(Person& above, const Words& words, Range line, const LetterRules& rules) {
    // Something behind the name on its own line says all.
    if (above.name.text.empty() || above.printed.text != above.name.text) return false;
    const std::string plain = text::plain(words.text()).text;
    if (has(rules.role, plain) && above.role.text.empty() && above.body.text.empty()) {
        take_position(words, line, rules, above);
        // A line of its own that says what somebody does is all of that.
        if (above.role.text.empty() && above.body.text.empty()) above.role = words.said(line);
        return true;
    }
    if (!is_body(plain, rules)) return false;
    // `Director, Boats and Nets Service` above `Port Council`: the service belongs to the role.
    if (!above.body.text.empty()) {
        if (above.role.text.empty()) return false;
        above.role.text += ", " + above.body.text;
        above.role.anchors.insert(above.role.anchors.end(), above.body.anchors.begin(),
                                  above.body.anchors.end());
    }
    above.body = words.said(line);
    return true;
}

/// What follows the name on its line, behind post-nominals; nothing where a role was not parted from the name.
std::optional<Range> behind_name(const Words& words, Range name, const Rules& rules) {
    const std::string_view text = words.text();
    const auto end = static_cast<std::uint32_t>(text.size());
    Range mark{end, end};  // what parts the name from the rest
    // `Ann Quay (Head of Boats)`
    const bool bracketed = text.ends_with(')') && std::count(text.begin(), text.end(), '(') == 1;
    for (const std::string_view part : {",", ":", "\t", " - ", " – ", bracketed ? " (" : ","})
        if (const std::size_t at = text.find(part, name.end); at < mark.start)
            mark = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + part.size())};
    if (has(rules.letter.role, text::plain(text.substr(name.end, mark.start - name.end)).text))
        return std::nullopt;
    Range rest = trimmed_part(text, {mark.end, end - (text.substr(mark.start).starts_with(" (") ? 1U : 0U)});
    // `, QPM, Chief Constable`: post-nominals between commas.
    for (std::size_t next = text.find(',', rest.start); next != std::string_view::npos;
         next = text.find(',', rest.start)) {
        if (!is_post_nominal(text::plain(text.substr(rest.start, next - rest.start)).text, rules)) break;
        rest = trimmed_part(text, {static_cast<std::uint32_t>(next), end});
    }
    return rest;
}

Person addressee(const Words& words, const Rules& rules) {
    const Range whole{0, static_cast<std::uint32_t>(words.text().size())};
    Person person;
    person.printed = words.said(whole);
    const text::Plain plain = text::plain(words.text());
    auto name = name_in(plain.text, rules);
    // `Port Council` has the form of a name.
    if (!name || has(rules.letter.body, plain.text.substr(name->start, name->end - name->start))) {
        // An office: what stands more than a word before its role may be a name that no comma parts from it.
        const auto role = rules.letter.role ? rules.letter.role->find(plain.text) : std::nullopt;
        const std::size_t before = role ? role->whole.start : 0;
        if (std::count(plain.text.begin(), plain.text.begin() + static_cast<std::ptrdiff_t>(before), ' ') < 2)
            take_position(words, whole, rules.letter, person);
        return person;
    }
    const Range printed = plain.original(*name);
    const auto rest = behind_name(words, printed, rules);
    if (!rest) return person;
    person.name = words.said(printed);
    if (rest->start >= rest->end)
        person.printed = person.name;  // a line of its own
    else if (!is_no_addressee(plain.text, rules.letter))
        take_position(words, *rest, rules.letter, person);
    return person;
}

/// The role of `Ann Quay, Commissioner of Boats, Lowmoor`, where what another addressee does is named after the place, too.
void take_role_of_place(const Document& document, const std::vector<Person>& people, const Rules& rules,
                        Person& person) {
    const Words words(document, person.printed.anchors);
    const text::Plain plain = text::plain(words.text());
    std::vector<Range> parts = comma_parts(plain.text);
    if (parts.size() < 3) return;
    const std::string place =
        plain.text.substr(parts.back().start, parts.back().end - parts.back().start) + ' ';
    const bool named = std::any_of(people.begin(), people.end(), [&](const Person& other) {
        return &other != &person && text::plain(other.printed.text).text.find(place) != std::string::npos;
    });
    parts.pop_back();
    const bool roles = std::all_of(std::next(parts.begin()), parts.end(), [&](Range part) {
        return has(rules.letter.role, plain.text.substr(part.start, part.end - part.start));
    });
    if (!named || !roles || has(rules.letter.role, place) || has(rules.letter.body, place) ||
        has(rules.letter.whole_role, std::string_view(place).substr(0, place.size() - 1)))
        return;
    person.role = words.said(plain.original({parts[1].start, parts.back().end}));
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
        const Range body = trimmed_part(text, {static_cast<std::uint32_t>(space), end});
        if (!is_all(rules.signing_body, text::plain(text.substr(body.start, body.end - body.start)).text))
            continue;
        const Range role = trimmed_part(text, {0, static_cast<std::uint32_t>(space)});
        const std::string_view before = std::string_view(text).substr(0, role.end);
        if (has(rules.goes_on, before)) return;
        if (person.body.text.empty()) person.body = words.said(body);
        person.role = words.said(role);
        return;
    }
}

/// What the name's own line says behind it, up to the next person: `Ann Quay, Head of Boats; Bo Mole`.
void take_own_line(const Document& document, const Line& line, const Anchor& name, const Rules& rules,
                   Person& person) {
    Anchor part{name.block, {name.range.start, line.words.range.end}};
    const std::string& block = document[name.block].text;
    part.range.end =
        static_cast<std::uint32_t>(std::min<std::size_t>(block.find(';', name.range.end), part.range.end));
    const Words words(document, {part});
    const auto rest = behind_name(words, {0, name.range.end - name.range.start}, rules);
    if (!rest || rest->start >= rest->end) return;
    take_position(words, *rest, rules.letter, person);
    if (!person.role.text.empty() || !person.body.text.empty() ||
        !has(rules.letter.role, text::plain(words.text()).text))
        return;
    // `Ann Quay, Head of Boats and Nets, Office of Quays`: the body that signs parts them.
    person.role = words.said(*rest);
    part_role(document, rules.letter, person);
    if (person.body.text.empty()) person.role = {};
}

/// What the lines above and below the name say, in its column.
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
        if (!has(rules.role, line.plain) || has(rules.entry, line.plain)) break;
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
        Person person = addressee(words, rules);
        const Range whole{0, static_cast<std::uint32_t>(words.text().size())};
        if (!person.name.text.empty() || people.empty() ||
            !belongs_to(people.back(), words, whole, rules.letter))
            people.push_back(std::move(person));
    }
    for (Person& person : people)
        if (!person.name.text.empty() && person.role.text.empty() && person.body.text.empty())
            take_role_of_place(document, people, rules, person);
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
        const auto here =
            std::count_if(signatories.anchors.begin(), signatories.anchors.end(), [&](const Anchor& other) {
                return line != lines.end() && other.block == name.block &&
                       line->words.range.start <= other.range.start &&
                       other.range.end <= line->words.range.end;
            });
        Person person;
        if (line != lines.end()) take_own_line(document, *line, name, rules, person);
        if (person.body.text.empty() && person.role.anchors.size() == 1)
            part_role(document, rules.letter, person);
        // Of two people in one line, what stands below is whose?
        if (here == 1 && person.role.text.empty() && person.body.text.empty())
            person = signature(document, lines, *line, rules.letter);
        person.name = {signatories.values[i], {name}};
        person.printed = person.name;
        people.push_back(std::move(person));
    }
    return people;
}

void add_person(Document& document, const char* type, const Person& person, const char* ground, bool known) {
    const auto field = [](const char* name, const Said& said) {
        return Field{name, text_or_absent(said.text), said.anchors};
    };
    Record record;
    record.type = type;
    record.stage = "metadata";
    record.rule = document.profile;
    record.anchors = person.printed.anchors;
    Confidence confidence;
    confidence.rests_on(ground);
    if (!known) confidence.lowered(without_profile, "no profile says how such letters are built");
    record.fields = {field("name", person.name), field("role", person.role), field("body", person.body)};
    if (std::string_view(type) == "addressee")
        record.fields.insert(record.fields.begin(), field("text", person.printed));
    record.fields.push_back(confidence.field());
    record.confidence = confidence.value();
    record.id = record_id(document, type, {person.printed.text});
    add_record(document, std::move(record));
}

}  // namespace sheaf::metadata_stage
