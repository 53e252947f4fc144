// Pictures, shapes and text boxes.
#include <utility>

#include "sheaf/text.hpp"
#include "story.hpp"

namespace sheaf::odt {

void Story::read_drawing(const xmlNode* node, const Around& around) {
    Drawing drawing;
    read_shape(node, drawing, around);
    if (!open_) open_.emplace();
    if (const std::string_view reason = refusal(around); !reason.empty())
        return letter_.tally.refuse(reason, count_text(drawing.text));
    // A picture without words in a header says nothing.
    const bool furniture = kind_ == StoryKind::furniture;
    if (drawing.picture && !drawing.has_text && !(furniture && drawing.alternative.empty())) {
        Draft draft;
        draft.block.kind = furniture ? BlockKind::furniture : BlockKind::figure;
        draft.block.basis = "picture";
        ParagraphText text;
        letter_.tally.read += text.add(drawing.alternative, {}, letter_.tally);
        text.finish(draft.block, letter_.tally);
        draft.block.spans.clear();
        Flow flow;
        flow.push_back(std::move(draft));
        open_->after.push_back(std::move(flow));
    }
    if (!drawing.text.empty()) open_->after.push_back(std::move(drawing.text));
}

void Story::read_shape(const xmlNode* node, Drawing& drawing, const Around& around) {
    const std::string name = name_of(node);
    if (name == "svg:desc" || name == "svg:title") {
        // The description says more than the title.
        if (name == "svg:desc" || drawing.alternative.empty())
            if (std::string words = text_below(node); !text::squeeze(words).empty())
                drawing.alternative = std::move(words);
        return;
    }
    if (name == "draw:image") drawing.picture = true;
    if (name == "draw:object" || name == "draw:object-ole")
        letter_.report_once(
            Severity::doubtful, "odt-embedded-object",
            "an object of another program (a sheet, a formula, a chart) is embedded: what its "
            "picture shows is not read",
            Letter::place_of(node), "open the letter in LibreOffice and look what stands there");
    // Text in white may stand on a shape that is behind it.
    if (value(node, "run-through") == "background") letter_.page_colour = drafts::some_colour;
    if (name == "text:p" || name == "text:h" || name == "text:list" || name == "table:table") {
        drawing.has_text = true;
        Story inner(letter_, kind_ == StoryKind::furniture ? kind_ : StoryKind::text_box);
        inner.refused_ = refusal(around);
        inner.read_block(node);
        inner.finish();
        append(drawing.text, inner.take(), {});
        return;
    }
    if (is_aside(node) || name == "draw:object") return;
    children(node, [&](const xmlNode* child) { read_shape(child, drawing, around); });
}

}  // namespace sheaf::odt
