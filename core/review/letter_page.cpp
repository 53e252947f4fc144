#include "review/letter_page.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "decisions/headings.hpp"
#include "review/doubts.hpp"
#include "review/record_card.hpp"

namespace sheaf::review {

namespace {

void write_tools(const Element& section, bool drawn) {
    const Element tools =
        section.newline().add("div", {{"class", "tools"}, {"role", "toolbar"}, {"aria-label", "The page"}});
    const auto button = [&](const char* action, const char* text, const char* name) {
        tools.add("button", {{"type", "button"}, {"data-do", action}, {"title", name}}, text)
            .attribute("aria-label", name);
    };
    if (drawn) {
        button("page-before", "‹", "Page before");
        tools.add("span", {{"id", "page-number"}, {"class", "quiet"}}, "1");
        button("page-next", "›", "Next page");
        button("smaller", "−", "Smaller");
        button("larger", "+", "Larger");
        button("turn", "↻", "Turn the page");
        button("text", "Text", "Show the letter's text");
    }
    button("help", "?", "Keys");
}

void write_sheets(const Element& paper, const ArchivedLetter& letter, const Document& document) {
    const std::string base = "/letter/" + std::to_string(letter.known.id) + "/page/";
    for (const Page& page : document.pages) {
        const std::string number = std::to_string(page.number);
        const std::string width = coordinate(page.width), height = coordinate(page.height);
        const Element sheet =
            paper.newline().add("div", {{"class", "sheet"}, {"id", "p" + number}, {"data-page", number}});
        sheet.add("img", {{"src", base + number + ".png"},
                          {"alt", "Page " + number + " of " + std::to_string(document.pages.size())},
                          {"width", width},
                          {"height", height},
                          {"loading", "lazy"},
                          {"draggable", "false"}});
        std::string view_box = "0 0 ";
        view_box += width + " ";
        view_box += height;
        sheet.add("svg", {{"viewBox", view_box}, {"aria-hidden", "true"}});
    }
}

/// The letter's text, block by block: what is marked is a part of one of these.
void write_text(const Element& section, const Document& document, bool drawn) {
    const Element text = section.newline().add("div", {{"class", "text"},
                                                       {"id", "text"},
                                                       {"tabindex", "0"},
                                                       {"role", "region"},
                                                       {"aria-label", "The letter's text"}});
    if (drawn) text.attribute("hidden", "hidden");
    for (std::size_t i = 0; i < document.blocks.size(); ++i) {
        const Block& block = document.blocks[i];
        if (block.text.empty()) continue;
        const Element line = text.newline().add("div", {{"class", name(block.kind)}});
        if (!block.label.empty()) line.add("span", {{"class", "label"}}, block.label).text(" ");
        line.add("span", {{"data-block", "b" + std::to_string(i + 1)}}, block.text);
    }
}

void write_letter(const Element& main, const ArchivedLetter& letter, const CheckedLetter& checked) {
    const bool drawn = !checked.found.pages.empty();
    const Element section =
        main.newline().add("section", {{"class", "letter"}, {"aria-label", "The letter"}});
    write_tools(section, drawn);
    if (drawn) {
        const Element paper = section.newline().add("div", {{"class", "paper"},
                                                            {"id", "paper"},
                                                            {"tabindex", "0"},
                                                            {"role", "region"},
                                                            {"aria-label", "Pages of the letter"}});
        write_sheets(paper, letter, checked.found);
    }
    write_text(section, checked.found, drawn);
}

/// How many records of the letter are decided; headings are looked at where they matter.
std::pair<std::size_t, std::size_t> progress(const CheckedLetter& checked) {
    std::size_t done = 0, all = 0;
    for (const Record& record : checked.found.records) {
        if (record.type == heading_type.name) continue;
        ++all;
        done += checked.about(record.id, {}) != nullptr;
    }
    return {done, all};
}

void write_heading(const Element& values, const Site& site, const ArchivedLetter& letter,
                   const CheckedLetter& checked, const LetterSurroundings& around) {
    values.newline().add("h1", {}, letter.heading());
    std::string about = letter.known.name;
    for (const std::string* part : {&letter.authority, &letter.date, &letter.profile})
        if (!part->empty()) about += " · " + *part;
    values.add("p", {{"class", "source"}}, about);
    const auto [done, all] = progress(checked);
    const Element line =
        values.newline().add("p", {{"class", "progress"}, {"role", "status"}, {"id", "status"}});
    if (!around.message.empty())
        line.add("strong", {{"class", around.alarming ? "alarm" : "done"}}, around.message).text(" ");
    line.text(std::to_string(done) + " of " + count(all, "record") + " checked");
    const Element next = values.newline().add("p", {{"class", "next"}});
    next.add("a", {{"href", "/"}, {"id", "to-queue"}}, "Queue: " + count(around.left, "letter") + " left");
    if (around.next != 0)
        next.text(" ").add("a", {{"href", "/letter/" + std::to_string(around.next)}, {"id", "next-letter"}},
                           "Next letter");
    if (!site.read_only)
        next.text(" ").add("button", {{"type", "button"}, {"data-do", "undo"}},
                           "Take back the last decision");
}

void write_type(const Element& values, const Site& site, const CheckedLetter& checked,
                const RecordSpec& type) {
    const std::string name = type.name;
    const auto cards = cards_of(checked, type);
    const Element section = values.newline().add(
        "section", {{"class", "type"}, {"data-type", name}, {"aria-labelledby", "type-" + name}});
    section.add("h2", {{"id", "type-" + name}},
                html::in_words(cards.size() == 1 ? name : html::plural(name)) +
                    (name == "metadata" ? "" : " (" + std::to_string(cards.size()) + ")"));
    Element list = section;
    if (name == heading_type.name && !cards.empty()) {
        // There are many, and most letters' are right.
        list = section.add("details", {{"class", "many"}});
        list.add("summary", {}, "All of them");
    }
    for (const Card& card : cards) write_card(list.newline(), site, checked, type, card);
    const bool single = name == "metadata" && !cards.empty();
    if (!site.read_only && !single)
        section.newline().add("button", {{"type", "button"}, {"class", "add"}, {"data-do", "add"}},
                              "Add: " + html::in_words(name));
}

void write_help(const Element& body) {
    constexpr std::pair<const char*, const char*> keys[] = {{"j, ↓", "next value"},
                                                            {"k, ↑", "value before"},
                                                            {"n", "next record that nobody has checked"},
                                                            {"c", "confirm the record"},
                                                            {"v", "confirm this value only"},
                                                            {"e, Enter", "correct the value"},
                                                            {"m", "values that are not in the letter"},
                                                            {"x", "reject the record"},
                                                            {"a", "add a record of this type"},
                                                            {"h", "mark a heading"},
                                                            {"d", "next doubt"},
                                                            {"s", "settle the doubt"},
                                                            {"t", "confirm or settle with a note"},
                                                            {"b", "take back this decision"},
                                                            {"u", "take back the last decision"},
                                                            {"[ and ]", "page before, next page"},
                                                            {"+ and −", "larger, smaller"},
                                                            {"r", "turn the page"},
                                                            {"w", "text or pages"},
                                                            {"g", "next letter"},
                                                            {"q", "queue"},
                                                            {"Esc", "leave the form"},
                                                            {"?", "these keys"}};
    const Element dialog = body.newline().add("dialog", {{"id", "keys"}, {"aria-labelledby", "keys-title"}});
    dialog.add("h2", {{"id", "keys-title"}}, "Keys");
    const Element table = dialog.add("table");
    for (const auto& [key, meaning] : keys) {
        const Element row = table.add("tr");
        row.add("th", {{"scope", "row"}}).add("kbd", {}, key);
        row.add("td", {}, meaning);
    }
    dialog.add(
        "p", {},
        "To mark words, open a form and drag over them on the page, or tap the first and the last one.");
    dialog.add("form", {{"method", "dialog"}}).add("button", {}, "Close");
}

}  // namespace

std::string letter_page(const Site& site, const ArchivedLetter& letter, const CheckedLetter& checked,
                        const Plan& plan, const LetterSurroundings& around) {
    return page(site, letter.heading(), "", [&](const Element& body) {
        const Element main = body.add("main", {{"id", "main"},
                                               {"class", "desk"},
                                               {"data-letter", std::to_string(letter.known.id)},
                                               {"data-form", site.read_only ? "" : site.form}});
        write_letter(main, letter, checked);
        const Element values =
            main.newline().add("section", {{"class", "values"}, {"id", "values"}, {"aria-label", "Values"}});
        write_heading(values, site, letter, checked, around);
        write_doubts(values, site, checked, plan);
        for (const RecordSpec& type : checked_types(plan, checked.found.profile)) {
            write_type(values, site, checked, type);
            if (!site.read_only) write_add_form(body.newline(), type);
        }
        write_help(body);
    });
}

}  // namespace sheaf::review
