// What the archive says over the years: charts, each with its numbers as a table, and the pages of
// authorities.
#include <algorithm>
#include <map>

#include "base/wording.hpp"
#include "review/record_card.hpp"
#include "review/register.hpp"

namespace sheaf::review {

namespace {

/// Counts by row (a year, a cause) and series (a grade, a kind).
struct Counts {
    std::vector<std::string> rows, series;
    std::map<std::pair<std::string, std::string>, std::int64_t> numbers;

    void add(const std::string& row, const std::string& one, std::int64_t number) {
        if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(row);
        if (std::find(series.begin(), series.end(), one) == series.end()) series.push_back(one);
        numbers[{row, one}] += number;
    }
    std::int64_t at(const std::string& row, const std::string& one) const {
        const auto found = numbers.find({row, one});
        return found == numbers.end() ? 0 : found->second;
    }
    std::int64_t sum(const std::string& row) const {
        std::int64_t sum = 0;
        for (const std::string& one : series) sum += at(row, one);
        return sum;
    }
};

/// `sql` gives row, series and number.
Counts counted(Database& database, const std::string& sql) {
    Counts counts;
    for (Statement rows = database.prepare(sql); rows.step();)
        counts.add(std::string(rows.text(0)), std::string(rows.text(1)), rows.integer(2));
    return counts;
}

/// The colours that there are, the last of which is for all the rest.
constexpr std::size_t most_series = 8;

/// The most frequent series, and all others as one.
Counts with_rest(const Counts& counts) {
    std::vector<std::string> order = counts.series;
    const auto total = [&](const std::string& one) {
        std::int64_t sum = 0;
        for (const std::string& row : counts.rows) sum += counts.at(row, one);
        return sum;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](const auto& a, const auto& b) { return total(a) > total(b); });
    if (order.size() > most_series) order.resize(most_series - 1);
    Counts shown;
    shown.series = order;
    for (const std::string& row : counts.rows)
        for (const std::string& one : counts.series) {
            const bool known = std::find(order.begin(), order.end(), one) != order.end();
            if (const std::int64_t number = counts.at(row, one); number > 0)
                shown.add(row, known ? one : "all others", number);
        }
    return shown;
}

constexpr double chart_width = 560, bar_height = 18, row_height = 26, line_height = 18, room_for_number = 56;
constexpr double year_width = 62;  ///< of labels that stand beside their bars: years, and `no date`
constexpr std::size_t longest_year = 7, longest_label = 60;  // bytes

/// Bars, one under the other, each divided by the series. Labels that are longer than years stand above their bars.
void write_bars(const Element& parent, const Counts& counts, const std::string& title) {
    std::int64_t most = 1;
    bool years = true;
    for (const std::string& row : counts.rows) {
        most = std::max(most, counts.sum(row));
        years = years && row.size() <= longest_year;
    }
    const double begin = years ? year_width : 0, step = years ? row_height : row_height + line_height;
    const double height = step * static_cast<double>(counts.rows.size());
    const Element svg =
        parent.add("svg", {{"class", "chart"},
                           {"viewBox", "0 0 " + coordinate(chart_width) + " " + coordinate(height)},
                           {"role", "img"},
                           {"aria-label", title + ": the numbers are in the table below"}});
    const double scale = (chart_width - begin - room_for_number) / static_cast<double>(most);
    for (std::size_t i = 0; i < counts.rows.size(); ++i) {
        const double top = step * static_cast<double>(i) + (years ? 4 : line_height + 2);
        double left = begin;
        const std::string line = coordinate(top + bar_height - 4);
        const std::string& row = counts.rows[i];
        svg.add("text", {{"x", "0"}, {"y", years ? line : coordinate(top - 5)}},
                shortened(row, longest_label));
        for (std::size_t s = 0; s < counts.series.size(); ++s) {
            const double width = scale * static_cast<double>(counts.at(row, counts.series[s]));
            if (width <= 0) continue;
            svg.add("rect", {{"class", "series-" + std::to_string(s % most_series)},
                             {"x", coordinate(left)},
                             {"y", coordinate(top)},
                             {"width", coordinate(width)},
                             {"height", coordinate(bar_height)}})
                .add("title", {}, counts.series[s] + ": " + std::to_string(counts.at(row, counts.series[s])));
            left += width;
        }
        svg.add("text", {{"x", coordinate(left + 6)}, {"y", line}}, std::to_string(counts.sum(row)));
    }
}

void write_numbers(const Element& parent, const Counts& counts, const std::string& id) {
    const Element details = parent.newline().add("details");
    details.add("summary", {}, "The numbers");
    const Element table = details.add("div", {{"class", "records"}})
                              .add("table", {{"class", "facts"}, {"aria-labelledby", id}});
    const Element head = table.add("thead").add("tr");
    head.add("td");
    for (const std::string& one : counts.series) head.add("th", {{"scope", "col"}}, one);
    const Element body = table.add("tbody");
    for (const std::string& row : counts.rows) {
        const Element line = body.newline().add("tr");
        line.add("th", {{"scope", "row"}}, row);
        for (const std::string& one : counts.series)
            line.add("td", {{"class", "number"}, {"data-name", one}}, std::to_string(counts.at(row, one)));
    }
}

void write_chart(const Element& main, const Counts& counts, const std::string& id, const std::string& title) {
    if (counts.rows.empty()) return;
    const Element section = main.newline().add("section", {{"aria-labelledby", id}});
    section.add("h2", {{"id", id}}, title);
    if (counts.series.size() > 1) {
        const Element legend = section.add("ul", {{"class", "legend"}, {"role", "list"}});
        for (std::size_t s = 0; s < counts.series.size(); ++s) {
            const Element item = legend.add("li");
            item.add("span", {{"class", "key series-" + std::to_string(s % most_series)}});
            item.text(counts.series[s]);
        }
    }
    write_bars(section, counts, title);
    write_numbers(section, counts, id);
}

/// Grades by year, a chart for each of the aspects that most letters judge.
void write_grades(const Element& main, Database& database) {
    constexpr std::size_t most_aspects = 8;
    constexpr const char* of_grades =
        " FROM judgement JOIN letters ON letters.id = letter_id WHERE aspect IS NOT NULL AND "
        "coalesce(grade_code, grade) IS NOT NULL ";
    std::vector<std::string> grades, aspects;  // the most frequent first
    std::map<std::string, Counts> by_aspect;
    for (Statement rows = database.prepare("SELECT coalesce(grade_code, grade)" + std::string(of_grades) +
                                           "GROUP BY 1 ORDER BY count(*) DESC, 1");
         rows.step();)
        grades.push_back(html::in_words(rows.text(0)));
    for (Statement rows =
             database.prepare("SELECT aspect" + std::string(of_grades) +
                              "AND letters.date IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1");
         rows.step();)
        aspects.emplace_back(rows.text(0));
    for (Statement rows = database.prepare(
             "SELECT aspect, substr(letters.date, 1, 4), coalesce(grade_code, grade), count(*)" +
             std::string(of_grades) + "AND letters.date IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3");
         rows.step();) {
        Counts& counts = by_aspect[std::string(rows.text(0))];
        counts.series = grades;  // the same colours in every chart
        counts.add(std::string(rows.text(1)), html::in_words(rows.text(2)), rows.integer(3));
    }
    for (std::size_t i = 0; i < std::min(aspects.size(), most_aspects); ++i)
        write_chart(main, by_aspect[aspects[i]], "grades-" + percent_encoded(aspects[i]),
                    "Grades: " + html::in_words(aspects[i]));
}

void write_recommendations(const Element& main, Database& database) {
    const std::string by_year = "SELECT coalesce(substr(letters.date, 1, 4), 'no date'), ";
    const std::string of_letters =
        ", count(*) FROM recommendation JOIN letters ON letters.id = letter_id GROUP BY 1, 2 ORDER BY 1, 2";
    if (has_column(database, "recommendation", "kind"))
        write_chart(main,
                    counted(database, by_year + "replace(coalesce(kind, 'no kind'), '_', ' ')" + of_letters),
                    "recommendations", "Recommendations by kind and year");
    if (has_column(database, "recommendation", "theme"))
        write_chart(main, with_rest(counted(database, by_year + "coalesce(theme, 'no theme')" + of_letters)),
                    "themes", "Recommendations by theme and year");
}

}  // namespace

std::string Register::charts_page(const Site& site, const Query&) const {
    return pages_.get("/charts", [&] {
        Database database = open();
        return page(site, "Charts", "/charts", [&](const Element& body) {
            const Element main = body.add("main", {{"id", "main"}, {"class", "plain"}});
            main.add("h1", {}, "Over the years");
            if (has_column(database, "judgement", "aspect")) write_grades(main, database);
            write_recommendations(main, database);
            write_chart(main,
                        counted(database,
                                "SELECT replace(code, '-', ' '), 'letters', count(DISTINCT letter_id) FROM "
                                "doubts GROUP BY 1 ORDER BY 3 DESC, 1"),
                        "doubts", "Doubts by cause");
        });
    });
}

}  // namespace sheaf::review
