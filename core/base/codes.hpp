// The host's own diagnostics: every code with its severity and what it means. Nothing is reported under a
// code that is not in this list.
#pragma once

#include <span>
#include <string>

#include "sheaf/diagnostic.hpp"
#include "sheaf/plugin.hpp"

// clang-format off
#define SHEAF_HOST_CODES(X) \
    X(usage, error, "usage", "The command line requests something that cannot be done.") \
    X(plugin_folder_missing, error, "plugin-folder-missing", "A folder given with --plugin-dir does not exist or cannot be read.") \
    X(plugin_folder_relative, note, "plugin-folder-relative", "An entry of SHEAF_PLUGIN_PATH is not an absolute path and is left out: plugins are never looked for relative to the working directory.") \
    X(plugin_writable, error, "plugin-writable", "Everybody, or a group of users, may write to a plugin library or to a folder on the way to it, and so could run code in this program: it is not loaded.") \
    X(plugin_foreign, error, "plugin-foreign", "A plugin library, its folder or a link to it belongs to another user, who could run code in this program: it is not loaded.") \
    X(plugin_visible, error, "plugin-visible", "The library exports variables of inline functions, templates or classes, of which the program would have only one for all plugins: plugins could disturb each other.") \
    X(plugin_unsafe, error, "plugin-unsafe", "Loading the library ended or stopped the program: found by loading it in a process of its own.") \
    X(plugin_not_loaded, error, "plugin-not-loaded", "A file that is named like a plugin is no shared library for this machine, is cut short, or cannot be read.") \
    X(plugin_dependency, error, "plugin-dependency", "A shared library that the plugin needs is not installed.") \
    X(plugin_undefined_symbol, error, "plugin-undefined-symbol", "The plugin uses a function that neither it nor its libraries define: it was linked wrongly or built against another version.") \
    X(plugin_no_descriptor, error, "plugin-no-descriptor", "The library exports no `sheaf_plugin`: it is no plugin.") \
    X(plugin_magic, error, "plugin-magic", "The library's `sheaf_plugin` is not a plugin descriptor.") \
    X(plugin_api, error, "plugin-api", "The plugin was built for another version of the plugin interface.") \
    X(plugin_struct_size, error, "plugin-struct-size", "The plugin's descriptor has another size than this version's: it was built with changed headers.") \
    X(plugin_abi, error, "plugin-abi", "The plugin was built with another compiler or C++ library than the program: C++ values cannot pass between them.") \
    X(plugin_descriptor, error, "plugin-descriptor", "The plugin's descriptor contradicts itself: a name, a function or a default value is missing or wrong.") \
    X(plugin_duplicate, error, "plugin-duplicate", "Two plugin files have the same id, or two plugins offer a stage of the same kind and name.") \
    X(file_missing, error, "file-missing", "There is no such file or folder.") \
    X(file_unreadable, error, "file-unreadable", "The file or folder exists but cannot be read.") \
    X(not_a_file, error, "not-a-file", "A file is wanted, and this is something else, such as a folder, a pipe or a device.") \
    X(toml_syntax, error, "toml-syntax", "The file is not valid TOML.") \
    X(unknown_key, error, "unknown-key", "The key is not known at this place.") \
    X(unknown_table, note, "unknown-table", "A profile has rules for a stage that is not installed: they are not checked.") \
    X(missing_key, error, "missing-key", "A required key is absent.") \
    X(wrong_type, error, "wrong-type", "The value has another type than the key takes.") \
    X(out_of_range, error, "out-of-range", "The number lies outside the range that the key allows.") \
    X(unknown_choice, error, "unknown-choice", "The value is none of those that the key allows.") \
    X(pattern_invalid, error, "pattern-invalid", "The regular expression is not valid RE2.") \
    X(glob_invalid, error, "glob-invalid", "A glob cannot match anything as it is written, such as a range that ends before it begins.") \
    X(format_unsupported, error, "format-unsupported", "The file declares a format version that this program does not read.") \
    X(unknown_stage, error, "unknown-stage", "No plugin offers a stage of that kind and name.") \
    X(no_input, error, "no-input", "The pipeline has no input, so it can read nothing.") \
    X(no_output, error, "no-output", "The pipeline has no output, so it would write nothing.") \
    X(exec_command, error, "exec-command", "The command of a stage `exec` cannot be run: there is no such program, it is not executable, or somebody else could change it.") \
    X(exec_declaration, error, "exec-declaration", "What a stage `exec` declares (its name, record types, fields or diagnostics) breaks a rule.") \
    X(stage_repeated, error, "stage-repeated", "The same input or transform appears twice in a pipeline.") \
    X(record_not_made, error, "record-not-made", "A stage needs records that no earlier stage of the pipeline makes.") \
    X(record_conflict, error, "record-conflict", "Two stages of the pipeline declare the same record type with different fields.") \
    X(profile_unchosen, error, "profile-unchosen", "A stage has rules in profiles, and no stage before it chooses the letter's profile, so that it would find nothing.") \
    X(not_a_pipeline, error, "not-a-pipeline", "The file that is named as the pipeline is something else, such as a profile or a letter.") \
    X(profile_duplicate, error, "profile-duplicate", "Two profile files have the same name.") \
    X(folder_empty, error, "folder-empty", "The folder holds no file to convert.") \
    X(list_empty, error, "list-empty", "The list of inputs names no file.") \
    X(empty_file, error, "empty-file", "The file has no content.") \
    X(not_recognised, error, "not-recognised", "No input of the pipeline recognises the file by its content.") \
    X(stage_failed, error, "stage-failed", "A stage ended with an unexpected exception: the plugin has a defect, or memory ran out.") \
    X(record_undeclared, error, "record-undeclared", "A stage made a record or a field that it does not declare, or a value of another type: the plugin has a defect.") \
    X(diagnostic_undeclared, error, "diagnostic-undeclared", "A stage reported a diagnostic that it does not declare: the plugin has a defect (looked for under --check).") \
    X(document_invalid, error, "document-invalid", "After a stage the document breaks a rule of the document model: the plugin has a defect (looked for under --check).") \
    X(web_page, doubtful, "web-page", "The file is named as a PDF or a Word letter, and is a web page: a site often answers with one in place of a file.") \
    X(text_unaccounted, doubtful, "text-unaccounted", "Some characters that the input read are in no block and were not refused with a reason.") \
    X(text_refused, doubtful, "text-refused", "A quarter of the letter's text or more was refused, with reasons, and is in no block.") \
    X(record_struck, doubtful, "record-struck", "Words that a record or a value would rest on are struck out: what rests on them alone is not recorded.") \
    X(record_unsure, doubtful, "record-unsure", "A word that a record rests on was read from a picture with a confidence near 0.") \
    X(no_profile, doubtful, "no-profile", "The pipeline has rules in profiles, and the letter got none of them, so that records may be missing.") \
    X(decision_stale, doubtful, "decision-stale", "A person's decision no longer fits the letter, its record or the words, and was not applied. `sheaf review` shows both values: keep or drop it.") \
    X(decision_invalid, doubtful, "decision-invalid", "A file of decisions cannot be understood, or contradicts another: none of its decisions was applied.") \
    X(letter_changed, error, "letter-changed", "The letter's file is not the one that was converted: run the batch again.") \
    X(page_not_drawn, error, "page-not-drawn", "The input that reads the letter shows no pictures of its pages.") \
    X(output_unwritable, error, "output-unwritable", "An output file or folder cannot be written.") \
    X(output_collision, error, "output-collision", "Two outputs would have the same file name.") \
    X(output_taken, error, "output-taken", "The output folder holds the outputs of another letter of the same name, from another input: they are not replaced.") \
    X(output_link, error, "output-link", "There is a symbolic link in the output folder where the program makes its own files and folders: nothing is written through it.") \
    X(output_damaged, error, "output-damaged", "A file of the archive is not what was written: it is missing, or its bytes are others.") \
    X(stage_process, error, "stage-process", "A stage left a process running that it had started, or came back twice from a fork: the plugin has a defect.") \
    X(stage_crashed, error, "stage-crashed", "A stage ended its worker process by a signal, such as a memory fault or an abort: the plugin or a library that it uses has a defect. The letter is in quarantine.") \
    X(stage_exited, error, "stage-exited", "A stage ended its worker process as if its work were done: the plugin has a defect. The letter is in quarantine.") \
    X(stage_forbidden, error, "stage-forbidden", "A stage made a call of the system that nothing needs which reads letters, such as starting a program or tracing another process, and was ended. The letter is in quarantine.") \
    X(stage_output, error, "stage-output", "A stage wrote more than the limit for one letter allows. The letter is in quarantine.") \
    X(stage_threads, error, "stage-threads", "A stage had far more threads at a time than reading a letter needs. The letter is in quarantine.") \
    X(stage_time, error, "stage-time", "A stage went past the limit of time on the clock or of processor time. The letter is in quarantine.") \
    X(worker_answer, error, "worker-answer", "A worker process gave an answer that is none, or closed its connection: a stage wrote to a file that is not its own. The letter is in quarantine.") \
    X(worker_said, note, "worker-said", "What a worker process wrote to standard output and standard error before it ended.") \
    X(worker_failed, error, "worker-failed", "Worker processes cannot be started, or end before they are given a letter.") \
    X(letter_too_large, error, "letter-too-large", "The letter is larger than the limit for letters.") \
    X(letter_slow, error, "letter-slow", "The letter could not be read within the limit of time: a slow share, or a file without an end.") \
    X(worker_unconfined, note, "worker-unconfined", "This system lacks something that keeps a worker process from reaching beyond its letter. With `confine = \"require\"` nothing is converted then.") \
    X(passed_over, note, "passed-over", "Something among the inputs was passed over, since it is no letter: a link, a hidden file, a pipe, a file of the system or of an office program.") \
    X(already_running, error, "already-running", "Another batch is at work on the same output folder.") \
    X(journal_lost, repaired, "journal-lost", "The run journal of an output folder that was used before is gone: a new one is begun, and every letter is looked at again.") \
    X(journal_damaged, repaired, "journal-damaged", "The run journal is damaged: it was set aside, a new one is begun, and every letter is looked at again.") \
    X(journal_unwritable, error, "journal-unwritable", "The run journal cannot be opened or written, so the run cannot go on.") \
    X(input_removed, note, "input-removed", "A letter of an earlier run is no longer among the inputs; its outputs are still there.") \
    X(out_of_reach, doubtful, "out-of-reach", "Letters of an earlier run are gone in a way that looks like a fault: all letters of a folder at once, or behind a link or an input that leads nowhere. What was made of them is kept, in the files of the whole archive, too.") \
    X(not_pruned, doubtful, "not-pruned", "Outputs of letters that are gone were left, since some inputs could not be looked at, or a whole folder is gone.") \
    X(no_journal, error, "no-journal", "The folder is no output folder of a batch: it has no run journal.") \
    X(merge_conflict, error, "merge-conflict", "Two of the folders to be joined have different letters of the same name.")
// clang-format on

namespace sheaf::codes {

#define SHEAF_DECLARE_CODE(NAME, SEVERITY, CODE, HELP) \
    inline constexpr DiagnosticSpec NAME{CODE, Severity::SEVERITY, HELP};
SHEAF_HOST_CODES(SHEAF_DECLARE_CODE)
#undef SHEAF_DECLARE_CODE

/// Every code of the host, by subject.
std::span<const DiagnosticSpec> all();

}  // namespace sheaf::codes

namespace sheaf {

/// A diagnostic of the host.
Diagnostic diagnose(const DiagnosticSpec& spec, std::string message, Place place = {}, std::string hint = {});

/// A place that names a file only.
Place in_file(std::string file);

}  // namespace sheaf
