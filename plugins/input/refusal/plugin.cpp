// The `refusal` input stage: it reads nothing, and says of a file that nobody reads what it is.
#include "sheaf/plugin.hpp"
#include "known.hpp"

namespace {

using namespace sheaf;

constexpr DiagnosticSpec diagnostics[] = {
    {"refusal-archive", Severity::error,
     "The file is an archive, such as a zip file. The message names what is inside: take it out and convert "
     "it."},
    {"refusal-message", Severity::error,
     "The file is an e-mail (.eml, .msg). The message names what is attached: save it and convert it."},
    {"refusal-word", Severity::error,
     "The file is a letter in a format that needs its own program, such as RTF. `samples/exec/office.toml` "
     "is a pipeline that reads some of them with LibreOffice."},
    {"refusal-book", Severity::error, "The file is a book, such as EPUB."},
    {"refusal-office", Severity::error, "The file is a workbook or a presentation."},
    {"refusal-pages", Severity::error, "The file is a description of pages other than PDF."},
    {"refusal-picture", Severity::error, "The file is a picture. Make a PDF of it, which is read by OCR."},
    {"refusal-unknown", Severity::error, "The stage was given a file that it does not know."},
};

class Refusal final : public Input {
  public:
    // More than a plugin that knows only the kind of container, less than one that reads what is in it.
    int sniff(std::string_view bytes) const override { return refusal::known(bytes) ? 20 : 0; }

    Document read(std::string_view bytes, Context&) override {
        const auto known = refusal::known(bytes);
        if (!known) throw StageError("refusal-unknown", "the file is of no kind that is known here");
        const std::string names = known->outer ? refusal::inside(bytes) : std::string();
        throw StageError(known->code,
                         known->message + (names.empty() ? ", which is not read" : ", which holds " + names),
                         known->hint);
    }
};

constexpr StageSpec stages[] = {{
    .kind = StageKind::input,
    .name = "refusal",
    .help =
        "Reads nothing: recognises files that hold letters or stand for them (e-mails, archives, RTF, books, "
        "pictures), and refuses each by its name, with what is inside and what to do.",
    .diagnostics = diagnostics,
    .create_input = [](const Setup&) -> Input* { return new Refusal; },
}};

}  // namespace

SHEAF_PLUGIN("sheaf.refusal", "1.0.0", "Names files that cannot be read", "MIT", stages)
