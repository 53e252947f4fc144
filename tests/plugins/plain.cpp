// A small, sound plugin for tests: reads a made-up text format, makes notes of it, writes it again.
//
//   LETTER
//   # A heading
//   A paragraph.
//   Note: something to remember
#include <cctype>

#include "sheaf/plugin.hpp"

namespace {

using namespace sheaf;

class PlainInput : public Input {
  public:
    int sniff(std::string_view bytes) const override { return bytes.starts_with("LETTER\n") ? 100 : 0; }

    Document read(std::string_view bytes, Context& context) override {
        if (bytes.find("LOCKED") != std::string_view::npos && context.password() != "open sesame")
            throw StageError("plain-locked", "the letter is locked", "supply the password");
        Document document;
        document.source.media_type = "text/x-letter";
        std::string_view rest = bytes.substr(bytes.find('\n') + 1);
        while (!rest.empty()) {
            add_line(rest.substr(0, rest.find('\n')), document, context);
            rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
        }
        return document;
    }

  private:
    static void add_line(std::string_view line, Document& document, Context& context) {
        if (line.empty()) return;
        Block block;
        if (line.starts_with("# ")) {
            block.kind = BlockKind::heading;
            block.level = 1;
            line.remove_prefix(2);
        }
        if (line.starts_with("?"))
            context.report(Severity::doubtful, "plain-doubt", "a line begins with `?`");
        block.text = line;
        for (char c : line) document.ledger.read += c != ' ';
        document.ledger.blocks = document.ledger.read;
        document.blocks.push_back(std::move(block));
    }
};

/// Fields are given out of order and not all of them: the host settles that.
class Notes : public Transform {
  public:
    void apply(Document& document, Context&) override {
        for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
            const std::string& text = document.blocks[i].text;
            if (!text.starts_with("Note: ")) continue;
            Record record;
            record.type = "note";
            record.id = record_id(document, "note", {text});
            record.fields.push_back({"length", static_cast<std::int64_t>(text.size() - 6), {}});
            record.fields.push_back({"text", text.substr(6), {}});
            record.anchors = {{BlockId{i}, Range{6, static_cast<std::uint32_t>(text.size())}}};
            record.confidence = 1;
            document.records.push_back(std::move(record));
        }
    }
};

class Lines : public Output {
  public:
    explicit Lines(const Setup& setup) : prefix_(setup.options.text("prefix")) {}
    void write(const Document& document, Sink& sink, Context& context) override {
        std::string text;
        for (const Block& block : document.blocks) text += prefix_ + block.text + "\n";
        for (const RecordSpec& type : context.record_types()) text += std::string("type ") + type.name + "\n";
        sink.write(".txt", text);
    }

  private:
    std::string prefix_;
};

class Nothing : public Transform {
    void apply(Document&, Context&) override {}
};

constexpr FieldSpec note_fields[] = {{"text", FieldType::text, "what to remember"},
                                     {"date", FieldType::date, "when it was noted"},
                                     {"length", FieldType::integer, "of the text, in bytes"}};
constexpr RecordSpec note[] = {{"note", "something to remember", note_fields}};
constexpr const char* needs_note[] = {"note"};

constexpr DiagnosticSpec input_diagnostics[] = {
    {"plain-locked", Severity::error, "The letter is locked: supply the password."},
    {"plain-doubt", Severity::doubtful, "A line begins with a question mark."}};
constexpr OptionSpec lines_options[] = {
    {.name = "prefix", .type = OptionType::text, .help = "put before every line", .default_value = "\"> \""},
    {.name = "mode",
     .type = OptionType::choice,
     .help = "one of three",
     .default_value = "\"plain\"",
     .choices = "plain|fancy|terse"},
    {.name = "width", .type = OptionType::integer, .help = "in characters", .minimum = 10, .maximum = 200}};
constexpr OptionSpec alias_keys[] = {
    {.name = "pattern", .type = OptionType::pattern, .help = "what is written", .required = true},
    {.name = "level", .type = OptionType::integer, .help = "its level", .minimum = 1, .maximum = 6}};
constexpr OptionSpec notes_profile[] = {
    {.name = "words",
     .type = OptionType::patterns,
     .help = "what begins a note",
     .default_value = "['^Note']"},
    {.name = "aliases", .type = OptionType::tables, .help = "other words", .keys = alias_keys},
    {.name = "labels", .type = OptionType::text_map, .help = "labels by name"}};

const StageSpec stages[] = {
    {.kind = StageKind::input,
     .name = "plain",
     .help = "Reads letters in the test's own format.",
     .diagnostics = input_diagnostics,
     .create_input = [](const Setup&) -> Input* { return new PlainInput; }},
    {.kind = StageKind::transform,
     .name = "notes",
     .help = "Makes a record of every note.",
     .profile_options = notes_profile,
     .provides = note,
     .create_transform = [](const Setup&) -> Transform* { return new Notes; }},
    {.kind = StageKind::transform,
     .name = "count-notes",
     .help = "Needs notes.",
     .needs = needs_note,
     .create_transform = [](const Setup&) -> Transform* { return new Nothing; }},
    {.kind = StageKind::output,
     .name = "lines",
     .help = "Writes a line for each block.",
     .options = lines_options,
     .create_output = [](const Setup& setup) -> Output* { return new Lines(setup); }},
};

}  // namespace

SHEAF_PLUGIN("test.plain", "1.0.0", "Sound stages made for tests", "MIT", stages)
