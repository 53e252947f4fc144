// Search in the texts of all letters.
#include <algorithm>

#include "review/register.hpp"

namespace sheaf::review {

namespace {

constexpr std::int64_t shown = 50;
/// More passages than these are not put in order of how well they fit: the words say too little.
constexpr std::int64_t most_ranked = 10'000;
/// Around the words that were found, in snippets; neither is in any letter's text.
constexpr char mark_begin = '\x01', mark_end = '\x02';

bool has_more(Database& database, const std::string& match) {
    Statement rows =
        database.prepare("SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)");
    rows.with(match, most_ranked + 1).step();
    return rows.integer(0) > most_ranked;
}

void write_snippet(const Element& line, std::string_view snippet) {
    while (!snippet.empty()) {
        const std::size_t begin = snippet.find(mark_begin);
        line.text(snippet.substr(0, begin));
        if (begin == std::string_view::npos) break;
        snippet.remove_prefix(begin + 1);
        const std::size_t end = std::min(snippet.find(mark_end), snippet.size());
        line.add("mark", {}, snippet.substr(0, end));
        snippet.remove_prefix(std::min(end + 1, snippet.size()));
    }
}

void write_found(const Element& main, Database& database, const std::string& match) {
    const bool too_many = has_more(database, match);
    Statement rows = database.prepare(
        "SELECT letters.letter, coalesce(letters.title, letters.letter), letters.authority, letters.date, "
        "passage.kind, passage.page, passage.section, passage.record_id, snippet(search, 0, char(1), "
        "char(2), '…', 24) FROM search JOIN passage ON passage.id = search.rowid JOIN letters ON letters.id "
        "= passage.letter_id WHERE search MATCH ? " +
        std::string(too_many ? "" : "ORDER BY rank ") + "LIMIT ?");
    const Element list = main.newline().add("ol", {{"class", "found"}, {"role", "list"}});
    std::int64_t found = 0;
    for (rows.with(match, shown); rows.step(); ++found) {
        const Element item = list.newline().add("li");
        item.add("a", {{"href", link_to(rows.text(0), rows.text(7))}}, rows.text(1));
        std::string about;
        for (const int column : {2, 3, 6})
            if (!rows.text(column).empty()) about += " · " + std::string(rows.text(column));
        if (rows.integer(5) > 0) about += " · page " + std::to_string(rows.integer(5));
        if (rows.text(4) != "text") about += " · " + html::in_words(rows.text(4));
        item.add("span", {{"class", "quiet"}}, about);
        write_snippet(item.add("p"), rows.text(8));
    }
    const std::string said = too_many ? "The first " + std::to_string(shown) + " of more than " +
                                            std::to_string(most_ranked) +
                                            " passages: more words find fewer, and the best of them."
                             : found == shown ? "The best " + std::to_string(shown) + " passages."
                                              : count(static_cast<std::size_t>(found), "passage") + ".";
    main.newline().add("p", {{"class", "quiet"}, {"role", "status"}}, said);
}

}  // namespace

std::string Register::search_page(const Site& site, const Query& query) const {
    Database database = open();
    const std::string words = query("words");
    return page(site, "Search", "/search", [&](const Element& body) {
        const Element main = body.add("main", {{"id", "main"}, {"class", "plain"}});
        main.add("h1", {}, "Search in all letters");
        const Element form = main.newline().add(
            "form",
            {{"class", "controls filters"}, {"role", "search"}, {"method", "get"}, {"action", "/search"}});
        form.add("label", {}, "Words")
            .add("input", {{"type", "search"}, {"name", "words"}, {"value", words}});
        form.add("button", {{"type", "submit"}}, "Search");
        if (!words.empty() && has_column(database, "search", "text"))
            write_found(main, database, match_of(words));
    });
}

}  // namespace sheaf::review
