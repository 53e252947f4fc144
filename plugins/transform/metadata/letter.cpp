#include "letter.hpp"

#include <algorithm>

#include "position.hpp"
#include "sheaf/date.hpp"
#include "sheaf/text.hpp"
#include "values.hpp"

namespace sheaf::metadata_stage {
namespace {

/// The salutation stands among the first blocks of a letter, or it is none.
constexpr int opening_blocks = 80;
/// A block longer than this is no part of an address block or a signature.
constexpr std::size_t longest_signature = 300;
constexpr std::size_t longest_address = 3000;

std::optional<Spot> line_matching(const Document& document, BlockId block, const Pattern& pattern) {
    for (const text::Line& line : text::lines_of(document, block))
        if (pattern.found_in(line.plain)) return Spot{block, line.range.start};
    return std::nullopt;
}

std::string words(const Document& document, const text::Line& line) {
    const Block& block = document[line.block];
    std::string out;
    if (line.range.start == 0 && !block.label.empty()) out = block.label + ' ';
    out.append(block.text, line.range.start, line.range.end - line.range.start);
    return text::squeeze(out);
}

bool is_date_only(std::string_view plain) {
    const auto dates = find_dates(plain);
    return dates.size() == 1 && dates[0].range.end - dates[0].range.start + 8 >= plain.size();
}

/// The line goes on with the entry before, whose last line is `before`.
bool goes_on(std::string_view entry, std::string_view before, std::string_view plain, bool stacked,
             const Rules& rules) {
    if (is_person(plain, rules)) return false;
    std::size_t at = 0;
    if (text::is_lower(text::next(plain, at)) || plain.starts_with("& ") || plain.starts_with("("))
        return true;
    if (rules.letter.goes_on && rules.letter.goes_on->found_in(before)) return true;
    // Each line below a name that stands alone says something else of its bearer.
    if (stacked) return false;
    // Two bodies, one below the other, are two.
    if (is_body(entry, rules.letter) && is_body(plain, rules.letter)) return false;
    if (rules.letter.addressee && !rules.letter.addressee->found_in(plain)) return true;
    return is_unfinished(entry, rules) && is_body(plain, rules.letter) && comma_parts(plain).size() == 1;
}

/// The entries that semicolons part in a line, where each of them is a person.
std::vector<Range> parted_people(std::string_view printed, const Rules& rules) {
    std::vector<Range> parts;
    for (std::size_t start = 0; start < printed.size();) {
        const std::size_t end = std::min(printed.find(';', start), printed.size());
        parts.push_back({static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)});
        start = end + 1;
        while (start < printed.size() && printed[start] == ' ') ++start;
    }
    const bool people =
        parts.size() > 1 && std::all_of(parts.begin(), parts.end(), [&](Range part) {
            return is_person(text::plain(printed.substr(part.start, part.end - part.start)).text, rules);
        });
    return people ? parts : std::vector<Range>();
}

/// The lines of a block. A line in which one entry ends with a full stop or a semicolon and another begins is two.
std::vector<text::Line> entries_of(const Document& document, BlockId block, const Rules& family) {
    const LetterRules& rules = family.letter;
    std::vector<text::Line> lines = text::lines_of(document, block);
    std::vector<text::Line> entries;
    for (const text::Line& line : lines) {
        const std::string_view printed = std::string_view(document[block].text)
                                             .substr(line.range.start, line.range.end - line.range.start);
        std::vector<Range> sentences = parted_people(printed, family);
        const bool parted = !sentences.empty();
        if (!parted) sentences = text::sentences(printed);
        const bool split = parted || (rules.addressee && sentences.size() > 1 &&
                                      std::all_of(sentences.begin(), sentences.end(), [&](Range range) {
                                          const auto entry =
                                              printed.substr(range.start, range.end - range.start);
                                          return rules.addressee->found_in(text::plain(entry).text);
                                      }));
        if (!split) {
            entries.push_back(line);
            continue;
        }
        for (const Range range : sentences)
            entries.push_back({block,
                               {line.range.start + range.start, line.range.start + range.end},
                               text::plain(printed.substr(range.start, range.end - range.start)).text});
    }
    return entries;
}

/// Takes what stands before an entry (`cc:`) off the line; whether there was anything.
bool take_off_entry(const Document& document, const LetterRules& rules, text::Line& line) {
    const auto match = rules.entry ? rules.entry->find(line.plain) : std::nullopt;
    if (!match || match->whole.start > 0 || match->whole.end >= line.plain.size()) return false;
    const std::string_view printed = words_of(document, {line.block, line.range});
    line.range.start += text::plain(printed).original({match->whole.end, match->whole.end}).start;
    line.plain.erase(0, match->whole.end);
    return true;
}

/// A line of the address block that is nobody's: a date, a telephone number, a template's words.
bool is_unwanted(std::string_view plain, const LetterRules& rules) {
    return is_date_only(plain) || has(rules.placeholder, plain) || has(rules.letterhead, plain) ||
           is_no_addressee(plain, rules);
}

/// `Ann Quay and Bo Mole` before a comma: two people share what follows.
bool are_two(std::string_view plain, const Rules& rules) {
    const std::vector<Range> parts = comma_parts(plain);
    if (parts.empty() || !rules.letter.joined) return false;
    const std::string_view first = plain.substr(parts[0].start, parts[0].end - parts[0].start);
    const auto joint = rules.letter.joined->find(first);
    if (!joint || has(rules.letter.role, first) || has(rules.letter.body, first)) return false;
    const auto is_name = [&](std::string_view part) {
        const auto name = name_in(part, rules);
        return name && name->start == 0 && name->end == part.size();
    };
    return is_name(first.substr(0, joint->whole.start)) && is_name(first.substr(joint->whole.end));
}

/// A line that is a name, above one that says what its bearer does: an entry begins.
bool is_name_above(std::string_view plain, std::string_view next, const Rules& rules) {
    const auto name = name_in(plain, rules);
    return name && name->end == plain.size() && !has(rules.letter.role, plain) &&
           !has(rules.letter.body, plain) && has(rules.letter.role, next) && !is_person(next, rules);
}

/// The names in a line below the closing formula: of one person, or of several that are parted by semicolons or joined
/// (`Ann Quay and Bo Mole`).
std::vector<Range> names_in(std::string_view plain, const Rules& rules) {
    std::vector<Range> names;
    const auto take = [&](std::size_t start, std::size_t end, bool alone) {
        const std::string_view part = plain.substr(start, end - start);
        const auto name = name_in(part, rules);
        const auto shift = static_cast<std::uint32_t>(start);
        // Of people that `and` joins, each is a name and nothing else: `Head of Boats and Nets` is none.
        if (!name || (alone && part.find(',') != std::string_view::npos)) return false;
        names.push_back({shift + name->start, shift + name->end});
        return true;
    };
    std::size_t start = 0;
    for (std::size_t at = plain.find(';'); at != std::string_view::npos; at = plain.find(';', start)) {
        if (!take(start, at, false)) break;
        start = at + 1;
    }
    if (start > 0 && take(start, plain.size(), false)) return names;
    names.clear();
    if (const auto joint = rules.letter.joined ? rules.letter.joined->find(plain) : std::nullopt;
        joint && take(0, joint->whole.start, true) && take(joint->whole.end, plain.size(), true))
        return names;
    names.clear();
    take(0, plain.size(), false);
    return names;
}

struct Name {
    std::string text;
    Anchor anchor;
};

/// Signatures stand in rows: those of two columns are read across, in whatever order the columns were read.
void sort_by_rows(const Document& document, std::vector<Name>& names) {
    /// Names whose tops are nearer than this, in points, stand in one row.
    constexpr double row_height = 8;
    const auto region = [&](const Name& name) -> const Region& {
        return document[name.anchor.block].regions.front();
    };
    // A table's rows are in order as they are; a name may stand lower in its cell than its neighbour.
    for (const Name& name : names)
        if (document[name.anchor.block].regions.empty() || text::row_of(document, name.anchor.block)) return;
    std::stable_sort(names.begin(), names.end(), [&](const Name& a, const Name& b) {
        const Region& first = region(a);
        const Region& second = region(b);
        return first.page != second.page ? first.page < second.page : first.box.top < second.box.top;
    });
    for (auto row = names.begin(); row != names.end();) {
        const auto end = std::find_if(row, names.end(), [&](const Name& name) {
            return region(name).page != region(*row).page ||
                   region(name).box.top - region(*row).box.top > row_height;
        });
        std::stable_sort(
            row, end, [&](const Name& a, const Name& b) { return region(a).box.left < region(b).box.left; });
        row = end;
    }
}

/// One of the next lines is a postcode, a telephone number or the like, and no person stands before it.
bool is_before_address(const std::vector<text::Line>& lines, std::size_t at, const Rules& rules) {
    constexpr std::size_t longest = 4;
    for (std::size_t n = at + 1; n < std::min(lines.size(), at + 1 + longest); ++n) {
        if (is_person(lines[n].plain, rules) || has(rules.letter.role, lines[n].plain)) return false;
        if (is_no_addressee(lines[n].plain, rules.letter)) return true;
    }
    return false;
}

/// Puts the lines of the address block together into addressees.
class AddressBlock {
  public:
    AddressBlock(const Document& document, const Rules& rules) : document_(document), rules_(rules) {}

    /// Takes a line, above `next`, which is empty where none follows. `before_address`: a line that is an address for sure
    /// follows soon.
    void take(text::Line line, std::string_view next, bool before_address) {
        const LetterRules& letter = rules_.letter;
        const bool begins = take_off_entry(document_, letter, line);
        const bool heads = is_name_above(line.plain, next, rules_);
        if (has(letter.placeholder, line.plain)) found_.placeholders.emplace_back(line.plain, line.block);
        const bool person = is_person(line.plain, rules_);
        // Somebody whose telephone number or address stands on the same line is an addressee.
        if (is_unwanted(line.plain, letter) && (!person || has(letter.placeholder, line.plain))) {
            before_.clear();
            in_address_ = stacked_ = false;
            return;
        }
        if (person || heads || has(letter.role, line.plain))
            in_address_ = false;
        else if (has(letter.address, line.plain) ||
                 (stacked_ && before_address && !has(letter.body, line.plain)))
            in_address_ = true;
        if (in_address_) return;
        const bool wraps =
            !found_.values.empty() && !before_.empty() && !heads && !begins &&
            goes_on(text::plain(found_.values.back()).text, before_, line.plain, stacked_, rules_);
        add(line, wraps);
        stacked_ = heads || (stacked_ && !person && !begins);
        before_ = line.plain;
    }

    Found found() { return std::move(found_); }

  private:
    void add(const text::Line& line, bool wraps) {
        if (!wraps && are_two(line.plain, rules_)) found_.unclear.emplace_back(line.plain, line.block);
        const std::string text = words(document_, line);
        if (!wraps) found_.words.emplace_back();
        if (found_.values.empty() || (!wraps && !rules_.letter.one_addressee))
            found_.values.push_back(text);
        else
            found_.values.back() += (wraps ? " " : ", ") + text;
        found_.words.back().push_back({line.block, line.range});
        found_.anchors.push_back({line.block, line.range});
    }

    const Document& document_;
    const Rules& rules_;
    Found found_;
    std::string before_;  // the line before, plain; empty at the beginning of a run of addressees
    bool in_address_ = false;
    bool stacked_ = false;  // the lines belong to a name that stands alone above them
};

}  // namespace

Frame find_frame(const Document& document, const LetterRules& rules) {
    Frame frame;
    const auto count = static_cast<std::uint32_t>(document.blocks.size());
    int seen = 0;
    for (std::uint32_t i = 0; rules.salutation && i < count && seen < opening_blocks && !frame.salutation;
         ++i) {
        const Block& block = document.blocks[i];
        if (!text::is_text(block) || block.text.empty()) continue;
        ++seen;
        frame.salutation = line_matching(document, {i}, *rules.salutation);
    }
    for (std::uint32_t i = count; rules.closing && i-- > 0 && !frame.closing;) {
        const Block& block = document.blocks[i];
        if (text::is_text(block) && block.text.size() < longest_signature)
            frame.closing = line_matching(document, {i}, *rules.closing);
    }
    return frame;
}

Found addressees(const Document& document, const Frame& frame, const Rules& rules) {
    if (!frame.salutation) return {};
    std::vector<text::Line> lines;
    for (std::uint32_t i = 0; i <= frame.salutation->block.value; ++i) {
        const Block& block = document.blocks[i];
        if (!text::is_text(block) || block.text.size() > longest_address) continue;
        for (const text::Line& line : entries_of(document, {i}, rules)) {
            if (i == frame.salutation->block.value && line.range.start >= frame.salutation->offset) break;
            lines.push_back(line);
        }
    }
    AddressBlock addressed(document, rules);
    for (std::size_t n = 0; n < lines.size(); ++n)
        addressed.take(lines[n],
                       n + 1 < lines.size() ? std::string_view(lines[n + 1].plain) : std::string_view(),
                       is_before_address(lines, n, rules));
    return addressed.found();
}

Found signatories(const Document& document, const Frame& frame, const Rules& rules) {
    Found found;
    if (!frame.closing) return found;
    std::vector<Name> names;
    const auto count = static_cast<std::uint32_t>(document.blocks.size());
    bool copies = false;  // who got a copy of the letter follows
    for (std::uint32_t i = frame.closing->block.value; i < count && !copies; ++i) {
        const Block& block = document.blocks[i];
        if (!text::is_text(block) || block.text.empty()) continue;
        if (block.text.size() > longest_signature) break;
        bool signature = false, in_address = false;
        for (const text::Line& line : text::lines_of(document, {i})) {
            if (i == frame.closing->block.value && line.range.start <= frame.closing->offset) {
                signature = true;
                continue;
            }
            const std::string_view printed =
                std::string_view(block.text).substr(line.range.start, line.range.end - line.range.start);
            const text::Plain plain = text::plain(printed);
            const std::vector<Range> found_names = names_in(plain.text, rules);
            in_address = in_address || has(rules.letter.address, plain.text);
            copies = copies || has(rules.letter.entry, plain.text);
            if (copies) break;
            if (rules.letter.signing_body && rules.letter.signing_body->matches_all(plain.text)) {
                signature = true;
            } else if (has(rules.letter.placeholder, plain.text)) {
                signature = true;
                found.placeholders.emplace_back(plain.text, line.block);
            } else if (in_address || is_unwanted(plain.text, rules.letter)) {
                signature = true;
            } else if (!found_names.empty()) {
                signature = true;
                for (const Range& name : found_names) {
                    const Range range = plain.original(name);
                    names.push_back(
                        {text::squeeze(printed.substr(range.start, range.end - range.start)),
                         {line.block, {line.range.start + range.start, line.range.start + range.end}}});
                }
            } else if (may_be_two_names(plain.text, rules) || begins_with_courtesy(plain.text, rules)) {
                signature = true;
                found.unclear.emplace_back(plain.text, line.block);
            } else if (rules.name_end) {
                const auto role = rules.name_end->find(line.plain);
                signature = signature || (role && role->whole.start == 0);
            }
        }
        // A heading that names nobody and no role begins what follows the letter: an appendix.
        if (block.kind == BlockKind::heading && !signature) break;
    }
    sort_by_rows(document, names);
    for (Name& name : names) {
        found.values.push_back(std::move(name.text));
        found.anchors.push_back(name.anchor);
    }
    return found;
}

}  // namespace sheaf::metadata_stage
