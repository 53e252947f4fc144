#include "layout/parts.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sheaf/ascii.hpp"

namespace sheaf::pdf {

const Line* Item::first_line() const {
    if (!lines.empty()) return &lines.front();
    for (const Item& child : children)
        if (const Line* line = child.first_line()) return line;
    return nullptr;
}

const Line* Item::last_line() const {
    if (!lines.empty()) return &lines.back();
    for (auto child = children.rbegin(); child != children.rend(); ++child)
        if (const Line* line = child->last_line()) return line;
    return nullptr;
}

int Item::first_page() const {
    const Line* line = first_line();
    return line ? line->page : box_page;
}

int Item::last_page() const {
    const Line* line = last_line();
    return line ? line->page : box_page;
}

std::uint32_t Item::first_order() const {
    const Line* line = first_line();
    return line ? line->order : 0;
}

Box united(const Box& a, const Box& b) {
    return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
            std::max(a.bottom, b.bottom)};
}

std::string page_link(int page, double top) {
    return "@page:" + std::to_string(page) + ":" + std::to_string(std::lround(top));
}

bool is_page_link(std::string_view link, int& page, double& top) {
    if (!link.starts_with("@page:")) return false;
    const std::size_t colon = link.find(':', 6);
    if (colon == std::string_view::npos) return false;
    long long y = 0;
    std::from_chars(link.data() + 6, link.data() + colon, page);
    std::from_chars(link.data() + colon + 1, link.data() + link.size(), y);
    top = static_cast<double>(y);
    return true;
}

Styles::Styles() {
    styles_.emplace_back();
}

std::uint32_t Styles::intern(const Style& style) {
    // Letters have a few dozen styles, and the last ones are asked for again and again. A style that is
    // entered twice does no harm.
    if (styles_[last_] == style) return last_;
    const auto oldest = styles_.size() > 256 ? styles_.rbegin() + 256 : styles_.rend();
    auto found = std::find(styles_.rbegin(), oldest, style);
    if (found == oldest) {
        styles_.push_back(style);
        found = styles_.rbegin();
    }
    return last_ = static_cast<std::uint32_t>(styles_.rend() - found - 1);
}

namespace {

/// Whether two tags of BCP 47 name one language: `en-GB` and `en`.
bool same_language(std::string_view a, std::string_view b) {
    a = a.substr(0, a.find('-'));
    b = b.substr(0, b.find('-'));
    return text::lower(a) == text::lower(b);
}

bool is_language_tag(std::string_view tag) {
    return tag.size() >= 2 && tag.size() <= 35 && std::all_of(tag.begin(), tag.end(), [](char c) {
               return c == '-' || text::is_ascii_digit(c) || text::is_ascii_letter(c);
           });
}

/// Empty when the letter does not say its own language, or the tag is none or the letter's.
std::string_view foreign(std::string_view tag, std::string_view letter) {
    return !letter.empty() && is_language_tag(tag) && !same_language(tag, letter) ? tag : std::string_view();
}

}  // namespace

Work::Work(const Content& content_, Document& document_) : content(content_), document(document_) {
    const std::vector<StructNode>& nodes = content.structure.nodes;
    const auto speaks = [&](const StructNode& node) {
        return !foreign(node.language, content.language).empty();
    };
    if (std::none_of(nodes.begin(), nodes.end(), speaks)) return;
    // Parents stand before their children.
    node_languages.resize(nodes.size());
    for (std::size_t n = 0; n < nodes.size(); ++n) {
        const std::int32_t parent = nodes[n].parent;
        if (!nodes[n].language.empty())
            node_languages[n] = foreign(nodes[n].language, content.language);
        else if (parent >= 0 && static_cast<std::size_t>(parent) < n)
            node_languages[n] = node_languages[static_cast<std::size_t>(parent)];
    }
}

Work::Work(const Content& turned, Work& before) : Work(turned, before.document) {
    fates = std::move(before.fates);
    repaired = std::move(before.repaired);
    body_size = before.body_size;
    refused = std::move(before.refused);
    tags = before.tags;
    keep_hidden = before.keep_hidden;
    words = before.words;
    asides = std::move(before.asides);
}

void Work::overrule(int page, const Box& box, const char* reason) {
    if (!overruled.empty() && overruled.back().page == page && overruled.back().reason == reason) {
        overruled.back().box = united(overruled.back().box, box);
        ++overruled.back().count;
        return;
    }
    overruled.push_back({page, box, reason});
}

std::string_view Work::foreign_language(const PageContent& page, const Run& run) const {
    if (run.language >= 0)
        return foreign(page.languages[static_cast<std::size_t>(run.language)], content.language);
    if (node_languages.empty() || run.mcid < 0) return {};
    const ContentRef* ref = content.structure.find({page.number, run.stream, run.mcid});
    return ref && ref->node >= 0 ? node_languages[static_cast<std::size_t>(ref->node)] : std::string_view();
}

}  // namespace sheaf::pdf
