// The words of languages by which text is read. Private to core/text.
#pragma once

#include <string_view>
#include <vector>

#include "sheaf/date.hpp"

namespace sheaf::text {

/// The file `words.txt`, which has them.
extern const char* const words_file;

/// The words of one kind, of all languages together.
class LanguageWords {
  public:
    /// `kind` is a name in `words.txt`.
    explicit LanguageWords(std::string_view kind);

    /// `word` in lower case.
    bool has(std::string_view word) const { return number_of(word) > 0; }
    /// The number of the word's group, from 1 on; 0: there is no such word. Of two languages the first counts.
    int number_of(std::string_view word) const;
    /// Sorted.
    const std::vector<std::string_view>& words() const { return words_; }

  private:
    std::vector<std::string_view> words_;
    std::vector<int> numbers_;  ///< by word
};

/// 1 to 12, or 0. Any case; abbreviations and Welsh mutated forms (`Fehefin`, `Ragfyr`) included.
int month_named(std::string_view word);
/// 1 (Monday) to 7, or 0. Any case.
int weekday_named(std::string_view word);
/// A weekday, or the Welsh word that stands before one (`dydd Llun`).
bool is_weekday(std::string_view word);
/// `7th`, `7fed`: what follows a day's number.
bool is_ordinal_suffix(std::string_view word);
/// `12 of June`, `12 o Fehefin`.
bool leads_to_month(std::string_view word);
/// `3 to 7 May`.
bool means_to(std::string_view word);
/// `3 and 7 May`.
bool means_and(std::string_view word);
/// `between 3 and 7 May`.
bool means_between(std::string_view word);
/// The calendar has that day.
bool is_valid(const Date& date);

}  // namespace sheaf::text
