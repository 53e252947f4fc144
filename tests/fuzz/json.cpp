// Any text is a document in JSON, which is written and read back to the same, or a `StageError`.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sheaf/json.hpp"
#include "sheaf/plugin.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const sheaf::Document document = sheaf::from_json({reinterpret_cast<const char*>(data), size});
        // Written once, numbers are rounded: from then on nothing changes.
        const std::string json = sheaf::to_json(document);
        if (sheaf::to_json(sheaf::from_json(json)) != json) std::abort();
    } catch (const sheaf::StageError&) {
        // It says where it is wrong.
    }
    return 0;
}
