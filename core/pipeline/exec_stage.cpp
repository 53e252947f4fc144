#include "pipeline/exec_stage.hpp"

#include <unistd.h>

#include <deque>

#include "base/codes.hpp"
#include "base/wording.hpp"
#include "pipeline/declaration.hpp"
#include "pipeline/file_text.hpp"
#include "plugin/trust.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

constexpr OptionSpec field_keys[] = {
    {.name = "name", .type = OptionType::text, .help = "The field's name", .required = true},
    {.name = "type",
     .type = OptionType::choice,
     .help = "What its values are",
     .default_value = "\"text\"",
     .choices = field_type_names},
    {.name = "help", .type = OptionType::text, .help = "What it means, one sentence", .required = true},
};
constexpr OptionSpec record_keys[] = {
    {.name = "name", .type = OptionType::text, .help = "The record type's name", .required = true},
    {.name = "help",
     .type = OptionType::text,
     .help = "What such a record is, one sentence",
     .required = true},
    {.name = "fields",
     .type = OptionType::tables,
     .help = "Its fields, in the order of outputs",
     .required = true,
     .keys = field_keys},
};
constexpr OptionSpec diagnostic_keys[] = {
    {.name = "code",
     .type = OptionType::text,
     .help = "Lower-case words joined by hyphens",
     .required = true},
    {.name = "severity",
     .type = OptionType::choice,
     .help = "How much it matters",
     .default_value = "\"note\"",
     .choices = "note|repaired|doubtful|error"},
    {.name = "help", .type = OptionType::text, .help = "What it means and what to do", .required = true},
};

constexpr OptionSpec command_option = {
    .name = "command",
    .type = OptionType::texts,
    .help =
        "the program and its arguments, without a shell: a name in /usr/local/bin, /usr/bin or /bin, an "
        "absolute path, or a path relative to this file that begins with `./` or `../`, as arguments may, "
        "too",
    .required = true};
constexpr OptionSpec name_option = {.name = "name",
                                    .type = OptionType::text,
                                    .help = "What messages and records call the stage",
                                    .default_value = "\"exec\""};
constexpr OptionSpec timeout_option = {
    .name = "timeout",
    .type = OptionType::number,
    .help = "Seconds for one letter, until all processes of the command are killed",
    .default_value = "60",
    .minimum = 0.1,
    .maximum = 86400};
constexpr OptionSpec memory_option = {.name = "memory",
                                      .type = OptionType::integer,
                                      .help = "MiB of address space for each process of the command",
                                      .default_value = "1024",
                                      .minimum = 16,
                                      .maximum = 1048576};
constexpr OptionSpec needs_option = {.name = "needs",
                                     .type = OptionType::texts,
                                     .help = "Record types that an earlier stage must make",
                                     .default_value = "[]"};
constexpr OptionSpec diagnostics_option = {.name = "diagnostics",
                                           .type = OptionType::tables,
                                           .help = "What the command may add to the document's diagnostics",
                                           .keys = diagnostic_keys};

constexpr OptionSpec input_options[] = {
    command_option,
    name_option,
    timeout_option,
    memory_option,
    {.name = "begins",
     .type = OptionType::texts,
     .help = "How the files begin that the command reads: bytes in hexadecimal, such as `7b5c727466`",
     .required = true},
    {.name = "holds",
     .type = OptionType::texts,
     .help = "Bytes in hexadecimal of which such a file holds some, where its beginning alone does not tell",
     .default_value = "[]"},
    {.name = "depends",
     .type = OptionType::texts,
     .help = "Files that tell the version of what the command uses: letters are read again when one changes. "
             "A file that is not there counts as such",
     .default_value = "[]"},
};
constexpr OptionSpec transform_options[] = {command_option,
                                            name_option,
                                            timeout_option,
                                            memory_option,
                                            needs_option,
                                            {.name = "records",
                                             .type = OptionType::tables,
                                             .help = "The record types that the command makes",
                                             .keys = record_keys},
                                            diagnostics_option};
constexpr OptionSpec output_options[] = {command_option,
                                         name_option,
                                         timeout_option,
                                         memory_option,
                                         needs_option,
                                         {.name = "suffix",
                                          .type = OptionType::text,
                                          .help = "The end of the name, such as `.titles.txt`, of the file "
                                                  "that the command's standard output becomes"}};

/// What a pipeline file declares, kept for as long as the plan lives.
struct Declared {
    std::deque<std::string> words;
    std::deque<std::vector<FieldSpec>> fields;
    std::vector<RecordSpec> records;
    std::vector<const char*> needs;
    std::vector<DiagnosticSpec> diagnostics;
    StageSpec spec;

    const char* keep(const std::string& word) { return words.emplace_back(word).c_str(); }
};

void add_record(const Options& options, Declared& declared) {
    std::vector<FieldSpec>& fields = declared.fields.emplace_back();
    for (const Options& field : options.tables("fields"))
        fields.push_back({declared.keep(field.text("name")), field_type_named(field.text("type")),
                          declared.keep(field.text("help"))});
    declared.records.push_back(
        {declared.keep(options.text("name")), declared.keep(options.text("help")), fields});
}

/// What the names must look like, and that the host's own are left to it.
std::string fault_of(const Declared& declared) {
    static const Pattern type_form("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    static const Pattern code_form("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    const auto quoted = [](const char* text) { return "`" + std::string(text) + "`"; };
    if (!code_form.matches_all(declared.spec.name))
        return "the name " + quoted(declared.spec.name) +
               " is not made of lower-case words joined by hyphens";
    for (const RecordSpec& record : declared.records) {
        const std::string wrong = " is not made of lower-case words joined by underscores";
        if (!type_form.matches_all(record.name)) return "the record type " + quoted(record.name) + wrong;
        if (record.fields.empty()) return "the record type " + quoted(record.name) + " has no fields";
        for (const FieldSpec& field : record.fields)
            if (!type_form.matches_all(field.name)) return "the field " + quoted(field.name) + wrong;
    }
    for (const DiagnosticSpec& one : declared.diagnostics)
        if (!code_form.matches_all(one.code))
            return "the code " + quoted(one.code) + " is not made of lower-case words joined by hyphens";
    const PluginDescriptor descriptor{{}, exec_plugin_id, "1", "", "", {&declared.spec, 1}};
    const auto fault = check_content(descriptor, {});
    return fault ? fault->message : std::string();
}

bool is_relative(std::string_view word) {
    return word.starts_with("./") || word.starts_with("../");
}

Diagnostic unusable(const Options& options, std::string message, std::string hint) {
    return diagnose(codes::exec_command, std::move(message), options.place(), std::move(hint));
}

/// What of an input's declaration is no list of bytes.
std::string fault_of_bytes(const Options& options) {
    for (const char* key : {"begins", "holds"})
        for (const std::string& one : options.texts(key))
            if (!bytes_of_hexadecimal(one))
                return "`" + one + "` in `" + key + "` is not pairs of hexadecimal digits";
    return {};
}

/// The files that tell the version of what the command uses.
std::string identity_of_files(const Options& options, std::vector<Diagnostic>& problems) {
    const fs::path folder = fs::absolute(options.place().file).parent_path();
    std::string identity;
    for (const std::string& file : options.texts("depends")) {
        const fs::path path = folder / file;
        std::error_code error;
        const auto hash =
            fs::is_regular_file(path, error) ? hash_of_file(path.string(), problems) : std::nullopt;
        identity += hash.value_or("none");
    }
    return identity;
}

/// The program's path, or nothing when there is none of this name.
std::optional<fs::path> program_named(const std::string& word) {
    for (const char* folder : {"/usr/local/bin", "/usr/bin", "/bin"}) {
        const fs::path path = fs::path(folder) / word;
        if (::access(path.c_str(), X_OK) == 0) return path;
    }
    return std::nullopt;
}

std::optional<Diagnostic> fault_of_file(const Options& options, const fs::path& path, bool program) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
        if (!program) return std::nullopt;  // a folder, or a file that the command is to make
        return unusable(options, "there is no program `" + path.string() + "`",
                        "paths that begin with `./` are relative to the pipeline file");
    }
    if (program && ::access(path.c_str(), X_OK) != 0)
        return unusable(options, "`" + path.string() + "` is not executable",
                        "chmod +x " + shell_word(path.string()));
    if (auto distrust = why_distrusted(path))
        return unusable(options, distrust->reason + ": the command is not run", distrust->hint);
    return std::nullopt;
}

}  // namespace

std::span<const OptionSpec> exec_options(StageKind kind) {
    if (kind == StageKind::input) return input_options;
    if (kind == StageKind::transform) return transform_options;
    return output_options;
}

std::optional<std::string> bytes_of_hexadecimal(std::string_view text) {
    const auto digit = [](char c) {
        const std::size_t at = std::string_view("0123456789abcdef").find(text::lower(c));
        return at == std::string_view::npos ? -1 : static_cast<int>(at);
    };
    std::string bytes;
    for (std::size_t k = 0; k + 1 < text.size(); k += 2) {
        const int high = digit(text[k]), low = digit(text[k + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return text.empty() || text.size() % 2 != 0 ? std::nullopt : std::optional(bytes);
}

bool is_exec(const StageRef& stage) {
    return std::string_view(stage.plugin->descriptor->id) == exec_plugin_id;
}

std::variant<ExecCommand, Diagnostic> resolve_command(const Options& options) {
    ExecCommand command;
    command.words = options.texts("command");
    if (command.words.empty() || command.words[0].empty())
        return unusable(options, "the command is empty", "write command = [\"PROGRAM\", \"ARGUMENT\"]");
    if (auto distrust = why_distrusted(options.place().file))
        return unusable(options, distrust->reason + ": the pipeline's command is not run", distrust->hint);
    const fs::path folder = fs::absolute(options.place().file).parent_path();
    for (std::string& word : command.words) {
        if (word.find('\0') != std::string::npos)
            return unusable(options, "a word of the command holds a zero", "remove it");
        const bool program = &word == command.words.data();
        if (is_relative(word)) {
            word = (folder / word).lexically_normal().string();
        } else if (program && word.find('/') == std::string::npos) {
            const auto found = program_named(word);
            if (!found)
                return unusable(options,
                                "there is no program \"" + word + "\" in /usr/local/bin, /usr/bin or /bin",
                                "install it, or name its file with its path");
            word = found->string();
        } else if (program && word[0] != '/') {
            return unusable(options, "\"" + word + "\" does not say where it begins",
                            "write \"./" + word + "\" for a file next to the pipeline file");
        } else if (!program) {
            continue;
        }
        if (auto fault = fault_of_file(options, word, program)) return *fault;
        std::error_code error;
        if (fs::is_regular_file(word, error)) command.files.push_back(word);
    }
    return command;
}

void declare_exec(PlannedStage& planned, std::vector<Diagnostic>& problems) {
    const Options& options = planned.options;
    auto declared = std::make_shared<Declared>();
    StageSpec& spec = declared->spec = *planned.stage.spec;
    if (options.has("name")) spec.name = declared->keep(options.text("name"));
    if (spec.kind == StageKind::transform) {
        for (const Options& record : options.tables("records")) add_record(record, *declared);
        for (const Options& one : options.tables("diagnostics"))
            declared->diagnostics.push_back({declared->keep(one.text("code")),
                                             severity_named(one.text("severity")).value_or(Severity::note),
                                             declared->keep(one.text("help"))});
    }
    if (spec.kind == StageKind::input) {
        if (std::string fault = fault_of_bytes(options); !fault.empty())
            problems.push_back(diagnose(codes::exec_declaration, std::move(fault), options.place()));
        planned.identity += identity_of_files(options, problems);
    } else {
        for (const std::string& need : options.texts("needs"))
            declared->needs.push_back(declared->keep(need));
    }
    declared->diagnostics.insert(declared->diagnostics.end(), spec.diagnostics.begin(),
                                 spec.diagnostics.end());
    spec.provides = declared->records;
    spec.needs = declared->needs;
    spec.diagnostics = declared->diagnostics;
    if (const std::string fault = fault_of(*declared); !fault.empty())
        problems.push_back(diagnose(codes::exec_declaration, fault, options.place()));
    if (options.has("command")) {
        auto command = resolve_command(options);
        if (auto* problem = std::get_if<Diagnostic>(&command))
            problems.push_back(std::move(*problem));
        else
            for (const std::string& file : std::get<ExecCommand>(command).files)
                if (const auto hash = hash_of_file(file, problems)) planned.identity += *hash;
    }
    planned.stage.spec = &spec;
    planned.declared = std::move(declared);
}

}  // namespace sheaf
