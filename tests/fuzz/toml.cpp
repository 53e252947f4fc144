// Any text is a pipeline file and a profile file: checked, or refused with places. A profile that is sound is
// put to work: a letter goes through the stages with its rules, and a valid document comes of it.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "pipeline/plan.hpp"
#include "pipeline/tests/temporary_folder.hpp"
#include "pipeline/toml_text.hpp"
#include "run/convert.hpp"
#include "seeds.hpp"
#include "sheaf/document.hpp"

namespace {

const sheaf::testing::TemporaryFolder& folder() {
    static const sheaf::testing::TemporaryFolder made;
    // Of a pipeline that names them: the installed ones would be read each time.
    static const bool no_profiles = std::filesystem::create_directories(made.path() / "alone" / "profiles");
    if (!no_profiles) std::abort();
    return made;
}

sheaf::PluginRegistry& plugins() {
    static sheaf::PluginRegistry registry({sheaf::installed_plugins()});
    return registry;
}

const std::filesystem::path& pipeline_of_profiles() {
    static const std::filesystem::path file = folder().write("pipeline.toml", R"(
format = 1
name = "fuzz"
profiles = ["profiles"]
input = [{use = "odt"}]
transform = [
    {use = "profile"}, {use = "sections"}, {use = "metadata"}, {use = "judgements"}, {use = "recommendations"},
    {use = "definitions"}, {use = "findings"}, {use = "quantities"}, {use = "records"}]
output = [{use = "json"}]
)");
    return file;
}

const sheaf::Letter letter{SHEAF_FUZZ_LETTER, "letter.fodt", "letter.fodt", {}};

std::size_t sound = 0;

void stop_at(const std::string& fault) {
    std::fprintf(stderr, "%s\n", fault.c_str());
    std::abort();
}

void put_profile_to_work(const sheaf::Plan& plan) {
    std::vector<sheaf::Diagnostic> problems;
    sheaf::LiveStages stages = sheaf::create_stages(plan, problems);
    static const std::optional<sheaf::Document> opened =
        sheaf::open_letter(letter, plan, stages, {}, problems);
    if (!opened) stop_at("the letter cannot be read");
    // Whether the profile fits or not: its rules are tried on this letter.
    stages.transforms.erase(stages.transforms.begin());
    sheaf::Document document = *opened;
    if (!plan.profiles[0].fallback) document.profile = plan.profiles[0].name;
    const auto done = sheaf::finish_letter(std::move(document), letter, plan, stages, {}, problems);
    if (!done) return;
    for (const std::string& fault : sheaf::validate(*done)) stop_at(fault);
    ++sound;
}

}  // namespace

extern "C" std::size_t sheaf_count_read() {
    return sound;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    std::vector<sheaf::Diagnostic> problems;
    sheaf::parse_toml(text, "fuzz.toml", problems);
    const sheaf::TomlTables tables(text);
    for (const char* name : {"", "recommendations", "batch"})
        sheaf::parse_toml(tables.only(name), "fuzz.toml", problems);
    if (sheaf::check_pipeline(folder().write("alone/fuzz.toml", text), plugins()).plan) ++sound;
    folder().write("profiles/fuzz.toml", text);
    const auto checked = sheaf::check_pipeline(pipeline_of_profiles(), plugins());
    if (checked.plan) put_profile_to_work(*checked.plan);
    return 0;
}
