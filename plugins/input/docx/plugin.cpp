// The `docx` input stage.
#include "sheaf/plugin.hpp"
#include "drafts/clean_context.hpp"
#include "drafts/options.hpp"
#include "letter.hpp"
#include "package/sniff.hpp"

namespace {

using namespace sheaf;

constexpr OptionSpec options[] = {
    drafts::changes_option,
    drafts::comments_option,
    drafts::max_entries_option,
    drafts::max_part_size_option("256", 1e6),
    drafts::max_total_size_option("1024"),
    {.name = "max_depth",
     .type = OptionType::integer,
     .help = "Most XML elements that may be nested.",
     .default_value = "256",
     .minimum = 16,
     .maximum = 2000},
    drafts::max_nodes_option("Most XML elements and texts that a letter may have.", "50000000"),
};

constexpr DiagnosticSpec diagnostics[] = {
    {"docx-encrypted", Severity::error, "The letter is encrypted. Save it without a password."},
    {"docx-old-format", Severity::error, "The letter is a binary .doc file. Save it as .docx."},
    {"docx-not-word", Severity::error,
     "The file is a zip file, a package or a compound file, but no Word document."},
    {"docx-malformed", Severity::error, "The package or its main part is damaged beyond reading."},
    {"docx-limit", Severity::error,
     "Reading the letter would cost more than a limit allows. The message names the option to raise."},
    {"docx-part-broken", Severity::doubtful,
     "A part is broken XML. What could be recovered was read; the place is where the damage begins."},
    {"docx-part-damaged", Severity::doubtful,
     "The checksum of a part is wrong, or it cannot be inflated to its end. What could be recovered was "
     "read."},
    {"docx-part-missing", Severity::doubtful,
     "The letter refers to a header, a footer, its styles, its numbering or its notes, and they are not "
     "there."},
    {"docx-duplicate-part", Severity::doubtful,
     "Two entries of the zip file have one name. The first is read, the others are not."},
    {"docx-no-main-relationship", Severity::repaired,
     "The package does not say which part is the document. It was found by its content type or its usual "
     "name."},
    {"docx-alt-chunk", Severity::doubtful,
     "A document of another format is embedded whole; Word would print it, but it is not read."},
    {"docx-sub-document", Severity::doubtful,
     "A part of the letter is a file of its own, which is not read."},
    {"docx-field-open", Severity::doubtful,
     "A field begins and never ends: text may have been taken for its instruction."},
    {"docx-note-missing", Severity::doubtful, "The text refers to a note that is not in the letter."},
    {"docx-note-pages", Severity::doubtful,
     "Footnotes are numbered page by page, and the file does not say where its pages end."},
    {"docx-embedded-object", Severity::doubtful,
     "An object of another program is embedded, such as a sheet. What its picture shows is not read."},
    {"docx-no-text", Severity::doubtful, "The letter has no text: it is empty, or made of pictures alone."},
    {"docx-date-field", Severity::doubtful,
     "A date is a field that changes whenever the letter is opened, saved or printed."},
    {"docx-placeholder", Severity::doubtful,
     "Nobody has filled in a content control; the prompt that Word shows there is left out."},
    {"docx-bound-value", Severity::note,
     "A content control shows data that the letter carries; the text beside it says something else, and is "
     "left out."},
    {"docx-private-symbol", Severity::doubtful,
     "The text has a symbol of a font that gives it a meaning of its own, which cannot be read."},
    {"docx-number-format", Severity::doubtful,
     "A list counts in a way that is not known here; its numbers are given as decimal numbers."},
    {"docx-chart", Severity::note, "A chart is not read."},
    {"docx-macros", Severity::note, "The letter holds macros, which are neither run nor read."},
    {"docx-part-unused", Severity::note, "A part holds text, but nothing in the letter refers to it."},
    {"docx-style-chain", Severity::note, "A style is based on too long a chain of styles; the chain is cut."},
    {"docx-tracked-changes", Severity::note,
     "The letter has tracked changes; the option `changes` says what becomes of them."},
    {"docx-ledger", Severity::doubtful,
     "Characters were lost or doubled while reading, in damaged markup or by an error of this plugin."},
};

class DocxInput final : public Input {
  public:
    explicit DocxInput(const Options& given)
        : settings_{drafts::changes_in(given),
                    given.flag("comments"),
                    {drafts::archive_limits_in(given), drafts::count_in(given, "max_depth"),
                     drafts::count_in(given, "max_nodes")}} {}

    int sniff(std::string_view bytes) const override {
        switch (docx::kind_of(bytes)) {
            case docx::FileKind::word_zip:
            case docx::FileKind::flat_opc:
            case docx::FileKind::word_2003:
                return 100;
            // Not ours, but nobody says better why they cannot be read.
            case docx::FileKind::compound:
            case docx::FileKind::other_zip:
                return 10;
            case docx::FileKind::other:
                return 0;
        }
        return 0;
    }

    Document read(std::string_view bytes, Context& context) override {
        return drafts::with_clean_messages(context, [&](Context& clean) {
            docx::Package package(bytes, settings_.limits, clean);
            return docx::Letter(package, settings_, clean).convert();
        });
    }

  private:
    docx::Settings settings_;
};

Input* create(const Setup& setup) {
    return new DocxInput(setup.options);
}

constexpr StageSpec stages[] = {{
    .kind = StageKind::input,
    .name = "docx",
    .help = "Reads Word documents: DOCX, DOCM, DOTX, Flat OPC XML and Word 2003 XML.",
    .options = options,
    .diagnostics = diagnostics,
    .create_input = create,
}};

}  // namespace

SHEAF_PLUGIN("sheaf.docx", "1.0.0", "Word documents, as Word prints them", "MIT", stages)
