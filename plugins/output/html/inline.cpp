#include "inline.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "sheaf/ascii.hpp"

namespace sheaf::html {

bool is_safe_link(std::string_view link) {
    const std::string scheme = text::lower(link.substr(0, std::min(link.find(':') + 1, link.size())));
    return scheme == "http:" || scheme == "https:" || scheme == "mailto:";
}

BlockId linked_block(const Document& document, std::string_view link) {
    if (!link.starts_with("#b")) return {};
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(link.data() + 2, link.data() + link.size(), number);
    if (error != std::errc() || end != link.data() + link.size()) return {};
    return number >= 1 && number <= document.blocks.size() ? BlockId{number - 1} : BlockId{};
}

void add_page_change(const Element& parent, int page, InlineContext& context) {
    if (!context.marks_pages || page < 1) return;
    const auto number = static_cast<std::size_t>(page);
    if (number > context.document.pages.size()) return;
    context.begun.resize(context.document.pages.size() + 1);
    if (context.begun[number]) return;
    context.begun[number] = true;
    parent.add("span", {{"class", "page"}, {"id", page_id(page)}}, "page " + std::to_string(page));
}

void add_way_back(const Element& parent, const Subject& subject) {
    parent.add("a",
               {{"class", "back"}, {"href", "#" + subject.id}, {"title", "To the table: " + subject.name}},
               subject.name);
}

namespace {

/// Words below this confidence (0 to 1) are marked as unsure. Text read by OCR is hardly ever at 1, and a page on
/// which all is marked warns of nothing.
constexpr float sure_text = 0.8F;

/// Writes the text from position to position. Marks may overlap; elements are closed and opened again so that
/// they nest.
class InlineWriter {
  public:
    InlineWriter(const Element& parent, std::uint32_t position, InlineContext& context, bool heading)
        : context_(context),
          block_(context.document.blocks[position]),
          position_(position),
          marks_(context.references.marks[position]),
          heading_(heading) {
        elements_.push_back(parent);
    }

    void write() {
        const std::vector<std::uint32_t> stops = collect_stops();
        for (std::size_t i = 0; i < stops.size(); ++i) {
            write_events(stops[i]);
            if (i + 1 < stops.size()) write_stretch({stops[i], stops[i + 1]});
        }
        // What a broken range left open needs no closing: elements end with their parent.
    }

  private:
    std::uint32_t size() const { return static_cast<std::uint32_t>(block_.text.size()); }

    std::vector<std::uint32_t> collect_stops() const {
        std::vector<std::uint32_t> stops = {0, size()};
        const auto add = [&](Range range) {
            stops.push_back(std::min(range.start, size()));
            stops.push_back(std::min(range.end, size()));
        };
        for (const Span& span : block_.spans) add(span.range);
        for (const Mark& mark : marks_) add(mark.range);
        for (const Region& region : block_.regions) add(region.range);
        std::sort(stops.begin(), stops.end());
        stops.erase(std::unique(stops.begin(), stops.end()), stops.end());
        return stops;
    }

    void write_events(std::uint32_t at) {
        write_footnote_marks(at);
        close_marks(at);
        for (const Region& region : block_.regions)
            if (std::min(region.range.start, size()) == at && (at < size() || at == 0)) {
                // Not inside a link that goes on.
                link_.reset();
                add_page_change(elements_.back(), region.page, context_);
            }
        open_marks(at);
    }

    void write_footnote_marks(std::uint32_t at) {
        for (; next_mark_ < block_.spans.size() && block_.spans[next_mark_].range.start <= at; ++next_mark_) {
            const Span& span = block_.spans[next_mark_];
            if (span.mark.empty()) continue;
            link_.reset();
            const Element sup = elements_.back().add("sup", {{"class", "mark"}});
            const BlockId note = linked_block(context_.document, span.style.link);
            if (!note) {
                sup.text(span.mark);
                continue;
            }
            std::string id = "f" + block_id(position_) + "-" + std::to_string(next_mark_ + 1);
            sup.add("a", {{"href", span.style.link}, {"id", id}, {"aria-label", "footnote " + span.mark}},
                    span.mark);
            if (note.value < context_.footnote_marks.size())
                context_.footnote_marks[note.value].push_back(std::move(id));
        }
    }

    /// Closes what ends here, and what was opened inside it and goes on is opened again.
    void close_marks(std::uint32_t at) {
        const auto ends = [&](std::size_t mark) { return std::min(marks_[mark].range.end, size()) <= at; };
        const auto first = std::find_if(open_.begin(), open_.end(), ends);
        if (first != open_.end()) {
            std::vector<std::size_t> inner(first, open_.end());
            open_.erase(first, open_.end());
            elements_.erase(elements_.begin() + 1 + static_cast<std::ptrdiff_t>(open_.size()),
                            elements_.end());
            link_.reset();
            std::sort(inner.begin(), inner.end());
            for (std::size_t mark : inner)
                if (ends(mark)) add_way_back(marks_[mark]);
            for (std::size_t mark : inner)
                if (!ends(mark)) open(mark, {});
        }
        for (const Mark& mark : marks_)
            if (mark.range.start >= mark.range.end && std::min(mark.range.end, size()) == at)
                add_way_back(mark);
    }

    void add_way_back(const Mark& mark) {
        if (!mark.leads_back) return;
        if (heading_) {
            // A heading is read out as the heading's own words.
            context_.ways_back.push_back(mark.subject);
            return;
        }
        link_.reset();
        elements_.back().text(" ");
        html::add_way_back(elements_.back(), context_.references.subjects[mark.subject]);
    }

    void open_marks(std::uint32_t at) {
        std::vector<std::size_t> begins;
        for (std::size_t i = 0; i < marks_.size(); ++i)
            if (marks_[i].range.start == at && marks_[i].range.start < marks_[i].range.end)
                begins.push_back(i);
        std::stable_sort(begins.begin(), begins.end(), [&](std::size_t a, std::size_t b) {
            return marks_[a].range.end > marks_[b].range.end;
        });
        for (std::size_t mark : begins) open(mark, marks_[mark].id);
    }

    void open(std::size_t mark, std::string_view id) {
        link_.reset();
        const bool broad = context_.references.subjects[marks_[mark].subject].broad;
        const Element element = elements_.back().add(broad ? "span" : "mark");
        if (!id.empty()) element.attribute("id", id);
        elements_.push_back(element);
        open_.push_back(mark);
    }

    void write_stretch(Range range) {
        const std::string_view text =
            std::string_view(block_.text).substr(range.start, range.end - range.start);
        const Style* style = style_at(range.start);
        const bool blank = text.find_first_not_of(" \n") == std::string_view::npos;
        if (!style || (blank && style->link.empty())) {
            link_.reset();
            elements_.back().lines(text);
            return;
        }
        styled(linked(*style), *style).lines(text);
    }

    const Style* style_at(std::uint32_t at) {
        while (next_span_ < block_.spans.size() && block_.spans[next_span_].range.end <= at) ++next_span_;
        if (next_span_ == block_.spans.size()) return nullptr;
        const Span& span = block_.spans[next_span_];
        return span.range.start <= at && at < span.range.end ? &span.style : nullptr;
    }

    /// The element for a link's text; neighbouring stretches with one link share it.
    Element linked(const Style& style) {
        const bool inside = static_cast<bool>(linked_block(context_.document, style.link));
        if (style.link.empty() || (!inside && !is_safe_link(style.link))) {
            link_.reset();
            return elements_.back();
        }
        if (!link_ || link_target_ != style.link) {
            link_ = elements_.back().add("a", {{"href", style.link}});
            if (!inside) link_->attribute("rel", "noreferrer");
            link_target_ = style.link;
        }
        return *link_;
    }

    Element styled(Element element, const Style& style) const {
        if (style.change.starts_with("inserted")) element = element.add("ins", {{"title", style.change}});
        if (style.change.starts_with("deleted")) element = element.add("del", {{"title", style.change}});
        if (style.bold && !heading_) element = element.add("b");
        if (style.italic && !heading_) element = element.add("i");
        if (style.underline && style.link.empty() && !heading_) element = element.add("u");
        if (style.strike) element = element.add("s");
        if (style.superscript) element = element.add("sup");
        if (!style.language.empty()) element = element.add("span", {{"lang", style.language}});
        if (style.confidence < sure_text) element = element.add("span", {{"class", "unsure"}});
        return element;
    }

    InlineContext& context_;
    const Block& block_;
    std::uint32_t position_;
    const std::vector<Mark>& marks_;
    bool heading_;
    std::vector<Element> elements_;  ///< the parent, and the elements of the open marks
    std::vector<std::size_t> open_;  ///< positions of the open marks, in the order of their elements
    std::optional<Element> link_;    ///< the link that the last stretch stands in
    std::string_view link_target_;
    std::size_t next_span_ = 0;  ///< the first that may reach beyond the stretch at hand
    std::size_t next_mark_ = 0;  ///< the first span whose footnote mark may not be written yet
};

}  // namespace

void add_inline(const Element& parent, std::uint32_t block, InlineContext& context, bool heading) {
    InlineWriter(parent, block, context, heading).write();
}

}  // namespace sheaf::html
