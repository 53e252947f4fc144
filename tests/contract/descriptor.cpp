// What a plugin says about itself.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "every_plugin.hpp"
#include "plugin/codes.hpp"
#include "sheaf/pattern.hpp"

using namespace sheaf;

namespace {

const Pattern name_form("[a-z][a-z0-9]*([-_][a-z0-9]+)*");

bool is_sentence(const char* text) {
    return text && std::string_view(text).size() > 5;
}

void check_options(std::span<const OptionSpec> options) {
    std::set<std::string> names;
    for (const OptionSpec& option : options) {
        CAPTURE(option.name);
        CHECK(name_form.matches_all(option.name));
        CHECK(names.insert(option.name).second);
        CHECK(is_sentence(option.help));
        CHECK_FALSE((option.required && option.default_value));
        const bool chooses = option.type == OptionType::choice || option.type == OptionType::choices;
        CHECK(chooses == (option.choices != nullptr));
        CHECK(option.minimum <= option.maximum);
        check_options(option.keys);
    }
}

}  // namespace

TEST_CASE("every plugin file of the build is a plugin") {
    INFO(contract::listed(contract::plugins().problems()));
    CHECK(contract::plugins().problems().empty());
    CHECK(contract::plugins().plugins().size() >= 8);
}

TEST_CASE("a plugin says what it is, and no other plugin says the same") {
    std::set<std::string> ids;
    for (const Plugin& plugin : contract::plugins().plugins()) {
        const PluginDescriptor& descriptor = *plugin.descriptor;
        CAPTURE(plugin.file);
        CHECK(ids.insert(descriptor.id).second);
        CHECK(Pattern(R"([a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+)").matches_all(descriptor.id));
        CHECK(Pattern(R"(\d+\.\d+\.\d+)").matches_all(descriptor.version));
        CHECK(is_sentence(descriptor.summary));
        CHECK(std::set<std::string>{"MIT", "GPL-2.0-or-later"}.count(descriptor.licence) == 1);
        CHECK_FALSE(descriptor.stages.empty());
    }
}

TEST_CASE("a stage has a name, a help text, and the one function that makes it") {
    for (const StageRef& stage : contract::plugins().stages()) {
        const StageSpec& spec = *stage.spec;
        CAPTURE(spec.name);
        CHECK(name_form.matches_all(spec.name));
        CHECK(is_sentence(spec.help));
        CHECK((spec.create_input != nullptr) == (spec.kind == StageKind::input));
        CHECK((spec.create_transform != nullptr) == (spec.kind == StageKind::transform));
        CHECK((spec.create_output != nullptr) == (spec.kind == StageKind::output));
    }
}

TEST_CASE("options have names, help texts and valid defaults") {
    for (const StageRef& stage : contract::plugins().stages()) {
        CAPTURE(stage.spec->name);
        check_options(stage.spec->options);
        check_options(stage.spec->profile_options);
        std::vector<Diagnostic> problems;
        contract::defaults(stage.spec->options, problems);
        contract::defaults(stage.spec->profile_options, problems);
        INFO(contract::listed(problems));
        CHECK(problems.empty());
    }
}

TEST_CASE("record types have help texts and fields, and leave the host its names") {
    const std::set<std::string> of_the_host = {"id",      "page",  "regions", "block",
                                               "anchors", "stage", "rule",    "confidence"};
    for (const StageRef& stage : contract::plugins().stages())
        for (const RecordSpec& record : stage.spec->provides) {
            CAPTURE(stage.spec->name, record.name);
            CHECK(name_form.matches_all(record.name));
            CHECK(is_sentence(record.help));
            CHECK_FALSE(record.fields.empty());
            std::set<std::string> names;
            for (const FieldSpec& field : record.fields) {
                CAPTURE(field.name);
                CHECK(name_form.matches_all(field.name));
                CHECK(is_sentence(field.help));
                CHECK(of_the_host.count(field.name) == 0);
                CHECK(names.insert(field.name).second);
            }
        }
}

TEST_CASE("every diagnostic code is documented, once in a stage, and means one thing") {
    const Pattern code_form("[a-z0-9]+(-[a-z0-9]+)*");
    std::set<std::string> of_the_host;
    for (const DiagnosticSpec& code : codes::all()) {
        CAPTURE(code.code);
        CHECK(code_form.matches_all(code.code));
        CHECK(is_sentence(code.help));
        CHECK(of_the_host.insert(code.code).second);
    }
    for (const StageRef& stage : contract::plugins().stages()) {
        std::set<std::string> codes;
        for (const DiagnosticSpec& code : stage.spec->diagnostics) {
            CAPTURE(stage.spec->name, code.code);
            CHECK(code_form.matches_all(code.code));
            CHECK(is_sentence(code.help));
            CHECK(codes.insert(code.code).second);
            CHECK(of_the_host.count(code.code) == 0);
        }
    }
}
