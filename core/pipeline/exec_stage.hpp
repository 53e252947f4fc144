// `use = "exec"`: a stage that is a command. What a pipeline file says of it, checked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "pipeline/plan.hpp"

namespace sheaf {

/// The id of the plugin in the program that offers the stages `exec`.
inline constexpr const char* exec_plugin_id = "sheaf.exec";

/// The options of the input `exec`, of the transform, or of the output.
std::span<const OptionSpec> exec_options(StageKind kind);

/// Bytes that are written as pairs of hexadecimal digits, at least one; nothing where the text is something else.
std::optional<std::string> bytes_of_hexadecimal(std::string_view text);

/// Whether the stage is a command.
bool is_exec(const StageRef& stage);

/// Gives the planned stage what its options declare: its name, record types, needs and diagnostics in a `StageSpec` of
/// its own, and its identity. Reports what is wrong with them and with the command.
void declare_exec(PlannedStage& planned, std::vector<Diagnostic>& problems);

/// A command with its paths made absolute.
struct ExecCommand {
    std::vector<std::string> words;
    std::vector<std::string> files;  ///< those of the words that are files: what the command is made of
};

/// A first word without a slash is looked for in /usr/local/bin, /usr/bin and /bin, never in the working directory or
/// by the environment's PATH. Every word that begins with `./` or `../` is a path relative to the pipeline file. The
/// program must be an executable file, and nobody else may change it or a file that is named so.
std::variant<ExecCommand, Diagnostic> resolve_command(const Options& options);

}  // namespace sheaf
