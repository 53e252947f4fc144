#include "text.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace sheaf::markdown {

namespace {

constexpr int deepest_heading = 6;

/// Text that is shown as it stands: a backslash before what could be a mark. A line break stays one.
std::string escaped(std::string_view text) {
    constexpr std::string_view marks = "\\`*_[]<>#|~$&";
    std::string out;
    for (const char c : text) {
        if (c == '\n') {
            out += "\\\n";
            continue;
        }
        if (marks.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

/// A paragraph's beginning: `1.`, `-` and `+` there would begin a list.
std::string escaped_begin(std::string text) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const bool ends = digits + 1 >= text.size() || text[digits + 1] == ' ';
    if (digits > 0 && digits < text.size() && (text[digits] == '.' || text[digits] == ')') && ends)
        text.insert(digits, "\\");
    else if (!text.empty() && std::string_view("-+=").find(text[0]) != std::string_view::npos)
        text.insert(0, "\\");
    return text;
}

bool is_web_link(std::string_view link) {
    return link.starts_with("http://") || link.starts_with("https://") || link.starts_with("mailto:");
}

/// Where a link ends: a bracket or a space in it would end it earlier.
std::string target(std::string_view link) {
    std::string out;
    for (const char c : link) {
        if (c == '(' || c == ')' || c == '<' || c == '>' || c == ' ')
            out += c == '(' ? "%28" : c == ')' ? "%29" : c == '<' ? "%3C" : c == '>' ? "%3E" : "%20";
        else
            out += c;
    }
    return out;
}

/// The block's words with its links, its struck words and its footnote marks.
std::string words_of(const Block& block) {
    std::string out;
    std::size_t at = 0;
    const auto text = [&](std::size_t from, std::size_t to) {
        return escaped(std::string_view(block.text).substr(from, to - from));
    };
    for (const Span& span : block.spans) {
        const std::size_t start = std::clamp<std::size_t>(span.range.start, at, block.text.size());
        const std::size_t end = std::clamp<std::size_t>(span.range.end, start, block.text.size());
        out += text(at, start);
        at = end;
        if (!span.mark.empty()) {
            out += "[^" + escaped(span.mark) + "]";
            continue;
        }
        std::string words = text(start, end);
        if (span.style.strike && !words.empty()) words.insert(0, "~~").append("~~");
        if (is_web_link(span.style.link) && !words.empty())
            words.insert(0, "[").append("](").append(target(span.style.link)).append(")");
        out += words;
    }
    return out + text(at, block.text.size());
}

std::string labelled(const Block& block) {
    std::string words = words_of(block);
    if (block.label.empty()) return words;
    return words.empty() ? escaped(block.label) : escaped(block.label) + " " + words;
}

/// A label that is only a bullet is Markdown's own.
bool is_bullet(std::string_view label) {
    return std::none_of(label.begin(), label.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

class Writer {
  public:
    explicit Writer(const Document& document) : document_(document) {
        for (std::uint32_t i = 0; i < document.blocks.size(); ++i)
            children_[document.blocks[i].parent].push_back({i});
    }

    std::string write() {
        write_all(children_[{}]);
        for (const Block& block : document_.blocks)
            if (block.kind == BlockKind::footnote)
                add("[^" + escaped(block.label) + "]: " + words_of(block), false);
        if (!out_.empty()) out_ += '\n';
        return std::move(out_);
    }

  private:
    void write_all(const std::vector<BlockId>& blocks) {
        for (const BlockId id : blocks) write_block(id);
    }

    void write_block(BlockId id) {
        const Block& block = document_[id];
        switch (block.kind) {
            case BlockKind::furniture:
            case BlockKind::footnote:
                return;
            case BlockKind::heading:
                return add(
                    std::string(static_cast<std::size_t>(std::clamp(block.level, 1, deepest_heading)), '#') +
                        " " + one_line(labelled(block)),
                    false);
            case BlockKind::list_item: {
                const std::string indent(2 * static_cast<std::size_t>(std::max(block.level - 1, 0)), ' ');
                const std::string words = is_bullet(block.label) ? words_of(block) : labelled(block);
                return add(indent + "- " + escaped_begin(words), true);
            }
            case BlockKind::table:
                return write_table(id);
            case BlockKind::figure:
                if (!block.text.empty()) add("*Figure: " + one_line(words_of(block)) + "*", false);
                return;
            default:
                if (const std::string words = labelled(block); !words.empty())
                    add(escaped_begin(words), false);
                write_all(children_[id]);
        }
    }

    /// All that stands in a cell, in one line.
    std::string cell_text(BlockId cell) {
        std::string text;
        for (const BlockId id : children_[cell]) {
            const std::string words = children_[id].empty() ? labelled(document_[id]) : cell_text(id);
            if (!words.empty()) text += (text.empty() ? "" : "<br>") + words;
        }
        std::string line;
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text.compare(i, 2, "\\\n") == 0)
                line += "<br>", ++i;
            else
                line += text[i];
        return line;
    }

    /// Markdown's tables have one header and no merged cells: a cell that covers several columns is followed by empty ones.
    void write_table(BlockId table) {
        std::vector<std::vector<std::string>> rows;
        std::size_t columns = 0;
        for (const BlockId row : children_[table]) {
            std::vector<std::string>& cells = rows.emplace_back();
            for (const BlockId cell : children_[row]) {
                cells.push_back(cell_text(cell));
                cells.resize(cells.size() +
                             static_cast<std::size_t>(std::max(document_[cell].column_span, 1) - 1));
            }
            columns = std::max(columns, cells.size());
        }
        if (columns == 0) return;
        const bool has_header = !children_[table].empty() && document_[children_[table].front()].header;
        if (!has_header) rows.insert(rows.begin(), std::vector<std::string>());
        std::string text;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].resize(columns);
            std::string line = "|";
            for (const std::string& cell : rows[i]) line += " " + cell + " |";
            text += (i > 0 ? "\n" : "") + line;
            if (i > 0) continue;
            text += "\n|";
            for (std::size_t c = 0; c < columns; ++c) text += " --- |";
        }
        add(text, false);
    }

    static std::string one_line(std::string text) {
        for (std::size_t at = 0; (at = text.find("\\\n", at)) != std::string::npos;) text.replace(at, 2, " ");
        return text;
    }

    /// Items of a list stand line under line, everything else with an empty line between.
    void add(const std::string& text, bool item) {
        if (!out_.empty()) out_ += item && after_item_ ? "\n" : "\n\n";
        out_ += text;
        after_item_ = item;
    }

    const Document& document_;
    std::map<BlockId, std::vector<BlockId>> children_;  ///< in reading order; of no block: the outermost
    std::string out_;
    bool after_item_ = false;
};

}  // namespace

std::string markdown_of(const Document& document) {
    return Writer(document).write();
}

}  // namespace sheaf::markdown
