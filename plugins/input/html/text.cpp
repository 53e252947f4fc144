// The words of a page, and what stands for words.
#include "sheaf/text.hpp"
#include "nodes.hpp"
#include "walk.hpp"

namespace sheaf::web {

ParagraphText& Reader::text_of_paragraph() {
    if (!open_) open_.emplace();
    return *open_;
}

void Reader::add_text(std::string_view text, const Look& look) {
    const std::uint64_t visible = text::count_visible(text);
    tally_.read += visible;
    if (!look.refused.empty()) return tally_.refuse(look.refused, visible);
    if (visible == 0 && !open_) return;
    furniture_ = look.furniture;
    if (look.furniture.empty()) text_ += visible;
    if (look.preformatted) return add_lines(text, look);
    add_words(text, look);
}

void Reader::add_words(std::string_view text, const Look& look) {
    ParagraphText& paragraph = text_of_paragraph();
    Style style = look.style;
    const std::uint64_t before = text::count_visible(text);
    std::string shown;
    if ((look.raised || look.lowered) && as_raised(paragraph, text, shown, look.raised))
        style.superscript = false;
    tally_.read += paragraph.add(text, style, tally_) - before;
}

void Reader::add_lines(std::string_view text, const Look& look) {
    while (true) {
        const std::size_t end = text.find('\n');
        add_words(text.substr(0, end), look);
        if (end == std::string_view::npos) return;
        text_of_paragraph().line_break();
        text.remove_prefix(end + 1);
    }
}

void Reader::made_text(std::string_view text, const Look& look) {
    if (!look.refused.empty()) return;
    tally_.read += text::count_visible(text);
    add_words(text, look);
}

void Reader::add_input(const xmlNode* node, const Look& look) {
    const std::string type = attribute(node, "type").value_or("text");
    const bool checked = attribute(node, "checked").has_value();
    if (type == "checkbox") made_text(checked ? "☒" : "☐", look);
    if (type == "radio") made_text(checked ? "◉" : "○", look);
    if (type == "text" || type == "date" || type == "number")
        made_text(attribute(node, "value").value_or(""), look);
}

// A list shows what is chosen in it.
void Reader::add_choice(const xmlNode* node, const Look& look) {
    for (const xmlNode* child = node->children; child; child = child->next) {
        if (!is_element(child)) continue;
        if (name_of(child) == "optgroup")
            add_choice(child, look);
        else if (!attribute(child, "selected"))
            tally_.read_and_refuse("choices of a form", count_below(child));
        else if (child->children && is_text(child->children))
            add_text(view(child->children->content), look);
    }
}

void Reader::add_image(const xmlNode* node, const Look& look) {
    const std::string words = text::squeeze(attribute(node, "alt").value_or(""));
    if (words.empty() || !look.refused.empty()) return;
    Draft draft;
    draft.block.kind = BlockKind::figure;
    draft.block.basis = "picture";
    ParagraphText text;
    tally_.read += text.add(words, {}, tally_);
    text.finish(draft.block, tally_);
    draft.block.spans.clear();
    after_.push_back(std::move(draft));
    furniture_ = look.furniture;
    text_of_paragraph();
}

void Reader::report_frame(const xmlNode* node, const Look& look) {
    if (!look.refused.empty() || !look.furniture.empty()) return;
    const std::string from = attribute(node, "src").value_or(attribute(node, "data").value_or(""));
    context_.report(Severity::doubtful, stage_ + "-frame",
                    "another page is shown inside this one (" + from.substr(0, 200) + "); it is not read", {},
                    "fetch that page, too");
}

}  // namespace sheaf::web
