#include "sheaf/checks.hpp"

#include <algorithm>
#include <set>

namespace sheaf {

namespace {

/// The decisions about one record.
struct Said {
    bool whole = false, corrected = false, added = false;
    std::set<std::string, std::less<>> fields;  ///< that were checked one by one
    std::string by;

    void add(const Record& decision) {
        const std::string_view field = decision.text("field"), verdict = decision.text("verdict");
        added = added || verdict == "added";
        corrected = corrected || verdict == "corrected";
        whole = whole || field.empty();
        fields.emplace(field);
        const std::string_view who = decision.text("by");
        if (("; " + by + "; ").find("; " + std::string(who) + "; ") == std::string::npos)
            by += (by.empty() ? "" : "; ") + std::string(who);
    }
    bool covers(const Record& record) const {
        return whole || std::all_of(record.fields.begin(), record.fields.end(), [&](const Field& field) {
                   return std::holds_alternative<std::monostate>(field.value) || fields.contains(field.name);
               });
    }
};

}  // namespace

std::map<std::string, Check, std::less<>> checks_of(const Document& document) {
    std::map<std::string, Said, std::less<>> said;
    for (const Record& record : document.records)
        if (record.type == "decision" && !record.text("record").empty())
            said[std::string(record.text("record"))].add(record);
    std::map<std::string, Check, std::less<>> checks;
    if (said.empty()) return checks;
    for (const Record& record : document.records) {
        const auto found = said.find(record.id);
        if (found == said.end()) continue;
        const Said& one = found->second;
        if (one.added || one.corrected || one.covers(record))
            checks[record.id] = {one.added ? "added" : one.corrected ? "corrected" : "confirmed", one.by};
    }
    return checks;
}

}  // namespace sheaf
