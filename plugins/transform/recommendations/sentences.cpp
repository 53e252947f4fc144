#include "sentences.hpp"

#include "bodies.hpp"
#include "items.hpp"
#include "passage.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"

namespace sheaf::recommendations {

namespace {

/// What a sentence demands: whose it is to act, and the verb, as ranges of the passage.
struct Found {
    std::optional<Range> responsible, modality, label, deadline;
};

class Sentences {
  public:
    Sentences(const Document& document, const Scope& scope, const Language& language)
        : document_(document),
          rule_(*scope.rule),
          language_(language),
          passages_(passages_of(document, scope.blocks, language.open_end)) {
        found_.unit = Unit::sentences;
    }

    Items run() {
        for (std::size_t i = 0; i < passages_.size(); ++i) {
            if (rule_.none && rule_.none->found_in(passages_[i].text))
                found_.none.push_back(passages_[i].first());
            else
                i = read(i);
        }
        return std::move(found_);
    }

  private:
    /// Takes the items of a passage, and of the list that it leads in. The position of the last passage read.
    std::size_t read(std::size_t i) {
        const Passage& passage = passages_[i];
        std::vector<Anchor> said;  // the passage's sentences so far that demand nothing
        bool follows = false;      // the sentence before is an item
        for (const Range& range : text::sentences(passage.text)) {
            const auto demanded = demanded_in(passage, range, follows);
            const std::vector<Anchor> anchors = passage.anchors(document_, range);
            if (!demanded) {
                said.insert(said.end(), anchors.begin(), anchors.end());
                follows = false;
                continue;
            }
            Item item = item_of(passage, *demanded, said, follows);
            item.anchors = anchors;
            const bool open = range.end == passage.text.size() && !ends_sentence(passage.text, ".?!;");
            if (open && leads_list(i)) return read_list(i, item);
            item.continued = anchors.size() > 1;
            found_.items.push_back(std::move(item));
            follows = true;
        }
        return i;
    }

    std::optional<Found> demanded_in(const Passage& passage, Range range, bool follows) const {
        const text::Plain plain =
            text::plain(std::string_view(passage.text).substr(range.start, range.end - range.start));
        if (rule_.not_sentence &&
            rule_.not_sentence->found_in(language_.demand.behind_concession(plain.text)))
            return std::nullopt;
        const Pattern* pattern = &*rule_.sentence;
        auto match = pattern->find(plain.text);
        if (!match && follows && rule_.follow_on) {
            pattern = &*rule_.follow_on;
            match = pattern->find(plain.text);
        }
        if (!match) return std::nullopt;
        const auto group = [&](std::string_view name) -> std::optional<Range> {
            const auto at = pattern->group(name);
            return at ? match->groups[*at] : std::nullopt;
        };
        const auto printed = [&](std::optional<Range> words) -> std::optional<Range> {
            if (!words) return std::nullopt;
            const Range original = plain.original(*words);
            return Range{range.start + original.start, range.start + original.end};
        };
        // A demand is one on a body: `Care should be taken` is none.
        if (const auto subject = group("responsible");
            subject &&
            !names_body(document_, plain.text.substr(subject->start, subject->end - subject->start),
                        rule_.bodies))
            return std::nullopt;
        const auto modality = group("modality");
        const std::uint32_t verb = modality ? modality->start : match->whole.start;
        if (language_.demand.refuses(plain.text, verb)) return std::nullopt;
        if (passage.in_quotation(range.start + plain.original({verb, verb}).start)) return std::nullopt;
        return Found{printed(group("responsible")), printed(modality), printed(group("label")),
                     printed(group("deadline"))};
    }

    Words words(const Passage& passage, std::optional<Range> range) const {
        if (!range) return {};
        const std::vector<Anchor> anchors = passage.anchors(document_, *range);
        return {joined_words(document_, anchors), anchors};
    }

    Item item_of(const Passage& passage, const Found& demanded, const std::vector<Anchor>& said,
                 bool follows) const {
        Item item;
        const Block& block = document_[passage.first()];
        item.section = block.section;
        if (is_number_label(block.label)) {
            item.label = block.label;
            item.evidence = said;
        }
        item.responsible = words(passage, demanded.responsible);
        if (item.responsible.text.empty() && follows) item.responsible = found_.items.back().responsible;
        item.modality = words(passage, demanded.modality).text;
        item.deadline = words(passage, demanded.deadline);
        if (demanded.label) item.label = words(passage, demanded.label).text;
        return item;
    }

    bool leads_list(std::size_t i) const {
        return i + 1 < passages_.size() && is_bulleted(document_[passages_[i + 1].first()]);
    }

    std::size_t read_list(std::size_t i, const Item& lead) {
        const int level = document_[passages_[i + 1].first()].level;
        while (leads_list(i)) {
            const Passage& passage = passages_[++i];
            std::vector<Anchor> anchors;
            for (const Passage::Piece& piece : passage.pieces)
                anchors.push_back(whole(document_, piece.block));
            if (document_[passage.first()].level > level) {
                Item& above = found_.items.back();
                above.anchors.insert(above.anchors.end(), anchors.begin(), anchors.end());
                continue;
            }
            Item item = lead;
            item.lead_in = {joined_words(document_, lead.anchors), lead.anchors};
            item.anchors = std::move(anchors);
            // `The board must publish it.` below `The authority must ensure that:` names its own body.
            if (const auto own = demanded_in(passage, text::sentences(passage.text).front(), false);
                own && own->responsible) {
                item.responsible = words(passage, own->responsible);
                item.modality = words(passage, own->modality).text;
            }
            found_.items.push_back(std::move(item));
        }
        return i;
    }

    const Document& document_;
    const Rule& rule_;
    const Language& language_;
    const std::vector<Passage> passages_;
    Items found_;
};

}  // namespace

Items find_sentences(const Document& document, const Scope& scope, const Language& language) {
    return Sentences(document, scope, language).run();
}

}  // namespace sheaf::recommendations
