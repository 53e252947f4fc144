// Which family a letter belongs to: weighted evidence from the profile files.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/pattern.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::profile {

/// Which of the letter's texts an evidence pattern is looked for in.
enum class Where : std::uint8_t {
    opening,    ///< the blocks with which the letter begins, one by one
    line,       ///< every short block of the letter, one by one: headings, metadata lines, table cells
    furniture,  ///< running headers and footers
};

/// A piece of evidence that spoke for (or, with a negative weight, against) a profile.
struct Found {
    std::string name;
    double weight = 0;
};

struct Score {
    std::size_t profile = 0;  ///< position in the profiles that the recogniser was made from
    double score = 0;
    std::vector<Found> found;  ///< in file order
};

/// The best profile for a letter, and how sure that is.
struct Verdict {
    std::optional<std::size_t> chosen;  ///< the best one, if it reaches its threshold
    bool close = false;                 ///< the second is nearer to the best than the best one's margin
    std::vector<Score> scores;          ///< of every profile, the best first; of equals in order of name
};

/// The recognition rules of all profiles, compiled once.
class Recogniser {
  public:
    /// `opening` is how many code units of visible blocks count as the letter's opening.
    Recogniser(std::span<const ProfileRules> profiles, std::size_t opening);

    Verdict judge(const Document& document) const;

    const std::string& name(std::size_t profile) const { return profiles_[profile].name; }
    const std::string& title(std::size_t profile) const { return profiles_[profile].title; }

  private:
    struct Profile {
        std::string name, title;
        double threshold = 0, margin = 0;
    };
    struct Evidence {
        std::size_t profile;
        std::string name;
        double weight;
    };
    struct Set {
        std::vector<Evidence> evidence;
        std::optional<PatternSet> patterns;
    };
    void look(const Set& set, std::string_view text, std::vector<bool>& seen) const;

    std::vector<Profile> profiles_;
    Set sets_[3];  ///< by Where
    std::size_t opening_;
};

/// `title 4, lead inspector 2`: what spoke, for people.
std::string describe(const std::vector<Found>& found);

}  // namespace sheaf::profile
