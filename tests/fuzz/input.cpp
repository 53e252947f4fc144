// An input plugin, with which this is linked, reads any bytes: it gives a valid document or says why it
// cannot.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "document/validation.hpp"
#include "sheaf/plugin.hpp"

extern "C" const sheaf::PluginDescriptor sheaf_plugin;

namespace {

class Silence : public sheaf::Context {
    void report(sheaf::Severity, std::string_view, std::string, sheaf::Place, std::string) override {}
    std::span<const sheaf::RecordSpec> record_types() const override { return {}; }
    std::string_view password() const override { return {}; }
};

std::unique_ptr<sheaf::Input> create() {
    static const sheaf::Options options;
    return std::unique_ptr<sheaf::Input>(sheaf_plugin.stages[0].create_input({options, {}}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::unique_ptr<sheaf::Input> input = create();
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    Silence context;
    try {
        input->sniff(bytes);
        const sheaf::Document document = input->read(bytes, context);
        const auto faults = sheaf::validate(document);
        for (const std::string& fault : faults) std::fprintf(stderr, "%s\n", fault.c_str());
        if (!faults.empty()) std::abort();
    } catch (const sheaf::StageError&) {
        // It says why.
    }
    return 0;
}
