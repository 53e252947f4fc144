// What a person could mark in letters that nobody has marked.
#include <algorithm>

#include "learn/draft.hpp"
#include "learn/phrases.hpp"
#include "sheaf/csv.hpp"
#include "sheaf/pattern.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::learn {

namespace {

/// The kinds of demands whose headings are known; the first that fits counts.
constexpr const char* kinds_by_heading[] = {"priority_action", "area_for_improvement", "recommendation"};

class Proposals {
  public:
    explicit Proposals(const Surroundings& known) : demand_(known.expanded(demand_sentence), true) {
        for (const char* kind : kinds_by_heading)
            headings_.emplace_back("\\b(?:" + known.expanded(usual_headings(kind)) + ")", true);
    }

    std::string run(const Examples& examples) {
        csv::append_row(rows_, {"letter", "field", "text", "page", "level", "label"});
        for (const Example* example : examples) propose(*example);
        return std::move(rows_);
    }

  private:
    void row(const Example& example, std::string_view field, const std::string& text, BlockId at = {},
             const std::string& level = {}, const std::string& label = {}) {
        const int page = at ? example.document[at].page() : 0;
        csv::append_row(rows_, {example.name, std::string(field), text,
                                page ? std::to_string(page) : std::string(), level, label});
    }

    void propose(const Example& example) {
        const Document& document = example.document;
        for (const char* field : usual_fields) propose_field(example, field);
        for (const Section& section : document.sections)
            row(example, "section", section.title, section.heading, std::to_string(section.level));
        for (std::uint32_t i = 0; i < document.blocks.size();) i += propose_items(example, i);
    }

    void propose_field(const Example& example, const char* name) {
        const Record* const record = metadata(example.document);
        const Field* const field = record ? record->field(name) : nullptr;
        if (const auto* text = field ? std::get_if<std::string>(&field->value) : nullptr)
            return row(example, name, *text);
        const auto* texts = field ? std::get_if<std::vector<std::string>>(&field->value) : nullptr;
        if (!texts || texts->empty()) return row(example, name, {});
        for (const std::string& text : *texts) row(example, name, text);
    }

    /// The kind of the demands below the nearest heading that tells of any; null when none does.
    const char* kind_under(const Document& document, SectionId section) const {
        static const Pattern telling(R"(\b(improve(ments?)?|actions?|must|should|concerns?|next steps)\b)",
                                     true);
        for (; section; section = document[section].parent) {
            const std::string title = text::fold(document[section].title);
            const auto found = std::find_if(headings_.begin(), headings_.end(),
                                            [&](const Pattern& one) { return one.found_in(title); });
            if (found != headings_.end()) return kinds_by_heading[found - headings_.begin()];
            if (telling.found_in(title)) return "recommendation";
        }
        return nullptr;
    }

    /// Whether a text of the section says what is recommended.
    static bool recommends(const Document& document, SectionId section) {
        static const Pattern says(R"(\brecommend(s|ed),? (that|to|through)\b)", true);
        return std::any_of(document.blocks.begin(), document.blocks.end(), [&](const Block& one) {
            return one.section == section && one.kind != BlockKind::heading && says.found_in(one.text);
        });
    }

    /// A list item under a heading of demands with what belongs to it, or sentences that demand something. How many blocks it
    /// took.
    std::uint32_t propose_items(const Example& example, std::uint32_t first) {
        const Document& document = example.document;
        const Block& block = document.blocks[first];
        if (!text::is_text(block) || block.kind == BlockKind::heading) return 1;
        const char* const kind = kind_under(document, block.section);
        const bool numbered = is_number_label(block.label);
        const std::string label = numbered ? block.label : std::string();
        // Where some numbered paragraphs say what is recommended, the others tell why.
        const bool told = numbered && recommends(document, block.section);
        if (!kind || told || (block.kind != BlockKind::list_item && !numbered)) {
            for (const Range& range : text::sentences(block.text))
                propose_sentence(example, {first}, range, kind, label);
            return 1;
        }
        std::string text = block.text;
        std::uint32_t i = first + 1;
        for (; i < document.blocks.size(); ++i) {
            const Block& next = document.blocks[i];
            if (next.kind != BlockKind::list_item || is_number_label(next.label) ||
                (!numbered && next.level <= block.level))
                break;
            text += " " + next.text;
        }
        row(example, kind, text::squeeze(text), {first}, {}, label);
        return i - first;
    }

    void propose_sentence(const Example& example, BlockId at, Range range, const char* kind,
                          const std::string& label) {
        static const Pattern says(R"(\b(should|must|recommend(s|ed)?|needs? to)\b)", true);
        const std::string& text = example.document[at].text;
        const std::string words = text.substr(range.start, range.end - range.start);
        if (!(kind ? says.found_in(words) : demand_.found_in(text::plain(words).text))) return;
        // A number of its own may stand in the sentence or behind it.
        const auto own = own_number(words);
        const auto behind = own_number(std::string_view(text).substr(range.end));
        const std::string number = own ? own->number : behind && behind->before == 0 ? behind->number : label;
        row(example, kind ? kind : "recommendation",
            text::squeeze(own ? words.substr(0, own->before) : words), at, {}, number);
    }

    const Pattern demand_;
    std::vector<Pattern> headings_;  ///< of `kinds_by_heading`
    std::string rows_;
};

}  // namespace

std::string proposals(const Examples& examples, const Surroundings& known) {
    return Proposals(known).run(examples);
}

}  // namespace sheaf::learn
