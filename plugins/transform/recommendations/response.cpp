#include "response.hpp"

#include "sheaf/date.hpp"
#include "sheaf/text.hpp"

namespace sheaf::recommendations {

namespace {

/// Whether the responder accepts the demand; absent where the words do not say.
FieldValue accepted(const Rule& rule, std::string_view text) {
    std::string plain = text::plain(text).text;
    bool no = false;
    // The words of a refusal accept nothing: `We do not accept it`.
    while (const auto match = rule.refused ? rule.refused->find(plain) : std::nullopt) {
        no = true;
        if (match->whole.start == match->whole.end) break;
        plain.erase(match->whole.start, match->whole.end - match->whole.start);
    }
    const bool yes = rule.accepted && rule.accepted->found_in(plain);
    return no == yes ? FieldValue() : FieldValue(yes);
}

}  // namespace

std::vector<Record> responses_of(const Document& document, RecordIds& ids, const Candidate& candidate,
                                 const Record& recommendation) {
    std::vector<Record> records;
    for (const Response& response : candidate.item.responses) {
        const std::vector<DateMention> dates = find_dates(response.date.text);
        const std::string said = joined_words(document, response.said.anchors);
        Record record;
        record.type = "response";
        record.rule = candidate.rule->name;
        record.anchors = response.anchors;
        record.anchors.insert(record.anchors.end(), response.said.anchors.begin(),
                              response.said.anchors.end());
        Confidence confidence = candidate.confidence;
        confidence.rests_on("it stands below the demand that it answers");
        record.fields = {
            {"text", text_or_absent(said), response.said.anchors},
            {"recommendation", recommendation.id, {}},
            {"label", text_or_absent(candidate.item.label), {}},
            {"responder", text_or_absent(response.responder.text), response.responder.anchors},
            {"date", dates.empty() ? FieldValue() : FieldValue(to_iso(dates.front().first)),
             response.date.anchors},
            {"accepted", accepted(*candidate.rule, said), response.said.anchors},
            confidence.field(),
        };
        if (dates.empty()) record.fields[4].anchors.clear();
        if (std::holds_alternative<std::monostate>(record.fields[5].value)) record.fields[5].anchors.clear();
        record.confidence = confidence.value();
        record.id = ids.next(record.type, {said, recommendation.id});
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace sheaf::recommendations
