// What people decided about a letter's records in `sheaf review`, as marks.
#include <set>

#include "decisions/decision.hpp"
#include "decisions/headings.hpp"
#include "learn/marks.hpp"
#include "sheaf/document.hpp"

namespace sheaf::learn {

namespace {

/// Records and fields that somebody decided about; no field where it was about the whole record.
using Decided = std::set<std::pair<std::string, std::string>>;

std::vector<std::string> texts_of(const Field& field) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&field.value)) return *texts;
    const std::string text = text_of(field.value);
    return text.empty() ? std::vector<std::string>() : std::vector{text};
}

void add_values(const Record& record, const Decided& decided, const std::string& letter,
                std::vector<Mark>& marks) {
    for (const char* name : usual_fields)
        if (const Field* field = record.field(name);
            field && (decided.contains({record.id, ""}) || decided.contains({record.id, name})))
            for (const std::string& text : texts_of(*field)) marks.push_back({letter, name, text, 0, {}});
}

bool any_decided(const Decided& decided, const std::string& id) {
    const auto first = decided.lower_bound({id, ""});
    return first != decided.end() && first->first == id;
}

}  // namespace

std::vector<Mark> marks_of(const Document& document, const std::string& letter) {
    Decided decided;
    bool headings = false;
    for (const Record& record : document.records)
        if (record.type == decision_type.name) {
            decided.insert({std::string(record.text("record")), std::string(record.text("field"))});
            headings = headings || record.text("record_type") == heading_type.name;
        }
    std::vector<Mark> marks;
    for (const Record& record : document.records) {
        if (!any_decided(decided, record.id)) continue;
        const int page = page_of(document, record.anchors);
        if (record.type == "metadata") {
            add_values(record, decided, letter, marks);
        } else if (record.type == "judgement") {
            const std::string grade(record.text("grade"));
            marks.push_back(
                {letter, "judgement", std::string(record.text("name")), page, {{"grade", grade}}});
        } else if (record.type == "recommendation") {
            const std::string kind(record.text("kind").empty() ? record.type : record.text("kind"));
            Mark mark{letter, kind, std::string(record.text("text")), page, {}};
            for (const char* name : {"label", "modality", "responsible"})
                if (const auto text = record.text(name); !text.empty()) mark.more[name] = text;
            marks.push_back(std::move(mark));
        }
    }
    // Who decides about some headings looked at all of them.
    if (headings)
        for (const Section& section : document.sections)
            marks.push_back({letter,
                             "section",
                             section.title,
                             document[section.heading].page(),
                             {{"level", std::to_string(section.level)}}});
    return marks;
}

}  // namespace sheaf::learn
