#include "page.hpp"

#include <nettle/base64.h>
#include <nettle/sha2.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "sheaf/html.hpp"

namespace sheaf::index {

namespace {

using html::Element;
using html::reference;

constexpr std::size_t letters_on_a_page = 1000;
constexpr std::size_t most_attention = 200;
constexpr const char* index_file = "index.html";
constexpr const char* archive_folder = "_archive";

/// The states of letters, in the order in which they are listed; from `doubtful` on a letter needs a look.
constexpr std::array<std::string_view, 6> letter_states = {"converted", "repaired",    "doubtful",
                                                           "failed",    "quarantined", "pending"};

bool needs_a_look(std::string_view state) {
    return state != "converted" && state != "repaired";
}

/// `1 letter`, `2 letters`.
std::string counted(std::size_t count, const std::string& noun) {
    return std::to_string(count) + " " + (count == 1 ? noun : html::plural(noun));
}

constexpr const char* index_style = R"css(
.index { max-width: 82rem; margin: 0 auto; padding: 0 1.5rem 2rem; }
.index h2 { font-size: 1.1875rem; margin: 2rem 0 .75rem; line-height: 1.3; }
.states { display: flex; flex-wrap: wrap; gap: .4rem 1.5rem; margin-top: .75rem; }
.states b { font-variant-numeric: tabular-nums; }
.look li + li { margin-top: .5rem; }
.look a, .letter a { overflow-wrap: anywhere; }
.letter .quiet { font-weight: 400; font-size: .8125rem; overflow-wrap: anywhere; }
.letter { min-width: 16rem; }
.counts td[data-name="Files"] { text-align: left; }
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
    sha256_ctx hash;
    sha256_init(&hash);
    sha256_update(&hash, script.size(), reinterpret_cast<const std::uint8_t*>(script.data()));
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&hash, digest.size(), digest.data());
    std::array<char, BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)> text{};
    base64_encode_raw(text.data(), digest.size(), digest.data());
    return "'sha256-" + std::string(text.data(), text.size()) + "'";
}

std::string page_name(std::size_t number) {
    return "index-" + std::to_string(number) + ".html";
}

/// What the pages say of a letter.
struct IndexLetter {
    std::string name;
    std::string state, title, profile, authority, date;
    std::map<std::string, std::size_t> records;  ///< by type; types without a record are absent
    std::vector<std::string> outputs;            ///< its files, relative to the output folder
    std::vector<std::string> problems;           ///< messages of what makes it doubtful or failed
};

/// The cells of a letter's rows, by the columns' names.
class Cells {
  public:
    Cells(const RecordSpec& table, const ArchiveRow& row) : table_(table), row_(row) {}
    const FieldValue& operator[](std::string_view column) const {
        std::size_t i = 0;
        while (column != table_.fields[i].name) ++i;
        return row_.cells[i];
    }
    std::string text(std::string_view column) const {
        const auto* text = std::get_if<std::string>(&(*this)[column]);
        return text ? *text : std::string();
    }

  private:
    const RecordSpec& table_;
    const ArchiveRow& row_;
};

IndexLetter index_letter(ArchiveLetter& letter, std::span<const RecordSpec> tables) {
    IndexLetter made;
    const Cells cells(tables[0], letter.rows()[0]);
    made.name = cells.text("letter");
    made.state = cells.text("state");
    made.title = cells.text("title");
    made.profile = cells.text("family");
    made.authority = cells.text("authority");
    made.date = cells.text("date");
    if (const auto* outputs = std::get_if<std::vector<std::string>>(&cells["outputs"]))
        made.outputs = *outputs;
    for (const ArchiveRow& row : letter.rows().subspan(1)) {
        if (row.table == 1)
            made.problems.push_back(Cells(tables[1], row).text("message"));
        else
            ++made.records[tables[row.table].name];
    }
    return made;
}

std::string link_of(const IndexLetter& letter, std::string_view suffix) {
    const auto output = std::find_if(letter.outputs.begin(), letter.outputs.end(),
                                     [&](const std::string& file) { return file.ends_with(suffix); });
    return output == letter.outputs.end() ? std::string() : reference(*output);
}

void add_state(const Element& parent, std::string_view state) {
    const char* look = !needs_a_look(state)  ? "severity"
                       : state == "doubtful" ? "severity doubtful"
                                             : "severity error";
    parent.add("span", {{"class", look}}, state);
}

}  // namespace

struct IndexWriter::Data {
    ArchiveContext& context;
    std::vector<std::string> types;           ///< in the order in which they are shown
    std::vector<IndexLetter> first, current;  ///< letters of the first page, and of the one under way
    std::vector<IndexLetter> attention;       ///< without their records and outputs but for the page
    std::size_t attention_count = 0;
    std::size_t letters = 0, pages = 0;
    std::map<std::string, std::size_t, std::less<>> states;
    std::map<std::string, std::size_t, std::less<>> row_counts;  ///< by table

    explicit Data(ArchiveContext& of) : context(of) {
        for (const RecordSpec& table : of.tables().subspan(2)) types.emplace_back(table.name);
    }

    void write(const std::string& name, const std::string& page) const {
        std::ofstream file(context.file(name), std::ios::binary);
        file << page;
        if (!file.flush())
            throw StageError("index-unwritable", "`" + name + "` cannot be written: " + std::strerror(errno));
    }

    /// The letters gathered so far are a page; `more` follow.
    void finish_page(bool more) {
        ++pages;
        if (pages == 1) {
            first = std::move(current);
        } else {
            write(std::string(archive_folder) + "/" + page_name(pages), page(current, pages, more));
        }
        current.clear();
    }

    std::string page(const std::vector<IndexLetter>& rows, std::size_t number, bool more) const {
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
        if (number == 1) write_files(main);
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
        header.add("h1", {}, counted(letters, "letter"));
        const Element list = header.newline().add("ul", {{"role", "list"}, {"class", "states"}});
        for (const std::string_view state : letter_states) {
            const auto count = states.find(state);
            if (count == states.end()) continue;
            const Element item = list.add("li");
            item.add("b", {}, std::to_string(count->second));
            item.text(" ").text(state);
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
        for (const IndexLetter& letter : attention) {
            const Element item = list.newline().add("li");
            add_state(item, letter.state);
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

    /// What other outputs wrote for the archive, for spreadsheets and programs: the tables, then the rest.
    void write_files(const Element& main) const {
        std::vector<std::string> rest = context.files();
        std::erase_if(rest, [](const std::string& file) { return file.ends_with(".html"); });
        if (rest.empty()) return;
        main.newline().add("h2", {{"id", "files"}}, "The archive as data");
        const Element table =
            main.newline().add("table", {{"class", "facts counts"}, {"aria-labelledby", "files"}});
        const Element head = table.newline().add("thead").add("tr");
        for (const char* title : {"Table", "Rows", "Files"}) head.add("th", {{"scope", "col"}}, title);
        const Element body = table.newline().add("tbody");
        for (const RecordSpec& spec : context.tables()) {
            const std::string begin = std::string(archive_folder) + "/" + spec.name + ".";
            if (const auto count = row_counts.find(spec.name); count != row_counts.end())
                write_files_row(body, html::in_words(spec.name), std::to_string(count->second), begin, rest);
        }
        write_files_row(body, "all of it", "", std::string(archive_folder) + "/", rest);
    }

    /// A row of the files that begin so, which are taken out of the list; none when there is no such file.
    static void write_files_row(const Element& body, const std::string& what, const std::string& count,
                                const std::string& begin, std::vector<std::string>& files) {
        const auto first = std::stable_partition(
            files.begin(), files.end(), [&](const std::string& file) { return !file.starts_with(begin); });
        if (first == files.end()) return;
        const Element row = body.newline().add("tr");
        row.add("th", {{"scope", "row"}}, what);
        row.add("td", {{"data-name", "Rows"}}, count);
        const Element links = row.add("td", {{"data-name", "Files"}});
        for (auto file = first; file != files.end(); ++file) {
            if (file != first) links.text(" · ");
            const std::size_t name = std::string_view(archive_folder).size() + 1;
            links.add("a", {{"href", reference(*file)}}, file->substr(name));
        }
        files.erase(first, files.end());
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
        for (const std::string_view one : letter_states) select.add("option", {{"value", one}}, one);
        controls.add("span", {{"id", "shown"}, {"role", "status"}, {"class", "quiet"}});
    }

    void write_table(const Element& main, const std::vector<IndexLetter>& rows, const std::string& up) const {
        const Element table =
            main.add("div", {{"class", "records"}})
                .add("table", {{"class", "facts"}, {"id", "letters"}, {"aria-labelledby", "list"}});
        const Element head = table.newline().add("thead").add("tr");
        for (const char* title : {"Letter", "Authority", "Date", "Profile", "State", "Records"})
            head.add("th", {{"scope", "col"}}, title);
        const Element body = table.newline().add("tbody");
        for (const IndexLetter& letter : rows) write_row(body.newline(), letter, up);
        body.newline();
    }

    void write_row(const Element& body, const IndexLetter& letter, const std::string& up) const {
        const Element row = body.add("tr", {{"data-state", letter.state}});
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
        add_state(row.add("td", {{"data-name", "State"}}), letter.state);
        const Element entries = row.add("td", {{"data-name", "Records"}})
                                    .add("ul", {{"role", "list"}, {"class", "values entries"}});
        for (const std::string& type : types) {
            const auto count = letter.records.find(type);
            if (count == letter.records.end() || type == "metadata") continue;
            const Element item = entries.add("li");
            const std::string text = counted(count->second, html::in_words(type));
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
        const std::string first_page = "../" + std::string(index_file);
        nav.add("a", {{"href", first_page}}, "first page");
        nav.add("a", {{"href", number == 2 ? first_page : page_name(number - 1)}}, "page before");
        if (more) nav.add("a", {{"href", page_name(number + 1)}}, "next page");
    }
};

IndexWriter::IndexWriter(ArchiveContext& context) : data_(std::make_unique<Data>(context)) {}

IndexWriter::~IndexWriter() = default;

void IndexWriter::add(ArchiveLetter& added) {
    const std::span<const RecordSpec> tables = data_->context.tables();
    for (const ArchiveRow& row : added.rows()) ++data_->row_counts[tables[row.table].name];
    const IndexLetter letter = index_letter(added, tables);
    if (data_->current.size() == letters_on_a_page) data_->finish_page(true);
    data_->current.push_back(letter);
    ++data_->letters;
    ++data_->states[letter.state];
    if (!needs_a_look(letter.state)) return;
    ++data_->attention_count;
    if (data_->attention.size() < most_attention) data_->attention.push_back(letter);
}

void IndexWriter::finish() {
    data_->finish_page(false);
    data_->write(index_file, data_->page(data_->first, 1, data_->pages > 1));
}

}  // namespace sheaf::index
