// The stage `pdf`: reads letters in PDF form.
#include <algorithm>

#include "layout.hpp"
#include "layout/word_lists.hpp"
#include "ocr/pages.hpp"
#include "poppler/draw.hpp"
#include "reader.hpp"
#include "sheaf/drawing.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::pdf {
namespace {

constexpr OptionSpec options[] = {
    {.name = "max_operators",
     .type = OptionType::integer,
     .help = "Content operators that are read of a letter before reading stops.",
     .default_value = "50000000",
     .minimum = 1000,
     .maximum = 1e12},
    {.name = "max_inflated_mb",
     .type = OptionType::integer,
     .help = "Megabytes of content streams that are inflated for a letter before reading stops.",
     .default_value = "128",
     .minimum = 1,
     .maximum = 1e6},
    {.name = "max_glyphs",
     .type = OptionType::integer,
     .help = "Glyphs that are read of a letter before reading stops.",
     .default_value = "20000000",
     .minimum = 1000,
     .maximum = 1e9},
    {.name = "max_structure_elements",
     .type = OptionType::integer,
     .help = "Elements of the structure tree that are read of a letter; the rest is read without tags.",
     .default_value = "5000000",
     .minimum = 1000,
     .maximum = 1e9},
    {.name = "hidden",
     .type = OptionType::choice,
     .help = "What becomes of text that is in the file and that no reader of the page sees: it is refused, "
             "or kept.",
     .default_value = "\"refuse\"",
     .choices = "refuse|keep"},
    {.name = "tags",
     .type = OptionType::choice,
     .help = "What a letter's tags count for: all that they say (trust), what the page does not contradict "
             "(check), or nothing (ignore).",
     .default_value = "\"check\"",
     .choices = "trust|check|ignore"},
    {.name = "word_lists",
     .type = OptionType::texts,
     .help =
         "Word lists of Hunspell in /usr/share/hunspell, or of Aspell in /var/lib/aspell, which tell whose a "
         "line end's hyphen is where the letter's own words do not; those that are not installed are left "
         "out. None: then English spelling alone tells.",
     .default_value = "[\"en_GB\", \"cy\"]"},
    {.name = "ocr",
     .type = OptionType::choice,
     .help = "Which pages are read by OCR: those without text that can be used, none, or all of them.",
     .default_value = "\"auto\"",
     .choices = "auto|never|always"},
    {.name = "ocr_languages",
     .type = OptionType::texts,
     .help =
         "Languages that OCR expects, as Tesseract names them; those without installed data are left out.",
     .default_value = "[\"eng\", \"cym\"]"},
    {.name = "ocr_max_pages",
     .type = OptionType::integer,
     .help = "Pages of a letter that are read by OCR, at a few seconds each.",
     .default_value = "500",
     .minimum = 1,
     .maximum = 100000},
};

constexpr DiagnosticSpec diagnostics[] = {
    {"pdf-encrypted", Severity::error,
     "The letter is encrypted and no password that was given opens it. Supply one with --password-file."},
    {"pdf-damaged", Severity::error,
     "No page can be found in the file. Get the letter again from where it was published."},
    {"pdf-not-drawn", Severity::error,
     "A page could not be drawn: it is damaged, or takes more than an honest page does."},
    {"pdf-too-large", Severity::error, "The file is larger than what can be read. Divide it."},
    {"pdf-page-order", Severity::doubtful,
     "The file's list of pages is lost. Look whether the pages stand in order, and whether all are there."},
    {"pdf-page-lost", Severity::doubtful,
     "A page, or content of a page, is damaged or missing and could not be read. Look at the letter."},
    {"pdf-limit", Severity::doubtful,
     "A limit on what a file may make the reader do was reached; what follows was not read. Raise the limit "
     "if the letter is honest."},
    {"pdf-form-cycle", Severity::repaired, "A form shows itself without end; it is read once."},
    {"pdf-font-missing", Severity::doubtful,
     "Text is set in a font that the file does not describe; its characters may be wrong."},
    {"pdf-structure", Severity::note, "The structure tree is damaged; the page decides instead."},
    {"pdf-repaired", Severity::repaired, "The file's table of objects was damaged and has been rebuilt."},
    {"pdf-syntax", Severity::note, "The file breaks the rules of its format in a place that does no harm."},
    {"pdf-redaction", Severity::doubtful,
     "Words are hidden under a box, or marked to be redacted, and still in the file. They are left out. "
     "Whoever published the letter should remove them from it."},
    {"pdf-glyph-unknown", Severity::doubtful,
     "Letters are printed of which the file does not say what they are: U+FFFD stands for them. Compare the "
     "words with the page."},
    {"pdf-glyph-corrected", Severity::note,
     "A font's table of characters contradicts the glyphs that it shows; the glyphs are believed."},
    {"pdf-glyph-disputed", Severity::doubtful,
     "What a font's table says of its characters and what its program says differ throughout; the table is "
     "believed. Compare the words with the page."},
    {"pdf-stamp", Severity::note,
     "A stamp or a watermark, which is no part of the text, may change what the letter is worth."},
    {"pdf-tick", Severity::doubtful,
     "A box of a form is ticked by lines or a spot, which are no text. Read on the page which box it is."},
    {"pdf-comment", Severity::note,
     "Somebody's comment on a page, which a program shows beside it, is no part of the letter."},
    {"pdf-attachment", Severity::doubtful,
     "The letter is one of several files in this file, or a form that only some programs show. Look at what "
     "is in it."},
    {"pdf-no-text", Severity::doubtful,
     "Pages, or all of the letter, hold no text, as scans do: nothing was read there. Read them by OCR."},
    {"pdf-ocr", Severity::note,
     "Pages were read by OCR, so their words may be wrong; every span bears its confidence."},
    {"pdf-ocr-unsure", Severity::note,
     "A word was read by OCR with little confidence. Look at its place on the page."},
    {"pdf-ocr-scrawl", Severity::note,
     "What looks like a line of text could not be read: handwriting, a stamp, a part of a picture. It is "
     "left out."},
    {"pdf-ocr-poor", Severity::doubtful,
     "A page could be read by OCR only with little confidence. Compare the letter with its pages, or scan it "
     "again."},
    {"pdf-text-layer", Severity::doubtful,
     "The invisible text over a page's picture does not say what the picture shows. Read the letter with the "
     "option ocr = \"always\"."},
    {"pdf-layer-differs", Severity::doubtful,
     "A line of a scan's text layer has other words than OCR reads in the picture. Read the line on the "
     "page."},
    {"pdf-layer-read", Severity::note,
     "Pages are scans, and their words are those of a text layer that another program made by OCR."},
    {"pdf-picture-words", Severity::doubtful, "A picture holds words that are in no block. Read them there."},
    {"pdf-ocr-missing", Severity::doubtful,
     "Pages want OCR, and it is not installed. Install the packages tesseract-ocr-eng and "
     "tesseract-ocr-cym."},
    {"pdf-refused", Severity::note,
     "Text that was read is in no block, with the reason and the place: nobody sees it, or it stands there "
     "twice."},
    {"pdf-annotation-text", Severity::doubtful,
     "A form field or an annotation holds text that readers may see and that the file gives no look; it is "
     "refused. Print the letter anew to PDF from a program that shows it."},
    {"pdf-tags-overruled", Severity::note,
     "The letter's tags contradict what its page shows, and the page decided. Look at the place where that "
     "matters."},
    {"pdf-hyphen-unsure", Severity::doubtful,
     "A line end cuts a word, and neither the letter nor a word list tells whether the hyphen is the word's "
     "or the line's. Look how the word is spelt."},
    {"pdf-word-list-missing", Severity::doubtful,
     "Line ends cut words that a word list would tell how to join, and none is installed. Install the "
     "package hunspell-en-gb."},
    {"pdf-drop-cap", Severity::doubtful,
     "A large first letter may be a word of its own, or the first of the word behind it. Read the line on "
     "the page."},
    {"pdf-numbers", Severity::doubtful,
     "The printed numbers of paragraphs jump back or leave one out: paragraphs may stand in another order "
     "than the page shows, or one may be a part of another. Look at the place."},
    {"pdf-turned-rows", Severity::doubtful,
     "Rows of columns stand sideways on an upright page, outside any table: cells of several lines may be "
     "mixed. Compare them with the page."},
    {"pdf-text-lost", Severity::doubtful,
     "Characters that were read stand in no block: compare the letter with its pages."},
    {"pdf-text-doubled", Severity::doubtful,
     "Characters stand in more than one block: compare the letter with its pages."},
};

class PdfInput : public DrawingInput {
  public:
    explicit PdfInput(const Options& given) : words_(given.texts("word_lists")) {
        limits_.operators = static_cast<std::uint64_t>(given.integer("max_operators"));
        limits_.inflated = static_cast<std::uint64_t>(given.integer("max_inflated_mb")) * 1'000'000;
        limits_.glyphs = static_cast<std::uint64_t>(given.integer("max_glyphs"));
        limits_.structure_nodes = static_cast<std::uint64_t>(given.integer("max_structure_elements"));
        reading_.keep_hidden = given.text("hidden") == "keep";
        reading_.tags = given.text("tags") == "trust"    ? Tags::trust
                        : given.text("tags") == "ignore" ? Tags::ignore
                                                         : Tags::check;
        reading_.words = &words_;
        ocr_.when = given.text("ocr") == "never"    ? ocr::When::never
                    : given.text("ocr") == "always" ? ocr::When::always
                                                    : ocr::When::automatic;
        ocr_.languages = given.texts("ocr_languages");
        ocr_.most_pages = static_cast<int>(given.integer("ocr_max_pages"));
    }

    int sniff(std::string_view bytes) const override {
        // ISO 32000-1, 7.5.2, and its implementation note: readers look for the header in the first 1,024
        // bytes.
        const std::size_t at = bytes.substr(0, 1024).find("%PDF-");
        if (at == std::string_view::npos) return 0;
        return at == 0 ? 100 : 60;
    }

    Document read(std::string_view bytes, Context& context) override {
        ocr::Outcome ocr;
        const Content content =
            read_content(bytes, context.password(), limits_,
                         [&](Content& read, const Draw& draw) { ocr = ocr::read_pages(read, ocr_, draw); });
        Document document;
        document.source.media_type = "application/pdf";
        document.source.producer = content.producer;
        document.source.tagged = content.tagged;
        document.source.language = content.language;
        document.source.properties = content.properties;
        document.source.ocr = ocr.ocr;
        lay_out(content, document, reading_);
        // What was said of the reading comes before what was said of the layout.
        document.diagnostics.insert(document.diagnostics.begin(), content.diagnostics.begin(),
                                    content.diagnostics.end());
        ocr::put_back(document, ocr.turned);
        const std::vector<Diagnostic> said = std::move(document.diagnostics);
        document.diagnostics.clear();
        for (const Diagnostic& d : said) context.report(d.severity, d.code, d.message, d.place, d.hint);
        return document;
    }

    DrawnPage draw(std::string_view bytes, int page, double dpi, Context& context) override {
        auto drawn = draw_page(bytes, context.password(), page, dpi);
        if (drawn) return std::move(*drawn);
        throw StageError("pdf-not-drawn", "page " + std::to_string(page) + " cannot be drawn",
                         "open the letter itself");
    }

  private:
    Limits limits_;
    WordLists words_;
    Reading reading_;
    ocr::Settings ocr_;
};

// Language data of OCR that TESSDATA_PREFIX moves elsewhere is not looked at.
constexpr const char* data[] = {"/usr/share/hunspell/{word_lists}.aff",
                                "/usr/share/hunspell/{word_lists}.dic", "/var/lib/aspell/{word_lists}.rws",
                                "/usr/share/tesseract-ocr/5/tessdata/{ocr_languages}.traineddata"};

Input* create(const Setup& setup) {
    return new PdfInput(setup.options);
}

constexpr StageSpec stages[] = {{
    .kind = StageKind::input,
    .name = "pdf",
    .help = "Reads letters in PDF form, with or without tags.",
    .options = options,
    .diagnostics = diagnostics,
    .data = data,
    .create_input = create,
}};

}  // namespace
}  // namespace sheaf::pdf

SHEAF_PLUGIN("sheaf.pdf", "1.0.0", "Reads letters in PDF form", "GPL-2.0-or-later", sheaf::pdf::stages)
