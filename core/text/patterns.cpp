// Regular expressions over RE2.
#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>

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

void require(const RE2& expression) {
    if (!expression.ok()) throw invalid(expression.pattern(), reason(expression));
}

Range range_of(const re2::StringPiece& piece, std::string_view text) {
    const auto start = static_cast<std::uint32_t>(piece.data() - text.data());
    return {start, start + static_cast<std::uint32_t>(piece.size())};
}

}  // namespace

struct Pattern::Compiled {
    std::string expression;
    RE2 re2;
    Compiled(std::string_view text, bool ignore_case)
        : expression(text), re2(re2::StringPiece(text.data(), text.size()), options(ignore_case)) {}
};

Pattern::Pattern(std::string_view expression, bool ignore_case)
    : compiled_(std::make_shared<const Compiled>(expression, ignore_case)) {
    require(compiled_->re2);
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
    return compiled_->re2.Match({text.data(), text.size()}, 0, text.size(), RE2::UNANCHORED, nullptr, 0);
}

bool Pattern::matches_all(std::string_view text) const {
    return compiled_->re2.Match({text.data(), text.size()}, 0, text.size(), RE2::ANCHOR_BOTH, nullptr, 0);
}

std::optional<Match> Pattern::find(std::string_view text, std::size_t from) const {
    if (from > text.size()) return std::nullopt;
    if (!text.data()) text = std::string_view("");  // a null piece means a group that took no part
    std::vector<re2::StringPiece> pieces(static_cast<std::size_t>(compiled_->re2.NumberOfCapturingGroups()) +
                                         1);
    if (!compiled_->re2.Match({text.data(), text.size()}, from, text.size(), RE2::UNANCHORED, pieces.data(),
                              static_cast<int>(pieces.size())))
        return std::nullopt;
    Match match;
    match.whole = range_of(pieces[0], text);
    match.groups.reserve(pieces.size() - 1);
    for (std::size_t i = 1; i < pieces.size(); ++i) {
        if (pieces[i].data() == nullptr)
            match.groups.emplace_back();
        else
            match.groups.emplace_back(range_of(pieces[i], text));
    }
    return match;
}

std::optional<std::size_t> Pattern::group(std::string_view name) const {
    const auto& named = compiled_->re2.NamedCapturingGroups();
    const auto found = named.find(std::string(name));
    if (found == named.end()) return std::nullopt;
    return static_cast<std::size_t>(found->second - 1);
}

std::string Pattern::check(std::string_view expression) {
    const RE2 compiled(re2::StringPiece(expression.data(), expression.size()), options(false));
    return compiled.ok() ? std::string() : reason(compiled);
}

struct PatternSet::Compiled {
    RE2::Set set;
    /// For a text on which the set's common automaton outgrows its memory.
    std::vector<Pattern> single;
    explicit Compiled(bool ignore_case) : set(options(ignore_case), RE2::UNANCHORED) {}
};

PatternSet::PatternSet(const std::vector<std::string>& expressions, bool ignore_case) {
    auto compiled = std::make_unique<Compiled>(ignore_case);
    for (const std::string& expression : expressions) {
        compiled->single.emplace_back(expression, ignore_case);
        std::string error;
        if (compiled->set.Add(expression, &error) < 0) throw invalid(expression, error);
    }
    if (!expressions.empty() && !compiled->set.Compile())
        throw StageError("pattern-invalid", "the patterns are too large together");
    compiled_ = std::move(compiled);
}
PatternSet::~PatternSet() = default;
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;

std::vector<std::size_t> PatternSet::found_in(std::string_view text) const {
    std::vector<std::size_t> found;
    if (!compiled_ || compiled_->single.empty()) return found;
    std::vector<int> hits;
    RE2::Set::ErrorInfo error{};
    compiled_->set.Match({text.data(), text.size()}, &hits, &error);
    if (error.kind == RE2::Set::kNoError) {
        found.assign(hits.begin(), hits.end());
        std::sort(found.begin(), found.end());
    } else {
        for (std::size_t i = 0; i < compiled_->single.size(); ++i)
            if (compiled_->single[i].found_in(text)) found.push_back(i);
    }
    return found;
}

}  // namespace sheaf
