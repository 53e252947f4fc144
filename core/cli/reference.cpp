// Reference pages in Markdown, made from what stages declare.
#include "base/codes.hpp"
#include "cli/describe.hpp"

namespace sheaf {

namespace {

std::string cell(std::string_view text) {
    std::string safe;
    for (char c : text) {
        if (c == '|') safe += '\\';
        if (c == '\n') c = ' ';
        if (c != ' ' || !safe.ends_with(' ')) safe += c;
    }
    return safe;
}

std::string cell(const char* text) {
    return cell(std::string_view(or_empty(text)));
}

std::string code(std::string_view text) {
    return "`" + std::string(text) + "`";
}

/// As a sentence: with its end.
std::string sentence(const char* help) {
    std::string text = cell(help);
    if (!text.empty() && text.find_last_of(".?!") != text.size() - 1) text += '.';
    return text;
}

std::string note_on(const OptionSpec& spec) {
    std::string note = sentence(spec.help);
    if (spec.choices) {
        std::string choices = spec.choices;
        for (std::size_t at; (at = choices.find('|')) != std::string::npos;) choices.replace(at, 1, "`, `");
        note += " One of `" + choices + "`.";
    }
    if (const std::string range = range_of(spec); !range.empty()) note += " From " + range + ".";
    return note;
}

void add_options(std::span<const OptionSpec> specs, const std::string& prefix, std::string& page) {
    for (const OptionSpec& spec : specs) {
        const std::string name = prefix + spec.name;
        const std::string given = spec.required        ? "required"
                                  : spec.default_value ? code(cell(spec.default_value))
                                                       : "";
        page += "| " + code(name) + " | " + std::string(type_name(spec.type)) + " | " + given + " | " +
                note_on(spec) + " |\n";
        add_options(spec.keys, name + (spec.type == OptionType::tables ? "[]." : "."), page);
    }
}

void add_option_table(std::span<const OptionSpec> specs, const std::string& title, std::string& page) {
    if (specs.empty()) return;
    page += "\n### " + title + "\n\n| key | type | default | meaning |\n|---|---|---|---|\n";
    add_options(specs, "", page);
}

void add_diagnostics(std::span<const DiagnosticSpec> specs, std::string& page) {
    page += "| code | severity | meaning |\n|---|---|---|\n";
    for (const DiagnosticSpec& spec : specs)
        page += "| " + code(spec.code) + " | " + std::string(name(spec.severity)) + " | " + cell(spec.help) +
                " |\n";
}

}  // namespace

std::string reference_page(const StageRef& stage) {
    const StageSpec& spec = *stage.spec;
    std::string page = "## " + std::string(name(spec.kind)) + " `" + spec.name + "`\n\n";
    page += sentence(spec.help) + " Plugin `" + stage.plugin->descriptor->id + "`.\n";
    for (const char* need : spec.needs)
        page += "\nNeeds [records of type `" + std::string(need) + "`](#records-of-type-" + need +
                ") from an earlier stage.\n";
    add_option_table(spec.options, "Options", page);
    add_option_table(spec.profile_options, "Keys of `[" + std::string(spec.name) + "]` in profile files",
                     page);
    for (const RecordSpec& record : spec.provides) {
        page += "\n### Records of type `" + std::string(record.name) + "`\n\n" + sentence(record.help) +
                "\n\n| field | type | meaning |\n|---|---|---|\n";
        for (const FieldSpec& field : record.fields)
            page += "| " + code(field.name) + " | " + std::string(type_name(field.type)) + " | " +
                    sentence(field.help) + " |\n";
    }
    if (!spec.diagnostics.empty()) {
        page += "\n### Diagnostics\n\n";
        add_diagnostics(spec.diagnostics, page);
    }
    return page;
}

std::string host_reference_page() {
    std::string page = "## Diagnostics of the program itself\n\n";
    add_diagnostics(codes::all(), page);
    return page;
}

}  // namespace sheaf
