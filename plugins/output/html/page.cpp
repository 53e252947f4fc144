#include "page.hpp"

#include <algorithm>
#include <set>

#include "blocks.hpp"
#include "records.hpp"
#include "sheaf/html.hpp"

namespace sheaf::html {

namespace {

/// `1234567` as `1,234,567`.
std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

/// With an upper-case first letter and a full stop.
std::string sentence(std::string text) {
    text = capitalised(std::move(text));
    if (!text.empty() && std::string_view(".!?:").find(text.back()) == std::string_view::npos) text += '.';
    return text;
}

std::string counted(std::size_t n, std::string_view one, std::string_view many) {
    return grouped(n) + ' ' + std::string(n == 1 ? one : many);
}

/// Letters, digits and hyphens, as a language tag (BCP 47) is made of; else nothing.
std::string_view language_tag(std::string_view language) {
    const bool good = std::all_of(language.begin(), language.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
    return good && language.size() >= 2 && language.size() <= 35 ? language : std::string_view();
}

class PageWriter {
  public:
    PageWriter(const Document& document, std::span<const RecordSpec> types, const PageLinks& links)
        : document_(document), types_(types), links_(links), references_(references_of(document)) {
        if (!links.originals.empty()) original_ = links.originals + "/" + reference(document.source.name);
        if (const Record* record = metadata(document)) {
            title_ = record->text("title");
            language_ = language_tag(record->text("language"));
            subtitle_ = record->text("authority");
            const std::string_view date = record->text("document_date");
            if (!subtitle_.empty() && !date.empty()) subtitle_ += " · ";
            subtitle_ += date;
        }
        for (const Block& block : document.blocks)
            if (block.kind != BlockKind::furniture && block.kind != BlockKind::footnote)
                for (const Region& region : block.regions) page_begins_.insert(region.page);
        if (title_.empty()) title_ = document.source.name;
        if (title_.empty()) title_ = "Letter";
        if (language_.empty()) language_ = language_tag(document.source.language);
        if (language_.empty()) language_ = "en";
    }

    std::string write() {
        const Element html = tree_.root();
        html.attribute("lang", "en").newline();
        write_head(html.add("head"));
        const Element body = html.newline().add("body");
        body.newline().add("a", {{"class", "skip"}, {"href", "#text"}}, "Skip to the text");
        write_header(body.newline().add("header"));
        const Element columns = body.newline().add("div", {{"class", "columns"}});
        // The contents stand in front, and are known last.
        const Element nav = columns.newline().add("nav", {{"aria-label", "Contents"}});
        write_main(columns.newline().add("main"));
        write_contents(nav);
        write_footer(body.newline().add("footer"));
        body.newline();
        return tree_.write();
    }

  private:
    void write_head(const Element& head) const {
        head.newline().add("meta", {{"charset", "utf-8"}});
        head.newline().add("title", {},
                           title_ == document_.source.name || document_.source.name.empty()
                               ? title_
                               : title_ + " – " + document_.source.name);
        head.newline().add("meta",
                           {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
        head.newline().add("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
        head.newline().add("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
        head.newline().add("meta", {{"name", "generator"}, {"content", "Sheaf"}});
        head.newline().add("meta", {{"http-equiv", "Content-Security-Policy"},
                                    {"content", "default-src 'none'; style-src 'unsafe-inline'"}});
        head.newline().add("style", {}, style_sheet);
        head.newline();
    }

    void write_header(const Element& header) const {
        if (title_ != document_.source.name) header.add("p", {{"class", "source"}}, document_.source.name);
        const Element h1 = header.newline().add("h1", {}, title_);
        if (language_ != "en") h1.attribute("lang", language_);
        if (!subtitle_.empty()) header.newline().add("p", {{"class", "subtitle"}}, subtitle_);
        write_files(header);
        write_banner(header);
        header.newline();
    }

    /// What other outputs made of the letter, and the letter itself.
    void write_files(const Element& header) const {
        std::vector<std::pair<std::string, std::string>> files;  // addresses and what they are called
        const std::string& source = document_.source.name;
        if (links_.index) {
            std::string up;
            for (const char c : source)
                if (c == '/') up += "../";
            files.emplace_back(up + "index.html", "all letters");
        }
        if (!original_.empty()) files.emplace_back(original_, "the original");
        const std::string beside = reference(source.substr(source.rfind('/') + 1));
        if (links_.json) files.emplace_back(beside + ".json", "JSON");
        std::set<std::string_view> types;
        for (const Record& record : document_.records)
            if (links_.csv && types.insert(record.type).second)
                files.emplace_back(beside + "." + record.type + ".csv", in_words(record.type) + " (CSV)");
        if (files.empty()) return;
        const Element line = header.newline().add("p", {{"class", "files"}});
        for (const auto& [address, name] : files) {
            if (!line.empty()) line.text(" · ");
            line.add("a", {{"href", address}}, name);
        }
    }

    bool needs_a_look(const Diagnostic& diagnostic) const {
        return diagnostic.severity >= Severity::doubtful;
    }

    /// What a person should look at, in front of everything.
    void write_banner(const Element& header) const {
        const auto n = static_cast<std::size_t>(
            std::count_if(document_.diagnostics.begin(), document_.diagnostics.end(),
                          [&](const Diagnostic& diagnostic) { return needs_a_look(diagnostic); }));
        if (n == 0) return;
        const Element banner =
            header.newline().add("section", {{"class", "banner"}, {"aria-labelledby", "doubts"}});
        banner.add("h2", {{"id", "doubts"}},
                   "This letter is doubtful: " + counted(n, "point needs a look", "points need a look"));
        const Element list = banner.newline().add("ul", {{"role", "list"}});
        for (const Diagnostic& diagnostic : document_.diagnostics)
            if (needs_a_look(diagnostic)) write_diagnostic(list, diagnostic);
    }

    void write_diagnostic(const Element& list, const Diagnostic& diagnostic) const {
        const std::string_view severity = name(diagnostic.severity);
        const Element item = list.add("li");
        item.add("span", {{"class", "severity " + std::string(severity)}}, severity);
        item.text(" ").text(sentence(diagnostic.message)).text(" ");
        if (!diagnostic.hint.empty()) {
            item.add("span", {{"class", "hint"}}, sentence(diagnostic.hint));
            item.text(" ");
        }
        write_place(item, diagnostic.place);
        item.add("code", {}, diagnostic.code);
        if (!diagnostic.stage.empty())
            item.text(" ").add("span", {{"class", "quiet"}}, "from " + diagnostic.stage);
        list.newline();
    }

    void write_place(const Element& item, const Place& place) const {
        if (place.page > 0) {
            const std::string page = "page " + std::to_string(place.page);
            if (page_begins_.contains(place.page))
                item.add("a", {{"href", "#" + page_id(place.page)}}, page);
            else
                item.add("span", {}, page);
            item.text(" ");
        }
        if (!place.part.empty()) item.add("code", {}, place.part), item.text(" ");
        if (place.file.empty()) return;
        item.add("code", {}, place.line > 0 ? place.file + ":" + std::to_string(place.line) : place.file);
        item.text(" ");
    }

    void write_main(const Element& main) {
        if (metadata(document_)) {
            const Element about = main.newline().add("section", {{"aria-labelledby", "about"}});
            about.add("h2", {{"id", "about"}}, "About this letter");
            add_metadata(about.newline(), document_, references_);
        }
        tables_ = add_records(main.newline(), document_, types_, references_, original_);
        InlineContext context{document_, references_,
                              std::vector<std::vector<std::string>>(document_.blocks.size())};
        const Element text =
            main.newline().add("article", {{"id", "text"}, {"aria-label", "Text of the letter"}});
        if (language_ != "en") text.attribute("lang", language_);
        if (document_.pages.empty()) text.attribute("class", "unpaged");
        add_text(text.newline(), context);
        if (document_.blocks.empty()) text.add("p", {{"class", "quiet"}}, "No text was read.");
        write_furniture(main);
        write_account(main);
        main.newline();
    }

    void write_furniture(const Element& main) const {
        const auto n = static_cast<std::size_t>(
            std::count_if(document_.blocks.begin(), document_.blocks.end(),
                          [](const Block& block) { return block.kind == BlockKind::furniture; }));
        if (n == 0) return;
        const Element details = main.newline().add("details", {{"id", "furniture"}});
        details.add("summary", {},
                    "Running headers and footers: " + counted(n, "line", "lines") + " set aside");
        const Element list = details.newline().add("ul", {{"role", "list"}});
        for (std::size_t i = 0; i < document_.blocks.size(); ++i) {
            const Block& block = document_.blocks[i];
            if (block.kind != BlockKind::furniture) continue;
            const Element item = list.add("li", {{"id", block_id(i)}});
            if (block.page() > 0)
                item.add("span", {{"class", "quiet"}}, "page " + std::to_string(block.page()) + " ");
            if (!block.label.empty()) {
                item.add("span", {{"class", "label"}}, block.label);
                item.text(" ");
            }
            item.lines(block.text);
            list.newline();
        }
    }

    /// Where the letter came from, where every character went, and what was noticed on the way.
    void write_account(const Element& main) const {
        const Element account =
            main.newline().add("section", {{"class", "account"}, {"aria-labelledby", "account"}});
        account.add("h2", {{"id", "account"}}, "Account");
        write_ledger(account.newline());
        write_notes(account.newline());
        write_source(account.newline());
    }

    static std::string verdict(const Ledger& ledger) {
        if (ledger.unaccounted > 0)
            return grouped(ledger.unaccounted) + " of the " + grouped(ledger.read) +
                   " characters that were read are unaccounted for.";
        if (ledger.read == 0) return "No characters were read.";
        return "All " + grouped(ledger.read) + " characters that were read have their place.";
    }

    void write_ledger(const Element& account) const {
        const Ledger& ledger = document_.ledger;
        account.add("p", {}, verdict(ledger));
        const Element table =
            account.newline().add("table", {{"class", "facts pairs counts"}, {"aria-label", "Characters"}});
        const Element body = table.add("tbody");
        const auto row = [&](std::string_view what, std::uint64_t n) {
            const Element tr = body.newline().add("tr");
            tr.add("th", {{"scope", "row"}}, what);
            tr.add("td", {}, grouped(n));
        };
        row("Read", ledger.read);
        row("In the text", ledger.blocks);
        row("In running headers and footers", ledger.furniture);
        for (const auto& [reason, n] : ledger.refused) row("Refused: " + reason, n);
        row("Unaccounted for", ledger.unaccounted);
    }

    void write_notes(const Element& account) const {
        const bool any = std::any_of(document_.diagnostics.begin(), document_.diagnostics.end(),
                                     [&](const Diagnostic& diagnostic) { return !needs_a_look(diagnostic); });
        if (!any) return;
        account.add("h3", {{"id", "notes"}}, "Noticed on the way");
        const Element list = account.newline().add("ul", {{"role", "list"}, {"class", "notes"}});
        for (const Diagnostic& diagnostic : document_.diagnostics)
            if (!needs_a_look(diagnostic)) write_diagnostic(list, diagnostic);
    }

    void write_source(const Element& account) const {
        const Source& source = document_.source;
        account.add("h3", {}, "Source");
        const Element table =
            account.newline().add("table", {{"class", "facts pairs"}, {"aria-label", "Source"}});
        const Element body = table.add("tbody");
        const auto row = [&](std::string_view what, std::string_view value) {
            if (value.empty()) return;
            const Element tr = body.newline().add("tr");
            tr.add("th", {{"scope", "row"}}, what);
            tr.add("td", {}, value);
        };
        row("File", source.name);
        row("Format", source.media_type);
        row("Size", counted(source.size, "byte", "bytes"));
        if (!document_.pages.empty()) row("Pages", grouped(document_.pages.size()));
        row("Made by", source.producer);
        row("Structure tags", source.tagged ? "yes" : "no");
        row("Read by OCR", source.ocr == Ocr::no     ? "no"
                           : source.ocr == Ocr::read ? "in part or whole"
                                                     : "by another program: a scan with a text layer");
        row("Profile", document_.profile.empty() ? "none" : document_.profile);
        row("SHA-256", source.sha256);
    }

    // ---- Contents ----

    void write_contents(const Element& nav) const {
        nav.newline().add("h2", {}, "Contents");
        const Element list = nav.newline().add("ol", {{"role", "list"}});
        const auto entry = [&](std::string_view href, std::string_view title) {
            const Element item = list.add("li");
            item.add("a", {{"href", href}}, title);
            list.newline();
            return item;
        };
        if (metadata(document_)) entry("#about", "About this letter");
        for (const TableEntry& table : tables_) entry("#" + table.id, table.title);
        write_sections(entry("#text", "Text of the letter"));
        entry("#account", "Account");
    }

    /// The section tree as nested lists.
    void write_sections(const Element& item) const {
        struct Open {
            std::uint32_t section;
            Element item, list;
        };
        std::vector<Open> open = {{SectionId::none, item, item}};
        std::vector<bool> has_list = {false};
        for (std::uint32_t i = 0; i < document_.sections.size(); ++i) {
            const Section& section = document_.sections[i];
            while (open.size() > 1 && open.back().section != section.parent.value) {
                open.pop_back();
                has_list.pop_back();
            }
            if (!has_list.back()) {
                open.back().list = open.back().item.add("ol", {{"role", "list"}});
                has_list.back() = true;
            }
            const Element entry = open.back().list.add("li");
            open.back().list.newline();
            const Element link = entry.add("a", {{"href", "#" + section_id(i)}});
            if (!section.number.empty()) link.add("span", {{"class", "number"}}, section.number).text(" ");
            link.text(section.title);
            open.push_back({i, entry, entry});
            has_list.push_back(false);
        }
    }

    void write_footer(const Element& footer) const {
        footer.add(
            "p", {},
            "Made by Sheaf from " + document_.source.name + ". Marked words lead to the tables and back.");
    }

    const Document& document_;
    std::span<const RecordSpec> types_;
    const PageLinks& links_;
    References references_;
    Tree tree_;
    std::string original_;  ///< address of the letter itself; empty when nobody says
    std::string title_, subtitle_;
    std::string_view language_;
    std::vector<TableEntry> tables_;
    std::set<int> page_begins_;  ///< pages whose beginning the text will mark
};

}  // namespace

std::string page(const Document& document, std::span<const RecordSpec> types, const PageLinks& links) {
    return PageWriter(document, types, links).write();
}

}  // namespace sheaf::html
