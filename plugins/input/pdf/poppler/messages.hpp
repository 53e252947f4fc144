// Poppler's own messages about a letter: caught, capped, handed on as diagnostics.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sheaf/diagnostic.hpp"

namespace sheaf::pdf {

/// While one exists, Poppler's messages of this thread are collected instead of printed.
class PopplerMessages {
  public:
    PopplerMessages();
    ~PopplerMessages();
    PopplerMessages(const PopplerMessages&) = delete;
    PopplerMessages& operator=(const PopplerMessages&) = delete;

    /// Appends what was said: each distinct message once, a handful of them, and how many more there were.
    void report(std::vector<Diagnostic>& diagnostics) const;

    /// How many errors there were so far, warnings not counted.
    std::uint64_t errors() const;

    struct Data;

  private:
    std::unique_ptr<Data> data_;
    Data* outer_;
};

}  // namespace sheaf::pdf
