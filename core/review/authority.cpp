// Authorities, and what was said of each over the years.
#include <map>
#include <set>

#include "review/register.hpp"

namespace sheaf::review {

namespace {

constexpr std::size_t most_letters = 40;  // whose judgements and recommendations are listed

/// SQL: the letters of the authority of that name, whatever spelling they have.
constexpr const char* of_authority =
    "coalesce(authority_code, authority) IN (SELECT coalesce(authority_code, authority) FROM letters WHERE "
    "authority = ?)";

void write_inspection(const Element& main, Database& database, std::int64_t id, const std::string& letter,
                      const std::string& heading) {
    const Element section = main.newline().add("section", {{"class", "inspection"}});
    section.add("h2").add("a", {{"href", link_to(letter)}}, heading);
    const auto list = [&](const char* table, const std::string& columns) {
        if (!has_column(database, table, "id")) return;
        Statement rows = database.prepare("SELECT id, " + columns + " FROM " + table +
                                          " WHERE letter_id = ? ORDER BY row_key");
        Element items = section;
        bool any = false;
        for (rows.with(id); rows.step();) {
            if (!any) {
                section.add("h3", {}, html::in_words(html::plural(table)));
                items = section.add("ul");
                any = true;
            }
            const Element item = items.newline().add("li");
            item.add("a", {{"href", link_to(letter, rows.text(0))}}, rows.text(1));
            if (!rows.text(2).empty()) item.text(": ").add("b", {}, rows.text(2));
            if (!rows.text(3).empty())
                item.text(" ").add("span", {{"class", "again"}},
                                   "demanded before: " + std::string(rows.text(3)));
        }
    };
    list("judgement", "name, grade, NULL");
    const bool linked = has_column(database, "repeated_recommendations", "after_key");
    list("recommendation", linked ? "text, modality, (SELECT before_date FROM repeated_recommendations WHERE "
                                    "after_key = row_key)"
                                  : "text, modality, NULL");
}

/// Each aspect's grades by date: what changed from one inspection to the next stands side by side.
void write_grades(const Element& main, Database& database, const std::string& name) {
    if (!has_column(database, "grades_over_time", "aspect")) return;
    std::set<std::string> dates;
    std::map<std::string, std::map<std::string, std::string>> grades;  // by aspect and date
    Statement rows = database.prepare(
        "SELECT aspect, date, grade FROM grades_over_time WHERE aspect IS NOT NULL AND date IS NOT NULL AND "
        "grade IS NOT NULL AND " +
        std::string(of_authority));
    for (rows.with(name); rows.step();) {
        dates.emplace(rows.text(1));
        grades[std::string(rows.text(0))][std::string(rows.text(1))] = rows.text(2);
    }
    if (grades.empty()) return;
    main.newline().add("h2", {{"id", "grades"}}, "Grades");
    main.add("p", {{"class", "quiet"}}, "A grade in bold is another one than before.");
    const Element table = main.add("div", {{"class", "records"}})
                              .add("table", {{"class", "facts"}, {"aria-labelledby", "grades"}});
    const Element head = table.add("thead").add("tr");
    head.add("th", {{"scope", "col"}}, "Of");
    for (const std::string& date : dates) head.add("th", {{"scope", "col"}}, date);
    const Element body = table.add("tbody");
    for (const auto& [aspect, by_date] : grades) {
        const Element row = body.newline().add("tr");
        row.add("th", {{"scope", "row"}}, html::in_words(aspect));
        std::string before;
        for (const std::string& date : dates) {
            const auto grade = by_date.find(date);
            const Element cell = row.add("td", {{"data-name", date}});
            if (grade == by_date.end()) {
                cell.text("–");
                continue;
            }
            const bool changed = !before.empty() && before != grade->second;
            changed ? void(cell.add("b", {{"title", "before: " + before}}, grade->second))
                    : void(cell.text(grade->second));
            before = grade->second;
        }
    }
}

/// The same demand in a later inspection, the two texts side by side.
void write_repeated(const Element& main, Database& database, const std::string& name) {
    if (!has_column(database, "repeated_recommendations", "before_text")) return;
    Statement rows = database.prepare(
        "SELECT before_date, before_text, before_letter, after_date, after_text, after_letter, score FROM "
        "repeated_recommendations WHERE " +
        std::string(of_authority) + " ORDER BY after_date DESC, after_key");
    Element body = main;
    bool any = false;
    for (rows.with(name); rows.step();) {
        if (!any) {
            main.newline().add("h2", {{"id", "repeated"}}, "Demanded again");
            const Element table = main.add("div", {{"class", "records"}})
                                      .add("table", {{"class", "facts"}, {"aria-labelledby", "repeated"}});
            const Element head = table.add("thead").add("tr");
            for (const char* column : {"Before", "Later", "Score"})
                head.add("th", {{"scope", "col"}}, column);
            body = table.add("tbody");
            any = true;
        }
        const Element row = body.newline().add("tr");
        for (const int column : {0, 3}) {
            const Element cell = row.add("td", {{"data-name", column == 0 ? "Before" : "Later"}});
            cell.add("a", {{"href", link_to(rows.text(column + 2))}}, rows.text(column));
            cell.add("div", {}, rows.text(column + 1));
        }
        row.add("td", {{"data-name", "Score"}, {"class", "number"}}, rows.text(6));
    }
}

}  // namespace

std::string Register::authorities_page(const Site& site, const Query&) const {
    return pages_.get("/authorities", [&] {
        Database database = open();
        return page(site, "Authorities", "/authorities", [&](const Element& body) {
            const Element main = body.add("main", {{"id", "main"}, {"class", "plain"}});
            main.add("h1", {{"id", "authorities"}}, "Authorities");
            const Element table =
                main.newline().add("table", {{"class", "facts"}, {"aria-labelledby", "authorities"}});
            const Element head = table.add("thead").add("tr");
            for (const char* column : {"Authority", "Region", "Letters", "First", "Last"})
                head.add("th", {{"scope", "col"}}, column);
            const Element list = table.add("tbody");
            for (Statement rows =
                     database.prepare("SELECT authority, max(region), count(*), min(date), max(date) FROM "
                                      "letters WHERE authority IS NOT NULL GROUP BY coalesce(authority_code, "
                                      "authority) ORDER BY authority");
                 rows.step();) {
                const Element row = list.newline().add("tr");
                row.add("th", {{"scope", "row"}})
                    .add("a", {{"href", "/authority?name=" + percent_encoded(rows.text(0))}}, rows.text(0));
                constexpr const char* names[] = {"Region", "Letters", "First", "Last"};
                for (int i = 0; i < 4; ++i) {
                    const std::string value(rows.text(i + 1));
                    row.add("td", {{"data-name", names[i]}}, value.empty() ? "–" : value);
                }
            }
        });
    });
}

std::string Register::authority_page(const Site& site, const Query& query) const {
    Database database = open();
    const std::string name = query("name");
    return page(site, name, "/authorities", [&](const Element& body) {
        const Element main = body.add("main", {{"id", "main"}, {"class", "plain"}});
        main.add("h1", {}, name);
        Statement rows = database.prepare(
            "SELECT id, letter, coalesce(title, letter), date FROM letters WHERE coalesce(authority_code, "
            "authority) IN (SELECT coalesce(authority_code, authority) FROM letters WHERE authority = ?) "
            "ORDER BY date DESC, letter");
        write_grades(main, database, name);
        write_repeated(main, database, name);
        std::size_t letters = 0, more = 0;
        for (rows.with(name); rows.step();) {
            if (letters == most_letters) {
                ++more;
                continue;
            }
            ++letters;
            const std::string date(rows.text(3));
            write_inspection(main, database, rows.integer(0), std::string(rows.text(1)),
                             (date.empty() ? "no date" : date) + ": " + std::string(rows.text(2)));
        }
        if (letters == 0) main.add("p", {}, "The archive has no letter about it.");
        if (more > 0)
            main.add("p").add("a", {{"href", "/letters?authority=" + percent_encoded(name)}},
                              "And " + count(more, "earlier letter"));
    });
}

}  // namespace sheaf::review
