// Output: the document in its JSON form.
#include "sheaf/plugin.hpp"
#include "sheaf/json.hpp"

namespace {

class JsonOutput final : public sheaf::Output {
  public:
    void write(const sheaf::Document& document, sheaf::Sink& sink, sheaf::Context& context) override {
        sink.write(".json", to_json(document, context.record_types()));
    }
};

const sheaf::StageSpec stages[] = {{
    .kind = sheaf::StageKind::output,
    .name = "json",
    .help = "The whole document as JSON (sheaf-document/1): sections, blocks, records, ledger, diagnostics.",
    .create_output = [](const sheaf::Setup&) -> sheaf::Output* { return new JsonOutput; },
}};

}  // namespace

SHEAF_PLUGIN("sheaf.json", "1.0.0", "JSON form of a letter", "MIT", stages)
