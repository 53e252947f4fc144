// What a person marked in letters: which words are which value or record.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sheaf {
struct Document;
}

namespace sheaf::learn {

/// Values that most letters have, in the order in which people look for them.
inline constexpr const char* usual_fields[] = {
    "title",          "authority",      "document_date", "inspection_start",
    "inspection_end", "lead_inspector", "addressees",    "signatories"};

/// One value or record of one letter.
struct Mark {
    std::string letter;  ///< the letter's file name, with or without its ending
    std::string what;    ///< a field of the metadata, `section`, `judgement`, or a kind of recommendation
    std::string text;    ///< as printed; dates as 2026-04-07 or as printed
    int page = 0;        ///< 1-based; 0 when not said
    /// Other columns, such as `label`, `modality`, `responsible`, `level`, `grade`.
    std::map<std::string, std::string> more;

    /// The plain text of such a column; empty when the mark has none.
    std::string plain(const std::string& column) const;
};

/// The marks of a file, or of the gold files of a folder. A file is CSV with the columns letter, field and text (and any
/// others), a JSON list of such objects, or a gold file. Throws `StageError` (`marks`) when it is none of these.
std::vector<Mark> read_marks(const std::filesystem::path& file);

/// What people confirmed, corrected or added in `sheaf review`, of a letter to which their decisions were applied.
std::vector<Mark> marks_of(const Document& document, const std::string& letter);

/// Whether the mark is of the letter with that file name.
bool is_of(const Mark& mark, const std::filesystem::path& letter);

/// The marks in the form of a gold file, against which results are scored. Fields that are not marked are left out.
std::string gold_of(const std::vector<Mark>& marks, const std::string& id, const std::string& family);

/// The kinds of recommendations.
const std::vector<std::string>& demand_kinds();
/// Whether the mark's `what` is one of them.
bool is_demand(const std::string& what);

}  // namespace sheaf::learn
