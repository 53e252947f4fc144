#include "find.hpp"

#include <algorithm>

#include "numbering.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::findings {

namespace {

constexpr double beside_break = 0.7;  ///< confidence in a paragraph at which the numbering breaks

/// A numbered paragraph with the bullets that it announces.
struct Paragraph {
    std::vector<BlockId> blocks;
    bool sure = true;  ///< the numbering counts on here
};

/// A paragraph or list item outside tables.
bool is_running_text(const Document& document, BlockId id) {
    const Block& block = document[id];
    return text::is_text(block) && block.kind != BlockKind::heading && !block.text.empty() &&
           !text::row_of(document, id);
}

class Finder {
  public:
    Finder(Document& document, const Rules& rules, Context& context)
        : document_(document), rules_(rules), context_(context), ids_(document), themes_(themes_of()) {}

    void run() {
        if (rules_.paragraph) number();
        for (const Paragraph& paragraph : paragraphs_) add_finding(paragraph);
        add_standing("strength", rules_.strengths);
        add_standing("improvement", rules_.improvements);
        if (rules_.positive_practice) add_positive_practice();
    }

  private:
    using Sections = std::vector<SectionId>;

    /// For each section the innermost one at or above it whose title the pattern takes.
    Sections sections_of(const std::optional<Pattern>& pattern) const {
        return innermost_sections(document_, [&](const std::string& title) {
            return pattern && pattern->found_in(text::fold(title));
        });
    }
    /// For each section its theme: itself, the nearest theme before it that stands beside it, as the banner of a chapter
    /// does, or that of the section above.
    Sections themes_of() const {
        Sections found;
        for (std::uint32_t i = 0; i < document_.sections.size(); ++i) {
            const Section& section = document_.sections[i];
            SectionId theme;
            if (rules_.theme && rules_.theme->found_in(text::fold(section.title))) theme = SectionId{i};
            for (std::uint32_t j = i; j-- > 0 && !theme;)
                if (document_.sections[j].parent == section.parent && found[j] == SectionId{j})
                    theme = found[j];
            if (!theme && section.parent) theme = found[section.parent.value];
            found.push_back(theme);
        }
        return found;
    }
    SectionId above(BlockId block, const Sections& sections) const {
        const SectionId section = document_[block].section;
        return section ? sections[section.value] : SectionId();
    }

    /// Finds the numbered paragraphs and says where their numbers break.
    void number() {
        std::vector<BlockId> blocks;
        std::vector<Number> numbers;
        for (std::uint32_t i = 0; i < document_.blocks.size(); ++i) {
            const std::string& label = document_.blocks[i].label;
            if (label.empty() || !is_running_text(document_, {i}) || !rules_.paragraph->found_in(label))
                continue;
            if (auto value = number_of(label)) {
                blocks.push_back({i});
                numbers.push_back(std::move(*value));
            }
        }
        const Numbering numbering = judge(numbers);
        // Two or three numbers alone are a list.
        if (numbering.paragraphs.size() < std::max<std::size_t>(rules_.at_least, 4)) {
            if (rules_.at_least > 0)
                context_.report(
                    Severity::doubtful, "findings-missing",
                    "only " + std::to_string(numbering.paragraphs.size()) + " numbered paragraphs were found",
                    {}, "letters of this family have " + std::to_string(rules_.at_least) + " or more");
            return;
        }
        std::vector<bool> unsure(numbers.size());
        for (const auto& gap : numbering.gaps) report_gap(blocks, gap, unsure);
        for (const auto& repeated : numbering.repeated) report_repeated(blocks, repeated, unsure);
        const Sections others = sections_of(rules_.not_findings), findings = sections_of(rules_.findings);
        // The inner of two sections decides; a section stands behind those that it is in.
        const auto is_other = [&](BlockId block) {
            const SectionId other = above(block, others), found = above(block, findings);
            return other && !(found && found.value > other.value);
        };
        for (const std::size_t i : numbering.paragraphs)
            if (!is_other(blocks[i])) paragraphs_.push_back({with_bullets(blocks[i]), !unsure[i]});
    }

    void report_gap(const std::vector<BlockId>& blocks, const Numbering::Break& gap,
                    std::vector<bool>& unsure) {
        unsure[gap.at] = true;
        if (gap.before) unsure[*gap.before] = true;
        const std::string& label = document_[blocks[gap.at]].label;
        context_.report(
            Severity::doubtful, "findings-gap",
            gap.before ? "paragraph " + label + " follows paragraph " + document_[blocks[*gap.before]].label
                       : "the first numbered paragraph is " + label,
            place_of(document_, blocks[gap.at]), "paragraphs between them may have been lost");
    }

    void report_repeated(const std::vector<BlockId>& blocks, const Numbering::Break& repeated,
                         std::vector<bool>& unsure) {
        if (repeated.before) unsure[*repeated.before] = true;
        context_.report(Severity::doubtful, "findings-repeated",
                        "the number " + document_[blocks[repeated.at]].label + " stands behind paragraph " +
                            document_[blocks[*repeated.before]].label + ", where it does not belong",
                        place_of(document_, blocks[repeated.at]),
                        "a line that begins with a number may have been taken for a paragraph");
    }

    /// The bullets that the paragraph announces are part of it.
    std::vector<BlockId> with_bullets(BlockId block) const {
        std::vector<BlockId> blocks = {block};
        if (document_[block].text.back() != ':') return blocks;
        for (std::uint32_t i = block.value + 1; i < document_.blocks.size(); ++i) {
            const Block& next = document_.blocks[i];
            if (next.kind == BlockKind::furniture || next.kind == BlockKind::footnote) continue;
            if (next.kind != BlockKind::list_item || next.section != document_[block].section ||
                number_of(next.label))
                break;
            blocks.push_back({i});
        }
        return blocks;
    }

    std::string text_of(const Paragraph& paragraph) const {
        std::string text;
        for (const BlockId block : paragraph.blocks)
            text += (text.empty() ? "" : " ") + text::squeeze(document_[block].text);
        return text;
    }

    Field theme_of(BlockId block) const {
        const SectionId theme = above(block, themes_);
        if (!theme) return {"theme", std::monostate{}, {}};
        return {"theme", document_[theme].title, {whole(document_, document_[theme].heading)}};
    }

    Field section_of(BlockId block) const {
        const SectionId section = document_[block].section;
        if (!section) return {"section", std::monostate{}, {}};
        return {"section", document_[section].title, {whole(document_, document_[section].heading)}};
    }

    void add(std::string type, std::string rule, const std::vector<Anchor>& anchors,
             std::vector<Field> fields, const std::string& key, const Confidence& confidence) {
        Record record;
        record.id = ids_.next(type, {key});
        record.type = std::move(type);
        record.rule = std::move(rule);
        record.anchors = anchors;
        record.fields = std::move(fields);
        record.fields.push_back(confidence.field());
        record.confidence = confidence.value();
        add_record(document_, std::move(record));
    }

    std::vector<Anchor> anchors_of(const Paragraph& paragraph) const {
        std::vector<Anchor> anchors;
        for (const BlockId block : paragraph.blocks) anchors.push_back(whole(document_, block));
        return anchors;
    }

    void add_finding(const Paragraph& paragraph) {
        const BlockId block = paragraph.blocks.front();
        const std::string text = text_of(paragraph);
        add("finding", "numbered paragraph", anchors_of(paragraph),
            {{"label", document_[block].label, {}},
             section_of(block),
             {"section_path", section_path(document_, document_[block].section), {}},
             {"text", text, {}},
             theme_of(block)},
            document_[block].label + ' ' + text, confidence_in(paragraph));
    }

    static Confidence confidence_in(const Paragraph& paragraph) {
        Confidence confidence;
        if (paragraph.sure)
            confidence.rests_on("the paragraphs' numbers count on here");
        else
            confidence.lowered(beside_break, "the paragraphs' numbers break here");
        return confidence;
    }

    /// The numbered paragraphs under a heading, such as those of all strengths.
    void add_standing(const std::string& type, const std::optional<Pattern>& heading) {
        const Sections sections = sections_of(heading);
        for (const Paragraph& paragraph : paragraphs_) {
            const BlockId block = paragraph.blocks.front();
            const SectionId section = above(block, sections);
            if (!section) continue;
            Confidence confidence = confidence_in(paragraph);
            confidence.rests_on(heading_ground(document_, section));
            const std::string text = text_of(paragraph);
            add(type, type + " heading", anchors_of(paragraph),
                {{"label", document_[block].label, {}}, theme_of(block), {"text", text, {}}},
                document_[block].label + ' ' + text, confidence);
        }
    }

    /// In the numbered paragraphs, or in all text where paragraphs have no numbers.
    void add_positive_practice() {
        std::vector<BlockId> blocks;
        for (const Paragraph& paragraph : paragraphs_)
            blocks.insert(blocks.end(), paragraph.blocks.begin(), paragraph.blocks.end());
        if (!rules_.paragraph)
            for (std::uint32_t i = 0; i < document_.blocks.size(); ++i)
                if (is_running_text(document_, {i})) blocks.push_back({i});
        for (const BlockId id : blocks) {
            const std::string whole_text = document_[id].text;
            if (!rules_.positive_practice->found_in(text::plain(whole_text).text)) continue;
            for (const Range& range : text::sentences(whole_text)) {
                const std::string sentence =
                    text::squeeze(std::string_view(whole_text).substr(range.start, range.end - range.start));
                if (!rules_.positive_practice->found_in(text::plain(sentence).text)) continue;
                const std::string& label = document_[id].label;
                Confidence marked;
                marked.rests_on("the sentence itself says so");
                add("positive_practice", "positive practice", {{id, range}},
                    {{"text", sentence, {}},
                     {"label", number_of(label) ? FieldValue(label) : FieldValue(), {}},
                     theme_of(id),
                     section_of(id)},
                    sentence, marked);
            }
        }
    }

    Document& document_;
    const Rules& rules_;
    Context& context_;
    RecordIds ids_;
    Sections themes_;
    std::vector<Paragraph> paragraphs_;
};

}  // namespace

void find(Document& document, const Rules& rules, Context& context) {
    Finder(document, rules, context).run();
}

}  // namespace sheaf::findings
