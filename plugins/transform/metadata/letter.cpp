#include "letter.hpp"

#include <algorithm>

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

/// The line goes on with what the line before began: by its words alone.
bool goes_on(std::string_view before, std::string_view plain) {
    std::size_t at = 0;
    if (text::is_lower(text::next(plain, at)) || plain.starts_with("& ") || plain.starts_with("("))
        return true;
    for (const std::string_view open : {" and", " of", " for", " the", " &", " with", "-", ","})
        if (before.ends_with(open)) return true;
    return false;
}

/// The lines of a block. A line in which one entry ends with a full stop and another begins is two.
std::vector<text::Line> entries_of(const Document& document, BlockId block, const LetterRules& rules) {
    std::vector<text::Line> lines = text::lines_of(document, block);
    if (!rules.addressee) return lines;
    std::vector<text::Line> entries;
    for (const text::Line& line : lines) {
        const std::string_view printed = std::string_view(document[block].text)
                                             .substr(line.range.start, line.range.end - line.range.start);
        const auto sentences = text::sentences(printed);
        const bool split =
            sentences.size() > 1 && std::all_of(sentences.begin(), sentences.end(), [&](Range range) {
                const auto entry = printed.substr(range.start, range.end - range.start);
                return rules.addressee->found_in(text::plain(entry).text);
            });
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
    Found found;
    if (!frame.salutation) return found;
    std::string before;  // the line before, plain; empty at the beginning of a run of addressees
    bool in_address = false;
    for (std::uint32_t i = 0; i <= frame.salutation->block.value; ++i) {
        const Block& block = document.blocks[i];
        if (!text::is_text(block) || block.text.size() > longest_address) continue;
        for (const text::Line& line : entries_of(document, {i}, rules.letter)) {
            if (i == frame.salutation->block.value && line.range.start >= frame.salutation->offset) break;
            const bool unwanted =
                is_date_only(line.plain) ||
                std::any_of(rules.letter.not_addressee.begin(), rules.letter.not_addressee.end(),
                            [&](const Pattern& pattern) { return pattern.found_in(line.plain); });
            if (unwanted) {
                before.clear();
                in_address = false;
                continue;
            }
            in_address = in_address || (rules.letter.address && rules.letter.address->found_in(line.plain));
            if (in_address) continue;
            const bool begins = rules.letter.addressee ? rules.letter.addressee->found_in(line.plain) : true;
            const std::string text = words(document, line);
            if (!found.values.empty() && !before.empty() && (!begins || goes_on(before, line.plain)))
                found.values.back() += ' ' + text;
            else
                found.values.push_back(text), found.words.emplace_back();
            found.words.back().push_back({line.block, line.range});
            found.anchors.push_back({line.block, line.range});
            before = line.plain;
        }
    }
    return found;
}

Found signatories(const Document& document, const Frame& frame, const Rules& rules) {
    Found found;
    if (!frame.closing) return found;
    std::vector<Name> names;
    const auto count = static_cast<std::uint32_t>(document.blocks.size());
    for (std::uint32_t i = frame.closing->block.value; i < count; ++i) {
        const Block& block = document.blocks[i];
        if (!text::is_text(block) || block.text.empty()) continue;
        if (block.text.size() > longest_signature) break;
        bool signature = false;
        for (const text::Line& line : text::lines_of(document, {i})) {
            if (i == frame.closing->block.value && line.range.start <= frame.closing->offset) {
                signature = true;
                continue;
            }
            const std::string_view printed =
                std::string_view(block.text).substr(line.range.start, line.range.end - line.range.start);
            const text::Plain plain = text::plain(printed);
            if (rules.letter.signing_body && rules.letter.signing_body->matches_all(plain.text)) {
                signature = true;
            } else if (const auto name = name_in(plain.text, rules)) {
                signature = true;
                const Range range = plain.original(*name);
                names.push_back(
                    {text::squeeze(printed.substr(range.start, range.end - range.start)),
                     {line.block, {line.range.start + range.start, line.range.start + range.end}}});
            } else if (may_be_two_names(plain.text, rules)) {
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
