// When a demand is due.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sheaf/date.hpp"
#include "sheaf/document.hpp"
#include "sheaf/options.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::recommendations {

/// A deadline as a text prints it.
struct Due {
    std::string date;   ///< in ISO form; empty where the printed period has no date
    std::string from;   ///< how the date was found, or why there is none
    Range range;        ///< the printed words
    std::string wrong;  ///< what cannot be right about it; empty: nothing
};

/// The words by which deadlines are known; the stage's options.
class Deadlines {
  public:
    /// `deadline` is found directly before a date that is one, its group `end` where that is a month's end; each of `periods` finds a period in its groups `period`,
    /// `number` and `unit`. `numbers` and `units` say what the words of these mean.
    Deadlines(std::string_view deadline, const std::vector<std::string>& periods,
              std::vector<std::pair<std::string, std::string>> numbers,
              std::vector<std::pair<std::string, std::string>> units);

    /// The first date by which the text is due, else the first period, which counts from the letter's date.
    std::optional<Due> find(std::string_view text, const std::optional<Date>& letter) const;
    /// The same of words that are a deadline as a whole: any date in them is it.
    std::optional<Due> read(std::string_view words, const std::optional<Date>& letter) const;

  private:
    std::optional<Due> month(std::string_view text) const;
    std::optional<Due> period(std::string_view text, const std::optional<Date>& letter) const;

    Pattern before_;
    std::vector<Pattern> periods_;
    std::vector<std::pair<std::string, std::string>> numbers_, units_;
};

/// The letter's own date, from its metadata.
std::optional<Date> letter_date(const Document& document);

}  // namespace sheaf::recommendations
