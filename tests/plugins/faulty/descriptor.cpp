// A plugin with one fault in its descriptor, chosen by the build.
#include <cstdlib>
#include <iterator>

#include <unistd.h>

#include "sheaf/plugin.hpp"

#ifndef FAULT_MAGIC
#define FAULT_MAGIC sheaf::plugin_magic
#endif
#ifndef FAULT_SIZE
#define FAULT_SIZE sizeof(sheaf::PluginDescriptor)
#endif
#ifndef FAULT_API_MAJOR
#define FAULT_API_MAJOR sheaf::api_major
#endif
#ifndef FAULT_API_MINOR
#define FAULT_API_MINOR sheaf::api_minor
#endif
#ifndef FAULT_ABI_TAG
#define FAULT_ABI_TAG SHEAF_ABI_TAG
#endif
#ifndef FAULT_ID
#define FAULT_ID "test.descriptor"
#endif
#ifndef FAULT_STAGE
#define FAULT_STAGE "nothing"
#endif

namespace {

class Nothing : public sheaf::Transform {
    void apply(sheaf::Document&, sheaf::Context&) override {}
};

sheaf::Transform* create(const sheaf::Setup&) {
    return new Nothing;
}

#ifdef FAULT_DEFAULT
constexpr sheaf::OptionSpec options[] = {{.name = "size",
                                          .type = sheaf::OptionType::integer,
                                          .help = "a number",
                                          .default_value = FAULT_DEFAULT,
                                          .minimum = 1,
                                          .maximum = 9}};
#else
constexpr std::span<const sheaf::OptionSpec> options;
#endif

#ifdef FAULT_FIELD
constexpr sheaf::FieldSpec fields[] = {{FAULT_FIELD, sheaf::FieldType::text, "a field"}};
constexpr sheaf::RecordSpec records[] = {{"thing", "a thing", fields}};
#else
constexpr std::span<const sheaf::RecordSpec> records;
#endif

const sheaf::StageSpec stages[] = {{.kind = sheaf::StageKind::transform,
                                    .name = FAULT_STAGE,
                                    .help = "Does nothing.",
                                    .options = options,
                                    .provides = records,
#ifndef FAULT_NO_CREATE
                                    .create_transform = create
#endif
}};

[[maybe_unused]] auto* const keep = &create;

}  // namespace

extern "C" SHEAF_API const sheaf::PluginDescriptor sheaf_plugin;
extern "C" constinit const sheaf::PluginDescriptor sheaf_plugin = {
    {FAULT_MAGIC, FAULT_SIZE, FAULT_API_MAJOR, FAULT_API_MINOR, FAULT_ABI_TAG},
    FAULT_ID,
    "1.0.0",
    "A plugin made for a test",
    "MIT",
    stages};

#ifdef FAULT_CONSTRUCTOR
namespace {
// Runs when the library is loaded, before anybody can look at its descriptor in memory.
[[gnu::constructor]] void at_load() {
    FAULT_CONSTRUCTOR;
}
}  // namespace
#endif
