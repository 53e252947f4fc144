#include "witness.hpp"

#include <algorithm>
#include <utility>

#include "passage.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "struck.hpp"

namespace sheaf::recommendations {

namespace {

constexpr double contradicted = 0.85;  ///< confidence in an item of a part in which the counts differ
/// Marks and items that a message names.
constexpr std::size_t most_named = 6;

/// Something that marks an item, and the words from it to the next mark.
struct Marked {
    BlockId block;
    Range range;  ///< of a sentence; empty for a mark that reaches to the next one
    std::string words;
    bool held = false;         ///< an item begins in it
    std::vector<Anchor> with;  ///< the words around it that hold its item, where it needs none of its own
};

bool takes(const std::vector<std::string>& rules, const std::string& rule) {
    return std::find(rules.begin(), rules.end(), rule) != rules.end();
}

bool begins_bold(const Block& block) {
    return std::any_of(block.spans.begin(), block.spans.end(), [](const Span& span) {
        return span.range.start == 0 && span.range.end > 1 && span.style.bold;
    });
}

std::string_view name_of(Mark mark) {
    switch (mark) {
        case Mark::numbers:
            return "numbered paragraphs";
        case Mark::bullets:
            return "bullets";
        case Mark::bold:
            return "paragraphs that begin in bold";
        case Mark::rows:
            return "rows";
        case Mark::words:
            return "places with the words that mark an item";
        case Mark::sentences:
            break;
    }
    return "sentences that read like a demand";
}

class Hearing {
  public:
    Hearing(const Document& document, const Family& family, const Language& language,
            std::vector<Candidate>& candidates, Context& context)
        : document_(document),
          family_(family),
          language_(language),
          candidates_(candidates),
          context_(context),
          decoys_(find_decoys(document, family)) {}

    void hear(const Witness& witness) {
        const std::vector<SectionId> sections = innermost_sections(
            document_, [&](const std::string& title) { return witness.section.found_in(text::fold(title)); });
        for (std::uint32_t root = 0; root < sections.size(); ++root) {
            if (sections[root] != SectionId{root} || decoys_[root]) continue;
            std::vector<std::uint32_t> blocks;
            for (std::uint32_t i = 0; i < document_.blocks.size(); ++i) {
                const Block& block = document_.blocks[i];
                if (block.section && sections[block.section.value] == SectionId{root} &&
                    !decoys_[block.section.value] && block.kind != BlockKind::heading &&
                    block.kind != BlockKind::footnote)
                    blocks.push_back(i);
            }
            compare(witness, SectionId{root}, blocks);
        }
    }

  private:
    void compare(const Witness& witness, SectionId root, const std::vector<std::uint32_t>& blocks) {
        std::vector<Marked> marks = witness.mark == Mark::sentences ? sentences(witness, blocks)
                                    : witness.mark == Mark::words   ? occurrences(witness, blocks)
                                                                    : blocks_marked(witness, blocks);
        if (marks.empty()) return;
        std::vector<Candidate*> items, unmarked;
        for (Candidate& candidate : candidates_) {
            if (!takes(witness.rules, candidate.rule->name)) continue;
            // The sentence that leads in a list is held by its items.
            if (!candidate.item.lead_in.anchors.empty() && witness.mark == Mark::sentences)
                hold_all(marks, candidate.item.lead_in.anchors);
            const Anchor& begin = candidate.item.anchors.front();
            if (!std::binary_search(blocks.begin(), blocks.end(), begin.block.value)) continue;
            items.push_back(&candidate);
            const bool held = witness.mark == Mark::words       ? hold_first(marks, candidate.item.anchors)
                              : witness.mark == Mark::sentences ? hold_all(marks, candidate.item.anchors)
                                                                : hold(marks, begin);
            if (!held && witness.mark != Mark::sentences) unmarked.push_back(&candidate);
        }
        std::erase_if(marks, [&](const Marked& mark) { return !mark.held && goes_with(mark, items); });
        const auto empty = std::count_if(marks.begin(), marks.end(), [](const Marked& m) { return !m.held; });
        if (empty == 0 && unmarked.empty()) return;
        report(witness, root, marks, unmarked);
        for (Candidate* item : items)
            item->confidence.lowered(contradicted, "the count of " + std::string(name_of(witness.mark)) +
                                                       " under the same heading differs");
    }

    /// Marks where the item begins as held; whether it begins in any.
    static bool hold(std::vector<Marked>& marks, const Anchor& begin) {
        const auto mark = std::find_if(marks.rbegin(), marks.rend(),
                                       [&](const Marked& m) { return m.block.value <= begin.block.value; });
        if (mark != marks.rend()) mark->held = true;
        return mark != marks.rend();
    }

    /// The mark says more of an item that stands before it, or leads up to one.
    static bool goes_with(const Marked& mark, const std::vector<Candidate*>& items) {
        return std::any_of(mark.with.begin(), mark.with.end(), [&](const Anchor& words) {
            return std::any_of(items.begin(), items.end(), [&](const Candidate* candidate) {
                const Anchor& begin = candidate->item.anchors.front();
                return begin.block == words.block && words.range.start <= begin.range.start &&
                       begin.range.start < words.range.end;
            });
        });
    }

    /// The words around a sentence that hold the item that it needs none besides.
    static std::vector<Anchor> words_with(const Document& document, const Witness& witness,
                                          const Passage& passage, Range sentence,
                                          const std::vector<Anchor>& before, std::string_view plain) {
        if (witness.says_more && witness.says_more->found_in(plain)) return before;
        if (!witness.leads_up || !witness.leads_up->found_in(plain)) return {};
        return passage.anchors(document, {sentence.end, static_cast<std::uint32_t>(passage.text.size())});
    }

    /// Marks every sentence of the item as held; whether there is one.
    static bool hold_all(std::vector<Marked>& marks, const std::vector<Anchor>& item) {
        bool any = false;
        for (const Anchor& words : item)
            for (Marked& mark : marks)
                if (mark.block == words.block && mark.range.start < words.range.end &&
                    words.range.start < mark.range.end)
                    mark.held = any = true;
        return any;
    }

    /// Marks the first place that stands in the item's blocks and that no item has yet; whether there is one.
    static bool hold_first(std::vector<Marked>& marks, const std::vector<Anchor>& item) {
        const auto mark = std::find_if(marks.begin(), marks.end(), [&](const Marked& m) {
            return !m.held && item.front().block <= m.block && m.block <= item.back().block;
        });
        if (mark != marks.end()) mark->held = true;
        return mark != marks.end();
    }

    bool says_none(const Witness& witness, std::string_view text) const {
        return std::any_of(family_.rules.begin(), family_.rules.end(), [&](const Rule& rule) {
            return takes(witness.rules, rule.name) && rule.none && rule.none->found_in(text);
        });
    }

    std::vector<Marked> blocks_marked(const Witness& witness,
                                      const std::vector<std::uint32_t>& blocks) const {
        int outermost = 0;
        for (const std::uint32_t i : blocks)
            if (is_mark(Mark::bullets, document_.blocks[i]))
                outermost =
                    outermost ? std::min(outermost, document_.blocks[i].level) : document_.blocks[i].level;
        std::vector<Marked> marks;
        for (const std::uint32_t i : blocks) {
            const Block& block = document_.blocks[i];
            if (!is_mark(witness.mark, block) || says_none(witness, block.text)) continue;
            if (!block.text.empty() && without_struck(document_, {whole(document_, {i})}).empty()) continue;
            if (witness.mark == Mark::bullets && block.level > outermost) continue;
            marks.push_back(
                {BlockId{i}, {}, (is_number_label(block.label) ? block.label + ' ' : "") + block.text});
        }
        return marks;
    }

    std::vector<Marked> occurrences(const Witness& witness, const std::vector<std::uint32_t>& blocks) const {
        std::vector<Marked> marks;
        for (const std::uint32_t i : blocks) {
            const text::Plain plain = text::plain(document_.blocks[i].text);
            std::size_t at = 0;
            while (const auto match = witness.sentence->find(plain.text, at)) {
                marks.push_back(
                    {BlockId{i}, plain.original(match->whole),
                     plain.text.substr(match->whole.start, match->whole.end - match->whole.start)});
                at = std::max<std::size_t>(match->whole.end, at + 1);
                if (at > plain.text.size()) break;
            }
        }
        return marks;
    }

    static bool is_mark(Mark mark, const Block& block) {
        if (mark == Mark::rows) return block.kind == BlockKind::row && !block.header;
        if (block.text.empty()) return false;
        const bool numbered = is_number_label(block.label);
        if (mark == Mark::numbers) return numbered;
        if (mark == Mark::bullets) return block.kind == BlockKind::list_item && !numbered;
        return begins_bold(block);
    }

    std::vector<Marked> sentences(const Witness& witness, const std::vector<std::uint32_t>& blocks) const {
        std::vector<Marked> marks;
        for (const Passage& passage : passages_of(document_, blocks, language_.open_end)) {
            Range before;
            for (const Range& range : text::sentences(passage.text)) {
                const Range last = std::exchange(before, range);
                const text::Plain plain =
                    text::plain(std::string_view(passage.text).substr(range.start, range.end - range.start));
                const auto match = witness.sentence->find(plain.text);
                if (!match || (witness.not_sentence && witness.not_sentence->found_in(
                                                           language_.demand.behind_concession(plain.text))))
                    continue;
                const std::uint32_t verb = match->whole.start;
                if (language_.demand.refuses(plain.text, verb) ||
                    !language_.demand.in_main_clause(std::string_view(plain.text).substr(0, verb), true) ||
                    passage.in_quotation(range.start + plain.original({verb, verb}).start) ||
                    says_none(witness, plain.text))
                    continue;
                const std::vector<Anchor> left = without_struck(document_, passage.anchors(document_, range));
                if (left.empty()) continue;
                const Anchor& begin = left.front();
                marks.push_back({begin.block, begin.range, plain.text, false,
                                 words_with(document_, witness, passage, range,
                                            passage.anchors(document_, last), plain.text)});
            }
        }
        return marks;
    }

    void report(const Witness& witness, SectionId root, const std::vector<Marked>& marks,
                const std::vector<Candidate*>& unmarked) const {
        std::vector<std::string> without, with;
        BlockId at = document_[root].heading;
        for (const Marked& mark : marks) {
            if (!mark.held && without.empty()) at = mark.block;
            (mark.held ? with : without).push_back('`' + beginning(mark.words) + '`');
        }
        std::string message = "under `" + document_[root].title + "` stand " + std::to_string(marks.size()) +
                              " " + std::string(name_of(witness.mark)) + "; ";
        if (!without.empty())
            message += "no item was recorded of " + listed(without) +
                       (with.empty() ? ", nor of any other" : "; items were recorded of " + listed(with));
        if (!unmarked.empty()) {
            std::vector<std::string> strays;
            strays.reserve(unmarked.size());
            for (const Candidate* item : unmarked)
                strays.push_back('`' + beginning(text_of(document_, item->item)) + '`');
            if (without.empty()) at = unmarked.front()->item.anchors.front().block;
            message +=
                (without.empty() ? "" : "; ") + std::string("none of them marks the item ") + listed(strays);
        }
        context_.report(Severity::doubtful, "recommendations-witness", message, place_of(document_, at),
                        "read them on the page and see what is demanded there");
    }

    static std::string listed(const std::vector<std::string>& words) {
        std::string text;
        for (std::size_t i = 0; i < std::min(words.size(), most_named); ++i)
            text += (i ? ", " : "") + words[i];
        if (words.size() > most_named) text += " and " + std::to_string(words.size() - most_named) + " more";
        return text;
    }

    const Document& document_;
    const Family& family_;
    const Language& language_;
    std::vector<Candidate>& candidates_;
    Context& context_;
    const std::vector<bool> decoys_;
};

}  // namespace

void hear_witnesses(const Document& document, const Family& family, const Language& language,
                    std::vector<Candidate>& candidates, Context& context) {
    Hearing hearing(document, family, language, candidates, context);
    for (const Witness& witness : family.witnesses) hearing.hear(witness);
}

}  // namespace sheaf::recommendations
