#include "layout/parts.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

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
    const std::size_t oldest = styles_.size() > 256 ? styles_.size() - 256 : 0;
    for (std::size_t i = styles_.size(); i-- > oldest;)
        if (styles_[i] == style) return static_cast<std::uint32_t>(i);
    styles_.push_back(style);
    return static_cast<std::uint32_t>(styles_.size() - 1);
}

}  // namespace sheaf::pdf
