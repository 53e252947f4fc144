// Output: a drawing of every page, for people who want to see what became of what.
#include "sheaf/plugin.hpp"
#include "page.hpp"

namespace {

class AuditOutput final : public sheaf::Output {
  public:
    void write(const sheaf::Document& document, sheaf::Sink& sink, sheaf::Context&) override {
        for (const sheaf::Page& page : document.pages) {
            std::string number = std::to_string(page.number);
            number.insert(0, number.size() < 3 ? 3 - number.size() : 0, '0');
            sink.write(".page-" + number + ".svg", sheaf::audit::draw(document, page));
        }
    }
};

const sheaf::StageSpec stages[] = {{
    .kind = sheaf::StageKind::output,
    .name = "audit",
    .help = "Each page as an SVG drawing: blocks in their order with kind and text, running text, and what "
            "was refused.",
    .create_output = [](const sheaf::Setup&) -> sheaf::Output* { return new AuditOutput; },
}};

}  // namespace

SHEAF_PLUGIN("sheaf.audit", "1.0.0", "Drawings of pages, to look at", "MIT", stages)
