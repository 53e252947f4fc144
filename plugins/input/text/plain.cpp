#include <algorithm>
#include <vector>

#include "files/mime.hpp"
#include "markup.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf::plain {
namespace {

constexpr std::size_t usual_width = 60;       // characters of a line, where a text has no long lines at all
constexpr std::size_t longest_wrapped = 100;  // a longer line is a whole paragraph

std::size_t width_of(std::string_view line) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < line.size(); ++count) text::next(line, at);
    return count;
}

std::string_view without_ends(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t\r\f");
    if (first == std::string_view::npos) return {};
    return line.substr(first, line.find_last_not_of(" \t\r\f") - first + 1);
}

// A line that underlines the one before it: 1 for `===`, 2 for `---`, else 0.
int underline(std::string_view line) {
    if (line.size() < 3) return 0;
    if (line.find_first_not_of('=') == std::string_view::npos) return 1;
    return line.find_first_not_of('-') == std::string_view::npos ? 2 : 0;
}

bool begins_item(std::string_view line) {
    if (line.starts_with("* ")) return true;
    const auto label = text::leading_label(line);
    if (!label) return false;
    const char last = label->printed.back();
    return label->kind == text::Label::Kind::bullet || last == '.' || last == ')' ||
           label->printed.find('.') != std::string_view::npos;
}

// A dash or an asterisk before an item, which is taken off the line: at the start of a line it can be nothing
// else.
std::string take_bullet(std::string_view& line) {
    for (const std::string_view bullet : {"-", "*", "–", "—"})
        if (line.starts_with(bullet) && line.substr(bullet.size()).starts_with(' ')) {
            line = without_ends(line.substr(bullet.size()));
            return std::string(bullet);
        }
    return {};
}

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '&')
            result += "&amp;";
        else if (c == '<')
            result += "&lt;";
        else
            result += c;
    }
    return result;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(without_ends(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

class Paragraphs {
  public:
    explicit Paragraphs(const std::vector<std::string_view>& lines) {
        for (const std::string_view line : lines) width_ = std::max(width_, width_of(line));
        wrapped_ = width_ <= longest_wrapped;
    }

    void add(std::string_view line) {
        if (line.empty()) return end();
        if (const int level = underline(line); level > 0 && lines_ == 1)
            return end("h" + std::to_string(level));
        if (lines_ > 0 && (!wrapped_ || begins_item(line))) end();
        if (lines_++ > 0) {
            // The author ended a line that had much room for the next word.
            const std::size_t word = width_of(line.substr(0, line.find(' ')));
            const bool broken = (width_of(last_) + 1 + word) * 5 <= width_ * 4;
            const bool hyphen =
                !broken && last_.size() > 1 && last_.ends_with('-') && last_[last_.size() - 2] != ' ';
            text_ += broken ? "<br>" : hyphen ? "" : " ";
        }
        last_ = line;
        if (lines_ == 1) bullet_ = take_bullet(line);
        text_ += escaped(line);
    }

    void end(const std::string& tag = "p") {
        if (lines_ > 0 && !bullet_.empty())
            page_ += "<ul type=\"" + bullet_ + "\"><li>" + text_ + "</ul>\n";
        else if (lines_ > 0)
            page_ += "<" + tag + ">" + text_ + "</" + tag + ">\n";
        lines_ = 0;
        text_.clear();
    }

    std::string take() {
        end();
        return std::move(page_);
    }

  private:
    std::size_t width_ = usual_width;
    bool wrapped_ = true;
    std::string page_ = "<body>";
    std::string text_;
    std::string_view last_;
    std::string bullet_;  // of the paragraph, when it is an item
    int lines_ = 0;
};

// Half of the characters and more are Latin: what else may begin with the bytes FF FE is no text.
bool is_wide_text(std::string_view bytes, bool little) {
    std::size_t latin = 0;
    for (std::size_t k = 2; k + 1 < bytes.size(); k += 2) {
        const char high = bytes[little ? k + 1 : k], low = bytes[little ? k : k + 1];
        if (high == '\0' && low != '\0' && (text::is_graphic(low) || low == ' ' || low == '\n')) ++latin;
    }
    return latin * 4 > bytes.size();
}

bool is_language_of_programs(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (files::is_message(text)) return true;
    for (const std::string_view start : {"<", "{", "[{", "[\"", "#!", "HTTP/", "%!", "%PDF", "-----BEGIN"})
        if (text.starts_with(start)) return true;
    return false;
}

}  // namespace

bool is_text(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xFF\xFE"sv)) return is_wide_text(bytes, true);
    if (bytes.starts_with("\xFE\xFF"sv)) return is_wide_text(bytes, false);
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) bytes.remove_prefix(3);
    bool letters = false;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const bool control =
            (byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f') || byte == 0x7F;
        if (control) return false;
        letters = letters || text::is_ascii_letter(c) || byte >= 0xC0;
    }
    // Bytes that windows-1252 does not have.
    if (!text::is_valid_utf8(bytes) && bytes.find_first_of("\x81\x8D\x8F\x90\x9D") != std::string_view::npos)
        return false;
    return letters && !is_language_of_programs(bytes);
}

std::string page_of_plain(std::string_view text) {
    const std::vector<std::string_view> lines = lines_of(text);
    Paragraphs paragraphs(lines);
    for (const std::string_view line : lines) paragraphs.add(line);
    return paragraphs.take();
}

}  // namespace sheaf::plain
