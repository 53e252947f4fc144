// Transform: makes a record of every sentence that contains certain words, such as a deadline.
#include <sheaf/pattern.hpp>
#include <sheaf/plugin.hpp>
#include <sheaf/text.hpp>

namespace {

using namespace sheaf;

class Finder : public Transform {
  public:
    explicit Finder(const Options& options) : words_(options.text("words")) {}

    void apply(Document& letter, Context&) override {
        RecordIds ids(letter);
        for (std::uint32_t i = 0; i < letter.blocks.size(); ++i) {
            const Block& block = letter.blocks[i];  // see sheaf/document.hpp for all that a block can say
            for (const Range range : text::sentences(block.text)) {
                const std::string sentence = block.text.substr(range.start, range.end - range.start);
                if (!words_.found_in(sentence)) continue;
                Record record;
                record.type = "@RECORD@";
                record.id = ids.next(record.type, {sentence});
                record.anchors = {
                    {{i}, range}};  // the words that it was taken from: outputs show their place
                record.fields.push_back({"text", sentence, {}});
                record.confidence = 0.9;
                add_record(letter, std::move(record));
            }
        }
    }

  private:
    Pattern words_;
};

// What users may set in a pipeline file. The program checks the values before the plugin sees them.
const OptionSpec options[] = {{.name = "words",
                               .type = OptionType::pattern,
                               .help = "The regular expression (RE2) to look for.",
                               .default_value = R"('(?i)\b(by|before|within) (the )?\d+ [a-z]+( \d{4})?')"}};

// Outputs write the records of every declared type, each with all of its fields.
const FieldSpec fields[] = {{"text", FieldType::text, "The sentence."}};
const RecordSpec records[] = {{"@RECORD@", "A sentence that contains the words.", fields}};

// What the program knows of the plugin before it calls anything. `sheaf options @NAME@` prints it.
const StageSpec stages[] = {{
    .kind = StageKind::transform,
    .name = "@NAME@",
    .help = "Makes a record of every sentence that contains certain words.",
    .options = options,
    .provides = records,
    .create_transform = [](const Setup& setup) -> Transform* { return new Finder(setup.options); },
}};

}  // namespace

// The id is the plugin's own in all the world: put your organisation's name in front. Then version, summary,
// licence.
SHEAF_PLUGIN("example.@NAME@", "0.1.0", "Finds sentences by their words", "MIT", stages)
