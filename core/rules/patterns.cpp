// Regular expressions over RE2.
#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <new>

#include "sheaf/diagnostic.hpp"
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

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
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

}  // namespace

struct Pattern::Compiled {
    RE2 re2;
    Compiled(std::string_view expression, bool ignore_case) : re2(piece(expression), options(ignore_case)) {}

    /// Each expression is compiled once: it is checked where a profile is read, and used by a stage, and profiles share many.
    static std::shared_ptr<const Compiled> of(std::string_view expression, bool ignore_case) {
        static std::mutex mutex;
        static std::map<std::pair<std::string, bool>, std::shared_ptr<const Compiled>> known;
        const std::lock_guard lock(mutex);
        std::shared_ptr<const Compiled>& one = known[{std::string(expression), ignore_case}];
        if (!one) one = std::make_shared<const Compiled>(expression, ignore_case);
        return one;
    }
};

Pattern::Pattern(std::string_view expression, bool ignore_case)
    : compiled_(Compiled::of(expression, ignore_case)) {
    if (!compiled_->re2.ok()) throw invalid(std::string(expression), reason(compiled_->re2));
}
Pattern::~Pattern() = default;
Pattern::Pattern(const Pattern&) = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(const Pattern&) = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;

const std::string& Pattern::expression() const {
    return compiled_->re2.pattern();
}

bool Pattern::found_in(std::string_view text) const {
    return compiled_->re2.Match(piece(text), 0, text.size(), RE2::UNANCHORED, nullptr, 0);
}

bool Pattern::matches_all(std::string_view text) const {
    return compiled_->re2.Match(piece(text), 0, text.size(), RE2::ANCHOR_BOTH, nullptr, 0);
}

std::optional<Match> Pattern::find(std::string_view text, std::size_t from) const {
    if (from > text.size()) return std::nullopt;
    if (!text.data()) text = std::string_view("");  // a null piece means a group that took no part
    std::vector<re2::StringPiece> found(static_cast<std::size_t>(compiled_->re2.NumberOfCapturingGroups()) +
                                        1);
    if (!compiled_->re2.Match(piece(text), from, text.size(), RE2::UNANCHORED, found.data(),
                              static_cast<int>(found.size())))
        return std::nullopt;
    const auto range = [&](const re2::StringPiece& part) {
        const auto start = static_cast<std::uint32_t>(part.data() - text.data());
        return Range{start, start + static_cast<std::uint32_t>(part.size())};
    };
    Match match;
    match.whole = range(found.front());
    match.groups.reserve(found.size() - 1);
    for (std::size_t i = 1; i < found.size(); ++i)
        match.groups.push_back(found[i].data() ? std::optional(range(found[i])) : std::nullopt);
    return match;
}

std::optional<std::size_t> Pattern::group(std::string_view name) const {
    const auto& named = compiled_->re2.NamedCapturingGroups();
    const auto found = named.find(std::string(name));
    if (found == named.end()) return std::nullopt;
    return static_cast<std::size_t>(found->second - 1);
}

std::string Pattern::check(std::string_view expression) {
    const auto compiled = Compiled::of(expression, true);
    return compiled->re2.ok() ? std::string() : reason(compiled->re2);
}

struct PatternSet::Compiled {
    RE2::Set set;

    Compiled(const std::vector<std::string>& expressions, bool ignore_case)
        : set(options(ignore_case), RE2::UNANCHORED) {
        for (const std::string& expression : expressions)
            if (std::string why; set.Add(expression, &why) < 0) throw invalid(expression, why);
        std::vector<int> none;
        if (!set.Compile() || !match({}, none))
            throw invalid(expressions.front(), "with the others of its list it is too large");
    }

    /// False when the automaton has no room.
    bool match(std::string_view text, std::vector<int>& found) const {
        RE2::Set::ErrorInfo told{RE2::Set::kNoError};
        set.Match(piece(text), &found, &told);
        return told.kind == RE2::Set::kNoError;
    }
};

PatternSet::PatternSet(const std::vector<std::string>& expressions, bool ignore_case)
    : compiled_(std::make_shared<const Compiled>(expressions, ignore_case)) {}

std::vector<std::size_t> PatternSet::found_in(std::string_view text) const {
    std::vector<int> found;
    if (!compiled_->match(text, found)) throw std::bad_alloc();
    std::sort(found.begin(), found.end());
    return {found.begin(), found.end()};
}

}  // namespace sheaf
