#include "page.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "sheaf/text.hpp"

namespace sheaf::audit {
namespace {

constexpr std::string_view style =
    "text{font-family:sans-serif}.text{fill:#222}.tag{font-size:6px;fill:#fff;font-weight:bold}"
    "rect{stroke-width:.6}.order{fill:none;stroke:#36c;stroke-width:.5;opacity:.6}"
    ".heading{fill:#fde2b8;stroke:#b60}.paragraph{fill:#e3f0e3;stroke:#383}.list_item{fill:#dcebfa;stroke:#"
    "26a}"
    ".figure{fill:#eee;stroke:#666}.footnote{fill:#f0e6fa;stroke:#74a}"
    ".furniture{fill:#eee;stroke:#888;stroke-dasharray:3 2}"
    ".table,.row,.cell{fill:none;stroke:#a7a;stroke-dasharray:1 1}"
    ".refused{fill:#f00;fill-opacity:.12;stroke:#c00;stroke-dasharray:2 1}"
    ".said{fill:none;stroke:#e80;stroke-width:1.2}.why{font-size:6px;fill:#c00}";

/// In tenths of a point, the same on every machine.
std::string number(double value) {
    const long tenths = std::lround(std::clamp(value, -1e6, 1e6) * 10);
    std::string out = std::to_string(tenths / 10);
    if (tenths < 0 && tenths > -10) out.insert(0, "-");
    if (tenths % 10 != 0) out += "." + std::to_string(std::abs(tenths % 10));
    return out;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::next(text, at);
        if (c == '<')
            out += "&lt;";
        else if (c == '&')
            out += "&amp;";
        else if (c == '"')
            out += "&quot;";
        else if (c < 0x20 || c == 0x7F || c == 0xFFFE || c == 0xFFFF)
            out += ' ';  // XML allows none of them
        else
            text::append(out, c);
    }
    return out;
}

std::string rectangle(const Box& box, std::string_view kind, const std::string& title) {
    return "<rect class=\"" + std::string(kind) + "\" x=\"" + number(box.left) + "\" y=\"" + number(box.top) +
           "\" width=\"" + number(std::max(0.5, box.right - box.left)) + "\" height=\"" +
           number(std::max(0.5, box.bottom - box.top)) + "\"><title>" + escaped(title) + "</title></rect>\n";
}

/// The text within the box, in lines of about the size that it has on the page.
std::string lines(const Box& box, std::string_view text, double size) {
    const double height = box.bottom - box.top, width = box.right - box.left;
    if (!(height > 2) || !(width > 2) || text.empty()) return {};
    const double rows = std::max(1.0, std::round(height / (1.3 * size)));
    const double step = height / rows, font = std::min(size, step / 1.15) * 0.92;
    std::string out = "<text class=\"text\" font-size=\"" + number(font) + "\">";
    // Words go into rows by their share of the letters, so that the last row is full, too.
    const double row_length = std::ceil(static_cast<double>(text.size()) / rows);
    std::string line;
    double row = 0;
    const auto put = [&] {
        if (line.empty()) return;
        out += "<tspan x=\"" + number(box.left) + "\" y=\"" + number(box.top + (row + 0.78) * step) + "\"";
        if (static_cast<double>(line.size()) * font * 0.45 > width)
            out += " textLength=\"" + number(width) + "\" lengthAdjust=\"spacingAndGlyphs\"";
        out += ">" + escaped(line) + "</tspan>";
        line.clear();
        ++row;
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
        const std::string_view word = text.substr(at, end - at);
        if (!line.empty() && row + 1 < rows && static_cast<double>(line.size() + word.size()) > row_length)
            put();
        line += (line.empty() ? "" : " ") + std::string(word);
        at = end + 1;
    }
    put();
    return out + "</text>\n";
}

/// A small sign to the left of the box.
std::string mark(const Box& box, const std::string& says) {
    const double width = 3.6 * static_cast<double>(says.size()) + 3;
    return "<g><rect style=\"fill:#333;stroke:none;fill-opacity:.8\" x=\"" +
           number(std::max(0.0, box.left - width)) + "\" y=\"" + number(box.top) + "\" width=\"" +
           number(width) + "\" height=\"7\"/><text class=\"tag\" x=\"" +
           number(std::max(0.0, box.left - width) + 1.5) + "\" y=\"" + number(box.top + 5.5) + "\">" +
           escaped(says) + "</text></g>\n";
}

bool is_container(BlockKind kind) {
    return kind == BlockKind::table || kind == BlockKind::row || kind == BlockKind::cell;
}

double size_of(const Block& block) {
    for (const Span& span : block.spans)
        if (span.style.size > 0 && !span.style.superscript) return span.style.size;
    return 10;
}

std::string title_of(const Block& block, std::size_t order) {
    std::string title = std::to_string(order) + " " + std::string(name(block.kind));
    if (block.level > 0) title += " " + std::to_string(block.level);
    if (!block.label.empty()) title += " [" + block.label + "]";
    if (!block.basis.empty()) title += " (" + block.basis + ")";
    return block.text.empty() ? title : title + ": " + block.text;
}

}  // namespace

std::string draw(const Document& document, const Page& page) {
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + number(page.width) + " " +
                      number(page.height) + "\" width=\"" + number(page.width * 1.5) + "\" height=\"" +
                      number(page.height * 1.5) + "\">\n<title>" +
                      escaped(document.source.name + ", page " + std::to_string(page.number)) +
                      "</title>\n<style>" + std::string(style) +
                      "</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
    std::string marks, order;
    for (std::size_t i = 0; i < document.blocks.size(); ++i) {
        const Block& block = document.blocks[i];
        for (std::size_t r = 0; r < block.regions.size(); ++r) {
            const Region& region = block.regions[r];
            if (region.page != page.number) continue;
            out += rectangle(region.box, name(block.kind), title_of(block, i + 1));
            if (is_container(block.kind)) continue;
            std::string_view text(block.text);
            text = text.substr(std::min<std::size_t>(region.range.start, text.size()),
                               region.range.end - region.range.start);
            out += lines(
                region.box,
                block.label.empty() || r > 0 ? std::string(text) : block.label + " " + std::string(text),
                size_of(block));
            // A block that goes on from elsewhere says so by its `+`.
            marks +=
                mark(region.box, std::to_string(i + 1) + (r > 0 ? "+ " : " ") +
                                     (block.kind == BlockKind::heading ? "h" + std::to_string(block.level)
                                                                       : std::string(name(block.kind))));
            if (block.kind != BlockKind::furniture)
                order += number(region.box.left) + "," + number(region.box.top) + " ";
        }
    }
    out += "<polyline class=\"order\" points=\"" + order + "\"/>\n" + marks;
    for (const Diagnostic& one : document.diagnostics) {
        if (one.place.page != page.number || !one.place.box) continue;
        const bool refused = one.code.ends_with("-refused");
        out += rectangle(*one.place.box, refused ? "refused" : "said", one.code + ": " + one.message);
        out += "<text class=\"why\" x=\"" + number(one.place.box->left) + "\" y=\"" +
               number(one.place.box->bottom + 6) + "\">" + escaped(one.message) + "</text>\n";
    }
    return out + "</svg>\n";
}

}  // namespace sheaf::audit
