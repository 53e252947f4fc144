#include "pipeline/plain_toml.hpp"

#include <algorithm>
#include <charconv>

#include "sheaf/text.hpp"

namespace sheaf {

namespace {

using Kind = TomlNode::Kind;

/// Lists and tables inside each other; toml++ takes more.
constexpr int deepest = 20;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_bare(char c) {
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || is_digit(c) || c == '-' || c == '_';
}

/// UTF-8 without control characters. The loop is one that compilers make fast.
bool is_printable(std::string_view text) {
    unsigned char controls = 0, all = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        controls |= static_cast<unsigned char>((byte < 0x20) & (byte != '\n') & (byte != '\t')) |
                    static_cast<unsigned char>(byte == 0x7F);
        all |= byte;
    }
    return controls == 0 && (all < 0x80 || text::is_valid_utf8(text));
}

/// Reads from left to right. Whatever is not plain ends it with `plain_` false.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::optional<TomlNode> read() {
        if (!is_printable(text_)) return std::nullopt;
        TomlNode root;
        root.at = {1, 1};
        TomlNode* table = &root;
        for (skip_lines(); plain_ && at_ < text_.size(); skip_lines()) {
            if (text_[at_] == '[')
                table = header(root);
            else
                entry(*table, 0);
            skip_spaces();
            if (at_ < text_.size() && text_[at_] != '#' && text_[at_] != '\n') refuse();
        }
        return plain_ ? std::optional(std::move(root)) : std::nullopt;
    }

  private:
    void refuse() { plain_ = false; }
    bool starts_with(std::string_view what) const { return text_.substr(at_).starts_with(what); }
    bool take(char c) {
        if (at_ == text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    void skip_spaces() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    }
    /// Over spaces, comments and ends of lines.
    void skip_lines() {
        for (skip_spaces(); at_ < text_.size(); skip_spaces()) {
            if (text_[at_] == '#') at_ = std::min(text_.find('\n', at_), text_.size());
            if (!take('\n')) return;
            ++line_;
            line_begin_ = at_;
        }
    }

    TomlPosition position() const {
        const std::string_view before = text_.substr(line_begin_, at_ - line_begin_);
        const auto follows = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
        return {line_, 1 + static_cast<int>(before.size()) -
                           static_cast<int>(std::count_if(before.begin(), before.end(), follows))};
    }

    std::string_view bare_key() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && is_bare(text_[at_])) ++at_;
        if (at_ == begin) refuse();
        return text_.substr(begin, at_ - begin);
    }

    /// `[a.b]`, `[[a.b]]`: the table whose entries follow.
    TomlNode* header(TomlNode& root) {
        const TomlPosition at = position();
        ++at_;
        const bool one_of_many = take('[');
        TomlNode* table = &root;
        while (plain_) {
            const TomlPosition key_at = position();
            const std::string_view key = bare_key();
            const bool last = !take('.');
            const auto [entry, added] = table->add(key, key_at);
            const bool has_header =
                added || std::binary_search(headers_.begin(), headers_.end(), entry->value.at.line);
            // What is a value of a key, or has a header, gets no second one.
            if (!has_header || (!added && last && !(one_of_many && entry->value.is(Kind::list))))
                return refuse(), &root;
            if (added) entry->value.at = at;
            if (added && last && one_of_many) entry->value.kind = Kind::list;
            table = &entry->value;
            if (table->is(Kind::list)) {
                if (last) table->list.emplace_back().at = at;
                table = &table->list.back();
            }
            if (last) break;
        }
        if (!take(']') || (one_of_many && !take(']'))) refuse();
        headers_.push_back(at.line);
        return table;
    }

    /// `key = value`.
    void entry(TomlNode& table, int depth) {
        const TomlPosition at = position();
        const std::string_view key(
            at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'') ? quoted() : bare_key());
        skip_spaces();
        if (!take('=')) return refuse();
        skip_spaces();
        const auto [entry, added] = table.add(key, at);
        if (!added) return refuse();
        entry->value = value(depth);
    }

    TomlNode value(int depth) {
        TomlNode node;
        node.at = position();
        const char c = at_ < text_.size() ? text_[at_] : '\n';
        if (c == '"' || c == '\'') {
            node.kind = Kind::text;
            node.text = quoted();
        } else if (c == '[') {
            node.kind = Kind::list;
            list(node, depth + 1);
        } else if (c == '{') {
            inline_table(node, depth + 1);
        } else if (c == 't' || c == 'f') {
            node.kind = Kind::flag;
            node.flag = c == 't';
            if (bare_key() != (node.flag ? "true" : "false")) refuse();
        } else {
            number(node);
        }
        return node;
    }

    /// A text on one line, without escapes.
    std::string_view quoted() {
        const char quote = text_[at_];
        const bool three = starts_with(quote == '"' ? "\"\"\"" : "'''");
        if (three && quote == '"') return refuse(), std::string_view();
        at_ += three ? 3 : 1;
        const std::size_t begin = at_;
        const std::size_t end = three ? text_.find("'''", at_) : text_.find(quote, at_);
        const std::string_view text = text_.substr(begin, std::min(end, text_.size()) - begin);
        at_ = begin + text.size() + (three ? 3 : 1);
        if (end == text_.npos || text.find('\n') != text.npos ||
            (quote == '"' && text.find('\\') != text.npos) ||
            (three && at_ < text_.size() && text_[at_] == '\''))
            refuse();
        at_ = std::min(at_, text_.size());
        return text;
    }

    void list(TomlNode& node, int depth) {
        if (depth > deepest) return refuse();
        ++at_;
        for (skip_lines(); plain_ && !take(']'); skip_lines()) {
            node.list.push_back(value(depth));
            skip_lines();
            if (!take(',') && !(at_ < text_.size() && text_[at_] == ']')) refuse();
        }
    }

    void inline_table(TomlNode& node, int depth) {
        if (depth > deepest) return refuse();
        ++at_;
        skip_spaces();
        if (take('}')) return;
        do {
            skip_spaces();
            entry(node, depth);
            skip_spaces();
        } while (plain_ && take(','));
        if (!take('}')) refuse();
    }

    /// `12`, `-1.5`.
    void number(TomlNode& node) {
        const std::size_t begin = at_;
        take('-');
        const std::size_t digits = at_;
        while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
        const std::size_t point = at_;
        if (take('.'))
            while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
        const char* const first = text_.data() + begin;
        const char* const last = text_.data() + at_;
        const bool whole = point == at_;
        node.kind = whole ? Kind::integer : Kind::number;
        const auto read =
            whole ? std::from_chars(first, last, node.integer) : std::from_chars(first, last, node.number);
        const bool leading_zero = point > digits + 1 && text_[digits] == '0';
        if (read.ec != std::errc() || point == digits || leading_zero || at_ == point + 1 ||
            (at_ < text_.size() && (is_bare(text_[at_]) || text_[at_] == ':' || text_[at_] == '.')))
            refuse();
    }

    std::string_view text_;
    std::size_t at_ = 0, line_begin_ = 0;
    int line_ = 1;
    bool plain_ = true;
    std::vector<int> headers_;  ///< their lines
};

}  // namespace

std::optional<TomlNode> read_plain_toml(std::string_view text) {
    return Reader(text).read();
}

}  // namespace sheaf
