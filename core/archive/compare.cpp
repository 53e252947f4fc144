#include "archive/compare.hpp"

#include <algorithm>
#include <cstdio>

#include "archive/documents.hpp"
#include "base/wording.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

std::vector<ComparedDemand> demands_of(const Document& document) {
    std::vector<ComparedDemand> demands;
    for (const Record& record : document.records)
        if (record.type == "recommendation")
            demands.push_back({record.id, std::string(record.text("label")),
                               std::string(record.text("modality")), std::string(record.text("text")),
                               page_of(document, record.anchors)});
    return demands;
}

std::vector<std::string> texts_of(const std::vector<ComparedDemand>& demands) {
    std::vector<std::string> texts;
    texts.reserve(demands.size());
    for (const ComparedDemand& one : demands) texts.push_back(one.text);
    return texts;
}

struct GivenGrade {
    std::string what, grade, code;
};

/// The grades of a letter, the first of each thing that is judged.
std::vector<GivenGrade> grades_of(const Document& document) {
    std::vector<GivenGrade> grades;
    for (const Record& record : document.records) {
        if (record.type != "judgement") continue;
        const std::string what(record.text(record.text("aspect").empty() ? "name" : "aspect"));
        const bool known = std::any_of(grades.begin(), grades.end(), [&](const auto& one) {
            return text::fold(one.what) == text::fold(what);
        });
        const std::string code(record.text(record.text("grade_code").empty() ? "grade" : "grade_code"));
        if (!known) grades.push_back({what, std::string(record.text("grade")), text::fold(code)});
    }
    return grades;
}

Comparison::Letter about(const Document& document) {
    Comparison::Letter letter;
    letter.name = document.source.name;
    letter.date = best_date(document);
    if (const Record* const known = metadata(document)) {
        letter.title = known->text("title");
        letter.authority = known->text("authority");
    }
    return letter;
}

std::vector<Comparison::Grade> compare_grades(const Document& before, const Document& after) {
    std::vector<Comparison::Grade> grades;
    const std::vector<GivenGrade> later = grades_of(after);
    grades.reserve(later.size());
    for (const GivenGrade& one : later) grades.push_back({one.what, {}, one.grade, true});
    for (const GivenGrade& one : grades_of(before)) {
        const auto same = std::find_if(later.begin(), later.end(), [&](const GivenGrade& other) {
            return text::fold(other.what) == text::fold(one.what);
        });
        if (same == later.end()) {
            grades.push_back({one.what, one.grade, {}, true});
            continue;
        }
        Comparison::Grade& grade = grades[static_cast<std::size_t>(same - later.begin())];
        grade.before = one.grade;
        grade.changed = same->code != one.code;
    }
    return grades;
}

std::string line_of(const ComparedDemand& demand) {
    std::string line = demand.label;
    if (demand.page > 0) line += (line.empty() ? "" : " ") + ("(page " + std::to_string(demand.page) + ")");
    return line + (line.empty() ? "" : " ") + demand.text;
}

std::string described(const Comparison::Letter& letter) {
    return letter.name + (letter.date.empty() ? "" : ", " + letter.date);
}

/// Names, labels and words come from outside: nothing in them steers a terminal.
void add_line(std::string& text, const std::string& line) {
    text += printable(line) + "\n";
}

void add_list(std::string& text, const char* title, const std::vector<ComparedDemand>& demands) {
    if (demands.empty()) return;
    add_line(text, title);
    for (const ComparedDemand& one : demands) add_line(text, "  " + line_of(one));
}

Json json_of_letter(const Comparison::Letter& letter) {
    return {{"letter", letter.name},
            {"title", or_null(letter.title)},
            {"authority", or_null(letter.authority)},
            {"date", or_null(letter.date)}};
}

Json json_of_demand(const ComparedDemand& demand) {
    return {{"id", demand.id},
            {"label", or_null(demand.label)},
            {"modality", or_null(demand.modality)},
            {"page", demand.page > 0 ? Json(demand.page) : Json()},
            {"text", demand.text}};
}

}  // namespace

std::string best_date(const Document& document) {
    if (const Record* const known = metadata(document))
        for (const char* field : {"document_date", "inspection_end", "inspection_start"})
            if (const std::string_view date = known->text(field); !date.empty()) return std::string(date);
    return {};
}

Comparison compare(const Document& before, const Document& after) {
    Comparison made;
    made.before = about(before);
    made.after = about(after);
    made.grades = compare_grades(before, after);
    const std::vector<ComparedDemand> old_demands = demands_of(before), new_demands = demands_of(after);
    std::vector<bool> is_old(old_demands.size()), is_new(new_demands.size());
    for (const TextPair& pair : similar_pairs(texts_of(old_demands), texts_of(new_demands), same_demand)) {
        made.repeated.push_back({old_demands[pair.first], new_demands[pair.second], pair.score});
        is_old[pair.first] = is_new[pair.second] = true;
    }
    for (std::size_t i = 0; i < new_demands.size(); ++i)
        if (!is_new[i]) made.fresh.push_back(new_demands[i]);
    for (std::size_t i = 0; i < old_demands.size(); ++i)
        if (!is_old[i]) made.gone.push_back(old_demands[i]);
    return made;
}

std::vector<Document> letters_of(Journal& journal, const std::filesystem::path& out,
                                 std::string_view authority) {
    const std::string wanted = text::fold(authority);
    std::vector<Document> letters;
    Statement rows = journal.database().prepare(
        "SELECT authority, content, reading FROM letter WHERE present ORDER BY output_name");
    while (rows.step()) {
        if (text::fold(rows.text(0)) != wanted) continue;
        LetterKey key;
        key.content = rows.text(1);
        key.reading = rows.text(2);
        auto document = stored_document(out, key);
        if (document && !best_date(*document).empty()) letters.push_back(std::move(*document));
    }
    std::stable_sort(letters.begin(), letters.end(),
                     [](const Document& a, const Document& b) { return best_date(a) < best_date(b); });
    return letters;
}

std::string text_of(const Comparison& made) {
    std::string text;
    if (!made.after.authority.empty()) add_line(text, made.after.authority);
    add_line(text, "before: " + described(made.before));
    add_line(text, "after: " + described(made.after));
    if (!made.grades.empty()) add_line(text, "grades:");
    for (const Comparison::Grade& one : made.grades) {
        const std::string before = one.before.empty() ? "not given" : one.before;
        add_line(text, "  " + one.what + ": " + (one.changed ? before + " -> " : "") +
                           (one.after.empty() ? "not given" : one.after));
    }
    if (!made.repeated.empty()) add_line(text, "said again:");
    for (const Comparison::Repeated& one : made.repeated) {
        char score[16];
        std::snprintf(score, sizeof score, "%.2f", one.score);
        add_line(text, std::string("  ") + score + "  before: " + line_of(one.before));
        add_line(text, "        after: " + line_of(one.after));
    }
    add_list(text, "new:", made.fresh);
    add_list(text, "no longer there:", made.gone);
    if (made.repeated.empty() && made.fresh.empty() && made.gone.empty())
        add_line(text, "no recommendations");
    return text;
}

Json json_of(const Comparison& made) {
    Json grades = Json::array(), repeated = Json::array(), fresh = Json::array(), gone = Json::array();
    for (const Comparison::Grade& one : made.grades)
        grades.push_back({{"what", one.what},
                          {"before", or_null(one.before)},
                          {"after", or_null(one.after)},
                          {"changed", one.changed}});
    for (const Comparison::Repeated& one : made.repeated)
        repeated.push_back({{"score", one.score},
                            {"before", json_of_demand(one.before)},
                            {"after", json_of_demand(one.after)}});
    for (const ComparedDemand& one : made.fresh) fresh.push_back(json_of_demand(one));
    for (const ComparedDemand& one : made.gone) gone.push_back(json_of_demand(one));
    return {{"before", json_of_letter(made.before)},
            {"after", json_of_letter(made.after)},
            {"grades", grades},
            {"repeated", repeated},
            {"new", fresh},
            {"no_longer_there", gone}};
}

}  // namespace sheaf
