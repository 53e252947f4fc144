#include "run/archive_index.hpp"

#include <nettle/base64.h>

#include <algorithm>
#include <array>

#include "plugin/wording.hpp"
#include "run/archive.hpp"
#include "run/atomic_file.hpp"
#include "sheaf/html.hpp"
#include "text/sha256.hpp"

namespace sheaf {

namespace {

using html::Element;

constexpr std::size_t letters_on_a_page = 1000;
constexpr std::size_t most_attention = 200;

constexpr const char* index_style = R"css(
.index { max-width: 82rem; margin: 0 auto; padding: 0 1.5rem 2rem; }
.index h2 { font-size: 1.1875rem; margin: 2rem 0 .75rem; line-height: 1.3; }
.states { display: flex; flex-wrap: wrap; gap: .4rem 1.5rem; margin-top: .75rem; }
.states b { font-variant-numeric: tabular-nums; }
.look li + li { margin-top: .5rem; }
.look a, .letter a { overflow-wrap: anywhere; }
.letter .quiet { font-weight: 400; font-size: .8125rem; overflow-wrap: anywhere; }
.letter { min-width: 16rem; }
.index .banner h2 { margin-top: 0; }
.entries { display: flex; flex-wrap: wrap; gap: 0 .9rem; }
.facts .values.entries li { white-space: nowrap; margin: 0; }
.controls { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin: 0 0 1rem; }
.controls[hidden], tr[hidden] { display: none !important; }
.controls label { display: block; font-size: .8125rem; color: var(--quiet); }
.controls input, .controls select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .2rem; padding: .3rem .5rem; min-height: 2.4rem; }
.controls input { width: 20rem; max-width: 100%; }
.pages { display: flex; flex-wrap: wrap; gap: .5rem 1rem; margin-top: 1rem; }
@media (max-width: 44rem) {
  .index { padding-left: 1rem; padding-right: 1rem; }
  .controls, .controls div, .controls input { width: 100%; }
  .facts .values.entries { display: inline-flex; }
}
@media print { .controls, .pages { display: none; } .index { max-width: none; padding: 0 1px; } .letter { min-width: 0; } a { color: inherit; } }
)css";

/// Shows the rows that hold every word of the filter, in one state or all.
constexpr const char* filter_script = R"js(
const words = document.getElementById('words'), state = document.getElementById('state'), shown = document.getElementById('shown');
const rows = [...document.querySelectorAll('#letters tbody tr')].map(row => [row, row.textContent.toLowerCase()]);
function filter() {
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const [row, text] of rows) {
    row.hidden = !(wanted.every(word => text.includes(word)) && (!state.value || row.dataset.state === state.value));
    if (!row.hidden) ++count;
  }
  shown.textContent = count === rows.length ? '' : count + ' of ' + rows.length + ' letters shown';
}
words.addEventListener('input', filter);
state.addEventListener('change', filter);
document.getElementById('controls').hidden = false;
filter();
)js";

/// The source that a content security policy lets run: this script and no other.
std::string script_source(std::string_view script) {
    Sha256 hash;
    hash.add(script);
    const Sha256::Digest digest = hash.digest();
    std::array<char, BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)> text{};
    base64_encode_raw(text.data(), digest.size(), digest.data());
    return "'sha256-" + std::string(text.data(), text.size()) + "'";
}

/// A path as a relative reference (RFC 3986).
std::string reference(std::string_view path) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("/._~-").find(c) != std::string_view::npos;
        if (plain)
            encoded += c;
        else
            encoded += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return encoded;
}

std::string page_name(std::size_t number) {
    return "index-" + std::to_string(number) + ".html";
}

std::string link_of(const ArchiveLetter& letter, std::string_view suffix) {
    const auto output = std::find_if(letter.outputs.begin(), letter.outputs.end(),
                                     [&](const std::string& file) { return file.ends_with(suffix); });
    return output == letter.outputs.end() ? std::string() : reference(*output);
}

bool needs_a_look(LetterStatus status) {
    return status >= LetterStatus::doubtful;
}

void add_state(const Element& parent, LetterStatus status) {
    const char* look = !needs_a_look(status)              ? "severity"
                       : status == LetterStatus::doubtful ? "severity doubtful"
                                                          : "severity error";
    parent.add("span", {{"class", look}}, name(status));
}

}  // namespace

struct ArchiveIndex::Data {
    std::filesystem::path out;
    std::vector<std::string> types;
    std::vector<ArchiveLetter> first, current;  ///< letters of the first page, and of the one under way
    std::vector<ArchiveLetter> attention;       ///< without their records and outputs but for the page
    std::size_t attention_count = 0;
    std::size_t letters = 0, pages = 0;
    LetterTotals states;
    std::map<std::string, std::size_t> records;
    std::vector<std::pair<std::string, AtomicFile>> files;

    /// The letters gathered so far are a page; `more` follow.
    void finish_page(bool more) {
        ++pages;
        if (pages == 1) {
            first = std::move(current);
        } else {
            const std::string name = page_name(pages);
            AtomicFile file(out / archive_folder / name);
            file.write(page(current, pages, more));
            files.emplace_back(name, std::move(file));
        }
        current.clear();
    }

    std::string page(const std::vector<ArchiveLetter>& rows, std::size_t number, bool more) const {
        // Pages behind the first stand one folder deeper.
        const std::string up = number == 1 ? "" : "../";
        html::Tree tree;
        const Element root = tree.root();
        root.attribute("lang", "en").newline();
        write_head(root.add("head"), number);
        const Element body = root.newline().add("body");
        body.newline().add("a", {{"class", "skip"}, {"href", "#letters"}}, "Skip to the letters");
        write_header(body.newline().add("header"), number);
        const Element main = body.newline().add("main", {{"class", "index"}});
        if (number == 1) write_attention(main);
        main.newline().add("h2", {{"id", "list"}}, "Letters");
        write_controls(main.newline());
        write_table(main.newline(), rows, up);
        write_pages(main.newline(), number, more);
        if (number == 1) write_records(main);
        main.newline();
        body.newline().add("footer").add("p", {}, "Made by Sheaf.");
        body.newline().add("script", {}, filter_script);
        body.newline();
        return tree.write();
    }

    static void write_head(const Element& head, std::size_t number) {
        head.newline().add("meta", {{"charset", "utf-8"}});
        head.newline().add("title", {},
                           number == 1 ? std::string("Letters") : "Letters, page " + std::to_string(number));
        head.newline().add("meta",
                           {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
        head.newline().add("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
        head.newline().add("meta", {{"name", "generator"}, {"content", "Sheaf"}});
        head.newline().add("meta", {{"http-equiv", "Content-Security-Policy"},
                                    {"content", "default-src 'none'; style-src 'unsafe-inline'; script-src " +
                                                    script_source(filter_script)}});
        head.newline().add("style", {}, std::string(html::style_sheet) + index_style);
        head.newline();
    }

    void write_header(const Element& header, std::size_t number) const {
        if (number > 1) {
            header.add("h1", {}, "Letters, page " + std::to_string(number));
            return;
        }
        header.add("h1", {}, plural(letters, "letter"));
        const Element list = header.newline().add("ul", {{"role", "list"}, {"class", "states"}});
        for (const LetterStatus state : letter_statuses) {
            if (states[state] == 0) continue;
            const Element item = list.add("li");
            item.add("b", {}, std::to_string(states[state]));
            item.text(" ").text(name(state));
        }
        header.newline();
    }

    void write_attention(const Element& main) const {
        if (attention.empty()) return;
        const Element banner =
            main.newline().add("section", {{"class", "banner"}, {"aria-labelledby", "look"}});
        banner.add("h2", {{"id", "look"}},
                   attention_count == 1 ? std::string("One letter needs a look")
                                        : std::to_string(attention_count) + " letters need a look");
        const Element list = banner.newline().add("ul", {{"role", "list"}, {"class", "look"}});
        for (const ArchiveLetter& letter : attention) {
            const Element item = list.newline().add("li");
            add_state(item, letter.status);
            item.text(" ");
            const std::string page = link_of(letter, ".html");
            if (page.empty())
                item.add("b", {}, letter.name);
            else
                item.add("a", {{"href", page}}, letter.name);
            if (!letter.problems.empty()) item.text(": ").text(letter.problems.front());
            if (letter.problems.size() > 1)
                item.text(" ").add("span", {{"class", "quiet"}},
                                   "(and " + std::to_string(letter.problems.size() - 1) + " more)");
        }
        if (attention_count > attention.size())
            banner.newline().add("p", {{"class", "quiet"}},
                                 "And " + std::to_string(attention_count - attention.size()) +
                                     " more: sheaf status lists them all.");
    }

    /// All records of a type, for a spreadsheet and for programs.
    void write_records(const Element& main) const {
        if (types.empty()) return;
        main.newline().add("h2", {{"id", "records"}}, "Records of all letters");
        const Element table =
            main.newline().add("table", {{"class", "facts counts"}, {"aria-labelledby", "records"}});
        const Element head = table.newline().add("thead").add("tr");
        for (const char* title : {"Type", "Records", "Files"}) head.add("th", {{"scope", "col"}}, title);
        const Element body = table.newline().add("tbody");
        for (const std::string& type : types) {
            const Element row = body.newline().add("tr");
            row.add("th", {{"scope", "row"}}, html::in_words(type));
            const auto count = records.find(type);
            row.add("td", {{"data-name", "Records"}},
                    std::to_string(count == records.end() ? 0 : count->second));
            const Element links = row.add("td", {{"data-name", "Files"}});
            const std::string file = reference(std::string(archive_folder) + "/" + type);
            links.add("a", {{"href", file + ".csv"}}, "CSV");
            links.text(" · ").add("a", {{"href", file + ".jsonl"}}, "JSON Lines");
        }
    }

    static void write_controls(const Element& main) {
        // Shown by the script: without it they would do nothing.
        const Element controls = main.add(
            "div", {{"class", "controls"}, {"id", "controls"}, {"role", "search"}, {"hidden", "hidden"}});
        const Element words = controls.add("div");
        words.add("label", {{"for", "words"}}, "Show letters with these words");
        words.add("input", {{"type", "search"}, {"id", "words"}, {"autocomplete", "off"}});
        const Element state = controls.add("div");
        state.add("label", {{"for", "state"}}, "State");
        const Element select = state.add("select", {{"id", "state"}});
        select.add("option", {{"value", ""}}, "all");
        for (const LetterStatus one : letter_statuses)
            select.add("option", {{"value", name(one)}}, name(one));
        controls.add("span", {{"id", "shown"}, {"role", "status"}, {"class", "quiet"}});
    }

    void write_table(const Element& main, const std::vector<ArchiveLetter>& rows,
                     const std::string& up) const {
        const Element table =
            main.add("div", {{"class", "records"}})
                .add("table", {{"class", "facts"}, {"id", "letters"}, {"aria-labelledby", "list"}});
        const Element head = table.newline().add("thead").add("tr");
        for (const char* title : {"Letter", "Authority", "Date", "Profile", "State", "Records"})
            head.add("th", {{"scope", "col"}}, title);
        const Element body = table.newline().add("tbody");
        for (const ArchiveLetter& letter : rows) write_row(body.newline(), letter, up);
        body.newline();
    }

    void write_row(const Element& body, const ArchiveLetter& letter, const std::string& up) const {
        const Element row = body.add("tr", {{"data-state", name(letter.status)}});
        const Element cell = row.add("th", {{"scope", "row"}, {"class", "letter"}});
        const std::string& title = letter.title.empty() ? letter.name : letter.title;
        const std::string page = link_of(letter, ".html");
        if (page.empty())
            cell.text(title);
        else
            cell.add("a", {{"href", up + page}}, title);
        const Element file = cell.add("div", {{"class", "quiet"}});
        file.text(title == letter.name ? "" : letter.name);
        if (const std::string json = link_of(letter, ".json"); !json.empty())
            file.text(" ").add("a", {{"href", up + json}}, "JSON");
        const auto value = [&](const char* column, std::string_view text, const char* look) {
            const Element td = row.add("td", {{"data-name", column}, {"class", look}});
            text.empty() ? td.add("span", {{"class", "absent"}}, "–") : td.text(text);
        };
        value("Authority", letter.authority, "");
        value("Date", letter.date, "short");
        value("Profile", letter.profile, "short");
        add_state(row.add("td", {{"data-name", "State"}}), letter.status);
        const Element entries = row.add("td", {{"data-name", "Records"}})
                                    .add("ul", {{"role", "list"}, {"class", "values entries"}});
        for (const std::string& type : types) {
            const auto count = letter.records.find(type);
            if (count == letter.records.end() || type == "metadata") continue;
            const Element item = entries.add("li");
            const std::string text = plural(count->second, html::in_words(type));
            const std::string csv = link_of(letter, "." + type + ".csv");
            csv.empty() ? item.text(text) : item.add("a", {{"href", up + csv}}, text);
        }
        if (entries.empty()) entries.add("li").add("span", {{"class", "absent"}}, "–");
    }

    void write_pages(const Element& main, std::size_t number, bool more) const {
        if (number == 1 && pages <= 1) return;
        const Element nav = main.add("nav", {{"class", "pages"}, {"aria-label", "Pages"}});
        if (number == 1) {
            const std::string folder = std::string(archive_folder) + "/";
            for (std::size_t i = 2; i <= pages; ++i)
                nav.add("a", {{"href", folder + page_name(i)}}, "page " + std::to_string(i)).newline();
            return;
        }
        const std::string first_page = "../" + std::string(archive_index);
        nav.add("a", {{"href", first_page}}, "first page");
        nav.add("a", {{"href", number == 2 ? first_page : page_name(number - 1)}}, "page before");
        if (more) nav.add("a", {{"href", page_name(number + 1)}}, "next page");
    }
};

ArchiveIndex::ArchiveIndex(std::filesystem::path out, std::vector<std::string> types)
    : data_(std::make_unique<Data>()) {
    data_->out = std::move(out);
    data_->types = std::move(types);
}

ArchiveIndex::~ArchiveIndex() = default;

void ArchiveIndex::add(const ArchiveLetter& letter) {
    if (data_->current.size() == letters_on_a_page) data_->finish_page(true);
    data_->current.push_back(letter);
    ++data_->letters;
    ++data_->states[letter.status];
    for (const auto& [type, count] : letter.records) data_->records[type] += count;
    if (!needs_a_look(letter.status)) return;
    ++data_->attention_count;
    if (data_->attention.size() < most_attention) data_->attention.push_back(letter);
}

std::vector<std::string> ArchiveIndex::commit() {
    data_->finish_page(false);
    std::vector<std::string> names;
    for (auto& [name, file] : data_->files) {
        file.commit();
        names.push_back(name);
    }
    AtomicFile index(data_->out / archive_index);
    index.write(data_->page(data_->first, 1, data_->pages > 1));
    index.commit();
    return names;
}

}  // namespace sheaf
