// The contract suite: what every plugin promises, whoever wrote it. Each broken promise is one sentence that
// says which stage breaks it and how.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/plan.hpp"
#include "plugin/registry.hpp"
#include "run/stages.hpp"

namespace contract {

/// What is looked at, and what was found to be wrong.
class Suite {
  public:
    explicit Suite(std::filesystem::path library) : library_(std::move(library)) {}

    /// Holds the plugin to a promise: `broken` says what is wrong where it does not hold.
    void expect(bool holds, const std::string& broken);
    /// Tells the author that something could not be looked at, and what to do about it.
    void remark(std::string text) { remarks_.push_back(std::move(text)); }

    const std::filesystem::path& library() const { return library_; }
    const std::vector<std::string>& faults() const { return faults_; }
    const std::vector<std::string>& remarks() const { return remarks_; }
    std::size_t promises() const { return promises_; }

  private:
    std::filesystem::path library_;
    std::vector<std::string> faults_, remarks_;
    std::size_t promises_ = 0;
};

/// The plugin's own stages with the options that the pipeline file gives them, or else their defaults.
struct Setting {
    const sheaf::Plugin* plugin = nullptr;
    const sheaf::Plan* pipeline = nullptr;  ///< null when there is none

    /// A plan of the stage alone.
    sheaf::Plan alone(const sheaf::StageSpec& stage) const;
    /// Whether the stage asks for options that nothing gives, or for records of other stages.
    bool cannot_run_alone(const sheaf::StageSpec& stage) const;
};

/// What a plugin says about itself.
void check_declarations(Suite& suite, const sheaf::PluginDescriptor& plugin);

/// What its stages do with nothing, with nonsense, with documents of every shape, and twice.
void check_behaviour(Suite& suite, const Setting& setting, const std::vector<std::filesystem::path>& letters);

/// The letters through the pipeline: valid after every stage, the same twice, whatever letter came before.
void check_pipeline_run(Suite& suite, const sheaf::Plan& pipeline,
                        const std::vector<std::filesystem::path>& letters);

/// The file's bytes.
std::string content(const std::filesystem::path& file);

/// The first of the diagnostics as one line, for messages.
std::string first_of(const std::vector<sheaf::Diagnostic>& diagnostics);

}  // namespace contract
