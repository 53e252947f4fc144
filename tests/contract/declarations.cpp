// What a plugin says about itself.
#include <set>

#include "base/codes.hpp"
#include "pipeline/declaration.hpp"
#include "sheaf/pattern.hpp"
#include "suite.hpp"

namespace contract {

using namespace sheaf;

namespace {

std::string quoted(const char* name) {
    return "`" + std::string(name ? name : "") + "`";
}

bool has_words(const char* text) {
    return text && std::string_view(text).size() > 5;
}

/// One stage's declarations. `who` begins each sentence: "transform `redact`".
class DeclarationCheck {
  public:
    DeclarationCheck(Suite& suite, const StageSpec& stage)
        : suite_(suite),
          stage_(stage),
          who_(std::string(sheaf::name(stage.kind)) + " " + quoted(stage.name)) {}

    void run() {
        name("its name", stage_.name);
        expect(has_words(stage_.help), "has no help text");
        const bool one_maker =
            (stage_.create_input != nullptr) == (stage_.kind == StageKind::input) &&
            (stage_.create_transform != nullptr) == (stage_.kind == StageKind::transform) &&
            (stage_.create_output != nullptr) == (stage_.kind == StageKind::output);
        expect(one_maker, "must set the create function of its kind and no other");
        options(stage_.options);
        options(stage_.profile_options);
        for (const RecordSpec& record : stage_.provides) record_type(record);
        diagnostics();
    }

  private:
    void expect(bool holds, const std::string& broken) { suite_.expect(holds, who_ + " " + broken); }

    void name(const std::string& what, const char* name) {
        static const Pattern form("[a-z][a-z0-9]*([-_][a-z0-9]+)*");
        expect(form.matches_all(name ? name : ""), "must write " + what + ", " + quoted(name) +
                                                       ", in small letters, digits, hyphens or underscores");
    }

    /// Names that become keys of the JSON form.
    void word(const std::string& what, const char* name) {
        static const Pattern form("[a-z][a-z0-9]*(_[a-z0-9]+)*");
        expect(form.matches_all(name ? name : ""),
               "must write the name of " + what + " in small letters, digits and underscores");
    }

    void options(std::span<const OptionSpec> options) {
        std::set<std::string_view> names;
        for (const OptionSpec& option : options) {
            const std::string which = "option " + quoted(option.name);
            name("the name of " + which, option.name);
            expect(names.insert(option.name).second, "declares " + which + " twice");
            expect(has_words(option.help), "has no help text for " + which);
            expect(!(option.required && option.default_value),
                   "requires " + which + " and gives it a default");
            const bool chooses = option.type == OptionType::choice || option.type == OptionType::choices;
            expect(chooses == (option.choices != nullptr),
                   "must give choices to " + which + " if and only if it is a choice");
            expect(option.minimum <= option.maximum, "has an empty range for " + which);
            this->options(option.keys);
        }
        for (const std::string& fault : faulty_defaults(options)) expect(false, "declares: " + fault);
    }

    void record_type(const RecordSpec& record) {
        const std::string which = "record type " + quoted(record.name);
        word(which, record.name);
        expect(has_words(record.help), "has no help text for " + which);
        expect(!record.fields.empty(), "declares no fields for " + which);
        std::set<std::string_view> names;
        for (const FieldSpec& field : record.fields) {
            const std::string part = "field " + quoted(field.name) + " of " + which;
            word(part, field.name);
            expect(has_words(field.help), "has no help text for " + part);
            expect(names.insert(field.name).second, "declares " + part + " twice");
        }
    }

    void diagnostics() {
        static const Pattern form("[a-z0-9]+(-[a-z0-9]+)*");
        std::set<std::string_view> codes;
        for (const DiagnosticSpec& code : stage_.diagnostics) {
            const std::string which = "diagnostic code " + quoted(code.code);
            expect(form.matches_all(code.code),
                   "must write the " + which + " as small words joined by hyphens");
            expect(has_words(code.help), "does not say what the " + which + " means and what to do");
            expect(codes.insert(code.code).second, "declares the " + which + " twice");
            for (const DiagnosticSpec& of_host : codes::all())
                expect(std::string_view(of_host.code) != code.code,
                       "declares the " + which + ", which is the program's own");
        }
    }

    Suite& suite_;
    const StageSpec& stage_;
    std::string who_;
};

}  // namespace

void check_declarations(Suite& suite, const PluginDescriptor& plugin) {
    suite.expect(Pattern(R"([a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+)").matches_all(plugin.id),
                 "the plugin's id, " + quoted(plugin.id) + ", must have the form `owner.name`");
    suite.expect(Pattern(R"(\d+\.\d+\.\d+)").matches_all(plugin.version),
                 "the plugin's version, " + quoted(plugin.version) + ", must have the form `1.2.3`");
    suite.expect(has_words(plugin.summary), "the plugin has no summary");
    suite.expect(plugin.licence && *plugin.licence, "the plugin names no licence");
    for (const StageSpec& stage : plugin.stages) DeclarationCheck(suite, stage).run();
}

}  // namespace contract
