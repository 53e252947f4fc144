#include "expression.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf {
namespace {

using text::byte, text::is_ascii_digit, text::is_word_byte, text::lower;

/// A word is no longer than this: more tells hardly more.
constexpr std::size_t longest_word = 24;
/// Groups inside groups; RE2 takes more.
constexpr int deepest = 50;
/// RE2 repeats nothing more often.
constexpr int most_often = 1000;

/// Bytes that stand for themselves in an expression, and for nothing but themselves in either case. Beyond ASCII two more
/// characters are `k` and `s` when case is ignored (U+212A, U+017F).
constexpr std::array<bool, 256> literals = [] {
    std::array<bool, 256> found{};
    std::fill_n(found.begin(), 0x80, true);
    for (const unsigned char c : std::string_view(R"(\.+*?()[]{}^$|kKsS)")) found[c] = false;
    return found;
}();

bool is_literal(char c) {
    return literals[byte(c)];
}

/// The bits that the upper and lower case of a letter share.
std::size_t low(char c) {
    return byte(c) & 31U;
}

/// Parts of the expression of which a text must hold one; none: it need not.
using Words = std::span<const std::string_view>;

/// The share of a text's bytes that are looked at to find that it does not hold the word.
double effort(std::string_view word) {
    return word.empty() ? 1 : 1 / static_cast<double>(word.size());
}
double effort(Words words) {
    double sum = words.empty() ? 1 : 0;
    for (const std::string_view word : words) sum += effort(word);
    return sum;
}

/// Reads an expression from left to right. Whatever is not of the plain kind ends it with `plain_` false.
class Reader {
  public:
    explicit Reader(std::string_view expression) : text_(expression) {}

    Expression read() {
        Expression found;
        alternatives(0);
        found.plain = plain_ && at_ == text_.size() && text::is_valid_utf8(text_);
        if (!found.plain) return found;
        found.groups = std::move(groups_);
        if (effort(words_) < 1)
            for (const std::string_view word : words_) found.needs.emplace_back(word);
        return found;
    }

  private:
    bool more() const { return plain_ && at_ < text_.size(); }
    bool take(char c) {
        if (at_ == text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    void refuse() { plain_ = false; }

    // Each part leaves the words that it needs at the end of `words_`.

    void alternatives(int depth) {
        const std::size_t before = words_.size();
        bool needed = true;
        do {
            const std::size_t size = words_.size();
            sequence(depth);
            needed = needed && words_.size() > size;
        } while (plain_ && take('|'));
        if (!needed) words_.resize(before);
    }

    void sequence(int depth) {
        const std::size_t before = words_.size();
        std::string_view best, run;  // the longest run of literals, and the one under way
        const auto extend = [&](std::string_view by) {
            run = run.data() + run.size() == by.data() ? std::string_view(run.data(), run.size() + by.size())
                                                       : by;
            if (run.size() > best.size()) best = run;
        };
        while (more() && text_[at_] != '|' && text_[at_] != ')') {
            if (const std::string_view plainly = literals_at(at_);
                !plainly.empty()) {  // most of an expression
                extend(plainly);
                at_ += plainly.size();
                continue;
            }
            const std::size_t size = words_.size();
            const Atom atom = this->atom(depth);
            const std::size_t end = at_;
            const Often often = atom.repeatable ? this->often(atom) : Often::once;
            if (often == Often::perhaps) {
                words_.resize(size);
            } else {
                if (atom.literal) extend(text_.substr(end - 1, 1));
                keep_better(before, size);
            }
            if (!atom.literal || often != Often::once) run = {};
        }
        if (effort(best) < effort(Words(words_).subspan(before))) {
            words_.resize(before);
            words_.push_back(best);
        }
    }

    /// Of the words from `first` and those from `second` on, those that take less effort.
    void keep_better(std::size_t first, std::size_t second) {
        const Words words(words_);
        if (effort(words.subspan(second)) < effort(words.subspan(first, second - first)))
            words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(first),
                         words_.begin() + static_cast<std::ptrdiff_t>(second));
        else
            words_.resize(second);
    }

    /// The literals from `at` on that are not repeated.
    std::string_view literals_at(std::size_t at) {
        std::size_t end = at;
        while (end < text_.size() && is_literal(text_[end])) ++end;
        if (end > at && repeats(end)) --end;
        return text_.substr(at, end - at);
    }

    struct Atom {
        bool repeatable = true;  ///< it stands for text, not for a place in it
        bool counts = false;     ///< it is a group with a counted repetition inside
        bool literal = false;    ///< its last byte stands for itself, in either case
    };

    Atom atom(int depth) {
        const char c = text_[at_++];
        switch (c) {
            case '(':
                return group(depth);
            case '[':
                char_class();
                return {};
            case '\\':
                return escape();
            case '.':
                return {};
            case '^':
            case '$':
                return {.repeatable = false};
            case '*':
            case '+':
            case '?':
            case '{':
                refuse();
                return {};
            default:
                if (byte(c) < 0x80) return {.literal = is_literal(c)};
                while (at_ < text_.size() && (byte(text_[at_]) & 0xC0) == 0x80) ++at_;
                return {};
        }
    }

    Atom escape() {
        if (!more()) return refuse(), Atom();
        const char c = text_[at_++];
        if (std::string_view("bB").find(c) != std::string_view::npos) return {.repeatable = false};
        if (is_class_letter(c) || is_control_letter(c)) return {};
        if (!is_punctuation(c)) return refuse(), Atom();
        return {.literal = true};
    }
    static bool is_class_letter(char c) {
        return std::string_view("dDsSwW").find(c) != std::string_view::npos;
    }
    static bool is_control_letter(char c) {
        return std::string_view("fnrtv").find(c) != std::string_view::npos;
    }
    static bool is_punctuation(char c) { return text::is_graphic(c) && !is_word_byte(c); }

    Atom group(int depth) {
        if (depth == deepest) return refuse(), Atom();
        if (take('?')) {
            if (text_.substr(at_).starts_with("P<")) {
                at_ += 2;
                name();
            } else if (!flags()) {
                return {.repeatable = false};
            }
        } else {
            groups_.emplace_back();
        }
        const std::size_t counted = counted_;
        alternatives(depth + 1);
        if (!take(')')) refuse();
        return {.counts = counted_ > counted};
    }

    void name() {
        const std::size_t start = at_;
        while (more() && is_word_byte(text_[at_])) ++at_;
        std::string name(text_.substr(start, at_ - start));
        if (name.empty() || !take('>') || std::find(groups_.begin(), groups_.end(), name) != groups_.end())
            refuse();
        groups_.push_back(std::move(name));
    }

    /// `(?:`, `(?i)`, `(?-i:`. Whether a group begins with them; else they hold from here on.
    bool flags() {
        const bool off = take('-');
        const std::size_t start = at_;
        while (more() && std::string_view("ims").find(text_[at_]) != std::string_view::npos) ++at_;
        const bool any = at_ > start;
        if (take(':') && (any || !off)) return true;
        if (!any || !take(')')) refuse();
        return false;
    }

    /// `[a-z_]`, `[^\w.-]`, behind the bracket.
    void char_class() {
        take('^');
        if (more() && text_[at_] == ']') return refuse();
        while (more() && text_[at_] != ']') {
            const auto first = class_member();
            if (at_ + 1 >= text_.size() || text_[at_] != '-' || text_[at_ + 1] == ']') continue;
            ++at_;
            const auto last = class_member();
            if (!first || !last || *last < *first) return refuse();
        }
        if (!take(']')) refuse();
    }

    /// One character of ASCII, which may begin or end a range; nothing for others and for classes.
    std::optional<char> class_member() {
        char c = text_[at_++];
        if (c == '[') return named_class(), std::nullopt;
        if (c == '\\') {
            if (!more()) return refuse(), std::nullopt;
            c = text_[at_++];
            if (is_class_letter(c) || is_control_letter(c)) return std::nullopt;
            if (!is_punctuation(c)) refuse();
        }
        return byte(c) < 0x80 ? std::optional(c) : std::nullopt;
    }

    /// `[:alpha:]`, behind its first bracket.
    void named_class() {
        for (const std::string_view name : {":alpha:]", ":digit:]", ":alnum:]", ":space:]", ":punct:]"})
            if (text_.substr(at_).starts_with(name)) {
                at_ += name.size();
                return;
            }
        refuse();
    }

    enum class Often : std::uint8_t { once, perhaps, repeated };

    bool repeats(std::size_t at) const {
        return at < text_.size() &&
               (text_[at] == '*' || text_[at] == '+' || text_[at] == '?' || text_[at] == '{');
    }

    /// The repetition behind an atom.
    Often often(const Atom& atom) {
        Often often = Often::once;
        if (take('*') || take('?'))
            often = Often::perhaps;
        else if (take('+'))
            often = Often::repeated;
        else if (take('{'))
            often = counted(atom);
        else
            return often;
        take('?');
        if (repeats(at_)) refuse();
        return often;
    }

    /// `{2}`, `{2,}`, `{2,5}`, behind the bracket.
    Often counted(const Atom& atom) {
        ++counted_;
        const auto least = number();
        auto most = least;
        if (take(',') && more() && text_[at_] != '}') most = number();
        if (!take('}') || !least || !most || *most < *least || *most > most_often) refuse();
        if (atom.counts) refuse();  // the two numbers multiply, which has its limits
        return least && *least > 0 ? Often::repeated : Often::perhaps;
    }

    std::optional<int> number() {
        const std::size_t start = at_;
        int value = 0;
        while (more() && is_ascii_digit(text_[at_]) && value <= most_often)
            value = value * 10 + (text_[at_++] - '0');
        const bool leading_zero = at_ > start + 1 && text_[start] == '0';
        return at_ == start || leading_zero ? std::nullopt : std::optional(value);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool plain_ = true;
    std::size_t counted_ = 0;  ///< counted repetitions so far
    std::vector<std::string> groups_;
    std::vector<std::string_view> words_;
};

}  // namespace

Word::Word(std::string_view word) : word_(word.substr(0, longest_word)) {
    for (char& c : word_) c = lower(c);
    const auto size = static_cast<std::uint8_t>(word_.size());
    step_.fill(size);
    again_ = size;
    for (std::uint8_t i = 0; i < size; ++i)
        again_ = std::exchange(step_[low(word_[i])], static_cast<std::uint8_t>(size - 1 - i));
}

bool Word::in(std::string_view text) const {
    const std::size_t last = word_.size() - 1;
    for (std::size_t at = last; at < text.size();) {
        if (const std::uint8_t step = step_[low(text[at])]; step > 0) {
            at += step;
            continue;
        }
        std::size_t back = 0;
        while (back <= last && lower(text[at - back]) == word_[last - back]) ++back;
        if (back > last) return true;
        at += again_;
    }
    return false;
}

Expression read_expression(std::string_view expression) {
    return Reader(expression).read();
}

}  // namespace sheaf
