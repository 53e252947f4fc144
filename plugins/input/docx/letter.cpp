// A letter from its package to a document.
#include "letter.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "drafts/reports.hpp"
#include "sheaf/text.hpp"
#include "story/story.hpp"

namespace sheaf::docx {

Letter::Letter(Package& package_, const Settings& settings_, Context& context_)
    : package(package_), data(package_), settings(settings_), context(context_) {}

void Letter::report_once(Severity severity, std::string_view code, std::string message, Place place,
                         std::string hint) {
    if (!reported_.insert(std::string(code) + "|" + place.part).second) return;
    context.report(severity, code, std::move(message), std::move(place), std::move(hint));
}

void Letter::report_trouble(const XmlReader& xml) {
    if (xml.trouble().empty()) return;
    broken_ = true;
    report_once(Severity::doubtful, "docx-part-broken", "the part is broken XML: " + xml.trouble(),
                {.line = xml.trouble_line(), .part = xml.part()},
                "what could be read is there; compare it with what Word shows");
}

std::string external_target(Letter& letter, std::size_t part, std::string_view id) {
    const Relationships& all = letter.package.relationships(part);
    const auto found = all.find(std::string(id));
    if (found == all.end() || !found->second.external) return {};
    return found->second.target;
}

Document Letter::convert() {
    Document document;
    document.source.media_type =
        package.kind() == PackageKind::zip
            ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            : "application/xml";
    read_properties(document);
    read_settings();
    read_styles();
    if (language.empty()) language = styles.defaults().language.value_or(std::string());
    if (document.source.language.empty()) document.source.language = language;
    read_numbering();

    std::map<std::string, BlockId, std::less<>> places;
    place(document, read_body(), places);
    place(document, take_notes(endnotes), places);
    place(document, take_notes(comments), places);
    place_furniture(document, places);
    label_notes(document, places);
    resolve_links(document, places);
    refuse_unreferenced();
    report_changes(context, "docx-tracked-changes", insertions, deletions,
                   settings.changes == Changes::accept   ? "they are accepted"
                   : settings.changes == Changes::reject ? "they are rejected"
                                                         : "both are shown");
    if (!numbering.unknown_format().empty())
        context.report(Severity::doubtful, "docx-number-format",
                       "a list counts in a way that is not known here (" + numbering.unknown_format() +
                           "): its numbers are given as decimal numbers",
                       {}, "compare the numbers with what Word shows");
    report_missing_parts();
    report_silence(context, "docx-no-text", document);
    close_ledger(document);
    return document;
}

// A part that the document refers to and that is not there: its name may be damaged, which no checksum
// covers.
void Letter::report_missing_parts() {
    constexpr std::string_view needed[] = {"header",    "footer",   "styles",   "numbering",
                                           "footnotes", "endnotes", "comments", "settings"};
    std::map<std::string, std::string> missing;  // by target: hash order must not decide
    for (const auto& [id, relationship] : package.relationships(package.main_part()))
        if (!relationship.external && package.find(relationship.target) == Package::none &&
            std::find(std::begin(needed), std::end(needed), relationship.type) != std::end(needed))
            missing.emplace(relationship.target, relationship.type);
    for (const auto& [target, type] : missing)
        report_once(Severity::doubtful, "docx-part-missing",
                    "the letter refers to a part with its " + type + ", which is not there", {.part = target},
                    "get the letter again from where it came from");
}

XmlReader Letter::open_story(std::size_t part) {
    XmlReader xml = package.open(part);
    xml.count_text(&tally.read);
    return xml;
}

Flow Letter::read_body() {
    XmlReader xml = open_story(package.main_part());
    const Tag root = package.kind() == PackageKind::word_2003 ? Tag::wordDocument : Tag::document;
    const bool broken = !xml.trouble().empty();
    if (xml.event() != Event::start || (!xml.at(Ns::w, root) && !(broken && xml.ns() == Ns::w)))
        throw StageError("docx-malformed",
                         broken ? "the main part is broken XML: " + xml.trouble()
                                : "the main part is no Word document: its root element has another name",
                         "the file is damaged or was made by a program that writes no DOCX",
                         {.line = broken ? xml.trouble_line() : xml.line(), .part = xml.part()});
    Flow body;
    bool found = false;
    const auto read = [&](bool one_block) {
        found = true;
        Story story(*this, xml, package.main_part(), StoryKind::body);
        story.after_block = [&](Flow& flow) { append(flow, take_notes(footnotes), {}); };
        one_block ? story.read_block() : story.read();
        append(body, story.take(), {});
        append(body, take_notes(footnotes), {});
    };
    if (xml.at(Ns::w, root)) {
        xml.children([&] {
            if (xml.at(Ns::w, Tag::background))
                page_colour = page_background(xml);
            else if (xml.at(Ns::w, Tag::body))
                read(false);
            else if (!xml.trouble().empty() && xml.ns() == Ns::w && package.kind() != PackageKind::word_2003)
                read(true);  // the body's own tag is damaged
        });
    } else {
        read(true);  // the root's own tag is damaged
    }
    report_trouble(xml);
    if (!found || (body.empty() && !xml.trouble().empty()))
        throw StageError("docx-malformed",
                         xml.trouble().empty() ? "the main part has no body"
                                               : "the main part is broken XML: " + xml.trouble(),
                         {}, {.line = xml.trouble_line(), .part = xml.part()});
    return body;
}

// ---- Notes -----------------------------------------------------------------------------------------------

void Letter::each_note(NoteKind& kind, bool counted,
                       const std::function<void(XmlReader&, const std::string& id)>& visit) {
    const std::size_t part = package.kind() == PackageKind::word_2003
                                 ? Package::none
                                 : package.related(package.main_part(), kind.part_type);
    if (part == Package::none) return;
    XmlReader xml = counted ? open_story(part) : package.open(part);
    std::set<std::string> seen;
    xml.children([&] {
        if (xml.tag() != Tag::footnote && xml.tag() != Tag::endnote && xml.tag() != Tag::comment) return;
        const std::string_view type = xml.value(Tag::type);
        const bool separator = !type.empty() && type != "normal";
        const std::string id(xml.value(Tag::id));
        if (!separator && seen.insert(id).second) return visit(xml, id);
        const std::uint64_t before = tally.read;
        xml.skip();
        tally.refuse(separator ? "note separator" : "note with the id of another", tally.read - before);
    });
    report_trouble(xml);
}

void Letter::list(NoteKind& kind) {
    if (std::exchange(kind.listed, true)) return;
    each_note(kind, false, [&](XmlReader& xml, const std::string& id) {
        kind.bodies[id];
        if (xml.tag() != Tag::comment) return;
        std::string basis = "comment";
        const std::string author = text::squeeze(xml.value(Tag::author));
        const std::string date(xml.value(Tag::date));
        if (!author.empty()) basis += " by " + author;
        if (!date.empty()) basis += ", " + date;
        kind.comment_basis[id] = basis;
        kind.initials[id] = text::squeeze(xml.value(Tag::initials));
    });
}

void Letter::load(NoteKind& kind) {
    list(kind);
    if (std::exchange(kind.loaded, true)) return;
    each_note(kind, true, [&](XmlReader& xml, const std::string& id) {
        Story story(*this, xml, package.related(package.main_part(), kind.part_type), StoryKind::note);
        story.read();
        kind.bodies[id] = story.take();
    });
}

bool Letter::refer(NoteKind& kind, const std::string& id, std::string_view own_mark) {
    list(kind);
    if (!kind.bodies.count(id)) {
        report_once(
            Severity::doubtful, "docx-note-missing",
            "the text refers to a " + std::string(kind.name) + " (" + id + ") that is not in the letter", {});
        return false;
    }
    if (!kind.labels.emplace(id, std::string()).second) return true;
    kind.uses.push_back({id, std::string(own_mark), sections.size(), page_breaks});
    referred_[kind.name].push_back(id);
    load(kind);  // notes may refer to notes: theirs are numbered behind this one
    return true;
}

void Letter::number(NoteKind& kind) {
    const auto setup = [&](std::size_t of) {
        NoteNumbering chosen = kind.numbering;
        if (of >= sections.size() || kind.name == "comment") return chosen;
        const NoteNumbering& own = kind.name == "footnote" ? sections[of].footnotes : sections[of].endnotes;
        if (own.format) chosen.format = own.format;
        if (own.start) chosen.start = own.start;
        if (own.restart) chosen.restart = own.restart;
        return chosen;
    };
    const bool pages_known = page_breaks.rendered > 0;
    const NoteKind::Use* last = nullptr;
    int next = setup(0).start.value_or(1);
    for (const NoteKind::Use& use : kind.uses) {
        const NoteNumbering chosen = setup(use.section);
        const Restart restart = chosen.restart.value_or(Restart::never);
        const bool new_section = last && use.section != last->section;
        const bool new_page = last && (pages_known ? use.before.rendered != last->before.rendered
                                                   : use.before.made != last->before.made);
        if ((restart == Restart::each_section && new_section) ||
            (restart == Restart::each_page && (new_page || (new_section && !pages_known))))
            next = chosen.start.value_or(1);
        if (restart == Restart::each_page && last && !pages_known)
            report_once(
                Severity::doubtful, "docx-note-pages",
                "the numbers of footnotes begin anew on every page, but the letter does not say where "
                "its pages end: some marks may be wrong",
                {}, "open the letter in Word and save it again: Word then writes where pages end");
        last = &use;
        std::string& label = kind.labels[use.id];
        if (!use.own_mark.empty())
            label = use.own_mark;
        else if (kind.name == "comment")
            label = kind.initials[use.id].substr(0, 16) + std::to_string(next++);
        else
            label = print_number(next++, chosen.format.value_or(NumberFormat::decimal), language);
        label = text::squeeze(text::to_nfc(label));
    }
}

void Letter::label_notes(Document& document, const std::map<std::string, BlockId, std::less<>>& places) {
    std::map<std::string, std::string, std::less<>> labels;
    for (NoteKind* kind : {&footnotes, &endnotes, &comments}) {
        number(*kind);
        for (const auto& [id, label] : kind->labels)
            labels.emplace(pending_link("note:" + std::string(kind->name) + id), label);
    }
    print_marks(document, places, labels, tally);
}

std::string Letter::add_inline_note(NoteKind& kind, Flow&& body) {
    std::string id = "inline " + std::to_string(kind.bodies.size());
    kind.bodies[id] = std::move(body);
    return id;
}

Flow Letter::take_notes(NoteKind& kind) {
    Flow notes;
    const std::vector<std::string> ids = std::exchange(referred_[kind.name], {});
    for (const std::string& id : ids) {
        Flow body = std::move(kind.bodies[id]);
        kind.bodies[id].clear();
        const auto comment = kind.comment_basis.find(id);
        make_footnotes(body, comment == kind.comment_basis.end() ? std::string(kind.name) : comment->second);
        body.front().anchors.push_back("note:" + std::string(kind.name) + id);
        append(notes, std::move(body), {});
    }
    return notes;
}

// ---- Headers and footers ----------------------------------------------------------------------------------

void Letter::place_furniture(Document& document, std::map<std::string, BlockId, std::less<>>& places) {
    std::set<std::string> seen;
    const auto put = [&](Flow&& flow, bool used, const char* basis) {
        if (!used) return tally.refuse("header or footer that is not in use", count_text(flow));
        flatten(flow, BlockKind::furniture);
        for (Draft& draft : flow) draft.block.basis = basis;
        place(document, std::move(flow), places);
    };
    for (std::size_t k = 0; k < sections.size(); ++k) {
        // A first page's header is inherited by the sections behind.
        const bool title_page = std::any_of(sections.begin() + static_cast<std::ptrdiff_t>(k), sections.end(),
                                            [](const SectionSetup& s) { return s.title_page; });
        for (const HeaderReference& reference : sections[k].headers) {
            const bool used = reference.type == "first"  ? title_page
                              : reference.type == "even" ? even_and_odd_
                                                         : true;
            const bool first = k == 0 && reference.type == "first";
            const char* basis = reference.header ? (first ? "first page header" : "page header")
                                                 : (first ? "first page footer" : "page footer");
            if (const auto known = inline_headers.find(reference.id); known != inline_headers.end()) {
                put(std::move(known->second), used, basis);
                inline_headers.erase(known);
                continue;
            }
            const Relationships& all = package.relationships(package.main_part());
            const auto found = all.find(reference.id);
            if (found == all.end() || found->second.external) continue;
            const std::size_t part = package.find(found->second.target);
            if (part == Package::none) continue;
            if (!seen.insert(package.parts()[part].name).second) continue;
            XmlReader xml = open_story(part);
            Story story(*this, xml, part, StoryKind::furniture);
            if (xml.event() == Event::start) story.read();
            put(story.take(), used, basis);
            report_trouble(xml);
        }
    }
}

// ---- What nothing refers to, and the ledger ----

namespace {

/// Of a kind that has no text: settings, fonts, numbering, styles, settings for the web (ECMA-376 Part 1, 11.3.3, 11.3.5 and
/// 11.3.11 to 11.3.13).
bool never_holds_text(const Part& part) {
    constexpr std::string_view kinds[] = {"styles+xml",      "stylesWithEffects+xml", "fontTable+xml",
                                          "webSettings+xml", "settings+xml",          "numbering+xml"};
    return std::any_of(std::begin(kinds), std::end(kinds), [&](std::string_view kind) {
        return part.type.ends_with(kind) && part.type[part.type.size() - kind.size() - 1] == '.';
    });
}

}  // namespace

void Letter::refuse_unreferenced() {
    for (NoteKind* kind : {&footnotes, &endnotes, &comments}) {
        if (kind == &comments && !settings.comments) continue;
        load(*kind);
        std::uint64_t count = 0;
        for (const auto& [id, flow] : kind->bodies) count += count_text(flow);
        tally.refuse(std::string(kind->name) + " that nothing refers to", count);
    }
    if (package.kind() == PackageKind::word_2003) return;
    for (std::size_t k = 0; k < package.parts().size(); ++k) {
        const Part& part = package.parts()[k];
        const bool text_part = part.type.find("wordprocessingml") != std::string::npos ||
                               part.type.find("ms-word") != std::string::npos ||
                               part.type.find("drawingml.diagramData") != std::string::npos ||
                               part.type.find("drawingml.chart+xml") != std::string::npos;
        if (part.used || !text_part || !part.type.ends_with("xml") || never_holds_text(part)) continue;
        const bool glossary = part.name.find("/glossary/") != std::string::npos;
        const bool comment_part = !settings.comments && part.type.find("comments") != std::string::npos;
        try {
            XmlReader xml = open_story(k);
            std::uint64_t count = 0;
            bool inside = false;
            while (xml.event() != Event::finished) {
                if (xml.event() == Event::text && inside) count += text::count_visible(xml.text());
                if (xml.event() == Event::start || xml.event() == Event::end)
                    inside = xml.event() == Event::start && is_text_element(xml.tag());
                xml.next();
            }
            if (count == 0) continue;
            tally.refuse(glossary       ? "building blocks (glossary)"
                         : comment_part ? "comment"
                                        : "part that nothing refers to",
                         count);
            if (!glossary && !comment_part)
                context.report(Severity::note, "docx-part-unused",
                               "the part holds text, but nothing in the letter refers to it",
                               {.part = part.name});
        } catch (const StageError& error) {
            if (error.diagnostic().code != "docx-malformed") throw;
            report_once(Severity::note, "docx-part-broken", error.diagnostic().message,
                        error.diagnostic().place);
        }
    }
}

void Letter::close_ledger(Document& document) {
    if (drafts::close_ledger(document, tally)) return;
    const std::uint64_t known = document.ledger.read - document.ledger.unaccounted;
    context.report(Severity::doubtful, "docx-ledger",
                   "characters read (" + std::to_string(tally.read) + ") and characters placed or refused (" +
                       std::to_string(known) + ") differ",
                   {},
                   broken_ ? "the letter is damaged; compare the result with what Word shows"
                           : "please report this letter");
}

}  // namespace sheaf::docx
