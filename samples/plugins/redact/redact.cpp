#include "redact.hpp"

#include <algorithm>
#include <tuple>

#include "sheaf/text.hpp"

namespace redact {

using namespace sheaf;

namespace {

/// A text without its names, and where its bytes went.
class Rewritten {
  public:
    Rewritten(const std::string& before, std::vector<Mention> mentions) : mentions_(std::move(mentions)) {
        std::size_t from = 0;
        for (const Mention& mention : mentions_) {
            text.append(before, from, mention.range.start - from);
            places.push_back({static_cast<std::uint32_t>(text.size()),
                              static_cast<std::uint32_t>(text.size() + mark.size())});
            text += mark;
            from = mention.range.end;
        }
        text.append(before, from);
    }

    /// Where an offset of the old text is now; within a name, behind its mark or in front of it.
    std::uint32_t at(std::uint32_t offset, bool behind) const {
        std::int64_t moved = offset;
        for (std::size_t i = 0; i < mentions_.size(); ++i) {
            const Range name = mentions_[i].range;
            if (offset <= name.start) break;
            if (offset < name.end) return behind ? places[i].end : places[i].start;
            moved += static_cast<std::int64_t>(mark.size()) - (name.end - name.start);
        }
        return static_cast<std::uint32_t>(moved);
    }
    /// A range that touches a name takes in its mark.
    Range around(Range range) const { return {at(range.start, false), at(range.end, true)}; }
    /// Neighbours stay neighbours: where one ended within a name and the next began, both do so behind the mark.
    Range beside(Range range) const { return {at(range.start, true), at(range.end, true)}; }

    std::string text;
    std::vector<Range> places;  ///< of the marks

  private:
    std::vector<Mention> mentions_;
};

class Redactor {
  public:
    Redactor(Document& document, const Names& names) : document_(document), names_(names) {}

    Result run() {
        for (std::uint32_t i = 0; i < document_.blocks.size(); ++i) block(i);
        for (Section& section : document_.sections) {
            clean(section.title);
            clean(section.number);
        }
        for (Record& record : document_.records) this->record(record);
        for (Diagnostic& diagnostic : document_.diagnostics) {
            clean(diagnostic.message);
            clean(diagnostic.hint);
        }
        for (Page& page : document_.pages) clean(page.label);
        clean(document_.source.name);
        clean(document_.source.producer);
        settle_ledger();
        return std::move(result_);
    }

  private:
    /// A text that nothing points into. True when it named somebody.
    bool clean(std::string& text) {
        std::vector<Mention> mentions = names_.in(text);
        if (mentions.empty()) return false;
        result_.elsewhere += mentions.size();
        text = Rewritten(text, std::move(mentions)).text;
        return true;
    }

    /// As `clean`, of a text that the ledger counts.
    void clean_counted(std::string& text) {
        const std::string before = text;
        if (clean(text)) account(before, text);
    }

    void account(std::string_view before, std::string_view after) {
        std::size_t marks = 0;
        for (std::size_t at = 0; (at = after.find(mark, at)) != std::string_view::npos; at += mark.size())
            ++marks;
        for (std::size_t at = 0; (at = before.find(mark, at)) != std::string_view::npos; at += mark.size())
            --marks;
        const std::uint64_t added = marks * text::count_visible(mark);
        document_.ledger.read += added;
        names_taken_ += text::count_visible(before) + added - text::count_visible(after);
    }

    void block(std::uint32_t position) {
        Block& block = document_.blocks[position];
        clean_counted(block.label);
        clean(block.basis);
        for (Span& span : block.spans) {
            clean_counted(span.mark);
            clean(span.style.change);
            // An address spells names in many ways, so one that holds a part of a name is left out whole.
            if (!span.style.link.starts_with('#') && clean(span.style.link)) span.style.link.clear();
        }
        std::vector<Mention> mentions = names_.in(block.text);
        if (mentions.empty()) return;
        const std::vector<Mention> found = mentions;
        const Rewritten now(block.text, std::move(mentions));
        account(block.text, now.text);
        for (Span& span : block.spans) span.range = now.beside(span.range);
        for (Region& region : block.regions) region.range = now.beside(region.range);
        move_anchors(position, now);
        block.text = now.text;
        for (std::size_t i = 0; i < found.size(); ++i)
            result_.redactions.push_back({{{position}, now.places[i]}, found[i].line});
    }

    void move_anchors(std::uint32_t position, const Rewritten& now) {
        const auto move = [&](std::vector<Anchor>& anchors) {
            for (Anchor& anchor : anchors)
                if (anchor.block.value == position) anchor.range = now.around(anchor.range);
        };
        for (Record& record : document_.records) {
            move(record.anchors);
            for (Field& field : record.fields) move(field.anchors);
        }
    }

    void record(Record& record) {
        clean(record.rule);
        for (Field& field : record.fields) {
            if (auto* text = std::get_if<std::string>(&field.value)) clean(*text);
            if (auto* texts = std::get_if<std::vector<std::string>>(&field.value))
                for (std::string& text : *texts) clean(text);
        }
    }

    void settle_ledger() {
        if (names_taken_ == 0) return;
        document_.ledger.refused["redacted"] += names_taken_;
        std::tie(document_.ledger.blocks, document_.ledger.furniture) = count_text(document_);
    }

    Document& document_;
    const Names& names_;
    Result result_;
    std::uint64_t names_taken_ = 0;  ///< visible characters of names that the ledger had counted
};

}  // namespace

Result redact(Document& document, const Names& names) {
    return Redactor(document, names).run();
}

}  // namespace redact
