// Is a descriptor one that this program can use? Nothing of the plugin is called here.
#include <array>
#include <cstring>
#include <string>

#include "base/codes.hpp"
#include "plugin/library.hpp"

namespace sheaf {

namespace {

std::string version_text(unsigned major, unsigned minor) {
    return std::to_string(major) + "." + std::to_string(minor);
}

std::string hex(std::uint64_t value) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4) text += digits[(value >> shift) & 15];
    return "0x" + text;
}

bool empty(const char* text) {
    return !text || !*text;
}

constexpr std::array<std::string_view, 10> reserved_fields = {
    "id", "page", "regions", "block", "anchors", "stage", "rule", "confidence", "checked", "checked_by"};

}  // namespace

std::string fault_in_record(const RecordSpec& record) {
    if (empty(record.name)) return "a record type has no name";
    for (const FieldSpec& field : record.fields) {
        if (empty(field.name)) return "a field of record type `" + std::string(record.name) + "` has no name";
        for (std::string_view reserved : reserved_fields)
            if (field.name == reserved)
                return "record type `" + std::string(record.name) + "` declares the field `" + field.name +
                       "`, a name that the host writes itself";
    }
    return {};
}

namespace {

std::string fault_in_options(std::span<const OptionSpec> options) {
    for (const OptionSpec& option : options) {
        if (empty(option.name)) return "an option has no name";
        const bool choice = option.type == OptionType::choice || option.type == OptionType::choices;
        if (choice && empty(option.choices))
            return "option `" + std::string(option.name) + "` declares no choices";
        if (std::string fault = fault_in_options(option.keys); !fault.empty()) return fault;
    }
    return {};
}

std::string fault_in_stage(const StageSpec& stage) {
    if (empty(stage.name)) return "a stage has no name";
    const bool creates = stage.kind == StageKind::input       ? stage.create_input != nullptr
                         : stage.kind == StageKind::transform ? stage.create_transform != nullptr
                                                              : stage.create_output != nullptr;
    if (!creates) return "stage `" + std::string(stage.name) + "` has no create function for its kind";
    for (const RecordSpec& record : stage.provides)
        if (std::string fault = fault_in_record(record); !fault.empty()) return fault;
    if (std::string fault = fault_in_options(stage.options); !fault.empty()) return fault;
    return fault_in_options(stage.profile_options);
}

std::string fault_in_content(const PluginDescriptor& plugin) {
    if (empty(plugin.id)) return "the plugin has no id";
    if (empty(plugin.version)) return "the plugin has no version";
    if (plugin.stages.empty()) return "the plugin has no stages";
    for (const StageSpec& stage : plugin.stages)
        if (std::string fault = fault_in_stage(stage); !fault.empty()) return fault;
    return {};
}

}  // namespace

std::optional<Diagnostic> check_head(const DescriptorHead& head, const std::filesystem::path& file) {
    const Place place = in_file(file.string());
    const std::string rebuild = "rebuild the plugin against the headers of this version";
    // Each check guards the reading of what the next one reads.
    if (head.magic != plugin_magic)
        return diagnose(codes::plugin_magic,
                        "the descriptor begins with " + hex(head.magic) + " instead of " + hex(plugin_magic),
                        place, "declare the plugin with SHEAF_PLUGIN(...)");
    if (head.api_major != api_major || head.api_minor > api_minor)
        return diagnose(codes::plugin_api,
                        "the plugin is built for plugin interface " +
                            version_text(head.api_major, head.api_minor) + ", this program offers " +
                            version_text(api_major, api_minor),
                        place, rebuild);
    if (head.struct_size != sizeof(PluginDescriptor))
        return diagnose(codes::plugin_struct_size,
                        "the descriptor has " + std::to_string(head.struct_size) + " bytes instead of " +
                            std::to_string(sizeof(PluginDescriptor)),
                        place, rebuild);
    const std::string_view found(head.abi_tag, ::strnlen(head.abi_tag, sizeof head.abi_tag));
    if (found != SHEAF_ABI_TAG)
        return diagnose(
            codes::plugin_abi,
            "the plugin is built for `" + std::string(found) + "`, this program for `" SHEAF_ABI_TAG "`",
            place, "rebuild the plugin with the compiler that built this program");
    return std::nullopt;
}

std::optional<Diagnostic> check_content(const PluginDescriptor& plugin, const std::filesystem::path& file) {
    const std::string fault = fault_in_content(plugin);
    if (fault.empty()) return std::nullopt;
    return diagnose(codes::plugin_descriptor, fault, in_file(file.string()));
}

}  // namespace sheaf
