#include "records.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sheaf/checks.hpp"

namespace sheaf::html {

std::string capitalised(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

namespace {

std::string number_text(double number) {
    char digits[32];
    return {digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
}

/// Rounded down: only what is certain is 100 %.
std::string per_cent(double share) {
    return std::to_string(static_cast<int>(std::floor(share * 100 + 1e-9))) + " %";
}

bool is_absent(const FieldValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return text->empty();
    if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) return texts->empty();
    return std::holds_alternative<std::monostate>(value);
}

/// Whether a text is one of a stage's own words, such as `area_for_improvement`, which people read with spaces.
bool is_word_of_the_model(std::string_view text) {
    return text.find('_') != std::string_view::npos &&
           std::all_of(text.begin(), text.end(), [](char c) { return c == '_' || (c >= 'a' && c <= 'z'); });
}

/// The value, or a dash that is read out as what it means.
struct ValueWriter {
    const Element& cell;
    bool in_line = false;  ///< lists are written as running text

    void operator()(std::monostate) const {
        cell.add("span", {{"class", "absent"}, {"role", "img"}, {"aria-label", "absent"}}, "–");
    }
    void operator()(bool truth) const { cell.text(truth ? "yes" : "no"); }
    void operator()(std::int64_t number) const { cell.text(std::to_string(number)); }
    void operator()(double number) const { cell.text(number_text(number)); }
    void operator()(const std::string& text) const {
        if (text.empty()) return (*this)(std::monostate());
        cell.lines(is_word_of_the_model(text) ? in_words(text) : text);
    }
    void operator()(const std::vector<std::string>& texts) const {
        if (texts.empty()) return (*this)(std::monostate());
        if (texts.size() == 1 || in_line) {
            for (std::size_t i = 0; i < texts.size(); ++i) cell.text(i > 0 ? "; " : "").lines(texts[i]);
            return;
        }
        const Element list = cell.add("ul", {{"class", "values"}, {"role", "list"}});
        for (const std::string& text : texts) list.add("li").lines(text);
    }
};

void add_value(const Element& cell, const FieldValue& value, bool in_line = false) {
    std::visit(ValueWriter{cell, in_line}, value);
}

/// Links to the words, each page named once.
void add_places(const Element& cell, const Subject& subject, const std::string& original = {}) {
    int last = -1;
    for (const Target& target : subject.targets) {
        if (target.page == last) continue;
        last = target.page;
        if (!cell.empty()) cell.text(" ");
        cell.add("a", {{"href", target.href}},
                 target.page == 0 ? "in the text" : "page " + std::to_string(target.page));
        if (target.page > 0 && !original.empty())
            cell.text(" ").add("a", {{"href", original + "#page=" + std::to_string(target.page)}},
                               "original");
    }
    if (subject.targets.empty()) ValueWriter{cell}(std::monostate());
}

constexpr std::string_view grounds = "grounds";  ///< the field that says what speaks for a record

using Checks = std::map<std::string, Check, std::less<>>;

/// `corrected by Ada`; nothing of a record that nobody checked.
std::string check_of(const Checks& checks, const Record& record) {
    const auto found = checks.find(record.id);
    return found == checks.end() ? std::string() : found->second.what + " by " + found->second.by;
}

/// One type's table.
class RecordTable {
  public:
    RecordTable(const Document& document, const References& references, const Checks& checks,
                const std::string& original, std::string_view type)
        : document_(document), references_(references), checks_(checks), original_(original), type_(type) {
        for (std::size_t i = 0; i < document.records.size(); ++i)
            if (document.records[i].type == type) records_.push_back(i);
    }

    std::size_t size() const { return records_.size(); }

    /// With `folded` the table is out of sight until it is asked for, or until a link leads into it.
    TableEntry write(const Element& parent, const RecordSpec* spec, bool folded) {
        const std::string title =
            capitalised(plural(in_words(type_))) + " (" + std::to_string(records_.size()) + ")";
        const std::string id = "records-" + type_;
        const Element section = parent.add("section", {{"class", "records"}, {"aria-labelledby", id}});
        const Element around = folded ? section.add("details", {{"class", "fold"}}) : section;
        (folded ? around.add("summary") : around).add("h2", {{"id", id}}, title);
        choose_fields(spec);
        same_basis_ = have_same_basis();
        // A link to what is folded away opens it; one to the summary would not.
        const std::string place = folded ? id + "-rows" : id;
        write_table(folded ? around.add("div", {{"id", place}}) : around, title);
        section.newline();
        return {place, title};
    }

  private:
    /// Every field in declared order, what no stage declares behind, is shown in one of these ways: in a column of
    /// its own; below the main column, where few records have it, or it says why and not what; once for the
    /// whole table, where all agree; as the path above the main column; or as absent.
    void choose_fields(const RecordSpec* spec) {
        std::vector<std::string> all;
        const auto add = [&](std::string_view name) {
            if (std::find(all.begin(), all.end(), name) == all.end()) all.emplace_back(name);
        };
        if (spec)
            for (const FieldSpec& field : spec->fields) add(field.name);
        for (std::size_t i : records_)
            for (const Field& field : document_.records[i].fields) add(field.name);
        const bool paths = std::find(all.begin(), all.end(), "section_path") != all.end();
        for (const std::string& name : all) {
            if (name == "section_path" || (name == "section" && paths))
                continue;  // the path ends with the section
            const std::size_t present = count_present(name);
            if (present == 0)
                absent_.push_back(name);
            else if (!columns_.empty() && is_common(name))
                common_.push_back(name);
            else if (!columns_.empty() && (name == grounds || present * 2 < records_.size()))
                rare_.push_back(name);
            else
                columns_.push_back(name);
        }
    }

    bool have_same_basis() const {
        const Record& first = document_.records[records_[0]];
        return records_.size() > 2 && std::all_of(records_.begin(), records_.end(), [&](std::size_t i) {
                   const Record& record = document_.records[i];
                   return record.rule == first.rule && record.stage == first.stage &&
                          record.confidence == first.confidence;
               });
    }

    const FieldValue& value(std::size_t record, std::string_view name) const {
        static const FieldValue absent;
        const Field* field = document_.records[record].field(name);
        return field ? field->value : absent;
    }
    std::size_t count_present(std::string_view name) const {
        return static_cast<std::size_t>(std::count_if(
            records_.begin(), records_.end(), [&](std::size_t i) { return !is_absent(value(i, name)); }));
    }
    bool is_common(std::string_view name) const {
        return records_.size() > 2 && std::all_of(records_.begin(), records_.end(), [&](std::size_t i) {
                   return value(i, name) == value(records_[0], name);
               });
    }

    void write_table(const Element& section, const std::string& title) {
        write_common(section);
        const Element table = section.newline().add("table", {{"class", "facts"}, {"aria-label", title}});
        choose_widths();
        const Element head = table.add("thead").add("tr");
        head.add("th", {{"scope", "col"}}, "No.");
        for (std::size_t i = 0; i < columns_.size(); ++i)
            head.add("th", {{"scope", "col"}, {"class", classes_[i]}}, capitalised(in_words(columns_[i])));
        head.add("th", {{"scope", "col"}, {"class", "place"}}, "Place");
        if (!same_basis_) head.add("th", {{"scope", "col"}, {"class", "basis"}}, "Basis");
        const Element body = table.add("tbody");
        for (std::size_t n = 0; n < records_.size(); ++n) write_row(body.newline(), n);
        if (absent_.empty()) return;
        std::string names;
        for (const std::string& name : absent_) names += (names.empty() ? "" : ", ") + in_words(name);
        section.newline().add("p", {{"class", "quiet below"}}, "Absent in all: " + names + ".");
    }

    /// What is the same for all records.
    void write_common(const Element& section) const {
        if (common_.empty() && !same_basis_) return;
        const Element p = section.newline().add("p", {{"class", "quiet common"}}, "For all: ");
        for (const std::string& name : common_) {
            p.text(in_words(name) + " ");
            add_value(p.add("b"), value(records_[0], name), true);
            if (same_basis_ || &name != &common_.back()) p.text(" · ");
        }
        if (same_basis_) add_basis(p.text("basis ").add("b"), document_.records[records_[0]]);
    }

    /// Columns of few characters are set narrow, the one that says what the record is wide.
    void choose_widths() {
        std::vector<std::size_t> longest, total;
        for (const std::string& column : columns_) {
            longest.push_back(0);
            total.push_back(0);
            for (std::size_t i : records_) {
                const auto* text = std::get_if<std::string>(&value(i, column));
                longest.back() = std::max(longest.back(), text ? text->size() : 0);
                total.back() += text ? text->size() : 0;
                if (const auto* list = std::get_if<std::vector<std::string>>(&value(i, column)))
                    for (const std::string& one : *list)
                        longest.back() = std::max(longest.back(), one.size());
            }
        }
        // What a record says has the most room, whatever else is long: its `text`, or else the column with
        // the most text.
        const auto text = std::find(columns_.begin(), columns_.end(), "text");
        main_ = static_cast<std::size_t>(text != columns_.end()
                                             ? text - columns_.begin()
                                             : std::max_element(total.begin(), total.end()) - total.begin());
        constexpr std::size_t running = 60;  // characters
        for (std::size_t i = 0; i < columns_.size(); ++i)
            classes_.push_back(longest[i] > running ? i == main_ ? "long" : "lesser"
                               : longest[i] > 16    ? "middle"
                                                    : "short");
    }

    void write_row(const Element& body, std::size_t n) {
        const Record& record = document_.records[records_[n]];
        const Subject& subject = references_.subjects[references_.first_subject[records_[n]]];
        const Element row = body.add("tr", {{"id", subject.id}});
        row.add("th", {{"scope", "row"}, {"data-name", capitalised(in_words(type_))}}, std::to_string(n + 1));
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const Element cell =
                row.add("td", {{"data-name", capitalised(in_words(columns_[i]))}, {"class", classes_[i]}});
            if (i == main_) write_path(cell, records_[n]);
            add_value(cell, value(records_[n], columns_[i]));
            if (i != main_) continue;
            write_rare(cell, records_[n]);
            if (const std::string check = check_of(checks_, record); !check.empty())
                cell.add("div", {{"class", "check"}}, check);
        }
        add_places(row.add("td", {{"data-name", "Place"}, {"class", "place"}}), subject, original_);
        if (!same_basis_) add_basis(row.add("td", {{"data-name", "Basis"}, {"class", "basis"}}), record);
    }

    /// What made the record, and how sure it is.
    static void add_basis(const Element& parent, const Record& record) {
        parent.text(in_words(record.rule.empty() ? record.stage : record.rule) + ", ");
        parent.add("span", {{"class", "confidence"}}, per_cent(record.confidence));
    }

    /// What few records have: below the first value, not in a column of dashes.
    void write_rare(const Element& cell, std::size_t record) const {
        const bool any = std::any_of(rare_.begin(), rare_.end(), [&](const std::string& name) {
            return !is_absent(value(record, name));
        });
        if (!any) return;
        const Element line = cell.add("div", {{"class", "besides"}});
        for (const std::string& name : rare_) {
            if (is_absent(value(record, name))) continue;
            if (!line.empty()) line.text(" · ");
            line.text(in_words(name) + " ");
            add_value(line.add("b"), value(record, name), true);
        }
    }

    /// The sections around the record.
    void write_path(const Element& cell, std::size_t record) const {
        const auto* path = std::get_if<std::vector<std::string>>(&value(record, "section_path"));
        if (!path || path->empty()) return;
        // The outermost is most often the letter's title.
        const std::size_t first = path->size() > 1 ? 1 : 0;
        std::string line;
        for (std::size_t i = first; i < path->size(); ++i) line += (i > first ? " › " : "") + (*path)[i];
        cell.add("div", {{"class", "path"}}, line);
    }

    const Document& document_;
    const References& references_;
    const Checks& checks_;
    const std::string& original_;
    std::string type_;
    std::vector<std::size_t> records_;
    std::vector<std::string> columns_, common_, rare_, absent_;
    std::size_t main_ = 0;                   ///< what a record says: path and rare values stand in it, too
    bool same_basis_ = false;                ///< all records have one rule and one confidence
    std::vector<std::string_view> classes_;  ///< of the columns
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
        if (const std::string check = check_of(checks_of(document), record); !check.empty()) {
            const Element row = body.newline().add("tr");
            row.add("th", {{"scope", "row"}}, "Checked");
            row.add("td", {{"class", "check"}}, check);
            row.add("td");
        }
    }
}

std::vector<TableEntry> add_records(const Element& parent, const Document& document,
                                    std::span<const RecordSpec> declared, const References& references,
                                    const std::string& original) {
    std::vector<std::pair<std::string_view, const RecordSpec*>> types;
    const auto add = [&](std::string_view type, const RecordSpec* spec) {
        if (type == "metadata") return;
        for (const auto& known : types)
            if (known.first == type) return;
        types.emplace_back(type, spec);
    };
    for (const RecordSpec& spec : declared) add(spec.name, &spec);
    for (const Record& record : document.records) add(record.type, nullptr);

    const Checks checks = checks_of(document);
    // The first table is in sight, and others as long as the text does not move too far down.
    constexpr std::size_t most_rows = 30;
    std::size_t rows = 0;
    std::vector<TableEntry> entries;
    std::vector<std::string> missing;
    for (const auto& [type, spec] : types) {
        const bool any = std::any_of(document.records.begin(), document.records.end(),
                                     [name = type](const Record& record) { return record.type == name; });
        if (!any) {
            missing.push_back(plural(in_words(type)));
            continue;
        }
        RecordTable table(document, references, checks, original, type);
        const bool folded = rows > 0 && rows + table.size() > most_rows;
        if (!folded) rows += table.size();
        entries.push_back(table.write(parent, spec, folded));
    }
    if (missing.empty()) return entries;
    std::string names;
    for (std::size_t i = 0; i < missing.size(); ++i)
        names += (i == 0 ? "" : i + 1 < missing.size() ? ", " : " or ") + missing[i];
    parent.newline().add("p", {{"class", "quiet missing"}}, "No " + names + " were found.");
    return entries;
}

}  // namespace sheaf::html
