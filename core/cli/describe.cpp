#include "cli/describe.hpp"

#include <cstdio>

#include "base/json.hpp"
#include "pipeline/batch_table.hpp"
#include "pipeline/declaration.hpp"

namespace sheaf {

namespace {

Json to_json_value(const Options::Value& value) {
    return std::visit(
        [](const auto& held) -> Json {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<Held, Options>) {
                return Json::object();
            } else if constexpr (std::is_same_v<Held, std::vector<Options>>) {
                return Json::array();
            } else if constexpr (std::is_same_v<Held, std::vector<std::pair<std::string, std::string>>>) {
                Json map = Json::object();
                for (const auto& [key, mapped] : held) map[key] = mapped;
                return map;
            } else {
                return held;
            }
        },
        value);
}

Json describe_options(std::span<const OptionSpec> specs) {
    Json list = Json::array();
    for (const OptionSpec& spec : specs) {
        Json one = {{"name", spec.name}, {"type", type_name(spec.type)}, {"help", or_empty(spec.help)}};
        if (auto value = default_of(spec)) one["default"] = to_json_value(*value);
        if (spec.choices) one["choices"] = choices_of(spec);
        if (spec.minimum != spec.maximum) {
            one["minimum"] = spec.minimum;
            one["maximum"] = spec.maximum;
        }
        one["required"] = spec.required;
        if (!spec.keys.empty()) one["keys"] = describe_options(spec.keys);
        list.push_back(std::move(one));
    }
    return list;
}

Json schema_of(std::span<const OptionSpec> specs);

Json schema_of_value(const OptionSpec& spec) {
    switch (spec.type) {
        case OptionType::flag:
            return {{"type", "boolean"}};
        case OptionType::integer:
            return {{"type", "integer"}};
        case OptionType::number:
            return {{"type", "number"}};
        case OptionType::text:
        case OptionType::file:
            return {{"type", "string"}};
        case OptionType::pattern:
            return {{"type", "string"}, {"format", "re2"}};
        case OptionType::choice:
            return {{"enum", choices_of(spec)}};
        case OptionType::texts:
            return {{"type", "array"}, {"items", {{"type", "string"}}}};
        case OptionType::patterns:
            return {{"type", "array"}, {"items", {{"type", "string"}, {"format", "re2"}}}};
        case OptionType::choices:
            return {{"type", "array"}, {"items", {{"enum", choices_of(spec)}}}};
        case OptionType::table:
            return schema_of(spec.keys);
        case OptionType::tables:
            return {{"type", "array"}, {"items", schema_of(spec.keys)}};
        case OptionType::text_map:
            return {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
    }
    return Json::object();
}

Json schema_of(std::span<const OptionSpec> specs) {
    Json properties = Json::object();
    Json required = Json::array();
    for (const OptionSpec& spec : specs) {
        Json one = schema_of_value(spec);
        one["description"] = or_empty(spec.help);
        if (spec.minimum != spec.maximum) {
            one["minimum"] = spec.minimum;
            one["maximum"] = spec.maximum;
        }
        if (auto value = default_of(spec)) one["default"] = to_json_value(*value);
        properties[spec.name] = std::move(one);
        if (spec.required) required.push_back(spec.name);
    }
    Json schema = {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
    if (!required.empty()) schema["required"] = required;
    return schema;
}

/// One of the stages of that kind, told apart by `use`.
Json schema_of_kind(StageKind kind, const std::vector<StageRef>& stages) {
    Json choices = Json::array();
    for (const StageRef& stage : stages) {
        if (stage.spec->kind != kind) continue;
        Json one = schema_of(stage.spec->options);
        one["description"] = or_empty(stage.spec->help);
        one["properties"]["use"] = {{"const", stage.spec->name}};
        one["required"].push_back("use");
        choices.push_back(std::move(one));
    }
    return {{"type", "array"}, {"items", {{"oneOf", choices}}}};
}

Json profile_schema(const std::vector<StageRef>& stages) {
    Json schema = {
        {"type", "object"},
        {"properties",
         {{"format", {{"const", 1}}}, {"name", {{"type", "string"}}}, {"title", {{"type", "string"}}}}},
        {"required", {"format", "name"}}};
    for (const StageRef& stage : stages)
        if (!stage.spec->profile_options.empty())
            schema["properties"][stage.spec->name] = schema_of(stage.spec->profile_options);
    return schema;
}

}  // namespace

std::string range_of(const OptionSpec& spec) {
    if (spec.minimum == spec.maximum) return {};
    char range[80];
    std::snprintf(range, sizeof range, "%.15g to %.15g", spec.minimum, spec.maximum);
    return range;
}

std::string_view type_name(OptionType type) {
    switch (type) {
        case OptionType::flag:
            return "true or false";
        case OptionType::integer:
            return "whole number";
        case OptionType::number:
            return "number";
        case OptionType::text:
            return "text";
        case OptionType::choice:
            return "choice";
        case OptionType::pattern:
            return "pattern";
        case OptionType::texts:
            return "list of texts";
        case OptionType::patterns:
            return "list of patterns";
        case OptionType::choices:
            return "list of choices";
        case OptionType::table:
            return "table";
        case OptionType::tables:
            return "list of tables";
        case OptionType::text_map:
            return "table of texts";
        case OptionType::file:
            return "path of a file";
    }
    return "value";
}

std::string_view type_name(FieldType type) {
    switch (type) {
        case FieldType::text:
            return "text";
        case FieldType::date:
            return "date";
        case FieldType::integer:
            return "whole number";
        case FieldType::number:
            return "number";
        case FieldType::flag:
            return "true or false";
        case FieldType::texts:
            return "list of texts";
    }
    return "value";
}

Json describe(const StageRef& stage) {
    const StageSpec& spec = *stage.spec;
    Json records = Json::array();
    for (const RecordSpec& record : spec.provides) {
        Json fields = Json::array();
        for (const FieldSpec& field : record.fields)
            fields.push_back(
                {{"name", field.name}, {"type", type_name(field.type)}, {"help", or_empty(field.help)}});
        records.push_back({{"name", record.name}, {"help", or_empty(record.help)}, {"fields", fields}});
    }
    Json needs = Json::array();
    for (const char* need : spec.needs) needs.push_back(need);
    Json diagnostics = Json::array();
    for (const DiagnosticSpec& diagnostic : spec.diagnostics)
        diagnostics.push_back({{"code", diagnostic.code},
                               {"severity", name(diagnostic.severity)},
                               {"help", or_empty(diagnostic.help)}});
    return {{"name", spec.name},
            {"kind", name(spec.kind)},
            {"help", or_empty(spec.help)},
            {"plugin", stage.plugin->descriptor->id},
            {"version", stage.plugin->descriptor->version},
            {"options", describe_options(spec.options)},
            {"profile_keys", describe_options(spec.profile_options)},
            {"records", std::move(records)},
            {"needs", std::move(needs)},
            {"diagnostics", std::move(diagnostics)}};
}

Json pipeline_schema(const std::vector<StageRef>& stages) {
    return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
            {"title", "Sheaf pipeline file"},
            {"type", "object"},
            {"properties",
             {{"format", {{"const", 1}}},
              {"name", {{"type", "string"}}},
              {"profiles", {{"type", "array"}, {"items", {{"type", "string"}}}}},
              {"decisions", {{"type", "string"}}},
              {"input", schema_of_kind(StageKind::input, stages)},
              {"transform", schema_of_kind(StageKind::transform, stages)},
              {"output", schema_of_kind(StageKind::output, stages)},
              {"batch", schema_of(batch_keys())}}},
            {"required", {"format", "input", "output"}},
            {"additionalProperties", false},
            {"$defs", {{"profile", profile_schema(stages)}}}};
}

}  // namespace sheaf
