// Blocks while they are being made: a paragraph's text with its spans, and runs of blocks that still wait for
// their place in the document. For inputs without pages, which share it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/document.hpp"

namespace sheaf::drafts {

/// Where every character that is read goes. The text of text elements is counted as read by the XML reader, what the
/// plugin makes itself (labels, symbols, descriptions of pictures) by who makes it. What is not placed is refused
/// with a reason.
struct Tally {
    std::uint64_t read = 0;
    std::map<std::string, std::uint64_t> refused;

    /// Characters that were not counted as read yet.
    void read_and_refuse(std::string_view reason, std::uint64_t count);
    /// Characters that were counted as read before.
    void refuse(std::string_view reason, std::uint64_t count);
};

/// The text of one paragraph: white space squeezed, hyphens and spaces of typography made plain, line breaks of the
/// author kept as `\n`, one span for every stretch of one style.
class ParagraphText {
  public:
    /// Adds UTF-8 text; returns its visible characters, which the caller has counted or counts as read. What stands
    /// for nothing (soft hyphens) the tally counts as refused.
    std::uint64_t add(std::string_view utf8, const sheaf::Style& style, Tally& tally);
    void space() { gap_ = true; }
    void line_break() { break_ = true; }
    /// A note's mark: printed here when the notes are numbered.
    void mark(std::string link);
    bool empty() const { return text_.empty() && spans_.empty(); }
    bool has_text() const { return !text_.empty(); }
    /// What is added now stands straight behind a character, or behind a digit.
    bool goes_on() const { return !text_.empty() && !gap_ && !break_; }
    bool ends_in_digit() const { return goes_on() && behind_digit(); }
    /// The last visible character is a digit.
    bool behind_digit() const { return !text_.empty() && text_.back() >= '0' && text_.back() <= '9'; }
    /// The text from that byte on, without white space in front.
    std::string_view visible_from(std::size_t at) const;
    /// Puts ASCII before what `visible_from` gives.
    void insert(std::size_t at, std::string_view ascii);
    const std::string& text() const { return text_; }
    /// Whether a tab stood before that byte of the text.
    bool tab_before(std::size_t at) const { return tab_at_ == at && at > 0; }
    void tab() {
        if (tab_at_ == 0) tab_at_ = text_.size() + 1;
        gap_ = true;
    }

    /// Moves text and spans into the block: NFC.
    void finish(Block& block, Tally& tally);

  private:
    void begin_visible(const sheaf::Style& style);

    std::string text_;
    std::vector<Span> spans_;
    bool gap_ = false, break_ = false;
    std::size_t tab_at_ = 0;  // where the text goes on behind the first tab
};

/// Text that is raised or lowered, before it is added behind what the paragraph holds: behind a character or a number, or
/// `always`, its digits become characters of their own, which `made` then holds, and `text` is what to add. True when it did.
bool as_raised(ParagraphText& paragraph, std::string_view& text, std::string& made, bool raised,
               bool always = false);

/// Digits and signs as the raised or lowered characters that Unicode has for them, so that `30` with a raised `2` is not
/// `302`; empty when the text does not begin with one. `behind_digit`: so is a single letter.
std::string raised_digits(std::string_view text, bool raised, bool behind_digit = false);

/// Takes the first `count` bytes off a block's text, and what spans say of them.
void cut_front(Block& block, std::size_t count);

/// A block that has no id yet. `block.parent` is its container's index in the same flow.
struct Draft {
    Block block;
    std::vector<std::string> anchors;  ///< what links to this block: `bookmark:NAME`, `note:KEY`
};
using Flow = std::vector<Draft>;

/// A link to a place whose block is not known yet; `resolve_links` replaces it.
std::string pending_link(std::string_view anchor);

/// Appends a flow; blocks without a parent get `parent`.
void append(Flow& to, Flow&& from, BlockId parent);
/// Takes containers away and makes every block of that kind, without level.
void flatten(Flow& flow, BlockKind kind);
/// Makes footnotes of what a note holds, at least one: their labels are the note's mark, so the numbers of a list inside go
/// with its text.
void make_footnotes(Flow& note, const std::string& basis);
/// Non-white-space code points of labels, texts and marks.
std::uint64_t count_text(const Flow& flow);
/// Takes away the drafts for which `drop` holds (all of them containers); what they hold moves to their parents.
template <class Drop>
void dissolve(Flow& flow, std::size_t from, Drop&& drop) {
    std::vector<std::uint32_t> target(flow.size() -
                                      from);  // new index of a kept draft, or parent's of a dropped one
    std::size_t out = from;
    for (std::size_t k = from; k < flow.size(); ++k) {
        BlockId& parent = flow[k].block.parent;
        if (parent && parent.value >= from) parent.value = target[parent.value - from];
        if (drop(k)) {
            target[k - from] = parent.value;
            // What leads to the container leads to what follows.
            if (!flow[k].anchors.empty() && k + 1 < flow.size())
                flow[k + 1].anchors.insert(flow[k + 1].anchors.begin(), flow[k].anchors.begin(),
                                           flow[k].anchors.end());
            continue;
        }
        target[k - from] = static_cast<std::uint32_t>(out);
        if (out != k) flow[out] = std::move(flow[k]);
        ++out;
    }
    flow.resize(out);
}

/// Puts a flow's blocks behind the document's; `places` learns the blocks that anchors name.
void place(Document& document, Flow&& flow, std::map<std::string, BlockId, std::less<>>& places);
/// Closes the document's ledger with what was read and what became of it; false when characters were lost or doubled.
bool close_ledger(Document& document, const Tally& tally);
/// Puts the labels of notes, by the pending links that lead to them, at the marks and on the notes' own blocks. What is
/// printed counts as read.
void print_marks(Document& document, const std::map<std::string, BlockId, std::less<>>& places,
                 const std::map<std::string, std::string, std::less<>>& labels, Tally& tally);
/// Replaces pending links by `#b...`, and drops those whose place is unknown.
void resolve_links(Document& document, const std::map<std::string, BlockId, std::less<>>& places);

}  // namespace sheaf::drafts
