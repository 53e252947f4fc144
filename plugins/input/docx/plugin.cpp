// The `docx` input stage.
#include "sheaf/plugin.hpp"
#include "letter.hpp"
#include "sheaf/text.hpp"
#include "sniff.hpp"

namespace {

using namespace sheaf;

constexpr OptionSpec options[] = {
    {.name = "changes",
     .type = OptionType::choice,
     .help = "What becomes of tracked changes: the text as it is when they are accepted, as it was before "
             "them, or both "
             "with each change marked.",
     .default_value = "\"accept\"",
     .choices = "accept|reject|both"},
    {.name = "comments",
     .type = OptionType::flag,
     .help = "Reviewers' comments become footnote blocks behind the text; otherwise they are refused.",
     .default_value = "true"},
    {.name = "max_entries",
     .type = OptionType::integer,
     .help = "Most entries that the zip file may have.",
     .default_value = "20000",
     .minimum = 1,
     .maximum = 1e9},
    {.name = "max_part_size",
     .type = OptionType::integer,
     .help = "Most MiB that one part may inflate to.",
     .default_value = "256",
     .minimum = 1,
     .maximum = 1e6},
    {.name = "max_total_size",
     .type = OptionType::integer,
     .help = "Most MiB that all parts that are read may inflate to.",
     .default_value = "1024",
     .minimum = 1,
     .maximum = 1e6},
    {.name = "max_depth",
     .type = OptionType::integer,
     .help = "Most XML elements that may be nested.",
     .default_value = "256",
     .minimum = 16,
     .maximum = 2000},
    {.name = "max_nodes",
     .type = OptionType::integer,
     .help = "Most XML elements and texts that a letter may have.",
     .default_value = "50000000",
     .minimum = 1000,
     .maximum = 1e12},
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
    {"docx-embedded-object", Severity::note,
     "An object of another program is embedded; only its picture is seen."},
    {"docx-chart", Severity::note, "A chart is not read."},
    {"docx-macros", Severity::note, "The letter holds macros, which are neither run nor read."},
    {"docx-part-unused", Severity::note, "A part holds text, but nothing in the letter refers to it."},
    {"docx-style-chain", Severity::note, "A style is based on too long a chain of styles; the chain is cut."},
    {"docx-tracked-changes", Severity::note,
     "The letter has tracked changes; the option `changes` says what becomes of them."},
    {"docx-ledger", Severity::doubtful,
     "Characters were lost or doubled while reading, in damaged markup or by an error of this plugin."},
};

std::string printable(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::next(text, at);
        text::append(result, c < 0x20 || c == 0x7F ? U' ' : c);
    }
    return text::to_nfc(result);
}

Place printable(Place place) {
    place.part = printable(place.part);
    return place;
}

// Names and values of a damaged or hostile letter stand in messages; they leave as valid text of one line.
class CleanContext final : public Context {
  public:
    explicit CleanContext(Context& context) : context_(context) {}
    void report(Severity severity, std::string_view code, std::string message, Place place,
                std::string hint) override {
        context_.report(severity, code, printable(message), printable(std::move(place)), std::move(hint));
    }
    std::span<const RecordSpec> record_types() const override { return context_.record_types(); }
    std::string_view password() const override { return context_.password(); }

  private:
    Context& context_;
};

class DocxInput final : public Input {
  public:
    explicit DocxInput(const Options& given) {
        const std::string& changes = given.text("changes");
        settings_.changes = changes == "reject" ? docx::Changes::reject
                            : changes == "both" ? docx::Changes::both
                                                : docx::Changes::accept;
        settings_.comments = given.flag("comments");
        const auto count = [&](const char* name) { return static_cast<std::uint64_t>(given.integer(name)); };
        settings_.limits = {count("max_entries"), count("max_part_size") << 20, count("max_total_size") << 20,
                            count("max_depth"), count("max_nodes")};
    }

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
        CleanContext clean(context);
        try {
            docx::Package package(bytes, settings_.limits, clean);
            return docx::Letter(package, settings_, clean).convert();
        } catch (const StageError& error) {
            const Diagnostic& diagnostic = error.diagnostic();
            throw StageError(diagnostic.code, printable(diagnostic.message), diagnostic.hint,
                             printable(diagnostic.place));
        }
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
