// What a profile says about the headings of its family, compiled.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/options.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::sections {

/// A heading that the family's letters have.
struct HeadingRule {
    int level = 0;          ///< 0: by how it looks
    bool in_table = false;  ///< it may stand in a table's cell, as the banner of a box
    bool subtitle = false;  ///< a bold paragraph directly below it is a heading one level lower
};

/// What a folded text is in a family's vocabulary.
struct Named {
    const HeadingRule* heading = nullptr;  ///< the first rule that matches
    bool never = false;                    ///< never a heading, whatever else it is
};

class Rules {
  public:
    Rules() = default;
    explicit Rules(const Options& profile);

    /// `folded` as text::fold makes it.
    Named name(std::string_view folded) const;
    /// The folded text heads a table whose rows below are banners of chapters.
    bool heads_banner(std::string_view folded) const;
    int banner_level() const { return banner_level_; }

    /// The folded text can be the translation of the heading directly above it.
    bool translates(std::string_view folded) const;

    bool has_title() const { return title_; }
    bool title_begins(std::string_view folded) const;
    bool title_ends(std::string_view folded) const;
    /// The title goes on to the block that ends it; else it is the one block with which it begins.
    bool title_has_end() const { return title_ends_.has_value(); }
    /// The title's lines are one heading; else each line that looks different is one level below the one before.
    bool title_joined() const { return title_joined_; }

  private:
    std::vector<HeadingRule> headings_;
    std::optional<PatternSet> vocabulary_;  ///< the headings, then what never is one
    bool title_ = false, title_joined_ = true;
    std::optional<Pattern> title_begins_, title_ends_;
    std::optional<Pattern> banner_, translation_;
    int banner_level_ = 0;
};

}  // namespace sheaf::sections
