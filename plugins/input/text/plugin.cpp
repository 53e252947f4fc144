// The `text` input stage.
#include "sheaf/plugin.hpp"

#include "html/encoding.hpp"
#include "html/reader.hpp"
#include "markup.hpp"

namespace {

using namespace sheaf;

constexpr std::uint64_t few = 200;  // characters: less than any letter has

constexpr OptionSpec options[] = {
    {.name = "markup",
     .type = OptionType::choice,
     .help = "How the text is marked up: not at all, as Markdown, or as its own marks tell.",
     .default_value = "\"auto\"",
     .choices = "auto|plain|markdown"},
    {.name = "max_size",
     .type = OptionType::integer,
     .help = "Most MiB that a text may have.",
     .default_value = "64",
     .minimum = 1,
     .maximum = 1000},
};

constexpr DiagnosticSpec diagnostics[] = {
    {"text-limit", Severity::error,
     "Reading the text would cost more than a limit allows. The message says which."},
    {"text-empty", Severity::error, "The file has no text at all."},
    {"text-short", Severity::doubtful,
     "The text is shorter than letters are: it may be a message of a server in place of the letter."},
    {"text-encoding", Severity::doubtful,
     "Some bytes mean nothing in the encoding of the text. They are read as U+FFFD, or left out."},
    {"text-no-text", Severity::doubtful, "The file has no words."},
    {"text-frame", Severity::doubtful, "The text shows a page from elsewhere; it is not read."},
    {"text-ledger", Severity::doubtful,
     "Characters were lost or doubled while reading, by an error of this plugin."},
};

class TextInput final : public Input {
  public:
    explicit TextInput(const Options& given)
        : markup_(given.text("markup")),
          most_bytes_(static_cast<std::uint64_t>(given.integer("max_size")) << 20U) {}

    // Nearly everything may be read as text: whoever knows more of a file goes first.
    int sniff(std::string_view bytes) const override { return plain::is_text(bytes) ? 5 : 0; }

    Document read(std::string_view bytes, Context& context) override {
        if (bytes.size() > most_bytes_)
            throw StageError("text-limit",
                             "the text has more than " + std::to_string(most_bytes_ >> 20U) + " MiB",
                             "raise the option `max_size` if this text is to be trusted");
        bool faulty = false;
        const std::string text = web::to_utf8(bytes, faulty);
        if (faulty)
            context.report(Severity::doubtful, "text-encoding",
                           "some bytes of the text mean nothing in its encoding", {},
                           "compare the text with what an editor shows");
        const bool markdown = markup_ == "markdown" || (markup_ == "auto" && plain::is_markdown(text));
        Document document = web::read_page(
            markdown ? plain::page_of_markdown(text) : plain::page_of_plain(text), context, "text");
        document.source.media_type = markdown ? "text/markdown" : "text/plain";
        if (document.ledger.read > 0 && document.ledger.read < few)
            context.report(Severity::doubtful, "text-short",
                           "the text has only " + std::to_string(document.ledger.read) +
                               " characters: it may be a message of a server in place of the letter",
                           {}, "look what it says");
        return document;
    }

  private:
    std::string markup_;
    std::uint64_t most_bytes_;
};

Input* create(const Setup& setup) {
    return new TextInput(setup.options);
}

constexpr StageSpec stages[] = {{
    .kind = StageKind::input,
    .name = "text",
    .help = "Reads plain text and Markdown. Lines of plain text that were wrapped are joined; a line that "
            "its author ended early stays a line; underlined lines are headings.",
    .options = options,
    .diagnostics = diagnostics,
    .create_input = create,
}};

}  // namespace

SHEAF_PLUGIN("sheaf.text", "1.0.0", "Plain text and Markdown", "MIT", stages)
