// An input plugin, with which this is linked, reads any bytes: it gives a valid document or says why it
// cannot.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/validation.hpp"
#include "pipeline/options_reader.hpp"
#include "seeds.hpp"
#include "sheaf/plugin.hpp"

extern "C" const sheaf::PluginDescriptor sheaf_plugin;

namespace {

class Silence : public sheaf::Context {
    void report(sheaf::Severity, std::string_view, std::string, sheaf::Place, std::string) override {}
    std::span<const sheaf::RecordSpec> record_types() const override { return {}; }
    std::string_view password() const override { return {}; }
};

/// As a pipeline file gives them: without the defaults each limit would be 0, and nothing be read. What Tesseract makes of
/// pictures is its own, and takes long.
sheaf::Options options_of(std::span<const sheaf::OptionSpec> specs) {
    const bool reads_pictures = std::any_of(specs.begin(), specs.end(), [](const sheaf::OptionSpec& spec) {
        return std::string_view(spec.name) == "ocr";
    });
    std::vector<sheaf::Diagnostic> problems;
    const sheaf::TomlFile given =
        sheaf::parse_toml(reads_pictures ? "ocr = \"never\"" : "", "options", problems);
    sheaf::Options options = sheaf::OptionsReader(problems).read(given, given.root, specs, {});
    if (!problems.empty()) std::abort();
    return options;
}

std::unique_ptr<sheaf::Input> create() {
    static const sheaf::Options options = options_of(sheaf_plugin.stages[0].options);
    return std::unique_ptr<sheaf::Input>(sheaf_plugin.stages[0].create_input({options, {}}));
}

std::size_t read_to_the_end = 0;

}  // namespace

extern "C" std::size_t sheaf_count_read() {
    return read_to_the_end;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::unique_ptr<sheaf::Input> input = create();
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    Silence context;
    try {
        input->sniff(bytes);
        const sheaf::Document document = input->read(bytes, context);
        if (!document.blocks.empty()) ++read_to_the_end;
        const auto faults = sheaf::validate(document);
        for (const std::string& fault : faults) std::fprintf(stderr, "%s\n", fault.c_str());
        if (!faults.empty()) std::abort();
    } catch (const sheaf::StageError&) {
        // It says why.
    }
    return 0;
}
