// Regular expressions over RE2.
#include <re2/re2.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "expression.hpp"
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
    for (std::size_t at = 1; at < expression.size() && size <= surely_small; ++at) {
        if (expression[at] != '{') continue;
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

bool is_ascii(std::string_view text) {
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
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
    class Search;

    std::string expression;
    bool ignore_case;
    Expression told;

    Compiled(std::string_view text, bool without_case)
        : expression(text), ignore_case(without_case), told(read_expression(text)) {}

    /// False for most texts without a match, at little cost.
    bool may_match(std::string_view text) const {
        return told.needs.empty() || std::any_of(told.needs.begin(), told.needs.end(),
                                                 [&](const Word& word) { return word.in(text); });
    }

    std::size_t groups() const {
        return told.plain ? told.groups.size() : static_cast<std::size_t>(re2().NumberOfCapturingGroups());
    }

    /// Many patterns of a profile are never looked for in a given letter: compiled when first used.
    const RE2& re2() const {
        std::call_once(once_, [&] {
            re2_.emplace(re2::StringPiece(expression.data(), expression.size()), options(ignore_case));
        });
        if (!re2_->ok()) throw invalid(expression, reason(*re2_));
        return *re2_;
    }
    /// The same for texts of ASCII in lower case: without case, and with a byte for each character, it compiles in a
    /// fraction of the time.
    const RE2& ascii() const {
        std::call_once(ascii_once_, [&] {
            RE2::Options plainly = options(false);
            plainly.set_encoding(RE2::Options::EncodingLatin1);
            ascii_.emplace(re2::StringPiece(expression.data(), expression.size()), plainly);
        });
        return *ascii_;
    }

  private:
    mutable std::once_flag once_, ascii_once_;
    mutable std::optional<RE2> re2_, ascii_;
};

/// A pattern at work on a text.
class Pattern::Compiled::Search {
  public:
    Search(const Compiled& pattern, std::string_view text)
        : pattern_(pattern),
          is_ascii_(pattern.ignore_case && pattern.told.lower && is_ascii(text)),
          text_(text) {
        if (!is_ascii_) return;
        lower_ = text;
        for (char& c : lower_) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        text_ = lower_;
    }
    Search(const Search&) = delete;
    Search& operator=(const Search&) = delete;

    /// `pieces` get the match and the groups.
    bool run(std::size_t from, RE2::Anchor anchor, std::vector<re2::StringPiece>& pieces) const {
        // In one line, what begins with `^` can match at the start alone.
        if (anchor == RE2::UNANCHORED && pattern_.told.starts_line && from == 0 &&
            text_.find('\n') == std::string_view::npos)
            anchor = RE2::ANCHOR_START;
        const RE2& re2 = is_ascii_ ? pattern_.ascii() : pattern_.re2();
        return re2.Match({text_.data(), text_.size()}, from, text_.size(), anchor, pieces.data(),
                         static_cast<int>(pieces.size()));
    }

    Range range_of(const re2::StringPiece& piece) const {
        const auto start = static_cast<std::uint32_t>(piece.data() - text_.data());
        return {start, start + static_cast<std::uint32_t>(piece.size())};
    }

  private:
    const Compiled& pattern_;
    bool is_ascii_;
    std::string lower_;
    std::string_view text_;
};

Pattern::Pattern(std::string_view expression, bool ignore_case)
    : compiled_(std::make_shared<const Compiled>(expression, ignore_case)) {
    if (const std::string fault = fault_of(expression, compiled_->told.plain); !fault.empty())
        throw invalid(std::string(expression), fault);
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
    if (!compiled_->may_match(text)) return false;
    std::vector<re2::StringPiece> none;
    return Compiled::Search(*compiled_, text).run(0, RE2::UNANCHORED, none);
}

bool Pattern::matches_all(std::string_view text) const {
    if (!compiled_->may_match(text)) return false;
    std::vector<re2::StringPiece> none;
    return Compiled::Search(*compiled_, text).run(0, RE2::ANCHOR_BOTH, none);
}

std::optional<Match> Pattern::find(std::string_view text, std::size_t from) const {
    if (from > text.size() || !compiled_->may_match(text.substr(from))) return std::nullopt;
    if (!text.data()) text = std::string_view("");  // a null piece means a group that took no part
    const Compiled::Search search(*compiled_, text);
    std::vector<re2::StringPiece> pieces(compiled_->groups() + 1);
    if (!search.run(from, RE2::UNANCHORED, pieces)) return std::nullopt;
    Match match;
    match.whole = search.range_of(pieces[0]);
    match.groups.reserve(pieces.size() - 1);
    for (std::size_t i = 1; i < pieces.size(); ++i) {
        if (pieces[i].data() == nullptr)
            match.groups.emplace_back();
        else
            match.groups.emplace_back(search.range_of(pieces[i]));
    }
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
