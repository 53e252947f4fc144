#include "lines.hpp"

#include <algorithm>
#include <optional>

#include "sheaf/text.hpp"

namespace markdown {

using sheaf::BlockKind;

namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::size_t indent_of(std::string_view line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

/// `---`, `***`, `===`: a rule between parts, or a line under a heading.
bool is_rule(std::string_view text) {
    return text.size() >= 3 && std::string_view("-*=_").find(text[0]) != std::string_view::npos &&
           text.find_first_not_of(text[0]) == std::string_view::npos;
}

/// The line under a table's header: `|---|:--:|`.
bool is_table_rule(std::string_view text) {
    return text.find('-') != std::string_view::npos && text.find('|') != std::string_view::npos &&
           text.find_first_not_of("|:- ") == std::string_view::npos;
}

std::vector<std::string> cells_of(std::string_view row) {
    if (row.starts_with('|')) row.remove_prefix(1);
    if (row.ends_with('|')) row.remove_suffix(1);
    std::vector<std::string> cells;
    while (true) {
        const std::size_t end = std::min(row.find('|'), row.size());
        cells.push_back(sheaf::text::squeeze(row.substr(0, end)));
        if (end == row.size()) return cells;
        row.remove_prefix(end + 1);
    }
}

class Reader {
  public:
    Parts read(std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            line(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        close();
        return std::move(made_);
    }

  private:
    void line(std::string_view whole) {
        const std::size_t indent = indent_of(whole);
        const std::string_view text = trimmed(whole);
        if (text.empty()) {
            close();
            if (indent == 0) in_list_ = false;
        } else if (is_table_rule(text) && open_ && open_->rows.size() == 1) {
            dropped(text);
        } else if (is_rule(text)) {
            close();
            dropped(text);
        } else if (text.starts_with('|')) {
            row(text);
        } else if (!heading(text) && !quotation(text) && !footnote(text) && !item(indent, text)) {
            go_on(indent, whole, text);
        }
    }

    void dropped(std::string_view marks) { made_.markup += sheaf::text::count_visible(marks); }

    Part& begin(BlockKind kind, std::string label = {}) {
        close();
        open_ = Part{kind, 0, std::move(label), {}, {}};
        return *open_;
    }
    void close() {
        if (open_) made_.parts.push_back(std::move(*open_));
        open_.reset();
        broken_ = quoted_ = false;
    }

    void row(std::string_view text) {
        if (!open_ || open_->kind != BlockKind::table) begin(BlockKind::table);
        const std::vector<std::string> cells = cells_of(text);
        std::uint64_t kept = 0;
        for (const std::string& cell : cells) kept += sheaf::text::count_visible(cell);
        made_.markup += sheaf::text::count_visible(text) - kept;
        open_->rows.push_back(cells);
    }

    bool heading(std::string_view text) {
        const std::size_t marks = text.find_first_not_of('#');
        if (marks == 0 || marks > 6 || marks >= text.size() || text[marks] != ' ') return false;
        begin(BlockKind::heading).level = static_cast<int>(marks);
        dropped(text.substr(0, marks));
        take(trimmed(text.substr(marks)));
        close();
        return true;
    }

    bool quotation(std::string_view text) {
        if (!text.starts_with('>')) return false;
        if (!open_ || !quoted_) begin(BlockKind::paragraph);
        quoted_ = true;
        dropped(text.substr(0, 1));
        take(trimmed(text.substr(1)));
        return true;
    }

    bool footnote(std::string_view text) {
        const std::size_t end = text.find("]:");
        if (!text.starts_with("[^") || end == std::string_view::npos) return false;
        begin(BlockKind::footnote, std::string(text.substr(2, end - 2)));
        dropped("[^]:");
        take(trimmed(text.substr(end + 2)));
        return true;
    }

    /// An item of a list, with a bullet or a number. `4.11 Words` is a numbered paragraph, and no item.
    bool item(std::size_t indent, std::string_view text) {
        const bool bullet = text.size() > 2 &&
                            std::string_view("-*+").find(text[0]) != std::string_view::npos && text[1] == ' ';
        const std::size_t digits = text.find_first_not_of("0123456789");
        const bool number = digits > 0 && digits + 1 < text.size() && digits < 4 &&
                            (text[digits] == '.' || text[digits] == ')') && text[digits + 1] == ' ';
        if (!bullet && !number) return false;
        const std::size_t size = bullet ? 1 : digits + 1;
        begin(BlockKind::list_item, bullet ? "•" : std::string(text.substr(0, size)));
        open_->level = level(indent);
        in_list_ = true;
        take(trimmed(text.substr(size)));
        return true;
    }

    /// The nesting of an item: by the indents of the items around it.
    int level(std::size_t indent) {
        if (!in_list_) indents_.clear();
        while (!indents_.empty() && indents_.back() > indent) indents_.pop_back();
        if (indents_.empty() || indents_.back() < indent) indents_.push_back(indent);
        return static_cast<int>(indents_.size());
    }

    void go_on(std::size_t indent, std::string_view whole, std::string_view text) {
        const bool continues = open_ && open_->kind != BlockKind::table && !quoted_;
        if (!continues) {
            begin(BlockKind::paragraph);
            if (indent == 0) in_list_ = false;
            // `4.11 Words`: the label is printed, and no part of the text.
            const auto label = sheaf::text::leading_label(text);
            if (label && label->kind == sheaf::text::Label::Kind::number) {
                open_->label = label->printed;
                text = text.substr(label->text_at);
            }
        }
        take(text);
        // Two spaces at the end break the line, and so does a backslash.
        if (whole.ends_with("  ")) broken_ = true;
    }

    void take(std::string_view text) {
        if (!open_->text.empty() && !text.empty()) open_->text += broken_ ? '\n' : ' ';
        broken_ = text.ends_with('\\');
        if (broken_) {
            text = trimmed(text.substr(0, text.size() - 1));
            dropped("\\");
        }
        open_->text += sheaf::text::squeeze(text);
    }

    Parts made_;
    std::optional<Part> open_;
    bool quoted_ = false;  ///< the open part is a quotation
    bool broken_ = false;  ///< the author breaks the line here
    bool in_list_ = false;
    std::vector<std::size_t> indents_;
};

}  // namespace

Parts parts_of(std::string_view text) {
    return Reader().read(text);
}

}  // namespace markdown
