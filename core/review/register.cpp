#include "review/register.hpp"

#include "review/workbook.hpp"
#include "sheaf/csv.hpp"

namespace sheaf::review {

namespace {

constexpr std::int64_t rows_on_a_page = 50;

void write_row(const Element& row, const std::vector<RegisterColumn>& columns, const Statement& found) {
    const std::string letter(found.text(0));
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string_view name = columns[i].name;
        const std::string value(found.text(static_cast<int>(i) + 1));
        if (i == 0) {
            const Element cell = row.add("th", {{"scope", "row"}});
            cell.add("a", {{"href", link_to(letter)}}, value.empty() ? letter : value);
            if (!value.empty()) cell.add("div", {{"class", "quiet"}}, letter);
            continue;
        }
        const Element cell = row.add("td", {{"data-name", columns[i].title},
                                            {"class", name == "date" || name == "family" ? "short" : ""}});
        if (name == "authority" && !value.empty())
            cell.add("a", {{"href", "/authority?name=" + percent_encoded(value)}}, value);
        else
            value.empty() ? cell.add("span", {{"class", "absent"}}, "–") : cell.text(value);
    }
}

void write_rows(const Element& main, Database& database, const Question& question, const Query& query,
                const std::vector<std::int64_t>& letters) {
    const Element table = main.newline()
                              .add("div", {{"class", "records"}})
                              .add("table", {{"class", "facts"}, {"aria-labelledby", "register"}});
    const Element head = table.add("thead").add("tr");
    std::string names;
    for (const RegisterColumn& column : question.columns()) {
        names += std::string(", ") + column.name;
        const Element cell = head.add("th", {{"scope", "col"}});
        if (question.sort() == column.name)
            cell.attribute("aria-sort", question.descending() ? "descending" : "ascending");
        cell.add("a", {{"href", address("/letters", query, "sort", column.name)}}, column.title);
    }
    const Element body = table.add("tbody");
    Statement row = database.prepare("SELECT letter" + names + " FROM letters WHERE id = ?");
    for (const std::int64_t letter : letters)
        if (row.with(letter).step()) write_row(body.newline().add("tr"), question.columns(), row);
}

void write_pages(const Element& main, std::int64_t total, const Question& question, const Query& query) {
    const std::int64_t last = (total + rows_on_a_page - 1) / rows_on_a_page;
    if (last <= 1) return;
    const Element nav =
        main.newline().add("nav", {{"class", "pages"}, {"aria-label", "Pages of the register"}});
    const auto link = [&](std::int64_t page, const char* text) {
        nav.add("a", {{"href", address("/letters", query, "page", std::to_string(page))}}, text);
    };
    if (question.page() > 1) link(question.page() - 1, "page before");
    nav.add("span", {}, "page " + std::to_string(question.page()) + " of " + std::to_string(last));
    if (question.page() < last) link(question.page() + 1, "next page");
}

}  // namespace

Register::Register(const std::filesystem::path& out, const Plan& plan, std::optional<StageRef> workbook)
    : file_(out / "_archive" / "archive.sqlite"),
      plan_(plan),
      workbook_(workbook),
      choices_(file_),
      pages_(file_),
      counts_(file_) {}

bool Register::exists() const {
    std::error_code error;
    return std::filesystem::exists(file_, error);
}

Database Register::open() const {
    return {file_, Database::Access::read};
}

std::string link_to(std::string_view letter, std::string_view record) {
    return "/open?letter=" + percent_encoded(letter) +
           (record.empty() ? "" : "&record=" + percent_encoded(record));
}

std::vector<std::string> Register::choices(const Filter& filter, Database& database) const {
    return choices_.get(filter.name, [&] {
        std::vector<std::string> choices;
        for (Statement rows = database.prepare(filter.choices); rows.step();)
            choices.emplace_back(rows.text(0));
        return choices;
    });
}

void Register::write_filters(const Element& main, Database& database, const Query& query) const {
    const Element form = main.newline().add(
        "form",
        {{"class", "controls filters"}, {"role", "search"}, {"method", "get"}, {"action", "/letters"}});
    for (const Filter& filter : filters()) {
        if (!has_column(database, filter.needs_table, filter.needs_column)) continue;
        const Element label = form.newline().add("label", {}, filter.title);
        const std::string given = query(filter.name);
        if (!filter.choices) {
            label.add("input", {{"type", "search"}, {"name", filter.name}, {"value", given}});
            continue;
        }
        const Element select = label.add("select", {{"name", filter.name}});
        select.add("option", {{"value", ""}}, "all");
        for (const std::string& choice : choices(filter, database)) {
            const Element option = select.add("option", {{"value", choice}}, html::in_words(choice));
            if (choice == given) option.attribute("selected", "selected");
        }
    }
    form.newline().add("button", {{"type", "submit"}}, "Show");
}

std::string Register::letters_page(const Site& site, const Query& query) const {
    Database database = open();
    const Question question(query, database);
    const std::int64_t first = (question.page() - 1) * rows_on_a_page;
    const std::int64_t total = counts_.get(question.key(), [&] { return question.count(database); });
    const std::vector<std::int64_t> letters = question.letters(database, rows_on_a_page, first);
    return page(site, "Letters", "/letters", [&](const Element& body) {
        const Element main = body.add("main", {{"id", "main"}, {"class", "plain"}});
        main.add("h1", {{"id", "register"}}, count(static_cast<std::size_t>(total), "letter"));
        write_filters(main, database, query);
        const Element files = main.newline().add("p", {{"class", "exports"}});
        files.text("These as ").add("a", {{"href", address("/letters.csv", query, "", "")}}, "CSV");
        if (workbook_)
            files.text(" or ").add("a", {{"href", address("/letters.xlsx", query, "", "")}}, "XLSX");
        write_rows(main, database, question, query, letters);
        write_pages(main, total, question, query);
    });
}

std::string Register::letters_csv(const Query& query) const {
    Database database = open();
    const LettersTable table(database);
    std::vector<std::string> cells;
    for (const FieldSpec& field : table.spec().fields) cells.emplace_back(field.name);
    std::string out = "\xEF\xBB\xBF";
    csv::append_row(out, cells);
    table.each(database, Question(query, database).letters(database),
               [&](const std::vector<FieldValue>& row) {
                   for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = csv::cell_of(row[i]);
                   csv::append_row(out, cells);
               });
    return out;
}

std::string Register::letters_xlsx(const Query& query) const {
    Database database = open();
    return workbook_of(*workbook_, plan_, LettersTable(database), database,
                       Question(query, database).letters(database));
}

}  // namespace sheaf::review
