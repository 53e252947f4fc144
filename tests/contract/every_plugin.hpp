// The plugins of the build tree and their stages with default options, for the contract tests.
#pragma once

#include <string>
#include <vector>

#include "pipeline/plan.hpp"
#include "plugin/registry.hpp"

namespace contract {

/// Every plugin of the build, loaded once.
sheaf::PluginRegistry& plugins();

/// The option values when a file gives none; what is wrong with the defaults is added to `problems`.
sheaf::Options defaults(std::span<const sheaf::OptionSpec> specs, std::vector<sheaf::Diagnostic>& problems);

/// A plan of one stage alone, with default options and no profiles. Required options are absent.
sheaf::Plan alone(const sheaf::StageRef& stage);

/// The main pipeline, with its profiles.
const sheaf::Plan& main_pipeline();

/// Whether the stage asks for options or for records of other stages, so that it cannot run alone.
bool needs_company(const sheaf::StageSpec& stage);

/// Diagnostics as lines, for messages.
std::string listed(const std::vector<sheaf::Diagnostic>& diagnostics);

/// What is written to standard output while it lives.
class CapturedOutput {
  public:
    CapturedOutput();
    ~CapturedOutput();
    CapturedOutput(const CapturedOutput&) = delete;
    CapturedOutput& operator=(const CapturedOutput&) = delete;

    /// Ends the capture and gives what was written.
    std::string text();

  private:
    void restore();
    int kept_ = -1;
    int file_ = -1;
};

}  // namespace contract
