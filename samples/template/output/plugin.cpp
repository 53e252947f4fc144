// Output: a list of what is to be done, in Markdown, from the letter's records.
#include <sheaf/plugin.hpp>

namespace {

using namespace sheaf;

class Writer : public Output {
  public:
    explicit Writer(const Options& options) : type_(options.text("records")) {}

    void write(const Document& letter, Sink& sink, Context&) override {
        std::string list = "# " + letter.source.name + "\n\n";
        for (const Record& record : letter.records) {  // see sheaf/document.hpp for all that a record can say
            if (record.type != type_) continue;
            list += "- [ ] ";
            if (!record.text("label").empty()) list += std::string(record.text("label")) + " ";
            list += record.text("text");
            // DOCX has no pages, and never pretends to.
            if (const int page = page_of(letter, record.anchors))
                list += " (page " + std::to_string(page) + ")";
            list += "\n";
        }
        // The file is named after the letter, with this behind it. It appears when all outputs are complete.
        sink.write(".@NAME@.md", list);
    }

  private:
    std::string type_;
};

// What users may set in a pipeline file. The program checks the values before the plugin sees them.
const OptionSpec options[] = {{.name = "records",
                               .type = OptionType::text,
                               .help = "The type of the records to list.",
                               .default_value = "\"recommendation\""}};

// What the program knows of the plugin before it calls anything. `sheaf options @NAME@` prints it.
const StageSpec stages[] = {{
    .kind = StageKind::output,
    .name = "@NAME@",
    .help = "A list of what is to be done, in Markdown, with a box to tick for each record.",
    .options = options,
    .create_output = [](const Setup& setup) -> Output* { return new Writer(setup.options); },
}};

}  // namespace

// The id is the plugin's own in all the world: put your organisation's name in front. Then version, summary,
// licence.
SHEAF_PLUGIN("example.@NAME@", "0.1.0", "Records as a list in Markdown", "MIT", stages)
