// Regular expressions over RE2.
#include <re2/re2.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <span>

#include "ascii.hpp"
#include "expression.hpp"
#include "matcher.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf {
namespace {

RE2::Options options(bool ignore_case) {
    RE2::Options result;
    result.set_log_errors(false);
    result.set_case_sensitive(!ignore_case);
    // The most that the automaton's cache may take; it is used as it is needed.
    result.set_max_mem(32 << 20);
    return result;
}

std::string reason(const RE2& expression) {
    std::string text = expression.error();
    if (!expression.error_arg().empty() && text.find(expression.error_arg()) == std::string::npos)
        text += ": " + expression.error_arg();
    return text;
}

StageError invalid(const std::string& expression, const std::string& why) {
    return StageError("pattern-invalid", "the pattern `" + expression + "` is not valid: " + why,
                      "patterns are RE2 expressions: no look-around, no back-references");
}

/// Whether the expression may grow to a program that is too large, which only compiling tells. Its size is counted
/// with repetitions written out; the largest thing that three bytes can stand for is a class of Unicode, and 1,500
/// of these still compile.
bool may_be_large(std::string_view expression) {
    constexpr std::size_t surely_small = 3000, atom = 4;
    std::size_t size = expression.size();
    for (std::size_t at = expression.find('{', 1); at != expression.npos && size <= surely_small;
         at = expression.find('{', at + 1)) {
        std::size_t count = 0;  // of `{2,5}` the five
        for (std::size_t i = at + 1; i < expression.size() && count <= surely_small; ++i) {
            const char c = expression[i];
            if (c == ',')
                count = 0;
            else if (c >= '0' && c <= '9')
                count = count * 10 + static_cast<std::size_t>(c - '0');
            else
                break;
        }
        const char before = expression[at - 1];
        if (before == ')')
            size *= std::max<std::size_t>(count, 1);
        else
            size += count * (before == ']' ? at - std::min(at, expression.rfind('[', at)) : atom);
    }
    return size > surely_small;
}

/// What is wrong with the expression, or empty. What surely compiles is not compiled for it; case makes that slow, and
/// nothing wrong or right.
std::string fault_of(std::string_view expression, bool plain) {
    if (plain && !may_be_large(expression)) return {};
    const RE2 compiled(re2::StringPiece(expression.data(), expression.size()), options(true));
    return compiled.ok() ? std::string() : reason(compiled);
}

}  // namespace

struct Pattern::Compiled {
    std::string expression;
    bool ignore_case;
    Expression told;
    std::string fault;  ///< what is wrong with it, or empty

    Compiled(std::string_view text, bool without_case)
        : expression(text),
          ignore_case(without_case),
          told(read_expression(text)),
          fault(fault_of(text, told.plain)) {}

    /// False for most texts without a match, at little cost.
    bool may_match(std::string_view text) const {
        return told.needs.empty() || std::any_of(told.needs.begin(), told.needs.end(),
                                                 [&](const Word& word) { return word.in(text); });
    }

    std::size_t groups() const {
        return told.plain ? told.groups.size() : static_cast<std::size_t>(re2().NumberOfCapturingGroups());
    }

    /// As `sheaf::match`.
    bool match(std::string_view text, std::size_t from, bool whole, std::span<std::size_t> bounds) const {
        if (has_program_ && can_match(program(), text))
            return sheaf::match(program(), text, from, whole, bounds);
        std::vector<re2::StringPiece> pieces(bounds.size() / 2);
        if (!re2().Match({text.data(), text.size()}, from, text.size(),
                         whole ? RE2::ANCHOR_BOTH : RE2::UNANCHORED, pieces.data(),
                         static_cast<int>(pieces.size())))
            return false;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const re2::StringPiece& piece = pieces[i];
            bounds[2 * i] = piece.data() ? static_cast<std::size_t>(piece.data() - text.data()) : nowhere;
            bounds[2 * i + 1] = piece.data() ? bounds[2 * i] + piece.size() : nowhere;
        }
        return true;
    }

    const RE2& re2() const {
        std::call_once(re2_once_, [&] {
            re2_.emplace(re2::StringPiece(expression.data(), expression.size()), options(ignore_case));
        });
        if (!re2_->ok()) throw invalid(expression, reason(*re2_));
        return *re2_;
    }

  private:
    /// Many patterns of a profile are never looked for in a given letter: compiled when first used.
    const Program& program() const {
        std::call_once(program_once_, [&] { program_.emplace(expression, ignore_case); });
        return *program_;
    }

    const bool has_program_ = told.plain && text::is_ascii(expression) && !may_be_large(expression);
    mutable std::once_flag re2_once_, program_once_;
    mutable std::optional<RE2> re2_;
    mutable std::optional<Program> program_;
};

Pattern::Pattern(std::string_view expression, bool ignore_case)
    : compiled_(std::make_shared<const Compiled>(expression, ignore_case)) {
    if (!compiled_->fault.empty()) throw invalid(compiled_->expression, compiled_->fault);
}
Pattern::~Pattern() = default;
Pattern::Pattern(const Pattern&) = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(const Pattern&) = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;

const std::string& Pattern::expression() const {
    return compiled_->expression;
}

bool Pattern::found_in(std::string_view text) const {
    return compiled_->may_match(text) && compiled_->match(text, 0, false, {});
}

bool Pattern::matches_all(std::string_view text) const {
    return compiled_->may_match(text) && compiled_->match(text, 0, true, {});
}

std::optional<Match> Pattern::find(std::string_view text, std::size_t from) const {
    if (from > text.size() || !compiled_->may_match(text.substr(from))) return std::nullopt;
    if (!text.data()) text = std::string_view("");  // a null piece means a group that took no part
    std::vector<std::size_t> bounds(2 * compiled_->groups() + 2);
    if (!compiled_->match(text, from, false, bounds)) return std::nullopt;
    const auto range = [&](std::size_t group) {
        return Range{static_cast<std::uint32_t>(bounds[2 * group]),
                     static_cast<std::uint32_t>(bounds[2 * group + 1])};
    };
    Match match;
    match.whole = range(0);
    match.groups.reserve(compiled_->groups());
    for (std::size_t i = 1; 2 * i < bounds.size(); ++i)
        match.groups.push_back(bounds[2 * i] == nowhere ? std::nullopt : std::optional(range(i)));
    return match;
}

std::optional<std::size_t> Pattern::group(std::string_view name) const {
    if (compiled_->told.plain) {
        const std::vector<std::string>& names = compiled_->told.groups;
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end() || name.empty()) return std::nullopt;
        return static_cast<std::size_t>(found - names.begin());
    }
    const auto& named = compiled_->re2().NamedCapturingGroups();
    const auto found = named.find(std::string(name));
    if (found == named.end()) return std::nullopt;
    return static_cast<std::size_t>(found->second - 1);
}

std::string Pattern::check(std::string_view expression) {
    return fault_of(expression, read_expression(expression).plain);
}

PatternSet::PatternSet(const std::vector<std::string>& expressions, bool ignore_case) {
    for (const std::string& expression : expressions) patterns_.emplace_back(expression, ignore_case);
}

std::vector<std::size_t> PatternSet::found_in(std::string_view text) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < patterns_.size(); ++i)
        if (patterns_[i].found_in(text)) found.push_back(i);
    return found;
}

}  // namespace sheaf
