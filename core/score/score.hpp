// Converted letters measured against what a careful reader recorded.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sheaf::score {

/// Bounds of a share.
struct Interval {
    double low = 0, high = 1;
};

/// What is known of one field, summed over letters.
struct Tally {
    double right = 0;        ///< values that are right (for lists of names the share that is)
    std::size_t gold = 0;    ///< values that there are
    std::size_t found = 0;   ///< values that were found
    std::size_t exact = 0;   ///< of those that are right, equal in every character that counts
    std::size_t wrong = 0;   ///< values found that are not right
    std::size_t silent = 0;  ///< wrong values in letters that are not marked doubtful

    Tally& operator+=(const Tally& other);
    double precision() const { return found ? right / static_cast<double>(found) : 1; }
    /// Wilson's interval of the precision at 95 per cent: what it may be among many more values.
    Interval precision_interval() const;
    double recall() const { return gold ? right / static_cast<double>(gold) : 1; }
    double f1() const { return gold + found ? 2 * right / static_cast<double>(gold + found) : 1; }
};

/// By field, such as `recommendation` or `metadata.title`, in the order in which reports print them.
using Fields = std::vector<std::pair<std::string, Tally>>;

/// A value that was found: how sure its record is, and whether it is right.
struct Judged {
    double confidence = 0;
    bool right = false;
};

/// Values whose confidence lies from `least` up to the next band's.
struct Band {
    double least = 0;
    std::size_t values = 0, right = 0;
};

struct Letter {
    std::string id, family;
    bool missing = false;   ///< there is no output for it
    bool doubtful = false;  ///< the output says that a person should look
    Fields fields;
    /// Fields of metadata that are right over those that count: both absent is right, too.
    double metadata_right = 0;
    std::size_t metadata_of = 0;
    std::vector<std::string> differences;  ///< one line each
    std::vector<Judged> values;            ///< of records that gold says something about
};

/// Scores every `ID.gold.json` of the folder `gold` (or the one gold file) by `ID.json` or `ID.*.json` in `out`.
/// In order of id. Throws `StageError` (`score-gold`) when there is no gold or a file is no JSON object.
std::vector<Letter> score(const std::filesystem::path& gold, const std::filesystem::path& out);

/// The fields of all letters, summed.
Fields sum(const std::vector<const Letter*>& letters);

/// Confidence against truth: the values of all letters by their confidence, the surest band first.
std::vector<Band> bands(const std::vector<const Letter*>& letters);

}  // namespace sheaf::score
