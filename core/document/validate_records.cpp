// The invariants of records.
#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_set>

#include "validation.hpp"

namespace sheaf {

namespace {

/// Names that the outputs write for every record.
bool is_reserved(const Record& record, std::string_view field) {
    for (std::string_view name : {"id", "page", "regions", "block", "anchors", "stage", "rule", "confidence",
                                  "checked", "checked_by"})
        if (name == field) return true;
    // The flat view of the metadata names the profile itself.
    return record.type == "metadata" && field == "profile";
}

class RecordCheck {
  public:
    RecordCheck(Validation& validation, std::size_t position)
        : validation_(validation), record_(validation.document.records[position]), position_(position) {}

    void run() {
        if (!is_name(record_.type, '_'))
            fail("the type " + in_quotes(record_.type) +
                 " is not made of lower-case words joined by underscores");
        if (!is_hex(record_.id, 16))
            fail("the id " + in_quotes(record_.id) + " is not 16 lower-case hexadecimal digits");
        if (!(record_.confidence >= 0 && record_.confidence <= 1))
            fail("the confidence is not within 0 and 1");
        check_utf8(validation_, record_.stage, place(), "the stage");
        check_utf8(validation_, record_.rule, place(), "the rule");
        check_anchors(record_.anchors, {});
        for (std::size_t i = 0; i < record_.fields.size(); ++i) check_field(i);
    }

  private:
    std::string place() const {
        std::string place = "Record " + std::to_string(position_ + 1);
        if (is_name(record_.type, '_')) place += " (" + record_.type + ")";
        return place;
    }
    void fail(std::string_view what) { validation_.fail(place(), what); }

    void check_field(std::size_t at) {
        const Field& field = record_.fields[at];
        if (!is_name(field.name, '_'))
            fail("the field name " + in_quotes(field.name) +
                 " is not made of lower-case words joined by underscores");
        if (is_reserved(record_, field.name))
            fail("the field name " + in_quotes(field.name) + " is not free");
        for (std::size_t i = 0; i < at; ++i)
            if (record_.fields[i].name == field.name)
                fail("the field " + in_quotes(field.name) + " appears twice");
        if (std::holds_alternative<std::monostate>(field.value) && !field.anchors.empty())
            fail("the field " + in_quotes(field.name) + " is absent and has anchors");
        if (const auto* number = std::get_if<double>(&field.value); number && !std::isfinite(*number))
            fail("the field " + in_quotes(field.name) + " is no finite number");
        const std::string subject = "the field " + in_quotes(field.name);
        if (const auto* text = std::get_if<std::string>(&field.value))
            check_utf8(validation_, *text, place(), subject);
        if (const auto* texts = std::get_if<std::vector<std::string>>(&field.value))
            for (const std::string& text : *texts) check_utf8(validation_, text, place(), subject);
        check_anchors(field.anchors, field.name);
    }

    void check_anchors(const std::vector<Anchor>& anchors, std::string_view field) {
        for (const Anchor& anchor : anchors) {
            std::string_view fault;
            if (anchor.block.value >= validation_.document.blocks.size())
                fault = "leads to no block";
            else
                fault = fault_of_range(anchor.range, validation_.document[anchor.block].text);
            if (fault.empty()) continue;
            fail((field.empty() ? std::string("an anchor ")
                                : "an anchor of the field " + in_quotes(field) + ' ') +
                 std::string(fault));
        }
    }

    Validation& validation_;
    const Record& record_;
    std::size_t position_;
};

std::string record_name(const Record& record, std::size_t position) {
    return "Record " + std::to_string(position + 1) + " (" + in_quotes(record.type) + ")";
}

/// Where the record's words begin.
std::pair<BlockId, Range> beginning(const Record& record) {
    return {record.anchors.front().block, record.anchors.front().range};
}

void check_order(Validation& validation) {
    const auto& records = validation.document.records;
    std::unordered_set<std::string_view> ids;
    std::map<std::string_view, const Record*> last_placed;  // of each type that has been met
    for (std::size_t i = 0; i < records.size(); ++i) {
        const Record& record = records[i];
        const auto fail = [&](std::string_view what) { validation.fail(record_name(record, i), what); };
        if (!ids.insert(record.id).second) fail("the id " + in_quotes(record.id) + " is used twice");
        const bool met = last_placed.contains(record.type);
        if (met && records[i - 1].type != record.type) fail("it does not stand with the others of its type");
        if (met && record.type == "metadata") fail("a second record of metadata");
        const Record*& before = last_placed[record.type];
        if (record.anchors.empty()) continue;
        if (before && beginning(record) < beginning(*before)) fail("it does not stand in reading order");
        before = &record;
    }
}

}  // namespace

void check_records(Validation& validation) {
    for (std::size_t i = 0; i < validation.document.records.size(); ++i) RecordCheck(validation, i).run();
    check_order(validation);
}

}  // namespace sheaf
