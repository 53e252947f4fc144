// The plugin contract.
//
// A plugin is a shared library that exports one plain-data `PluginDescriptor` under the name `sheaf_plugin`.
// To write one:
//
//   1. derive a class from `Input`, `Transform` or `Output` and override its functions;
//   2. describe it in a `StageSpec`: name, options, records, diagnostics, and a function that creates one;
//   3. export the table of stages with `SHEAF_PLUGIN`.
//
// `sheaf new-plugin` writes such a project, and samples/plugins/README.md explains it. The host reads the
// descriptor from the file and checks it before it runs any code of the plugin
// (core/plugin/compatibility.md).
//
// Objects of stages are used by one thread at a time, for many letters in turn, and must give the same result
// for a letter whatever came before it. The only exception that may leave a function is `StageError`; any
// other ends the letter with an internal error.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "sheaf/diagnostic.hpp"
#include "sheaf/document.hpp"
#include "sheaf/export.hpp"
#include "sheaf/options.hpp"

namespace sheaf {

inline constexpr std::uint64_t plugin_magic = 0x4641454853ULL;  ///< "SHEAF", little-endian
/// Raised when a plugin built against the old headers can no longer be called.
inline constexpr std::uint16_t api_major = 1;
/// Raised when something is added; a plugin that needs a newer minor than the host's is refused.
inline constexpr std::uint16_t api_minor = 1;

// Compiler, its major version, C++ library ABI, and the sanitizers that change how memory looks: what must be
// equal for C++ types to cross the border.
#define SHEAF_STRING_(x) #x
#define SHEAF_STRING(x) SHEAF_STRING_(x)
#if defined(__clang__)
#define SHEAF_COMPILER_TAG "clang-" SHEAF_STRING(__clang_major__)
#else
#define SHEAF_COMPILER_TAG "gcc-" SHEAF_STRING(__GNUC__)
#endif
// GCC says by macros which sanitizers are on, Clang by features.
#if defined(__has_feature)
#define SHEAF_HAS_FEATURE(x) __has_feature(x)
#else
#define SHEAF_HAS_FEATURE(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || SHEAF_HAS_FEATURE(address_sanitizer)
#define SHEAF_SANITIZER_TAG "-asan"
#elif defined(__SANITIZE_THREAD__) || SHEAF_HAS_FEATURE(thread_sanitizer)
#define SHEAF_SANITIZER_TAG "-tsan"
#else
#define SHEAF_SANITIZER_TAG ""
#endif
#define SHEAF_ABI_TAG \
    SHEAF_COMPILER_TAG "-libstdc++-cxx11abi" SHEAF_STRING(_GLIBCXX_USE_CXX11_ABI) SHEAF_SANITIZER_TAG

// ---- What a stage declares: plain data -----------------------------------------------------------------

/// What a stage does: read letters, change documents, write files.
enum class StageKind : std::uint8_t { input, transform, output };

/// What the values of a record's field are: the alternatives of `FieldValue`, and text that is a date in ISO 8601 form.
enum class FieldType : std::uint8_t { text, date, integer, number, flag, texts };

/// A field of a record type.
struct FieldSpec {
    const char* name;  ///< lower-case words joined by underscores
    FieldType type;    ///< what its values are; every value may be absent
    const char* help;  ///< what it means, one sentence
};

/// A record type that a stage makes. Names that the host writes for every record are not free for fields:
/// `id`, `page`, `regions`, `block`, `anchors`, `stage`, `rule`, `confidence`.
struct RecordSpec {
    const char* name;                   ///< lower-case words joined by underscores
    const char* help;                   ///< what such a record is, one sentence
    std::span<const FieldSpec> fields;  ///< in the order in which outputs write them
};

/// A diagnostic that a stage may report.
struct DiagnosticSpec {
    const char* code;   ///< lower-case words joined by hyphens
    Severity severity;  ///< the usual one
    const char* help;   ///< what it means and what to do
};

/// A family's rules as one stage sees them: the profile file's table that carries the stage's name.
struct ProfileRules {
    std::string name;   ///< the profile's name
    std::string title;  ///< for people
    Options rules;      ///< by the stage's `profile_options`; without values when the file has no such table
};

/// What a stage gets when it is created. A stage is created once for a run; a stage that takes rules from profiles,
/// once for each family of letters.
struct Setup {
    const Options& options;  ///< of the pipeline file, by the stage's `options`
    /// The profile of the letters that this object will see; none for letters of no family; every loaded profile, in
    /// order of name, where the family is not known yet, and for stages that take no rules.
    std::span<const ProfileRules> profiles;
};

/// What the host offers to a stage while it handles a letter. Valid only during the call that it was passed to.
class SHEAF_API Context {
  public:
    virtual ~Context();
    /// Adds to the document's diagnostics; the host fills in the stage. `code` must be declared by the stage.
    virtual void report(Severity severity, std::string_view code, std::string message, Place place = {},
                        std::string hint = {}) = 0;
    /// Every record type that the stages of this pipeline declare, in pipeline order.
    virtual std::span<const RecordSpec> record_types() const = 0;
    /// The password that the user gave for encrypted letters; empty when there is none.
    virtual std::string_view password() const = 0;
};

/// Reads one file format. Objects are used for one letter at a time, many in turn.
class SHEAF_API Input {
  public:
    virtual ~Input();
    /// How sure the plugin is that it reads these bytes, by content alone: 0 (no) to 100 (the format's own
    /// signature at its place). The plugin with the highest value reads the letter; of equals the first in the
    /// pipeline file.
    virtual int sniff(std::string_view bytes) const = 0;
    /// Reads a letter. Fills everything but `source.name`, `source.sha256`, `source.size`, sections and records.
    /// Throws `StageError` when the letter cannot be read.
    virtual Document read(std::string_view bytes, Context& context) = 0;
};

/// Changes a document: adds records, decides headings, redacts.
class SHEAF_API Transform {
  public:
    virtual ~Transform();
    /// Changes the document in place; afterwards it must pass `validate`. Throws `StageError` when the letter cannot
    /// be done; the letter then fails.
    virtual void apply(Document& document, Context& context) = 0;
};

/// Takes the files that an output makes for one letter.
class SHEAF_API Sink {
  public:
    virtual ~Sink();
    /// Takes a whole file. Its name is the letter's output name followed by `suffix` (such as `.json`). The file
    /// appears under that name only after all outputs of the letter are complete. Throws `StageError` when the
    /// suffix has been used before or cannot be a part of a file name.
    virtual void write(std::string_view suffix, std::string_view bytes) = 0;
};

/// Writes documents.
class SHEAF_API Output {
  public:
    virtual ~Output();
    /// Gives the letter's files to the sink, which lives as long as the call. Throws `StageError` when the letter
    /// cannot be written; no file of any output then appears.
    virtual void write(const Document& document, Sink& sink, Context& context) = 0;
};

/// One stage of a plugin. Plain data that lives as long as the library.
struct StageSpec {
    StageKind kind;                                    ///< which of the three create functions it has
    const char* name;                                  ///< what a pipeline file's `use` says
    const char* help;                                  ///< what it does, in sentences
    std::span<const OptionSpec> options = {};          ///< keys of its table in a pipeline file
    std::span<const OptionSpec> profile_options = {};  ///< keys of the profile table with this stage's name
    std::span<const RecordSpec> provides = {};         ///< record types made
    std::span<const char* const> needs = {};           ///< record types that an earlier stage must make
    std::span<const DiagnosticSpec> diagnostics = {};  ///< every code that it may report or throw
    /// Files of other packages by which the stage reads letters, such as word lists: absolute paths, in which `{option}`
    /// stands for each value of that option, a list of texts. What they hold is part of what decides whether a letter is
    /// converted again.
    std::span<const char* const> data = {};
    /// Exactly one of the three is set, according to `kind`. It returns a new object, which the host owns and deletes;
    /// the setup lives as long as the object. It may throw `StageError`; then the run does not start.
    /// @{
    Input* (*create_input)(const Setup&) = nullptr;
    Transform* (*create_transform)(const Setup&) = nullptr;
    Output* (*create_output)(const Setup&) = nullptr;
    /// @}
};

/// The part of the descriptor that is checked before anything else. It holds no pointers, so the host can read it in the
/// file, before any code of the library runs.
struct DescriptorHead {
    std::uint64_t magic;        ///< `plugin_magic`
    std::uint32_t struct_size;  ///< of `PluginDescriptor`, in bytes
    std::uint16_t api_major;    ///< of the headers that the plugin was built with
    std::uint16_t api_minor;    ///< of the headers that the plugin was built with
    char abi_tag[64];           ///< `SHEAF_ABI_TAG`, ended by a zero
};

/// A plugin, as plain data that lives as long as the library. `SHEAF_PLUGIN` exports it.
struct PluginDescriptor {
    DescriptorHead head;  ///< checked before all else
    const char* id;       ///< unique among plugins, such as `sheaf.pdf`
    const char* version;  ///< of the plugin; part of what decides whether a letter is converted again
    const char* summary;  ///< what it is for, in a few words
    const char* licence;  ///< SPDX expression
    std::span<const StageSpec> stages;  ///< at least one
};

}  // namespace sheaf

/// Exports the descriptor. Once in a plugin, at namespace scope:
/// `SHEAF_PLUGIN("sheaf.json", "1.0.0", "JSON form of a letter", "MIT", stages)`
#define SHEAF_PLUGIN(ID, VERSION, SUMMARY, LICENCE, STAGES)                                        \
    extern "C" SHEAF_API const sheaf::PluginDescriptor sheaf_plugin;                               \
    extern "C" constinit const sheaf::PluginDescriptor sheaf_plugin = {                            \
        {sheaf::plugin_magic, sizeof(sheaf::PluginDescriptor), sheaf::api_major, sheaf::api_minor, \
         SHEAF_ABI_TAG},                                                                           \
        ID,                                                                                        \
        VERSION,                                                                                   \
        SUMMARY,                                                                                   \
        LICENCE,                                                                                   \
        STAGES};
