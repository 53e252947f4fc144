// The small parts of a letter: properties, settings, styles, numbering.
#include <utility>

#include "letter.hpp"
#include "sheaf/text.hpp"

namespace sheaf::docx {
namespace {

// Opens the part and hands it over; a part that cannot be read makes the letter doubtful and is left out.
template <class Read>
void with_part(Letter& letter, std::size_t part, Read&& read) {
    if (part == Package::none) return;
    try {
        XmlReader xml = letter.package.open(part);
        if (xml.event() == Event::start) read(xml);
        letter.report_trouble(xml);
    } catch (const StageError& error) {
        if (error.diagnostic().code != "docx-malformed") throw;
        letter.report_once(Severity::doubtful, "docx-part-broken", error.diagnostic().message,
                           error.diagnostic().place);
    }
}

// The parts of a Word 2003 file are children of its root.
template <class Read>
void with_child(Letter& letter, Tag name, Read&& read) {
    with_part(letter, letter.package.main_part(), [&](XmlReader& xml) {
        xml.children([&] {
            if (xml.tag() == name) read(xml);
        });
    });
}

}  // namespace

NoteNumbering read_note_numbering(XmlReader& xml, NoteNumbering numbering) {
    xml.children([&] {
        if (xml.tag() == Tag::numFmt) numbering.format = number_format(xml.value(), xml.value(Tag::format));
        if (xml.tag() == Tag::numStart) numbering.start = integer(xml);
        if (xml.tag() == Tag::numRestart)
            numbering.restart = xml.value() == "eachSect"   ? Restart::each_section
                                : xml.value() == "eachPage" ? Restart::each_page
                                                            : Restart::never;
    });
    return numbering;
}

void Letter::read_properties(Document& document) {
    std::string application, version;
    const auto read = [&](XmlReader& xml) {
        const auto text = [&] { return text::squeeze(text::to_nfc(xml.all_text())); };
        const auto property = [&](const char* name) {
            if (std::string value = text(); !value.empty())
                document.source.properties.emplace(name, std::move(value));
        };
        xml.children([&] {
            switch (xml.tag()) {
                case Tag::Application:
                    application = text();
                    return;
                case Tag::AppVersion:
                    version = text();
                    return;
                case Tag::language:
                    if (xml.ns() == Ns::dc) document.source.language = text();
                    return;
                case Tag::title:
                case Tag::Title:
                    return property("title");
                case Tag::creator:
                case Tag::Author:
                    return property("author");
                case Tag::subject:
                case Tag::Subject:
                    return property("subject");
                case Tag::keywords:
                case Tag::Keywords:
                    return property("keywords");
                case Tag::category:
                case Tag::Category:
                    return property("category");
                case Tag::created:
                case Tag::Created:
                    return property("created");
                case Tag::modified:
                case Tag::LastSaved:
                    return property("modified");
                default:
                    return;
            }
        });
    };
    if (package.kind() == PackageKind::word_2003) {
        with_child(*this, Tag::DocumentProperties, read);
        if (application.empty()) application = "Microsoft Word 2003 XML";
    } else {
        for (const char* type : {"extended-properties", "extendedProperties", "core-properties"})
            with_part(*this, package.related(Package::none, type), read);
    }
    document.source.producer = application + (version.empty() || application.empty() ? "" : " " + version);
    for (const Part& part : package.parts())
        if (part.name.ends_with("/vbaProject.bin") || part.type.find("macroEnabled") != std::string::npos)
            report_once(Severity::note, "docx-macros",
                        "the letter holds macros, which are neither run nor read", {});
}

void Letter::read_settings() {
    const auto read = [&](XmlReader& xml) {
        xml.children([&] {
            switch (xml.tag()) {
                case Tag::evenAndOddHeaders:
                    even_and_odd_ = on_off(xml);
                    return;
                case Tag::footnotePr:
                    footnotes.numbering = read_note_numbering(xml, footnotes.numbering);
                    return;
                case Tag::endnotePr:
                    endnotes.numbering = read_note_numbering(xml, endnotes.numbering);
                    return;
                case Tag::themeFontLang:
                    if (language.empty()) language = xml.value();
                    return;
                default:
                    return;
            }
        });
    };
    if (package.kind() == PackageKind::word_2003) return with_child(*this, Tag::docPr, read);
    with_part(*this, package.related(package.main_part(), "settings"), read);
}

void Letter::read_styles() {
    const auto read = [&](XmlReader& xml) { styles.read(xml); };
    if (package.kind() == PackageKind::word_2003)
        with_child(*this, Tag::styles, read);
    else
        with_part(*this, package.related(package.main_part(), "styles"), read);
    if (const std::string overlong = styles.resolve(); !overlong.empty())
        report_once(Severity::note, "docx-style-chain",
                    "the style '" + overlong.substr(0, 60) + "' is based on more than " +
                        std::to_string(Styles::longest_chain) + " others; the chain is cut there",
                    {});
    // The text's own default beats what the theme's fonts are for.
    if (styles.defaults().language) language = *styles.defaults().language;
}

void Letter::read_numbering() {
    const auto read = [&](XmlReader& xml) { numbering.read(xml); };
    if (package.kind() == PackageKind::word_2003)
        with_child(*this, Tag::lists, read);
    else
        with_part(*this, package.related(package.main_part(), "numbering"), read);
    numbering.resolve(styles, language);
}

}  // namespace sheaf::docx
