// Output: one self-contained HTML page for each letter, for people who read and check.
#include "page.hpp"

namespace sheaf::html {

namespace {

class HtmlOutput final : public Output {
  public:
    explicit HtmlOutput(const Options& options) {
        for (const std::string& one : options.texts("beside")) {
            links_.json = links_.json || one == "json";
            links_.csv = links_.csv || one == "csv";
            links_.index = links_.index || one == "index";
        }
        links_.originals = options.text("originals");
    }

    void write(const Document& document, Sink& sink, Context& context) override {
        sink.write(".html", page(document, context.record_types(), links_));
    }

  private:
    PageLinks links_;
};

const OptionSpec options[] = {
    {.name = "beside",
     .type = OptionType::choices,
     .help = "What the page leads to: what the outputs `json` and `csv` write for the letter, and the "
             "archive's `index`. Name only what the pipeline has.",
     .default_value = "[]",
     .choices = "json|csv|index"},
    {.name = "originals",
     .type = OptionType::text,
     .help = "Address of the folder of the letters, as seen from the page, such as `../letters` or one of a "
             "web server: places then lead to the page of the original, too.",
     .default_value = "\"\""},
};

const StageSpec stages[] = {{
    .kind = StageKind::output,
    .name = "html",
    .help = "One self-contained page: contents, the records as tables that lead to their words in the text "
            "and back, the text, and an account of every character. No script, no request to anywhere.",
    .options = options,
    .create_output = [](const Setup& setup) -> Output* { return new HtmlOutput(setup.options); },
}};

}  // namespace

}  // namespace sheaf::html

SHEAF_PLUGIN("sheaf.html", "1.1.0", "A page to read for each letter", "MIT", sheaf::html::stages)
