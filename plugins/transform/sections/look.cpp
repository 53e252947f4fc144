#include "look.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace sheaf::sections {

namespace {

/// How much of a heading must be bold: what is left may be a dash, a bracket or a footnote mark.
constexpr double all_of_it = 0.95;

/// Sizes are compared in half points: a heading set in 11.96 pt is a 12 pt heading.
int half_points(float size) {
    return static_cast<int>(std::lround(size * 2));
}

std::size_t letters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
               (c >= 'a' && c <= 'z');
    }));
}

std::string points(float size) {
    const int halves = half_points(size);
    return std::to_string(halves / 2) + (halves % 2 ? ".5" : "");
}

}  // namespace

Look look_of(const Block& block) {
    const std::string_view text = block.text;
    const std::size_t all = letters(text);
    if (all == 0) return {};
    std::size_t bold = 0, italic = 0, best = 0;
    std::map<int, std::size_t> sizes;
    for (const Span& span : block.spans) {
        if (span.range.end > text.size() || span.range.start >= span.range.end) continue;
        const std::size_t n = letters(text.substr(span.range.start, span.range.end - span.range.start));
        if (span.style.bold) bold += n;
        if (span.style.italic) italic += n;
        if (span.style.size > 0 && !span.style.superscript) sizes[half_points(span.style.size)] += n;
    }
    Look look;
    for (const auto& [halves, n] : sizes)
        if (n > best) {
            best = n;
            look.size = static_cast<float>(halves) / 2;
        }
    look.bold = static_cast<double>(bold) >= all_of_it * static_cast<double>(all);
    look.italic = static_cast<double>(italic) >= all_of_it * static_cast<double>(all);
    return look;
}

Body body_of(const Document& document) {
    std::map<int, std::size_t> sizes;
    std::size_t bold = 0, all = 0;
    for (const Block& block : document.blocks) {
        if (block.kind == BlockKind::furniture || block.kind == BlockKind::footnote || block.text.empty())
            continue;
        all += block.text.size();
        for (const Span& span : block.spans) {
            const std::size_t n = span.range.end - span.range.start;
            if (span.style.bold) bold += n;
            if (span.style.size > 0) sizes[half_points(span.style.size)] += n;
        }
    }
    Body body;
    std::size_t best = 0;
    for (const auto& [halves, n] : sizes)
        if (n > best) {
            best = n;
            body.size = static_cast<float>(halves) / 2;
        }
    body.bold = bold * 2 > all;
    return body;
}

float larger(const Look& look, const Body& body) {
    return look.size > 0 && body.size > 0 ? look.size - body.size : 0;
}

bool stands_out(const Look& look, const Body& body) {
    return look.bold && !body.bold;
}

std::string describe(const Look& look, const Body& body) {
    std::string text;
    if (look.bold) text = "bold";
    if (look.italic) text += text.empty() ? "italic" : " italic";
    if (look.size > 0) {
        text += (text.empty() ? "" : " ") + points(look.size) + " pt";
        if (body.size > 0 && std::abs(larger(look, body)) >= 0.5F)
            text += " over " + points(body.size) + " pt body";
    }
    return text;
}

}  // namespace sheaf::sections
