// Lists: which number or bullet a paragraph has (ODF 1.3 part 3, 5.3 and 19.880).
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>

#include "styles.hpp"

namespace sheaf::odt {

/// The counters of one list, or of several that go on counting together.
class Counters {
  public:
    /// Counts a paragraph on the level (from 0). With `start` the count begins there.
    void advance(const ListStyle& style, int level, std::optional<int> start = {});
    /// What is printed in front of the paragraph that was counted last on that level. `unknown` learns a form of numbers
    /// that is not known; its numbers are decimal.
    std::string label(const ListStyle& style, int level, std::string& unknown) const;

  private:
    std::array<int, most_levels> counts_{};
    std::array<bool, most_levels> counted_{};
};

/// The lists of a letter, as they begin and go on.
class Lists {
  public:
    /// The counters of a list that begins here: new ones, those of the list before it of the same style, or those of the
    /// list that it says it goes on from.
    std::shared_ptr<Counters> begin(const xmlNode* list, const std::string& style);
    /// The counters of numbered paragraphs that count together.
    std::shared_ptr<Counters> numbered(const std::string& key);
    /// Of headings that stand in no list.
    const std::shared_ptr<Counters>& outline() const { return outline_; }

  private:
    std::map<std::string, std::shared_ptr<Counters>> by_id_, last_of_style_;
    std::shared_ptr<Counters> outline_ = std::make_shared<Counters>();
};

}  // namespace sheaf::odt
