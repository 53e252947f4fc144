// A plain expression as a program.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf {

/// What a plain expression (expression.hpp) of ASCII asks of a text, step by step, for `match` in matcher.hpp.
struct Program {
    enum class Op : std::uint8_t {
        literal,  ///< the bytes of `literals` from `x` on, `y` of them
        folded,   ///< the same in whatever case; they are in lower case
        set,      ///< a character of `sets[x]`
        split,    ///< goes on `x` from here, else `y` from here
        jump,     ///< goes on `x` from here
        save,     ///< here is bound `x`: of group n, 2n is where it begins, and 2n + 1 where it ends
        text_begin,
        text_end,
        line_begin,
        line_end,
        word_boundary,
        no_word_boundary,
        match,
    };
    struct Instruction {
        Op op;
        std::int32_t x = 0, y = 0;
        std::uint32_t label = 0;  ///< a number from 1 on where more than one other leads here; else 0
    };
    /// Of each byte, whether a character of the set begins with it.
    using Set = std::array<bool, 256>;

    std::vector<Instruction> instructions;
    std::string literals;
    std::vector<Set> sets;
    std::size_t labels = 0;

    // Where a match may begin.
    bool anywhere = false;  ///< everywhere: it may be empty
    bool at_line = false;   ///< where a line does
    Set first{};            ///< at one of these bytes
    bool at_byte = false;   ///< there are some

    /// `expression` must be plain, and ASCII.
    Program(std::string_view expression, bool ignore_case);
};

}  // namespace sheaf
