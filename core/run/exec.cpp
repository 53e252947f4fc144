#include "run/exec.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "base/codes.hpp"
#include "base/owned_folder.hpp"
#include "base/process.hpp"
#include "pipeline/exec_stage.hpp"
#include "run/exec_answer.hpp"
#include "sheaf/json.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largest_file = 256U << 20U;
constexpr std::size_t most_files = 100;
constexpr std::size_t most_lines = 20;

constexpr DiagnosticSpec diagnostics[] = {
    {"exec-message", Severity::note,
     "What the command said on standard error, a line each. A line that begins with `repaired: `, `doubtful: "
     "` or `error: ` has that severity."},
    {"exec-failed", Severity::error,
     "The command could not be started, ended with a status other than 0 or by a signal, or passed a limit."},
    {"exec-answer", Severity::error,
     "The command's answer is not what a stage of its kind gives; the JSON pointer says where."},
};

/// Folders for one call of a command.
class Scratch {
  public:
    Scratch() : folder_(fs::temp_directory_path() / "sheaf-exec-XXXXXX") {
        if (!folder_)
            throw StageError(
                "exec-failed",
                "no folder for the command can be made in `" + fs::temp_directory_path().string() + "`",
                "make room there, or set TMPDIR to another folder");
        fs::create_directory(work());
        fs::create_directory(home());
    }

    fs::path work() const { return folder_.path() / "work"; }
    fs::path home() const { return folder_.path() / "home"; }

  private:
    OwnedFolder folder_;
};

/// A command, ready to be run for a letter.
class Runner {
  public:
    explicit Runner(const Options& options) {
        auto resolved = resolve_command(options);
        if (auto* problem = std::get_if<Diagnostic>(&resolved))
            throw StageError(problem->code, problem->message, problem->hint, problem->place);
        words_ = std::move(std::get<ExecCommand>(resolved).words);
        limits_.seconds = options.number("timeout");
        limits_.cpu_seconds = static_cast<std::uint64_t>(std::ceil(limits_.seconds)) + 1;
        limits_.memory = static_cast<std::uint64_t>(options.integer("memory")) << 20U;
        limits_.file_size = largest_file;
    }

    /// What the command writes to standard output. Reports what it says on standard error.
    std::string run(std::string input, const Scratch& scratch, Context& context) const {
        const std::string home = scratch.home().string();
        const Command command{
            words_,
            {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=" + home, "TMPDIR=" + home},
            scratch.work().string(),
            std::move(input)};
        ProcessResult result = run_command(command, limits_, {largest_file});
        std::vector<std::string> said = lines_said(result.err, most_lines);
        std::string last;
        if (!result.end.success() && !said.empty()) {
            last = ", having said: " + said.back();
            said.pop_back();
        }
        for (std::string& line : said) report(std::move(line), context);
        if (!result.end.success())
            throw StageError(
                "exec-failed", "the command " + described(result.end) + last,
                result.end.how == ProcessEnd::How::timed_out ? "raise `timeout` if it needs longer" : "");
        return std::move(result.out);
    }

  private:
    static void report(std::string line, Context& context) {
        Severity severity = Severity::note;
        for (const Severity one : {Severity::repaired, Severity::doubtful, Severity::error})
            if (const std::string opening = std::string(name(one)) + ": "; line.starts_with(opening)) {
                severity = one;
                line.erase(0, opening.size());
            }
        context.report(severity, "exec-message", std::move(line));
    }

    std::vector<std::string> words_;
    ProcessLimits limits_;
};

class ExecInput : public Input {
  public:
    explicit ExecInput(const Setup& setup)
        : runner_(setup.options),
          begins_(bytes(setup.options, "begins")),
          holds_(bytes(setup.options, "holds")) {}

    int sniff(std::string_view letter) const override {
        const auto begins = [&](const std::string& one) { return letter.starts_with(one); };
        const auto holds = [&](const std::string& one) { return letter.find(one) != std::string_view::npos; };
        return std::any_of(begins_.begin(), begins_.end(), begins) &&
                       (holds_.empty() || std::any_of(holds_.begin(), holds_.end(), holds))
                   ? 100
                   : 0;
    }
    Document read(std::string_view letter, Context& context) override {
        const Scratch scratch;
        return accept_reading(runner_.run(std::string(letter), scratch, context));
    }

  private:
    static std::vector<std::string> bytes(const Options& options, const char* key) {
        std::vector<std::string> all;
        for (const std::string& one : options.texts(key))
            if (auto found = bytes_of_hexadecimal(one)) all.push_back(std::move(*found));
        return all;
    }

    Runner runner_;
    std::vector<std::string> begins_, holds_;
};

class ExecTransform : public Transform {
  public:
    explicit ExecTransform(const Setup& setup) : runner_(setup.options) {}
    void apply(Document& document, Context& context) override {
        const Scratch scratch;
        const std::string sent = to_json(document, context.record_types());
        document = accept_answer(document, sent, runner_.run(sent, scratch, context));
    }

  private:
    Runner runner_;
};

/// The files in the command's working folder whose names begin with a dot, in order of name.
std::vector<fs::path> files_left(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with('.')) continue;
        const bool readable =
            text::is_valid_utf8(name) &&
            std::none_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
        if (!readable || entry.symlink_status().type() != fs::file_type::regular)
            throw StageError("exec-answer",
                             "the command left something in its folder that is no file with a plain name",
                             "files of an output are regular files named after their suffix");
        files.push_back(entry.path());
    }
    if (files.size() > most_files)
        throw StageError("exec-answer", "the command left " + std::to_string(files.size()) +
                                            " files, more than " + std::to_string(most_files));
    std::sort(files.begin(), files.end());
    return files;
}

class ExecOutput : public Output {
  public:
    explicit ExecOutput(const Setup& setup)
        : runner_(setup.options), suffix_(setup.options.text("suffix")), place_(setup.options.place()) {
        if (!suffix_.empty() && (!suffix_.starts_with('.') || suffix_.find('/') != std::string::npos))
            throw StageError("exec-declaration", "the suffix `" + suffix_ + "` is no end of a file name",
                             "write one that begins with a dot, such as `.titles.txt`", place_);
    }
    void write(const Document& document, Sink& sink, Context& context) override {
        const Scratch scratch;
        const std::string out = runner_.run(to_json(document, context.record_types()), scratch, context);
        if (!suffix_.empty())
            sink.write(suffix_, out);
        else if (!out.empty())
            throw StageError("exec-answer",
                             "the command wrote to standard output, and no file is to be made of that",
                             "give the stage a `suffix`, or write files");
        for (const fs::path& file : files_left(scratch.work())) {
            std::ifstream in(file, std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            if (!in) throw StageError("exec-answer", "a file that the command left cannot be read");
            sink.write(file.filename().string(), bytes);
        }
    }

  private:
    Runner runner_;
    std::string suffix_;
    Place place_;
};

const StageSpec exec_stages[] = {
    {.kind = StageKind::input,
     .name = "exec",
     .help = "Runs a command that gets a letter's bytes and gives the document as JSON.",
     .options = exec_options(StageKind::input),
     .diagnostics = diagnostics,
     .create_input = [](const Setup& setup) -> Input* { return new ExecInput(setup); }},
    {.kind = StageKind::transform,
     .name = "exec",
     .help = "Runs a command that gets the document as JSON and gives it back changed.",
     .options = exec_options(StageKind::transform),
     .diagnostics = diagnostics,
     .create_transform = [](const Setup& setup) -> Transform* { return new ExecTransform(setup); }},
    {.kind = StageKind::output,
     .name = "exec",
     .help = "Runs a command that gets the document as JSON and makes files of it.",
     .options = exec_options(StageKind::output),
     .diagnostics = diagnostics,
     .create_output = [](const Setup& setup) -> Output* { return new ExecOutput(setup); }},
};

}  // namespace

const PluginDescriptor& exec_plugin() {
    static const PluginDescriptor plugin = {
        {plugin_magic, sizeof(PluginDescriptor), api_major, api_minor, SHEAF_ABI_TAG},
        exec_plugin_id,
        "1.0.0",
        "Any executable as a stage",
        "MIT",
        exec_stages};
    return plugin;
}

}  // namespace sheaf
