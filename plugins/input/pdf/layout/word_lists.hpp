// Word lists of spelling checkers, as Hunspell has them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

class Hunspell;

namespace sheaf::pdf {

/// Where Debian's packages put them: `en_GB.aff` and `en_GB.dic`.
constexpr const char* word_list_folder = "/usr/share/hunspell";

/// The lists of some languages, read when a letter first asks for them. Those that are not installed are left out.
class WordLists {
  public:
    /// `names` as files are named, without what follows the dot.
    explicit WordLists(std::vector<std::string> names);
    ~WordLists();
    WordLists(const WordLists&) = delete;
    WordLists& operator=(const WordLists&) = delete;

    /// Whether a list has the word as it is printed, or what it is an inflection of. A compound with hyphens counts only when
    /// it is in a list itself.
    bool has(const std::string& word);
    /// Whether any list is there to ask.
    bool installed();
    /// Whether any list was named.
    bool wanted() const { return !names_.empty(); }

  private:
    void open();

    std::vector<std::string> names_;
    std::vector<std::unique_ptr<Hunspell>> lists_;
    bool opened_ = false;
};

}  // namespace sheaf::pdf
