#include "story.hpp"

#include <utility>

#include "sheaf/text.hpp"

namespace sheaf::odt {

void Story::read(const xmlNode* node) {
    walk(node);
    finish();
}

// Ends a paragraph that would go on in another one.
void Story::finish() {
    carried_ = false;
    if (open_) end_paragraph();
}

Flow Story::take() {
    return std::move(flow_);
}

void Story::walk(const xmlNode* node) {
    children(node, [&](const xmlNode* child) { read_block(child); });
}

void Story::with_refusal(std::string_view reason, const xmlNode* node) {
    const std::string_view outer = std::exchange(refused_, reason);
    walk(node);
    refused_ = outer;
}

void Story::read_block(const xmlNode* node) {
    const std::string name = name_of(node);
    if (name == "text:p" || name == "text:h") return read_paragraph(node);
    if (name == "text:list") return read_list(node);
    if (name == "text:numbered-paragraph") return read_numbered(node);
    if (name == "table:table") return read_table(node);
    if (name == "text:section") {
        const Style* style = styles().find("section", value(node, "style-name"));
        const bool hidden = value(node, "display") == "none" || value(node, "is-hidden") == "true" ||
                            (style && style->hidden);
        return hidden ? with_refusal("hidden text", node) : walk(node);
    }
    if (name.starts_with("text:change")) return read_change(node, name, {});
    if (name.ends_with("-index") || name == "text:table-of-content" || name == "text:bibliography")
        return read_contents(node);
    if (name == "text:tracked-changes" || name == "office:forms" || name.ends_with("-decls")) return;
    if (name.starts_with("draw:")) {
        // What stands on a page and in no paragraph is a paragraph of its own.
        open_.emplace();
        read_drawing(node, {});
        return end_paragraph();
    }
    if (!is_aside(node)) walk(node);
}

// A table of contents, or another index. Its title is a title like others.
void Story::read_contents(const xmlNode* node) {
    const xmlNode* body = child_named(node, "text:index-body");
    if (!body) return;
    children(body, [&](const xmlNode* child) {
        in_contents_ = name_of(child) != "text:index-title";
        read_block(child);
        in_contents_ = false;
    });
}

}  // namespace sheaf::odt
