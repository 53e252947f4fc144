#include "records.hpp"

#include <algorithm>
#include <charconv>

namespace sheaf::html {

std::string capitalised(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

namespace {

std::string plural(std::string word) {
    if (word.ends_with('s')) return word;
    if (word.ends_with('y') && word.size() > 1 &&
        std::string_view("aeiou").find(word[word.size() - 2]) == std::string::npos)
        return word.substr(0, word.size() - 1) + "ies";
    return word + 's';
}

std::string number_text(double number) {
    char digits[32];
    return {digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
}

std::string per_cent(double share) {
    return std::to_string(static_cast<int>(share * 100 + 0.5)) + " %";
}

bool is_absent(const FieldValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return text->empty();
    if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) return texts->empty();
    return std::holds_alternative<std::monostate>(value);
}

/// The value, or a dash that is read out as what it means.
struct ValueWriter {
    const Element& cell;

    void operator()(std::monostate) const {
        cell.add("span", {{"class", "absent"}, {"role", "img"}, {"aria-label", "absent"}}, "–");
    }
    void operator()(bool truth) const { cell.text(truth ? "yes" : "no"); }
    void operator()(std::int64_t number) const { cell.text(std::to_string(number)); }
    void operator()(double number) const { cell.text(number_text(number)); }
    void operator()(const std::string& text) const {
        if (text.empty()) return (*this)(std::monostate());
        cell.lines(text);
    }
    void operator()(const std::vector<std::string>& texts) const {
        if (texts.empty()) return (*this)(std::monostate());
        if (texts.size() == 1) {
            cell.lines(texts[0]);
            return;
        }
        const Element list = cell.add("ul", {{"class", "values"}, {"role", "list"}});
        for (const std::string& text : texts) list.add("li").lines(text);
    }
};

void add_value(const Element& cell, const FieldValue& value) {
    std::visit(ValueWriter{cell}, value);
}

/// Links to the words, each page named once.
void add_places(const Element& cell, const Subject& subject) {
    int last = -1;
    for (const Target& target : subject.targets) {
        if (target.page == last) continue;
        last = target.page;
        if (!cell.empty()) cell.text(", ");
        cell.add("a", {{"href", target.href}},
                 target.page == 0 ? "in the text" : "page " + std::to_string(target.page));
    }
    if (subject.targets.empty()) ValueWriter{cell}(std::monostate());
}

/// One type's table.
class RecordTable {
  public:
    RecordTable(const Document& document, const References& references, std::string_view type)
        : document_(document), references_(references), type_(type) {
        for (std::size_t i = 0; i < document.records.size(); ++i)
            if (document.records[i].type == type) records_.push_back(i);
    }

    TableEntry write(const Element& parent, const RecordSpec* spec) {
        const std::string title =
            capitalised(plural(in_words(type_))) + " (" + std::to_string(records_.size()) + ")";
        const std::string id = "records-" + type_;
        const Element section = parent.add("section", {{"class", "records"}, {"aria-labelledby", id}});
        section.add("h2", {{"id", id}}, title);
        if (records_.empty()) {
            section.add("p", {{"class", "quiet"}}, "None were found.");
        } else {
            choose_fields(spec);
            write_table(section, title);
        }
        section.newline();
        return {id, title};
    }

  private:
    /// The declared fields that any record has, and what records have besides.
    void choose_fields(const RecordSpec* spec) {
        std::vector<std::string> all;
        const auto add = [&](std::string_view name) {
            if (std::find(all.begin(), all.end(), name) == all.end()) all.emplace_back(name);
        };
        if (spec)
            for (const FieldSpec& field : spec->fields) add(field.name);
        for (std::size_t i : records_)
            for (const Field& field : document_.records[i].fields) add(field.name);
        for (const std::string& name : all) {
            const bool any = std::any_of(records_.begin(), records_.end(), [&](std::size_t i) {
                const Field* field = document_.records[i].field(name);
                return field && !is_absent(field->value);
            });
            (any ? fields_ : absent_).push_back(name);
        }
    }

    void write_table(const Element& section, const std::string& title) {
        const Element table = section.add("table", {{"class", "facts"}, {"aria-label", title}});
        const Element head = table.add("thead").add("tr");
        head.add("th", {{"scope", "col"}}, "No.");
        for (const std::string& field : fields_)
            head.add("th", {{"scope", "col"}, {"class", "f-" + field}}, capitalised(in_words(field)));
        head.add("th", {{"scope", "col"}}, "Place");
        head.add("th", {{"scope", "col"}}, "Basis");
        const Element body = table.add("tbody");
        for (std::size_t n = 0; n < records_.size(); ++n) write_row(body.newline(), n);
        if (absent_.empty()) return;
        std::string names;
        for (const std::string& name : absent_) names += (names.empty() ? "" : ", ") + in_words(name);
        section.newline().add("p", {{"class", "quiet"}}, "Absent in all of them: " + names + ".");
    }

    void write_row(const Element& body, std::size_t n) {
        const Record& record = document_.records[records_[n]];
        const Subject& subject = references_.subjects[references_.first_subject[records_[n]]];
        const Element row = body.add("tr", {{"id", subject.id}});
        row.add("th", {{"scope", "row"}, {"data-name", capitalised(in_words(type_))}}, std::to_string(n + 1));
        for (const std::string& name : fields_) {
            const Element cell =
                row.add("td", {{"data-name", capitalised(in_words(name))}, {"class", "f-" + name}});
            const Field* field = record.field(name);
            add_value(cell, field ? field->value : FieldValue());
        }
        add_places(row.add("td", {{"data-name", "Place"}, {"class", "place"}}), subject);
        const Element basis = row.add("td", {{"data-name", "Basis"}, {"class", "basis"}});
        basis.text(record.rule.empty() ? record.stage : record.rule);
        basis.add("span", {{"class", "confidence"}}, " " + per_cent(record.confidence));
    }

    const Document& document_;
    const References& references_;
    std::string type_;
    std::vector<std::size_t> records_;
    std::vector<std::string> fields_, absent_;
};

}  // namespace

void add_metadata(const Element& parent, const Document& document, const References& references) {
    for (std::size_t i = 0; i < document.records.size(); ++i) {
        const Record& record = document.records[i];
        if (record.type != "metadata") continue;
        const Element table = parent.add("table", {{"class", "facts pairs"}, {"aria-label", "Metadata"}});
        const Element body = table.add("tbody");
        for (std::size_t f = 0; f < record.fields.size(); ++f) {
            const Subject& subject = references.subjects[references.first_subject[i] + f];
            const Element row = body.newline().add("tr", {{"id", subject.id}});
            row.add("th", {{"scope", "row"}}, capitalised(subject.name));
            add_value(row.add("td"), record.fields[f].value);
            const Element place = row.add("td", {{"class", "place"}});
            if (!subject.targets.empty()) add_places(place, subject);
        }
    }
}

std::vector<TableEntry> add_records(const Element& parent, const Document& document,
                                    std::span<const RecordSpec> declared, const References& references) {
    std::vector<std::pair<std::string_view, const RecordSpec*>> types;
    const auto add = [&](std::string_view type, const RecordSpec* spec) {
        if (type == "metadata") return;
        for (const auto& known : types)
            if (known.first == type) return;
        types.emplace_back(type, spec);
    };
    for (const RecordSpec& spec : declared) add(spec.name, &spec);
    for (const Record& record : document.records) add(record.type, nullptr);

    std::vector<TableEntry> entries;
    for (const auto& [type, spec] : types)
        entries.push_back(RecordTable(document, references, type).write(parent, spec));
    return entries;
}

}  // namespace sheaf::html
