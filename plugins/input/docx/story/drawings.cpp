// Pictures, shapes and text boxes, in DrawingML and VML.
#include <utility>

#include "alternatives.hpp"
#include "sheaf/text.hpp"
#include "story.hpp"

namespace sheaf::docx {

void Story::read_drawing(const Surroundings& around) {
    Drawing drawing;
    read_drawing_children(drawing, around);
    if (!open_) open_ = Paragraph();
    if (!around.refused.empty()) {
        letter_.tally.refuse(around.refused, count_text(drawing.text));
        return;
    }
    const bool figure = drawing.picture && !drawing.decorative && !drawing.has_text;
    if (figure) {
        Draft draft;
        draft.block.kind = kind_ == StoryKind::furniture ? BlockKind::furniture : BlockKind::figure;
        draft.block.basis = "picture";
        ParagraphText text;
        sheaf::Style plain;
        letter_.tally.read += text.add(drawing.alternative, plain, letter_.tally);
        text.finish(draft.block, letter_.tally);
        draft.block.spans.clear();
        // A picture without words in a header says nothing.
        if (!(draft.block.kind == BlockKind::furniture && draft.block.text.empty())) {
            Flow flow;
            flow.push_back(std::move(draft));
            open_->after.push_back(std::move(flow));
        }
    }
    if (!drawing.text.empty()) open_->after.push_back(std::move(drawing.text));
}

void Story::read_drawing_children(Drawing& drawing, const Surroundings& around) {
    xml_.children([&] { read_drawing_element(drawing, around); });
}

// What an element says of the drawing as a whole.
void Story::describe(Drawing& drawing) const {
    // Text in white may stand on what is behind the text.
    const bool behind = xml_.ns() == Ns::v
                            ? xml_.value(Tag::style).find("z-index:-") != std::string_view::npos
                            : xml_.tag() == Tag::anchor && xml_.value(Tag::behindDoc) == "1";
    if (behind && kind_ == StoryKind::body) letter_.page_colour = some_colour;
    switch (xml_.tag()) {
        case Tag::docPr:
            if (xml_.ns() != Ns::wp) return;
            drawing.alternative = xml_.value(Tag::descr);
            if (text::squeeze(drawing.alternative).empty()) drawing.alternative = xml_.value(Tag::title);
            return;
        case Tag::decorative:
            drawing.decorative = on_off(xml_);
            return;
        case Tag::pic:
        case Tag::imagedata:
            drawing.picture = true;
            return;
        case Tag::shape:
            if (const auto alt = xml_.attribute(Tag::alt); alt && drawing.alternative.empty())
                drawing.alternative = *alt;
            return;
        default:
            return;
    }
}

void Story::read_drawing_element(Drawing& drawing, const Surroundings& around) {
    describe(drawing);
    switch (xml_.tag()) {
        case Tag::txbxContent: {
            drawing.has_text = true;
            Story inner(letter_, xml_, part_, kind_ == StoryKind::furniture ? kind_ : StoryKind::text_box);
            inner.table_ = nullptr;
            inner.read();
            append(drawing.text, inner.take(), {});
            return;
        }
        case Tag::textpath:
            return read_word_art(drawing);
        case Tag::AlternateContent:
            return read_alternatives([&] { read_drawing_children(drawing, around); });
        case Tag::p:
            if (xml_.ns() == Ns::a) {  // text of a drawing canvas
                drawing.has_text = true;
                append(drawing.text, drawing_paragraph(), {});
                return;
            }
            break;
        case Tag::chart:
            return refuse_chart();
        case Tag::relIds:
            return read_diagram(drawing);
        case Tag::OLEObject:
        case Tag::objectEmbed:
        case Tag::control:
            return report_object();
        case Tag::binData:
        case Tag::data:
            return;
        case Tag::r:
        case Tag::t: {
            // Text straight inside a shape, as old versions of Word wrote it.
            Story inner(letter_, xml_, part_, kind_);
            inner.read_block();
            append(drawing.text, inner.take(), {});
            return;
        }
        default:
            break;
    }
    read_drawing_children(drawing, around);
}

// Word art, most often a watermark.
void Story::read_word_art(Drawing& drawing) {
    Draft draft;
    ParagraphText text;
    letter_.tally.read += text.add(xml_.value(Tag::string), {}, letter_.tally);
    text.finish(draft.block, letter_.tally);
    draft.block.spans.clear();
    if (draft.block.text.empty()) return;
    draft.block.kind = kind_ == StoryKind::furniture ? BlockKind::furniture : BlockKind::paragraph;
    draft.block.basis = "word art";
    drawing.has_text = true;
    drawing.text.push_back(std::move(draft));
}

// What an object of another program (a sheet, a formula) shows is a picture here.
void Story::report_object() {
    letter_.report_once(Severity::doubtful, "docx-embedded-object",
                        "an object of another program (" +
                            std::string(xml_.attribute(Tag::ProgID).value_or(xml_.value(Tag::progId))) +
                            ") is embedded: what its picture shows is not read",
                        {.line = xml_.line(), .part = xml_.part()},
                        "open the letter in Word and look what stands there");
}

// A DrawingML paragraph (21.1.2.2.6): its runs' text.
Flow Story::drawing_paragraph() {
    Draft draft;
    ParagraphText text;
    const int depth = xml_.depth();
    bool inside = false;
    sheaf::Style style;
    while (true) {
        const Event now = xml_.next();
        if (now == Event::finished || (now == Event::end && xml_.depth() <= depth)) break;
        if (now == Event::start) {
            inside = xml_.tag() == Tag::t;
            if (xml_.tag() == Tag::br) text.line_break();
        } else if (now == Event::end) {
            inside = false;
        } else if (now == Event::text && inside) {
            text.add(xml_.text(), style, letter_.tally);
        }
    }
    text.finish(draft.block, letter_.tally);
    draft.block.spans.clear();
    draft.block.kind = kind_ == StoryKind::furniture ? BlockKind::furniture : BlockKind::paragraph;
    draft.block.basis = "text of a drawing";
    Flow flow;
    if (!draft.block.text.empty()) flow.push_back(std::move(draft));
    return flow;
}

// SmartArt: the words stand in the diagram's data part (21.4.2.10).
void Story::read_diagram(Drawing& drawing) {
    const Relationships& all = letter_.package.relationships(part_);
    const auto found = all.find(std::string(xml_.value(Tag::dm)));
    if (found == all.end()) return;
    const std::size_t at = letter_.package.find(found->second.target);
    if (at == Package::none) return;
    XmlReader xml = letter_.open_story(at);
    Story inner(letter_, xml, at, kind_);
    while (xml.event() != Event::finished) {
        if (xml.event() == Event::start && xml.at(Ns::a, Tag::p)) {
            drawing.has_text = true;
            append(drawing.text, inner.drawing_paragraph(), {});
        }
        xml.next();
    }
    letter_.report_trouble(xml);
}

void Story::refuse_chart() {
    const Relationships& all = letter_.package.relationships(part_);
    const auto found = all.find(std::string(xml_.attribute(Ns::r, Tag::id).value_or("")));
    if (found == all.end()) return;
    const std::size_t at = letter_.package.find(found->second.target);
    if (at == Package::none) return;
    XmlReader xml = letter_.open_story(at);
    // Titles are text elements, which the reader counts; names of series and categories are values of the
    // chart's data.
    std::uint64_t titles = 0, values = 0;
    std::uint64_t* inside = nullptr;
    while (xml.event() != Event::finished) {
        if (xml.event() == Event::text && inside) *inside += text::count_visible(xml.text());
        if (xml.event() == Event::start || xml.event() == Event::end)
            inside = xml.event() == Event::end ? nullptr
                     : xml.tag() == Tag::t     ? &titles
                     : xml.tag() == Tag::v     ? &values
                                               : nullptr;
        xml.next();
    }
    letter_.tally.refuse("chart", titles);
    letter_.tally.read_and_refuse("chart", values);
    letter_.context.report(Severity::note, "docx-chart", "a chart is not read",
                           {.line = xml_.line(), .part = xml_.part()});
}

}  // namespace sheaf::docx
