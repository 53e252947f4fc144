#include "walk.hpp"

#include "nodes.hpp"

namespace sheaf::web {
namespace {

constexpr int deepest = 250;  // nested elements; libxml2 has a limit of its own there

std::string_view furniture_of(const xmlNode* node, Element element, const Look& look) {
    if (element == Element::navigation || has_role(node, {"navigation", "search", "complementary"}))
        return "navigation";
    if ((element == Element::page_edge && !look.in_part) || has_role(node, {"banner", "contentinfo"}))
        return name_of(node) == "footer" ? "page footer" : "page header";
    return {};
}

// What an inline element says of its text's look. False for elements that are no such.
bool set_inline(const xmlNode* node, Element element, Look& look) {
    switch (element) {
        case Element::inline_text:
            return true;
        case Element::bold:
            return look.style.bold = true;
        case Element::italic:
            return look.style.italic = true;
        case Element::underline:
            return look.style.underline = true;
        case Element::strike:
            return look.style.strike = true;
        case Element::superscript:
            return look.raised = look.style.superscript = true;
        case Element::subscript:
            return look.lowered = true;
        case Element::inserted:
            look.style.change = "inserted";
            return true;
        case Element::deleted:
            look.refused = "tracked deletion";
            return true;
        case Element::link:
            look.style.link = link_of(node);
            return true;
        default:
            return false;
    }
}

// What an element's own style says. Style sheets are not read.
void set_style(const xmlNode* node, Look& look) {
    const std::string style = style_of(node);
    if (is_hidden(node, style)) look.refused = "hidden text";
    if (style.find("line-through") != std::string::npos) look.style.strike = true;
    if (style.find("vertical-align:super") != std::string::npos) look.raised = look.style.superscript = true;
    if (style.find("vertical-align:sub;") != std::string::npos) look.lowered = true;
}

}  // namespace

void Reader::read(const xmlNode* body) {
    main_ = find_main(body);
    Look look;
    if (main_) look.furniture = "outside the main part";
    walk_children(body, look, 0);
    end_paragraph();
    if (text_ == 0)
        context_.report(Severity::doubtful, stage_ + "-no-text",
                        "the page has no text: what a browser shows there may come from a script", {},
                        "save the page from a browser, or print it as PDF");
}
void Reader::walk_children(const xmlNode* node, const Look& look, int depth) {
    if (depth > deepest)
        throw StageError(stage_ + "-limit",
                         "elements are nested more than " + std::to_string(deepest) + " deep", {});
    for (const xmlNode* child = node->children; child; child = child->next) {
        if (is_text(child))
            add_text(view(child->content), look);
        else if (is_element(child))
            walk(child, look, depth + 1);
    }
}

void Reader::walk(const xmlNode* node, Look look, int depth) {
    const Element element = element_of(node);
    if (element == Element::unseen) return;
    if (const auto id = attribute(node, "id")) anchors_.push_back("id:" + *id);
    set_style(node, look);
    if (name_of(node) == "noscript") look.refused = "shown where no script runs";
    if (node == main_) look.furniture = {};
    if (element == Element::main || name_of(node) == "article") look.in_part = true;
    if (look.furniture.empty() && node != main_) look.furniture = furniture_of(node, element, look);
    if (element == Element::link && read_mark(node, look)) return;
    if (read_note(node, look, depth)) return;
    if (set_inline(node, element, look)) return walk_children(node, look, depth);
    walk_block(node, element, look, depth);
}

void Reader::walk_block(const xmlNode* node, Element element, Look& look, int depth) {
    switch (element) {
        case Element::line_break:
            if (open_) text_of_paragraph().line_break();
            return;
        case Element::image:
            return add_image(node, look);
        case Element::input:
            return add_input(node, look);
        case Element::choice:
            return add_choice(node, look);
        case Element::frame:
            return report_frame(node, look);
        case Element::table:
            return read_table(node, look, depth);
        case Element::list:
        case Element::ordered_list:
            return read_list(node, element, look, depth);
        case Element::item:
            return read_item(node, look, depth);
        case Element::heading:
            end_paragraph();
            heading_ = name_of(node)[1] - '0';
            walk_children(node, look, depth);
            end_paragraph();
            heading_ = 0;
            return;
        case Element::preformatted:
            look.preformatted = true;
            [[fallthrough]];
        default:
            end_paragraph();
            walk_children(node, look, depth);
            end_paragraph();
    }
}

}  // namespace sheaf::web
