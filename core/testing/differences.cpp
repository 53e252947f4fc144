// Documents as lines for people, and how two of them differ.
#include <cstdio>

#include "sheaf/json.hpp"
#include "sheaf/testing.hpp"

namespace sheaf::testing {

namespace {

using Lines = std::vector<std::string>;

/// In quotation marks, on one line.
std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (char c : text)
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    return out + '"';
}

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", value);
    return text;
}

std::string block_name(BlockId id) {
    return id ? "b" + std::to_string(std::uint64_t{id.value} + 1) : "none";
}

std::string range_text(Range range) {
    return "[" + std::to_string(range.start) + "-" + std::to_string(range.end) + "]";
}

std::string box_text(const Box& box) {
    return "(" + number(box.left) + " " + number(box.top) + " " + number(box.right) + " " +
           number(box.bottom) + ")";
}

void add(std::string& line, std::string_view name, std::string_view value) {
    if (!value.empty()) line.append(" ").append(name).append(" ").append(value);
}

std::string style_text(const Span& span) {
    const Style& style = span.style;
    std::string text = range_text(span.range);
    if (!span.mark.empty()) add(text, "mark", span.mark);
    if (style.bold) text += " bold";
    if (style.italic) text += " italic";
    if (style.superscript) text += " superscript";
    if (style.underline) text += " underline";
    if (style.strike) text += " strike";
    if (style.size > 0) text += " " + number(style.size) + " pt";
    add(text, "link", style.link);
    add(text, "language", style.language);
    add(text, "color", style.color);
    add(text, "change", style.change);
    add(text, "field", style.field);
    add(text, "font", style.font);
    if (style.confidence < 1) text += " confidence " + number(style.confidence);
    return text;
}

/// Sections and containers are named by what they say, not by their number, so that one block more does not change the
/// lines of all that follow.
std::string section_text(const Document& document, SectionId id) {
    if (!id) return {};
    if (id.value >= document.sections.size())
        return "section " + std::to_string(id.value) + ", which is not there";
    return in_quotes(document[id].title);
}

void add_block(const Document& document, const Block& block, Lines& lines) {
    std::string line(name(block.kind));
    for (BlockId at = block.parent; at && at.value < document.blocks.size(); at = document[at].parent) {
        line.insert(0, "  ");
        if (document[at].parent.value >= at.value) break;  // not valid, and no reason to hang
    }
    if (block.level > 0) line += " " + std::to_string(block.level);
    if (!block.label.empty()) line += " " + in_quotes(block.label);
    if (!block.text.empty()) line += " " + in_quotes(block.text);
    if (block.header) line += " header";
    if (block.column_span != 1) line += " columns " + std::to_string(block.column_span);
    if (block.row_span != 1) line += " rows " + std::to_string(block.row_span);
    add(line, "in", section_text(document, block.section));
    add(line, "because of", block.basis);
    lines.push_back(line);
    const std::string indent(line.find_first_not_of(' ') + 4, ' ');
    for (const Span& span : block.spans) lines.push_back(indent + "span " + style_text(span));
    for (const Region& region : block.regions)
        lines.push_back(indent + "page " + std::to_string(region.page) + " " + box_text(region.box) + " " +
                        range_text(region.range));
}

void add_section(const Document& document, const Section& section, Lines& lines) {
    std::string line = "section " + std::to_string(section.level);
    if (!section.number.empty()) line += " " + section.number;
    line += " " + in_quotes(section.title);
    add(line, "in", section_text(document, section.parent));
    lines.push_back(line + " from " + block_name(section.first) + " to " + block_name(section.last) +
                    ", heading " + block_name(section.heading));
}

std::string value_text(const FieldValue& value) {
    struct Text {
        std::string operator()(std::monostate) const { return "absent"; }
        std::string operator()(bool flag) const { return flag ? "true" : "false"; }
        std::string operator()(std::int64_t whole) const { return std::to_string(whole); }
        std::string operator()(double real) const { return number(real) + " (number)"; }
        std::string operator()(const std::string& text) const { return in_quotes(text); }
        std::string operator()(const std::vector<std::string>& texts) const {
            std::string list = "[";
            for (const std::string& text : texts) list += (list.size() > 1 ? ", " : "") + in_quotes(text);
            return list + "]";
        }
    };
    return std::visit(Text{}, value);
}

std::string anchors_text(const Document& document, const std::vector<Anchor>& anchors) {
    std::string text;
    for (const Anchor& anchor : anchors) {
        text += " at " + block_name(anchor.block) + range_text(anchor.range);
        if (!anchor.block || anchor.block.value >= document.blocks.size()) continue;
        const std::string& words = document[anchor.block].text;
        if (anchor.range.start <= anchor.range.end && anchor.range.end <= words.size())
            text += " " + in_quotes(std::string(words_of(document, anchor)));
    }
    return text;
}

void add_record(const Document& document, const Record& record, Lines& lines) {
    std::string line = "record " + record.type + " " + record.id;
    add(line, "by", record.stage);
    add(line, "rule", record.rule);
    lines.push_back(line + " confidence " + number(record.confidence) +
                    anchors_text(document, record.anchors));
    for (const Field& field : record.fields)
        lines.push_back("    " + field.name + ": " + value_text(field.value) +
                        anchors_text(document, field.anchors));
}

void add_diagnostic(const Diagnostic& diagnostic, Lines& lines) {
    std::string line = std::string(name(diagnostic.severity)) + "[" + diagnostic.code + "]";
    add(line, "of", diagnostic.stage);
    line += ": " + diagnostic.message;
    const Place& place = diagnostic.place;
    add(line, "file", place.file);
    if (place.line > 0) line += " line " + std::to_string(place.line) + ":" + std::to_string(place.column);
    if (place.page > 0) line += " page " + std::to_string(place.page);
    if (place.box) line += " " + box_text(*place.box);
    add(line, "part", place.part);
    add(line, "hint:", diagnostic.hint);
    lines.push_back(line);
}

void add_source(const Document& document, Lines& lines) {
    const Source& source = document.source;
    std::string line = "source " + in_quotes(source.name);
    add(line, "type", source.media_type);
    if (source.size > 0) line += " " + std::to_string(source.size) + " bytes";
    add(line, "sha256", source.sha256);
    add(line, "producer", source.producer);
    add(line, "language", source.language);
    if (source.tagged) line += " tagged";
    if (source.ocr != Ocr::no) line += source.ocr == Ocr::read ? " ocr" : " ocr layer";
    add(line, "profile", document.profile);
    lines.push_back(line);
    for (const Page& page : document.pages) {
        std::string text =
            "page " + std::to_string(page.number) + ": " + number(page.width) + " x " + number(page.height);
        if (page.rotation != 0) text += " rotated " + std::to_string(page.rotation);
        add(text, "label", page.label);
        lines.push_back(text);
    }
}

Lines lines_of(const Document& document) {
    Lines lines;
    add_source(document, lines);
    for (const Block& block : document.blocks) add_block(document, block, lines);
    for (const Section& section : document.sections) add_section(document, section, lines);
    for (const Record& record : document.records) add_record(document, record, lines);
    for (const Diagnostic& diagnostic : document.diagnostics) add_diagnostic(diagnostic, lines);
    const Ledger& ledger = document.ledger;
    std::string line = "ledger read " + std::to_string(ledger.read) + " blocks " +
                       std::to_string(ledger.blocks) + " furniture " + std::to_string(ledger.furniture);
    for (const auto& [reason, count] : ledger.refused)
        add(line, "refused as " + reason, std::to_string(count));
    lines.push_back(line + " unaccounted " + std::to_string(ledger.unaccounted));
    return lines;
}

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// A line of a comparison: ' ' in both, '-' only expected, '+' only found.
struct Change {
    char mark;
    const std::string* line;
};

/// A shortest comparison: longest common subsequence.
std::vector<Change> compared(const Lines& a, const Lines& b) {
    std::vector<std::vector<std::uint32_t>> common(a.size() + 1, std::vector<std::uint32_t>(b.size() + 1));
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t j = b.size(); j-- > 0;)
            common[i][j] =
                a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    std::vector<Change> changes;
    std::size_t i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            changes.push_back({' ', &a[i]});
            ++i, ++j;
        } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
            changes.push_back({'-', &a[i++]});
        } else {
            changes.push_back({'+', &b[j++]});
        }
    }
    return changes;
}

std::string difference(const Lines& a, const Lines& b) {
    constexpr std::size_t around = 1;
    const std::vector<Change> changes = compared(a, b);
    std::string text;
    std::size_t shown = 0;  // lines up to here are out
    for (std::size_t at = 0; at < changes.size(); ++at) {
        if (changes[at].mark == ' ') continue;
        std::size_t from = std::max(shown, at - std::min(at, around));
        if (from > shown) text += "  ...\n";
        std::size_t end = at;
        while (end < changes.size() && changes[end].mark != ' ') ++end;
        end = std::min(end + around, changes.size());
        for (; from < end; ++from)
            text += std::string(1, changes[from].mark) + " " + *changes[from].line + "\n";
        shown = end;
        at = end - 1;
    }
    return text;
}

}  // namespace

std::string readable(const Document& document) {
    std::string text;
    for (const std::string& line : lines_of(document)) text += line + "\n";
    return text;
}

std::string differences(const Document& expected, const Document& found) {
    if (expected == found) return {};
    std::string text = difference(lines_of(expected), lines_of(found));
    // What the lines do not tell apart, the JSON form may.
    if (text.empty()) text = difference(lines_of(to_json(expected)), lines_of(to_json(found)));
    return text.empty() ? "the documents differ by less than 0.1 point\n" : text;
}

}  // namespace sheaf::testing
