#include "matcher.hpp"

#include <algorithm>

#include "ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf {
namespace {

using Op = Program::Op;
using Instruction = Program::Instruction;
using text::byte, text::is_word_byte, text::lower;

/// Of a program times a text.
constexpr std::size_t most_steps = std::size_t{1} << 20U;

/// Of the character that the byte begins, in UTF-8.
std::size_t length_of(char first) {
    return byte(first) < 0x80 ? 1 : byte(first) < 0xE0 ? 2 : byte(first) < 0xF0 ? 3 : 4;
}

/// The ways through the program on one text.
class Search {
  public:
    Search(const Program& program, std::string_view text, std::size_t from, bool whole,
           std::span<std::size_t> bounds)
        : program_(program), text_(text), from_(from), whole_(whole), bounds_(bounds) {
        std::fill(bounds_.begin(), bounds_.end(), nowhere);
    }

    /// From each place where a match may begin.
    bool run() {
        if (whole_) return run(from_);
        for (std::size_t at = next_beginning(from_); at != nowhere; at = next_beginning(at + 1))
            if (run(at)) return true;
        return false;
    }

  private:
    /// Where to go on when a way ends: at an instruction, or with the bound as it was.
    struct Way {
        std::size_t instruction, at;
        bool is_bound = false;
    };

    bool begins_line(std::size_t at) const { return at == 0 || text_[at - 1] == '\n'; }
    bool ends_line(std::size_t at) const { return at == text_.size() || text_[at] == '\n'; }
    bool is_boundary(std::size_t at) const {
        return (at > 0 && is_word_byte(text_[at - 1])) != (at < text_.size() && is_word_byte(text_[at]));
    }

    std::size_t next_beginning(std::size_t at) const {
        if (program_.anywhere) return at <= text_.size() ? at : nowhere;
        for (; at < text_.size(); ++at) {
            if (program_.first[byte(text_[at])] || (program_.at_line && begins_line(at))) return at;
            if (!program_.at_byte) at = std::min(text_.find('\n', at), text_.size() - 1);
        }
        return at == text_.size() && program_.at_line && begins_line(at) ? at : nowhere;
    }

    bool run(std::size_t begin) {
        ways_.push_back({0, begin});
        while (!ways_.empty()) {
            const Way way = ways_.back();
            ways_.pop_back();
            if (way.is_bound) {
                bounds_[way.instruction] = way.at;
            } else if (const std::size_t end = follow(way.instruction, way.at); end != nowhere) {
                if (bounds_.empty()) return true;
                bounds_[0] = begin;
                bounds_[1] = end;
                return true;
            }
        }
        return false;
    }

    /// Whether another way came by here, which led to nothing.
    bool was_here(std::uint32_t label, std::size_t at) {
        if (been_.empty()) been_.resize(program_.labels * (text_.size() - from_ + 1));
        const std::size_t here = (at - from_) * program_.labels + label - 1;
        if (been_[here]) return true;
        been_[here] = true;
        return false;
    }

    /// Where the match ends; `nowhere` when the way leads to no match.
    std::size_t follow(std::size_t instruction, std::size_t at) {
        for (;; ++instruction) {
            const Instruction& one = program_.instructions[instruction];
            if (one.label > 0 && was_here(one.label, at)) return nowhere;
            const auto x = static_cast<std::size_t>(one.x), y = static_cast<std::size_t>(one.y);
            switch (one.op) {
                case Op::literal:
                    if (text_.substr(at, y) != std::string_view(program_.literals).substr(x, y))
                        return nowhere;
                    at += y;
                    break;
                case Op::folded:
                    if (text_.size() - at < y) return nowhere;
                    for (std::size_t i = 0; i < y; ++i)
                        if (lower(text_[at + i]) != program_.literals[x + i]) return nowhere;
                    at += y;
                    break;
                case Op::set:
                    if (at == text_.size() || !program_.sets[x][byte(text_[at])]) return nowhere;
                    at += length_of(text_[at]);
                    break;
                case Op::split:
                    ways_.push_back({instruction + y, at});
                    [[fallthrough]];
                case Op::jump:
                    instruction += x - 1;
                    break;
                case Op::save:
                    if (bounds_.empty()) break;
                    ways_.push_back({x, bounds_[x], true});
                    bounds_[x] = at;
                    break;
                case Op::text_begin:
                    if (at > 0) return nowhere;
                    break;
                case Op::text_end:
                    if (at < text_.size()) return nowhere;
                    break;
                case Op::line_begin:
                    if (!begins_line(at)) return nowhere;
                    break;
                case Op::line_end:
                    if (!ends_line(at)) return nowhere;
                    break;
                case Op::word_boundary:
                    if (!is_boundary(at)) return nowhere;
                    break;
                case Op::no_word_boundary:
                    if (is_boundary(at)) return nowhere;
                    break;
                case Op::match:
                    return whole_ && at < text_.size() ? nowhere : at;
            }
        }
    }

    const Program& program_;
    std::string_view text_;
    std::size_t from_;
    bool whole_;
    std::span<std::size_t> bounds_;
    std::vector<Way> ways_;
    std::vector<bool> been_;
};

}  // namespace

bool can_match(const Program& program, std::string_view text) {
    if (program.instructions.size() * (text.size() + 1) > most_steps) return false;
    return text::is_ascii(text) || (text::is_valid_utf8(text) && text.find("\u017F") == text.npos &&
                                    text.find("\u212A") == text.npos);
}

bool match(const Program& program, std::string_view text, std::size_t from, bool whole,
           std::span<std::size_t> bounds) {
    return Search(program, text, from, whole, bounds).run();
}

}  // namespace sheaf
