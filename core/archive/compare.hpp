// What changed between two inspections of one authority.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archive/journal.hpp"
#include "base/json.hpp"
#include "sheaf/document.hpp"
#include "sheaf/similarity.hpp"

namespace sheaf {

/// A recommendation of one of two letters.
struct ComparedDemand {
    std::string id, label, modality, text;
    int page = 0;  ///< 0: the format has no pages
};

struct Comparison {
    struct Letter {
        std::string name, title, authority, date;  ///< the best date there is; all but the name may be empty
    };
    struct Grade {
        std::string what;           ///< the judgement's aspect, or else its name
        std::string before, after;  ///< as printed; empty: not given
        bool changed = false;       ///< by the profiles' codes for grades, or else by the words
    };
    struct Repeated {
        ComparedDemand before, after;
        double score = 0;
    };
    Letter before, after;
    std::vector<Grade> grades;       ///< in the order of the later letter, then those that it does not give
    std::vector<Repeated> repeated;  ///< in the order of the later letter
    std::vector<ComparedDemand> fresh, gone;
};

/// Judgements belong together by their aspect or their name; recommendations by what they say, from the score `same_demand`
/// on, each at most once.
Comparison compare(const Document& before, const Document& after);

/// The date of the letter that is best to order inspections by; empty when there is none.
std::string best_date(const Document& document);

/// The letters of an output folder that are of this authority (letter case and punctuation aside), in order of their dates;
/// letters without a date or without a stored document are left out.
std::vector<Document> letters_of(Journal& journal, const std::filesystem::path& out,
                                 std::string_view authority);

std::string text_of(const Comparison& comparison);
Json json_of(const Comparison& comparison);

}  // namespace sheaf
