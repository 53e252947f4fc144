#include "flow.hpp"

#include <algorithm>
#include <utility>

#include "files/utf8.hpp"
#include "sheaf/text.hpp"

namespace sheaf::drafts {
namespace {

constexpr char pending = '\x01';

bool ascii_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// Bytes that cannot begin anything but an ordinary character: see `add`.
bool plain_lead(unsigned char c) {
    return c < 0x80 ? c > ' ' && c != 0x7F : c >= 0xC3 && c <= 0xDF;
}

// Only marks have no text of their own.
bool is_mark(const Span& span) {
    return span.range.start == span.range.end;
}

}  // namespace

void Tally::read_and_refuse(std::string_view reason, std::uint64_t count) {
    read += count;
    refuse(reason, count);
}

void Tally::refuse(std::string_view reason, std::uint64_t count) {
    if (count > 0) refused[std::string(reason)] += count;
}

void ParagraphText::begin_visible(const sheaf::Style& style) {
    if (!text_.empty() && (gap_ || break_)) {
        const char white = break_ ? '\n' : ' ';
        // The white space goes with the text before it, unless that is a link or underlined.
        const bool before = !spans_.empty() && spans_.back().range.end == text_.size() &&
                            !is_mark(spans_.back()) &&
                            (spans_.back().style == style ||
                             (spans_.back().style.link.empty() && !spans_.back().style.underline));
        text_ += white;
        if (before) spans_.back().range.end = static_cast<std::uint32_t>(text_.size());
    }
    gap_ = break_ = false;
    const auto at = static_cast<std::uint32_t>(text_.size());
    if (spans_.empty() || spans_.back().range.end != at || is_mark(spans_.back()) ||
        spans_.back().style != style)
        spans_.push_back({{at, at}, style, {}});
}

std::uint64_t ParagraphText::add(std::string_view utf8, const sheaf::Style& style, Tally& tally) {
    std::string repaired;
    if (!text::is_valid_utf8(utf8)) utf8 = repaired = files::valid_utf8(utf8);
    std::uint64_t visible = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const char first = utf8[at];
        if (ascii_space(first)) {
            if (first == '\t') tab();
            gap_ = true;
            ++at;
            continue;
        }
        if (plain_lead(static_cast<unsigned char>(first))) {
            begin_visible(style);
            const std::size_t start = at;
            while (at < utf8.size() && (plain_lead(static_cast<unsigned char>(utf8[at])))) {
                at += static_cast<unsigned char>(utf8[at]) < 0x80 ? 1 : 2;
                ++visible;
            }
            text_.append(utf8.substr(start, at - start));
            spans_.back().range.end = static_cast<std::uint32_t>(text_.size());
            continue;
        }
        char32_t c = text::next(utf8, at);
        if (text::is_space(c)) {
            gap_ = true;
            continue;
        }
        ++visible;
        if (c == 0xAD) {
            tally.refuse("soft hyphen", 1);
            continue;
        }
        if (c < 0x20 || c == 0x7F || (c >= 0x80 && c < 0xA0)) {
            tally.refuse("control character", 1);
            continue;
        }
        if (c == 0x2010 || c == 0x2011) c = '-';
        // What a symbol font of its own means by the character is not known here.
        if (c >= 0xF020 && c <= 0xF0FF && text::symbol_font(style.font) == text::SymbolFont::none)
            c = text::unicode_of_symbol(c);
        begin_visible(style);
        text::append(text_, c);
        spans_.back().range.end = static_cast<std::uint32_t>(text_.size());
    }
    return visible;
}

std::string_view ParagraphText::visible_from(std::size_t at) const {
    while (at < text_.size() && ascii_space(text_[at])) ++at;
    return std::string_view(text_).substr(std::min(at, text_.size()));
}

void ParagraphText::insert(std::size_t at, std::string_view ascii) {
    at = text_.size() - visible_from(at).size();
    text_.insert(at, ascii);
    for (Span& span : spans_) {
        if (span.range.start > at) span.range.start += static_cast<std::uint32_t>(ascii.size());
        if (span.range.end > at) span.range.end += static_cast<std::uint32_t>(ascii.size());
    }
}

void ParagraphText::mark(std::string link) {
    const auto at = static_cast<std::uint32_t>(text_.size());
    sheaf::Style style;
    style.link = std::move(link);
    style.superscript = true;
    spans_.push_back({{at, at}, std::move(style), {}});
}

void ParagraphText::finish(Block& block, Tally& tally) {
    block.text = std::move(text_);
    block.spans = std::move(spans_);
    if (text::is_nfc(block.text)) return;
    const std::uint64_t before = text::count_visible(block.text);
    // Stretch by stretch, so that spans keep their words.
    std::string normal;
    std::uint32_t at = 0;
    const auto advance = [&](std::uint32_t to) {
        if (to <= at) return;
        normal += text::to_nfc(std::string_view(block.text).substr(at, to - at));
        at = to;
    };
    std::vector<Span> moved = block.spans;
    for (std::size_t k = 0; k < moved.size(); ++k) {
        advance(block.spans[k].range.start);
        moved[k].range.start = static_cast<std::uint32_t>(normal.size());
        advance(block.spans[k].range.end);
        moved[k].range.end = static_cast<std::uint32_t>(normal.size());
    }
    advance(static_cast<std::uint32_t>(block.text.size()));
    if (!text::is_nfc(normal)) {
        // A mark that combines over a border of spans: the words matter more than their looks.
        normal = text::to_nfc(normal);
        std::erase_if(moved, [](const Span& span) { return !is_mark(span); });
        for (Span& span : moved)
            span.range = {static_cast<std::uint32_t>(normal.size()),
                          static_cast<std::uint32_t>(normal.size())};
    }
    block.text = std::move(normal);
    block.spans = std::move(moved);
    const std::uint64_t after = text::count_visible(block.text);
    if (after < before)
        tally.refuse("composed with the letter before", before - after);
    else
        tally.read += after - before;
}

std::string raised_digits(std::string_view text, bool raised, bool behind_digit) {
    // A letter that marks a note must not become part of a number, either: 30 with a raised `a` is not `30a`.
    constexpr std::u32string_view letters = U"ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ\0ʳˢᵗᵘᵛʷˣʸᶻ";
    if (raised && behind_digit && text.size() == 1 && text[0] >= 'a' && text[0] <= 'z' && text[0] != 'q') {
        std::string letter;
        text::append(letter, letters[static_cast<std::size_t>(text[0] - 'a')]);
        return letter;
    }
    // `,2` behind the mark 5: the comma parts two marks, and must not make one number of them.
    if (behind_digit && text.size() > 1 && (text[0] == ',' || text[0] == '.' || text[0] == ';'))
        if (std::string digits = raised_digits(text.substr(1), raised); !digits.empty())
            return " " + std::string(1, text[0]) + digits;
    constexpr std::u32string_view plain = U"0123456789+-\u2212()";
    constexpr std::u32string_view above = U"⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾", below = U"₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎";
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::next(text, at);
        const std::size_t found = plain.find(c);
        if (found == std::u32string_view::npos && result.empty()) return {};
        text::append(result, found == std::u32string_view::npos ? c : (raised ? above : below)[found]);
    }
    return result;
}

bool as_raised(ParagraphText& paragraph, std::string_view& text, std::string& made, bool raised,
               bool always) {
    if (!always && !paragraph.goes_on() && !paragraph.behind_digit()) return false;
    if (text.starts_with(' ')) paragraph.space();
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    std::string digits = raised_digits(text, raised, paragraph.ends_in_digit());
    if (digits.empty()) return false;
    made = std::move(digits);
    text = made;
    return true;
}

void cut_front(Block& block, std::size_t count) {
    const auto cut = static_cast<std::uint32_t>(std::min(count, block.text.size()));
    block.text.erase(0, cut);
    std::vector<Span> kept;
    for (Span& span : block.spans) {
        if (span.range.end <= cut && !is_mark(span)) continue;
        span.range.start = span.range.start > cut ? span.range.start - cut : 0;
        span.range.end = span.range.end > cut ? span.range.end - cut : 0;
        kept.push_back(std::move(span));
    }
    block.spans = std::move(kept);
}

std::string pending_link(std::string_view anchor) {
    return pending + std::string(anchor);
}

void append(Flow& to, Flow&& from, BlockId parent) {
    const auto base = static_cast<std::uint32_t>(to.size());
    for (Draft& draft : from) {
        if (draft.block.parent)
            draft.block.parent.value += base;
        else
            draft.block.parent = parent;
        to.push_back(std::move(draft));
    }
    from.clear();
}

void flatten(Flow& flow, BlockKind kind) {
    dissolve(flow, 0, [&](std::size_t k) {
        const BlockKind of = flow[k].block.kind;
        return of == BlockKind::table || of == BlockKind::row || of == BlockKind::cell;
    });
    for (Draft& draft : flow) {
        draft.block.kind = kind;
        draft.block.level = 0;
    }
}

void make_footnotes(Flow& note, const std::string& basis) {
    flatten(note, BlockKind::footnote);
    if (note.empty()) note.emplace_back().block.kind = BlockKind::footnote;
    for (Draft& draft : note) {
        Block& block = draft.block;
        block.basis = basis;
        if (block.label.empty()) continue;
        const std::string label = std::exchange(block.label, {}) + (block.text.empty() ? "" : " ");
        for (Span& span : block.spans) {
            span.range.start += static_cast<std::uint32_t>(label.size());
            span.range.end += static_cast<std::uint32_t>(label.size());
        }
        block.text.insert(0, label);
    }
}

std::uint64_t count_text(const Flow& flow) {
    std::uint64_t count = 0;
    for (const Draft& draft : flow) {
        count += text::count_visible(draft.block.label) + text::count_visible(draft.block.text);
        for (const Span& span : draft.block.spans) count += text::count_visible(span.mark);
    }
    return count;
}

void place(Document& document, Flow&& flow, std::map<std::string, BlockId, std::less<>>& places) {
    const auto base = static_cast<std::uint32_t>(document.blocks.size());
    document.blocks.reserve(document.blocks.size() + flow.size());
    for (Draft& draft : flow) {
        const BlockId id{static_cast<std::uint32_t>(document.blocks.size())};
        for (std::string& anchor : draft.anchors) places.emplace(std::move(anchor), id);
        if (draft.block.parent) draft.block.parent.value += base;
        document.blocks.push_back(std::move(draft.block));
    }
    flow.clear();
}

bool close_ledger(Document& document, const Tally& tally) {
    const auto [blocks, furniture] = count_text(document);
    Ledger& ledger = document.ledger;
    ledger.blocks = blocks;
    ledger.furniture = furniture;
    ledger.refused = tally.refused;
    std::uint64_t known = blocks + furniture;
    for (const auto& [reason, count] : tally.refused) known += count;
    ledger.unaccounted = tally.read > known ? tally.read - known : 0;
    ledger.read = known + ledger.unaccounted;
    return known == tally.read;
}

void print_marks(Document& document, const std::map<std::string, BlockId, std::less<>>& places,
                 const std::map<std::string, std::string, std::less<>>& labels, Tally& tally) {
    for (const auto& [link, label] : labels)
        if (const auto found = places.find(std::string_view(link).substr(1)); found != places.end()) {
            document[found->second].label = label;
            tally.read += text::count_visible(label);
        }
    for (Block& block : document.blocks)
        for (Span& span : block.spans)
            if (is_mark(span) && span.mark.empty())
                if (const auto found = labels.find(span.style.link); found != labels.end()) {
                    span.mark = found->second;
                    tally.read += text::count_visible(span.mark);
                }
}

void resolve_links(Document& document, const std::map<std::string, BlockId, std::less<>>& places) {
    for (Block& block : document.blocks) {
        for (Span& span : block.spans) {
            std::string& link = span.style.link;
            if (link.empty() || link[0] != pending) continue;
            const auto found = places.find(std::string_view(link).substr(1));
            link = found == places.end() ? std::string()
                                         : "#b" + std::to_string(std::uint64_t{found->second.value} + 1);
        }
    }
}

}  // namespace sheaf::drafts
