#include "review/gold.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "decisions/headings.hpp"

namespace sheaf::review {

namespace {

Json json_of(const Record& record, const char* name) {
    const Field* const field = record.field(name);
    if (!field) return nullptr;
    if (const auto* texts = std::get_if<std::vector<std::string>>(&field->value)) return Json(*texts);
    if (const auto* number = std::get_if<std::int64_t>(&field->value)) return Json(*number);
    return or_null(text_of(field->value));
}

/// Whether the letter has records of the type, or had them, and each was decided about.
bool all_checked(const CheckedLetter& checked, const char* type) {
    const auto is_checked = [&](const Record& record) {
        return record.type != type || checked.about(record.id, {}) != nullptr;
    };
    const auto is_one = [&](const Record& record) { return record.type == type; };
    const auto& found = checked.found.records;
    const auto& decided = checked.decided.records;
    return (std::any_of(found.begin(), found.end(), is_one) ||
            std::any_of(decided.begin(), decided.end(), is_one)) &&
           std::all_of(found.begin(), found.end(), is_checked);
}

Json records(const CheckedLetter& checked, const char* type, std::initializer_list<const char*> names) {
    Json list = Json::array();
    for (const Record& record : checked.decided.records) {
        if (record.type != type) continue;
        Json one = Json::object();
        for (const char* name : names) one[name] = json_of(record, name);
        if (const int page = page_of(checked.decided, record.anchors); page > 0) one["page"] = page;
        list.push_back(std::move(one));
    }
    return list;
}

}  // namespace

std::optional<std::string> gold_of(const CheckedLetter& checked, const std::string& id) {
    Json gold = {{"id", id}, {"family", checked.decided.profile}};
    const std::size_t before = gold.size();
    const Record* const known = metadata(checked.decided);
    if (known && all_checked(checked, "metadata")) {
        Json values = Json::object();
        for (const char* name : {"title", "document_date", "inspection_start", "inspection_end", "authority",
                                 "lead_inspector", "addressees", "signatories"})
            values[name] = json_of(*known, name);
        gold["metadata"] = std::move(values);
    }
    if (all_checked(checked, "judgement"))
        gold["judgements"] = records(checked, "judgement", {"name", "grade"});
    if (all_checked(checked, "recommendation"))
        gold["recommendations"] = records(checked, "recommendation",
                                          {"text", "label", "kind", "modality", "section", "responsible"});
    if (all_checked(checked, heading_type.name))
        gold["sections"] = records(checked, heading_type.name, {"title", "level"});
    if (gold.size() == before) return std::nullopt;
    return dump(gold, 1) + "\n";
}

}  // namespace sheaf::review
