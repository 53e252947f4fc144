// Output: the letter's text as Markdown.
#include "sheaf/plugin.hpp"
#include "text.hpp"

namespace {

class MarkdownOutput final : public sheaf::Output {
    void write(const sheaf::Document& document, sheaf::Sink& sink, sheaf::Context&) override {
        sink.write(".md", sheaf::markdown::markdown_of(document));
    }
};

const sheaf::StageSpec stages[] = {{
    .kind = sheaf::StageKind::output,
    .name = "markdown",
    .help = "The letter's text as Markdown: headings, paragraphs with their numbers, lists, tables, "
            "footnotes and links; without running headers and footers.",
    .create_output = [](const sheaf::Setup&) -> sheaf::Output* { return new MarkdownOutput; },
}};

}  // namespace

SHEAF_PLUGIN("sheaf.markdown", "1.0.0", "A letter's text as Markdown", "MIT", stages)
