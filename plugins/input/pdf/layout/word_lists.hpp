// Word lists of spelling checkers, as Hunspell and Aspell have them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::pdf {

/// Where Debian's packages put them: Hunspell's `en_GB.aff` and `en_GB.dic`, Aspell's `cy.rws`. Welsh is there for Aspell alone.
constexpr const char* hunspell_folder = "/usr/share/hunspell";
constexpr const char* aspell_folder = "/var/lib/aspell";

/// A language's list: whether it has the word as it is printed, or what it is an inflection of. A compound with hyphens counts
/// only when it is in the list itself.
using WordList = std::function<bool(const std::string& word)>;

/// The lists of some languages, read when a letter first asks for them. Those that are not installed are left out.
class WordLists {
  public:
    /// `names` as files are named, without what follows the dot.
    explicit WordLists(std::vector<std::string> names);

    const std::vector<WordList>& all();
    /// Whether any list has the word.
    bool has(const std::string& word);
    /// Whether any list is there to ask.
    bool installed() { return !all().empty(); }
    /// Whether any list was named.
    bool wanted() const { return !names_.empty(); }

  private:
    std::vector<std::string> names_;
    std::vector<WordList> lists_;
    bool opened_ = false;
};

}  // namespace sheaf::pdf
