#include "pipeline/batch_table.hpp"

#include <algorithm>

#include "base/codes.hpp"
#include "base/glob.hpp"
#include "pipeline/lookup.hpp"
#include "sheaf/number.hpp"

namespace sheaf {

namespace {

constexpr double largest_number = 1e9;

constexpr OptionSpec keys[] = {
    {.name = "inputs",
     .type = OptionType::texts,
     .help = "files, folders and globs, relative to this file; those of the command line replace them",
     .default_value = "[]"},
    {.name = "output", .type = OptionType::text, .help = "the output folder, relative to this file"},
    {.name = "include",
     .type = OptionType::texts,
     .help = "globs: only letters whose name matches one of them; all when empty. A glob with a slash is "
             "matched with the path below the input, one without with the file's name; ** stands for any "
             "folders",
     .default_value = "[]"},
    {.name = "exclude",
     .type = OptionType::texts,
     .help = "globs: no letter whose name matches one of them",
     .default_value = "[]"},
    {.name = "follow_symlinks",
     .type = OptionType::flag,
     .help = "symbolic links within input folders are followed",
     .default_value = "false"},
    {.name = "jobs",
     .type = OptionType::integer,
     .help = "worker processes; 0: as many as there are processors",
     .default_value = "0",
     .minimum = 0,
     .maximum = 1024},
    {.name = "seconds",
     .type = OptionType::number,
     .help = "limit for one letter, on the clock; 0: none",
     .default_value = "300",
     .minimum = 0,
     .maximum = largest_number},
    {.name = "cpu_seconds",
     .type = OptionType::integer,
     .help = "limit for one letter, of processor time; 0: none",
     .default_value = "300",
     .minimum = 0,
     .maximum = largest_number},
    {.name = "memory_mib",
     .type = OptionType::integer,
     .help = "limit of the address space that a worker takes, MiB; 0: none",
     .default_value = "2048",
     .minimum = 0,
     .maximum = largest_number},
    {.name = "letter_mib",
     .type = OptionType::integer,
     .help = "limit of a letter's size, MiB; 0: none",
     .default_value = "1024",
     .minimum = 0,
     .maximum = largest_number},
    {.name = "output_mib",
     .type = OptionType::integer,
     .help = "limit of what is written for one letter, MiB; 0: none",
     .default_value = "1024",
     .minimum = 0,
     .maximum = largest_number},
    {.name = "confine",
     .type = OptionType::choice,
     .help = "workers can reach their letter and nothing else: \"try\", as far as this system can do that; "
             "\"require\": nothing is converted where it cannot; \"off\"",
     .default_value = "\"try\"",
     .choices = "require|try|off"},
    {.name = "letters_per_worker",
     .type = OptionType::integer,
     .help = "a worker process is replaced after this number of letters; 0: never",
     .default_value = "500",
     .minimum = 0,
     .maximum = largest_number},
    {.name = "worker_memory_mib",
     .type = OptionType::integer,
     .help =
         "a worker process that has gained more memory than this after a letter is replaced, MiB; 0: never",
     .default_value = "512",
     .minimum = 0,
     .maximum = largest_number},
    {.name = "prune",
     .type = OptionType::flag,
     .help = "outputs of letters that are no longer among the inputs are removed",
     .default_value = "false"},
    {.name = "prune_emptied",
     .type = OptionType::flag,
     .help =
         "as prune, also where no letter of a folder is left: without it, a folder that had two letters or "
         "more and has none is taken for out of reach, and nothing is removed",
     .default_value = "false"},
    {.name = "retry_failed",
     .type = OptionType::flag,
     .help = "letters that are known to fail are tried again",
     .default_value = "false"},
    {.name = "verify",
     .type = OptionType::flag,
     .help = "every output is compared with what was written, and made again when it is not the same",
     .default_value = "false"},
    {.name = "sync",
     .type = OptionType::flag,
     .help = "outputs are on the disk before they are seen: a power cut loses nothing",
     .default_value = "true"},
    {.name = "register",
     .type = OptionType::text,
     .help = "a CSV file of authorities with their codes and regions, relative to this file"},
    {.name = "metrics",
     .type = OptionType::text,
     .help = "a file for node_exporter's textfile collector, relative to this file"},
};

bool is_list(const OptionSpec& spec) {
    return spec.type == OptionType::texts;
}

/// The text as a value of TOML. What is no number stays text, which the reader reports.
TomlNode node_of(const OptionSpec& spec, const std::vector<std::string>& values) {
    TomlNode node;
    node.kind = TomlNode::Kind::text;
    node.text = values.empty() ? "" : values.front();
    const auto integer = text::whole_number<std::int64_t>(node.text);
    const auto number = text::whole_number<double>(node.text);
    if (is_list(spec)) {
        node.kind = TomlNode::Kind::list;
        for (const std::string& value : values) {
            TomlNode& element = node.list.emplace_back();
            element.kind = TomlNode::Kind::text;
            element.text = value;
        }
    } else if (spec.type == OptionType::flag) {
        node.kind = TomlNode::Kind::flag;
        node.flag = true;
    } else if (spec.type == OptionType::integer && integer) {
        node.kind = TomlNode::Kind::integer;
        node.integer = *integer;
    } else if (spec.type == OptionType::number && number) {
        node.kind = TomlNode::Kind::number;
        node.number = *number;
    }
    return node;
}

Options::Value value_of(const Options& options, const OptionSpec& spec) {
    switch (spec.type) {
        case OptionType::flag:
            return options.flag(spec.name);
        case OptionType::integer:
            return options.integer(spec.name);
        case OptionType::number:
            return options.number(spec.name);
        case OptionType::texts:
            return options.texts(spec.name);
        default:
            return options.text(spec.name);
    }
}

}  // namespace

std::span<const OptionSpec> batch_keys() {
    return keys;
}

std::string option_named(std::string_view key) {
    std::string option = "--" + std::string(key);
    std::replace(option.begin(), option.end(), '_', '-');
    return option;
}

void check_globs(const TomlFile& file, const TomlNode& batch, std::vector<Diagnostic>& problems) {
    for (const char* key : {"inputs", "include", "exclude"}) {
        const TomlEntry* const entry = batch.find(key);
        if (!entry) continue;
        for (const TomlNode& glob : entry->value.list) {
            if (!glob.is(TomlNode::Kind::text) || !Glob::is_glob(glob.text)) continue;
            if (const std::string problem = Glob::check(glob.text); !problem.empty())
                problems.push_back(diagnose(codes::glob_invalid, problem, place_of(file, glob.at)));
        }
    }
}

Options read_batch_table(const TomlFile& file, const std::filesystem::path& path, OptionsReader& reader,
                         std::vector<Diagnostic>& problems) {
    static const TomlNode none;
    const TomlEntry* const entry = file.root.find("batch");
    const TomlNode& table = entry ? entry->value : none;
    if (!table.is(TomlNode::Kind::table)) {
        problems.push_back(diagnose(codes::wrong_type, "\"batch\" must be a table", place_of(file, table.at),
                                    "write [batch] with its keys below it"));
        return {};
    }
    Place place = in_file(file.name);
    place.line = place.column = 1;
    if (entry) place = place_of(file, table.at);
    Options batch = reader.read(file, table, keys, place);
    check_globs(file, table, problems);
    const auto from_here = [&](const std::string& relative) {
        return (path.parent_path() / relative).lexically_normal().string();
    };
    std::vector<std::string> inputs = batch.texts("inputs");
    for (std::string& input : inputs) input = from_here(input);
    batch.set("inputs", inputs);
    for (const char* key : {"output", "metrics"})
        if (batch.has(key)) batch.set(key, from_here(batch.text(key)));
    if (!batch.has("register")) return batch;
    // Beside the pipeline file, or among what is installed.
    const std::string given = batch.text("register");
    const std::string beside = from_here(given), installed = (installed_pipelines() / given).string();
    std::error_code error;
    const bool there = std::filesystem::exists(beside, error);
    if (!there && !std::filesystem::exists(installed, error))
        problems.push_back(diagnose(codes::file_missing,
                                    "there is no register of authorities `" + beside + "`", place,
                                    "correct the path, or remove the key \"register\""));
    batch.set("register", there ? beside : installed);
    return batch;
}

void override_batch(Options& batch, const std::vector<BatchOverride>& overrides,
                    std::vector<Diagnostic>& problems) {
    for (const auto& [key, values] : overrides) {
        const auto spec = std::find_if(std::begin(keys), std::end(keys),
                                       [&, &name = key](const OptionSpec& one) { return name == one.name; });
        TomlFile line;
        line.root.add(key, {}).first->value = node_of(*spec, values);
        const std::size_t before = problems.size();
        OptionsReader reader(problems);
        const Options read = reader.read(line, line.root, {spec, 1}, {});
        check_globs(line, line.root, problems);
        for (std::size_t i = before; i < problems.size(); ++i) problems[i].place.file = option_named(key);
        if (problems.size() == before) batch.set(key, value_of(read, *spec));
    }
}

}  // namespace sheaf
