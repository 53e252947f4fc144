#include "inline.hpp"

#include <algorithm>
#include <cctype>

#include "sheaf/text.hpp"

namespace markdown {

using sheaf::Span;

namespace {

class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}

    Inline read() {
        while (!rest_.empty())
            if (!footnote_mark() && !link() && !emphasis("**") && !emphasis("__") && !emphasis("*")) {
                const std::size_t size =
                    rest_[0] == '\\' && rest_.size() > 1 && std::ispunct(static_cast<unsigned char>(rest_[1]))
                        ? 2
                        : 1;
                if (size == 2) drop(1);
                put(rest_.substr(0, 1));
                rest_.remove_prefix(1);
            }
        while (made_.text.ends_with(' ') || made_.text.ends_with('\n')) made_.text.pop_back();
        const auto size = static_cast<std::uint32_t>(made_.text.size());
        for (Span& span : made_.spans)
            span.range = {std::min(span.range.start, size), std::min(span.range.end, size)};
        return std::move(made_);
    }

  private:
    /// Where a mark has gone, white space may meet white space: a block's text has single spaces, none beside a break.
    void put(std::string_view text) {
        for (char c : text) {
            const bool gap = made_.text.empty() || made_.text.back() == ' ' || made_.text.back() == '\n';
            if (c == ' ' && gap) continue;
            if (c == '\n' && gap && made_.text.empty()) continue;
            if (c == '\n' && gap) made_.text.pop_back();
            made_.text += c;
        }
    }

    void drop(std::size_t size) {
        made_.markup += sheaf::text::count_visible(rest_.substr(0, size));
        rest_.remove_prefix(size);
    }

    /// `[^1]`: printed where it stands, and no part of the text.
    bool footnote_mark() {
        const std::size_t end = rest_.find(']');
        if (!rest_.starts_with("[^") || end == std::string_view::npos || end == 2) return false;
        const auto at = static_cast<std::uint32_t>(made_.text.size());
        Span span;
        span.range = {at, at};
        span.mark = rest_.substr(2, end - 2);
        span.style.superscript = true;
        made_.spans.push_back(std::move(span));
        drop(2);
        rest_.remove_prefix(end - 2);
        drop(1);
        return true;
    }

    bool link() {
        const std::size_t middle = rest_.find("](");
        const std::size_t end = rest_.find(')', middle);
        if (!rest_.starts_with('[') || middle < 2 || end == std::string_view::npos) return false;
        sheaf::Style style;
        style.link = rest_.substr(middle + 2, end - middle - 2);
        drop(1);
        take(middle - 1, style);
        drop(end - middle + 1);
        return true;
    }

    bool emphasis(std::string_view mark) {
        if (!rest_.starts_with(mark) || rest_.size() <= mark.size() || rest_[mark.size()] == ' ')
            return false;
        const std::size_t end = rest_.find(mark, mark.size());
        if (end == std::string_view::npos || end == mark.size() || rest_[end - 1] == ' ') return false;
        sheaf::Style style;
        (mark.size() == 2 ? style.bold : style.italic) = true;
        drop(mark.size());
        take(end - mark.size(), style);
        drop(mark.size());
        return true;
    }

    void take(std::size_t size, const sheaf::Style& style) {
        const auto start = static_cast<std::uint32_t>(made_.text.size());
        put(rest_.substr(0, size));
        rest_.remove_prefix(size);
        made_.spans.push_back({{start, static_cast<std::uint32_t>(made_.text.size())}, style, {}});
    }

    std::string_view rest_;
    Inline made_;
};

}  // namespace

Inline inline_of(std::string_view text) {
    return Reader(text).read();
}

}  // namespace markdown
