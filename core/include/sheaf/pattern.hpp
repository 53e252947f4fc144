// Regular expressions for rules that users write: RE2, linear time in the text.
//
// The syntax is RE2's (https://github.com/google/re2/wiki/Syntax): no look-around and no back-references.
// Texts are UTF-8, offsets are bytes. Patterns may be used by several threads at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/export.hpp"
#include "sheaf/range.hpp"

namespace sheaf {

/// A match: the whole and the groups, by position and by name (`(?P<name>...)`).
struct Match {
    Range whole;                               ///< bytes of the text that was searched
    std::vector<std::optional<Range>> groups;  ///< groups[0] is the first group
};

/// An RE2 pattern, UTF-8. Cheap to move and to copy (shared, immutable).
class SHEAF_API Pattern {
  public:
    /// Throws `StageError` (`pattern-invalid`) with RE2's reason.
    explicit Pattern(std::string_view expression, bool ignore_case = false);
    ~Pattern();
    Pattern(const Pattern&);
    Pattern(Pattern&&) noexcept;
    Pattern& operator=(const Pattern&);
    Pattern& operator=(Pattern&&) noexcept;

    const std::string& expression() const;          ///< as given
    bool found_in(std::string_view text) const;     ///< somewhere in the text
    bool matches_all(std::string_view text) const;  ///< the whole text, from end to end
    /// The first match at or behind the offset `from`, in bytes; nothing when there is none.
    std::optional<Match> find(std::string_view text, std::size_t from = 0) const;
    /// Position of a named group in `Match::groups`.
    std::optional<std::size_t> group(std::string_view name) const;

    /// What is wrong with an expression, whether case is ignored or not; empty when it is valid.
    static std::string check(std::string_view expression);

  private:
    struct Compiled;
    std::shared_ptr<const Compiled> compiled_;
};

/// Many patterns that are searched for together, in one pass over the text.
class SHEAF_API PatternSet {
  public:
    /// Throws `StageError` (`pattern-invalid`) with RE2's reason for the first expression that is not valid.
    explicit PatternSet(const std::vector<std::string>& expressions, bool ignore_case = false);
    /// Positions of the expressions that are found, ascending.
    std::vector<std::size_t> found_in(std::string_view text) const;

  private:
    struct Compiled;
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace sheaf
