// Transform: takes the names of listed people out of a letter.
#include "sheaf/plugin.hpp"

#include "redact.hpp"

namespace redact {

using namespace sheaf;

namespace {

class RedactTransform : public Transform {
  public:
    explicit RedactTransform(const Options& options) : names_(options.text("names")) {
        if (names_.empty())
            throw StageError("redact-no-names", "The list of names holds no name.", "Write one name a line.",
                             options.place());
    }

    void apply(Document& document, Context& context) override {
        const bool in_file_name = !names_.in(document.source.name).empty();
        const Result result = redact(document, names_);
        for (const Redaction& redaction : result.redactions)
            add_record(document, record_of(document, redaction));
        if (in_file_name)
            context.report(Severity::doubtful, "redact-file-name",
                           "The letter's file name holds a listed name, and its outputs are named after it.",
                           {}, "Rename the letter.");
        const std::size_t count = result.redactions.size() + result.elsewhere;
        if (count > 0)
            context.report(Severity::note, "redact-count",
                           "Taken out: " + std::to_string(result.redactions.size()) +
                               " mentions of names in the text, and " + std::to_string(result.elsewhere) +
                               " in records, titles and other places.");
    }

  private:
    /// Says that a name stood here, and which line of the list it is on, but never the name.
    static Record record_of(const Document& document, const Redaction& redaction) {
        Record record;
        record.type = "redaction";
        const std::string line = std::to_string(redaction.line);
        record.id = record_id(document, record.type, {line});
        record.anchors = {redaction.anchor};
        record.fields = {{"listed_at", std::int64_t{redaction.line}, {}},
                         {"in", std::string(name(document[redaction.anchor.block].kind)), {}}};
        record.rule = "names";
        record.confidence = 1;
        return record;
    }

    Names names_;
};

const OptionSpec options[] = {
    {.name = "names",
     .type = OptionType::file,
     .help =
         "The list: one name a line, a line for each form in which letters write it; `#` begins a remark.",
     .required = true},
};

const FieldSpec fields[] = {
    {"listed_at", FieldType::integer, "The line of the list on which the name stands."},
    {"in", FieldType::text, "The kind of the block in which the name stood, such as paragraph or furniture."},
};
const RecordSpec records[] = {{"redaction", "A place in the text where a name was taken out.", fields}};

const DiagnosticSpec diagnostics[] = {
    {"redact-no-names", Severity::error, "The list of names holds no name: nothing would be taken out."},
    {"redact-count", Severity::note, "How many mentions of names were taken out of the letter."},
    {"redact-file-name", Severity::doubtful,
     "The letter's file name holds a listed name, and its outputs are named after it: rename the letter."},
};

const StageSpec stages[] = {{
    .kind = StageKind::transform,
    .name = "redact",
    .help = "Takes the names of listed people out of texts, titles, records, metadata, links and messages. "
            "Put it last.",
    .options = options,
    .provides = records,
    .diagnostics = diagnostics,
    .create_transform = [](const Setup& setup) -> Transform* { return new RedactTransform(setup.options); },
}};

}  // namespace

}  // namespace redact

SHEAF_PLUGIN("example.redact", "1.0.0", "Takes names out of letters", "MIT", redact::stages)
