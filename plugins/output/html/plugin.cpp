// Output: one self-contained HTML page for each letter, for people who read and check.
#include "page.hpp"

namespace sheaf::html {

namespace {

class HtmlOutput final : public Output {
  public:
    void write(const Document& document, Sink& sink, Context& context) override {
        sink.write(".html", page(document, context.record_types()));
    }
};

const StageSpec stages[] = {{
    .kind = StageKind::output,
    .name = "html",
    .help = "One self-contained page: contents, the records as tables that lead to their words in the text "
            "and back, "
            "the text, and an account of every character. No script, no request to anywhere.",
    .create_output = [](const Setup&) -> Output* { return new HtmlOutput; },
}};

}  // namespace

}  // namespace sheaf::html

SHEAF_PLUGIN("sheaf.html", "1.0.0", "A page to read for each letter", "MIT", sheaf::html::stages)
