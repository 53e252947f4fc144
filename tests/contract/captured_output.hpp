// Standard output is for data: no stage writes to it.
#pragma once

#include <string>

namespace contract {

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
