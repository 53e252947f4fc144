// Any text is a pipeline file: checked, or refused with places.
#include <cstdint>
#include <string>

#include "pipeline/plan.hpp"
#include "pipeline/tests/temporary_folder.hpp"
#include "pipeline/toml_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const sheaf::testing::TemporaryFolder folder;
    const std::string text(reinterpret_cast<const char*>(data), size);
    std::vector<sheaf::Diagnostic> problems;
    sheaf::parse_toml(text, "fuzz.toml", problems);
    const sheaf::TomlTables tables(text);
    for (const char* name : {"", "recommendations", "batch"})
        sheaf::parse_toml(tables.only(name), "fuzz.toml", problems);
    sheaf::PluginRegistry none({});
    sheaf::check_pipeline(folder.write("fuzz.toml", text), none);
    return 0;
}
