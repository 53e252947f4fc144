// A letter from its package to a document.
#include "letter.hpp"

#include <utility>

#include "drafts/reports.hpp"
#include "sheaf/text.hpp"
#include "story.hpp"

namespace sheaf::odt {

Letter::Letter(const Package& package, const Settings& settings_, Context& context_)
    : settings(settings_), context(context_), package_(package) {}

void Letter::report_once(Severity severity, std::string_view code, std::string message, Place place,
                         std::string hint) {
    if (!reported_.insert(std::string(code)).second) return;
    context.report(severity, code, std::move(message), std::move(place), std::move(hint));
}

Document Letter::convert() {
    Document document;
    document.source.media_type = package_.flat() ? "application/vnd.oasis.opendocument.text-flat-xml"
                                                 : "application/vnd.oasis.opendocument.text";
    const xmlNode* text = child_named(child_named(package_.content(), "office:body"), "office:text");
    if (!text && package_.broken())
        throw StageError("odt-malformed", "the file is damaged: no text can be found in it",
                         "get it again from where it came from");
    if (!text)
        throw StageError("odt-not-text", "the file has no text: it is another kind of OpenDocument file",
                         "save the letter as a text document (.odt)");
    page_styles.read(package_.styles());
    styles = page_styles;
    styles.read(package_.content());
    read_properties(document);
    read_changes(text);
    read_forms(text);

    tally.read = count_below(text);
    std::map<std::string, BlockId, std::less<>> places;
    Story story(*this, StoryKind::body);
    story.read(text);
    place(document, story.take(), places);
    place(document, std::exchange(endnotes, {}), places);
    place(document, std::exchange(comments, {}), places);
    place_furniture(document, places);
    print_marks(document, places, labels, tally);
    resolve_links(document, places);
    report_changes();
    report_silence(context, "odt-no-text", document);
    if (!close_ledger(document, tally))
        context.report(
            Severity::doubtful, "odt-ledger",
            "characters read (" + std::to_string(tally.read) + ") and characters placed or refused (" +
                std::to_string(document.ledger.read - document.ledger.unaccounted) + ") differ",
            {},
            package_.broken() ? "the letter is damaged; compare the result with what LibreOffice shows"
                              : "please report this letter");
    return document;
}

void Letter::read_properties(Document& document) const {
    document.source.language = styles.language();
    const xmlNode* meta = package_.meta() ? child_named(package_.meta(), "office:meta") : nullptr;
    if (!meta) return;
    std::string keywords;
    children(meta, [&](const xmlNode* node) {
        const std::string name = name_of(node);
        const std::string value = text::squeeze(text::to_nfc(text_below(node)));
        if (value.empty()) return;
        const auto put = [&](const char* property) { document.source.properties.emplace(property, value); };
        if (name == "dc:title") put("title");
        if (name == "meta:initial-creator") put("author");
        if (name == "dc:subject") put("subject");
        if (name == "meta:keyword") keywords += (keywords.empty() ? "" : ", ") + value;
        if (name == "meta:creation-date") put("created");
        if (name == "dc:date") put("modified");
        if (name == "dc:language") document.source.language = value;
        if (name == "meta:generator") document.source.producer = value;
    });
    if (const xmlNode* creator = child_named(meta, "dc:creator"))
        if (std::string author = text::squeeze(text::to_nfc(text_below(creator))); !author.empty())
            document.source.properties.emplace("author", std::move(author));
    if (!keywords.empty()) document.source.properties.emplace("keywords", keywords);
}

void Letter::read_changes(const xmlNode* text) {
    const xmlNode* tracked = child_named(text, "text:tracked-changes");
    if (!tracked) return;
    children(tracked, [&](const xmlNode* region) {
        const std::string id = value(region, "id");
        children(region, [&](const xmlNode* node) {
            const std::string name = name_of(node);
            Change change;
            change.kind = name == "text:insertion"  ? Change::insertion
                          : name == "text:deletion" ? Change::deletion
                                                    : Change::format;
            change.node = node;
            change.mark = change.kind == Change::deletion ? "deleted" : "inserted";
            if (const xmlNode* info = child_named(node, "office:change-info"))
                for (const char* part : {"dc:creator", "dc:date"})
                    if (const xmlNode* of = child_named(info, part))
                        if (const std::string said = text::squeeze(text::to_nfc(text_below(of)));
                            !said.empty())
                            change.mark += " " + said;
            changes.emplace(id, std::move(change));
        });
    });
}

void Letter::read_forms(const xmlNode* node) {
    children(node, [&](const xmlNode* child) {
        const std::string name = name_of(child);
        if (name == "office:forms" || name == "form:form") return read_forms(child);
        if (name.starts_with("form:"))
            if (const auto id = attribute(child, "id")) controls.emplace(*id, child);
    });
}

// ---- Headers and footers

// The master pages (ODF 1.3 part 3, 16.9) that the text uses, with those that follow them; `first` is that of
// the first page.
std::set<std::string> Letter::used_masters(const xmlNode* all, std::string& first) const {
    std::map<std::string, std::string> next;
    std::string standard;
    children(all, [&](const xmlNode* page) {
        if (name_of(page) != "style:master-page") return;
        const std::string name = value(page, "name");
        next.emplace(name, value(page, "next-style-name"));
        if (standard.empty() || name == "Standard") standard = name;
    });
    std::set<std::string> used = masters;
    first = first_master.value_or(std::string());
    if (first.empty()) first = standard;
    used.insert(first);
    for (std::vector<std::string> open(used.begin(), used.end()); !open.empty();) {
        const auto found = next.find(open.back());
        open.pop_back();
        if (found != next.end() && !found->second.empty() && used.insert(found->second).second)
            open.push_back(found->second);
    }
    return used;
}

void Letter::place_running(Document& document, std::map<std::string, BlockId, std::less<>>& places,
                           const xmlNode* running, bool used, bool first) {
    const std::string name = name_of(running);
    tally.read += count_below(running);
    Story story(*this, StoryKind::furniture);
    story.read(running);
    Flow flow = story.take();
    if (!used || value(running, "display") == "false")
        return tally.refuse("header or footer that is not in use", count_text(flow));
    flatten(flow, BlockKind::furniture);
    const char* edge = name.starts_with("style:header") ? "header" : "footer";
    for (Draft& draft : flow)
        draft.block.basis = std::string(first || name.ends_with("-first") ? "first page " : "page ") + edge;
    place(document, std::move(flow), places);
}

void Letter::place_furniture(Document& document, std::map<std::string, BlockId, std::less<>>& places) {
    const xmlNode* all = child_named(package_.styles(), "office:master-styles");
    if (!all) return;
    std::string first;
    const std::set<std::string> used = used_masters(all, first);
    children(all, [&](const xmlNode* page) {
        const std::string name = value(page, "name"), next = value(page, "next-style-name");
        const bool only_first = name == first && !next.empty() && next != name;
        children(page, [&](const xmlNode* running) {
            const std::string kind = name_of(running);
            if (kind.starts_with("style:header") || kind.starts_with("style:footer"))
                place_running(document, places, running, used.contains(name), only_first);
        });
    });
}

// ---- What is said of the whole

void Letter::report_changes() {
    // Deleted text that stood nowhere.
    for (const auto& [id, change] : changes)
        if (change.kind == Change::deletion && !change.met)
            tally.refuse("tracked deletion", count_below(change.node));
    drafts::report_changes(context, "odt-tracked-changes", insertions, deletions,
                           settings.changes == Changes::accept   ? "they are accepted"
                           : settings.changes == Changes::reject ? "they are rejected"
                                                                 : "both are shown");
    if (!unknown_format.empty())
        context.report(Severity::doubtful, "odt-number-format",
                       "a list counts in a way that is not known here (" + unknown_format +
                           "): its numbers are given as decimal numbers",
                       {}, "compare the numbers with what LibreOffice shows");
}

}  // namespace sheaf::odt
