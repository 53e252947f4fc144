#include "program.hpp"

#include <algorithm>
#include <optional>

#include "ascii.hpp"

namespace sheaf {
namespace {

using Op = Program::Op;
using Instruction = Program::Instruction;
using Set = Program::Set;
using text::byte, text::is_ascii_digit, text::is_ascii_letter, text::is_word_byte, text::lower;

/// Makes the program. The expression is plain, so nothing in it is wrong. Jumps are relative: a part of the program may be
/// moved and copied.
class Compiler {
  public:
    Compiler(Program& program, std::string_view expression, bool ignore_case)
        : to_(program), program_(program.instructions), text_(expression), flags_{.fold = ignore_case} {}

    void compile() {
        alternatives();
        emit({Op::match});
        label_joins();
        std::vector<bool> seen(program_.size());
        find_beginnings(0, seen);
        to_.at_byte = std::find(to_.first.begin(), to_.first.end(), true) != to_.first.end();
    }

  private:
    struct Flags {
        bool fold = false, lines = false, dot_all = false;
    };

    bool at_end_of_sequence() const { return at_ == text_.size() || text_[at_] == '|' || text_[at_] == ')'; }
    bool repeats(std::size_t at) const {
        return at < text_.size() &&
               (text_[at] == '*' || text_[at] == '+' || text_[at] == '?' || text_[at] == '{');
    }
    bool take(char c) {
        if (at_ == text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    std::int32_t size() const { return static_cast<std::int32_t>(program_.size()); }
    Instruction& at(std::int32_t index) { return program_[static_cast<std::size_t>(index)]; }
    void emit(Instruction instruction) { program_.push_back(instruction); }
    void insert(std::int32_t at, Instruction instruction) {
        program_.insert(program_.begin() + at, instruction);
    }

    // Each part adds its program, and tells whether it may match nothing.

    bool alternatives() {
        std::vector<std::int32_t> ends;  // jumps over the alternatives behind
        std::int32_t begin = size();
        bool nothing = sequence();
        while (take('|')) {
            insert(begin, {Op::split, 1, size() + 2 - begin});
            ends.push_back(size());
            emit({Op::jump});
            begin = size();
            nothing = sequence() || nothing;
        }
        for (const std::int32_t end : ends) at(end).x = size() - end;
        return nothing;
    }

    bool sequence() {
        bool nothing = true, in_run = false;
        while (!at_end_of_sequence()) {
            const std::int32_t begin = size();
            bool may_be_nothing = false;
            if (const auto c = literal()) {
                const bool repeated = repeats(at_);
                add_literal(*c, in_run && !repeated);
                in_run = !repeated;
            } else {
                may_be_nothing = atom();
                in_run = false;
            }
            nothing = repetition(begin, may_be_nothing) && nothing;
        }
        return nothing;
    }

    /// A character that stands for itself.
    std::optional<char> literal() {
        const char c = text_[at_];
        if (c == '\\') {
            const char escaped = text_[at_ + 1];
            if (is_ascii_letter(escaped)) return std::nullopt;
            at_ += 2;
            return escaped;
        }
        if (std::string_view("([.^$").find(c) != std::string_view::npos) return std::nullopt;
        ++at_;
        return c;
    }

    void add_literal(char c, bool to_run) {
        to_.literals += flags_.fold ? lower(c) : c;
        if (to_run)
            ++program_.back().y;
        else
            emit({flags_.fold ? Op::folded : Op::literal, static_cast<std::int32_t>(to_.literals.size()) - 1,
                  1});
    }

    bool atom() {
        const char c = text_[at_++];
        switch (c) {
            case '(':
                return group();
            case '[':
                return add_set(char_class());
            case '.': {
                Set any = beyond_ascii();
                std::fill_n(any.begin(), 0x80, true);
                any['\n'] = flags_.dot_all;
                return add_set(any);
            }
            case '^':
                emit({flags_.lines ? Op::line_begin : Op::text_begin});
                return true;
            case '$':
                emit({flags_.lines ? Op::line_end : Op::text_end});
                return true;
            default:
                break;
        }
        const char escaped = text_[at_++];
        if (escaped == 'b' || escaped == 'B') {
            emit({escaped == 'b' ? Op::word_boundary : Op::no_word_boundary});
            return true;
        }
        Set set{};
        add_escaped(set, escaped);
        return add_set(set);
    }

    bool group() {
        const Flags outside = flags_;
        std::int32_t bound = 0;
        if (!take('?')) {
            bound = ++groups_;
        } else if (take('P')) {
            at_ = text_.find('>', at_) + 1;
            bound = ++groups_;
        } else if (!flags()) {
            return true;
        }
        if (bound > 0) emit({Op::save, 2 * bound});
        const bool nothing = alternatives();
        if (bound > 0) emit({Op::save, 2 * bound + 1});
        ++at_;  // the bracket
        flags_ = outside;
        return nothing;
    }

    /// `i:`, `i)`, `-i:`. Whether they are those of a group; else they hold from here on.
    bool flags() {
        const bool on = !take('-');
        for (;; ++at_) {
            if (text_[at_] == 'i') flags_.fold = on;
            if (text_[at_] == 'm') flags_.lines = on;
            if (text_[at_] == 's') flags_.dot_all = on;
            if (text_[at_] == ':' || text_[at_] == ')') return text_[at_++] == ':';
        }
    }

    bool add_set(const Set& set) {
        emit({Op::set, static_cast<std::int32_t>(to_.sets.size())});
        to_.sets.push_back(set);
        return false;
    }

    /// Every byte that begins a character beyond ASCII.
    static Set beyond_ascii() {
        Set set{};
        std::fill(set.begin() + 0xC2, set.begin() + 0xF5, true);
        return set;
    }

    /// Everything else.
    static Set negated(const Set& set) {
        Set others = beyond_ascii();
        for (std::size_t c = 0; c < others.size(); ++c) others[c] = c < 0x80 ? !set[c] : others[c] && !set[c];
        return others;
    }

    static void add(Set& set, bool (*holds)(char)) {
        for (char c = 0; byte(c) < 0x80; ++c) set[byte(c)] = set[byte(c)] || holds(c);
    }
    static void add(Set& set, const Set& more) {
        for (std::size_t c = 0; c < set.size(); ++c) set[c] = set[c] || more[c];
    }

    /// `\d` and the like, and characters that are written so.
    static void add_escaped(Set& set, char c) {
        Set some{};
        if (lower(c) == 'd') {
            add(some, is_ascii_digit);
        } else if (lower(c) == 'w') {
            add(some, is_word_byte);
        } else if (lower(c) == 's') {
            add(some, [](char one) { return one == ' ' || (one >= '\t' && one <= '\r' && one != '\v'); });
        } else {
            constexpr std::string_view names = "fnrtv", meant = "\f\n\r\t\v";
            some[byte(meant[names.find(c)])] = true;
        }
        add(set, c >= 'A' && c <= 'Z' ? negated(some) : some);
    }

    /// Behind the bracket.
    Set char_class() {
        const bool negative = take('^');
        Set set{};
        while (!take(']')) {
            const auto first = class_member(set);
            if (!first) continue;
            char last = *first;
            if (text_[at_] == '-' && text_[at_ + 1] != ']') {
                ++at_;
                last = *class_member(set);
            }
            for (char c = *first; c < last; ++c) set[byte(c)] = true;
            set[byte(last)] = true;
        }
        if (flags_.fold)
            for (char c = 'a'; c <= 'z'; ++c)
                set[byte(c)] = set[byte(c) - 32U] = set[byte(c)] || set[byte(c) - 32U];
        return negative ? negated(set) : set;
    }

    /// One character; a class is added to the set.
    std::optional<char> class_member(Set& set) {
        const char c = text_[at_++];
        if (c == '[') {
            add_named(set);
            return std::nullopt;
        }
        if (c != '\\') return c;
        const char escaped = text_[at_++];
        if (!is_ascii_letter(escaped)) return escaped;
        add_escaped(set, escaped);
        return std::nullopt;
    }

    /// `[:alpha:]`, behind its first bracket.
    void add_named(Set& set) {
        const std::string_view name = text_.substr(at_ + 1, 5);
        at_ += 8;
        if (name == "alpha" || name == "alnum") add(set, is_ascii_letter);
        if (name == "digit" || name == "alnum") add(set, is_ascii_digit);
        if (name == "space") add(set, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
        if (name == "punct")
            add(set, [](char c) { return text::is_graphic(c) && !is_ascii_letter(c) && !is_ascii_digit(c); });
    }

    /// The repetition, if there is one, of the program from `begin` on.
    bool repetition(std::int32_t begin, bool nothing) {
        if (!repeats(at_)) return nothing;
        std::size_t least = 0;
        std::optional<std::size_t> most;
        switch (text_[at_++]) {
            case '+':
                least = 1;
                break;
            case '?':
                most = 1;
                break;
            case '{':
                least = number();
                most = least;
                if (take(',')) most = text_[at_] == '}' ? std::nullopt : std::optional(number());
                ++at_;
                break;
            default:
                break;
        }
        const bool lazy = take('?');
        const std::vector<Instruction> part(program_.begin() + begin, program_.end());
        const auto length = static_cast<std::int32_t>(part.size());
        const auto add_part = [&] { program_.insert(program_.end(), part.begin(), part.end()); };
        const auto add_split = [&](std::int32_t into, std::int32_t over) {
            emit({Op::split, lazy ? over : into, lazy ? into : over});
        };
        program_.resize(static_cast<std::size_t>(begin));
        for (std::size_t i = most ? 0 : 1; i < least; ++i) add_part();
        for (std::size_t left = most ? *most - least : 0; left > 0; --left) {
            add_split(1, static_cast<std::int32_t>(left) * (length + 1));
            add_part();
        }
        if (!most && least == 0) add_split(1, length + 2);
        if (!most) add_part();
        if (!most && least == 0 && !nothing)
            emit({Op::jump, -length - 1});
        else if (!most)
            add_split(-length, 1);  // what may match nothing is tried once before it is skipped, as RE2 does
        return least == 0 || nothing;
    }

    std::size_t number() {
        std::size_t value = 0;
        while (is_ascii_digit(text_[at_])) value = value * 10 + static_cast<std::size_t>(text_[at_++] - '0');
        return value;
    }

    /// Numbers the instructions that more than one other leads to.
    void label_joins() {
        const auto label = [&](std::int32_t from, std::int32_t by) {
            std::uint32_t& number = at(from + by).label;
            if (by != 1 && number == 0) number = static_cast<std::uint32_t>(++to_.labels);
        };
        for (std::int32_t i = 0; i < size(); ++i) {
            if (at(i).op == Op::split || at(i).op == Op::jump) label(i, at(i).x);
            if (at(i).op == Op::split) label(i, at(i).y);
        }
    }

    /// How a match may begin that goes on at that instruction.
    void find_beginnings(std::size_t at, std::vector<bool>& seen) {
        for (;; ++at) {
            if (seen[at]) return;
            seen[at] = true;
            const Instruction& one = program_[at];
            switch (one.op) {
                case Op::literal:
                case Op::folded: {
                    const char c = to_.literals[static_cast<std::size_t>(one.x)];
                    to_.first[byte(c)] = true;
                    if (one.op == Op::folded && is_ascii_letter(c)) to_.first[byte(c) - 32U] = true;
                    return;
                }
                case Op::set:
                    add(to_.first, to_.sets[static_cast<std::size_t>(one.x)]);
                    return;
                case Op::split:
                    find_beginnings(at + static_cast<std::size_t>(one.y), seen);
                    [[fallthrough]];
                case Op::jump:
                    at += static_cast<std::size_t>(one.x - 1);
                    break;
                case Op::text_begin:
                case Op::line_begin:
                    to_.at_line = true;
                    return;
                case Op::match:
                    to_.anywhere = true;
                    return;
                default:
                    break;
            }
        }
    }

    Program& to_;
    std::vector<Instruction>& program_;  ///< its instructions
    std::string_view text_;
    std::size_t at_ = 0;
    Flags flags_;
    std::int32_t groups_ = 0;
};

}  // namespace

Program::Program(std::string_view expression, bool ignore_case) {
    Compiler(*this, expression, ignore_case).compile();
}

}  // namespace sheaf
