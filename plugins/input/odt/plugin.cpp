// The `odt` input stage.
#include "sheaf/plugin.hpp"

#include "drafts/clean_context.hpp"
#include "drafts/options.hpp"
#include "letter.hpp"

namespace {

using namespace sheaf;

constexpr OptionSpec options[] = {
    drafts::changes_option,
    drafts::comments_option,
    drafts::max_entries_option,
    drafts::max_part_size_option("64", 2000),
    drafts::max_total_size_option("256"),
    drafts::max_nodes_option("Most XML elements that one part may have.", "5000000"),
};

constexpr DiagnosticSpec diagnostics[] = {
    {"odt-encrypted", Severity::error, "The letter is encrypted. Save it without a password."},
    {"odt-not-text", Severity::error, "The file is an OpenDocument file, but no text."},
    {"odt-malformed", Severity::error, "The file or its main part is damaged beyond reading."},
    {"odt-limit", Severity::error,
     "Reading the letter would cost more than a limit allows. The message names the option to raise."},
    {"odt-part-broken", Severity::doubtful,
     "A part is broken XML. What could be recovered was read; the place is where the damage begins."},
    {"odt-part-damaged", Severity::doubtful,
     "The checksum of a part is wrong, or it cannot be inflated to its end. What could be recovered was "
     "read."},
    {"odt-part-missing", Severity::doubtful,
     "The package lists a part that is not there, such as its styles."},
    {"odt-duplicate-part", Severity::doubtful,
     "Two entries of the zip file have one name. The first is read, the others are not."},
    {"odt-embedded-object", Severity::doubtful,
     "An object of another program is embedded, such as a sheet. What its picture shows is not read."},
    {"odt-no-text", Severity::doubtful, "The letter has no text: it is empty, or made of pictures alone."},
    {"odt-date-field", Severity::doubtful,
     "A date is a field that changes whenever the letter is opened, saved or printed."},
    {"odt-placeholder", Severity::doubtful,
     "Nobody has filled in a placeholder; the prompt that is shown there is left out."},
    {"odt-private-symbol", Severity::doubtful,
     "The text has a symbol of a font that gives it a meaning of its own, which cannot be read."},
    {"odt-number-format", Severity::doubtful,
     "A list counts in a way that is not known here; its numbers are given as decimal numbers."},
    {"odt-tracked-changes", Severity::note,
     "The letter has tracked changes; the option `changes` says what becomes of them."},
    {"odt-ledger", Severity::doubtful,
     "Characters were lost or doubled while reading, in damaged markup or by an error of this plugin."},
};

class OdtInput final : public Input {
  public:
    explicit OdtInput(const Options& given)
        : settings_{drafts::changes_in(given), given.flag("comments"), drafts::archive_limits_in(given),
                    drafts::count_in(given, "max_nodes")} {}

    int sniff(std::string_view bytes) const override {
        return odt::kind_of(bytes) == odt::FileKind::other ? 0 : 100;
    }

    Document read(std::string_view bytes, Context& context) override {
        return drafts::with_clean_messages(context, [&](Context& clean) {
            const odt::Package package(bytes, settings_, clean);
            return odt::Letter(package, settings_, clean).convert();
        });
    }

  private:
    odt::Settings settings_;
};

Input* create(const Setup& setup) {
    return new OdtInput(setup.options);
}

constexpr StageSpec stages[] = {{
    .kind = StageKind::input,
    .name = "odt",
    .help = "Reads OpenDocument texts: ODT, their templates (OTT), and flat XML (FODT).",
    .options = options,
    .diagnostics = diagnostics,
    .create_input = create,
}};

}  // namespace

SHEAF_PLUGIN("sheaf.odt", "1.0.0", "OpenDocument texts, as LibreOffice shows them", "MIT", stages)
